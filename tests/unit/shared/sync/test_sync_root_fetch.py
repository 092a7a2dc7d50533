"""The platform's root, fetched from whoever answers."""

from __future__ import annotations

import http.client
import time
from pathlib import Path

import pytest

from shared.sync.errors import OfflineError
from shared.sync.root_fetch import pin_root
from tests.patience import LATE_S
from tests.unit.shared.sync.scripted_server import drips, reply, scripted


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nX-Other: ", reply("200 OK", length=9_000)], ids=["head", "body"])
def test_an_answer_that_drips_holds_no_enrolment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: bytes) -> None:
    def without_tls(address: str, *, timeout: float, context: object) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(address, timeout=timeout)

    monkeypatch.setattr("shared.sync.root_fetch.http.client.HTTPSConnection", without_tls)
    monkeypatch.setattr("shared.sync.root_fetch._TIMEOUT_S", 0.3)
    began = time.monotonic()
    with scripted(drips(head)) as server, pytest.raises(OfflineError):
        pin_root(server.url, "0" * 64, tmp_path)
    assert time.monotonic() - began < LATE_S
