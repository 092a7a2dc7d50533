"""The child's side of devices.core.vendor_process."""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any


def load_library(path: str) -> ctypes.CDLL:
    """Load a vendor's library by its own calling convention. Raises OSError where it is none for this machine."""
    if sys.platform == "win32":
        return ctypes.WinDLL(path)
    return ctypes.CDLL(path)


def answer_question(
    act: Callable[[Mapping[str, Any]], Mapping[str, object]], let_go: Callable[[], object] = lambda: None
) -> None:
    """Read the question, act, write the answer and end at once, whatever the library still wants to do at exit.

    Args:
        let_go: called last, also when `act` failed: a library that crashes in it takes no answer along.
    """
    answers = os.dup(1)
    # What a library prints must not get between question and answer.
    os.dup2(2, 1)
    question = json.loads(sys.stdin.buffer.readline())
    try:
        data = json.dumps(act(question)).encode("ascii")
        with os.fdopen(answers, "wb") as out:
            out.write(data)
    finally:
        let_go()
    os._exit(0)
