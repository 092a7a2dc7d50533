"""Waiting on a condition with a deadline."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from tests.patience import PATIENCE_S

T = TypeVar("T")
_PAUSE = threading.Event()


def wait_until(condition: Callable[[], T], deadline_s: float = PATIENCE_S) -> T:
    """Return the first true answer of condition; an AssertionError when none comes in time."""
    end = time.monotonic() + deadline_s
    while not (answer := condition()):
        assert time.monotonic() < end, f"not within {deadline_s} s"
        _PAUSE.wait(0.01)
    return answer
