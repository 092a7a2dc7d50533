"""What the citizen takes along: the list of what is needed or missing, blank form, filled sample, drawn papers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final, Protocol

from devices.core.page_printing import PageOptions, PagePrinter
from devices.core.printing import PrintState
from kiosk_app.work.desk_jobs import DeskJobs
from kiosk_app.work.state import Overlay, PaperKind, PapersState, Screen, SessionState, StateBox
from shared.catalogue.model import Catalogue, Subject
from shared.domain.items import Channel
from shared.forms.paper import form_paper
from shared.forms.printed import FormlessError, blank_form, sample_form
from shared.intake.desk import IntakeDesk
from shared.intake.documents import Documents
from shared.intake.draft import Draft
from shared.intake.gaps import Gap
from shared.intake.print_desk import PrintDesk
from shared.notices.notice import Notice, NoticeStyle, Point
from shared.notices.paper import paper
from shared.notices.samples_paper import has_samples, samples_paper
from shared.qt.jobs import Lane, Ok, Result
from shared.qt.theme import TextSize

PREVIEW_DPI: Final = 130
LARGE_PRINT: Final = frozenset({TextSize.LARGER, TextSize.LARGEST})
QR_KEY: Final = "papers-qr"
_PAGES_S: Final = 180.0


class PictureShelf(Protocol):
    """Where pictures are put for the face."""

    def put_pages(self, name: str, pdf: bytes, dpi: int) -> tuple[str, ...]: ...
    def put_qr(self, key: str, text: str) -> None: ...
    def drop(self, key: str) -> None: ...


Points = Callable[[SessionState, tuple[Gap, ...]], tuple[Point, ...]]


class Papers:
    """Shows and prints them. GUI thread only; setting runs on a lane of its own.

    Args:
        points: words for what is missing.
        page_printer: prints A4; None where the kiosk has none.
    """

    def __init__(
        self,
        *,
        box: StateBox,
        jobs: DeskJobs,
        desk: IntakeDesk,
        documents: Documents,
        print_desk: PrintDesk,
        lane: Lane,
        print_lane: Lane,
        pictures: PictureShelf,
        points: Points,
        page_printer: PagePrinter | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._box = box
        self._jobs = jobs
        self._desk = desk
        self._documents = documents
        self._print_desk = print_desk
        self._lane = lane
        self._print_lane = print_lane
        self._pictures = pictures
        self._points = points
        self._page_printer = page_printer
        self._clock = clock
        self._pdf = b""
        self._wanted = 0
        self._on_paper: int | None = None

    @property
    def is_printing(self) -> bool:
        """Whether something is on its way to paper, shown or not any more."""
        return self._on_paper is not None

    def open(self) -> None:
        """Show the list of what is needed, with what is still missing where that is known."""
        state = self._box.now
        if state.subject is None or state.busy:
            return
        kinds = tuple(self._kinds(self._catalogue_of(state, state.subject), state.subject))
        online = state.subject.referral_at(Channel.KIOSK).online or self._desk.catalogue.hall.online
        if online:
            self._pictures.put_qr(QR_KEY, online)
        papers = PapersState(kinds=kinds, has_qr=bool(online), printing=self.is_printing)
        self._box.change(overlay=Overlay.PAPERS, papers=papers)
        self._make(papers)

    def choose(self, kind: str) -> None:
        """Show another one, but not while the end of the one in sight is waited for."""
        papers = self._box.now.papers
        if papers is not None and self._on_paper != self._wanted and PaperKind(kind) is not papers.kind:
            self._make(replace(papers, kind=PaperKind(kind)))

    def turn(self, step: int) -> None:
        """Turn a page."""
        papers = self._box.now.papers
        if papers is not None and papers.keys:
            self._show(replace(papers, page=min(len(papers.keys) - 1, max(0, papers.page + step))))

    def close(self) -> None:
        """Put them away."""
        papers = self._box.now.papers
        self._wanted += 1
        self._pdf = b""
        for key in (QR_KEY, *(papers.keys if papers else ())):
            self._pictures.drop(key)
        self._box.change(overlay=Overlay.NONE, papers=None)

    def print(self) -> None:
        """Print what is shown: the list as a slip, under a number of its own where something is missing; else A4."""
        state = self._box.now
        papers = state.papers
        if papers is None or self.is_printing or papers.making or not papers.can_print:
            return
        if papers.kind is not PaperKind.LIST:
            self._print_lane.run(partial(self._print_pages, self._pdf), self._printed)
        elif state.draft is None or not state.gaps or state.screen is not Screen.REVIEW:
            self._print_slip(self._notice(state))
        elif not self._jobs.run(partial(self._desk.tell, state.draft), self._told, self._printed):
            return
        self._on_paper = self._wanted
        self._show(replace(papers, printing=True, end=None))

    def _catalogue_of(self, state: SessionState, subject: Subject) -> Catalogue:
        """Return the version that the draft froze where it is of the subject, else the newest."""
        draft = state.draft
        if draft is not None and draft.subject_code == subject.code:
            return self._desk.catalogue_of(draft)
        return self._desk.catalogue

    def _kinds(self, catalogue: Catalogue, subject: Subject) -> list[PaperKind]:
        looks = [PaperKind.LOOKS] if has_samples(catalogue, subject) else []
        try:
            blank_form(catalogue, subject.code)
        except FormlessError:
            return [PaperKind.LIST, *looks]
        return [PaperKind.LIST, PaperKind.BLANK, PaperKind.SAMPLE, *looks]

    def _make(self, papers: PapersState) -> None:
        state = self._box.now
        subject = state.subject
        if subject is None:
            return
        self._wanted += 1
        wanted = self._wanted
        for key in papers.keys:
            self._pictures.drop(key)
        can_print = papers.kind is PaperKind.LIST or self._page_printer is not None
        fresh = replace(papers, keys=(), page=0, making=True, failed=False, end=None, can_print=can_print)
        self._show(fresh)
        catalogue = self._catalogue_of(state, subject)
        drawn = partial(self._drawn, papers.kind, catalogue, subject, self._notice(state), _style(state))
        job = partial(self._set, f"papers-{wanted}", drawn)

        def deliver(result: Result) -> None:
            if wanted == self._wanted and self._box.now.papers is not None:
                self._made(self._box.now.papers, result)
            elif isinstance(result, Ok):
                for key in result.value[1]:
                    self._pictures.drop(key)

        self._lane.run(job, deliver)

    def _set(self, name: str, drawn: Callable[[], bytes]) -> tuple[bytes, tuple[str, ...]]:
        pdf = drawn()
        return pdf, self._pictures.put_pages(name, pdf, PREVIEW_DPI)

    def _drawn(
        self, kind: PaperKind, catalogue: Catalogue, subject: Subject, notice: Notice, style: NoticeStyle
    ) -> bytes:
        if kind is PaperKind.LIST:
            return paper(self._documents.sheet(notice, style), large=style.large)
        if kind is PaperKind.LOOKS:
            return samples_paper(catalogue, subject)
        make = sample_form if kind is PaperKind.SAMPLE else blank_form
        return form_paper(make(catalogue, subject.code, style.language), large=style.large)

    def _made(self, papers: PapersState, result: Result) -> None:
        if not isinstance(result, Ok):
            self._show(replace(papers, making=False, failed=True, can_print=False))
            return
        self._pdf, keys = result.value
        self._show(replace(papers, keys=keys, making=False))

    def _notice(self, state: SessionState) -> Notice:
        subject, draft = state.subject, state.draft
        if subject is None:
            message = "nothing is chosen"
            raise RuntimeError(message)
        on_review = state.screen is Screen.REVIEW and draft is not None
        points = self._points(state, state.gaps) if on_review else ()
        narrowed = self._desk.subject(draft) if on_review and draft is not None else subject
        number = draft.told.notice_number if on_review and draft is not None and draft.told else None
        return self._documents.all_at_once(narrowed, self._clock(), points, number)

    def _told(self, draft: Draft) -> None:
        self._box.change(draft=draft)
        self._print_slip(self._notice(self._box.now))

    def _print_slip(self, notice: Notice) -> None:
        style = _style(self._box.now)
        self._print_lane.run(lambda: self._print_desk.print_told(notice, style).state, self._printed)

    def _print_pages(self, pdf: bytes) -> PrintState:
        if self._page_printer is None:
            return PrintState.FAILED
        outcome = self._page_printer.print_document(
            pdf,
            "form",
            PageOptions(),
            deadline_s=_PAGES_S,
            on_progress=lambda _: None,
            cancelled=threading.Event(),
        )
        return outcome.state

    def _printed(self, result: Result) -> None:
        papers, printed = self._box.now.papers, self._on_paper
        self._on_paper = None
        if papers is None:
            return
        end = result.value if isinstance(result, Ok) else PrintState.FAILED
        self._show(replace(papers, printing=False, end=end if printed == self._wanted else papers.end))

    def _show(self, papers: PapersState) -> None:
        self._box.change(papers=papers)


def _style(state: SessionState) -> NoticeStyle:
    return NoticeStyle(state.language, large=state.text_size in LARGE_PRINT)
