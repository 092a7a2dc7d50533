"""Puts the parts of a flow together, and the view models on top of it; knows no driver and opens nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject

from devices.core.page_printing import PagePrinter
from kiosk_app.face import Models
from kiosk_app.live_picture import LiveFeed
from kiosk_app.pictures import Pictures
from kiosk_app.session_flow import SessionFlow
from kiosk_app.viewmodels.confirm import ConfirmViewModel
from kiosk_app.viewmodels.form import FormViewModel
from kiosk_app.viewmodels.home import HomeViewModel
from kiosk_app.viewmodels.identify import IdentifyViewModel
from kiosk_app.viewmodels.item import ItemViewModel
from kiosk_app.viewmodels.keep import KeepViewModel
from kiosk_app.viewmodels.materials import MaterialsViewModel
from kiosk_app.viewmodels.papers import PapersViewModel
from kiosk_app.viewmodels.pause import PauseViewModel
from kiosk_app.viewmodels.receipt import GoodbyeViewModel, ReceiptViewModel
from kiosk_app.viewmodels.resume import ResumeViewModel
from kiosk_app.viewmodels.review import ReviewViewModel, points_of
from kiosk_app.viewmodels.shell import ShellViewModel
from kiosk_app.work.desk_jobs import DeskJobs
from kiosk_app.work.filling import Filling
from kiosk_app.work.finding import Finding
from kiosk_app.work.gathering import Gathering
from kiosk_app.work.handing_in import HandingIn
from kiosk_app.work.identifying import Identifying
from kiosk_app.work.keeping import Keeping
from kiosk_app.work.papers import Papers
from kiosk_app.work.reading_pages import Read, ReadingPages
from kiosk_app.work.resuming import Resuming
from kiosk_app.work.scan_room import ScanRoom
from kiosk_app.work.shooting import Post
from kiosk_app.work.state import StateBox
from shared.catalogue.search import CatalogueSearch
from shared.handoff.port import DraftHandoff
from shared.intake.desk import IntakeDesk
from shared.intake.documents import Documents
from shared.intake.print_desk import PrintDesk
from shared.intake.sealing import SealedCase
from shared.qt.jobs import Lane
from shared.store.overview import CaseDelivery


@dataclass(frozen=True, slots=True)
class Lanes:
    """A lane each for the store, the search, the scanner, the printer and reading: none of them waits for another."""

    desk: Lane
    search: Lane
    scanner: Lane
    printer: Lane
    reader: Lane


@dataclass(frozen=True, slots=True)
class Parts:
    """What a flow is made of; see the classes that take them."""

    box: StateBox
    desk: IntakeDesk
    handoff: DraftHandoff
    print_desk: PrintDesk
    room: ScanRoom
    pictures: Pictures
    read: Read
    search: Callable[[], CatalogueSearch]
    post: Post
    wake_agent: Callable[[], object]
    delivery_of: Callable[[SealedCase], CaseDelivery | None]
    documents: Documents
    page_printer: PagePrinter | None
    clock: Callable[[], datetime]
    end: Callable[[], None]


def make_flow(parts: Parts, lanes: Lanes) -> SessionFlow:
    """Return a flow with all its parts."""
    box, desk = parts.box, parts.desk
    box.change(has_camera=parts.room.has_camera, has_glass=parts.room.has_scanner)
    jobs = DeskJobs(box, lanes.desk)
    flow = SessionFlow(box, jobs, desk.discard, parts.end)
    flow.finding = Finding(
        box=box, jobs=jobs, desk=desk, search=parts.search, search_lane=lanes.search, go_on=flow.open_start
    )
    flow.identifying = Identifying(box=box, jobs=jobs, desk=desk, go_on=flow.open_form)
    flow.filling = Filling(box=box, jobs=jobs, desk=desk, go_on=flow.open_materials)
    flow.gathering = Gathering(
        box=box,
        jobs=jobs,
        desk=desk,
        room=parts.room,
        lane=lanes.scanner,
        pictures=parts.pictures,
        post=parts.post,
        go_on=flow.leave_materials,
        reading=ReadingPages(
            box=box, jobs=jobs, desk=desk, lane=lanes.reader, read=parts.read, put=parts.pictures.put_jpeg
        ),
    )
    flow.handing_in = HandingIn(
        box=box,
        jobs=jobs,
        desk=desk,
        print_desk=parts.print_desk,
        print_lane=lanes.printer,
        pictures=parts.pictures,
        wake_agent=parts.wake_agent,
        delivery_of=parts.delivery_of,
    )
    flow.papers = Papers(
        box=box,
        jobs=jobs,
        desk=desk,
        documents=parts.documents,
        print_desk=parts.print_desk,
        lane=lanes.search,
        print_lane=lanes.printer,
        pictures=parts.pictures,
        points=points_of,
        page_printer=parts.page_printer,
        clock=parts.clock,
    )
    flow.keeping = Keeping(
        box=box,
        jobs=jobs,
        desk=desk,
        handoff=parts.handoff,
        documents=parts.documents,
        print_desk=parts.print_desk,
        print_lane=lanes.printer,
        pictures=parts.pictures,
        goodbye=flow.handing_in.goodbye,
        wake_agent=parts.wake_agent,
    )
    flow.resuming = Resuming(
        box=box,
        jobs=jobs,
        desk=desk,
        handoff=parts.handoff,
        go_on=flow.go_on_with_draft,
        recall=flow.gathering.recall,
        put=parts.pictures.put_jpeg,
    )
    return flow


def make_models(flow: SessionFlow, feed: LiveFeed, parent: QObject | None = None) -> Models:
    """Return the view models, each with the acts that it forwards to."""
    return Models(
        shell=ShellViewModel(flow, parent=parent),
        home=HomeViewModel(flow.finding, parent=parent),
        item=ItemViewModel(flow.finding, parent=parent),
        identify=IdentifyViewModel(flow.identifying, parent=parent),
        form=FormViewModel(flow.filling, parent=parent),
        materials=MaterialsViewModel(flow.gathering, feed, parent=parent),
        review=ReviewViewModel(flow, parent=parent),
        confirm=ConfirmViewModel(flow.handing_in, parent=parent),
        receipt=ReceiptViewModel(flow.handing_in, parent=parent),
        goodbye=GoodbyeViewModel(parent=parent),
        pause=PauseViewModel(flow, parent=parent),
        papers=PapersViewModel(flow.papers, parent=parent),
        keep=KeepViewModel(flow.keeping, parent=parent),
        resume=ResumeViewModel(flow.resuming, parent=parent),
    )
