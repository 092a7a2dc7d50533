"""A draft that goes on here: which act leads where, and what is never lost."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import numpy as np
import pytest

from demo.specimen_pages import draw_page
from devices.core.cards import IdCard
from devices.core.scanning import ScannedPage
from devices.id_card.specimens import CHEN, OUYANG
from kiosk_app.work.draft_state import ResumePhase
from kiosk_app.work.leftovers import erase_leftovers
from kiosk_app.work.state import Overlay, Screen
from shared.capture.pages import Wanted, from_glass
from shared.handoff.code import DraftCode, encode
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.port import DraftStanding, TakenDraft, Way
from shared.handoff.slip_text import slip_text
from shared.intake.draft import Draft, FieldSource, FieldValue, OtherValue
from shared.store.errors import DiskFullError
from tests.unit.kiosk_app.citizen import PHONE, Citizen
from tests.unit.kiosk_app.drafts.resume_bench import fault_of, phase_of, resume_props, types
from tests.unit.shared.intake.desks import complete


def test_the_card_then_the_digits_bring_the_draft_back(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, draft, code = newcomer
    assert citizen.does(citizen.flow.resume_draft).screen is Screen.RESUME
    citizen.does(citizen.flow.card_read, CHEN)
    assert phase_of(citizen) is ResumePhase.CODE
    state = types(citizen, code.typed)
    assert phase_of(citizen) is ResumePhase.FOUND
    assert state.draft is not None
    assert state.draft.case_id == draft.case_id
    assert "填的、拍的都在" in resume_props(citizen).text
    assert citizen.does(citizen.flow.resuming.go_on).screen is Screen.MATERIALS


def test_the_pages_that_came_with_it_are_shown_and_known(
    newcomer: tuple[Citizen, Draft, DraftCode], monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen, _, code = newcomer
    told: list[tuple[str, ...]] = []
    monkeypatch.setattr(
        "kiosk_app.work.gathering.wanted_page", lambda _catalogue, _code, sides: told.append(sides) or Wanted()
    )
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    glass = ScannedPage(np.asarray(draw_page("household_register").convert("RGB")), 200, "glass")
    page = from_glass(glass).page
    moved = citizen.elsewhere._moved

    def with_a_page(draft: Draft) -> TakenDraft:
        taken = moved(draft)
        kept = citizen.desk.attach_page(taken.draft, "household_register", page, side="户口簿个人页", is_doubtful=True)
        return replace(taken, draft=kept)

    monkeypatch.setattr(citizen.elsewhere, "_moved", with_a_page)
    types(citizen, code.typed)
    state = citizen.does(citizen.flow.resuming.go_on)
    assert state.screen is Screen.MATERIALS
    state = citizen.does(citizen.flow.gathering.open_material, "household_register")
    assert citizen.pictures.has(state.shown_page)
    citizen.glass.pages.append("household_register")
    state = citizen.does(citizen.flow.gathering.scan)
    assert [finding.code for finding in state.rejected] == ["duplicate"]
    assert told == [("户口簿个人页",)]


def test_a_code_that_is_scanned_first_waits_for_the_card(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, draft, code = newcomer
    citizen.does(citizen.flow.resume_draft)
    citizen.does(citizen.flow.resuming.code_scanned, encode(code))
    assert phase_of(citizen) is ResumePhase.CARD
    assert resume_props(citizen).title.startswith("条扫好了")
    state = citizen.does(citizen.flow.card_read, CHEN)
    assert state.draft is not None
    assert state.draft.case_id == draft.case_id


def test_what_came_back_goes_on_to_a_sealed_case_of_the_same_id(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, draft, code = newcomer
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    citizen.does(citizen.flow.resuming.code_scanned, encode(code))
    came = citizen.state.draft
    assert came is not None
    citizen.box.change(draft=complete(citizen.desk, came), gaps=())
    assert citizen.does(citizen.flow.resuming.go_on).screen is Screen.REVIEW
    citizen.does(citizen.flow.go_confirm)
    citizen.hands_in()
    assert citizen.state.sealed is not None
    assert citizen.state.sealed.case.case_id == draft.case_id


def test_a_store_that_fails_on_the_way_to_the_review_leads_back_to_the_draft_that_came(
    citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = citizen.desk
    draft = complete(desk, desk.identify(desk.begin("90.1", "kiosk"), "applicant", CHEN))
    desk.discard(draft)
    code = citizen.elsewhere.holds(draft)
    citizen.does(citizen.flow.finding.wake)
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    citizen.does(citizen.flow.resuming.code_scanned, encode(code))

    def full(*_: object) -> None:
        raise DiskFullError

    with monkeypatch.context() as failing:
        failing.setattr(desk, "gaps", full)
        assert citizen.does(citizen.flow.resuming.go_on).screen is Screen.PAUSE
    assert citizen.does(citizen.flow.pause_other).screen is Screen.RESUME
    assert phase_of(citizen) is ResumePhase.FOUND
    state = citizen.does(citizen.flow.resuming.go_on)
    assert (state.screen, state.resume) == (Screen.REVIEW, None)


def test_a_mistyped_digit_costs_no_try(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, _, code = newcomer
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    citizen.elsewhere.faults.append(AssertionError("nobody may be asked"))
    types(citizen, code.typed[:-1] + str((int(code.typed[-1]) + 1) % 10))
    assert "不算次数" in resume_props(citizen).fault


def test_a_wrong_code_tells_how_many_tries_are_left(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, _, code = newcomer
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    citizen.elsewhere.faults.append(HandoffError(HandoffFault.DRAFT_CODE_WRONG, "3"))
    types(citizen, code.typed)
    assert phase_of(citizen) is ResumePhase.CODE
    props = resume_props(citizen)
    assert "还能试 3 次" in props.fault
    assert (props.digits, props.can_act) == ("", False)
    citizen.flow.resuming.type_digits("1")
    assert not resume_props(citizen).fault


def test_the_last_tries_and_the_lock_are_told(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, _, code = newcomer
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    citizen.elsewhere.faults.append(HandoffError(HandoffFault.DRAFT_CODE_WRONG, "1"))
    types(citizen, code.typed)
    assert "最后 1 次" in resume_props(citizen).fault
    citizen.elsewhere.faults.append(HandoffError(HandoffFault.DRAFT_CODE_WRONG, "0"))
    types(citizen, code.typed)
    props = resume_props(citizen)
    assert (phase_of(citizen), props.act, props.code) == (ResumePhase.FAILED, "home", "too_many_tries")
    assert "窗口" in props.text
    assert "过 15 分钟" in props.text
    citizen.does(citizen.flow.resuming.ask_code)
    citizen.elsewhere.faults.append(HandoffError(HandoffFault.TOO_MANY_TRIES, "7"))
    types(citizen, code.typed)
    assert "过 7 分钟" in resume_props(citizen).text


def test_where_a_draft_went_is_told_by_name(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, _, code = newcomer
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    for fault in (HandoffFault.CODE_USED, HandoffFault.DRAFT_BEGUN_ELSEWHERE):
        for name, said in (("综合窗口 3 号（样例）", "综合窗口 3 号（样例）"), ("12", "12"), ("", "别的机器或者窗口")):
            citizen.elsewhere.faults.append(HandoffError(fault, name))
            types(citizen, code.typed)
            text = resume_props(citizen).text
            assert f"转到{said}" in text
            assert "还能试" not in text
            citizen.does(citizen.flow.resuming.ask_code)


@pytest.mark.parametrize(("card", "told"), [(CHEN, True), (OUYANG, False)])
def test_what_stayed_here_when_a_draft_went_is_told_to_its_holder_alone(
    newcomer: tuple[Citizen, Draft, DraftCode], card: IdCard, told: bool
) -> None:
    citizen, _, code = newcomer
    left = citizen.desk.identify(citizen.desk.begin("7.1", "kiosk"), "applicant", CHEN)
    citizen.elsewhere.gone.add(left.case_id)
    citizen.elsewhere.kept = ("applicant.phone", "household_register")
    citizen.does(citizen.flow.card_read, card)
    citizen.does(citizen.flow.resume_draft)
    for where, is_there in (("综合窗口 3 号（样例）", told), ("综合窗口 4 号（样例）", False)):
        citizen.elsewhere.faults.append(HandoffError(HandoffFault.CODE_USED, where))
        types(citizen, code.typed)
        assert ("没有转过去：手机号码、户口簿" in resume_props(citizen).text) is is_there
        citizen.does(citizen.flow.resuming.ask_code)


def test_somebody_elses_card_finds_nothing(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, _, code = newcomer
    citizen.does(citizen.flow.card_read, OUYANG)
    citizen.does(citizen.flow.resume_draft)
    types(citizen, code.typed)
    assert phase_of(citizen) is ResumePhase.NOTHING
    assert "没有找到" in resume_props(citizen).title
    citizen.does(citizen.flow.resuming.code_scanned, encode(code))
    assert fault_of(citizen.state) is HandoffFault.HOLDER_WRONG
    assert resume_props(citizen).act == "card"
    citizen.does(citizen.flow.resuming.other_card)
    assert citizen.does(citizen.flow.card_read, CHEN).draft is not None


def test_of_several_drafts_one_is_chosen(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, draft, code = newcomer
    other = draft.model_copy(update={"case_id": uuid4()})
    citizen.elsewhere.held[other.case_id] = (code, other)
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    types(citizen, code.typed)
    assert phase_of(citizen) is ResumePhase.CHOOSE
    assert [row.name for row in resume_props(citizen).drafts] == ["就业创业证", "就业创业证"]
    state = citizen.does(citizen.flow.resuming.choose, str(other.case_id))
    assert state.draft is not None
    assert state.draft.case_id == other.case_id


def test_with_everything_down_the_form_alone_goes_on(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, draft, code = newcomer
    with_pages = draft.model_copy(update={"materials": {}})
    text = slip_text(code, with_pages).text
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    citizen.elsewhere.faults.append(HandoffError(HandoffFault.ELSEWHERE_UNREACHABLE))
    citizen.does(citizen.flow.resuming.code_scanned, text)
    assert phase_of(citizen) is ResumePhase.ASK_FORM
    state = citizen.does(citizen.flow.resuming.take_form)
    assert state.resume is not None
    assert state.resume.way is Way.FORM
    assert state.draft is not None
    assert state.draft.values()["applicant.phone"] == PHONE
    state = citizen.does(citizen.flow.resuming.go_on)
    assert state.screen is Screen.IDENTIFY
    assert state.draft is not None
    assert state.draft.applicant("applicant") is not None


def test_papers_that_stayed_behind_are_named(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, _, _ = newcomer
    citizen.does(citizen.flow.resume_draft)
    resume = citizen.state.resume
    assert resume is not None
    citizen.box.change(resume=replace(resume, phase=ResumePhase.FOUND, way=Way.FORM, again=("户口簿本人页",)))
    props = resume_props(citizen)
    assert [row.text for row in props.points] == ["户口簿本人页"]
    assert "要重新拍" in props.text


def test_every_reason_has_its_words_and_a_way_on(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, draft, code = newcomer
    citizen.does(citizen.flow.card_read, CHEN)
    for fault in HandoffFault:
        citizen.does(citizen.flow.resume_draft)
        sees_why(citizen, code, fault)
        assert draft.case_id in citizen.elsewhere.held
        assert citizen.does(citizen.flow.resuming.leave).screen is Screen.HOME


def sees_why(citizen: Citizen, code: DraftCode, fault: HandoffFault) -> None:
    citizen.elsewhere.faults.append(HandoffError(fault))
    citizen.does(citizen.flow.resuming.code_scanned, encode(code))
    assert phase_of(citizen) is ResumePhase.FAILED
    props = resume_props(citizen)
    assert props.title
    assert props.text
    assert props.code == fault.value
    assert props.act in {"again", "card", "home"}
    assert "{" not in props.text


def test_a_text_that_is_no_code_is_passed_over_and_a_spoilt_one_is_told(
    newcomer: tuple[Citizen, Draft, DraftCode],
) -> None:
    citizen, _, code = newcomer
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    assert not citizen.flow.resuming.code_scanned("YM1:ANOTHER")
    assert citizen.flow.resuming.code_scanned(encode(code)[:-3])
    assert "没有扫清楚" in resume_props(citizen).fault


def test_a_gun_is_heard_nowhere_else(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    assert not citizen.flow.resuming.code_scanned("YM2:ANY")


def test_back_leads_to_the_code_and_home(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, _, code = newcomer
    citizen.does(citizen.flow.card_read, OUYANG)
    citizen.does(citizen.flow.resume_draft)
    types(citizen, code.typed)
    citizen.does(citizen.flow.back)
    assert phase_of(citizen) is ResumePhase.CODE
    assert citizen.does(citizen.flow.back).screen is Screen.HOME


def test_an_answer_that_comes_while_a_card_is_in_the_way_is_there_when_it_was_taken(
    newcomer: tuple[Citizen, Draft, DraftCode],
) -> None:
    citizen, _, code = newcomer
    citizen.does(citizen.flow.card_read, OUYANG)
    citizen.does(citizen.flow.resume_draft)
    citizen.flow.resuming.type_digits(code.typed)
    citizen.flow.resuming.look()
    assert phase_of(citizen) is ResumePhase.LOOKING
    citizen.flow.card_was_left()
    citizen.lane.drain()
    assert citizen.state.seen.screen is Screen.PAUSE
    assert citizen.does(citizen.flow.card_removed).seen.screen is Screen.RESUME
    assert phase_of(citizen) is ResumePhase.NOTHING


def test_what_came_back_outlives_an_absence_and_a_crash(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, draft, code = newcomer
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    citizen.does(citizen.flow.resuming.code_scanned, encode(code))
    citizen.does(citizen.flow.resuming.go_on)
    erase_leftovers(citizen.desk, citizen.elsewhere)
    citizen.does(lambda: citizen.flow.idle(0))
    assert citizen.state.screen is Screen.GOODBYE
    assert [each.case_id for each in citizen.desk.open_drafts()] == [draft.case_id]
    assert citizen.elsewhere.standing(draft.case_id) is DraftStanding.OFFERED


def test_what_its_source_has_not_let_go_of_is_gone_on_with_and_offered_by_who_comes_next(
    newcomer: tuple[Citizen, Draft, DraftCode],
) -> None:
    citizen, draft, code = newcomer
    citizen.elsewhere.unconfirmed.add(draft.case_id)
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    citizen.does(citizen.flow.resuming.code_scanned, encode(code))
    assert phase_of(citizen) is ResumePhase.FOUND
    citizen.elsewhere.unconfirmed.clear()
    erase_leftovers(citizen.desk, citizen.elsewhere)
    assert citizen.elsewhere.standing(draft.case_id) is DraftStanding.OFFERED


def test_the_persons_word_erases_what_came_back(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, _, code = newcomer
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    citizen.does(citizen.flow.resuming.code_scanned, encode(code))
    assert citizen.does(citizen.flow.ask_to_leave).overlay is Overlay.LEAVE
    citizen.does(citizen.flow.leave)
    assert not citizen.desk.open_drafts()


def test_what_came_back_stays_when_the_screen_is_wiped_from_the_warning(
    newcomer: tuple[Citizen, Draft, DraftCode],
) -> None:
    citizen, draft, code = newcomer
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    citizen.does(citizen.flow.resuming.code_scanned, encode(code))
    citizen.does(citizen.flow.idle, 14)
    assert citizen.does(citizen.flow.wipe_now).screen is Screen.GOODBYE
    assert [each.case_id for each in citizen.desk.open_drafts()] == [draft.case_id]


def test_another_matter_leaves_what_came_back_alone(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, draft, code = newcomer
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    citizen.does(citizen.flow.resuming.code_scanned, encode(code))
    citizen.does(citizen.flow.finding.choose_subject, "8.2")
    citizen.does(citizen.flow.finding.start)
    assert draft.case_id in {each.case_id for each in citizen.desk.open_drafts()}
    assert not citizen.state.came_from_elsewhere


def test_another_draft_that_comes_leaves_alone_what_came_before(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, draft, code = newcomer
    second = draft.model_copy(update={"case_id": uuid4()})
    other = citizen.elsewhere.holds(second)
    citizen.does(citizen.flow.card_read, CHEN)
    for each in (code, other):
        citizen.does(citizen.flow.resuming.open)
        citizen.does(citizen.flow.resuming.code_scanned, encode(each))
        citizen.does(citizen.flow.resuming.leave)
    assert {each.case_id for each in citizen.desk.open_drafts()} == {draft.case_id, second.case_id}


def test_what_both_sides_changed_is_named_and_chosen_from(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, draft, _ = newcomer
    phone = "applicant.phone"
    differing = FieldValue(
        value=PHONE,
        source=FieldSource.TYPED,
        others=(OtherValue(value="13900000009", source=FieldSource.TYPED, later=True),),
    )
    citizen.elsewhere.holds(draft.with_fields({phone: differing}))
    citizen.elsewhere.kept, citizen.elsewhere.differing = ("applicant.education",), (phone,)
    citizen.does(citizen.flow.resuming.open)
    citizen.does(citizen.flow.card_read, CHEN)
    types(citizen, citizen.elsewhere.held[draft.case_id][0].typed)
    props = resume_props(citizen)
    assert "又填的" in props.text
    assert props.points_title.startswith("两边都改过")
    assert len(props.points) == 1
    citizen.does(citizen.flow.resuming.go_on)
    assert citizen.state.screen is Screen.FORM
    citizen.does(citizen.flow.filling.next_page)
    assert citizen.state.faults[phone].code == "sources_differ"
    citizen.flow.filling.set_field(phone, PHONE)
    citizen.does(citizen.flow.filling.next_page)
    draft_now = citizen.state.draft
    assert draft_now is not None
    assert draft_now.fields[phone].others == ()
    assert not [gap for gap in citizen.state.gaps if gap.code == "sources_differ"]
