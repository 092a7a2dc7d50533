"""A platform that was restored from a backup of before it knew of a draft."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from acceptance_platform.database.tables import draft_subjects, shared_drafts
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.port import DraftStanding
from shared.store import drafts
from tests.integration.handoff.handoff_kit import Side, row_of
from tests.integration.platform.platform_kit import ServedPlatform


def restore(platform: ServedPlatform) -> None:
    """Have the platform forget its drafts, as one that is restored from a backup does."""
    with platform.platform.database.write() as connection:
        for table in (draft_subjects, shared_drafts):
            connection.execute(delete(table))


def test_a_platform_that_was_restored_gets_what_is_still_offered_again(
    kiosk: Side, counter: Side, platform: ServedPlatform
) -> None:
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft).code
    restore(platform)
    with pytest.raises(HandoffError) as unknown:
        counter.handoff.take(code)
    assert unknown.value.fault is HandoffFault.DRAFT_UNKNOWN
    kiosk.bring(draft)
    assert counter.handoff.take(code).confirmed


def test_what_was_entered_since_goes_to_a_restored_platform_when_it_is_kept_there(
    kiosk: Side, platform: ServedPlatform
) -> None:
    draft = kiosk.draft()
    kiosk.handoff.share(draft.case_id)
    restore(platform)
    entered = draft.model_copy(update={"applicants": (draft.applicants[0].model_copy(update={"name": "样例甲"}),)})
    drafts.save(kiosk.store, draft.case_id, entered.model_dump_json().encode())
    assert kiosk.handoff.share(draft.case_id).shared
    assert row_of(kiosk, draft).revision == 1


def test_who_went_on_with_a_draft_that_its_source_shares_with_a_restored_platform_learns_of_it(
    kiosk: Side, counter: Side, platform: ServedPlatform
) -> None:
    """The kiosk has not heard that it was taken; the counter offered it on, and ended that offer."""
    draft = kiosk.draft()
    counter.handoff.offer(counter.handoff.take(kiosk.handoff.offer(draft).code).draft)
    assert counter.handoff.take_back(draft.case_id) is DraftStanding.HERE
    restore(platform)
    kiosk.bring(draft)
    assert kiosk.standing(draft) is DraftStanding.OFFERED
    counter.bring(draft)
    assert counter.standing(draft) is DraftStanding.CONTESTED
