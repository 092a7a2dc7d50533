"""How results leave the command line: tables for people, one JSON object a line for programs."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import TextIO

from devices.cli.messages import describe, message_for
from devices.cli.places import sentence_at
from devices.core.errors import DeviceError
from devices.core.signing import PinStatus


class Exit(IntEnum):
    """Exit codes of every verb."""

    OK = 0
    FAILED = 2
    USAGE = 64


class Output:
    """Writes results to one stream and remembers whether any was a failure."""

    def __init__(self, stream: TextIO, errors: TextIO, *, as_json: bool) -> None:
        """Remember where to write: results to stream; for people, failures to errors."""
        self._stream = stream
        self._errors = errors
        self._as_json = as_json
        self._failed = False

    @property
    def exit_code(self) -> Exit:
        """What the process should end with."""
        return Exit.FAILED if self._failed else Exit.OK

    def success(self, fields: Mapping[str, object], human: str) -> None:
        """Write one result."""
        if self._as_json:
            self._json({"ok": True, **fields})
        else:
            self._stream.write(human + "\n")

    def note(self, text: str) -> None:
        """Tell people how it goes, beside the results; programs are told nothing."""
        if not self._as_json:
            self._errors.write(text + "\n")
            self._errors.flush()

    def failure(self, given: str, error: DeviceError, address: str | None = None) -> None:
        """Write one failure: its code, its sentence and what else the error carries.

        Args:
            given: the input that it belongs to.
            error: what went wrong.
            address: of the device, where that is not what was given.
        """
        more: dict[str, object] = {}
        if isinstance(flag := getattr(error, "flag", None), str):
            more["flag"] = flag
        if isinstance(status := getattr(error, "status", None), int):
            more["status"] = f"{status:02X}"
        if isinstance(field := getattr(error, "field", None), str):
            more["field"] = field
        if isinstance(pin := getattr(error, "pin", None), PinStatus):
            more |= attempts_fields(pin)
        self._fail(
            {
                "input": given,
                "error": error.code,
                "message": sentence_at(address or given, error.code) or describe(error),
                **more,
            }
        )

    def refusal(self, given: str, code: str, fields: Mapping[str, object]) -> None:
        """Write a failure that is an outcome, not an error."""
        self._fail({"input": given, "error": code, "message": sentence_at(given, code) or message_for(code), **fields})

    def verdict(self, given: str, code: str, fields: Mapping[str, object], human: str) -> None:
        """Write a whole report that ends in a failure: people get it where results go, then the failure."""
        if not self._as_json:
            self._stream.write(human + "\n")
        self.refusal(given, code, fields)

    def _fail(self, fields: Mapping[str, object]) -> None:
        self._failed = True
        if self._as_json:
            self._json({"ok": False, **fields})
        else:
            given = f"{fields['input']}: " if fields["input"] else ""
            self._errors.write(f"{given}{fields['message']} [{fields['error']}]\n")

    def _json(self, fields: Mapping[str, object]) -> None:
        self._stream.write(json.dumps(fields, ensure_ascii=False) + "\n")
        self._stream.flush()


def attempts_fields(pin: PinStatus) -> Mapping[str, object]:
    """Return what JSON says of a PIN: a number where the token tells one, else how near it is to locking."""
    if pin.attempts is not None:
        return {"attempts_remaining": pin.attempts}
    return {"attempts_remaining": None, "attempts": None if pin.level is None else pin.level.value}


def table(rows: Sequence[Sequence[str]], gap: int = 2) -> str:
    """Return rows with columns aligned as a terminal shows them: East Asian characters are two cells wide."""
    if not rows:
        return ""
    widths = [max(_cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [text + " " * (width - _cells(text) + gap) for text, width in zip(row, widths, strict=True)]
        lines.append("".join(cells).rstrip())
    return "\n".join(lines)


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
