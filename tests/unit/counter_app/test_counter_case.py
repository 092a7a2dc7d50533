"""An open case through the presenters, over the real desk and a real store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.ports.applicants import ApplicantsState
from counter_app.ports.form import CellKind, CellState, NoteState, SectionShape
from counter_app.ports.tone import Tone
from counter_app.presenters.applicants import ApplicantsPresenter
from counter_app.presenters.form import FormPresenter, derive_shape
from counter_app.words.case import FieldWords, IdentityWords
from counter_app.work.roles import role_of_card
from devices.id_card.specimens import CHEN, LIANG, OUYANG
from shared.forms.definition import RoleDefinition
from shared.intake.draft import FieldSource
from tests.unit.counter_app.bench import Bench
from tests.unit.counter_app.cases import begin
from tests.unit.counter_app.fake_views import FakeApplicants, FakeForm
from tests.unit.shared.intake.desks import NOW


@pytest.fixture
def strip(bench: Bench) -> tuple[ApplicantsPresenter, FakeApplicants]:
    view = FakeApplicants()
    return ApplicantsPresenter(view, bench.workbench, IdentityWords()), view


@pytest.fixture
def form(bench: Bench) -> tuple[FormPresenter, FakeForm]:
    view = FakeForm()
    return FormPresenter(view, bench.workbench, FieldWords(), NOW.date), view


def strip_state(view: FakeApplicants) -> ApplicantsState:
    state: ApplicantsState = view.last("set_state")
    return state


def cells(view: FakeForm) -> dict[str, CellState]:
    return {cell.field_id: cell for cell in view.last("set_cells")}


MAN, WOMAN = RoleDefinition("husband", "男方", "男"), RoleDefinition("wife", "女方", "女")
ANY, OTHER = RoleDefinition("a", "甲"), RoleDefinition("b", "乙")


class TestRoles:
    """Whose card it is."""

    def verdict(self, bench: Bench, card_name: str, *roles: RoleDefinition) -> tuple[str | None, int]:
        begin(bench)
        assert bench.workbench.facts is not None
        card = {"chen": CHEN, "ouyang": OUYANG}[card_name]
        verdict = role_of_card(card, roles, bench.workbench.facts.draft)
        return verdict.role, len(verdict.candidates)

    def test_sex_decides(self, bench: Bench) -> None:
        assert self.verdict(bench, "chen", MAN, WOMAN) == ("husband", 0)

    def test_a_sole_applicant_needs_no_question(self, bench: Bench) -> None:
        assert self.verdict(bench, "ouyang", ANY) == ("a", 0)

    def test_two_open_roles_without_sex_are_asked(self, bench: Bench) -> None:
        assert self.verdict(bench, "ouyang", ANY, OTHER) == (None, 2)

    def test_the_only_open_role_is_named_even_when_it_will_refuse(self, bench: Bench) -> None:
        assert self.verdict(bench, "chen", WOMAN) == ("wife", 0)


class TestApplicants:
    """The strip."""

    def test_both_cards_find_their_roles(self, bench: Bench, strip: tuple[ApplicantsPresenter, FakeApplicants]) -> None:
        presenter, view = strip
        begin(bench)
        assert [slot.name for slot in strip_state(view).slots] == ["", ""]
        presenter.card_read(OUYANG)
        presenter.card_read(CHEN)
        bench.lane.drain()
        slots = strip_state(view).slots
        assert [slot.name for slot in slots] == [CHEN.name, OUYANG.name]
        assert CHEN.number not in slots[0].details
        assert slots[0].tone is Tone.GOOD

    def test_a_card_read_before_the_matter_waits_for_it(
        self, bench: Bench, strip: tuple[ApplicantsPresenter, FakeApplicants]
    ) -> None:
        presenter, view = strip
        held: list[str] = []
        presenter.cardHeld.connect(held.append)
        presenter.card_read(CHEN)
        assert held == [CHEN.name]
        begin(bench)
        bench.lane.drain()
        assert strip_state(view).slots[0].name == CHEN.name

    def test_a_forgotten_card_fills_nothing(
        self, bench: Bench, strip: tuple[ApplicantsPresenter, FakeApplicants]
    ) -> None:
        presenter, view = strip
        presenter.card_read(CHEN)
        presenter.forget()
        begin(bench)
        assert strip_state(view).slots[0].name == ""

    def test_a_card_that_was_asked_about_in_one_case_never_goes_into_another(
        self, bench: Bench, strip: tuple[ApplicantsPresenter, FakeApplicants]
    ) -> None:
        presenter, view = strip
        begin(bench, "7.1")
        assert bench.workbench.facts is not None
        other = bench.workbench.facts.draft.case_id
        begin(bench, "7.1")
        for card in (CHEN, LIANG):
            presenter.card_read(card)
            bench.lane.drain()
        assert strip_state(view).choice is not None
        bench.workbench.resume(other)
        presenter.card_read(OUYANG)
        bench.lane.drain()
        assert bench.workbench.facts.draft.case_id == other
        assert bench.workbench.facts.draft.applicants == ()
        assert strip_state(view).choice is None

    def test_a_second_woman_is_refused_in_words(
        self, bench: Bench, strip: tuple[ApplicantsPresenter, FakeApplicants]
    ) -> None:
        presenter, view = strip
        begin(bench)
        presenter.card_read(OUYANG)
        bench.lane.drain()
        presenter.card_read(LIANG)
        bench.lane.drain()
        assert "性别" in strip_state(view).problem

    def test_somebody_else_never_replaces_an_applicant_unasked(
        self, bench: Bench, strip: tuple[ApplicantsPresenter, FakeApplicants]
    ) -> None:
        presenter, view = strip
        begin(bench, "7.1")
        presenter.card_read(CHEN)
        bench.lane.drain()
        presenter.card_read(OUYANG)
        bench.lane.drain()
        state = strip_state(view)
        assert state.slots[0].name == CHEN.name
        assert state.choice is not None
        assert "会清掉" in state.choice.words
        view.roleChosen.emit("")
        assert strip_state(view).choice is None
        presenter.card_read(OUYANG)
        view.roleChosen.emit(state.choice.roles[0][0])
        bench.lane.drain()
        assert strip_state(view).slots[0].name == OUYANG.name

    def test_an_expired_card_says_what_to_do(
        self, bench: Bench, strip: tuple[ApplicantsPresenter, FakeApplicants]
    ) -> None:
        presenter, view = strip
        begin(bench)
        presenter.card_read(replace(CHEN, valid_to="2020-01-01"))
        bench.lane.drain()
        assert "有效期" in strip_state(view).problem
        assert strip_state(view).slots[0].name == ""

    def test_typing_from_the_original(self, bench: Bench, strip: tuple[ApplicantsPresenter, FakeApplicants]) -> None:
        _, view = strip
        begin(bench)
        view.typingAsked.emit("")
        assert strip_state(view).typing == ("husband", "照男方的原件录入")
        view.typed.emit("husband", CHEN.name, CHEN.number[:-1] + "0")
        bench.lane.drain()
        assert "打错" in strip_state(view).problem
        view.typed.emit("husband", CHEN.name, CHEN.number)
        bench.lane.drain()
        assert strip_state(view).typing is None
        assert "照原件录入" in strip_state(view).slots[0].source

    def test_a_card_that_was_not_read_keeps_the_case(
        self, bench: Bench, strip: tuple[ApplicantsPresenter, FakeApplicants]
    ) -> None:
        presenter, view = strip
        begin(bench)
        presenter.tell_problem(IdentityWords().card_problem("card_auth_failed"))
        assert "重新放平" in strip_state(view).problem


class TestForm:
    """The form."""

    def test_the_shape_follows_the_joined_form(self, bench: Bench, form: tuple[FormPresenter, FakeForm]) -> None:
        begin(bench)
        facts = bench.workbench.facts
        assert facts is not None
        shape: tuple[SectionShape, ...] = derive_shape(facts)
        fields = [cell.field_id for section in shape for cell in section.cells]
        assert fields == list(facts.form.fields)
        assert shape[0].title == "男方"
        assert shape[0].cells[0].label == "姓名"
        relation = next(cell for section in shape for cell in section.cells if "relation" in cell.field_id)
        assert relation.kind is CellKind.CHOICE
        assert {option.initials for option in relation.options} >= {"po"}
        assert form[1].last("set_shape")[0] == "结婚落户"

    def test_card_fields_are_awaited_then_known(self, bench: Bench, form: tuple[FormPresenter, FakeForm]) -> None:
        _, view = form
        begin(bench)
        assert cells(view)["husband.name"].awaited
        bench.workbench.identify("husband", CHEN)
        bench.lane.drain()
        name = cells(view)["husband.name"]
        assert (name.known, name.value, name.tag) == (True, CHEN.name, "身份证")
        assert cells(view)["wife.name"].awaited
        assert "已自动填 6 项" in view.last("set_summary")

    def test_a_form_full_of_gaps_is_not_a_form_full_of_marks(
        self, bench: Bench, form: tuple[FormPresenter, FakeForm]
    ) -> None:
        _, view = form
        begin(bench)
        assert cells(view)["husband.phone"].tag == "必填"
        assert not cells(view)["husband.phone"].faulty
        view.fieldEdited.emit("husband.phone", "138")
        bench.lane.drain()
        assert cells(view)["husband.phone"].faulty
        assert cells(view)["husband.phone"].value == "138"

    def test_an_answer_carries_its_source_and_can_be_taken_back(
        self, bench: Bench, form: tuple[FormPresenter, FakeForm]
    ) -> None:
        _, view = form
        begin(bench)
        view.fieldEdited.emit("husband.phone", "13800000000")
        view.fieldEdited.emit("husband.phone", "13900000000")
        bench.lane.drain()
        assert cells(view)["husband.phone"] == CellState("husband.phone", "13900000000", "录入", Tone.NEUTRAL)
        assert view.last("set_can_undo") is True
        view.undoAsked.emit()
        bench.lane.drain()
        assert cells(view)["husband.phone"].value == "13800000000"
        assert view.last("focus_field") == "husband.phone"
        view.undoAsked.emit()
        bench.lane.drain()
        assert cells(view)["husband.phone"].value == ""
        assert view.last("set_can_undo") is False

    def test_a_difference_that_was_settled_stands_again_after_undo(self, bench: Bench) -> None:
        begin(bench)
        bench.desk.set_field("husband.phone", "13800000000")
        (draft,) = bench.intake.open_drafts()
        bench.intake.offer(draft, "husband.phone", "13900000000", FieldSource.EARLIER)
        bench.desk.resume(draft.case_id)
        differing = bench.intake.resume(draft.case_id).fields["husband.phone"]
        bench.desk.settle("husband.phone", "13900000000")
        _, field = bench.desk.undo()
        assert field == "husband.phone"
        assert bench.intake.resume(draft.case_id).fields["husband.phone"] == differing
        assert [other.value for other in differing.others] == ["13900000000"]

    def test_the_note_says_plain_words_and_the_rule(self, bench: Bench, form: tuple[FormPresenter, FakeForm]) -> None:
        _, view = form
        begin(bench)
        view.fieldFocused.emit("move.relation_to_householder")
        note: NoteState = view.last("set_note")
        assert note.note.startswith("迁进谁的户口")
        assert "户口登记条例" in note.basis

    def test_a_wrong_number_is_explained(self, bench: Bench, form: tuple[FormPresenter, FakeForm]) -> None:
        _, view = form
        begin(bench)
        view.fieldFocused.emit("move.householder_number")
        view.fieldEdited.emit("move.householder_number", CHEN.number[:-1] + ("1" if CHEN.number[-1] != "1" else "2"))
        bench.lane.drain()
        note: NoteState = view.last("set_note")
        assert "末位校验" in note.problem

    def test_a_suggestion_lends_from_the_card(self, bench: Bench, form: tuple[FormPresenter, FakeForm]) -> None:
        _, view = form
        begin(bench)
        bench.workbench.identify("husband", CHEN)
        bench.lane.drain()
        view.fieldFocused.emit("move.to_address")
        note: NoteState = view.last("set_note")
        assert note.suggestions[0] == "同男方身份证住址"
        view.suggestionTaken.emit("move.to_address", 0)
        bench.lane.drain()
        assert cells(view)["move.to_address"].value == CHEN.address

    def test_a_card_field_is_not_typed_over(self, bench: Bench, form: tuple[FormPresenter, FakeForm]) -> None:
        _, view = form
        failures: list[str] = []
        bench.workbench.failed.connect(failures.append)
        begin(bench)
        bench.workbench.identify("husband", CHEN)
        view.fieldEdited.emit("husband.name", "别人样例")
        bench.lane.drain()
        assert failures == ["field_refused"]
        assert cells(view)["husband.name"].value == CHEN.name
