"""Who got a draft over the LAN tells the platform itself, by its source's signed word; the word counts once."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from shared.contract.base import encode_bytes
from shared.contract.drafts import DraftArrival, DraftRelease
from shared.domain.clock import utc_now
from shared.handoff import moves
from shared.handoff.errors import HandoffFault
from shared.handoff.port import ClerkConfirms, DraftStanding, Way
from shared.intake.draft import Draft
from shared.security.parcels import release_message, release_name
from shared.store import handoffs
from tests.integration.handoff.handoff_kit import (
    PHONE,
    Side,
    holder_of,
    let_the_agents_work,
    refresh_directory,
    refused,
    row_of,
)

KEY = bytes(range(32))


def shared_draft(kiosk: Side, *others: Side) -> Draft:
    """Return a draft that the platform has a copy of; from then nobody reaches the platform."""
    refresh_directory(kiosk.terminal)
    draft = kiosk.draft()
    assert kiosk.handoff.offer(draft).shared
    for side in (kiosk, *others):
        refresh_directory(side.terminal)
        side.line.down = True
    return draft


def test_what_came_over_the_lan_is_begun_before_its_source_reaches_the_platform(kiosk: Side, counter: Side) -> None:
    draft = shared_draft(kiosk, counter)
    taken = counter.handoff.take(kiosk.lan_code(draft))
    assert taken.way is Way.LAN
    counter.intake.set_field(taken.draft, PHONE, "13900000001")
    counter.line.down = False
    for _ in range(2):
        counter.bring(draft)
    assert counter.standing(draft) is DraftStanding.HERE
    status = counter.courier._platform.status(draft.case_id)
    assert (status.owner, status.begun) == (counter.me, True)
    kiosk.line.down = False
    kiosk.bring(draft)
    assert (kiosk.standing(draft), row_of(kiosk, draft).to_tell) == (DraftStanding.HANDED_OVER, None)


def test_who_did_not_begin_hears_that_it_was_taken_back_by_the_platforms_word(kiosk: Side, counter: Side) -> None:
    """The counter listens nowhere, so that its source can't ask it."""
    draft = shared_draft(kiosk, counter)
    counter.handoff.take(kiosk.lan_code(draft))
    counter.line.down = kiosk.line.down = False
    counter.bring(draft)
    kiosk.bring(draft)
    assert kiosk.handoff.take_back(draft.case_id) is DraftStanding.HERE
    counter.bring(draft)
    assert counter.standing(draft) is DraftStanding.HANDED_OVER
    assert counter.handoff.whereabouts(draft.case_id) == kiosk.terminal.identity.name
    kiosk.intake.set_field(draft, PHONE, "13900000000")


def test_a_word_that_the_platform_heard_moves_nothing_again(kiosk: Side, counter: Side) -> None:
    """The counter's store may be a restored one: what it has to tell was told, and the draft taken back since."""
    draft = shared_draft(kiosk, counter)
    counter.handoff.take(kiosk.lan_code(draft))
    untold = row_of(counter, draft)
    kiosk.line.down = counter.line.down = False
    kiosk.bring(draft)
    assert kiosk.handoff.take_back(draft.case_id) is DraftStanding.HERE
    assert row_of(counter, draft) == untold
    counter.bring(draft)
    assert counter.standing(draft) is DraftStanding.HANDED_OVER
    assert counter.courier._platform.status(draft.case_id).owner == kiosk.me


def test_a_word_that_says_what_is_known_moves_nothing_later(kiosk: Side, counter: Side) -> None:
    """It came back over the LAN and went again before the platform heard that it came back."""
    draft = shared_draft(kiosk, counter)
    counter.handoff.take(kiosk.lan_code(draft))
    counter.open_door()
    counter.bring(draft, online=False)
    kiosk.line.down = False
    kiosk.bring(draft)
    kiosk.line.down = True
    assert kiosk.handoff.take_back(draft.case_id) is DraftStanding.HERE
    counter.handoff.take(kiosk.lan_code(draft))
    kiosk.line.down = False
    kiosk.bring(draft)
    assert kiosk.handoff.take_back(draft.case_id) is DraftStanding.HERE
    counter.line.down = False
    counter.bring(draft)
    assert counter.standing(draft) is DraftStanding.HANDED_OVER
    assert kiosk.courier._platform.status(draft.case_id).owner == kiosk.me


