"""What every barcode gun promises: on a serial line, on evdev."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.barcode import EvdevGun
from devices.barcode.kind import BARCODE
from devices.barcode.simulator import KeyboardGun, VirtualSerialGun, key_events
from devices.barcode.simulator.keyboard_gun import lost_events
from devices.core.barcodes import BarcodeGun
from devices.core.errors import AccessDeniedError, DeviceBusyError, DeviceError
from devices.core.kinds import Opening
from devices.core.roles import DeviceConfigError, DeviceUri, Role
from devices.core.simulation import SimulationPermit
from devices.core.status import DeviceState
from tests.contract.device_basics import BarcodeGunBasics
from tests.patience import LATE_S, PATIENCE_S

DEADLINE_S = PATIENCE_S
Send = Callable[[str], None]
Cable = tuple[Callable[[], None], Callable[[], None]]
TEXT = "YM1:6BF-$%*+./:样例"


class BarcodeGunContract(BarcodeGunBasics):
    """Subclasses give a gun, what reads a code for it, and its cable."""

    def test_a_code_is_read_as_text(self, gun: BarcodeGun, send: Send) -> None:
        gun.read(0.01)
        send(TEXT)
        scan = gun.read(DEADLINE_S)
        assert scan is not None
        assert (scan.text, TEXT in repr(scan)) == (TEXT, False)

    def test_several_codes_come_one_by_one(self, gun: BarcodeGun, send: Send) -> None:
        gun.read(0.01)
        for text in ("one", "Two2", "THREE"):
            send(text)
        scans = [gun.read(DEADLINE_S) for _ in range(3)]
        assert [scan.text for scan in scans if scan] == ["one", "Two2", "THREE"]

    def test_nothing_read_is_no_code_and_keeps_the_deadline(self, gun: BarcodeGun) -> None:
        started = time.monotonic()
        assert gun.read(0.2) is None
        assert time.monotonic() - started < 0.6 + LATE_S

    def test_unplugged_and_plugged_in_again_it_reads(self, gun: BarcodeGun, send: Send, cable: Cable) -> None:
        unplug, replug = cable
        gun.read(0.01)
        assert gun.status() is DeviceState.READY
        unplug()
        with pytest.raises(DeviceError):
            gun.read(0.3)
        with pytest.raises(DeviceError):
            gun.read(0.3)
        assert gun.status() is DeviceState.OFFLINE
        replug()
        gun.read(0.01)
        send("again")
        scan = gun.read(DEADLINE_S)
        assert scan is not None
        assert scan.text == "again"

    def test_half_a_code_does_not_outlive_the_cable(self, gun: BarcodeGun, send_half: Send, cable: Cable) -> None:
        unplug, replug = cable
        gun.read(0.01)
        send_half("44030119")
        assert gun.read(0.03) is None
        unplug()
        with pytest.raises(DeviceError):
            gun.read(DEADLINE_S)
        replug()
        assert gun.read(0.3) is None

    def test_closes_twice_and_opens_again(self, gun: BarcodeGun, send: Send) -> None:
        gun.read(0.01)
        gun.close()
        gun.close()
        gun.read(0.01)
        send("1234567")
        assert gun.read(DEADLINE_S) is not None


class TestSerial(BarcodeGunContract):
    @pytest.fixture
    def virtual(self, tmp_path: Path) -> Iterator[VirtualSerialGun]:
        gun = VirtualSerialGun(SimulationPermit.for_development(), tmp_path / "ttyGun", baud=115200)
        yield gun
        gun.close()

    @pytest.fixture
    def gun(self, virtual: VirtualSerialGun) -> Iterator[BarcodeGun]:
        opener = BARCODE.openers[Role.BARCODE]["serial"]
        gun: BarcodeGun = opener(DeviceUri.parse(virtual.uri), Opening())  # type: ignore[assignment]  # its role's
        yield gun
        gun.close()

    @pytest.fixture
    def send(self, virtual: VirtualSerialGun) -> Send:
        return virtual.scan

    @pytest.fixture
    def send_half(self, virtual: VirtualSerialGun) -> Send:
        return lambda text: virtual.send(text.encode())

    @pytest.fixture
    def cable(self, virtual: VirtualSerialGun) -> Cable:
        return virtual.unplug, virtual.replug

    def test_gb18030_and_no_suffix(self, gun: BarcodeGun, virtual: VirtualSerialGun) -> None:
        gun.read(0.01)
        virtual.send("统一社会信用代码\n9144".encode("gb18030"))
        scan = gun.read(DEADLINE_S)
        assert scan is not None
        assert scan.text == "统一社会信用代码\n9144"

    def test_garbage_is_a_typed_error_and_the_next_code_is_read(
        self, gun: BarcodeGun, virtual: VirtualSerialGun
    ) -> None:
        gun.read(0.01)
        virtual.send(b"\xff\xff\x80\r")
        with pytest.raises(DeviceError):
            gun.read(DEADLINE_S)
        virtual.scan("good")
        assert gun.read(DEADLINE_S) is not None

    def test_a_stream_without_an_end_keeps_the_deadline(self, gun: BarcodeGun, virtual: VirtualSerialGun) -> None:
        gun.read(0.01)
        stop = threading.Event()

        def drip() -> None:
            while not stop.wait(0.02):
                virtual.send(b"x")

        thread = threading.Thread(target=drip)
        thread.start()
        started = time.monotonic()
        assert gun.read(0.4) is None
        assert time.monotonic() - started < 0.8 + LATE_S
        stop.set()
        thread.join()


class TestEvdev(BarcodeGunContract):
    @pytest.fixture
    def virtual(self) -> Iterator[KeyboardGun]:
        gun = KeyboardGun(SimulationPermit.for_development(), nodes=2)
        yield gun
        gun.close()

    @pytest.fixture
    def gun(self, virtual: KeyboardGun) -> Iterator[BarcodeGun]:
        gun = EvdevGun(virtual.find_nodes, virtual.open_node)
        yield gun
        gun.close()

    @pytest.fixture
    def send(self, virtual: KeyboardGun) -> Send:
        return lambda text: virtual.play(key_events(text), node=1)

    @pytest.fixture
    def send_half(self, virtual: KeyboardGun) -> Send:
        return lambda text: virtual.play(key_events(text, ends=False))

    @pytest.fixture
    def cable(self, virtual: KeyboardGun) -> Cable:
        return virtual.unplug, virtual.replug

    def test_every_node_is_grabbed(self, gun: BarcodeGun, virtual: KeyboardGun) -> None:
        gun.read(0.01)
        assert virtual.grabs == 2

    def test_a_code_that_lost_keys_is_not_delivered_and_the_next_is(
        self, gun: BarcodeGun, virtual: KeyboardGun
    ) -> None:
        gun.read(0.01)
        virtual.play(key_events("440301", ends=False) + lost_events() + key_events("0001") + key_events("Whole"))
        scan = gun.read(DEADLINE_S)
        assert scan is not None
        assert scan.text == "Whole"

    @pytest.mark.parametrize(("number", "error"), [(errno.EACCES, AccessDeniedError), (errno.EBUSY, DeviceBusyError)])
    def test_who_may_not_grab_is_told(
        self, gun: BarcodeGun, virtual: KeyboardGun, number: int, error: type[DeviceError]
    ) -> None:
        virtual.refuses = number
        with pytest.raises(error):
            gun.read(0.1)


@pytest.mark.parametrize("uri", ["serial:?baud=9600", "serial:/dev/ttyACM0?baud=9601", "serial:/dev/x?end=lf"])
def test_what_names_no_gun(uri: str) -> None:
    with pytest.raises(DeviceConfigError):
        BARCODE.openers[Role.BARCODE]["serial"](DeviceUri.parse(uri), Opening())


def test_a_node_of_this_machine_is_offline_while_it_is_not_there() -> None:
    gun = BARCODE.openers[Role.BARCODE]["evdev"](DeviceUri.parse("evdev:/dev/input/by-id/no-such"), Opening())
    assert gun.status() is DeviceState.OFFLINE  # type: ignore[attr-defined]  # an opener gives drivers of its role
    with pytest.raises(DeviceError):
        gun.read(0.1)  # type: ignore[attr-defined]
