"""A running counter of one terminal: its window, its lanes, its devices behind protocols, and their common end."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from counter_app.assembly import Assembled, Backing, Lanes, assemble
from counter_app.presenters.codes import is_ours
from counter_app.theme.look import Look
from counter_app.views.window import CounterWindow
from counter_app.words.shell import ShellWords
from counter_app.work.capture import capture_from, capture_under
from counter_app.work.case_desk import CaseDesk
from counter_app.work.draft_room import DraftRoom
from counter_app.work.finder import SubjectFinder
from counter_app.work.ledger import CaseRecord, Ledger
from counter_app.work.notice_room import NoticeRoom
from counter_app.work.page_printer import DrivenPagePrinter, PageDoor, SystemPagePrinter
from counter_app.work.print_room import PrintRoom
from counter_app.work.scan_door import PageSource, ScanDoor
from counter_app.work.slip_desk import SlipDesk
from counter_app.work.subject_room import Known, SubjectRoom
from devices.core.barcodes import BarcodeGun
from devices.core.cards import IdCardReader
from devices.core.page_printing import PagePrinter
from devices.core.printing import ReceiptPrinter
from devices.core.scanning import DocumentCamera, PageScanner
from shared.catalogue.model import Subject
from shared.contract.terminals import Clerk, ClerkRight
from shared.handoff.desk import HandoffDesk
from shared.intake.catalogues import CatalogueShelf
from shared.intake.decisions import DecisionDesk
from shared.intake.desk import IntakeDesk
from shared.intake.documents import Documents
from shared.intake.occasions import OccasionDesk
from shared.intake.page_account import PageAccount
from shared.intake.print_desk import PrintDesk
from shared.qt.camera_eye import CameraEye
from shared.qt.card_watch import CardWatch
from shared.qt.gun_watch import GunWatch
from shared.qt.jobs import Err, JobLane, Result
from shared.qt.status_poll import StatusPoll
from shared.qt.wedge_filter import WedgeFilter
from shared.store import audit
from shared.store.audit import AuditEvent
from shared.store.cases import CaseIndexEntry
from shared.store.settings import clerk_directory
from shared.store.terminal import Terminal
from shared.sync.launch import ensure_agent
from shared.sync.wake import wake_agent

_LOG = logging.getLogger(__name__)
_SCANNER_POLL_MS = 15_000
_PRINTER_POLL_MS = 10_000
_PRINTER_STATUS_S = 3.0
_CLOSE_S = 5.0
_LANES = ("desk", "ledger", "scanner", "printer", "notices", "pages", "reader", "handoff")


@dataclass(frozen=True, slots=True)
class Devices:
    """The devices of a terminal; None for one that it does not have. Nothing is opened yet.

    Attributes:
        gun_types: the barcode gun is a keyboard among others, told by its speed.
    """

    reader: IdCardReader | None = None
    scanner: PageScanner | None = None
    printer: ReceiptPrinter | None = None
    page_printer: PagePrinter | None = None
    gun: BarcodeGun | None = None
    gun_types: bool = False
    camera: DocumentCamera | None = None

    @property
    def missing(self) -> frozenset[str]:
        """Keys of those that it does not have."""
        found = {"card": self.reader, "scanner": self.scanner or self.camera, "printer": self.printer}
        return frozenset(key for key, device in found.items() if device is None)

    def close(self) -> None:
        """Release every device."""
        for device in (self.reader, self.scanner, self.camera, self.printer, self.page_printer):
            if device is not None:
                device.close()


def _entered(result: Result) -> None:
    if isinstance(result, Err):
        _LOG.error("the audit chain took no entry: %s", type(result.error).__name__)


class Counter:
    """A running counter: its window, and everything that must be ended with it."""

    def __init__(
        self, terminal: Terminal, devices: Devices, clock: Callable[[], datetime], *, starts_agent: bool
    ) -> None:
        self._terminal = terminal
        self._devices = devices
        self._clock = clock
        self._lanes = Lanes(*(JobLane(name) for name in _LANES))
        self._agent_lane = JobLane("agent") if starts_agent else None
        self._shelf = CatalogueShelf(terminal)
        self.window = CounterWindow(Look())
        captures = {} if devices.scanner is None else {PageSource.SCANNER: capture_from(devices.scanner)}
        self._eye: CameraEye | None = None
        if devices.camera is not None:
            captures[PageSource.CAMERA] = capture_under(devices.camera)
            self._eye = CameraEye(devices.camera, self.window)
        door = ScanDoor(self._lanes.scanner, captures, self.window)
        prints = PrintRoom(self._lanes.printer, self._print_desk, self.window)
        self.assembled: Assembled = assemble(self.window, self._lanes, self._backing(), (door, self._eye), prints)
        self._polls = self._make_polls()
        self._watch = self._make_watch()
        self._gun_watch = self._make_gun_watch()
        self.window.closing.connect(self.close)
        self._closed = False
        self._reader = ""

    def start(self) -> None:
        """Begin to watch devices, and start the terminal's agent when none runs."""
        if self._watch is not None:
            self._watch.start()
        if self._gun_watch is not None:
            self._gun_watch.start()
        for poll in self._polls:
            poll.start()
        if self._agent_lane is not None:
            folder = self._terminal.profile.folder
            self._agent_lane.run(lambda: ensure_agent(folder), self._agent_started)

    def close(self) -> None:
        """End every lane and release store and devices. May be called twice."""
        if self._closed:
            return
        self._closed = True
        if self._watch is not None:
            self._watch.stop(_CLOSE_S)
        if self._gun_watch is not None:
            self._gun_watch.stop(_CLOSE_S)
        for poll in self._polls:
            poll.stop()
        self.assembled.shell.stop()
        self.assembled.door.cancel()
        if self._eye is not None:
            self._eye.stop(_CLOSE_S)
        self.assembled.pages.cancel()
        lanes = [self._lanes.desk, self._lanes.ledger, self._lanes.scanner, self._lanes.printer, self._lanes.notices]
        lanes += [self._lanes.pages, self._lanes.reader, self._lanes.handoff]
        for lane in [*lanes, *([self._agent_lane] if self._agent_lane else [])]:
            if not lane.close(_CLOSE_S):
                _LOG.warning("a lane did not end in time")
        self._devices.close()
        self._terminal.close()

    def _backing(self) -> Backing:
        catalogue = self._shelf.current
        ledger = Ledger(self._terminal.store, self._clock, lambda: self._reader)
        return Backing(
            hall=catalogue.hall.name,
            demo=self._terminal.is_demo,
            missing=self._devices.missing,
            directory=lambda: clerk_directory(self._terminal.store),
            desk_of=self._desk_of,
            room_of=self._room_of,
            finder=SubjectFinder(catalogue),
            read_today=ledger.today,
            open_case=lambda case_id: self._with_subject(ledger.open(case_id)),
            read_case=lambda case_id: self._with_subject(ledger.case(case_id)),
            notices=NoticeRoom(self._documents, PageAccount(self._terminal.store), self._print_desk),
            subject_papers=SubjectRoom(self._known),
            page_door=self._page_door(),
            find_case=ledger.find,
            slips=SlipDesk(self._terminal.store, self._print_desk, ledger.open),
            clock=self._clock,
            monotonic=time.monotonic,
        )

    def _desk_of(self, clerk: Clerk) -> CaseDesk:
        self._reader = clerk.clerk_id
        at, store = self._clock(), self._terminal.store
        entry = {"by": clerk.clerk_id}
        self._lanes.ledger.run(lambda: audit.append(store, AuditEvent.SIGNED_IN, None, entry, now=at), _entered)
        intake = IntakeDesk(self._terminal, self._shelf, clerk, self._clock)
        may_accept = ClerkRight.ACCEPT in clerk.rights
        decisions = DecisionDesk(self._terminal, self._shelf, clerk, self._clock) if may_accept else None
        occasions = OccasionDesk(self._terminal, self._shelf, clerk, self._clock)
        handoff = HandoffDesk(self._terminal, clerk, self._clock)
        return CaseDesk(
            intake,
            decisions,
            self._wake_agent,
            occasions,
            standing=handoff.standing,
        )

    def _room_of(self, clerk: Clerk) -> DraftRoom:
        return DraftRoom(
            HandoffDesk(self._terminal, clerk, self._clock),
            IntakeDesk(self._terminal, self._shelf, clerk, self._clock),
            lambda: Documents(self._terminal, self._shelf.current),
            lambda: self._known(self._shelf.current.version).print_desk,
        )

    def _wake_agent(self) -> None:
        # Where nobody hears it, the agent's own look at the outbox finds the row within seconds.
        wake_agent(self._terminal.profile)

    def _print_desk(self, case: CaseIndexEntry) -> PrintDesk:
        return PrintDesk(self._terminal.store, self._devices.printer, self._documents(case))

    def _known(self, version: str) -> Known:
        catalogue = self._shelf.version(version)
        documents = Documents(self._terminal, catalogue)
        return Known(catalogue, documents, PrintDesk(self._terminal.store, self._devices.printer, documents))

    def _documents(self, case: CaseIndexEntry) -> Documents:
        return Documents(self._terminal, self._shelf.version(case.catalogue_version))

    def _page_door(self) -> PageDoor:
        printer = self._devices.page_printer
        return SystemPagePrinter() if printer is None else DrivenPagePrinter(printer, ShellWords().page_printer())

    def _with_subject(self, record: CaseRecord) -> tuple[CaseRecord, Subject]:
        catalogue = self._shelf.version(record.entry.catalogue_version)
        return record, catalogue.subject(record.entry.details.subject_code)

    def _make_polls(self) -> tuple[StatusPoll, ...]:
        polls = []
        surroundings = self.assembled.presenters.surroundings
        if (scanner := self._devices.scanner or self._devices.camera) is not None:
            poll = StatusPoll(self._lanes.scanner, scanner.status, _SCANNER_POLL_MS, self.window)
            poll.told.connect(surroundings.set_scanner_state)
            polls.append(poll)
        if (printer := self._devices.printer) is not None:
            poll = StatusPoll(
                self._lanes.printer, lambda: printer.status(_PRINTER_STATUS_S), _PRINTER_POLL_MS, self.window
            )
            poll.told.connect(surroundings.set_printer_status)
            self.assembled.prints.changed.connect(poll.ask)
            polls.append(poll)
        return tuple(polls)

    def _make_watch(self) -> CardWatch | None:
        if self._devices.reader is None:
            return None
        watch = CardWatch(self._devices.reader, self.window)
        cards = self.assembled.shell.cards
        watch.cardRead.connect(cards.read)
        watch.readFailed.connect(cards.failed)
        watch.foundAtStart.connect(cards.left_lying)
        watch.stateChanged.connect(self.assembled.presenters.surroundings.set_card_state)
        return watch

    def _make_gun_watch(self) -> GunWatch | None:
        codes = self.assembled.codes
        if self._devices.gun_types:
            self.window.winId()  # makes the native window, to which keys come
            wedge = WedgeFilter(self.window.windowHandle(), is_ours)
            wedge.scanned.connect(codes.scanned)
        if self._devices.gun is None:
            return None
        watch = GunWatch(self._devices.gun, self.window)
        watch.scanned.connect(codes.scanned)
        return watch

    def _agent_started(self, result: Result) -> None:
        if isinstance(result, Err):
            _LOG.error("no agent: %s: %s", result.code, result.error)
            self.assembled.shell.tell(*ShellWords().agent_missing())
