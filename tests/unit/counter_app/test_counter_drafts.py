"""The counter's page of drafts: what comes, what is handed over, what went, and every way in which it does not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from counter_app.presenters.codes import is_ours
from counter_app.presenters.drafts import FORM
from counter_app.presenters.opening import OpeningPresenter
from counter_app.words.drafts import DraftWords
from counter_app.work.case_desk import CaseDesk
from devices.id_card.specimens import CHEN, OUYANG
from shared.handoff.code import encode
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.port import Way
from shared.handoff.slip_text import slip_text
from shared.intake.draft import Draft
from tests.unit.counter_app.drafts_page import DraftsPage
from tests.unit.shared.intake.desks import CLERK, NOW


@pytest.fixture
def page(drafts_page: DraftsPage) -> DraftsPage:
    return drafts_page


@dataclass
class Opening:
    """What is opened from this terminal's own list."""

    presenter: OpeningPresenter
    told: list[tuple[str, object]]


@pytest.fixture
def opening(page: DraftsPage) -> Opening:
    made = Opening(OpeningPresenter(page.lane), [])
    made.presenter.use(page.room)
    made.presenter.asking.connect(lambda: made.told.append(("asking", None)))
    made.presenter.opened.connect(lambda case_id: made.told.append(("opened", case_id)))
    made.presenter.gone.connect(lambda case_id, where: made.told.append((f"gone to {where}", case_id)))
    return made


def test_a_draft_that_nobody_else_may_take_is_opened_at_once(page: DraftsPage, opening: Opening) -> None:
    case_id = page.draft().case_id
    opening.presenter.open(case_id, is_offered=False)
    assert opening.told == [("opened", case_id)]


def opened_offered(page: DraftsPage, opening: Opening, *, is_taken: bool = False) -> Draft:
    """Open a draft that others may take: the platform is asked whether one did. Return it."""
    draft = page.draft()
    page.elsewhere.offer(draft)
    if is_taken:
        page.elsewhere.unheard.add(draft.case_id)
    opening.presenter.open(draft.case_id, is_offered=True)
    return draft


def test_an_offered_draft_is_opened_once_it_is_known_that_nobody_took_it(page: DraftsPage, opening: Opening) -> None:
    draft = opened_offered(page, opening)
    assert opening.told == [("asking", None)]
    page.lane.drain()
    assert opening.told[1:] == [("opened", draft.case_id)]


def test_an_offered_draft_that_was_taken_is_not_opened(page: DraftsPage, opening: Opening) -> None:
    draft = opened_offered(page, opening, is_taken=True)
    page.lane.drain()
    opening.presenter.open_now()
    assert opening.told == [("asking", None), ("gone to 综合窗口 3 号（样例）", draft.case_id)]


def test_who_waits_no_longer_opens_it_and_hears_later_that_it_was_taken(page: DraftsPage, opening: Opening) -> None:
    opened_offered(page, opening, is_taken=True)
    opening.presenter.open_now()
    page.lane.drain()
    assert [word for word, _ in opening.told] == ["asking", "opened", "gone to 综合窗口 3 号（样例）"]


def test_a_platform_that_does_not_answer_keeps_nobody_waiting(page: DraftsPage, qtbot: QtBot) -> None:
    presenter = OpeningPresenter(page.lane, deadline_ms=1)
    presenter.use(page.room)
    draft = page.draft()
    page.elsewhere.offer(draft)
    with qtbot.waitSignal(presenter.opened, timeout=30_000):
        presenter.open(draft.case_id, is_offered=True)
    page.lane.drain()


def test_a_draft_that_is_left_while_the_platform_is_asked_stays_closed(page: DraftsPage, opening: Opening) -> None:
    opened_offered(page, opening)
    opening.presenter.leave()
    page.lane.drain()
    assert opening.told == [("asking", None)]


def test_a_scanned_code_brings_the_draft_with_its_case_id(page: DraftsPage) -> None:
    draft, code = page.draft_elsewhere()
    page.presenter.code_scanned(encode(code))
    assert page.state.busy
    page.lane.drain()
    (arrived,) = page.arrived
    assert arrived.taken.draft.case_id == draft.case_id
    assert arrived.taken.draft.clerk_id == CLERK.clerk_id
    assert not page.state.busy


def test_what_was_changed_here_meanwhile_is_named(page: DraftsPage) -> None:
    _, code = page.draft_elsewhere()
    page.elsewhere.kept, page.elsewhere.differing = ("household_register", "no such field"), ("applicant.phone",)
    page.presenter.code_scanned(encode(code))
    page.lane.drain()
    (arrived,) = page.arrived
    told = DraftWords().later_entries(arrived.kept, arrived.differing)
    assert (
        told == f"交出以后在本终端改过的也在：{arrived.kept[0]}。两边都改过，请跟申请人核对：{arrived.differing[0]}。"
    )
    assert DraftWords().later_entries((), ()) == ""


