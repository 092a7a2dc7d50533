"""A draft that is kept for later, and one that goes on here: which act leads where, and what is never lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import numpy as np
import pytest

from demo.specimen_pages import draw_page
from devices.core.cards import IdCard
from devices.core.printing import PrintCause, PrintOutcome, PrintState
from devices.core.scanning import ScannedPage
from devices.core.slip import Qr
from devices.id_card.specimens import CHEN, OUYANG
from kiosk_app.viewmodels.keep import derive_keep_props
from kiosk_app.viewmodels.resume import ResumeProps
from kiosk_app.viewmodels.resume_derived import ResumeInputs, derive_resume_props
from kiosk_app.viewmodels.shell import ShellInputs, derive_shell_props
from kiosk_app.work.draft_state import KeepPhase, ResumePhase
from kiosk_app.work.keeping import KEEPS_FROM
from kiosk_app.work.leftovers import erase_leftovers
from kiosk_app.work.state import Overlay, Pause, Screen, SessionState
from shared.capture.pages import Wanted, from_glass
from shared.catalogue.changes import ChangeKind, DraftChange
from shared.domain.items import ItemState
from shared.handoff.code import DraftCode, decode, encode, grouped
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.port import DraftStanding, TakenDraft, Way
from shared.handoff.slip_text import slip_text
from shared.intake.catalogues import CatalogueShelf
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft, FieldSource, FieldValue, OtherValue
from shared.intake.errors import SubjectClosedError
from shared.store import drafts
from shared.store.errors import DiskFullError
from shared.store.terminal import Terminal
from tests.unit.kiosk_app.citizen import PHONE, Citizen
from tests.unit.shared.intake.desks import complete, open_specimen, record_former

ANSWERS = {
    "applicant.phone": PHONE,
    "applicant.education": "20",
    "employment.situation": "2",
    "result.collection": "1",
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Terminal, CatalogueShelf]]:
    """One terminal for this file, with its catalogue read once."""
    opened, _ = open_specimen(tmp_path_factory.mktemp("kiosk") / "profile")
    with opened:
        yield opened, CatalogueShelf(opened)


@pytest.fixture
def citizen(shelf: tuple[Terminal, CatalogueShelf]) -> Iterator[Citizen]:
    """A citizen at that terminal, which keeps no draft from test to test."""
    terminal, catalogues = shelf
    yield Citizen(terminal, shelf=catalogues)
    for left in drafts.summaries(terminal.store):
        drafts.discard(terminal.store, left.case_id)


@pytest.fixture
def newcomer(citizen: Citizen) -> tuple[Citizen, Draft, DraftCode]:
    """A citizen at home whose draft lies elsewhere: 7.1 by Chen, all but the papers."""
    desk = citizen.desk
    draft = desk.identify(desk.begin("7.1", "kiosk"), "applicant", CHEN)
    for name, value in ANSWERS.items():
        draft = desk.set_field(draft, name, value)
    desk.discard(draft)
    code = citizen.elsewhere.holds(draft)
    citizen.does(citizen.flow.finding.wake)
    return citizen, draft, code


def resume_props(citizen: Citizen) -> ResumeProps:
    resume = citizen.state.resume
    assert resume is not None
    return derive_resume_props(ResumeInputs(citizen.state, resume, citizen.catalogue))


def phase_of(citizen: Citizen) -> ResumePhase:
    resume = citizen.state.resume
    assert resume is not None
    return resume.phase


def fault_of(state: SessionState) -> HandoffFault | None:
    assert state.resume is not None
    return state.resume.fault


def types(citizen: Citizen, digits: str) -> SessionState:
    citizen.flow.resuming.type_digits(digits)
    return citizen.does(citizen.flow.resuming.look)


# --- keeping


def test_a_draft_is_kept_from_every_screen_from_the_form_on(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    for screen in KEEPS_FROM:
        citizen.box.change(screen=screen)
        assert citizen.does(citizen.flow.keep_draft).screen is Screen.KEEP
        assert citizen.does(citizen.flow.back).screen is screen
    citizen.does(citizen.flow.keep_draft)
    state = citizen.does(citizen.flow.keeping.keep)
    assert state.keep is not None
    assert (state.keep.phase, state.keep.end) == (KeepPhase.KEPT, PrintState.PRINTED)


def test_before_the_card_there_is_nothing_to_keep(citizen: Citizen) -> None:
    citizen.comes_to(Screen.IDENTIFY)
    assert citizen.does(citizen.flow.keep_draft).screen is Screen.IDENTIFY
    assert not derive_shell_props(ShellInputs(citizen.state, citizen.catalogue.hall, is_demo=False)).can_keep


def test_what_was_kept_stays_in_the_store_and_nothing_of_it_on_the_screen(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.keep_draft)
    state = citizen.does(citizen.flow.keeping.keep)
    assert (state.draft, state.form, state.card, dict(state.typed)) == (None, None, None, {})
    state = citizen.does(citizen.flow.keeping.finish)
    assert state.screen is Screen.GOODBYE
    assert (state.keep, len(drafts.summaries(citizen.terminal.store))) == (None, 1)
    assert citizen.woken == [True]


def test_what_is_typed_and_not_stored_yet_is_kept_too(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.filling.next_page)
    citizen.flow.filling.set_field("applicant.phone", PHONE)
    citizen.does(citizen.flow.keep_draft)
    citizen.does(citizen.flow.keeping.keep)
    (kept,) = citizen.desk.open_drafts()
    assert kept.values()["applicant.phone"] == PHONE


def test_the_slip_carries_the_code_and_the_form_and_names_nobody(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    draft = citizen.state.draft
    assert draft is not None
    citizen.does(citizen.flow.keep_draft)
    citizen.does(citizen.flow.keeping.keep)
    (slip,) = citizen.paper.slips
    (qr,) = (element for element in slip.elements if isinstance(element, Qr))
    code = decode(qr.payload)
    assert (code.draft_id, bool(code.form)) == (draft.case_id, True)
    words = "".join(str(getattr(element, "text", getattr(element, "value", ""))) for element in slip.elements)
    assert grouped(code.typed) in words
    for secret in (CHEN.name, CHEN.number, CHEN.number[-4:]):
        assert secret not in words


def test_without_paper_the_code_stays_on_the_screen_and_can_be_printed_again(citizen: Citizen) -> None:
    citizen.paper.outcomes.append(PrintOutcome(PrintState.FAILED, PrintCause.PAPER_END))
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.keep_draft)
    state = citizen.does(citizen.flow.keeping.keep)
    assert state.keep is not None
    props = derive_keep_props(state.keep, online=False)
    assert "没纸" in props.print_title
    assert props.typed
    assert props.again_label
    assert "网络断着" in props.network
    state = citizen.does(citizen.flow.keeping.print_again)
    assert state.keep is not None
    assert state.keep.end is PrintState.PRINTED
    assert len(citizen.paper.slips) == 2


def test_a_full_disk_leaves_the_citizen_where_they_were(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.elsewhere.faults.append(DiskFullError())
    citizen.does(citizen.flow.keep_draft)
    state = citizen.does(citizen.flow.keeping.keep)
    assert (state.screen, state.pause) == (Screen.PAUSE, Pause.TROUBLE)
    assert citizen.does(citizen.flow.pause_act).keep is not None
    assert citizen.state.keep is not None
    assert citizen.state.keep.phase is KeepPhase.KEPT


def test_a_restart_erases_what_was_left_and_never_what_was_kept(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.keep_draft)
    citizen.does(citizen.flow.keeping.keep)
    left = citizen.desk.begin("7.1", "kiosk")
    erase_leftovers(citizen.desk, citizen.elsewhere)
    (kept,) = citizen.desk.open_drafts()
    assert kept.case_id != left.case_id


def test_nobody_there_before_it_is_kept_means_that_nothing_stays(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.keep_draft)
    citizen.does(lambda: citizen.flow.idle(0))
    assert citizen.state.screen is Screen.GOODBYE
    assert not drafts.summaries(citizen.terminal.store)


def test_nobody_there_after_it_is_kept_wipes_the_screen_alone(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.keep_draft)
    citizen.does(citizen.flow.keeping.keep)
    citizen.does(lambda: citizen.flow.idle(0))
    assert (citizen.state.screen, citizen.state.keep) == (Screen.GOODBYE, None)
    assert len(drafts.summaries(citizen.terminal.store)) == 1


# --- going on


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


def test_the_persons_word_erases_what_came_back(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, _, code = newcomer
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    citizen.does(citizen.flow.resuming.code_scanned, encode(code))
    assert citizen.does(citizen.flow.ask_to_leave).overlay is Overlay.LEAVE
    citizen.does(citizen.flow.leave)
    assert not citizen.desk.open_drafts()


def test_another_matter_leaves_what_came_back_alone(newcomer: tuple[Citizen, Draft, DraftCode]) -> None:
    citizen, draft, code = newcomer
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    citizen.does(citizen.flow.resuming.code_scanned, encode(code))
    citizen.does(citizen.flow.finding.choose_subject, "8.2")
    citizen.does(citizen.flow.finding.start)
    assert draft.case_id in {each.case_id for each in citizen.desk.open_drafts()}
    assert not citizen.state.came_from_elsewhere


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


# --- what is asked for changed since


@pytest.fixture(scope="module")
def former(shelf: tuple[Terminal, CatalogueShelf]) -> str:
    return record_former(shelf[0])


@pytest.fixture
def asked_anew(newcomer: tuple[Citizen, Draft, DraftCode], former: str) -> Citizen:
    """A citizen whose draft of the older version came back, and who goes on."""
    citizen, draft, _ = newcomer
    code = citizen.elsewhere.holds(draft.model_copy(update={"catalogue_version": former}))
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    citizen.does(citizen.flow.resuming.code_scanned, encode(code))
    assert phase_of(citizen) is ResumePhase.FOUND
    citizen.does(citizen.flow.resuming.go_on)
    return citizen


def test_what_is_asked_for_since_is_told_and_decided_by_the_citizen(asked_anew: Citizen) -> None:
    assert phase_of(asked_anew) is ResumePhase.VERSION
    props = resume_props(asked_anew)
    assert {row.text for row in props.points} == {
        "要多交：近期免冠证件照。",
        "就业创业证申领：原来 10 个工作日办完，现在 3 个。",
    }
    assert (props.act, props.other_label) == ("newest", "照原来的办")
    asked_anew.does(asked_anew.flow.back)
    assert phase_of(asked_anew) is ResumePhase.FOUND


def test_a_draft_goes_on_by_the_newest_version_and_loses_nothing(asked_anew: Citizen) -> None:
    before = asked_anew.state.draft
    assert before is not None
    state = asked_anew.does(asked_anew.flow.resuming.use_newest)
    assert state.draft is not None
    assert state.draft.catalogue_version == asked_anew.catalogue.version
    assert (state.draft.fields, state.draft.applicants) == (before.fields, before.applicants)
    assert (state.screen, state.changed, state.resume) == (Screen.MATERIALS, (), None)
    assert {gap.where for gap in state.gaps} >= {"id_photo"}
    kept = drafts.load(asked_anew.terminal.store, before.case_id)
    assert f'"{asked_anew.catalogue.version}"'.encode() in kept


def test_a_draft_goes_on_as_it_began_where_the_citizen_wants_that(asked_anew: Citizen, former: str) -> None:
    state = asked_anew.does(asked_anew.flow.resuming.go_on)
    assert state.draft is not None
    assert (state.draft.catalogue_version, state.screen) == (former, Screen.MATERIALS)
    assert state.changed, "the review says by which rules it is handed in"


@pytest.mark.parametrize(
    "barred",
    [DraftChange(ChangeKind.GONE, "7.1", "就业创业证申领"), DraftChange(ChangeKind.STATE, "7.1", "", "here", "paused")],
)
def test_nothing_is_asked_where_the_newest_version_is_no_choice(asked_anew: Citizen, barred: DraftChange) -> None:
    asked_anew.does(asked_anew.flow.back)
    resume = asked_anew.state.resume
    assert resume is not None
    asked_anew.box.change(resume=replace(resume, changes=(*resume.changes, barred)))
    assert asked_anew.does(asked_anew.flow.resuming.go_on).screen is Screen.MATERIALS


def test_what_the_newest_version_does_not_take_here_goes_on_as_it_began(
    asked_anew: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object) -> Draft:
        raise SubjectClosedError(ItemState.PAUSED.value)

    monkeypatch.setattr(IntakeDesk, "use_version", closed)
    asked_anew.does(asked_anew.flow.resuming.use_newest)
    assert phase_of(asked_anew) is ResumePhase.NOT_NEWEST
    props = resume_props(asked_anew)
    assert (props.act, props.code) == ("go_on", "subject_closed")
    assert asked_anew.does(asked_anew.flow.resuming.go_on).screen is Screen.MATERIALS
