"""The dock against the real drivers: what its state file says is what a terminal's devices meet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.dock.dock import Dock
from demo.dock.state import DockState, edit_state, read_state
from demo.dock.status import STATUS_FILE, read_status
from demo.dock.workbench import WORKBENCH
from devices.barcode import SerialGun
from devices.core.errors import NoCardError, SimulationForbiddenError
from devices.core.page_printing import PageCause, PageOptions
from devices.core.printing import PrintCause, PrintState
from devices.core.simulation import SimulationPermit
from devices.faults.library import shipped_scripts
from devices.id_card.driver import SamvReader
from devices.id_card.errors import CardReadFailedError
from devices.id_card.specimens import CHEN, OUYANG
from devices.page_printer import open_page_printer
from devices.receipt_printer.sample import sample_slip
from devices.receipt_printer.uri import open_printer
from devices.scanner.errors import CoverOpenError
from devices.scanner.escl.driver import EsclScanner
from devices.scanner.image_source import ImageFileScanner
from tests.unit.demo.demo_waiting import wait_until

_PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def dock(tmp_path: Path) -> Iterator[Dock]:
    dock = Dock(tmp_path / "dock", SimulationPermit.for_development(), ("kiosk", "counter"), 1)
    yield dock
    dock.close()


def _device(dock: Dock, kind: str, bench: str = "kiosk") -> str:
    return dock.status.benches[bench].devices[kind]


def _lay(dock: Dock, **changes: object) -> None:
    edit_state(dock.status.state_file, lambda state: state.with_bench("kiosk", **changes))
    dock.tick()


def test_a_card_that_is_laid_is_read_and_one_that_is_lifted_is_gone(dock: Dock) -> None:
    _lay(dock, card="chen")
    reader = SamvReader.open_serial(_device(dock, "id_card").removeprefix("serial:"))
    try:
        assert reader.read(30).number == CHEN.number
        _lay(dock, card=None)
        with pytest.raises(NoCardError):
            reader.read(30)
    finally:
        reader.close()


def test_one_card_is_changed_for_another_as_slowly_as_a_hand_does_it(dock: Dock) -> None:
    reader = SamvReader.open_serial(_device(dock, "id_card").removeprefix("serial:"))
    try:
        _lay(dock, card="chen")
        assert reader.present(30)
        _lay(dock, card="ouyang")
        assert not reader.present(30)
        wait_until(lambda: dock.tick() and reader.present(30))
        assert reader.read(30).number == OUYANG.number
    finally:
        reader.close()


def test_paper_and_cover_reach_the_printer_and_slips_are_told(dock: Dock) -> None:
    printer = open_printer(_device(dock, "receipt_printer"))
    _lay(dock, cover_open=True)
    assert printer.print_slip(sample_slip(), 30).cause is PrintCause.COVER_OPEN
    _lay(dock, cover_open=False, paper="low")
    outcome = printer.print_slip(sample_slip(), 30)
    assert outcome.state is PrintState.PRINTED
    assert outcome.paper_low
    printer.close()
    dock.tick()
    slips = read_status(dock.status.state_file.parent).benches["kiosk"].slips
    assert [slip.suffix for slip in slips] == [".png"]
    assert slips[0].with_suffix(".bin").read_bytes()


def test_a_page_that_was_taken_is_gone_from_the_state(dock: Dock) -> None:
    _lay(dock, page="household_register")
    page = Path(_device(dock, "scanner").removeprefix("folder:")) / "next.png"
    assert page.read_bytes().startswith(b"\x89PNG")
    assert read_state(dock.status.state_file).bench("kiosk").page == "household_register"
    scanned = ImageFileScanner(page.parent).scan(30)
    assert (scanned.dpi, scanned.pixels.shape) == (200, (1165, 1654, 3))
    assert dock.tick().state.bench("kiosk").page is None
    _lay(dock, page="household_register")
    assert page.exists()
    _lay(dock, page=None)
    assert not page.exists()


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("{", ""),
        (json.dumps({"benches": {"kiosk": {"paper": "none"}}}), "benches.kiosk.paper"),
        (json.dumps({"benches": {"cellar": {}}}), "benches.cellar"),
        (json.dumps({"benches": {"kiosk": {"sheets": "out"}}}), "benches.kiosk.sheets"),
        (json.dumps({"benches": {"kiosk": {"code": "YM1:"}}}), "benches.kiosk.code"),
    ],
)
def test_a_wrong_state_file_is_named_and_the_last_good_state_kept(dock: Dock, content: str, place: str) -> None:
    _lay(dock, card="chen")
    dock.status.state_file.write_text(content)
    told = dock.tick()
    assert told.problem is not None
    assert (told.problem.code, told.problem.place) == ("dock_state", place)
    assert told.state.bench("kiosk").card == "chen"
    assert read_status(dock.status.state_file.parent).problem == told.problem
    dock.edit(lambda state: state.with_bench("kiosk", paper="low"))
    mended = dock.tick()
    assert mended.problem is None
    assert mended.state.bench("kiosk").card == "chen"


def test_the_network_follows_the_state(dock: Dock) -> None:
    assert dock.status.relay_port
    edit_state(dock.status.state_file, lambda state: state.model_copy(update={"network": False}))
    assert dock.tick().state.network is False


def test_the_status_file_is_written_only_when_something_changed(dock: Dock) -> None:
    path = dock.status.state_file.with_name(STATUS_FILE)
    before = path.stat().st_ino
    dock.tick()
    assert path.stat().st_ino == before
    _lay(dock, paper="out")
    assert path.stat().st_ino != before


def test_a_new_dock_in_an_old_folder_takes_up_its_state(tmp_path: Path) -> None:
    permit = SimulationPermit.for_development()
    first = Dock(tmp_path, permit, ("kiosk",), None)
    first.edit(lambda state: state.with_bench("kiosk", card="ouyang"))
    first.close()
    second = Dock(tmp_path, permit, ("kiosk",), None)
    assert second.status.state == DockState().with_bench("kiosk", card="ouyang")
    assert second.status.relay_port is None
    second.close()


def test_no_dock_starts_on_an_installed_terminal(tmp_path: Path) -> None:
    marker = tmp_path / "installed"
    marker.touch()
    with pytest.raises(SimulationForbiddenError):
        SimulationPermit.for_development(marker)


def test_a_script_is_played_and_ended_and_everything_is_right_again(dock: Dock) -> None:
    _lay(dock, card="chen")
    reader = SamvReader.open_serial(_device(dock, "id_card").removeprefix("serial:"))
    try:
        assert reader.read(30).number == CHEN.number
        _lay(dock, script="card-pulled-mid-read")
        drill = dock.status.benches["kiosk"].drill
        assert drill is not None
        assert (drill.done, drill.steps, drill.failed) == (0, 1, False)
        with pytest.raises(CardReadFailedError):
            reader.read(30)
        wait_until(lambda: (seen := dock.tick().benches["kiosk"].drill) is not None and seen.done == 1)
        _lay(dock, script=None)
        assert dock.status.benches["kiosk"].drill is None
        wait_until(lambda: dock.tick() and reader.present(30))
        assert reader.read(30).number == CHEN.number
    finally:
        reader.close()


def test_the_printer_is_as_the_state_says_after_a_script(dock: Dock) -> None:
    _lay(dock, paper="low", script="printer-overheated")
    printer = open_printer(_device(dock, "receipt_printer"))
    try:
        wait_until(lambda: printer.status(30).cause is PrintCause.OVERHEAT)
        _lay(dock, script=None)
        status = printer.status(30)
        assert (status.cause, status.paper_low) == (None, True)
    finally:
        printer.close()


def test_each_script_that_is_offered_can_be_chosen_and_others_are_a_problem(dock: Dock) -> None:
    offered = dock.status.benches["kiosk"].scripts
    assert {choice.device.value for choice in offered} == {"id_card", "receipt_printer", "scanner"}
    names = {choice.name for choice in offered}
    assert "share-gone" in names
    assert "scanner-daemon-killed" not in names
    assert dock.status.benches["counter"].scripts != offered
    _lay(dock, script="scanner-daemon-killed")
    problem = dock.status.problem
    assert problem is not None
    assert problem.place == "benches.kiosk.script"


def _work_at(dock: Dock, **changes: object) -> None:
    edit_state(dock.status.state_file, lambda state: state.with_bench("counter", **changes))
    dock.tick()


def test_a_page_is_printed_at_the_counter_and_told(dock: Dock) -> None:
    printer = open_page_printer(_device(dock, "page_printer", "counter"))
    _work_at(dock, sheets="out")
    outcome = printer.print_document(_PDF, "样例", PageOptions(), deadline_s=30)
    assert (outcome.state, outcome.cause) == (PrintState.FAILED, PageCause.MEDIA_EMPTY)
    _work_at(dock, sheets="low")
    assert printer.status(30).supplies_low
    assert printer.print_document(_PDF, "样例", PageOptions(), deadline_s=30).state is PrintState.PRINTED
    pages = dock.tick().benches["counter"].pages
    assert [page.read_bytes() for page in pages] == [_PDF]


def test_the_page_printer_is_as_the_state_says_after_a_script(dock: Dock) -> None:
    printer = open_page_printer(_device(dock, "page_printer", "counter"))
    _work_at(dock, jammed=True, script="page-frozen")
    wait_until(lambda: printer.status(0.2).cause is PageCause.UNREACHABLE)
    _work_at(dock, script=None)
    assert printer.status(30).cause is PageCause.PAPER_JAM


def test_a_code_that_the_gun_is_held_to_is_read_once(dock: Dock) -> None:
    gun = SerialGun(Path(_device(dock, "barcode", "counter").removeprefix("serial:").partition("?")[0]))
    try:
        gun.read(0.01)
        _work_at(dock, code="YM1:样例")
        scan = gun.read(30)
        assert scan is not None
        assert scan.text == "YM1:样例"
        assert dock.tick().state.bench("counter").code is None
        assert gun.read(0.05) is None
    finally:
        gun.close()


@pytest.mark.daemon
def test_every_shipped_script_can_be_played_at_some_bench(tmp_path: Path) -> None:
    dock = Dock(tmp_path, SimulationPermit.for_development(), ("kiosk", "counter", WORKBENCH), None)
    try:
        benches = dock.status.benches
    finally:
        dock.close()
    offered = {choice.name for bench in benches.values() for choice in bench.scripts}
    assert offered == {script.name for script in shipped_scripts()}
    assert set(benches[WORKBENCH].commands) == {"scanner", "ca_card", "social_card"}


@pytest.fixture
def workbench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dock]:
    monkeypatch.setattr("demo.dock.workbench._start_cards", lambda _permit: None)
    dock = Dock(tmp_path, SimulationPermit.for_development(), (WORKBENCH,), None)
    yield dock
    dock.close()


def _try_at_workbench(dock: Dock, **changes: object) -> None:
    edit_state(dock.status.state_file, lambda state: state.with_bench(WORKBENCH, **changes))
    dock.tick()


def test_a_page_in_the_feeder_of_the_workbench_is_scanned_once(workbench: Dock) -> None:
    scanner = EsclScanner(workbench.status.benches[WORKBENCH].devices["scanner"].removeprefix("escl:"), resolution=75)
    _try_at_workbench(workbench, page="household_register")
    assert len(list(scanner.scan_stack(30))) == 1
    assert workbench.tick().state.bench(WORKBENCH).page is None
    _try_at_workbench(workbench, page="household_register", script="scanner-cover-open")
    with pytest.raises(CoverOpenError):
        scanner.scan(30)


def test_a_workbench_without_a_card_service_offers_its_scanner_alone(workbench: Dock) -> None:
    bench = workbench.status.benches[WORKBENCH]
    assert set(bench.commands) == {"scanner"}
    assert {choice.device.value for choice in bench.scripts} == {"scanner"}
    _try_at_workbench(workbench, card="chen")
    problem = workbench.status.problem
    assert problem is not None
    assert problem.place == "benches.workbench.card"
