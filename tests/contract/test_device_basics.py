"""The contracts' part that needs no hand, on every simulator."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.ca_card.piv_driver import PivToken
from devices.ca_card.specimens import SpecimenAuthority, new_key
from devices.ca_card.virtual_piv import VirtualKey, VirtualPiv
from devices.core.cards import IdCardReader
from devices.core.printing import ReceiptPrinter
from devices.core.scanning import DocumentCamera, PageScanner
from devices.core.signing import SigningToken
from devices.core.simulation import SimulationPermit
from devices.core.social_cards import SocialCardReader
from devices.id_card.specimens import CHEN
from devices.receipt_printer import open_printer
from devices.receipt_printer.simulator import VirtualPrinter
from devices.scanner.camera.driver import UvcCamera
from devices.scanner.camera.v4l2 import Mode
from devices.social_card.driver import PcscSocialCardReader
from devices.social_card.virtual_card import VirtualSocialCard
from devices.supervision.proxies import SupervisedCamera, SupervisedPrinter, SupervisedReader, SupervisedScanner
from tests.contract.device_basics import (
    DocumentCameraBasics,
    IdCardReaderBasics,
    PageScannerBasics,
    ReceiptPrinterBasics,
    SigningTokenBasics,
    SocialCardReaderBasics,
)
from tests.contract.test_id_card_reader_contract import RIGS as READER_RIGS
from tests.contract.test_page_scanner_contract import RIGS as SCANNER_RIGS
from tests.fixtures.pcscd import CardMaker, put_in
from tests.unit.devices.scanner.fake_capture import FakeCamera


class TestPageScannerBasics(PageScannerBasics):
    @pytest.fixture(params=list(SCANNER_RIGS))
    def scanner(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PageScanner]:
        rig = SCANNER_RIGS[request.param](tmp_path)
        yield rig.scanner
        rig.put_away()


class TestSupervisedPageScanner(PageScannerBasics):
    @pytest.fixture(params=["escl", "camera"])
    def scanner(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PageScanner]:
        rig = SCANNER_RIGS[request.param](tmp_path)
        scanner = SupervisedScanner("scanner", lambda: rig.scanner, lambda: None)
        yield scanner
        scanner.close()
        rig.put_away()


class TestSupervisedIdCardReader(IdCardReaderBasics):
    @pytest.fixture
    def reader(self, tmp_path: Path) -> Iterator[IdCardReader]:
        rig = READER_RIGS["samv-serial"](tmp_path)
        rig.lay(CHEN)
        reader = SupervisedReader("id_card", lambda: rig.reader, lambda: None)
        yield reader
        reader.close()
        rig.close()


class TestSupervisedReceiptPrinter(ReceiptPrinterBasics):
    @pytest.fixture
    def printer(self) -> Iterator[ReceiptPrinter]:
        with VirtualPrinter(SimulationPermit.for_development()) as virtual:
            printer = SupervisedPrinter("receipt_printer", lambda: open_printer(virtual.uri), lambda: None)
            yield printer
            printer.close()


class TestSupervisedCamera(DocumentCameraBasics):
    @pytest.fixture
    def camera(self, tmp_path: Path) -> Iterator[DocumentCamera]:
        fake = FakeCamera(tmp_path / "video0", modes=(Mode(640, 480), Mode(2048, 1536)))
        camera = SupervisedCamera(
            "camera", lambda: UvcCamera(fake.node, opener=fake.open, modes_of=fake.modes_of), lambda: None
        )
        yield camera
        camera.close()


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


class TestSigningTokenBasics(SigningTokenBasics):
    @pytest.fixture
    def token(self, virtual_card: CardMaker) -> Iterator[SigningToken]:
        now = datetime.datetime.now(datetime.UTC)
        key = new_key("p256")
        der = SpecimenAuthority.make("样例根证书", now).vouch("样例", key.public_key(), now)
        put_in(virtual_card(VirtualPiv({"9A": VirtualKey(key, der)})))
        token = PivToken("virtual")
        yield token
        token.close()


class TestSocialCardReaderBasics(SocialCardReaderBasics):
    @pytest.fixture
    def social_reader(self, virtual_card: CardMaker) -> Iterator[SocialCardReader]:
        put_in(virtual_card(VirtualSocialCard()))
        reader = PcscSocialCardReader("virtual")
        yield reader
        reader.close()
