"""What was handed over comes back though an answer was lost, a machine broke, or what was there is erased."""

from __future__ import annotations

from pathlib import Path

import pytest

from acceptance_platform.terminals.certificates import revoke
from shared.contract.terminals import TerminalKind
from shared.handoff.errors import HandoffFault
from shared.handoff.port import DraftStanding
from shared.intake.draft import Draft
from shared.store import handoffs
from tests.integration.handoff.handoff_kit import PHONE, Side, cut, enrolled_side, let_the_agents_work, refused
from tests.integration.handoff.test_words_of_release import shared_draft
from tests.integration.platform.platform_kit import ServedPlatform


def went_over_lan(kiosk: Side, counter: Side) -> Draft:
    """Hand a draft of which the platform has a copy over the LAN, and let the source learn where it can ask."""
    draft = shared_draft(kiosk, counter)
    counter.handoff.take(kiosk.lan_code(draft))
    counter.open_door()
    counter.bring(draft, online=False)
    return draft


def test_handing_back_may_be_repeated_after_a_lost_answer(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    counter.handoff.take(kiosk.handoff.offer(draft).code)
    kiosk.bring(draft)
    counter.line.lose.append("/return")
    with refused(HandoffFault.ELSEWHERE_UNREACHABLE):
        counter.handoff.take_back(draft.case_id)
    assert counter.handoff.take_back(draft.case_id) is DraftStanding.HANDED_OVER
    assert counter.handoff.whereabouts(draft.case_id) == kiosk.terminal.identity.name


def test_a_machine_that_broke_after_it_said_where_it_listens_strands_no_draft(kiosk: Side, counter: Side) -> None:
    draft = went_over_lan(kiosk, counter)
    counter.courier._shut()
    with refused(HandoffFault.OWNER_UNREACHABLE):
        kiosk.handoff.take_back(draft.case_id)
    kiosk.line.down = False
    kiosk.bring(draft)
    assert kiosk.handoff.take_back(draft.case_id) is DraftStanding.HERE
    kiosk.intake.set_field(kiosk.content(draft), PHONE, "13900000000")


def test_what_was_begun_over_there_is_told_though_its_door_is_closed(kiosk: Side, counter: Side) -> None:
    draft = went_over_lan(kiosk, counter)
    counter.intake.set_field(counter.content(draft), PHONE, "13900000001")
    counter.open_door()
    let_the_agents_work(draft, counter, kiosk)
    with refused(HandoffFault.DRAFT_BEGUN_ELSEWHERE) as begun:
        kiosk.handoff.take_back(draft.case_id)
    assert begun.value.detail == counter.terminal.identity.name


@pytest.mark.parametrize("offered_on", [False, True])
def test_what_was_begun_and_erased_over_there_is_its_sources_again(
    kiosk: Side, counter: Side, *, offered_on: bool
) -> None:
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft).code
    taken = counter.handoff.take(code).draft
    kiosk.bring(draft)
    taken = counter.intake.set_field(taken, PHONE, "13900000001")
    counter.bring(draft)
    if offered_on:
        counter.handoff.offer(taken)
    counter.intake.discard(taken)
    counter.line.lose.append("/move")
    with refused(HandoffFault.ELSEWHERE_UNREACHABLE):
        counter.bring(draft)
    let_the_agents_work(draft, counter, kiosk)
    assert kiosk.standing(draft) is DraftStanding.OFFERED, "its slip counts there again"
    kiosk.intake.set_field(kiosk.content(draft), PHONE, "13900000000")
    assert handoffs.find(counter.store, draft.case_id) is None


def test_what_came_over_the_lan_and_was_erased_before_the_platform_heard_of_it(kiosk: Side, counter: Side) -> None:
    draft = went_over_lan(kiosk, counter)
    counter.intake.discard(counter.intake.set_field(counter.content(draft), PHONE, "13900000001"))
    let_the_agents_work(draft, counter, kiosk)
    assert kiosk.standing(draft) is DraftStanding.OFFERED


