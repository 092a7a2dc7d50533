"""A vendor's library in a child process: asked one question, killed at its deadline, gone with all that it was told.

Vendors' libraries hang, crash, print, and come for other architectures; none of that reaches this process. The question
goes in as one line of JSON, the answer comes back as one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

from devices.core.deadline import Deadline
from devices.core.errors import DeviceTimeoutError, IoError, ProtocolError

_MOST_ANSWER: Final = 16 << 20


def ask_child(
    module: str, question: Mapping[str, object], deadline: Deadline, interpreter: Sequence[str] = ()
) -> Mapping[str, Any]:
    """Run a module of ours, which answers from its standard input to its standard output.

    Args:
        module: dotted name; its `main` reads a line and writes a line, see devices.core.vendor_child.
        interpreter: the Python that runs it, such as one of another architecture; ours where it is empty.

    Raises:
        DeviceTimeoutError: it did not answer in time and was killed.
        IoError: it can't be started, or died without an answer: the library crashed.
        ProtocolError: it talks nonsense.
    """
    command = [*(interpreter or (sys.executable,)), "-m", module]
    line = json.dumps(question).encode("ascii") + b"\n"
    try:
        done = subprocess.run(
            command,
            input=line,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=max(0.01, deadline.remaining),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DeviceTimeoutError(module) from error
    except OSError as error:
        raise IoError(str(error)) from error
    if not done.stdout:
        detail = f"the library's process ended with {done.returncode} and without an answer"
        raise IoError(detail)
    return _object(done.stdout)


def _object(data: bytes) -> Mapping[str, Any]:
    try:
        answer = json.loads(data) if len(data) <= _MOST_ANSWER else None
    except ValueError as error:
        detail = "the library's process talks nonsense"
        raise ProtocolError(detail) from error
    if not isinstance(answer, dict):
        detail = "the library's process gives no object"
        raise ProtocolError(detail)
    return answer
