"""Hand-off by the platform: one owner, the same end however often a step is repeated, and nothing readable there."""

from __future__ import annotations

import pytest

from shared.handoff.code import typed_code
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.port import ClerkConfirms, DraftStanding, Holder, SlipDigits, Way
from shared.intake.specimens import SpecimenPlan
from shared.store import drafts
from shared.store.errors import DraftHandedOverError
from tests.integration.handoff.handoff_kit import Side, holder_of
from tests.integration.platform.platform_kit import ServedPlatform


def test_a_draft_goes_on_at_the_counter_with_its_pages(kiosk: Side, counter: Side, plan: SpecimenPlan) -> None:
    draft = kiosk.draft(plan)
    offer = kiosk.handoff.offer(draft)
    assert offer.shared
    taken = counter.handoff.take(offer.code)
    assert (taken.way, taken.confirmed) == (Way.PLATFORM, True)
    assert taken.draft.case_id == draft.case_id
    assert taken.draft.confirmed_at is None
    for material in draft.materials.values():
        for page in material.pages:
            there = drafts.get_page(counter.store, draft.case_id, page.page_id.hex)
            assert there == drafts.get_page(kiosk.store, draft.case_id, page.page_id.hex)
    kiosk.bring(draft)
    assert kiosk.standing(draft) is DraftStanding.HANDED_OVER
    with pytest.raises(DraftHandedOverError):
        kiosk.intake.seal(draft)
    sealed = counter.intake.seal(counter.intake.confirm(taken.draft))
    assert sealed.case.number
