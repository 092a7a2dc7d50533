"""Telling a gun that types from a hand that types, by the time between keys alone. Pure: keys in, decisions out.

A gun presses a key every 7 to 16 ms; a hand takes more than 100 ms and never keeps below 35 ms for six keys. Keys are
held back until they can be told apart, at most some hundredths of a second, and what was no gun's is given back in
order: a hand loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

KeyT = TypeVar("KeyT")


@dataclass(frozen=True, slots=True)
class Stroke(Generic[KeyT]):
    """A key that went down.

    Attributes:
        text: the character that it types; empty for one that types none.
        at: seconds on any clock that only goes forward.
        ends: Enter or Tab, which guns put behind a code.
        repeats: it is held down and typed again by itself.
        key: whatever the caller wants back.
    """

    text: str = field(repr=False)
    at: float
    ends: bool = False
    repeats: bool = False
    key: KeyT | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Typed(Generic[KeyT]):
    """Keys that were decided about, in order.

    Attributes:
        code: the text, where a gun typed them; None for a hand, whose keys are to be typed now. A code that nobody
            wants can still be typed.
    """

    strokes: tuple[Stroke[KeyT], ...] = field(repr=False)
    code: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class WedgeTimes:
    """Seconds and characters that tell a gun.

    Attributes:
        mean_gap_s: from key to key on average, at most.
        longest_gap_s: between two keys, at most.
        silence_s: after the last key, where the gun puts nothing behind a code.
        least_characters: what is shorter is a hand's.
    """

    mean_gap_s: float = 0.035
    longest_gap_s: float = 0.05
    silence_s: float = 0.1
    least_characters: int = 6


MOST_CHARACTERS: Final = 8192


class WedgeRecogniser(Generic[KeyT]):
    """Feed it every key; ask it again at `due`."""

    def __init__(self, times: WedgeTimes | None = None) -> None:
        self._times = times or WedgeTimes()
        self._held: list[Stroke[KeyT]] = []

    @property
    def due(self) -> float | None:
        """When silence will have decided about the keys that are held; None when none are."""
        if not self._held:
            return None
        is_run = len(self._held) >= self._times.least_characters
        return self._held[-1].at + (self._times.silence_s if is_run else self._times.longest_gap_s)

    def key(self, stroke: Stroke[KeyT]) -> list[Typed[KeyT]]:
        """Take a key in and return what is decided now, in order. The key itself is held, or is the last of it."""
        decided = self.silence(stroke.at)
        if self._held and stroke.at - self._held[-1].at > self._times.longest_gap_s:
            decided += self._hand()
        if stroke.ends and self._is_a_guns([*self._held, stroke]):
            return [*decided, *self._gun(stroke)]
        if stroke.ends or stroke.repeats or len(stroke.text) != 1 or len(self._held) >= MOST_CHARACTERS:
            return [*decided, *self._hand(stroke)]
        self._held.append(stroke)
        return decided

    def silence(self, at: float) -> list[Typed[KeyT]]:
        """Return what the silence until now decides."""
        due = self.due
        if due is None or at < due:
            return []
        return self._gun() if self._is_a_guns(self._held) else self._hand()

    def _is_a_guns(self, strokes: list[Stroke[KeyT]]) -> bool:
        if sum(1 for stroke in strokes if not stroke.ends) < self._times.least_characters:
            return False
        return strokes[-1].at - strokes[0].at <= self._times.mean_gap_s * (len(strokes) - 1)

    def _gun(self, *end: Stroke[KeyT]) -> list[Typed[KeyT]]:
        strokes = self._take()
        return [Typed((*strokes, *end), "".join(stroke.text for stroke in strokes))]

    def _hand(self, *last: Stroke[KeyT]) -> list[Typed[KeyT]]:
        strokes = (*self._take(), *last)
        return [Typed(strokes)] if strokes else []

    def _take(self) -> tuple[Stroke[KeyT], ...]:
        held, self._held = tuple(self._held), []
        return held
