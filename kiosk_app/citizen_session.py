"""One citizen's session: its window, its lanes, its devices behind protocols, and their common end."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal, Slot

from devices.core.barcodes import BarcodeGun
from devices.core.cards import IdCardReader
from devices.core.page_printing import PagePrinter
from devices.core.printing import PrintCause, PrinterStatus, ReceiptPrinter
from devices.core.scanning import DocumentCamera, PageScanner
from devices.core.status import DeviceState
from kiosk_app.assembly import Lanes, Parts, make_flow, make_models
from kiosk_app.face import close_face, open_face
from kiosk_app.idle import IdleGuard, IdlePace
from kiosk_app.live_picture import LiveFeed
from kiosk_app.pictures import Pictures
from kiosk_app.screens import Screens
from kiosk_app.surroundings import Question, Surroundings
from kiosk_app.telling import Telling
from kiosk_app.work.leftovers import erase_leftovers
from kiosk_app.work.scan_room import ScanRoom
from kiosk_app.work.state import StateBox
from kiosk_app.work.watching import Watching
from shared.capture.reading import PageReader
from shared.catalogue.search import CatalogueSearch
from shared.handoff.code import is_draft_code
from shared.handoff.port import DraftHandoff
from shared.intake.catalogues import CatalogueShelf
from shared.intake.desk import IntakeDesk
from shared.intake.documents import Documents
from shared.intake.print_desk import PrintDesk
from shared.intake.sealing import SealedCase
from shared.qt.camera_eye import CameraEye
from shared.qt.card_watch import CardWatch
from shared.qt.gun_watch import GunWatch
from shared.qt.jobs import JobLane
from shared.qt.languages import Language, Languages
from shared.qt.wedge_filter import WedgeFilter
from shared.store.overview import CaseDelivery, case_deliveries, delivery_overview
from shared.store.store import Store
from shared.store.terminal import Terminal
from shared.sync.wake import wake_agent

_LOG = logging.getLogger(__name__)
_PRINTER_STATUS_S = 3.0
_CLOSE_S = 1.8
_LEAST_S = 0.05
_DELIVERY_MS = 1500
_SECOND_MS = 1000


@dataclass(frozen=True, slots=True)
class Devices:
    """The devices of a terminal; None for one that it does not have. Nothing is opened yet.

    Attributes:
        gun_types: the barcode gun is a keyboard, told by its speed.
    """

    reader: IdCardReader | None = None
    scanner: PageScanner | None = None
    printer: ReceiptPrinter | None = None
    camera: DocumentCamera | None = None
    page_printer: PagePrinter | None = None
    gun: BarcodeGun | None = None
    gun_types: bool = False


def _left(end: float) -> float:
    """Return the seconds until a moment on the monotonic clock, and a few hundredths after it."""
    return max(_LEAST_S, end - time.monotonic())


class GuiPost(QObject):
    """Runs callables on the thread that it lives on, from any thread and in order."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, act: Callable[[], None]) -> None:
        """Run act soon."""
        self._posted.emit(act)

    @Slot(object)
    def _run(self, act: Callable[[], None]) -> None:
        act()


