"""For how long a terminal shows its TLS certificate, whatever its clock says."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from shared.security.certificates import issue_tls, pem_of, terminal_name
from shared.security.signing import SoftwareSigningKey
from shared.sync.shown_certificate import ShownCertificate
from tests.unit.shared.store.specimen_terminal import make_terminal

CAME = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
EARLY = timedelta(minutes=5)
"""By so much a certificate begins before it is made."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    terminal, key = make_terminal(tmp_path / "profile"), SoftwareSigningKey.generate()
    terminal.store.close()
    names = [terminal_name(uuid4())]
    made = issue_tls(terminal.root, terminal.root_key, key.verifying_key, names, CAME, for_server=False)
    path = tmp_path / "client.pem"
    path.write_text(pem_of(made))
    return path


def shown_where_the_clock_was(wrong_by: timedelta, path: Path) -> ShownCertificate:
    at = (CAME + wrong_by).timestamp()
    os.utime(path, (at, at))
    shown = ShownCertificate.read(path)
    assert shown is not None
    return shown


@pytest.mark.parametrize("wrong_by", [timedelta(), timedelta(minutes=-10), timedelta(days=-400), timedelta(days=2)])
def test_it_is_shown_from_its_first_day_and_renewed_before_its_last_though_the_clock_is_wrong(
    path: Path, wrong_by: timedelta
) -> None:
    shown = shown_where_the_clock_was(wrong_by, path)
    for hour in range(49):
        here = CAME + wrong_by + timedelta(hours=hour)
        assert (shown.holds(here), shown.is_due(here)) == (True, False)
    assert shown.is_due(CAME + wrong_by + timedelta(days=5))
    assert not shown.holds(CAME + wrong_by + timedelta(days=7) + EARLY), "what ran out breaks off every handshake"


def test_a_clock_that_was_put_back_since_has_it_renewed_first(path: Path) -> None:
    shown = shown_where_the_clock_was(timedelta(), path)
    back = CAME - timedelta(minutes=10)
    assert (shown.holds(back), shown.is_due(back)) == (False, True)


def test_what_is_spoilt_or_missing_is_not_shown(path: Path) -> None:
    path.write_bytes(b"spoilt")
    assert ShownCertificate.read(path) is None
    path.unlink()
    assert ShownCertificate.read(path) is None