@pytest.mark.parametrize("last_first", [True, False])
def test_words_are_handed_on_with_the_draft(kiosk: Side, counter: Side, window: Side, *, last_first: bool) -> None:
    """From kiosk to counter to the next window without the platform: whoever tells first, the last has it."""
    draft = shared_draft(kiosk, counter, window)
    counter.handoff.take(kiosk.lan_code(draft))
    window.handoff.take(counter.lan_code(counter.content(draft)), holder_of(draft))
    sides = (window, counter, kiosk) if last_first else (kiosk, counter, window)
    for side in sides:
        side.line.down = False
        for _ in range(3):
            side.bring(draft)
    assert window.standing(draft) is DraftStanding.HERE
    assert {kiosk.standing(draft), counter.standing(draft)} == {DraftStanding.HANDED_OVER}
    assert window.courier._platform.status(draft.case_id).owner == window.me
    assert not any(row_of(side, draft).to_tell or row_of(side, draft).arrival for side in sides)


def test_the_slip_of_before_brings_nothing_back_from_who_had_it_first(kiosk: Side, counter: Side, window: Side) -> None:
    """The kiosk would give what it has once more to the counter, and two would hold the draft."""
    draft = shared_draft(kiosk, counter, window)
    first = kiosk.lan_code(draft)
    counter.handoff.take(first)
    window.handoff.take(counter.lan_code(counter.content(draft)), holder_of(draft))
    with refused(HandoffFault.CODE_USED) as used:
        counter.handoff.take(first)
    assert used.value.detail == window.terminal.identity.name
    assert counter.standing(draft) is DraftStanding.HANDED_OVER


@pytest.mark.parametrize("by_slip", [True, False])
def test_what_went_on_is_not_taken_from_the_platform_again_that_has_not_heard_of_it(
    kiosk: Side, counter: Side, window: Side, *, by_slip: bool
) -> None:
    """The counter has it there yet; it tells before it asks."""
    draft = kiosk.draft(71 + by_slip)
    code = kiosk.handoff.offer(draft).code
    counter.handoff.take(code)
    counter.line.down = window.line.down = True
    window.handoff.take(counter.lan_code(counter.content(draft)))
    counter.line.down = False
    with refused(HandoffFault.CODE_USED):
        if by_slip:
            counter.handoff.take(code)
        else:
            counter.handoff.take_found(draft.case_id, holder_of(draft), ClerkConfirms("clerk-1"))
    assert counter.standing(draft) is DraftStanding.HANDED_OVER
    let_the_agents_work(draft, window, counter)
    assert (counter.standing(draft), window.standing(draft)) == (DraftStanding.HANDED_OVER, DraftStanding.HERE)


def test_who_had_it_first_is_told_where_it_went_on_to(kiosk: Side, counter: Side, window: Side) -> None:
    draft = kiosk.draft()
    counter.handoff.take(kiosk.handoff.offer(draft).code)
    kiosk.bring(draft)
    assert kiosk.handoff.whereabouts(draft.case_id) == counter.terminal.identity.name
    window.handoff.take(counter.handoff.offer(counter.content(draft)).code)
    kiosk.bring(draft)
    assert row_of(kiosk, draft).peer == window.me


def test_what_is_offered_on_at_once_reaches_the_platform(kiosk: Side, counter: Side) -> None:
    draft = shared_draft(kiosk, counter)
    counter.handoff.take(kiosk.lan_code(draft))
    counter.line.down = False
    assert counter.handoff.offer(counter.content(draft)).shared


def test_what_goes_back_over_the_lan_while_the_platform_hears_that_it_came_goes_back_there_too(
    kiosk: Side, counter: Side
) -> None:
    draft = shared_draft(kiosk, counter)
    counter.handoff.take(kiosk.lan_code(draft))
    counter.open_door()
    counter.bring(draft, online=False)
    heard = row_of(counter, draft)
    assert kiosk.handoff.take_back(draft.case_id) is DraftStanding.HERE
    kiosk.line.down = counter.line.down = False
    kiosk.bring(draft)  # its copy at the platform goes
    counter.courier._platform.arrive(heard)  # was on its way all the time
    for side in (counter, kiosk):
        row = handoffs.find(side.store, draft.case_id)
        if row is not None:
            side.courier.bring(row, online=True)
    assert kiosk.courier._platform.status(draft.case_id).owner == kiosk.me
    assert (kiosk.standing(draft), counter.standing(draft)) == (DraftStanding.HERE, DraftStanding.HANDED_OVER)


