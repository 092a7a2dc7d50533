"""A sealed case with everything around it: its page, its slips, its notice and both printers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from counter_app.ports.done import DoneState, NoticeState, PrintLine
from counter_app.presenters.case_papers import CasePapersPresenter
from counter_app.presenters.done import DonePresenter
from counter_app.presenters.done_state import Words
from counter_app.presenters.occasion import OccasionPresenter
from counter_app.words.delivery import DeliveryWords, PrintWords
from counter_app.words.done import DoneWords
from counter_app.words.occasion import OccasionWords
from counter_app.words.today import TodayWords
from counter_app.work.case_desk import Finished
from counter_app.work.ledger import CaseRecord, Ledger
from counter_app.work.notice_room import NoticeError, NoticeRoom
from counter_app.work.page_room import PageRoom
from counter_app.work.print_room import PrintRoom
from demo.gallery_counter_samples import sample_row
from devices.core.page_printing import PageOutcome, PageProgress
from devices.core.printing import PrinterStatus, PrintOutcome, PrintState
from devices.core.slip import Slip
from devices.core.status import DeviceState
from shared.catalogue.model import Subject
from shared.intake.catalogues import CatalogueShelf
from shared.intake.documents import Documents
from shared.intake.page_account import PageAccount
from shared.intake.print_desk import PrintDesk
from shared.qt.jobs import ManualLane
from shared.store.outbox import OutboxState
from shared.store.overview import CaseDelivery, CaseDeliveryState
from shared.store.terminal import Terminal
from tests.unit.counter_app.bench import Bench
from tests.unit.counter_app.cases import fill_case
from tests.unit.counter_app.fake_views import FakeDone, FakeNotice, FakeOccasion
from tests.unit.shared.intake.desks import CLERK, NOW

WORDS = Words(DoneWords(), DeliveryWords(), PrintWords(), TodayWords())


class Paper:
    """A printer that ends as it is told to, and keeps what it printed."""

    def __init__(self) -> None:
        self.outcome = PrintOutcome(PrintState.PRINTED)
        self.slips: list[Slip] = []

    def print_slip(self, slip: Slip, deadline_s: float) -> PrintOutcome:
        del deadline_s
        self.slips.append(slip)
        return self.outcome

    def status(self, deadline_s: float) -> PrinterStatus:
        del deadline_s
        return PrinterStatus(DeviceState.READY)

    def close(self) -> None:
        return


class Pages:
    """A page printer that does as told; none at all while it has no name."""

    def __init__(self) -> None:
        self.called = ""
        self.progress: list[PageProgress] = []
        self.ends: list[PageOutcome | NoticeError] = []
        self.cancelled: list[threading.Event] = []
        self.pdfs: list[bytes] = []

    def name(self) -> str:
        return self.called

    def print_pdf(
        self, title: str, pdf: bytes, on_progress: Callable[[PageProgress], None], cancelled: threading.Event
    ) -> PageOutcome:
        assert title
        self.pdfs.append(pdf)
        self.cancelled.append(cancelled)
        for each in self.progress:
            on_progress(each)
        end = self.ends.pop(0)
        if isinstance(end, NoticeError):
            raise end
        return end


class DonePage:
    """The page of sealed cases over a real store."""

    def __init__(self, bench: Bench, terminal: Terminal, folder: Path) -> None:
        self.bench, self.terminal, self.paper = bench, terminal, Paper()
        self.shelf = CatalogueShelf(terminal)
        self.ledger = Ledger(terminal.store, lambda: NOW, lambda: CLERK.clerk_id)
        self.lane, self.printer_lane, self.notice_lane = ManualLane(), ManualLane(), ManualLane()
        self.view, self.notice_view, self.occasion_view = FakeDone(), FakeNotice(), FakeOccasion()
        self.prints = PrintRoom(self.printer_lane, self._desk)
        room = NoticeRoom(self._documents, PageAccount(terminal.store), self._desk)
        self.pages, self.page_lane = Pages(), ManualLane()
        self.page_room = PageRoom(self.page_lane, self.pages)
        self.notice = CasePapersPresenter(
            self.notice_view,
            self.notice_lane,
            room,
            pages=self.page_room,
            words=WORDS.done,
            save_folder=lambda: folder,
            slip_lane=self.printer_lane,
            print_words=WORDS.prints,
        )
        self.presenter = DonePresenter(
            self.view,
            notices=self.notice,
            bench=bench.workbench,
            prints=self.prints,
            ledger_lane=self.lane,
            open_case=lambda case_id: self._with_subject(self.ledger.open(case_id)),
            read_case=lambda case_id: self._with_subject(self.ledger.case(case_id)),
            words=WORDS,
            occasions=OccasionPresenter(self.occasion_view, bench.workbench, OccasionWords()),
        )
        self.presenter.set_rights(may_accept=True)
        self.failures: list[str] = []
        self.presenter.failed.connect(self.failures.append)
        bench.workbench.finished.connect(self.presenter.show_finished)

    def _desk(self, case: object) -> PrintDesk:
        return PrintDesk(self.terminal.store, self.paper, self._documents(case))

    def _documents(self, case: object) -> Documents:
        del case
        return Documents(self.terminal, self.shelf.current)

    def _with_subject(self, record: CaseRecord) -> tuple[CaseRecord, Subject]:
        return record, self.shelf.current.subject(record.entry.details.subject_code)

    def finish(self, *, accept: bool) -> Finished:
        seen: list[Finished] = []
        self.bench.workbench.finished.connect(seen.append)
        fill_case(self.bench)
        self.bench.workbench.finish(accept=accept)
        self.bench.lane.drain()
        return seen[0]

    def accept_beside_a_printer(self, *ends: PageOutcome | NoticeError) -> None:
        """Accept a case where there is a page printer, which ends one job after the other like this."""
        self.pages.called, self.pages.ends = "A4 打印机", list(ends)
        self.finish(accept=True)
        self.drain()

    def print_notice(self) -> None:
        """Press print, and have the copy set that is printed; the page printer's own lane waits."""
        self.notice_view.printAsked.emit()
        self.notice_lane.drain()

    def drain(self) -> None:
        for lane in (self.printer_lane, self.lane, self.notice_lane):
            lane.drain()
        self.presenter.refresh()
        self.lane.drain()

    @property
    def state(self) -> DoneState:
        state: DoneState = self.view.last("set_state")
        return state

    @property
    def notice_state(self) -> NoticeState:
        state: NoticeState = self.notice_view.last("set_state")
        return state

    def line(self, document: str) -> PrintLine:
        return next(line for line in self.state.prints if line.document == document)


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def delivery(state: CaseDeliveryState = CaseDeliveryState.DELIVERED, **changes: object) -> CaseDelivery:
    row = replace(sample_row(OutboxState.WAITING), **{"delivered_at": NOW, **changes})  # type: ignore[arg-type]
    return CaseDelivery(state, str(changes.get("reason_code") or "") or None, row)
