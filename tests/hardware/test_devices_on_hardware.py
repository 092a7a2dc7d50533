"""The contracts' part that needs no hand, on the devices that --device names. A printer prints one sample slip."""

from __future__ import annotations

from tests.contract.device_basics import (
    BarcodeGunBasics,
    DocumentCameraBasics,
    IdCardReaderBasics,
    PagePrinterBasics,
    PageScannerBasics,
    ReceiptPrinterBasics,
    SigningTokenBasics,
    SocialCardReaderBasics,
)


class TestPageScanner(PageScannerBasics):
    """--device scanner=sane:NAME, with a page on the glass or in the feeder for each test."""


class TestDocumentCamera(DocumentCameraBasics):
    """--device document_camera=camera:/dev/v4l/by-id/NAME."""


class TestIdCardReader(IdCardReaderBasics):
    """--device id_card=serial:PATH, with a card on the reader."""


class TestReceiptPrinter(ReceiptPrinterBasics):
    """--device receipt_printer=tcp://HOST:PORT, with paper."""


class TestPagePrinter(PagePrinterBasics):
    """--device page_printer=ipp://HOST/ipp/print."""


class TestBarcodeGun(BarcodeGunBasics):
    """--device barcode=serial:PATH or barcode=evdev:/dev/input/by-id/NAME."""


class TestSigningToken(SigningTokenBasics):
    """--device ca_card=pcsc:READER, with a card in."""


class TestSocialCardReader(SocialCardReaderBasics):
    """--device social_card=pcsc:READER, with a card in."""
