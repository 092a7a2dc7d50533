"""What holds for every test: no unexpected log line, no inherited profile, one hypothesis profile for slow machines."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.fixtures.pcscd"]

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
