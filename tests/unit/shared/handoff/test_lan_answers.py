"""Answers of a draft's source, whoever it is."""

from __future__ import annotations

import contextlib
import http.client
import time
from typing import cast
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.lan_client import Fetching, LanSource
from tests.patience import LATE_S
from tests.unit.shared.sync.scripted_server import drips, reply, scripted


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nX-Other: ", reply("200 OK", length=9_000)], ids=["head", "body"])
def test_a_source_that_drips_keeps_nobody_waiting_beyond_its_deadline(
    monkeypatch: pytest.MonkeyPatch, head: bytes
) -> None:
    monkeypatch.setattr("shared.handoff.lan_client._ANSWER_S", 0.3)
    began = time.monotonic()
    with scripted(drips(head)) as server:
        connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=LATE_S)
        fetching = Fetching(uuid4(), bytes(32), uuid4())
        source = LanSource(cast("http.client.HTTPSConnection", connection), fetching, uuid4())
        with contextlib.closing(connection), pytest.raises(HandoffError) as failed:
            source.page(0)
    assert failed.value.fault is HandoffFault.ELSEWHERE_UNREACHABLE
    assert time.monotonic() - began < LATE_S
