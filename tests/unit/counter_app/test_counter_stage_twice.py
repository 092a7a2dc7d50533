"""The stage and papers that are there already: taken twice, taken before this session, taken again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from counter_app.ports.materials import StageMode
from counter_app.ports.tone import Tone
from counter_app.work.scan_door import Shot
from devices.imaging.duplicates import Fingerprint
from shared.capture.pages import PageFinding, Wanted
from tests.unit.counter_app.bench import Bench
from tests.unit.counter_app.stage_bench import PAPER, Stage, written


@pytest.fixture
def stage(bench: Bench) -> Stage:
    return Stage(bench)


def test_the_same_paper_twice_is_asked_about_and_another_is_not(stage: Stage) -> None:
    for page in (written("first page"), written("another page"), written("first page")):
        stage.glass.pages.append(page)
        stage.presenter.scan_for(PAPER)
        stage.drain()
    assert stage.pages == 2
    assert [line.title for line in stage.state.findings] == ["这一页前面已经扫过"]
    stage.view.removeAsked.emit()
    stage.drain()
    stage.view.retakeAsked.emit()
    stage.drain()
    assert stage.pages == 2


def test_who_goes_on_with_a_draft_is_told_of_the_papers_and_sides_that_are_there(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Stage(bench)
    first = written("first page")
    before.glass.pages.append(Shot(replace(first.captured, side="居民身份证人像面", is_doubtful=True), first.image))
    before.presenter.scan_for(PAPER)
    before.drain()
    facts = bench.workbench.facts
    assert facts is not None
    bench.workbench.leave()
    bench.lane.drain()
    told: list[tuple[str, ...]] = []
    monkeypatch.setattr(
        "counter_app.work.case_desk.wanted_page", lambda _catalogue, _code, sides: told.append(sides) or Wanted()
    )
    after = Stage(bench)
    bench.workbench.resume(facts.draft.case_id)
    bench.lane.drain()
    after.presenter.select(PAPER)
    assert "请核对" in after.state.pill
    for page in (written("another page"), written("first page")):
        after.glass.pages.append(page)
        after.presenter.scan_for(PAPER)
        after.drain()
    assert after.pages == 2
    assert [line.title for line in after.state.findings] == ["这一页前面已经扫过"]
    assert told == [("居民身份证人像面",)] * 2


Deliver = Callable[[Mapping[str, Fingerprint]], None]


@pytest.fixture
def recalling(bench: Bench) -> tuple[Stage, Deliver]:
    """A case with one page that is gone on with: its stage, and what ends the recall of that page."""
    before = Stage(bench)
    before.glass.pages.append(written("first page"))
    before.presenter.scan_for(PAPER)
    before.drain()
    facts = bench.workbench.facts
    assert facts is not None
    after = Stage(bench)
    prints: list[Deliver] = []
    after.bench.workbench.load_prints = prints.append  # type: ignore[method-assign]
    bench.workbench.resume(facts.draft.case_id)
    bench.lane.drain()
    return after, prints[-1]


def test_a_scan_that_is_faster_than_the_recall_waits_for_it(bench: Bench, recalling: tuple[Stage, Deliver]) -> None:
    stage, recall = recalling
    stage.glass.pages.append(written("first page"))
    stage.presenter.scan_for(PAPER)
    stage.drain()
    assert (stage.pages, stage.state.mode) == (1, StageMode.SCANNING)
    stage.glass.pages.append(written("a page that nobody scans"))
    stage.view.scanAsked.emit()
    stage.drain()
    assert len(stage.glass.pages) == 1, "F6 begins no second page while the first one waits"
    recall(bench.desk.page_prints())
    stage.drain()
    assert stage.pages == 1
    assert [line.title for line in stage.state.findings] == ["这一页前面已经扫过"]


def test_a_scan_that_waits_for_the_recall_can_be_stopped(bench: Bench, recalling: tuple[Stage, Deliver]) -> None:
    stage, recall = recalling
    stage.glass.pages.append(written("another page"))
    stage.presenter.scan_for(PAPER)
    stage.drain()
    stage.view.cancelAsked.emit()
    recall(bench.desk.page_prints())
    stage.drain()
    assert (stage.pages, stage.troubles) == (1, ["扫描停下了"])
    assert stage.state.mode is not StageMode.SCANNING


def test_a_page_that_is_taken_again_is_no_duplicate_of_itself(stage: Stage) -> None:
    for _ in range(2):
        stage.glass.pages.append(written("one page"))
    stage.presenter.scan_for(PAPER)
    stage.drain()
    stage.view.retakeAsked.emit()
    stage.drain()
    assert stage.pages == 1
    assert stage.state.tone is Tone.GOOD


@pytest.mark.parametrize("again", ["first page", "a better one of it"])
def test_a_page_that_is_taken_again_takes_its_place_though_another_paper_was_looked_at_meanwhile(
    stage: Stage, again: str
) -> None:
    for words in ("first page", again):
        stage.glass.pages.append(written(words))
    stage.presenter.scan_for(PAPER)
    stage.drain()
    stage.view.retakeAsked.emit()
    stage.presenter.select("joining_application")
    stage.presenter.select(PAPER)
    stage.drain()
    assert (stage.pages, stage.state.findings) == (1, ())


def test_who_drops_what_was_taken_again_goes_on_with_a_further_page(stage: Stage) -> None:
    stage.scan()
    stage.glass.lay(PageFinding("glare"))
    stage.view.retakeAsked.emit()
    stage.drain()
    stage.view.removeAsked.emit()
    stage.glass.pages.append(written("another page"))
    stage.view.scanAsked.emit()
    stage.drain()
    assert stage.pages == 2
