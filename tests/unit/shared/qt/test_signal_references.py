"""PySide6 6.12.0 drops a reference to True at each emit; before Python 3.12 that ends a process before long."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal

EMITS = 300


class Bell(QObject):
    rung = Signal()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True is immortal there")
def test_an_emit_takes_no_reference_away() -> None:
    bell = Bell()
    before = sys.getrefcount(True)
    for _ in range(EMITS):
        bell.rung.emit()
    assert sys.getrefcount(True) > before - EMITS // 2, "upgrade or downgrade PySide6: 6.12.0 can't be used"
