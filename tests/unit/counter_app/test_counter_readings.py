"""What pages say of the form: offered beside them, and filled by the clerk alone."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import patch

import numpy as np
import pytest
from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from counter_app.ports.materials import ReadingsState
from counter_app.ports.window import Page
from counter_app.presenters.gaps import GapsPresenter
from counter_app.presenters.readings import ReadingsPresenter
from counter_app.views.gaps import GapsView
from counter_app.views.window import CounterWindow
from counter_app.words.gaps import GapWords
from counter_app.words.scanning import ScanWords
from devices.id_card.specimens import CHEN, OUYANG
from shared.capture.reading import Reading
from shared.intake.draft import Draft
from shared.intake.errors import MaterialRefusedError
from shared.qt.jobs import ManualLane
from tests.unit.counter_app.bench import MARRIAGE, Bench
from tests.unit.counter_app.cases import fill_case
from tests.unit.counter_app.fake_views import FakeStage
from tests.unit.counter_app.stage_bench import PAPER, Stage, written
from tests.unit.shared.intake.desks import NOW


def _reading(field: str, value: str, confidence: float = 0.99) -> Reading:
    return Reading(field, field, value, value, confidence, (0, 0, 1, 1), b"")


def test_what_a_page_says_is_offered_and_filled_only_by_the_clerk(bench: Bench) -> None:
    readings = [
        _reading("move.householder_name", "陈样例"),
        _reading("move.to_address", "样例路1号", 0.6),
        _reading("marriage.certificate_number", "样例J1"),
    ]
    view, lane = FakeStage(), ManualLane()
    presenter = ReadingsPresenter(view, bench.workbench, lane, lambda *_: tuple(readings), ScanWords())
    bench.workbench.begin(MARRIAGE)
    bench.lane.drain()
    presenter.read(PAPER, np.zeros((1, 1, 3), np.uint8))
    lane.drain()
    presenter.show_for(PAPER)

    def lines() -> list[str]:
        state: ReadingsState = view.last("set_readings")
        return [line.key for line in state.lines]

    def values() -> dict[str, tuple[str, str]]:
        facts = bench.workbench.facts
        assert facts is not None
        return {key: (told.value, told.source.value) for key, told in facts.draft.fields.items()}

    assert lines() == [one.key for one in readings]
    assert not {one.field_id for one in readings} & set(values())
    view.readingRefused.emit(readings[2].key)
    bench.lane.drain()
    view.readingsTaken.emit()
    bench.lane.drain()
    draft = bench.workbench.facts.draft if bench.workbench.facts else None
    assert draft is not None
    assert Draft.model_validate_json(draft.model_dump_json()).refused_readings == {readings[2].key}
    assert "样例J1" not in readings[2].key
    assert values()["move.householder_name"] == ("陈样例", "read")
    assert lines() == [readings[1].key]
    view.readingTaken.emit(readings[1].key)
    bench.lane.drain()
    assert values()["move.to_address"] == ("样例路1号", "read")
    assert lines() == []
    presenter.read(PAPER, np.zeros((1, 1, 3), np.uint8))
    lane.drain()
    assert lines() == []
    bench.workbench.undo()
    bench.lane.drain()
    assert "move.to_address" not in values()


def test_what_a_page_says_that_is_gone_by_then_is_not_offered(bench: Bench) -> None:
    view, lane = FakeStage(), ManualLane()
    said = [(_reading("move.to_address", "样例路1号"),), (_reading("move.to_address", "样例路2号"),)]
    presenter = ReadingsPresenter(view, bench.workbench, lane, lambda *_: said.pop(0), ScanWords())
    bench.workbench.begin(MARRIAGE)
    bench.lane.drain()
    presenter.read(PAPER, np.zeros((1, 1, 3), np.uint8))
    presenter.forget(PAPER)
    presenter.read(PAPER, np.zeros((1, 1, 3), np.uint8))
    lane.drain()
    presenter.show_for(PAPER)
    state: ReadingsState = view.last("set_readings")
    assert [line.text for line in state.lines] == ["样例路2号"]


def test_a_page_is_read_once_it_is_kept_and_not_where_it_is_not(bench: Bench) -> None:
    read: list[str] = []
    lane = ManualLane()
    presenter = ReadingsPresenter(FakeStage(), bench.workbench, lane, lambda *_: read.append("page") or (), ScanWords())
    stage = Stage(bench, readings=presenter)
    refusing = patch.object(bench.intake, "attach_page", side_effect=MaterialRefusedError("too_many_pages"))
    with refusing:
        stage.scan()
    lane.drain()
    assert (stage.pages, read) == (0, [])
    stage.scan()
    lane.drain()
    assert (stage.pages, read) == (1, ["page"])


def test_what_the_pages_of_a_roles_former_holder_said_is_never_offered_of_the_next(bench: Bench) -> None:
    said = [(_reading("applicant.phone", "13800000007"),), (_reading("applicant.phone", "13800000008"),), ()]
    view, lane = FakeStage(), ManualLane()
    presenter = ReadingsPresenter(view, bench.workbench, lane, lambda *_: said.pop(0), ScanWords())
    stage = Stage(bench, readings=presenter)
    bench.workbench.begin("7.1")
    bench.lane.drain()
    bench.workbench.identify("applicant", CHEN)
    bench.lane.drain()

    def scan(words: str) -> None:
        stage.glass.pages.append(written(words))
        stage.presenter.scan_for("household_register")
        stage.drain()

    def offered() -> list[str]:
        state: ReadingsState = view.last("set_readings")
        return [line.text for line in state.lines]

    scan("a page of one person")
    lane.drain()
    assert offered() == ["13800000007"]
    scan("another page of theirs, which is being read yet")
    bench.workbench.identify("applicant", OUYANG)
    bench.lane.drain()
    scan("a page of the next person")
    lane.drain()
    assert (offered(), said) == ([], [])


@pytest.mark.parametrize(
    ("key", "modifier", "asked"),
    [
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, lambda view: view.collectAsked),
        (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, lambda view: view.acceptAsked),
        (Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier, lambda view: view.discardAsked),
    ],
    ids=("collect", "accept", "discard"),
)
def test_the_keys_that_end_an_intake_work_behind_readings_which_are_offered_again(
    bench: Bench,
    window: CounterWindow,
    qtbot: QtBot,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    asked: Callable[[GapsView], SignalInstance],
) -> None:
    lane, said = ManualLane(), (_reading("move.to_address", "样例路9号"),)
    presenter = ReadingsPresenter(window.stage, bench.workbench, lane, lambda *_: said, ScanWords())
    gaps = GapsPresenter(window.gaps, bench.workbench, GapWords(), lambda: NOW)
    gaps.set_rights(may_accept=True)
    fill_case(bench)
    window.show_page(Page.INTAKE)
    presenter.read(PAPER, np.zeros((1, 1, 3), np.uint8))
    lane.drain()
    presenter.show_for(PAPER)

    def in_sight() -> dict[str, bool]:
        shown = {name: window.findChild(QWidget, name) for name in ("readings", "gaps", "discard_question")}
        return {name: part.isVisible() for name, part in shown.items() if part is not None}

    assert in_sight() == {"readings": True, "gaps": False, "discard_question": False}
    with qtbot.waitSignal(asked(window.gaps)):
        QTest.keyClick(window, key, modifier)
    presenter.show_for(PAPER)
    assert in_sight() == {"readings": False, "gaps": True, "discard_question": key is Qt.Key.Key_W}
    window.stage.pageChosen.emit("")
    assert in_sight()["readings"]


def test_readings_that_were_put_away_come_back_with_what_a_further_page_says(bench: Bench) -> None:
    said = [(_reading("move.to_address", "样例路1号"),), (_reading("move.householder_name", "陈样例"),)]
    view, lane = FakeStage(), ManualLane()
    presenter = ReadingsPresenter(view, bench.workbench, lane, lambda *_: said.pop(0), ScanWords())
    bench.workbench.begin(MARRIAGE)
    bench.lane.drain()
    presenter.show_for(PAPER)
    lines: list[int] = []
    for _ in range(2):
        presenter.read(PAPER, np.zeros((1, 1, 3), np.uint8))
        lane.drain()
        lines.append(len(view.last("set_readings").lines))
        view.readingsLeft.emit()
        lines.append(len(view.last("set_readings").lines))
    presenter.offer_again()
    lines.append(len(view.last("set_readings").lines))
    assert lines == [1, 0, 2, 0, 2]