def test_a_draft_that_was_just_taken_is_not_taken_from_its_taker_by_erasing_the_offer(
    kiosk: Side, counter: Side
) -> None:
    draft = kiosk.draft()
    taken = counter.handoff.take(kiosk.handoff.offer(draft).code).draft
    kiosk.intake.discard(draft)
    let_the_agents_work(draft, kiosk, counter)
    assert counter.standing(draft) is DraftStanding.HERE
    counter.intake.set_field(taken, PHONE, "13900000001")


def test_what_a_revoked_terminal_began_is_taken_back_by_who_had_it(
    kiosk: Side, platform: ServedPlatform, folder: Path
) -> None:
    with enrolled_side(folder / "stolen", platform.url, platform.terminal_token(TerminalKind.COUNTER)) as stolen:
        draft = kiosk.draft()
        taken = stolen.handoff.take(kiosk.handoff.offer(draft).code)
        stolen.intake.set_field(taken.draft, PHONE, "13900000001")
        let_the_agents_work(draft, stolen, kiosk)
        with refused(HandoffFault.DRAFT_BEGUN_ELSEWHERE):
            kiosk.handoff.take_back(draft.case_id)
        revoke(platform.platform, stolen.me, "stolen")
        assert kiosk.handoff.take_back(draft.case_id) is DraftStanding.HERE


def test_what_a_revoked_terminal_has_is_taken_elsewhere_by_its_slip(
    kiosk: Side, counter: Side, platform: ServedPlatform, folder: Path
) -> None:
    """It was kept at a kiosk, where nobody takes back."""
    with enrolled_side(folder / "broken", platform.url, platform.terminal_token(TerminalKind.COUNTER)) as broken:
        draft = kiosk.draft()
        code = kiosk.handoff.offer(draft).code
        broken.handoff.take(code)
        with refused(HandoffFault.CODE_USED):
            counter.handoff.take(code)
        revoke(platform.platform, broken.me, "broken")
        assert counter.handoff.take(code).draft.case_id == draft.case_id


def test_what_a_revoked_terminal_had_is_handed_back_to_its_source(
    kiosk: Side, counter: Side, platform: ServedPlatform, folder: Path
) -> None:
    with enrolled_side(folder / "gone", platform.url, platform.terminal_token(TerminalKind.COUNTER)) as gone:
        draft = kiosk.draft()
        code = kiosk.handoff.offer(draft).code
        gone.handoff.take(code)
        kiosk.bring(draft)
        revoke(platform.platform, gone.me, "gone")
        counter.handoff.take(code)
        counter.handoff.take_back(draft.case_id)
        kiosk.bring(draft)
        assert kiosk.standing(draft) is DraftStanding.OFFERED


def test_what_was_offered_on_and_erased_after_that_offer_ended_is_its_sources_again(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    taken = counter.handoff.take(kiosk.handoff.offer(draft).code).draft
    kiosk.bring(draft)
    counter.handoff.offer(taken)
    assert counter.handoff.take_back(draft.case_id) is DraftStanding.HERE
    counter.intake.discard(taken)
    let_the_agents_work(draft, counter, kiosk)
    assert kiosk.standing(draft) is DraftStanding.OFFERED


@pytest.mark.parametrize("answer_lost", [False, True])
def test_what_is_erased_while_another_fetches_it_is_the_others(
    kiosk: Side, counter: Side, monkeypatch: pytest.MonkeyPatch, *, answer_lost: bool
) -> None:
    """The platform's copy would else stay on offer, and the counter, which has it whole, could never offer it on."""
    draft = shared_draft(kiosk, counter)
    code = kiosk.lan_code(draft)
    with monkeypatch.context() as patch:
        cut(patch, "confirm", after=answer_lost)
        taken = counter.handoff.take(code)
    kiosk.intake.discard(draft)
    kiosk.lan_code(kiosk.draft(5))  # its door stays open
    let_the_agents_work(draft, counter, kiosk)
    assert counter.standing(draft) is DraftStanding.HERE
    assert counter.handoff.offer(taken.draft).shared
