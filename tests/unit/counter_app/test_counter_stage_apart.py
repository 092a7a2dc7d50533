"""Several papers on one glass at the counter: offered as pages of their own, and put together again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any
from unittest.mock import Mock

import numpy as np
import pytest

from counter_app.ports.materials import StageMode
from counter_app.presenters.stage_state import PENDING
from counter_app.work.scan_door import Shot
from devices.imaging.errors import CornersError
from shared.capture.pages import CapturedPage, PageFinding
from shared.intake.draft import Draft
from shared.intake.errors import MaterialRefusedError
from tests.unit.counter_app.bench import MARRIAGE, Bench
from tests.unit.counter_app.stage_bench import PAPER, Stage, shot_of


@cache
def _paper(seed: int) -> Shot:
    """Return a small page unlike those of other seeds."""
    coarse = np.random.default_rng(seed).integers(0, 2, (14, 10, 1), np.uint8)
    return shot_of(255 - 200 * coarse.repeat(40, axis=0).repeat(40, axis=1).repeat(3, axis=2), dpi=40)


def glass() -> Shot:
    """Return a scan with two papers, one in its upper half and one in its lower."""
    whole = _paper(0)
    upper = np.array([[40.0, 28], [360, 28], [360, 252], [40, 252]])
    return Shot(replace(whole.captured, apart=(upper, upper + np.array([0.0, 280.0]))), whole.image, whole.image)


@pytest.fixture
def stage(bench: Bench) -> Stage:
    """A stage on which such a glass was scanned."""
    made = Stage(bench)
    made.glass.pages.append(glass())
    made.presenter.scan_for(PAPER)
    made.drain()
    return made


def part(stage: Stage, patch: pytest.MonkeyPatch, papers: Iterable[CapturedPage] | None = None) -> None:
    """Ask for a page of each paper, which are cut as these."""
    cut = tuple(papers or (_paper(1).captured, _paper(2).captured))
    patch.setattr("counter_app.work.capture.pages_apart", lambda _: cut)
    stage.view.partAsked.emit()
    stage.drain()


def test_they_are_offered_with_their_places_and_nothing_is_kept_yet(stage: Stage) -> None:
    state = stage.state
    assert (state.mode, state.current, state.can_part, stage.pages) == (StageMode.PAGE, PENDING, 2, 0)
    told, *places = state.findings
    assert "2 件" in told.title
    assert [line.label for line in places] == ["1", "2"]
    assert places[1].place == pytest.approx((0.1, 0.55, 0.8, 0.4))
    assert not state.can_override
    stage.view.wholeKept.emit()
    stage.drain()
    assert (stage.pages, stage.state.can_part, stage.state.can_unite) == (1, 0, False)


def test_each_becomes_a_page_and_they_can_become_one_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    part(stage, monkeypatch)
    assert (stage.pages, stage.state.can_part, stage.state.can_unite) == (2, 0, True)
    stage.glass.pages.append(_paper(3))
    stage.view.scanAsked.emit()
    stage.drain()
    assert (stage.pages, stage.state.can_unite) == (3, False)
    stage.view.pageChosen.emit(stage.state.thumbs[0].page_id)
    stage.view.uniteAsked.emit()
    stage.drain()
    assert (stage.pages, stage.state.can_unite) == (2, False)


def test_one_that_is_not_good_waits_for_a_person_before_the_next(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = _paper(1).captured, _paper(2).captured
    part(stage, monkeypatch, (first.with_finding(PageFinding("blurred")), first, second, second))
    assert (stage.pages, stage.state.can_override) == (0, True)
    stage.view.removeAsked.emit()
    stage.drain()
    assert stage.pages == 2
    assert [line.title for line in stage.state.findings] == ["这一页前面已经扫过"]
    stage.view.overrideAsked.emit()
    stage.view.overrideGiven.emit("原件如此")
    stage.drain()
    assert (stage.pages, stage.state.can_unite) == (3, True)


def test_nothing_is_told_of_papers_whose_case_was_left_while_they_were_cut(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counter_app.work.capture.pages_apart", lambda _: (_paper(1).captured, _paper(2).captured))
    stage.view.partAsked.emit()
    stage.bench.workbench.leave()
    stage.bench.workbench.begin(MARRIAGE)
    stage.bench.lane.drain()
    stage.presenter.select(PAPER)
    assert not stage.state.can_scan
    stage.drain()
    assert (stage.troubles, stage.pages, stage.state.can_scan) == ([], 0, True)


def test_papers_that_can_not_be_cut_are_offered_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise CornersError

    monkeypatch.setattr("counter_app.work.capture.pages_apart", refuse)
    stage.view.partAsked.emit()
    assert (stage.state.mode, stage.state.hint) == (StageMode.CUTTING, "正在重新裁切")
    stage.drain()
    assert stage.troubles == ["四个角围不成一页"]
    assert (stage.state.can_part, stage.state.current) == (2, PENDING)


def test_another_material_forgets_them(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    part(stage, monkeypatch)
    stage.presenter.select("joining_application")
    stage.presenter.select(PAPER)
    assert (stage.pages, stage.state.can_unite) == (2, False)


def test_those_that_were_not_judged_yet_wait_while_another_material_is_looked_at(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = _paper(1).captured, _paper(2).captured
    part(stage, monkeypatch, (first.with_finding(PageFinding("blurred")), second))
    stage.presenter.select("joining_application")
    assert (stage.state.thumbs, stage.troubles) == ((), [])
    stage.presenter.select(PAPER)
    assert [line.title for line in stage.state.findings] == ["这一页拍糊了"]
    stage.view.removeAsked.emit()
    stage.drain()
    assert (stage.pages, stage.state.can_unite) == (1, False)


def test_a_glass_that_waits_is_asked_about_again_after_another_material(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.presenter.select("joining_application")
    assert stage.state.can_part == 0
    stage.presenter.select(PAPER)
    assert (stage.state.current, stage.state.can_part) == (PENDING, 2)
    part(stage, monkeypatch)
    assert stage.pages == 2


def test_one_that_is_not_kept_waits_to_be_used_once_more_before_the_next(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = stage.bench.intake.attach_page
    refusals: list[Exception] = [MaterialRefusedError("too_many_pages")]

    def once_refused(*arguments: Any, **named: Any) -> Draft:
        if refusals:
            raise refusals.pop()
        return keep(*arguments, **named)

    monkeypatch.setattr(stage.bench.intake, "attach_page", once_refused)
    part(stage, monkeypatch)
    assert (stage.pages, stage.state.current, stage.state.can_override) == (0, PENDING, True)
    stage.view.overrideAsked.emit()
    stage.drain()
    assert (stage.pages, stage.state.can_unite) == (2, True)


def test_their_pages_stay_until_the_whole_is_kept(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    part(stage, monkeypatch)
    with monkeypatch.context() as patch:
        refuse = Mock(side_effect=MaterialRefusedError("too_many_pages"))
        patch.setattr(stage.bench.intake, "attach_page", refuse)
        stage.view.uniteAsked.emit()
        stage.drain()
    assert (refuse.call_count, stage.pages, stage.state.current) == (1, 2, PENDING)
    stage.view.overrideAsked.emit()
    stage.drain()
    assert (stage.pages, stage.state.can_unite) == (1, False)


@pytest.fixture
def doubtful(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A stage on which the papers of a glass with glare were parted; the whole waits for a person."""
    stage, whole = Stage(bench), glass()
    stage.glass.pages.append(Shot(whole.captured.with_finding(PageFinding("glare")), whole.image, whole.glass))
    stage.presenter.scan_for(PAPER)
    stage.drain()
    part(stage, monkeypatch)
    stage.view.uniteAsked.emit()
    stage.drain()
    assert (stage.pages, stage.state.current) == (2, PENDING)
    return stage


def test_their_pages_stay_while_the_whole_waits_for_a_person(doubtful: Stage) -> None:
    stage = doubtful
    stage.view.removeAsked.emit()
    stage.drain()
    assert (stage.pages, stage.state.can_unite) == (2, True)
    stage.view.uniteAsked.emit()
    stage.view.overrideAsked.emit()
    stage.view.overrideGiven.emit("原件如此")
    stage.drain()
    assert (stage.pages, stage.state.can_unite) == (1, False)


def test_a_further_page_puts_the_whole_aside_and_they_can_still_become_one(doubtful: Stage) -> None:
    paper = doubtful.state.thumbs[0].page_id
    doubtful.glass.pages.append(_paper(3))
    doubtful.view.scanAsked.emit()
    doubtful.drain()
    assert doubtful.pages == 3
    doubtful.view.pageChosen.emit(paper)
    assert doubtful.state.can_unite
