"""Times as the counter writes them, in Beijing time."""

from __future__ import annotations

from datetime import datetime

from shared.domain.clock import CHINA_TIME


def hour_and_minute(at: datetime) -> str:
    """Return 09:41."""
    return f"{at.astimezone(CHINA_TIME):%H:%M}"
