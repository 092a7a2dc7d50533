"""A draft that one terminal takes by the platform and another over the LAN, from a source that has no network: both
hold it, and sealing decides. Nothing is lost, and who came second is told by name. An older copy replaces no newer one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from acceptance_platform.submissions.inspecting import list_cases, list_returned
from shared.domain.clock import utc_now
from shared.handoff import moves
from shared.handoff.errors import HandoffFault
from shared.handoff.port import ClerkConfirms, DraftStanding, SlipDigits, Way
from shared.intake.draft import Draft
from shared.store import outbox
from shared.store.agent_lock import AgentLock
from shared.store.outbox import OutboxState
from shared.store.outbox_writer import OutboxWriter
from tests.integration.handoff.handoff_kit import (
    EDUCATION,
    PHONE,
    Side,
    holder_of,
    refresh_directory,
    refused,
    row_of,
    take_and_fetch_nothing,
)
from tests.integration.platform.platform_kit import ServedPlatform


def held_twice(kiosk: Side, counter: Side, window: Side) -> tuple[Draft, Draft, Draft]:
    """Let both counters have the kiosk's draft; return the kiosk's, and each one's."""
    draft = kiosk.complete_draft()
    code = kiosk.handoff.offer(draft).code
    kiosk.line.down = True
    by_platform = counter.handoff.take(code)
    kiosk.open_door()
    window.line.down = True
    by_lan = window.handoff.take(kiosk.lan_code(draft))
    assert (by_platform.way, by_lan.way, by_lan.confirmed) == (Way.PLATFORM, Way.LAN, True)
    for side in (kiosk, window):
        side.line.down = False
    return draft, by_platform.draft, by_lan.draft


@pytest.mark.parametrize("lan_first", [False, True])
def test_both_seal_and_the_platform_keeps_the_first_and_returns_the_second(
    kiosk: Side, counter: Side, window: Side, platform: ServedPlatform, *, lan_first: bool
) -> None:
    draft, by_platform, by_lan = held_twice(kiosk, counter, window)
    one, other = (
        counter.intake.seal(counter.intake.confirm(by_platform)),
        window.intake.seal(window.intake.confirm(by_lan)),
    )
    first, second = (window, counter) if lan_first else (counter, window)
    kept, returned = first.deliver(draft.case_id), second.deliver(draft.case_id)
    assert kept.state is OutboxState.DELIVERED
    assert (returned.state, returned.reason_code) == (OutboxState.RETURNED, "draft_sealed_elsewhere")
    number = (other if lan_first else one).case.number
    assert number in returned.reason_detail, "it names the case that counts"
    assert returned.who_acts, "in sight, until a person resolves it"
    # Both lie whole at the platform: the case, and the second in quarantine.
    assert [line["case_number"] for line in list_cases(platform.platform) if line["case_id"] == str(draft.case_id)] == [
        number
    ]
    (held,) = [one for one in list_returned(platform.platform) if one["submission_id"] == str(returned.submission_id)]
    assert held["parts"] == len(outbox.manifest(second.store, returned.submission_id).envelope.parts)
    outbox.ask_close(
        second.store, returned.submission_id, person="clerk-1", reason="先收的那一件算数", follow_up=kept.submission_id
    )
    with AgentLock.acquire(second.terminal.profile) as lock:
        OutboxWriter(second.store, lock).honour_closings()
    assert outbox.get(second.store, returned.submission_id).state is OutboxState.CLOSED
    kiosk.bring(draft)
    assert kiosk.standing(draft) is DraftStanding.HANDED_OVER


def test_who_got_it_over_the_lan_learns_of_it_before_sealing(kiosk: Side, counter: Side, window: Side) -> None:
    draft, _, by_lan = held_twice(kiosk, counter, window)
    kiosk.bring(draft)
    assert kiosk.standing(draft) is DraftStanding.HANDED_OVER
    window.intake.set_field(by_lan, PHONE, "13900000001")
    window.bring(draft)
    assert window.standing(draft) is DraftStanding.CONTESTED
    assert window.content(draft).fields[PHONE].value == "13900000001"
    assert counter.standing(draft) is DraftStanding.HERE
    # The clerk asks the other window for its code, and the work of both comes together.
    theirs = counter.intake.set_field(counter.content(draft), EDUCATION, "20")
    taken = window.handoff.take(counter.handoff.offer(theirs).code)
    assert (taken.draft.fields[PHONE].value, taken.draft.fields[EDUCATION].value) == ("13900000001", "20")
    counter.bring(draft)
    assert (window.standing(draft), counter.standing(draft)) == (DraftStanding.HERE, DraftStanding.HANDED_OVER)


