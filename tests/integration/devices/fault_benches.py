"""What fault scripts play on in the tests: each simulator with its real driver, and one piece of work to do with it."""

from __future__ import annotations

import datetime
import io
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np
from PIL import Image

from devices.barcode import SerialGun
from devices.barcode.simulator import VirtualSerialGun
from devices.ca_card.piv_driver import PivToken
from devices.ca_card.specimens import SpecimenAuthority, new_key
from devices.ca_card.virtual_piv import VirtualKey, VirtualPiv
from devices.core.errors import DeviceError, DeviceTimeoutError
from devices.core.faults import FaultTarget
from devices.core.page_printing import PageOptions
from devices.core.printing import PrintState
from devices.core.signing import Pin
from devices.core.simulation import SimulationPermit
from devices.faults.daemon import DaemonTarget
from devices.id_card.card_image import build_image
from devices.id_card.driver import SamvReader
from devices.id_card.simulator import SamvSimulator
from devices.id_card.specimens import SPECIMENS
from devices.page_printer import open_page_printer
from devices.page_printer.ipp_simulator import IppSimulator
from devices.page_printer.simulator import VirtualPagePrinter
from devices.pcsc.simulator.daemon import VirtualCardService
from devices.pcsc.simulator.virtual_card import Chip, VirtualCard
from devices.receipt_printer import open_printer, sample_slip
from devices.receipt_printer.simulator import VirtualPrinter
from devices.scanner.escl.driver import EsclScanner
from devices.scanner.escl.simulator import EsclSimulator
from devices.scanner.folder_simulator import FolderSimulator
from devices.scanner.image_source import ImageFileScanner
from devices.scanner.sources import Source
from devices.social_card.driver import PcscSocialCardReader
from devices.social_card.virtual_card import VirtualSocialCard
from tests.fixtures.pcscd import SERVICE_FOLDER, put_in
from tests.fixtures.ports import free_port
from tests.integration.devices.page_jobs import PDF
from tests.patience import PATIENCE_S

ROOT = Path(__file__).parents[3]


class FaultBench(Protocol):
    """A simulator and its driver."""

    target: FaultTarget

    def prepare(self) -> None:
        """Put the card, paper or page there that the work needs."""

    def work(self, patience: float = 1) -> str:
        """Do the device's work once and return `ok`, or the code or cause that the driver reports.

        A fault may take the whole deadline, so that is short; a slow machine may need it several times as long.
        """

    def close(self) -> None: ...


class ReaderBench:
    def __init__(self, folder: Path) -> None:
        self._simulator = SamvSimulator(SimulationPermit.for_development(), link=folder / "reader")
        self.target: FaultTarget = self._simulator
        self._driver = SamvReader.open_serial(self._simulator.port)
        self.prepare()

    def prepare(self) -> None:
        self._simulator.present(build_image(SPECIMENS["chen"]))

    def work(self, patience: float = 1) -> str:
        return _code_of(lambda: self._driver.read(8 * patience, 1))

    def close(self) -> None:
        self._driver.close()
        self._simulator.close()


class PrinterBench:
    def __init__(self, folder: Path) -> None:
        self._simulator = VirtualPrinter(SimulationPermit.for_development(), folder=folder)
        self.target: FaultTarget = self._simulator
        self._driver = open_printer(self._simulator.uri)

    def prepare(self) -> None:
        """There is a roll in it."""

    def work(self, patience: float = 1) -> str:
        outcome = self._driver.print_slip(sample_slip(), 6 * patience)
        if outcome.state is PrintState.PRINTED:
            return "ok"
        return outcome.cause.value if outcome.cause else outcome.state.value

    def close(self) -> None:
        self._driver.close()
        self._simulator.close()


class PageBench:
    """One ippeveprinter for all scripts, as starting one takes a bus and avahi; or the simulator of the dock."""

    def __init__(self, simulator: VirtualPagePrinter | IppSimulator, deadline_s: float = 1.6) -> None:
        self._deadline_s = deadline_s
        self.target: FaultTarget = simulator
        self._driver = open_page_printer(simulator.uri)

    def prepare(self) -> None:
        """There is paper in its tray."""

    def work(self, patience: float = 1) -> str:
        seconds = self._deadline_s * patience
        outcome = self._driver.print_document(PDF, "样例通知书", PageOptions(), deadline_s=seconds)
        if outcome.state is PrintState.PRINTED:
            return "ok"
        return outcome.cause.value if outcome.cause else outcome.state.value

    def close(self) -> None:
        """An ippeveprinter belongs to the module."""
        if isinstance(self.target, IppSimulator):
            self.target.close()


def page_bench(_folder: Path, deadline_s: float = 0.6) -> FaultBench:
    return PageBench(IppSimulator(SimulationPermit.for_development()), deadline_s)


def slow_page_bench(folder: Path) -> FaultBench:
    return page_bench(folder, deadline_s=1.6)


