"""An open case through the presenters, over the real desk and a real store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.ports.applicants import ApplicantsState
from counter_app.ports.form import CellKind, CellState, NoteState, SectionShape
from counter_app.ports.gaps import GapsState
from counter_app.ports.materials import MaterialRow
from counter_app.ports.tone import Tone
from counter_app.presenters.applicants import ApplicantsPresenter
from counter_app.presenters.form import FormPresenter, derive_shape
from counter_app.presenters.gaps import GapsPresenter, elapsed_minutes
from counter_app.presenters.materials import MaterialsPresenter
from counter_app.words.case import FieldWords, IdentityWords, MaterialWords
from counter_app.words.gaps import GapWords
from counter_app.work.case_desk import Finished
from counter_app.work.roles import role_of_card
from devices.id_card.specimens import CHEN, LIANG, OUYANG
from shared.domain.errors import DomainError
from shared.forms.definition import RoleDefinition
from shared.intake.draft import FieldSource
from shared.intake.gaps import GapKind
from tests.unit.counter_app.conftest import MARRIAGE, Bench
from tests.unit.counter_app.fake_views import FakeApplicants, FakeForm, FakeGaps, FakeMaterials
from tests.unit.shared.intake.desks import NOW, PAGE, complete


@pytest.fixture
def strip(bench: Bench) -> tuple[ApplicantsPresenter, FakeApplicants]:
    view = FakeApplicants()
    return ApplicantsPresenter(view, bench.workbench, IdentityWords()), view


@pytest.fixture
def form(bench: Bench) -> tuple[FormPresenter, FakeForm]:
    view = FakeForm()
    return FormPresenter(view, bench.workbench, FieldWords(), NOW.date), view


def begin(bench: Bench, subject: str = MARRIAGE) -> None:
    bench.workbench.begin(subject)
    bench.lane.drain()


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
        presenter.card_failed("card_auth_failed")
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


class TestGaps:
    """All that is missing, and the end."""

    @pytest.fixture
    def gaps(self, bench: Bench) -> tuple[GapsPresenter, FakeGaps]:
        view = FakeGaps()
        presenter = GapsPresenter(view, bench.workbench, GapWords(), lambda: NOW)
        presenter.set_rights(may_accept=True)
        return presenter, view

    def state(self, view: FakeGaps) -> GapsState:
        state: GapsState = view.last("set_state")
        return state

    def test_everything_is_told_at_once_and_a_missing_person_once(
        self, bench: Bench, gaps: tuple[GapsPresenter, FakeGaps]
    ) -> None:
        begin(bench)
        state = self.state(gaps[1])
        kinds = [row.kind for row in state.rows]
        assert kinds[:2] == ["applicant", "applicant"]
        assert not any(row.where == "husband.name" for row in state.rows)
        assert {"field", "material"} <= set(kinds)
        assert state.title == f"还差 {len(state.rows)} 处，一次告知"
        assert not state.can_accept
        assert not state.can_collect

    def test_a_complete_case_may_be_accepted_and_sealed(
        self, bench: Bench, gaps: tuple[GapsPresenter, FakeGaps]
    ) -> None:
        finished: list[Finished] = []
        bench.workbench.finished.connect(finished.append)
        fill_case(bench)
        state = self.state(gaps[1])
        assert state.can_accept
        assert state.tone is Tone.GOOD
        gaps[1].acceptAsked.emit()
        assert self.state(gaps[1]).busy
        bench.lane.drain()
        decision = finished[0].decision
        assert decision is not None
        assert {item.state for item in decision.case.details.items} == {"accepted"}
        assert finished[0].applicants == (("男方", CHEN.name), ("女方", OUYANG.name))
        assert bench.woken == [True, True]
        assert bench.workbench.facts is None

    def test_collecting_seals_no_decision(self, bench: Bench, gaps: tuple[GapsPresenter, FakeGaps]) -> None:
        finished: list[Finished] = []
        bench.workbench.finished.connect(finished.append)
        fill_case(bench)
        gaps[1].collectAsked.emit()
        bench.lane.drain()
        assert finished[0].decision is None
        assert {item.state for item in finished[0].sealed.case.details.items} == {"collected"}

    def test_an_acceptance_that_fails_leaves_the_intake_sealed(
        self, bench: Bench, gaps: tuple[GapsPresenter, FakeGaps], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        finished: list[Finished] = []
        bench.workbench.finished.connect(finished.append)
        fill_case(bench)

        def refuse(case: object) -> None:
            code = "guard_refused"
            raise DomainError(code)

        monkeypatch.setattr(bench.desk, "_decisions", type("Decisions", (), {"accept": staticmethod(refuse)})())
        gaps[1].acceptAsked.emit()
        bench.lane.drain()
        assert finished[0].decision is None
        assert finished[0].problem == "guard_refused"
        assert bench.workbench.facts is None

    def test_without_the_right_only_collecting_is_offered(
        self, bench: Bench, gaps: tuple[GapsPresenter, FakeGaps]
    ) -> None:
        gaps[0].set_rights(may_accept=False)
        fill_case(bench)
        state = self.state(gaps[1])
        assert not state.can_accept
        assert state.can_collect
        assert "没有权限" in state.accept_words

    def test_a_gap_leads_to_its_place(self, bench: Bench, gaps: tuple[GapsPresenter, FakeGaps]) -> None:
        led: list[tuple[str, str]] = []
        gaps[0].leadTo.connect(lambda kind, where: led.append((kind, where)))
        begin(bench)
        gaps[1].gapChosen.emit("field", "wife.phone")
        assert led == [("field", "wife.phone")]

    def test_giving_up_is_asked_about_then_done(self, bench: Bench, gaps: tuple[GapsPresenter, FakeGaps]) -> None:
        begin(bench)
        gaps[1].discardAsked.emit()
        assert self.state(gaps[1]).discarding
        gaps[1].discardLeft.emit()
        assert not self.state(gaps[1]).discarding
        gaps[1].discardConfirmed.emit()
        bench.lane.drain()
        assert bench.workbench.facts is None
        assert bench.intake.open_drafts() == ()

    @pytest.mark.parametrize(("seconds", "shown"), [(0, (0, 0)), (252, (4, 12)), (-60, (0, 0))])
    def test_time_spent(self, seconds: int, shown: tuple[int, int]) -> None:
        from datetime import timedelta

        assert elapsed_minutes(NOW, NOW + timedelta(seconds=seconds)) == shown


class TestMaterials:
    """The checklist."""

    @pytest.fixture
    def papers(self, bench: Bench) -> tuple[MaterialsPresenter, FakeMaterials]:
        view = FakeMaterials()
        return MaterialsPresenter(view, bench.workbench, MaterialWords()), view

    def rows(self, view: FakeMaterials) -> dict[str, MaterialRow]:
        return {row.code: row for row in view.last("set_rows")[0]}

    def test_every_material_has_its_key_and_state(
        self, bench: Bench, papers: tuple[MaterialsPresenter, FakeMaterials]
    ) -> None:
        _, view = papers
        begin(bench)
        rows = self.rows(view)
        assert [row.key for row in rows.values() if row.key] == [f"Alt {n}" for n in range(1, 8)]
        assert rows["id_card.husband"].status == "等刷卡"
        assert rows["supplied.marriage_certificate"].key == ""
        bench.workbench.identify("husband", CHEN)
        bench.lane.drain()
        assert self.rows(view)["id_card.husband"].tone is Tone.GOOD
        assert self.rows(view)["id_card.husband"].trust == "可信 A"

    def test_the_first_paper_to_lay_down_is_selected(
        self, bench: Bench, papers: tuple[MaterialsPresenter, FakeMaterials]
    ) -> None:
        selected: list[str] = []
        papers[0].selected.connect(selected.append)
        begin(bench)
        assert selected == ["marriage_declaration"]

    def test_scanning_what_is_not_asked_for_does_nothing(
        self, bench: Bench, papers: tuple[MaterialsPresenter, FakeMaterials]
    ) -> None:
        wanted: list[str] = []
        papers[0].scanWanted.connect(wanted.append)
        begin(bench)
        papers[1].scanAsked.emit("supplied.marriage_certificate")
        papers[1].scanAsked.emit("housing_proof")
        assert wanted == ["housing_proof"]

    def test_pages_and_overrides_are_told(self, bench: Bench, papers: tuple[MaterialsPresenter, FakeMaterials]) -> None:
        begin(bench)
        bench.workbench.attach_page("housing_proof", PAGE, (), "")
        bench.lane.drain()
        assert self.rows(papers[1])["housing_proof"].status == "1 页 · 原件已核"
        bench.workbench.attach_page("housing_proof", PAGE, ("blank",), "背面无内容")
        bench.lane.drain()
        assert "照用" in self.rows(papers[1])["housing_proof"].status


class TestDrafts:
    """What outlives a crash."""

    def test_an_unfinished_case_is_resumed_with_everything(self, bench: Bench) -> None:
        begin(bench)
        bench.workbench.identify("husband", CHEN)
        bench.workbench.set_field("husband.phone", "13800000000")
        bench.lane.drain()
        facts = bench.workbench.facts
        assert facts is not None
        bench.workbench.leave()
        bench.lane.drain()
        assert bench.workbench.facts is None
        drafts = bench.desk.drafts()
        assert [entry.subject for entry in drafts] == ["结婚落户"]
        bench.workbench.resume(drafts[0].draft.case_id)
        bench.lane.drain()
        resumed = bench.workbench.facts
        assert resumed is not None
        assert resumed.draft.fields["husband.phone"].source is FieldSource.CLERK
        assert not resumed.can_undo

    def test_a_case_begun_beside_an_open_one_leaves_it_as_a_draft(self, bench: Bench) -> None:
        begin(bench)
        begin(bench, "7.1")
        assert len(bench.desk.drafts()) == 2

    def test_a_late_report_about_another_case_is_dropped(self, bench: Bench) -> None:
        begin(bench)
        changed: list[object] = []
        bench.workbench.changed.connect(changed.append)
        bench.workbench.set_field("husband.phone", "13800000000")
        bench.workbench.leave()
        bench.lane.drain()
        assert changed == []

    def test_nothing_is_sealed_while_something_is_missing(self, bench: Bench) -> None:
        failures: list[str] = []
        bench.workbench.failed.connect(failures.append)
        begin(bench)
        bench.workbench.finish(accept=True)
        bench.lane.drain()
        assert failures == ["incomplete"]
        assert bench.workbench.facts is not None
        assert not bench.workbench.busy


def fill_case(bench: Bench) -> None:
    """Open a case in which nothing is missing."""
    begin(bench)
    bench.workbench.identify("husband", CHEN)
    bench.workbench.identify("wife", OUYANG)
    bench.lane.drain()
    facts = bench.workbench.facts
    assert facts is not None
    complete(bench.intake, facts.draft)
    bench.workbench.resume(facts.draft.case_id)
    bench.lane.drain()
    assert bench.workbench.facts is not None
    assert [gap for gap in bench.workbench.facts.gaps if gap.kind is not GapKind.PAGE] == []
