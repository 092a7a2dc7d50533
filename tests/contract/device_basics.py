"""What every driver of a role keeps with nobody's hand at the device: on simulators, and on hardware by --device."""

from __future__ import annotations

import contextlib
import re
import threading
import time

import numpy as np
import pytest

from devices.core.barcodes import BarcodeGun
from devices.core.cards import IdCardReader
from devices.core.errors import CancelledError, DeviceError, DeviceTimeoutError
from devices.core.page_printing import PagePrinter
from devices.core.printing import PrintCause, PrintState, ReceiptPrinter
from devices.core.scanning import DocumentCamera, PageScanner
from devices.core.signing import SigningToken
from devices.core.social_cards import SocialCardReader
from devices.core.status import DeviceState
from devices.receipt_printer import sample_slip
from tests.patience import LATE_S

WORKING = {DeviceState.READY, DeviceState.ATTENTION}


class PageScannerBasics:
    """A page lies there."""

    def test_a_page_is_whole(self, scanner: PageScanner) -> None:
        seen: list[float] = []
        page = scanner.scan(90, seen.append)
        assert page.pixels.dtype == np.uint8
        assert page.pixels.ndim in {2, 3}
        assert min(page.pixels.shape[:2]) > 100
        assert page.dpi >= 50
        assert page.source
        assert seen == sorted(seen)
        assert seen[-1] == 1.0
        assert "array" not in repr(page)

    def test_it_says_how_it_is(self, scanner: PageScanner) -> None:
        started = time.monotonic()
        assert scanner.status() in WORKING
        assert time.monotonic() - started < 8 + LATE_S

    def test_what_nobody_wants_is_not_begun(self, scanner: PageScanner) -> None:
        cancelled = threading.Event()
        cancelled.set()
        started = time.monotonic()
        with pytest.raises(CancelledError):
            scanner.scan(60, None, cancelled)
        assert time.monotonic() - started < 5 + LATE_S

    def test_no_scan_outlasts_its_deadline(self, scanner: PageScanner) -> None:
        started = time.monotonic()
        # A page that lies ready in a folder needs no time.
        with contextlib.suppress(DeviceError):
            scanner.scan(0.0)
        assert time.monotonic() - started < 8 + LATE_S

    def test_it_may_be_closed_twice(self, scanner: PageScanner) -> None:
        scanner.close()
        scanner.close()


class DocumentCameraBasics:
    """A camera looks at a desk."""

    def test_a_preview_runs_and_a_still_is_no_smaller(self, camera: DocumentCamera) -> None:
        with camera.preview() as preview:
            frame = preview.next_frame(60)
            numbers = [preview.next_frame(30).number for _ in range(5)]
            assert numbers == sorted(set(numbers))
            still = camera.scan(30)
            assert preview.next_frame(60).number > numbers[-1]
        assert still.pixels.shape[0] * still.pixels.shape[1] >= frame.pixels.shape[0] * frame.pixels.shape[1]


class IdCardReaderBasics:
    """A card lies on the reader."""

    def test_a_card_is_read(self, reader: IdCardReader) -> None:
        card = reader.read(30)
        assert card.name
        assert re.fullmatch(r"[0-9A-Z]{15,18}", card.number)
        assert card.name not in repr(card)

    def test_it_says_how_it_is_and_who(self, reader: IdCardReader) -> None:
        assert reader.status() is DeviceState.READY
        assert re.fullmatch(r"[\d.]+-\d+-\d+-\d+", reader.sam_number(30))

    def test_no_read_outlasts_its_deadline(self, reader: IdCardReader) -> None:
        started = time.monotonic()
        with pytest.raises(DeviceTimeoutError):
            reader.read(0.0)
        assert time.monotonic() - started < 3 + LATE_S

    def test_it_may_be_closed_twice(self, reader: IdCardReader) -> None:
        reader.close()
        reader.close()


class ReceiptPrinterBasics:
    """There is paper in it. One slip comes out."""

    def test_a_slip_comes_out_on_evidence(self, printer: ReceiptPrinter) -> None:
        outcome = printer.print_slip(sample_slip(), 30)
        # A printer that never answers in order proves only that it has the slip.
        assert outcome.state in {PrintState.PRINTED, PrintState.SENT}
        assert outcome.cause is None

    def test_it_says_how_it_is(self, printer: ReceiptPrinter) -> None:
        status = printer.status(30)
        assert status.state in WORKING
        assert status.cause is None or status.cause in PrintCause

    def test_nothing_is_sent_when_no_time_is_left(self, printer: ReceiptPrinter) -> None:
        outcome = printer.print_slip(sample_slip(), 0.0)
        assert outcome.state is PrintState.FAILED
        assert not outcome.partial

    def test_it_may_be_closed_twice(self, printer: ReceiptPrinter) -> None:
        printer.close()
        printer.close()


class BarcodeGunBasics:
    """A gun is plugged in. Nobody reads a code."""

    def test_it_says_how_it_is(self, gun: BarcodeGun) -> None:
        assert gun.status() is DeviceState.READY

    def test_no_code_is_none_and_the_deadline_is_kept(self, gun: BarcodeGun) -> None:
        started = time.monotonic()
        assert gun.read(0.5) is None
        assert time.monotonic() - started < 2 + LATE_S

    def test_it_may_be_closed_twice(self, gun: BarcodeGun) -> None:
        gun.close()
        gun.close()


class PagePrinterBasics:
    """Nothing is printed."""

    def test_it_says_how_it_is(self, page_printer: PagePrinter) -> None:
        assert page_printer.status(30).state in {*WORKING, DeviceState.BUSY}

    def test_it_may_be_closed_twice(self, page_printer: PagePrinter) -> None:
        page_printer.close()
        page_printer.close()


class SigningTokenBasics:
    """A token is in. No PIN is tried."""

    def test_its_certificates_are_listed_without_a_pin(self, token: SigningToken) -> None:
        assert token.certificates(60)

    def test_it_says_how_it_is(self, token: SigningToken) -> None:
        assert token.status() in WORKING

    def test_it_may_be_closed_twice(self, token: SigningToken) -> None:
        token.close()
        token.close()


class SocialCardReaderBasics:
    """A social security card is in."""

    def test_a_card_is_read_and_no_pin_is_tried(self, social_reader: SocialCardReader) -> None:
        card = social_reader.read(30)
        assert card.name
        assert re.fullmatch(r"[0-9]{17}[0-9X]", card.number)
        assert card.name not in repr(card)

    def test_it_says_how_it_is(self, social_reader: SocialCardReader) -> None:
        assert social_reader.status() in WORKING

    def test_it_may_be_closed_twice(self, social_reader: SocialCardReader) -> None:
        social_reader.close()
        social_reader.close()
