"""Two processes decide about one draft at the same time: app and agent of its source, or two terminals that ask there.

Each test lets the other one act between what is read and what is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.contract.drafts import DraftArrival
from shared.contract.terminals import TerminalKind
from shared.domain.clock import utc_now
from shared.handoff import moves, platform_side
from shared.handoff.desk import HandoffDesk
from shared.handoff.door import Asking, DraftDoor
from shared.handoff.errors import HandoffFault
from shared.handoff.lan_wire import FormQuestion
from shared.handoff.parcel import received_pages
from shared.handoff.port import DraftStanding, SlipDigits
from shared.handoff.proofs import taker_proof
from shared.intake.draft import Draft
from shared.store import handoffs
from shared.sync.transport import Answer, Call
from tests.integration.handoff.handoff_kit import (
    PAGES,
    PHONE,
    Side,
    cut,
    door_of,
    enrolled_side,
    holder_of,
    refresh_directory,
    refused,
)
from tests.integration.platform.platform_kit import ServedPlatform

QUESTION = FormQuestion(kind=TerminalKind.COUNTER, name="样例窗口")


class Meanwhile(DraftDoor):
    """A source's door at which something else happens after it read how a draft stands."""

    def __init__(self, side: Side, act: Callable[[], object]) -> None:
        acts = [act]

        def clock() -> object:
            while acts:
                acts.pop()()
            return utc_now()

        super().__init__(side.store, clock, side.me, side.terminal.signing_key)  # type: ignore[arg-type]


def offered(kiosk: Side, draft: Draft) -> bytes:
    """Offer a draft, without the platform, and return its key."""
    return kiosk.handoff.offer(draft, share=False).code.key


def by(taker: UUID, draft: Draft, key: bytes) -> Asking:
    return Asking(taker, taker_proof(key, draft.case_id, taker))


@contextmanager
def meanwhile(side: Side, part: str, act: Callable[[Call], object]) -> Iterator[None]:
    """Let something else happen, once, just after the platform answered a request of such a path."""
    client, left = side.handoff._client(side.terminal), [act]
    whole = client.call

    def call(asked: Call) -> Answer:
        answer = whole(asked)
        if part in asked.path and left:
            left.pop()(asked)
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "call", call)
        yield


def test_a_draft_that_is_taken_back_just_now_is_not_let_go(kiosk: Side) -> None:
    draft = kiosk.draft()
    asking = by(uuid4(), draft, offered(kiosk, draft))
    door_of(kiosk).fetch(draft.case_id, asking, QUESTION)
    door = Meanwhile(kiosk, lambda: kiosk.handoff.take_back(draft.case_id))
    with refused(HandoffFault.CODE_USED):
        door.confirm(draft.case_id, asking)
    assert kiosk.standing(draft) is DraftStanding.HERE
    kiosk.intake.set_field(draft, PHONE, "13900000000")


def test_a_draft_that_is_taken_back_just_now_is_not_given(kiosk: Side) -> None:
    draft = kiosk.draft()
    asking = by(uuid4(), draft, offered(kiosk, draft))
    door = Meanwhile(kiosk, lambda: kiosk.handoff.take_back(draft.case_id))
    with refused(HandoffFault.CODE_USED):
        door.fetch(draft.case_id, asking, QUESTION)


def test_a_draft_that_is_taken_back_while_its_pages_are_fetched_is_its_sources(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft).code
    with (
        meanwhile(counter, "/parts/0", lambda _call: kiosk.handoff.take_back(draft.case_id)),
        refused(HandoffFault.CODE_USED),
    ):
        counter.handoff.take(code)
    assert kiosk.standing(draft) is DraftStanding.HERE


def test_of_two_that_ask_for_it_one_gets_it(kiosk: Side) -> None:
    draft = kiosk.draft()
    key = offered(kiosk, draft)
    first, second = (by(uuid4(), draft, key) for _ in range(2))
    whole = door_of(kiosk)
    door = Meanwhile(kiosk, lambda: whole.fetch(draft.case_id, first, QUESTION))
    with refused(HandoffFault.CODE_USED):
        door.fetch(draft.case_id, second, QUESTION)
    whole.confirm(draft.case_id, first)
    assert kiosk.standing(draft) is DraftStanding.HANDED_OVER


