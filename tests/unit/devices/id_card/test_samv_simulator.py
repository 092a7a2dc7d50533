"""The simulated reader: forbidden where it must be, and it lets go of its thread and its port."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from devices.core.errors import DeviceDisconnectedError, DeviceError, SimulationForbiddenError
from devices.core.simulation import SimulationPermit
from devices.core.status import DeviceState
from devices.id_card.card_image import build_image
from devices.id_card.driver import SamvReader
from devices.id_card.faults import Fault
from devices.id_card.simulator import SamvSimulator
from devices.id_card.specimens import CHEN, OUYANG
from tests.patience import LATE_S


@pytest.fixture
def permit(tmp_path: Path) -> SimulationPermit:
    return SimulationPermit.for_development(tmp_path / "installed")


@pytest.fixture
def simulator(permit: SimulationPermit, tmp_path: Path) -> Iterator[SamvSimulator]:
    simulator = SamvSimulator(permit, link=tmp_path / "port")
    yield simulator
    simulator.close()


def test_an_installed_terminal_gets_no_permit(tmp_path: Path) -> None:
    marker = tmp_path / "installed"
    marker.touch()
    with pytest.raises(SimulationForbiddenError):
        SimulationPermit.for_development(marker)
    with pytest.raises(SimulationForbiddenError):
        SimulationPermit(object())


def test_there_is_no_simulator_without_a_permit() -> None:
    with pytest.raises(TypeError):
        SamvSimulator(cast("SimulationPermit", True))


EXPECTED = {
    Fault.SILENCE: "device_timeout",
    Fault.GARBAGE: "protocol_error",
    Fault.WRONG_CHECKSUM: "checksum_error",
    Fault.TRUNCATED: "truncated_frame",
    Fault.AUTH_FAILED: "card_auth_failed",
    Fault.READ_FAILED: "card_read_failed",
    Fault.UNKNOWN_TYPE: "unknown_card_type",
    Fault.REMOVE_MID_READ: "card_read_failed",
    Fault.UNPLUG_MID_READ: "device_disconnected",
    Fault.MODULE_FAULT: "reader_fault",
    Fault.LOST_FIRST_BYTE: None,
    Fault.STALE_BYTES: None,
    Fault.SLOW: None,
}


@pytest.mark.parametrize("fault", list(Fault), ids=str)
def test_every_fault_shows_as_its_code_and_passes_when_cleared(simulator: SamvSimulator, fault: Fault) -> None:
    reader = SamvReader.open_serial(simulator.port)
    simulator.present(build_image(CHEN))
    simulator.set_fault(fault)
    code = None
    try:
        # Who never says a word that makes sense is listened to for the whole of it.
        reader.read(2 if fault in {Fault.SILENCE, Fault.GARBAGE} else 60)
    except DeviceError as error:
        code = error.code
    assert code == EXPECTED[fault]
    simulator.set_fault(None)
    simulator.replug()
    simulator.present(build_image(CHEN))
    assert reader.read(60).number == CHEN.number
    reader.close()


@pytest.mark.parametrize("speed", [115200, 9600])
def test_bytes_come_at_the_pace_of_the_line(permit: SimulationPermit, speed: int) -> None:
    simulator = SamvSimulator(permit, speed=speed)
    simulator.present(build_image(CHEN))
    reader = SamvReader.open_serial(simulator.port)
    reader.sam_number(30)
    started = time.monotonic()
    reader.read(30)
    # 1,295 bytes of base reply alone, ten bits each.
    assert time.monotonic() - started >= 1295 * 10 / speed
    reader.close()
    simulator.close()


def test_a_module_that_does_not_find_a_read_card_again(permit: SimulationPermit) -> None:
    simulator = SamvSimulator(permit, finds_again=False)
    simulator.present(build_image(CHEN))
    reader = SamvReader.open_serial(simulator.port)
    assert reader.read(30).number == CHEN.number
    assert not reader.present(30)
    simulator.present(build_image(OUYANG))
    assert reader.read(30).number == OUYANG.number
    reader.close()
    simulator.close()


def test_a_replugged_reader_works_again_under_its_link(permit: SimulationPermit, tmp_path: Path) -> None:
    simulator = SamvSimulator(permit, link=tmp_path / "reader")
    reader = SamvReader.open_serial(simulator.port)
    simulator.present(build_image(CHEN))
    assert reader.present(30)
    simulator.unplug()
    assert reader.status() is DeviceState.OFFLINE
    simulator.replug()
    started = time.monotonic()
    assert reader.read(30).number == CHEN.number
    assert time.monotonic() - started < 5 + LATE_S
    reader.close()
    simulator.close()
    assert not (tmp_path / "reader").is_symlink()


def test_a_script_strikes_at_the_moment_and_the_reader_comes_back(simulator: SamvSimulator) -> None:
    reader = SamvReader.open_serial(simulator.port)
    actions = simulator.fault_actions
    actions["present_card"].act(card="ouyang")
    undo = simulator.moments.subscribe(lambda moment: actions["unplug"].act() if moment == "read" else None)
    with pytest.raises(DeviceDisconnectedError):
        reader.read(30)
    undo()
    actions["restore"].act()
    assert reader.read(30).number == OUYANG.number
    reader.close()


def test_the_name_of_the_port_is_gone_before_the_line_ends(
    permit: SimulationPermit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "port"
    simulator = SamvSimulator(permit, link=link)
    line_was_there: list[bool] = []
    unlink = Path.unlink

    def watched(path: Path, missing_ok: bool = False) -> None:
        if path == link:
            line_was_there.append(path.exists())
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", watched)
    simulator.close()
    assert line_was_there == [True]
    assert not link.is_symlink()


def test_closing_leaves_no_thread_and_no_file_behind(permit: SimulationPermit) -> None:
    threads, files = threading.active_count(), _open_files()
    for _ in range(5):
        simulator = SamvSimulator(permit)
        simulator.close()
        simulator.close()
    assert threading.active_count() == threads
    assert _open_files() == files


def _open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())
