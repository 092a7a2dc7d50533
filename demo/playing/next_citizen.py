"""The session after the citizen's: it stands ready and knows nothing, not even from what plays it."""

from __future__ import annotations

from demo.playing.pilot import Pilot, PlayError
from demo.playing.quick import QuickHands


def look_at_next_session(pilot: Pilot, hands: QuickHands) -> None:
    """See that a new session stands ready and knows nothing. Raises PlayError."""
    with pilot.step("next citizen"):
        hands.wait_for("wake")
        if hands.find("caseNumber") is not None or hands.find("person") is not None:
            detail = "the next session shows somebody"
            raise PlayError(detail)
