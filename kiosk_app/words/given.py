"""What is said of a paper of which there is no page: what stands in for it, or who saw it."""

from __future__ import annotations

from kiosk_app.words.fields import shown_date
from kiosk_app.words.say import QT_TRANSLATE_NOOP, say
from shared.intake.draft import DraftMaterial, GivenBy


def seen_or_promised(given: DraftMaterial | None) -> str:
    """Return that a clerk saw the original, or by when the paper follows; empty where neither is so."""
    if given is None or given.pages:
        return ""
    if given.promise is not None:
        # In a narrow row the line breaks before the date, not within it.
        day = shown_date(given.promise.until.isoformat()).replace(" ", "\N{NO-BREAK SPACE}")
        return say(QT_TRANSLATE_NOOP("Kiosk", "可以后补，最晚 {day}"), day=day)
    return say(QT_TRANSLATE_NOOP("Kiosk", "窗口已看过原件")) if given.given_by is GivenBy.ORIGINAL_SEEN else ""
