"""A citizen's way through the flow without a window: real desk and store, lanes that run when told to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from demo.specimen_pages import draw_page
from devices.core.errors import CancelledError, DeviceError
from devices.core.page_printing import PageOptions, PageOutcome, PagePrinterStatus
from devices.core.printing import PrinterStatus, PrintOutcome, PrintState
from devices.core.scanning import Progress, ScannedPage
from devices.core.slip import Slip
from devices.core.status import DeviceState
from devices.id_card.specimens import CHEN
from kiosk_app.assembly import Lanes, Parts, make_flow
from kiosk_app.pictures import Pictures
from kiosk_app.viewmodels.materials import MaterialsProps
from kiosk_app.viewmodels.materials_derived import MaterialsInputs, derive_materials_props
from kiosk_app.work.scan_room import ScanRoom
from kiosk_app.work.state import Screen, SessionState, StateBox
from shared.capture.reading import Reading
from shared.catalogue.search import CatalogueSearch
from shared.handoff.port import DraftHandoff
from shared.intake.catalogues import CatalogueShelf
from shared.intake.desk import IntakeDesk
from shared.intake.documents import Documents
from shared.intake.print_desk import PrintDesk
from shared.qt.jobs import ManualLane
from shared.store.overview import case_deliveries
from shared.store.terminal import Terminal
from tests.unit.kiosk_app.elsewhere import Elsewhere
from tests.unit.shared.intake.desks import NOW

PHONE = "13800000001"


@dataclass
class Glass:
    """A scanner that gives the specimen pages that lie on it, or fails as told."""

    pages: list[str | DeviceError] = field(default_factory=list)

    def scan(
        self, deadline_s: float, on_progress: Progress | None = None, cancelled: threading.Event | None = None
    ) -> ScannedPage:
        del deadline_s
        if cancelled is not None and cancelled.is_set():
            raise CancelledError
        page = self.pages.pop(0)
        if isinstance(page, DeviceError):
            raise page
        if on_progress:
            on_progress(0.5)
        image = draw_page(page)
        return ScannedPage(np.asarray(image), image.info["dpi"][0], "glass")

    def status(self) -> DeviceState:
        return DeviceState.READY

    def close(self) -> None:
        self.pages.clear()


@dataclass
class Paper:
    """A printer that ends each slip as told."""

    outcomes: list[PrintOutcome] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)

    def print_slip(self, slip: Slip, deadline_s: float) -> PrintOutcome:
        del deadline_s
        self.slips.append(slip)
        return self.outcomes.pop(0) if self.outcomes else PrintOutcome(PrintState.PRINTED)

    def status(self, deadline_s: float) -> PrinterStatus:
        del deadline_s
        return PrinterStatus(DeviceState.READY)

    def close(self) -> None:
        self.outcomes.clear()


@dataclass
class A4:
    """A page printer that ends each document as told."""

    outcomes: list[PageOutcome] = field(default_factory=list)
    pdfs: list[bytes] = field(default_factory=list)

    def print_document(self, document: bytes, title: str, options: PageOptions, **more: object) -> PageOutcome:
        del title, options, more
        self.pdfs.append(document)
        return self.outcomes.pop(0) if self.outcomes else PageOutcome(PrintState.PRINTED)

    def status(self, deadline_s: float) -> PagePrinterStatus:
        del deadline_s
        return PagePrinterStatus(DeviceState.READY)

    def close(self) -> None:
        self.outcomes.clear()


class Citizen:
    """Acts on the flow and lets what was queued happen."""

    def __init__(
        self,
        terminal: Terminal,
        camera: Glass | None = None,
        shelf: CatalogueShelf | None = None,
        handoff: DraftHandoff | None = None,
    ) -> None:
        self.terminal = terminal
        self.lane = ManualLane()
        self.glass, self.paper, self.pages = Glass(), Paper(), A4()
        self.box = StateBox()
        self.ended: list[bool] = []
        self.woken: list[bool] = []
        self.readings: list[Reading] = []
        shelf = shelf or CatalogueShelf(terminal)
        self.catalogue = shelf.current
        self.desk = IntakeDesk(terminal, shelf, clock=lambda: NOW)
        self.pictures = Pictures()
        self.elsewhere = Elsewhere(terminal)
        self.flow = make_flow(
            Parts(
                box=self.box,
                desk=self.desk,
                handoff=handoff or self.elsewhere,
                print_desk=PrintDesk(terminal.store, self.paper, Documents(terminal, self.catalogue)),
                room=ScanRoom(self.glass, camera),
                pictures=self.pictures,
                read=lambda *_: tuple(self.readings),
                search=lambda: CatalogueSearch(self.catalogue),
                post=lambda act: act(),
                wake_agent=lambda: self.woken.append(True),
                delivery_of=lambda sealed: case_deliveries(terminal.store, [sealed.case.case_id]).get(
                    sealed.case.case_id
                ),
                documents=Documents(terminal, self.catalogue),
                page_printer=self.pages,
                clock=lambda: NOW,
                end=lambda: self.ended.append(True),
            ),
            Lanes(self.lane, self.lane, self.lane, self.lane, self.lane),
        )

    @property
    def state(self) -> SessionState:
        return self.box.now

    def does(self, act: Callable[..., object], *arguments: object) -> SessionState:
        """Act, let everything that follows happen, and return the state."""
        act(*arguments)
        self.lane.drain()
        return self.state

    def begins(self, code: str = "7.1") -> None:
        self.does(self.flow.finding.wake)
        self.does(self.flow.finding.choose_subject, code)
        self.does(self.flow.finding.start)

    def shows_card(self) -> None:
        self.does(self.flow.identifying.card_read, CHEN)
        self.does(self.flow.identifying.accept_person)

    def fills_form(self) -> None:
        for value in ({}, {"applicant.phone": PHONE}, {"applicant.education": "20"}, {"employment.situation": "2"}):
            for name, text in value.items():
                self.flow.filling.set_field(name, text)
            self.does(self.flow.filling.next_page)
        self.flow.filling.set_field("result.collection", "1")
        self.does(self.flow.filling.next_page)

    def scans(self) -> None:
        for page in ("household_register", "id_photo"):
            self.glass.pages.append(page)
            self.does(self.flow.gathering.scan)
            self.does(self.flow.gathering.next_material)

    def comes_to(self, screen: Screen) -> None:
        """Go the happy way until a screen."""
        for reach, go in (
            (Screen.IDENTIFY, self.begins),
            (Screen.FORM, self.shows_card),
            (Screen.MATERIALS, self.fills_form),
            (Screen.REVIEW, self.scans),
            (Screen.CONFIRM, lambda: self.does(self.flow.go_confirm)),
            (Screen.RECEIPT, self.hands_in),
        ):
            go()
            assert self.state.screen is reach, self.state.screen
            if reach is screen:
                return

    def hands_in(self) -> None:
        self.flow.handing_in.toggle_agreed()
        self.does(self.flow.handing_in.submit)


def materials_of(citizen: Citizen) -> MaterialsProps:
    """Return what the materials screen shows."""
    state = citizen.state
    assert state.subject is not None
    material = next(each for each in state.subject.materials if each.code == state.material)
    return derive_materials_props(MaterialsInputs(state, citizen.catalogue, material))
