"""What holds for tests of QML: no display, the software renderer, the on-screen keyboard's memory in a scratch folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_app.face import prepare_environment

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
_KEYBOARD = tempfile.TemporaryDirectory(prefix="yimen-keyboard-")
prepare_environment(Path(_KEYBOARD.name))


@pytest.fixture(scope="session", autouse=True)
def _keyboard_memory() -> Iterator[None]:
    yield
    _KEYBOARD.cleanup()
