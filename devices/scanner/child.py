"""A child process asked by JSON lines, with a deadline on every wait and a way to call it off."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from devices.core.deadline import Deadline
from devices.core.errors import CancelledError, DeviceTimeoutError, IoError, ProtocolError
from devices.scanner.protocol import CANCEL, MAX_LINE

# How often a wait looks whether it was called off.
_LOOK_S = 0.1
_CHUNK = 1 << 20
_GRACE_S = 2.0
_CLOSE_S = 5.0


class Child:
    """A running child; leaving the context ends it, kindly first."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start the child.

        Raises:
            IoError: it can't be started.
        """
        try:
            self._process = subprocess.Popen(
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=dict(environment),
                bufsize=0,
            )
        except OSError as error:
            raise IoError(str(error)) from error
        self._buffer = bytearray()

    def __enter__(self) -> Self:
        """Return the running child."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the child: let it close its device after an answer, else ask it to cancel; then kill it."""
        process = self._process
        if kind is None:
            self._drain(Deadline(_CLOSE_S))
        if process.poll() is None:
            self.send(CANCEL)
            self._drain(Deadline(_GRACE_S))
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()

    def send(self, line: bytes) -> None:
        """Write a line. A child that no longer listens shows in the next answer."""
        stdin = self._process.stdin
        if stdin is not None:
            with contextlib.suppress(OSError):
                stdin.write(line)

    def next_answer(self, deadline: Deadline, cancelled: threading.Event | None) -> dict[str, object]:
        """Return the next answer.

        Raises:
            DeviceTimeoutError, CancelledError: none came in time, or nobody wants it any more.
            IoError: the child died.
            ProtocolError: it talks nonsense.
        """
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > MAX_LINE:
                detail = "line without an end"
                raise ProtocolError(detail)
            self._fill(deadline, cancelled)
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        try:
            answer = json.loads(line)
        except ValueError as error:
            raise ProtocolError(type(error).__name__) from error
        if not isinstance(answer, dict):
            detail = "answer is no object"
            raise ProtocolError(detail)
        return answer

    def read_exactly(self, size: int, deadline: Deadline, cancelled: threading.Event | None) -> bytes:
        """Return that many bytes of what follows the answers. Raises as next_answer does."""
        while len(self._buffer) < size:
            self._fill(deadline, cancelled)
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        return data

    def _fill(self, deadline: Deadline, cancelled: threading.Event | None) -> None:
        while True:
            if cancelled is not None and cancelled.is_set():
                raise CancelledError
            if deadline.expired:
                raise DeviceTimeoutError
            if self._read_some(min(_LOOK_S, deadline.remaining)):
                return

    def _read_some(self, wait_s: float) -> bool:
        stdout = self._process.stdout
        if stdout is None:
            return False
        readable, _, _ = select.select([stdout], [], [], wait_s)
        if not readable:
            return False
        data = os.read(stdout.fileno(), _CHUNK)
        if not data:
            detail = f"child stopped talking, exit status {self._process.poll()}"
            raise IoError(detail)
        self._buffer += data
        return True

    def _drain(self, deadline: Deadline) -> None:
        """Take what still comes, so that the child is not stuck on a full pipe."""
        try:
            while not deadline.expired and self._process.poll() is None:
                self._read_some(_LOOK_S)
                self._buffer.clear()
        except IoError:
            return
