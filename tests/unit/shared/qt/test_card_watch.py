"""The card watch over the real driver, with a simulated reader at the wire."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from devices.core.card_watch import WatchPace
from devices.core.simulation import SimulationPermit
from devices.id_card.card_image import build_image
from devices.id_card.driver import SamvReader
from devices.id_card.faults import Fault
from devices.id_card.simulator import SamvSimulator
from devices.id_card.specimens import CHEN, OUYANG
from shared.qt.card_watch import CardWatch
from tests.patience import PATIENCE_S

PACE = WatchPace(poll=0.02, retry=0.05, find=1.0, read=30.0)


class Plate:
    """A reader, its watch, and what was heard."""

    def __init__(self, qtbot: QtBot, *, finds_again: bool = True, looks_first: bool = False) -> None:
        self.qtbot = qtbot
        self.simulator = SamvSimulator(SimulationPermit.for_development(), finds_again=finds_again)
        self.reader = SamvReader.open_serial(self.simulator.port)
        self.watch = CardWatch(self.reader, looks_first=looks_first, pace=PACE)
        self.heard: list[str] = []
        self.watch.cardRead.connect(lambda card: self.heard.append(f"read {card.name}"))
        self.watch.readFailed.connect(lambda code: self.heard.append(f"failed {code}"))
        self.watch.cardRemoved.connect(lambda: self.heard.append("removed"))
        self.watch.foundAtStart.connect(lambda: self.heard.append("found at start"))
        self.watch.leftBehind.connect(lambda: self.heard.append("left behind"))
        self.watch.stateChanged.connect(lambda state: self.heard.append(f"state {state}"))

    def hears(self, word: str, times: int = 1) -> None:
        self.qtbot.waitUntil(lambda: self.heard.count(word) >= times)

    def close(self) -> None:
        assert self.watch.stop(PATIENCE_S)
        self.reader.close()
        self.simulator.close()


@pytest.fixture
def plate(qtbot: QtBot) -> Iterator[Plate]:
    one = Plate(qtbot)
    yield one
    one.close()


def test_each_card_is_read_once_and_its_going_is_told(plate: Plate) -> None:
    plate.watch.start()
    plate.hears("state ready")
    plate.simulator.present(build_image(CHEN))
    plate.hears(f"read {CHEN.name}")
    plate.qtbot.wait(150)
    plate.simulator.remove()
    plate.hears("removed")
    plate.simulator.present(build_image(OUYANG))
    plate.hears(f"read {OUYANG.name}")
    assert plate.heard == ["state ready", f"read {CHEN.name}", "removed", f"read {OUYANG.name}"]


def test_a_failed_reading_is_told_once_and_tried_again_when_the_card_is_laid_anew(plate: Plate) -> None:
    plate.simulator.set_fault(Fault.READ_FAILED)
    plate.watch.start()
    plate.simulator.present(build_image(CHEN))
    plate.hears("failed card_read_failed")
    plate.qtbot.wait(150)
    assert plate.heard.count("failed card_read_failed") == 1
    plate.simulator.set_fault(None)
    plate.simulator.remove()
    plate.hears("removed")
    plate.simulator.present(build_image(CHEN))
    plate.hears(f"read {CHEN.name}")


@pytest.mark.parametrize("finds_again", [True, False])
def test_a_card_goes_when_it_is_lifted_and_not_before(qtbot: QtBot, finds_again: bool) -> None:
    plate = Plate(qtbot, finds_again=finds_again)
    try:
        plate.watch.start()
        plate.simulator.present(build_image(CHEN))
        plate.hears(f"read {CHEN.name}")
        plate.watch.expect_removal(0.1)
        plate.hears("left behind")
        assert "removed" not in plate.heard
        plate.simulator.remove()
        plate.hears("removed")
        plate.simulator.present(build_image(OUYANG))
        plate.hears(f"read {OUYANG.name}")
        assert plate.heard.count(f"read {CHEN.name}") == 1
    finally:
        plate.close()


def test_a_card_that_an_earlier_process_read_is_found_at_the_start(qtbot: QtBot) -> None:
    plate = Plate(qtbot, finds_again=False, looks_first=True)
    try:
        plate.simulator.present(build_image(CHEN))
        plate.reader.read(30)
        plate.watch.start()
        plate.hears("found at start")
        assert f"read {CHEN.name}" not in plate.heard
    finally:
        plate.close()


def test_a_card_that_lay_there_at_the_start_is_not_read(qtbot: QtBot) -> None:
    plate = Plate(qtbot, looks_first=True)
    try:
        plate.simulator.present(build_image(CHEN))
        plate.watch.start()
        plate.hears("found at start")
        plate.simulator.remove()
        plate.hears("removed")
        plate.simulator.present(build_image(OUYANG))
        plate.hears(f"read {OUYANG.name}")
        assert f"read {CHEN.name}" not in plate.heard
    finally:
        plate.close()


def test_a_card_that_ought_to_go_and_stays_is_called_back_once(plate: Plate) -> None:
    plate.watch.start()
    plate.simulator.present(build_image(CHEN))
    plate.hears(f"read {CHEN.name}")
    plate.watch.expect_removal(0.1)
    plate.hears("left behind")
    plate.qtbot.wait(150)
    assert plate.heard.count("left behind") == 1


def test_an_unplugged_reader_is_told_and_comes_back(plate: Plate) -> None:
    plate.watch.start()
    plate.hears("state ready")
    plate.simulator.set_fault(Fault.SILENCE)
    plate.hears("state unknown")
    plate.simulator.set_fault(None)
    plate.hears("state ready", times=2)
    plate.simulator.present(build_image(CHEN))
    plate.hears(f"read {CHEN.name}")


def test_stopping_before_the_start_and_twice_is_nothing(qtbot: QtBot) -> None:
    plate = Plate(qtbot)
    assert plate.watch.stop(PATIENCE_S)
    plate.close()
