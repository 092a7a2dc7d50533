"""A draft came over the LAN whole, and its source breaks before it is known to have let go of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.handoff.code import DraftCode
from shared.handoff.errors import HandoffFault
from shared.handoff.port import DraftStanding
from shared.intake.draft import Draft
from tests.integration.handoff.handoff_kit import PHONE, Side, cut, holder_of, let_the_agents_work, refused


def came_unconfirmed(kiosk: Side, counter: Side, draft: Draft) -> DraftCode:
    """Have a kiosk's draft come to the counter, which gets no answer to its confirmation; then the kiosk breaks."""
    kiosk.line.down = counter.line.down = True
    code = kiosk.lan_code(draft)
    with pytest.MonkeyPatch.context() as patch:
        cut(patch, "confirm", after=False)
        assert not counter.handoff.take(code).confirmed
    kiosk.courier._shut()
    return code


@pytest.mark.parametrize("begun", [False, True])
def test_what_came_whole_from_a_source_that_broke_then_is_its_takers_by_the_platform(
    kiosk: Side, counter: Side, window: Side, *, begun: bool
) -> None:
    draft = kiosk.draft()
    kiosk.handoff.offer(draft)
    came_unconfirmed(kiosk, counter, draft)
    if begun:
        counter.intake.set_field(counter.content(draft), PHONE, "13900000001")
    let_the_agents_work(draft, counter)
    assert counter.standing(draft) is DraftStanding.HERE
    status = counter.courier._platform.status(draft.case_id)
    assert (status.owner, status.begun) == (counter.me, begun)
    taken = window.handoff.take(counter.handoff.offer(counter.content(draft)).code).draft
    assert taken.fields[PHONE].value == ("13900000001" if begun else "13800000000")
    let_the_agents_work(draft, kiosk)
    assert kiosk.standing(draft) is DraftStanding.HANDED_OVER


@pytest.mark.parametrize("has_older", [False, True])
def test_a_platform_that_has_not_this_offer_settles_nothing(
    kiosk: Side, counter: Side, window: Side, *, has_older: bool
) -> None:
    """It has none, or one of before; the digits of this one are tried once."""
    draft = kiosk.draft()
    if has_older:
        kiosk.handoff.offer(draft)
        kiosk.line.down = True
        kiosk.handoff.take_back(draft.case_id)
    came_unconfirmed(kiosk, counter, draft)
    let_the_agents_work(draft, *[counter] * 5)
    assert counter.standing(draft) is DraftStanding.UNCONFIRMED
    if has_older:
        with refused(HandoffFault.DRAFT_CODE_WRONG) as wrong:
            window.handoff.take(replace(kiosk.handoff.offer(kiosk.draft(2)).code, draft_id=draft.case_id))
        assert wrong.value.detail == "3", "the second wrong one of five"


@pytest.mark.parametrize("begun", [False, True])
def test_what_another_took_at_the_platform_by_the_same_slip_is_the_others(
    kiosk: Side, counter: Side, window: Side, *, begun: bool
) -> None:
    draft = kiosk.draft()
    kiosk.handoff.offer(draft)
    code = came_unconfirmed(kiosk, counter, draft)
    window.handoff.take(code, holder_of(draft))
    if begun:
        counter.intake.set_field(counter.content(draft), PHONE, "13900000001")
    let_the_agents_work(draft, counter)
    assert counter.standing(draft) is (DraftStanding.CONTESTED if begun else DraftStanding.HANDED_OVER)
    assert window.standing(draft) is DraftStanding.HERE
