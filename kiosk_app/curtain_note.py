"""The hall's name, left by a session for the curtain of the supervisor, which opens no store."""

from __future__ import annotations

import logging
from pathlib import Path

_LOG = logging.getLogger(__name__)
_NOTE = "curtain.txt"
_LONGEST = 60


def write_hall(profile: Path, hall: str) -> None:
    """Leave the hall's name; a disk that takes nothing more keeps nobody from being served."""
    if read_hall(profile) == hall:
        return
    try:
        (profile / _NOTE).write_text(hall, encoding="utf-8")
    except OSError as error:
        _LOG.warning("the hall's name is not left for the curtain: %s", error.strerror)


def read_hall(profile: Path) -> str:
    """Return the hall's name, empty before any session left it."""
    try:
        return (profile / _NOTE).read_text(encoding="utf-8").strip()[:_LONGEST]
    except (OSError, UnicodeDecodeError):
        return ""
