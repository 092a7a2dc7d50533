"""What an open case still lacks, its checklist, and what outlives a crash; over the real desk and a real store."""

from __future__ import annotations

import pytest

from counter_app.ports.gaps import GapsState
from counter_app.ports.materials import MaterialRow
from counter_app.ports.tone import Tone
from counter_app.presenters.gaps import GapsPresenter, elapsed_minutes
from counter_app.presenters.materials import MaterialsPresenter
from counter_app.words.case import MaterialWords
from counter_app.words.gaps import GapWords
from counter_app.work.case_desk import Finished
from demo.gallery_counter_samples import sample_capture
from devices.id_card.specimens import CHEN, OUYANG
from shared.capture.pages import PageFinding
from shared.domain.errors import DomainError
from shared.intake.draft import FieldSource
from tests.unit.counter_app.bench import Bench
from tests.unit.counter_app.cases import begin, fill_case
from tests.unit.counter_app.fake_views import FakeGaps, FakeMaterials
from tests.unit.shared.intake.desks import NOW


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
        bench.workbench.attach_page("housing_proof", sample_capture(()), "")
        bench.lane.drain()
        assert self.rows(papers[1])["housing_proof"].status == "1 页 · 原件已核"
        bench.workbench.attach_page("housing_proof", sample_capture((PageFinding("blank"),)), "背面无内容")
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