class Session(QObject):
    """A running session.

    Signals:
        ended: the citizen is done, or was idle and everything is wiped; the process may end.
    """

    ended = Signal()

    def __init__(
        self,
        terminal: Terminal,
        devices: Devices,
        handoff: DraftHandoff,
        *,
        size: QSize,
        clock: Callable[[], datetime],
        idle: IdlePace | None = None,
    ) -> None:
        super().__init__()
        self._terminal = terminal
        self._devices = devices
        self._handoff = handoff
        self._lanes = Lanes(*(JobLane(name, self) for name in ("desk", "search", "scanner", "printer", "reader")))
        self._shelf = CatalogueShelf(terminal)
        catalogue = self._shelf.current
        self.box = StateBox()
        self._languages = Languages("kiosk")
        self._window_ready = False
        self._desk = IntakeDesk(terminal, self._shelf, clock=clock)
        documents = Documents(terminal, catalogue, self._shelf.version)
        self._print_desk = PrintDesk(terminal.store, devices.printer, documents)
        self._room = ScanRoom(devices.scanner, devices.camera)
        pictures = Pictures()
        self.flow = make_flow(
            Parts(
                box=self.box,
                desk=self._desk,
                handoff=handoff,
                print_desk=self._print_desk,
                room=self._room,
                pictures=pictures,
                read=PageReader(clock).read,
                search=lru_cache(maxsize=1)(lambda: CatalogueSearch(catalogue)),
                post=GuiPost(self).post,
                wake_agent=lambda: wake_agent(terminal.profile),
                delivery_of=self._delivery_of,
                documents=documents,
                page_printer=devices.page_printer,
                clock=clock,
                end=self.ended.emit,
            ),
            self._lanes,
        )
        feed = LiveFeed(self)
        self.models = make_models(self.flow, feed, self)
        self._screens = Screens(
            box=self.box,
            flow=self.flow,
            models=self.models,
            telling=Telling(catalogue, self._shelf.version),
            clock=clock,
            is_demo=terminal.is_demo,
            speak=self._speak,
        )
        self.window = open_face(self.models, pictures, size)
        self._window_ready = True
        self.hall = catalogue.hall.name
        self._surroundings = Surroundings(self.box, self._questions(), self)
        self._watch = self._make_watch()
        self._gun_watch = self._make_gun_watch()
        self._idle = IdleGuard(
            counts=self.flow.idle_counts, tell=self.flow.idle, came_back=self.flow.came_back, pace=idle, parent=self
        )
        self.window.installEventFilter(self._idle)
        self._eye = self._make_eye(feed)
        self._timers = (self._every(_SECOND_MS, self._second), self._every(_DELIVERY_MS, self._look))
        self._closed = False

    @property
    def store(self) -> Store:
        """The terminal's store."""
        return self._terminal.store

    def start(self) -> None:
        """Erase and print what an earlier session left unfinished, look for a card that was left, and begin."""
        self._lanes.desk.run(lambda: erase_leftovers(self._desk, self._handoff), lambda _: None)
        self._lanes.printer.run(lambda: self._print_desk.print_interrupted(datetime.now(UTC)), lambda _: None)
        if self._watch is not None:
            self._watch.start()
        else:
            self._surroundings.reader_state(DeviceState.OFFLINE.value)
        if self._gun_watch is not None:
            self._gun_watch.start()
        self._surroundings.start()
        self._idle.start()
        for timer in self._timers:
            timer.start()

    def close(self) -> None:
        """End every lane and release store and devices, in two seconds at most. May be called twice."""
        if self._closed:
            return
        self._closed = True
        for timer in self._timers:
            timer.stop()
        self._idle.stop()
        self._surroundings.stop()
        self.flow.gathering.stop_scan()
        end = time.monotonic() + _CLOSE_S
        # One deadline for all: a busy machine may need it for any of them, and they end side by side.
        ended = self._watch is None or self._watch.stop(_left(end))
        ended = (self._gun_watch is None or self._gun_watch.stop(_left(end))) and ended
        ended = (self._eye is None or self._eye.stop(_left(end))) and ended
        lanes = self._lanes
        for lane in (lanes.desk, lanes.search, lanes.scanner, lanes.printer, lanes.reader):
            ended = lane.close(_left(end)) and ended
        close_face(self.window)
        self._languages.speak(Language.SIMPLIFIED)
        if not ended:
            _LOG.warning("a lane did not end in time; the process ends without it")
            return
        self._room.close()
        for device in (self._devices.reader, self._devices.printer, self._devices.page_printer):
            if device is not None:
                device.close()
        self._terminal.close()

    def _speak(self, language: str) -> None:
        self._languages.speak(Language(language))
        if self._window_ready:
            self.window.engine().retranslate()

    def _make_watch(self) -> CardWatch | None:
        if self._devices.reader is None:
            return None
        watch = CardWatch(self._devices.reader, self, looks_first=True)
        watch.foundAtStart.connect(self._card_was_left)
        watch.cardFound.connect(self._card_found)
        watch.cardRead.connect(self._card_read)
        watch.readFailed.connect(self._card_failed)
        watch.cardRemoved.connect(self._card_removed)
        watch.stateChanged.connect(self._surroundings.reader_state)
        return watch

    def _make_gun_watch(self) -> GunWatch | None:
        self.box.change(has_gun=self._devices.gun is not None or self._devices.gun_types)
        if self._devices.gun_types:
            wedge = WedgeFilter(self.window, is_draft_code)
            wedge.scanned.connect(self._code_scanned)
        if self._devices.gun is None:
            return None
        watch = GunWatch(self._devices.gun, self)
        watch.scanned.connect(self._code_scanned)
        return watch

    def _make_eye(self, feed: LiveFeed) -> CameraEye | None:
        if self._devices.camera is None:
            return None
        eye = CameraEye(self._devices.camera, self)
        watching = Watching(
            box=self.box, eye=eye, show=feed.show, shoot=self.flow.gathering.scan, touched=self._idle.touched
        )
        eye.seen.connect(watching.seen)
        eye.steady.connect(watching.steady)
        self._watching = watching
        return eye

    def _questions(self) -> tuple[Question, ...]:
        return (
            Question("scanner", self._lanes.scanner, self._room.status),
            Question("printer", self._lanes.printer, self._printer_status),
            Question("online", self._lanes.desk, lambda: delivery_overview(self._terminal.store).agent_online),
            Question("behind", self._lanes.desk, lambda: self._shelf.is_behind),
        )

    def _printer_status(self) -> PrinterStatus:
        printer = self._devices.printer
        if printer is None:
            return PrinterStatus(DeviceState.OFFLINE, PrintCause.UNREACHABLE)
        return printer.status(_PRINTER_STATUS_S)

    def _delivery_of(self, sealed: SealedCase) -> CaseDelivery | None:
        case_id = sealed.case.case_id
        return case_deliveries(self._terminal.store, [case_id]).get(case_id)

    def _every(self, interval_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.timeout.connect(act)
        return timer

    @Slot()
    def _second(self) -> None:
        self.flow.tick()

    @Slot()
    def _look(self) -> None:
        self.flow.handing_in.look_at_delivery()

    @Slot()
    def _card_was_left(self) -> None:
        self.flow.card_was_left()

    @Slot()
    def _card_found(self) -> None:
        self._idle.touched()
        self.flow.identifying.card_reading()

    @Slot(object)
    def _card_read(self, card: object) -> None:
        self._idle.touched()
        self.flow.card_read(card)  # type: ignore[arg-type] # the watch reads cards and nothing else

    @Slot(str)
    def _code_scanned(self, text: str) -> None:
        self._idle.touched()
        self.flow.resuming.code_scanned(text)

    @Slot(str)
    def _card_failed(self, code: str) -> None:
        self.flow.identifying.card_failed(code)

    @Slot()
    def _card_removed(self) -> None:
        self.flow.card_removed()
