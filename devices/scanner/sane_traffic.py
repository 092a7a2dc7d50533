"""SANE calls for `sniff`: options set, scans started, what was read by its size; pictures are never here."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from devices.core.traffic import Direction, Message, Part, Traffic

_ANSWERS: Final = frozenset({"get_parameters", "read"})
_HARMLESS: Final = frozenset({"mode", "source", "depth", "resolution", "x_resolution", "y_resolution", "preview"})
"""Options whose words are the device's own; the value of any other that is no number is masked."""


def direction_of(call: Mapping[str, object]) -> Direction:
    """Say which way a call carries something."""
    return Direction.FROM_DEVICE if call.get("call") in _ANSWERS else Direction.TO_DEVICE


class SaneTrafficReader:
    """Reads the calls that the child process tells, each a line of JSON."""

    def feed(self, traffic: Traffic) -> Sequence[Message]:
        """Return the call that these bytes tell; masked where they tell none."""
        try:
            call = json.loads(traffic.data)
        except ValueError:
            call = None
        if not isinstance(call, dict) or not isinstance(call.get("call"), str):
            return (Message(traffic.direction, traffic.at, (Part("data", len(traffic.data)),)),)
        return (Message(traffic.direction, traffic.at, tuple(_parts(call)), f"sane_{call['call']}"),)

    def finish(self) -> Sequence[Message]:
        """Return nothing; nothing is held back."""
        return ()


def _parts(call: Mapping[str, object]) -> Iterator[Part]:
    name = call.get("option")
    for key, value in call.items():
        if key in {"call", "option"}:
            continue
        text = str(value)
        is_shown = key != "value" or name in _HARMLESS or isinstance(value, (bool, int, float))
        yield Part(str(name) if key == "value" else key, len(text.encode("utf-8")), text if is_shown else None)