def test_what_came_back_unheard_and_went_again_under_its_code_is_another_word(kiosk: Side, counter: Side) -> None:
    draft = shared_draft(kiosk, counter)
    code = kiosk.lan_code(draft)
    counter.handoff.take(code)
    counter.line.down = kiosk.line.down = False
    counter.bring(draft)
    kiosk.bring(draft)
    moves.give_back(counter.store, draft.case_id, utc_now(), name="")  # asked for by the source, which hears no answer
    counter.courier._platform.give_back(draft.case_id)
    kiosk.bring(draft)
    assert kiosk.standing(draft) is DraftStanding.OFFERED
    counter.line.down = kiosk.line.down = True
    counter.handoff.take(code)
    counter.line.down = kiosk.line.down = False
    for _ in range(2):
        counter.bring(draft)
        kiosk.bring(draft)
    assert (kiosk.standing(draft), counter.standing(draft)) == (DraftStanding.HANDED_OVER, DraftStanding.HERE)
    assert counter.courier._platform.status(draft.case_id).owner == counter.me


def test_an_offer_of_what_came_ends_before_the_platform_holds_it(kiosk: Side, counter: Side) -> None:
    """What the platform holds is the offer of its source yet."""
    draft = shared_draft(kiosk, counter)
    counter.handoff.take(kiosk.lan_code(draft))
    counter.line.down = False
    counter.bring(draft)
    counter.line.down = True
    counter.handoff.offer(counter.content(draft), share=False)
    counter.line.down = False
    counter.courier._tell(row_of(counter, draft))
    assert counter.handoff.take_back(draft.case_id) is DraftStanding.HERE
    assert counter.courier._platform.status(draft.case_id).owner == counter.me
    kiosk.line.down = False
    kiosk.bring(draft)
    with refused(HandoffFault.DRAFT_BEGUN_ELSEWHERE) as begun:
        kiosk.handoff.take_back(draft.case_id)
    assert begun.value.detail == counter.terminal.identity.name
    assert kiosk.standing(draft) is DraftStanding.HANDED_OVER


def word(draft: Draft, source: Side, taker: Side, signer: Side) -> DraftRelease:
    offer = release_name(KEY, utc_now())
    signature = signer.terminal.signing_key.sign(release_message(draft.case_id, source.me, taker.me, offer))
    return DraftRelease(source=source.me, to_terminal=taker.me, offer=offer, signature=encode_bytes(signature))


def test_a_word_that_is_not_its_sources_moves_nothing(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    assert kiosk.handoff.offer(draft).shared
    true = word(draft, kiosk, counter, kiosk)
    wrong = (
        word(draft, kiosk, counter, counter),
        true.model_copy(update={"offer": "0" * 64}),
        true.model_copy(update={"signature": "AAAA"}),
        true.model_copy(update={"signature": ""}),
        true.model_copy(update={"source": uuid4()}),
        word(kiosk.draft(), kiosk, counter, kiosk),
        word(draft, kiosk, kiosk, kiosk),
    )
    for one in wrong:
        with refused(HandoffFault.TERMINAL_REFUSED):
            arrive(counter, draft, one)
    assert kiosk.courier._platform.status(draft.case_id).owner == kiosk.me
    arrive(counter, draft, true)
    assert kiosk.courier._platform.status(draft.case_id).owner == counter.me


def test_a_word_that_is_not_believed_is_not_told_for_ever(kiosk: Side, counter: Side) -> None:
    draft = shared_draft(kiosk, counter)
    counter.handoff.take(kiosk.lan_code(draft))
    forged = DraftArrival(releases=(word(draft, kiosk, counter, counter),))
    with counter.store.write() as connection:
        handoffs.put(connection, replace(row_of(counter, draft), arrival=forged.model_dump_json()))
    counter.line.down = False
    counter.bring(draft)
    assert row_of(counter, draft).arrival is None
    assert counter.standing(draft) is DraftStanding.HERE


def arrive(side: Side, draft: Draft, release: DraftRelease) -> None:
    """Tell the platform that a draft came here by such a word. Raises HandoffError."""
    side.courier._platform.tell_arrival(draft.case_id, DraftArrival(releases=(release,)))