def test_an_older_copy_on_offer_is_not_shared_over_the_newer_one_that_was_taken_and_not_fetched(
    kiosk: Side, counter: Side
) -> None:
    """The kiosk has not heard yet that its offer was taken, and holds entries that it did not share."""
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft).code
    kiosk.intake.set_field(draft, PHONE, "13900000009")
    there = counter.intake.set_field(counter.handoff.take(code).draft, PHONE, "13900000002")
    again = counter.handoff.offer(there).code
    take_and_fetch_nothing(kiosk, again, draft)
    kiosk.bring(draft)
    assert kiosk.standing(draft) is DraftStanding.HANDED_OVER
    assert kiosk.handoff.take(again, holder_of(draft)).draft.fields[PHONE].value == "13900000002"


@pytest.mark.parametrize("goes_on", [False, True])
def test_a_slip_of_before_brings_no_older_copy_over_the_lan(kiosk: Side, counter: Side, *, goes_on: bool) -> None:
    """A clerk found the draft without its slip: only when it was made tells that the counter's offer is the newer."""
    for side in (kiosk, counter):
        refresh_directory(side.terminal)
    draft = kiosk.draft()
    kiosk.handoff.offer(draft)
    first = kiosk.lan_code(draft)
    there = counter.handoff.take_found(draft.case_id, holder_of(draft), ClerkConfirms("clerk-1")).draft
    kiosk.bring(draft)
    counter.handoff.offer(counter.intake.set_field(there, PHONE, "13900000001"))
    if goes_on:
        moves.hand_over(counter.store, row_of(counter, draft), uuid4(), utc_now(), told=True, name="window")
    kiosk.line.down = counter.line.down = True
    with refused(HandoffFault.CODE_USED if goes_on else HandoffFault.DRAFT_CODE_WRONG):
        counter.handoff.take(replace(first, expires_at=first.expires_at - timedelta(minutes=5)))
    assert counter.standing(draft) is (DraftStanding.HANDED_OVER if goes_on else DraftStanding.OFFERED)
    assert counter.content(draft).fields[PHONE].value == "13900000001"


@pytest.mark.parametrize("over_lan", [False, True])
def test_a_newer_slip_brings_the_newer_work_where_an_older_copy_lies(
    kiosk: Side, counter: Side, *, over_lan: bool
) -> None:
    """The counter has not heard that its draft was taken back, changed and offered anew."""
    for side in (kiosk, counter):
        refresh_directory(side.terminal)
    draft = kiosk.draft()
    taken = counter.handoff.take(kiosk.handoff.offer(draft).code).draft
    kiosk.bring(draft)
    kiosk.handoff.take_back(draft.case_id)
    counter.line.down = True
    counter.intake.set_field(taken, EDUCATION, "20")
    changed = kiosk.intake.set_field(draft, PHONE, "13900000001")
    kiosk.handoff.offer(changed)
    again = kiosk.lan_code(changed)
    counter.line.down = over_lan
    got = counter.handoff.take(replace(again, expires_at=again.expires_at + timedelta(minutes=5)))
    assert got.way is (Way.LAN if over_lan else Way.PLATFORM)
    assert [got.draft.fields[name].value for name in (PHONE, EDUCATION)] == ["13900000001", "20"]


@pytest.mark.parametrize("by_digits", [False, True])
@pytest.mark.parametrize("contested", [False, True])
def test_a_newer_offer_that_is_found_brings_the_newer_work_where_an_older_copy_lies(
    kiosk: Side, counter: Side, *, contested: bool, by_digits: bool
) -> None:
    draft = kiosk.draft(61)
    taken = counter.handoff.take(kiosk.handoff.offer(draft).code).draft
    kiosk.bring(draft)
    kiosk.handoff.take_back(draft.case_id)
    counter.intake.set_field(taken, EDUCATION, "20")
    if contested:
        counter.bring(draft)
    code = kiosk.handoff.offer(kiosk.intake.set_field(draft, PHONE, "13900000001")).code
    factor = SlipDigits(code.typed) if by_digits else ClerkConfirms("clerk-1")
    got = counter.handoff.take_found(draft.case_id, holder_of(draft), factor)
    assert [got.draft.fields[name].value for name in (PHONE, EDUCATION)] == ["13900000001", "20"]
    assert counter.standing(draft) is DraftStanding.HERE
