"""Pages that wait at the stage: not kept by the desk, or of a material that is not looked at now."""

from __future__ import annotations

from contextlib import AbstractContextManager
from unittest.mock import patch

import pytest

from counter_app.ports.materials import StageMode
from counter_app.presenters.stage_state import PENDING
from shared.store.errors import StoreBusyError
from tests.unit.counter_app.bench import MARRIAGE, Bench
from tests.unit.counter_app.stage_bench import PAPER, Stage, written


@pytest.fixture
def stage(bench: Bench) -> Stage:
    return Stage(bench)


def refusing(stage: Stage) -> AbstractContextManager[object]:
    """Let the desk keep no page for a while."""
    return patch.object(stage.bench.intake, "attach_page", side_effect=StoreBusyError())


def test_a_page_that_is_not_kept_waits_to_be_used_once_more(stage: Stage) -> None:
    with refusing(stage):
        stage.scan()
    assert (stage.pages, stage.state.mode, stage.state.current) == (0, StageMode.PAGE, PENDING)
    assert (stage.state.findings, stage.state.can_override, stage.state.progress) == ((), True, None)
    stage.view.overrideAsked.emit()
    stage.drain()
    assert (stage.pages, stage.state.pill) == (1, "这一页清楚")


def test_a_page_that_is_used_all_the_same_and_not_kept_is_asked_about_again(stage: Stage) -> None:
    stage.scan("blank")
    stage.view.overrideAsked.emit()
    with refusing(stage):
        stage.view.overrideGiven.emit("背面无内容")
        stage.drain()
    assert (stage.state.current, stage.state.overriding) == (PENDING, False)
    stage.view.overrideAsked.emit()
    stage.view.overrideGiven.emit("背面无内容")
    stage.drain()
    assert (stage.pages, stage.state.pill) == (1, "照用：背面无内容")


def test_a_page_that_is_not_kept_takes_the_place_it_was_taken_for(stage: Stage) -> None:
    stage.scan()
    first = stage.state.current
    stage.glass.lay()
    stage.view.retakeAsked.emit()
    with refusing(stage):
        stage.drain()
    assert [thumb.page_id for thumb in stage.state.thumbs] == [first, PENDING]
    stage.view.overrideAsked.emit()
    stage.drain()
    assert stage.pages == 1
    assert first not in [thumb.page_id for thumb in stage.state.thumbs]


def test_no_other_page_is_taken_while_one_is_being_kept(stage: Stage) -> None:
    stage.glass.pages += [written("first page"), written("another page")]
    stage.presenter.scan_for(PAPER)
    stage.lane.drain()
    stage.presenter.scan_for(PAPER)
    stage.lane.drain()
    with refusing(stage):
        stage.bench.lane.drain()
    assert (stage.state.current, len(stage.glass.pages)) == (PENDING, 1)


def test_a_page_that_waits_stays_with_its_material(stage: Stage) -> None:
    stage.scan("blank")
    stage.presenter.select("joining_application")
    assert (stage.state.mode, stage.state.thumbs) == (StageMode.EMPTY, ())
    stage.glass.lay()
    stage.presenter.scan_for("joining_application")
    stage.drain()
    stage.presenter.select(PAPER)
    assert (stage.state.current, stage.troubles) == (PENDING, [])
    stage.view.overrideGiven.emit("背面无内容")
    stage.drain()
    assert (stage.pages, stage.state.pill) == (1, "照用：背面无内容")


def test_a_page_that_is_not_kept_waits_with_its_material_while_another_is_looked_at(stage: Stage) -> None:
    stage.glass.lay()
    stage.presenter.scan_for(PAPER)
    stage.lane.drain()
    stage.presenter.select("joining_application")
    with refusing(stage):
        stage.drain()
    assert stage.state.thumbs == ()
    stage.presenter.select(PAPER)
    stage.view.overrideAsked.emit()
    stage.drain()
    assert stage.pages == 1


def test_a_page_that_waits_is_forgotten_with_its_case(stage: Stage) -> None:
    stage.scan("blank")
    stage.bench.workbench.begin(MARRIAGE)
    stage.drain()
    stage.presenter.select(PAPER)
    assert (stage.state.mode, stage.state.thumbs) == (StageMode.EMPTY, ())