def test_what_went_while_its_offer_was_ended_stays_gone(kiosk: Side) -> None:
    """The source asks the platform, which takes a moment; its agent hands the draft over on the LAN meanwhile."""
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft).code
    asking = by(uuid4(), draft, code.key)
    whole = door_of(kiosk)

    def client(_terminal: object) -> object:
        whole.fetch(draft.case_id, asking, QUESTION)
        whole.confirm(draft.case_id, asking)
        kiosk.line.down = True
        return kiosk.handoff._client(kiosk.terminal)

    desk = HandoffDesk(kiosk.terminal, client=client)  # type: ignore[arg-type]
    with refused(HandoffFault.CODE_USED) as used:
        desk.take_back(draft.case_id)
    assert used.value.detail == QUESTION.name
    assert kiosk.standing(draft) is DraftStanding.HANDED_OVER


def test_an_agent_that_hears_first_that_it_came_back_leaves_it_taken_back(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    counter.handoff.take(kiosk.handoff.offer(draft).code)
    kiosk.bring(draft)
    with meanwhile(kiosk, "/return", lambda _call: kiosk.bring(draft)):
        assert kiosk.handoff.take_back(draft.case_id) is DraftStanding.HERE
    kiosk.intake.set_field(draft, PHONE, "13900000000")


def test_what_is_typed_while_the_agent_hears_that_it_was_taken_back_is_work_that_began(
    kiosk: Side, counter: Side
) -> None:
    draft = kiosk.draft()
    taken = counter.handoff.take(kiosk.handoff.offer(draft).code).draft
    kiosk.bring(draft)
    kiosk.handoff.take_back(draft.case_id)
    with meanwhile(counter, "/drafts/", lambda _call: counter.intake.set_field(taken, PHONE, "13900000001")):
        counter.bring(draft)
    counter.bring(draft)
    assert counter.standing(draft) is DraftStanding.CONTESTED


def test_an_agent_that_hears_late_that_an_offer_was_taken_leaves_the_next_one(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    counter.handoff.take(kiosk.handoff.offer(draft).code)

    def come_back(_call: Call) -> None:
        kiosk.bring(draft)
        kiosk.handoff.take_back(draft.case_id)
        kiosk.handoff.offer(draft, share=False)

    with meanwhile(kiosk, "/drafts/", come_back):
        kiosk.bring(draft)
    assert kiosk.standing(draft) is DraftStanding.OFFERED


def test_what_goes_on_the_lan_while_it_is_brought_to_the_platform_is_not_offered_there(
    kiosk: Side, counter: Side
) -> None:
    """Pages take their time on a bad line; the platform hears to whom it went, and the source stays without it."""
    draft = kiosk.draft()
    asking = by(counter.terminal.identity.terminal_id, draft, offered(kiosk, draft))
    door = door_of(kiosk)
    words: list[DraftArrival] = []

    def go(_call: Call) -> None:
        door.fetch(draft.case_id, asking, QUESTION)
        words.append(door.confirm(draft.case_id, asking))

    with meanwhile(kiosk, "/parts/", go):
        kiosk.bring(draft)
    for _ in range(3):
        kiosk.bring(draft)
    assert kiosk.standing(draft) is DraftStanding.HANDED_OVER
    status = kiosk.courier._platform.status(draft.case_id)
    assert status.owner == asking.taker
    assert kiosk.handoff.take_back(draft.case_id) is DraftStanding.HERE
    told_late = counter.courier._platform.tell_arrival(draft.case_id, words[0])
    assert told_late.owner == kiosk.me, "source and taker tell of the same hand-over"


@pytest.mark.parametrize("is_erased", [False, True])
def test_what_is_no_offer_any_more_when_it_has_reached_the_platform_goes_there_too(
    kiosk: Side, counter: Side, *, is_erased: bool
) -> None:
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft, share=False).code

    def end(_call: Call) -> None:
        kiosk.handoff.take_back(draft.case_id)
        if is_erased:
            kiosk.intake.discard(draft)

    with meanwhile(kiosk, f"/parts/{PAGES}", end):
        kiosk.bring(draft)
    kiosk.bring(draft)
    with refused(HandoffFault.CODE_USED):
        counter.handoff.take(code)
    if not is_erased:
        assert kiosk.standing(draft) is DraftStanding.HERE


def test_what_went_on_the_lan_after_half_of_it_was_brought_is_told_to_the_platform(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    kiosk.line.lose.append("/parts/")
    key = kiosk.handoff.offer(draft).code.key
    asking = by(counter.terminal.identity.terminal_id, draft, key)
    door = door_of(kiosk)
    door.fetch(draft.case_id, asking, QUESTION)
    door.confirm(draft.case_id, asking)
    kiosk.bring(draft)
    assert kiosk.courier._platform.status(draft.case_id).owner == asking.taker


def test_another_terminal_at_the_sources_address_settles_nothing(
    kiosk: Side, counter: Side, platform: ServedPlatform, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Addresses change hands; it knows nothing of the draft, which says nothing of the source."""
    draft = kiosk.draft()
    kiosk.line.down = counter.line.down = True
    code = kiosk.lan_code(draft)
    with monkeypatch.context() as patch:
        cut(patch, "confirm", after=False)
        assert not counter.handoff.take(code).confirmed
    token = platform.terminal_token(TerminalKind.KIOSK)
    with enrolled_side(folder / "newcomer", platform.url, token) as other:
        refresh_directory(counter.terminal)
        there = other.lan_code(other.draft(2)).addresses[0]
        row = handoffs.find(counter.store, draft.case_id)
        assert row is not None
        with counter.store.write() as connection:
            handoffs.put(connection, replace(row, addresses=((there.host, there.port),)))
        counter.bring(draft, online=False)
        assert counter.standing(draft) is DraftStanding.UNCONFIRMED


def test_a_fetching_that_broke_long_ago_does_not_keep_a_draft_from_its_holder(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft, share=False).code
    asking = by(counter.me, draft, code.key)
    door_of(kiosk).fetch(draft.case_id, asking, QUESTION)
    kiosk.handoff.take(code, holder_of(draft))
    assert kiosk.standing(draft) is DraftStanding.LEAVING
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kiosk.handoff, "_clock", lambda: utc_now() + moves.FETCHED_WITHIN)
        taken = kiosk.handoff.take(code, holder_of(draft))
    kiosk.intake.set_field(taken.draft, PHONE, "13900000009")
    assert kiosk.standing(draft) is DraftStanding.OFFERED
    assert kiosk.handoff.drafts_of(holder_of(draft), SlipDigits(code.typed))
    with refused(HandoffFault.DRAFT_CODE_WRONG):
        door_of(kiosk).confirm(draft.case_id, asking)


def test_what_is_typed_while_the_work_of_both_is_brought_together_counts(
    kiosk: Side, counter: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = kiosk.draft()
    taken = counter.handoff.take(kiosk.handoff.offer(draft).code)
    counter.intake.set_field(taken.draft, PHONE, "13900000001")
    kiosk.bring(draft)
    kiosk.handoff.take_back(draft.case_id)
    counter.bring(draft)
    assert counter.standing(draft) is DraftStanding.CONTESTED
    code = kiosk.handoff.offer(kiosk.content(draft)).code

    def typed_on(*of: Any) -> Iterator[tuple[str, bytes]]:
        counter.intake.set_field(counter.content(draft), PHONE, "13900000002")
        yield from received_pages(*of)

    monkeypatch.setattr("shared.handoff.arriving.received_pages", typed_on)
    counter.handoff.take(code)
    assert counter.content(draft).fields[PHONE].value == "13900000002"


def test_app_and_agent_bring_a_draft_to_the_platform_one_at_a_time(
    kiosk: Side, counter: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The agent hears of an offer at once; what the app brings just then is not mixed with what it would bring."""
    monkeypatch.setattr(platform_side, "_ONE_AT_A_TIME_S", 0.0)
    draft = kiosk.draft()
    refusals: list[str] = []

    def bring(_call: Call) -> None:
        with refused(HandoffFault.ELSEWHERE_UNREACHABLE) as busy:
            kiosk.bring(draft)
        refusals.append(busy.value.detail)

    with meanwhile(kiosk, f"/drafts/{draft.case_id}", bring):
        offer = kiosk.handoff.share(draft.case_id)
    assert refusals == ["busy"]
    kiosk.bring(draft)
    assert counter.handoff.take(offer.code).draft.case_id == draft.case_id