class GunBench:
    def __init__(self, folder: Path) -> None:
        self._simulator = VirtualSerialGun(SimulationPermit.for_development(), folder / "gun", baud=115200)
        self.target: FaultTarget = self._simulator
        self._driver = SerialGun(folder / "gun")

    def prepare(self) -> None:
        """A code is scanned in the work."""

    def work(self, patience: float = 1) -> str:
        return _code_of(lambda: self._scan(2 * patience))

    def _scan(self, deadline_s: float) -> None:
        self._driver.read(0.01)
        self._simulator.scan("YM1:样例")
        scan = self._driver.read(deadline_s)
        if scan is None:
            raise DeviceTimeoutError

    def close(self) -> None:
        self._driver.close()
        self._simulator.close()


class EsclBench:
    def __init__(self, folder: Path) -> None:
        self._simulator = EsclSimulator(SimulationPermit.for_development())
        self.target: FaultTarget = self._simulator
        self._driver = EsclScanner(self._simulator.url, Source.FEEDER, 75)
        self.prepare()

    def prepare(self) -> None:
        self._simulator.scanner.take_paper_away()
        self._simulator.scanner.load_specimens(3)

    def work(self, patience: float = 1) -> str:
        return _code_of(lambda: list(self._driver.scan_stack(3 * patience)))

    def close(self) -> None:
        self._driver.close()
        self._simulator.close()


class FolderBench:
    def __init__(self, folder: Path) -> None:
        self._simulator = FolderSimulator(SimulationPermit.for_development(), folder / "tray")
        self.target: FaultTarget = self._simulator
        self._driver = ImageFileScanner(folder / "tray")
        picture = io.BytesIO()
        Image.fromarray(np.full((400, 300), 200, np.uint8)).save(picture, "PNG")
        self._picture = picture.getvalue()

    def prepare(self) -> None:
        """The page is laid when it is scanned, as a scanner does."""

    def work(self, patience: float = 1) -> str:
        self._simulator.lay(self._picture)
        return _code_of(lambda: self._driver.scan(patience))

    def close(self) -> None:
        self._simulator.close()


_DAEMON = """
import sys, threading
from devices.core.signing import Pin
from devices.core.simulation import SimulationPermit
from devices.scanner.escl.simulator import EsclSimulator
simulator = EsclSimulator(SimulationPermit.for_development(), port=int(sys.argv[1]))
print(simulator.url, flush=True)
threading.Event().wait()
"""


class DaemonBench:
    """A scanner's service as a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._port = free_port()
        self.target: FaultTarget
        self._daemon = DaemonTarget(SimulationPermit.for_development(), FolderSimulator.role, self._start)
        self.target = self._daemon
        self._driver = EsclScanner(self._url, Source.FLATBED, 75)

    def prepare(self) -> None:
        """There is a page on its glass."""

    def work(self, patience: float = 1) -> str:
        return _code_of(lambda: self._driver.scan(5 * patience))

    def close(self) -> None:
        self._driver.close()
        self._daemon.close()

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, "-c", _DAEMON, str(self._port)], cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert select.select([process.stdout], [], [], PATIENCE_S)[0]
        self._url = process.stdout.readline().decode().strip()
        process.stdout.close()
        return process


class SmartCardBench:
    """A card in the reader of a PC/SC service."""

    def __init__(self, chip: Chip, work: Callable[[float], object]) -> None:
        self._service = VirtualCardService(SimulationPermit.for_development(), SERVICE_FOLDER)
        self._service.start()
        permit = SimulationPermit.for_development()
        self._card = VirtualCard(permit, chip, lambda: self._service.port, self._service)
        self.target: FaultTarget = self._card
        self._work = work
        put_in(self._card)

    def prepare(self) -> None:
        self._card.insert()

    def work(self, patience: float = 1) -> str:
        return _code_of(lambda: self._work(patience))

    def close(self) -> None:
        self._card.close()
        self._service.stop()


def token_bench(_folder: Path) -> FaultBench:
    now = datetime.datetime.now(datetime.UTC)
    key = new_key("p256")
    der = SpecimenAuthority.make("样例根证书", now).vouch("样例", key.public_key(), now)
    chip = VirtualPiv({"9C": VirtualKey(key, der)})
    token = PivToken("virtual")
    return SmartCardBench(chip, lambda patience: token.sign(b"data", Pin(chip.pin), 1.5 * patience))


def social_card_bench(_folder: Path) -> FaultBench:
    reader = PcscSocialCardReader("virtual")
    return SmartCardBench(VirtualSocialCard(), lambda patience: reader.read(3 * patience))


def _code_of(act: Callable[[], object]) -> str:
    try:
        act()
    except DeviceError as error:
        return error.code
    return "ok"


BENCHES: dict[str, Callable[[Path], FaultBench]] = {
    "reader": ReaderBench,
    "printer": PrinterBench,
    "page": page_bench,
    "slow_page": slow_page_bench,
    "gun": GunBench,
    "escl": EsclBench,
    "folder": FolderBench,
    "daemon": DaemonBench,
    "token": token_bench,
    "social": social_card_bench,
}