def test_card_and_digits_bring_it_too(page: DraftsPage) -> None:
    draft, code = page.draft_elsewhere()
    assert not page.state.can_look
    page.presenter.card_read(CHEN)
    assert page.state.can_look
    assert CHEN.number not in page.state.person
    page.view.lookAsked.emit(code.typed)
    page.lane.drain()
    assert page.arrived[0].taken.draft.case_id == draft.case_id


def test_a_clerks_word_lists_and_the_clerk_chooses(page: DraftsPage) -> None:
    draft, _ = page.draft_elsewhere()
    page.presenter.card_read(CHEN)
    page.view.confirmAsked.emit()
    page.lane.drain()
    (line,) = page.state.found
    assert line.subject == "就业创业证"
    assert not page.arrived
    page.view.foundChosen.emit(draft.case_id)
    page.lane.drain()
    assert page.arrived


def test_a_mistyped_digit_asks_nobody(page: DraftsPage) -> None:
    page.presenter.card_read(CHEN)
    page.elsewhere.faults.append(AssertionError("nobody may be asked"))
    page.view.lookAsked.emit("123456789012")
    page.lane.drain()
    assert "不算次数" in page.state.detail


def test_nothing_found_is_said(page: DraftsPage) -> None:
    _, code = page.draft_elsewhere()
    page.presenter.card_read(OUYANG)
    page.view.lookAsked.emit(code.typed)
    page.lane.drain()
    assert page.state.text == "没有找到草稿"


def test_every_reason_has_its_words(page: DraftsPage) -> None:
    _, code = page.draft_elsewhere()
    for fault in HandoffFault:
        page.elsewhere.faults.append(HandoffError(fault, "3"))
        page.presenter.code_scanned(encode(code))
        page.lane.drain()
        assert page.state.text
        assert page.state.detail
        assert not page.state.busy
    assert not page.arrived


def test_the_form_alone_is_offered_and_taken_where_all_else_is_away(page: DraftsPage) -> None:
    draft, code = page.draft_elsewhere()
    page.presenter.card_read(CHEN)
    page.elsewhere.faults.append(HandoffError(HandoffFault.ELSEWHERE_UNREACHABLE))
    page.presenter.code_scanned(slip_text(code, draft).text)
    page.lane.drain()
    assert [act.key for act in page.state.acts] == [FORM]
    page.view.messageActed.emit(FORM)
    page.lane.drain()
    assert page.arrived[0].taken.way is Way.FORM


def test_a_spoilt_code_and_a_foreign_one(page: DraftsPage) -> None:
    _, code = page.draft_elsewhere()
    page.presenter.code_scanned(encode(code)[:-4])
    assert page.state.text == "码没有扫清楚"
    assert is_ours(encode(code))
    assert not is_ours("YM3:HELLO")


def test_who_waits_no_more_is_told_when_it_comes(page: DraftsPage) -> None:
    _, code = page.draft_elsewhere()
    page.presenter.code_scanned(encode(code))
    page.view.cancelAsked.emit()
    assert not page.state.busy
    page.lane.drain()
    assert not page.arrived
    assert page.late
    assert len(page.state.mine) == 1


@pytest.mark.parametrize("told", [None, HandoffError(HandoffFault.CODE_USED, "3")], ids=("found", "refused"))
def test_what_was_looked_for_with_a_card_is_not_shown_to_the_next_ones_holder(
    page: DraftsPage, told: Exception | None
) -> None:
    page.draft_elsewhere()
    page.elsewhere.faults += [told] if told else []
    page.presenter.card_read(CHEN)
    page.view.confirmAsked.emit()
    page.presenter.card_read(OUYANG)
    assert (page.state.busy, page.state.can_look) == ("", True)
    page.lane.drain()
    assert OUYANG.name in page.state.person
    assert (page.state.found, page.state.text) == ((), "")


def test_a_card_that_is_laid_again_goes_on_with_what_is_looked_for_with_it(page: DraftsPage) -> None:
    page.draft_elsewhere()
    page.presenter.card_read(CHEN)
    page.view.confirmAsked.emit()
    page.presenter.card_read(CHEN)
    page.lane.drain()
    assert len(page.state.found) == 1


def test_what_was_looked_for_with_a_card_is_not_shown_on_a_page_that_was_begun_afresh(page: DraftsPage) -> None:
    page.draft_elsewhere()
    page.presenter.card_read(CHEN)
    page.view.confirmAsked.emit()
    page.presenter.open()
    page.lane.drain()
    assert not page.state.found


def test_a_draft_by_its_code_comes_although_a_card_is_laid_meanwhile(page: DraftsPage) -> None:
    draft, code = page.draft_elsewhere()
    page.presenter.card_read(CHEN)
    page.view.confirmAsked.emit()
    page.lane.drain()
    page.presenter.code_scanned(encode(code))
    assert not page.state.found
    page.presenter.card_read(OUYANG)
    page.lane.drain()
    assert [each.taken.draft.case_id for each in page.arrived] == [draft.case_id]


