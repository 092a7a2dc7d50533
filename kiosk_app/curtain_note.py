"""The hall's name, left by a session for the curtain of the supervisor, which opens no store."""

from __future__ import annotations

from pathlib import Path

_NOTE = "curtain.txt"
_LONGEST = 60


def write_hall(profile: Path, hall: str) -> None:
    """Leave the hall's name."""
    note = profile / _NOTE
    if read_hall(profile) != hall:
        note.write_text(hall, encoding="utf-8")


def read_hall(profile: Path) -> str:
    """Return the hall's name, empty before any session left it."""
    try:
        return (profile / _NOTE).read_text(encoding="utf-8").strip()[:_LONGEST]
    except (OSError, UnicodeDecodeError):
        return ""
