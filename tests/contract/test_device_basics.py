"""The contracts' part that needs no hand, on every simulator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.core.cards import IdCardReader
from devices.core.printing import ReceiptPrinter
from devices.core.scanning import DocumentCamera, PageScanner
from devices.core.simulation import SimulationPermit
from devices.id_card.specimens import CHEN
from devices.receipt_printer import open_printer
from devices.receipt_printer.simulator import VirtualPrinter
from devices.scanner.camera.driver import UvcCamera
from devices.scanner.camera.v4l2 import Mode
from tests.contract.device_basics import (
    DocumentCameraBasics,
    IdCardReaderBasics,
    PageScannerBasics,
    ReceiptPrinterBasics,
)
from tests.contract.test_id_card_reader_contract import RIGS as READER_RIGS
from tests.contract.test_page_scanner_contract import RIGS as SCANNER_RIGS
from tests.unit.devices.scanner.fake_capture import FakeCamera


class TestPageScannerBasics(PageScannerBasics):
    @pytest.fixture(params=list(SCANNER_RIGS))
    def scanner(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PageScanner]:
        rig = SCANNER_RIGS[request.param](tmp_path)
        yield rig.scanner
        rig.put_away()


class TestDocumentCameraBasics(DocumentCameraBasics):
    @pytest.fixture
    def camera(self, tmp_path: Path) -> Iterator[DocumentCamera]:
        fake = FakeCamera(tmp_path / "video0", modes=(Mode(640, 480), Mode(2048, 1536)))
        camera = UvcCamera(fake.node, opener=fake.open, modes_of=fake.modes_of)
        yield camera
        camera.close()


class TestIdCardReaderBasics(IdCardReaderBasics):
    @pytest.fixture(params=list(READER_RIGS))
    def reader(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[IdCardReader]:
        rig = READER_RIGS[request.param](tmp_path)
        rig.lay(CHEN)
        yield rig.reader
        rig.close()


class TestReceiptPrinterBasics(ReceiptPrinterBasics):
    @pytest.fixture
    def printer(self) -> Iterator[ReceiptPrinter]:
        with VirtualPrinter(SimulationPermit.for_development()) as virtual:
            printer = open_printer(virtual.uri)
            yield printer
            printer.close()
