"""A small outage: sealed without a platform, delivered within seconds of its return."""

from __future__ import annotations

from tests.patience import LATE_S
from tests.prove.offline import MAX_RESUME_S, play_offline


def test_what_was_sealed_without_a_platform_is_delivered_when_it_returns() -> None:
    outage = play_offline(cases=25, pages=5, page_bytes=8_000, max_resume_s=MAX_RESUME_S + LATE_S)
    assert outage.wrong == ()
    assert (outage.submissions, outage.pages) == (25, 125)