def test_a_draft_is_handed_over_with_its_code_and_slip_and_taken_back(page: DraftsPage) -> None:
    draft = page.draft()
    shown: list[object] = []
    page.presenter.offerShown.connect(shown.append)
    page.presenter.offer(draft.case_id)
    page.lane.drain()
    offer = page.state.offer
    assert offer is not None
    assert not offer.qr.isNull()
    assert shown[-1] is offer or shown[-1] is not None
    page.view.printAsked.emit()
    page.printer.drain()
    assert page.state.offer is not None
    assert page.state.offer.paper == "草稿条打好了"
    assert len(page.paper.slips) == 1
    page.view.offerClosed.emit()
    assert page.state.offer is None
    assert shown[-1] is None
    (line,) = page.state.mine
    assert [act.key for act in line.acts] == ["open", "offer", "back"]
    page.view.mineActed.emit(draft.case_id, "back")
    page.lane.drain()
    assert page.state.text == "取回来了"
    assert draft.case_id not in page.elsewhere.offered


def test_a_code_that_is_put_away_while_its_slip_prints_leaves_the_next_ones_slip_free_to_print(
    page: DraftsPage,
) -> None:
    draft = page.draft()
    for _ in range(2):
        page.presenter.offer(draft.case_id)
        page.lane.drain()
        assert page.state.offer is not None
        assert (page.state.offer.can_print, page.state.offer.paper) == (True, "")
        page.view.printAsked.emit()
        assert not page.state.offer.can_print
        page.view.offerClosed.emit()
    page.printer.drain()
    assert len(page.paper.slips) == 2


def test_the_end_of_an_earlier_codes_slip_is_not_said_of_the_one_in_sight(page: DraftsPage) -> None:
    draft = page.draft()
    page.presenter.offer(draft.case_id)
    page.lane.drain()
    page.view.printAsked.emit()
    page.view.offerClosed.emit()
    page.presenter.offer(draft.case_id)
    page.lane.drain()
    page.printer.drain()
    assert page.state.offer is not None
    assert (page.state.offer.can_print, page.state.offer.paper) == (True, "")


def test_a_draft_that_is_handed_over_after_all_is_told_to_the_lists(page: DraftsPage) -> None:
    draft, changes = page.draft(), list[bool]()
    page.presenter.changed.connect(lambda: changes.append(True))
    page.presenter.offer(draft.case_id)
    page.view.cancelAsked.emit()
    page.lane.drain()
    assert (page.state.offer, bool(changes)) == (None, True)


def test_what_went_elsewhere_is_looked_at_only_and_comes_back(page: DraftsPage) -> None:
    draft = page.draft()
    page.elsewhere.gone.add(draft.case_id)
    page.presenter.open()
    page.lane.drain()
    (line,) = page.state.mine
    assert "已转到综合窗口 3 号（样例），这里只能看" in line.detail
    assert [act.key for act in line.acts] == ["look", "back"]
    page.view.mineActed.emit(draft.case_id, "look")
    assert ("申请人", CHEN.name) in page.state.read_only
    assert "没转过去" not in line.detail
    page.elsewhere.kept = ("applicant.phone",)
    page.presenter.open()
    page.lane.drain()
    assert page.state.mine[0].detail.endswith("交出后这里又改的 1 处没转过去")
    page.view.mineActed.emit(draft.case_id, "look")
    assert page.state.read_only[-1] == ("没转过去的", "手机号码")
    page.view.offerClosed.emit()
    page.elsewhere.faults.append(HandoffError(HandoffFault.DRAFT_BEGUN_ELSEWHERE))
    page.view.mineActed.emit(draft.case_id, "back")
    page.lane.drain()
    assert page.state.text == "那边已经动过了"
    page.elsewhere.faults.append(HandoffError(HandoffFault.CODE_USED, "自助机01（样例）"))
    page.view.mineActed.emit(draft.case_id, "back")
    page.lane.drain()
    assert "转到自助机01（样例）" in page.state.detail


def test_what_went_elsewhere_is_not_among_the_unfinished(page: DraftsPage) -> None:
    stays, went = page.draft(), page.draft()
    page.elsewhere.gone.add(went.case_id)
    desk = CaseDesk(page.intake, None, lambda: None, standing=page.elsewhere.standing)
    assert [(each.draft.case_id, each.is_offered) for each in desk.drafts()] == [(stays.case_id, False)]
    page.elsewhere.offer(stays)
    assert [each.is_offered for each in desk.drafts()] == [True]


def test_nothing_of_a_person_stays_when_the_clerk_leaves(page: DraftsPage) -> None:
    page.presenter.card_read(CHEN)
    page.presenter.use(None)
    assert CHEN.name not in page.state.person
    page.presenter.code_scanned(encode(replace(page.elsewhere.holds(_somebodys()), form=b"")))
    page.lane.drain()
    assert not page.arrived


def _somebodys() -> Draft:
    return Draft(
        case_id=uuid4(), subject_code="7.1", catalogue_version="1", channel="kiosk", created_at=NOW, updated_at=NOW
    )
