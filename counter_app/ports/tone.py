"""What a sign, a line or a pill means. Each tone has its own colour role and its own shape."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class Tone(StrEnum):
    """From quiet to bad."""

    NEUTRAL = "neutral"
    GOOD = "good"
    WAITING = "waiting"
    ACTIVE = "active"
    WARN = "warn"
    BAD = "bad"
