"""What is meant for one case never comes into another that is opened meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from counter_app.ports.materials import StageMode
from counter_app.ports.window import Page
from counter_app.presenters.form import FormPresenter
from counter_app.views.window import CounterWindow
from counter_app.words.case import FieldWords
from counter_app.words.failures import FailureWords
from counter_app.words.scanning import ScanWords
from counter_app.work.scan_door import PageSource, Shot
from counter_app.work.workbench import Workbench
from devices.id_card.specimens import CHEN
from devices.scanner.errors import NoPaperError
from shared.intake.draft import Draft
from shared.store import outbox
from shared.store.terminal import Terminal
from tests.unit.counter_app.bench import MARRIAGE, Bench
from tests.unit.counter_app.cases import begin, fill_case
from tests.unit.counter_app.stage_bench import PAPER, Stage, written
from tests.unit.shared.intake.desks import NOW


def open_case(bench: Bench) -> Draft:
    facts = bench.workbench.facts
    assert facts is not None
    return facts.draft


def begin_another(stage: Stage) -> None:
    stage.bench.workbench.begin(MARRIAGE)
    stage.bench.lane.drain()
    stage.presenter.select(PAPER)


def test_a_page_that_comes_after_another_case_was_begun_is_dropped(bench: Bench) -> None:
    stage = Stage(bench)
    stage.glass.pages.append(written("one person's page"))
    stage.presenter.scan_for(PAPER)
    stage.door.cancel = lambda: None  # type: ignore[method-assign]  # a scanner that is past stopping
    begin_another(stage)
    stage.drain()
    assert stage.pages == 0
    assert not stage.state.findings


def test_a_scan_is_stopped_where_another_case_is_begun(bench: Bench) -> None:
    stage = Stage(bench)
    stage.glass.pages.append(written("one person's page"))
    stage.presenter.scan_for(PAPER)
    begin_another(stage)
    stage.drain()
    assert (stage.pages, len(stage.glass.pages)) == (0, 1)


@pytest.mark.parametrize("page", [written("one person's page"), NoPaperError()], ids=("stopped", "failed"))
@pytest.mark.parametrize("leave", [begin_another, lambda stage: stage.bench.workbench.leave()], ids=("next", "none"))
def test_how_a_scan_ends_is_not_told_once_its_case_is_left(
    bench: Bench, page: Shot | Exception, leave: Callable[[Stage], None]
) -> None:
    stage = Stage(bench)
    stage.glass.pages.append(page)
    stage.presenter.scan_for(PAPER)
    if isinstance(page, Exception):
        stage.door.cancel = lambda: None  # type: ignore[method-assign]  # a scanner that is past stopping
    leave(stage)
    stage.view.calls.clear()
    stage.drain()
    assert stage.troubles == []
    assert StageMode.SCANNING not in {state.mode for call, state in stage.view.calls if call == "set_state"}


def test_the_next_cases_first_scan_waits_until_that_of_the_case_before_has_stopped(bench: Bench) -> None:
    stage = Stage(bench)
    stage.glass.pages.append(written("one person's page"))
    stage.presenter.scan_for(PAPER)
    begin_another(stage)
    assert (stage.state.can_scan, stage.state.hint) == (False, ScanWords().stopping())
    stage.drain()
    assert stage.state.can_scan
    assert stage.state.hint != ScanWords().stopping()
    stage.presenter.scan_for(PAPER)
    stage.drain()
    assert stage.pages == 1


def test_a_photograph_of_a_case_that_was_left_does_not_close_the_camera_of_the_next(bench: Bench) -> None:
    stage = Stage(bench, PageSource.CAMERA)
    stage.desk.lay()
    stage.presenter.select(PAPER)
    stage.presenter.scan_for(PAPER)
    stage.door.cancel = lambda: None  # type: ignore[method-assign]  # a photograph that is past stopping
    begin_another(stage)
    assert (stage.state.mode, stage.state.can_scan) == (StageMode.LIVE, False)
    stage.drain()
    assert (stage.state.mode, stage.state.can_scan) == (StageMode.LIVE, True)


def test_corners_of_a_page_are_not_set_on_that_of_another_case(bench: Bench) -> None:
    stage = Stage(bench)
    stage.scan("glare")
    stage.view.cornersAsked.emit()
    begin_another(stage)
    opened = stage.lane._waiting.pop()
    stage.scan("glare")
    stage.lane._waiting.append(opened)
    stage.drain()
    assert stage.state.corners is None


@pytest.mark.parametrize(
    "act",
    [
        lambda bench: bench.identify("husband", CHEN),
        lambda bench: bench.set_field("husband.phone", "13800000001"),
        lambda bench: bench.attach_page(PAPER, written("one person's page").captured, ""),
        lambda bench: bench.commit("marriage_declaration"),
        lambda bench: bench.discard(),
        lambda bench: bench.finish(accept=False),
    ],
    ids=("identify", "field", "page", "commit", "discard", "finish"),
)
def test_an_act_that_is_late_is_refused_and_said(bench: Bench, act: Callable[[Workbench], None]) -> None:
    begin(bench)
    first = open_case(bench).case_id
    failed: list[str] = []
    bench.workbench.failed.connect(failed.append)
    bench.workbench.begin(MARRIAGE)
    act(bench.workbench)
    bench.lane.drain()
    second = open_case(bench)
    assert (failed, second.case_id != first) == (["case_left"], True)
    assert (second.applicants, second.materials) == ((), {})
    assert "husband.phone" not in second.fields
    assert {first, second.case_id} == {one.draft.case_id for one in bench.desk.drafts()}


def test_a_case_that_is_left_while_another_is_begun_does_not_take_that_along(bench: Bench) -> None:
    begin(bench)
    bench.workbench.begin(MARRIAGE)
    bench.workbench.leave()
    bench.lane.drain()
    bench.workbench.set_field("husband.phone", "13800000001")
    bench.lane.drain()
    assert open_case(bench).fields["husband.phone"].value == "13800000001"


def test_a_picture_of_a_case_that_was_left_is_nobodys_failure(bench: Bench) -> None:
    begin(bench)
    failed: list[str] = []
    bench.workbench.failed.connect(failed.append)
    bench.workbench.begin(MARRIAGE)
    bench.workbench.load_page(UUID(int=1), lambda _: None)
    bench.lane.drain()
    assert failed == []
    bench.workbench.load_page(UUID(int=1), lambda _: None)
    bench.lane.drain()
    assert len(failed) == 1


@pytest.mark.parametrize(
    "leave",
    [
        lambda bench: bench.leave(),
        lambda bench: bench.begin(MARRIAGE),
        lambda bench: bench.use(None),
    ],
    ids=("leave", "begin another", "sign out"),
)
def test_what_was_typed_last_is_kept_when_the_case_is_left(
    bench: Bench, window: CounterWindow, leave: Callable[[Workbench], None]
) -> None:
    presenter = FormPresenter(window.form, bench.workbench, FieldWords(), NOW.date)
    begin(bench)
    window.show_page(Page.INTAKE)
    case_id = open_case(bench).case_id
    presenter.focus("husband.phone")
    editor = window.findChild(QLineEdit, "field_husband.phone")
    assert editor is not None
    QTest.keyClicks(editor, "13800000001")
    leave(bench.workbench)
    bench.lane.drain()
    assert bench.intake.resume(case_id).fields["husband.phone"].value == "13800000001"


def test_a_case_is_handed_over_with_what_was_typed_last(bench: Bench) -> None:
    begin(bench)
    case_id = open_case(bench).case_id
    seen: list[str] = []
    bench.workbench.set_field("husband.phone", "13800000001")
    bench.workbench.leave()
    bench.workbench.after(lambda: seen.append(bench.intake.resume(case_id).fields["husband.phone"].value))
    bench.lane.drain()
    assert seen == ["13800000001"]


@pytest.mark.parametrize("code", ["case_left", "draft_handed_over", "draft_leaving"])
def test_what_was_not_kept_is_not_said_to_be_kept(code: str) -> None:
    text, detail = FailureWords().sentence(code)
    assert "没有丢" not in detail
    assert "没有" in text + detail
    assert "代码" not in detail


def test_what_was_asked_for_before_signing_out_is_done_and_shown_to_nobody(bench: Bench) -> None:
    workbench, shown = bench.workbench, list[object]()
    begin(bench)
    draft = open_case(bench)
    for signal in (workbench.opened, workbench.changed, workbench.finished):
        signal.connect(shown.append)
    workbench.resume(draft.case_id)
    workbench.load_drafts(shown.append)
    workbench.use(None)
    bench.lane.drain()
    assert (shown, workbench.facts) == ([], None)
    assert bench.intake.resume(draft.case_id).case_id == draft.case_id


def test_a_case_that_is_sealed_while_its_clerk_signs_out_is_sealed_and_shown_to_nobody(
    bench: Bench, terminal: Terminal
) -> None:
    fill_case(bench)
    shown = list[object]()
    bench.workbench.finished.connect(shown.append)
    bench.workbench.finish(accept=False)
    bench.workbench.use(None)
    bench.lane.drain()
    assert (shown, bench.workbench.busy) == ([], False)
    assert len(outbox.all_rows(terminal.store)) == 1


def test_a_picture_that_comes_after_its_case_was_left_is_let_go(bench: Bench) -> None:
    stage, shown = Stage(bench), list[QImage]()
    stage.scan()
    page = next(iter(open_case(bench).pages()))
    bench.workbench.load_page(page.page_id, shown.append)
    bench.workbench.leave()
    bench.lane.drain()
    assert shown == []
