"""What holds for every test: no unexpected log line, no inherited profile, one hypothesis profile for slow machines."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from functools import lru_cache, partial

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

from shared.catalogue import package, search, sources
from shared.catalogue.checker import catalogue_of
from shared.catalogue.errors import Fault
from shared.catalogue.model import Catalogue
from shared.catalogue.search_readings import Readings
from shared.catalogue.yaml_reading import Document
from shared.forms import manual as forms_manual
from shared.forms import paper as forms_paper
from shared.notices import paper as notices_paper
from shared.notices.typeset import set_pages
from tests.patience import PATIENCE_MS

pytest_plugins = ["tests.fixtures.pcscd", "tests.fixtures.both_ends"]

# Tests start some hundred processes of ours: each would compile every module anew where bytecode isn't kept.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

settings.register_profile("yimen", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("yimen")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Devices for tests/hardware."""
    parser.addoption(
        "--device", action="append", default=[], metavar="[ROLE=]URI", help="a real device for tests/hardware"
    )


_QUIET_LOGGERS = ("weasyprint", "fontTools", "PIL", "asyncio")


@pytest.fixture(autouse=True)
def _no_inherited_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YIMEN_PROFILE", raising=False)


@lru_cache(maxsize=4)
def _read_before(files: frozenset[tuple[str, bytes]]) -> Catalogue:
    return catalogue_of(dict(files))


@pytest.fixture(autouse=True)
def _each_package_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signature and digests are checked at each opening; the same sources make the same frozen catalogue."""
    monkeypatch.setattr(package, "catalogue_of", lambda files: _read_before(frozenset(files.items())))


@pytest.fixture
def qtbot(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QtBot:
    """Wait as long as a slow machine may need: what is asked for comes, or the test fails."""
    for name in ("waitUntil", "waitSignal", "waitSignals", "waitExposed", "waitActive"):
        monkeypatch.setattr(qtbot, name, partial(getattr(qtbot, name), timeout=PATIENCE_MS))
    return qtbot


_READ = sources._read


@lru_cache(maxsize=1024)
def _document_before(data: bytes, name: str, kind: str) -> tuple[Document | None, tuple[Fault, ...]]:
    faults: list[Fault] = []
    return _READ(data, name, kind, faults), tuple(faults)


def _read_once(data: bytes, name: str, kind: str, faults: list[Fault]) -> Document | None:
    document, found = _document_before(data, name, kind)
    faults.extend(found)
    return document


@pytest.fixture(autouse=True)
def _each_document_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a catalogue with one file changed only that one is parsed anew: the same bytes make the same document."""
    monkeypatch.setattr(sources, "_read", _read_once)


_READINGS = Readings()


@pytest.fixture(autouse=True)
def _each_character_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an index that is built again no pinyin is asked for again: the same neighbours make the same reading."""
    monkeypatch.setattr(search, "Readings", lambda: _READINGS)


_set_before = lru_cache(maxsize=64)(set_pages)


@pytest.fixture(autouse=True)
def _each_page_is_set_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Setting a page takes a second; the same HTML makes the same PDF."""
    for setter in (notices_paper, forms_paper, forms_manual):
        monkeypatch.setattr(setter, "set_pages", _set_before)


@pytest.fixture
def expected_warnings() -> list[str]:
    """Put the beginning of each log message here that a test provokes on purpose."""
    return []


@pytest.fixture(autouse=True)
def _no_unexpected_log(caplog: pytest.LogCaptureFixture, expected_warnings: list[str]) -> Iterator[None]:
    yield
    for phase in ("setup", "call"):
        unexpected = [
            f"{record.name}: {record.getMessage()}"
            for record in caplog.get_records(phase)
            if record.levelno >= logging.WARNING
            and not record.name.startswith(_QUIET_LOGGERS)
            and not record.getMessage().startswith(tuple(expected_warnings))
        ]
        assert not unexpected, "unexpected log lines: " + "; ".join(unexpected)
