"""Cards and their follow-up (D3), checks of commitments (C8), sampling (C18), extensions (D6), helper staff (B7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shared.domain.applicants import HelperStaff
from shared.domain.calendars import StaticCalendar
from shared.domain.commitment_checks import CheckStanding, CommitmentVerdict, GivenCommitment, to_check
from shared.domain.deadlines import DueDate, LimitSignal
from shared.domain.delegations import Delegation, is_sampled, mode_for
from shared.domain.errors import RuleBrokenError, RuleFault
from shared.domain.extensions import ExtensionTerms, extended_limit
from shared.domain.items import HandlingMode
from shared.domain.materials import Commitment
from shared.domain.promises import GivenPromise, PromiseStanding, issuable, may_promise
from shared.domain.supervision import Audience, CardCause, CardState, SupervisionCard, Watched, cards_for

FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)
CALENDAR = StaticCalendar(frozenset({2026}), frozenset(), frozenset())
PROMPT = Watched("4419…-01", "市公安局", LimitSignal.GREEN)


def test_every_ground_has_its_card_and_no_card_comes_twice() -> None:
    assert cards_for(PROMPT, FRIDAY) == ()
    near = cards_for(replace(PROMPT, signal=LimitSignal.YELLOW), FRIDAY)
    assert [(card.cause, card.colour, card.told) for card in near] == [
        (CardCause.NEAR_LIMIT, LimitSignal.YELLOW, (Audience.CLERK, Audience.DEPARTMENT))
    ]
    assert cards_for(replace(PROMPT, signal=LimitSignal.YELLOW), MONDAY, near) == ()
    bad = replace(PROMPT, signal=LimitSignal.RED, tellings=2, demands=("无犯罪证明",), procedure_overrun=True)
    cards = cards_for(bad, MONDAY, near)
    assert [card.cause for card in cards] == [
        CardCause.OVER_LIMIT,
        CardCause.PROCEDURE_OVERRUN,
        CardCause.TOLD_AGAIN,
        CardCause.UNLAWFUL_DEMAND,
    ]
    assert all(Audience.SUPERVISION in card.told for card in cards)
    assert cards_for(bad, MONDAY, (*near, *cards)) == ()


def test_a_red_card_is_answered_in_time_or_goes_up() -> None:
    red = SupervisionCard(CardCause.UNLAWFUL_DEMAND, "无犯罪证明", "市公安局", FRIDAY)
    due = red.follow_up_due(CALENDAR)
    assert due is not None
    assert due.date == date(2026, 12, 2)
    assert red.on(due.date, CALENDAR) == red
    risen = red.on(date(2026, 12, 3), CALENDAR)
    assert risen.state is CardState.ESCALATED
    with pytest.raises(RuleBrokenError, match=RuleFault.CARD_NOT_OPEN):
        red.closed()
    with pytest.raises(RuleBrokenError, match=RuleFault.CARD_WITHOUT_ANSWER):
        red.answered(" ")
    done = risen.answered("已向当事人道歉，撤回要求").closed()
    assert done.on(date(2026, 12, 31), CALENDAR).state is CardState.CLOSED
    assert SupervisionCard(CardCause.NEAR_LIMIT, "-01", "市公安局", FRIDAY).follow_up_due(CALENDAR) is None


def test_a_commitment_is_public_and_checked_on_its_day() -> None:
    terms = Commitment("本人无其他住房", 2, "《国务院办公厅关于全面推行证明事项告知承诺制的指导意见》")
    given = GivenCommitment("-01", "no_property", terms, FRIDAY)
    assert not given.published
    assert replace(given, published_on=FRIDAY).published
    standings = [given.standing(date(2026, 12, day), CALENDAR) for day in (1, 2)]
    assert given.standing(MONDAY, CALENDAR) is CheckStanding.TO_COME
    assert standings == [CheckStanding.DUE, CheckStanding.OVERDUE]
    unpublished = replace(given, decided_on=date(2026, 12, 31))
    assert unpublished.standing(date(2027, 1, 20), CALENDAR) is CheckStanding.DUE, "its last day may still move"
    assert to_check((unpublished,), date(2027, 1, 20), CALENDAR) == (unpublished,)
    later = replace(given, decided_on=MONDAY)
    assert to_check((later, given), date(2026, 12, 1), CALENDAR) == (given,)
    assert to_check((later, given), date(2026, 12, 9), CALENDAR) == (given, later)
    kept = replace(given, checked_on=FRIDAY, verdict=CommitmentVerdict.TRUE)
    broken = replace(kept, verdict=CommitmentVerdict.UNTRUE)
    assert to_check((kept, broken), date(2026, 12, 9), CALENDAR) == ()
    assert broken.standing(FRIDAY, CALENDAR) is CheckStanding.BROKEN


def test_decisions_by_delegation_are_sampled_by_their_share() -> None:
    given = Delegation("d1", "市公安局", "clerk-1", frozenset({"8.2"}), FRIDAY, FRIDAY, sampled_percent=5)
    drawn = sum(is_sampled(given, str(number), b"key") for number in range(4000))
    assert 120 < drawn < 280
    assert not any(is_sampled(replace(given, sampled_percent=0), str(number), b"key") for number in range(200))
    assert all(is_sampled(replace(given, sampled_percent=100), str(number), b"key") for number in range(200))
    assert [is_sampled(given, str(n), b"key") for n in range(99)] != [
        is_sampled(given, str(n), b"another") for n in range(99)
    ]
    assert mode_for(HandlingMode.DELEGATED, given) is HandlingMode.DELEGATED
    assert mode_for(HandlingMode.DELEGATED, None) is HandlingMode.FORWARDED
    assert mode_for(HandlingMode.SPECIALIST, None) is HandlingMode.SPECIALIST


def test_a_limit_is_extended_once_in_time_and_by_what_the_item_allows() -> None:
    terms = ExtensionTerms(10, "《行政许可法》第四十二条")
    assert extended_limit(20, 10, terms, today=FRIDAY, due=FRIDAY, already=False) == 30
    for asked, allowed, today, already, fault in (
        (10, None, FRIDAY, False, RuleFault.EXTENSION_NOT_ALLOWED),
        (10, terms, FRIDAY, True, RuleFault.EXTENSION_NOT_ALLOWED),
        (11, terms, FRIDAY, False, RuleFault.EXTENSION_TOO_LONG),
        (0, terms, FRIDAY, False, RuleFault.EXTENSION_TOO_LONG),
        (5, terms, MONDAY, False, RuleFault.EXTENSION_TOO_LATE),
    ):
        with pytest.raises(RuleBrokenError, match=fault):
            extended_limit(20, asked, allowed, today=today, due=FRIDAY, already=already)


def test_helper_staff_do_what_their_commission_covers() -> None:
    helper = HelperStaff("H1", "帮办样例", "样例村党群服务中心", "委托001", frozenset({"8.2"}), FRIDAY)
    helper.check(("8.2",), FRIDAY)
    replace(helper, limits=frozenset(), valid_to=None).check(("8.3",), MONDAY)
    with pytest.raises(RuleBrokenError, match=RuleFault.HELPER_TOO_NARROW):
        helper.check(("8.2", "8.3"), FRIDAY)
    with pytest.raises(RuleBrokenError, match=RuleFault.HELPER_EXPIRED):
        helper.check(("8.2",), MONDAY)


def test_a_promise_is_kept_or_broken_and_a_breach_has_its_consequence() -> None:
    promise = GivenPromise("-01", "funds_promise", DueDate(FRIDAY, provisional=False))
    assert promise.standing(FRIDAY) is PromiseStanding.OPEN
    assert promise.standing(MONDAY) is PromiseStanding.BROKEN
    assert replace(promise, due=DueDate(FRIDAY, provisional=True)).standing(MONDAY) is PromiseStanding.OPEN
    kept, late = replace(promise, kept_on=FRIDAY), replace(promise, kept_on=MONDAY)
    assert (kept.standing(MONDAY), late.standing(MONDAY)) == (PromiseStanding.KEPT, PromiseStanding.KEPT_LATE)
    assert issuable((promise, replace(kept, item_number="-02")), ("-01", "-02", "-03")) == ("-02", "-03")
    assert issuable((late,), ("-01",)) == ("-01",)
    assert may_promise((), MONDAY)
    assert not may_promise((FRIDAY,), MONDAY)
    assert may_promise((FRIDAY,), date(2027, 11, 29))
