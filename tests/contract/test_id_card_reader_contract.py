"""What every IdCardReader keeps, whatever it hangs on. A new driver joins by one more rig in RIGS."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest

from devices.core.cards import IdCard, IdCardReader
from devices.core.errors import DeviceDisconnectedError, DeviceError
from devices.core.simulation import SimulationPermit
from devices.core.status import DeviceState
from devices.id_card.card_image import build_image
from devices.id_card.driver import SamvReader
from devices.id_card.faults import Fault
from devices.id_card.simulator import SamvSimulator
from devices.id_card.specimens import CHEN, OUYANG, SPECIMENS
from devices.id_card.usb_shape import UsbForm
from devices.id_card.usb_simulator import UsbReaderSimulator
from tests.patience import LATE_S, PATIENCE_S


class Rig(Protocol):
    """A reader, and the hands that move cards and cables."""

    reader: IdCardReader

    def lay(self, card: IdCard) -> None: ...
    def lift(self) -> None: ...
    def fall_silent(self) -> None: ...
    def unplug(self) -> None: ...
    def replug(self) -> None: ...
    def close(self) -> None: ...


class SamvRig:
    """A SAM-V driver on a simulated module."""

    def __init__(self, simulator: SamvSimulator | UsbReaderSimulator, reader: IdCardReader) -> None:
        self._simulator = simulator
        self.reader = reader

    def lay(self, card: IdCard) -> None:
        self._simulator.present(build_image(card))

    def lift(self) -> None:
        self._simulator.remove()

    def fall_silent(self) -> None:
        self._simulator.set_fault(Fault.SILENCE)

    def unplug(self) -> None:
        self._simulator.unplug()

    def replug(self) -> None:
        self._simulator.replug()

    def close(self) -> None:
        self.reader.close()
        self._simulator.close()


def serial_rig(folder: Path) -> Rig:
    # A module that no longer finds a card that it has read: the harder kind.
    permit = SimulationPermit.for_development(folder / "installed")
    simulator = SamvSimulator(permit, link=folder / "port", finds_again=False)
    return SamvRig(simulator, SamvReader.open_serial(simulator.port))


def usb_rig(form: UsbForm, folder: Path) -> Rig:
    simulator = UsbReaderSimulator(SimulationPermit.for_development(folder / "installed"), form)
    return SamvRig(simulator, SamvReader.open_usb("usb:any", simulator))


RIGS: dict[str, Callable[[Path], Rig]] = {
    "samv-serial": serial_rig,
    **{f"samv-usb-{form.value}": partial(usb_rig, form) for form in UsbForm},
}


@pytest.fixture(params=list(RIGS))
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    rig = RIGS[request.param](tmp_path)
    yield rig
    rig.close()


class TestIdCardReader:
    """Each rig's reader passes all of these."""

    @pytest.mark.parametrize("name", list(SPECIMENS))
    def test_reads_what_lies_on_it(self, rig: Rig, name: str) -> None:
        rig.lay(SPECIMENS[name])
        card = rig.reader.read(30)
        assert card.to_json() == SPECIMENS[name].to_json()
        assert len(card.photo_wlt) == 1024

    def test_reads_one_card_after_the_other(self, rig: Rig) -> None:
        for card in (CHEN, OUYANG, CHEN):
            rig.lay(card)
            assert rig.reader.read(30).number == card.number
            rig.lift()

    def test_an_empty_reader_says_no_card(self, rig: Rig) -> None:
        with pytest.raises(DeviceError) as failed:
            rig.reader.read(30)
        assert failed.value.code == "no_card"
        assert not rig.reader.present(30)

    def test_present_follows_the_card(self, rig: Rig) -> None:
        rig.lay(CHEN)
        assert rig.reader.present(30)
        rig.lift()
        assert not rig.reader.present(30)

    def test_status_is_ready_when_it_answers(self, rig: Rig) -> None:
        assert rig.reader.status() is DeviceState.READY

    def test_a_silent_reader_is_never_ready_and_keeps_deadlines(self, rig: Rig) -> None:
        rig.lay(CHEN)
        rig.fall_silent()
        started = time.monotonic()
        with pytest.raises(DeviceError) as failed:
            rig.reader.read(1.5)
        assert time.monotonic() - started < 2.5 + LATE_S
        assert failed.value.code == "device_timeout"
        started = time.monotonic()
        assert rig.reader.status() is DeviceState.UNKNOWN
        assert time.monotonic() - started < 6 + LATE_S

    def test_an_unplugged_reader_is_offline_and_comes_back_within_five_seconds(self, rig: Rig) -> None:
        rig.lay(CHEN)
        rig.reader.read(30)
        rig.unplug()
        with pytest.raises(DeviceError) as failed:
            rig.reader.read(30)
        assert failed.value.code in {"device_disconnected", "device_not_found"}
        assert rig.reader.status() is DeviceState.OFFLINE
        rig.replug()
        rig.lay(CHEN)
        started = time.monotonic()
        assert rig.reader.read(30).number == CHEN.number
        assert time.monotonic() - started < 5 + LATE_S

    def test_a_card_that_was_read_is_still_there_until_it_is_lifted(self, rig: Rig) -> None:
        assert not rig.reader.still_there(30)
        rig.lay(CHEN)
        assert rig.reader.still_there(30)
        rig.reader.read(30)
        assert rig.reader.still_there(30)
        rig.lift()
        assert not rig.reader.still_there(30)

    def test_calls_from_several_threads_take_turns(self, rig: Rig) -> None:
        rig.lay(CHEN)
        results: list[bool] = []

        def read() -> None:
            results.append(rig.reader.still_there(60))

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE_S)
        assert results == [True] * 4

    def test_the_module_tells_its_number(self, rig: Rig) -> None:
        number = rig.reader.sam_number(30)
        assert number.count("-") == 3
        rig.lay(CHEN)
        assert rig.reader.read(30).sam_number == number

    def test_close_may_be_called_twice_and_is_final(self, rig: Rig) -> None:
        rig.lay(CHEN)
        rig.reader.read(30)
        rig.reader.close()
        rig.reader.close()
        with pytest.raises(DeviceDisconnectedError):
            rig.reader.read(1)

    def test_no_error_shows_a_person(self, rig: Rig) -> None:
        rig.lay(CHEN)
        card = rig.reader.read(30)
        assert CHEN.name not in f"{card!r} {card}"
        assert CHEN.number not in f"{card!r} {card}"
