"""Puts views, presenters and doors together; knows no driver and opens nothing (wiring.py does)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QStandardPaths, Qt

from counter_app.presenters.applicants import ApplicantsPresenter
from counter_app.presenters.case_papers import CasePapersPresenter
from counter_app.presenters.codes import CodesPresenter
from counter_app.presenters.done import DonePresenter, ReadCase
from counter_app.presenters.done_state import Words
from counter_app.presenters.drafts import DraftsPresenter
from counter_app.presenters.form import FormPresenter
from counter_app.presenters.gaps import GapsPresenter
from counter_app.presenters.materials import MaterialsPresenter
from counter_app.presenters.occasion import OccasionPresenter
from counter_app.presenters.opening import OpeningPresenter
from counter_app.presenters.readings import ReadingsPresenter
from counter_app.presenters.search import SearchPresenter
from counter_app.presenters.shell import Presenters, ShellPresenter, ShellSentences
from counter_app.presenters.sign_in import SignInPresenter
from counter_app.presenters.slips import SlipsPresenter
from counter_app.presenters.stage import StagePresenter
from counter_app.presenters.stand_in import StandInPresenter
from counter_app.presenters.subject_papers import SubjectPapersPresenter
from counter_app.presenters.surroundings import SurroundingsPresenter
from counter_app.presenters.today import TodayPresenter
from counter_app.views.window import CounterWindow
from counter_app.words.case import FieldWords, IdentityWords, MaterialWords
from counter_app.words.changes import ChangeWords
from counter_app.words.delivery import DeliveryWords, PrintWords
from counter_app.words.done import DoneWords
from counter_app.words.drafts import DraftWords
from counter_app.words.failures import FailureWords
from counter_app.words.gaps import GapWords
from counter_app.words.occasion import OccasionWords
from counter_app.words.scanning import ScanWords
from counter_app.words.shell import ShellWords
from counter_app.words.sign_in import SignInWords
from counter_app.words.stand_in import StandInWords
from counter_app.words.today import TodayWords
from counter_app.work.case_desk import CaseDesk
from counter_app.work.draft_room import DraftRoom
from counter_app.work.finder import SubjectFinder
from counter_app.work.ledger import TodayFacts
from counter_app.work.notice_room import NoticeRoom
from counter_app.work.page_printer import PageDoor
from counter_app.work.page_room import PageRoom
from counter_app.work.print_room import PrintRoom
from counter_app.work.scan_door import ScanDoor
from counter_app.work.slip_desk import SlipDesk
from counter_app.work.subject_room import SubjectRoom
from counter_app.work.throttle import SignInThrottle
from counter_app.work.workbench import Workbench
from shared.capture.reading import PageReader
from shared.contract.terminals import Clerk, ClerkDirectory
from shared.domain.clock import legal_date
from shared.qt.camera_eye import CameraEye
from shared.qt.jobs import Lane


@dataclass(frozen=True, slots=True)
class Lanes:
    """One thread each: the desk, what is only read, scanner, receipt printer, notices, pages on paper, OCR, drafts
    elsewhere."""

    desk: Lane
    ledger: Lane
    scanner: Lane
    printer: Lane
    notices: Lane
    pages: Lane
    reader: Lane
    handoff: Lane


@dataclass(frozen=True, slots=True)
class Backing:
    """What stands behind the presenters; every callable blocks and runs on a lane.

    Attributes:
        hall: name of the hall, for sign-in and band.
        missing: device keys that the terminal does not have.
    """

    hall: str
    demo: bool
    missing: frozenset[str]
    directory: Callable[[], ClerkDirectory | None]
    desk_of: Callable[[Clerk], CaseDesk]
    room_of: Callable[[Clerk], DraftRoom]
    finder: SubjectFinder
    read_today: Callable[[], TodayFacts]
    open_case: ReadCase
    read_case: ReadCase
    notices: NoticeRoom
    subject_papers: SubjectRoom
    page_door: PageDoor
    slips: SlipDesk
    find_case: Callable[[str], UUID | None]
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Assembled:
    """The counter's presenters and doors, kept as long as the window lives."""

    shell: ShellPresenter
    presenters: Presenters
    bench: Workbench
    door: ScanDoor
    prints: PrintRoom
    pages: PageRoom
    codes: CodesPresenter


def assemble(
    window: CounterWindow, lanes: Lanes, backing: Backing, intake: tuple[ScanDoor, CameraEye | None], prints: PrintRoom
) -> Assembled:
    """Connect everything; the sign-in is ready when this returns.

    Args:
        intake: where pages come in, and the eye of the document camera where there is one.
    """
    door, eye = intake
    bench = Workbench(lanes.desk, window)
    reader = PageReader(backing.clock)
    readings = ReadingsPresenter(window.stage, bench, lanes.reader, reader.read, ScanWords())
    readings.setParent(window)
    shell_words, identity, delivery, today_words = ShellWords(), IdentityWords(), DeliveryWords(), TodayWords()
    done_words = Words(DoneWords(), delivery, PrintWords(), today_words)
    pages = PageRoom(lanes.pages, backing.page_door, window)
    notice = CasePapersPresenter(
        window.notice,
        lanes.notices,
        backing.notices,
        pages=pages,
        words=done_words.done,
        save_folder=_documents_folder,
        slip_lane=lanes.printer,
        print_words=done_words.prints,
    )
    papers = SubjectPapersPresenter(
        window.papers,
        lanes.notices,
        backing.subject_papers,
        pages=pages,
        words=done_words.done,
        save_folder=_documents_folder,
        bench=bench,
        slip_lane=lanes.printer,
        gap_words=GapWords(),
        print_words=done_words.prints,
        clock=backing.clock,
    )
    papers.setParent(window)
    window.materials.papersAsked.connect(papers.toggle)
    papers.shownChanged.connect(window.show_papers)
    occasions = OccasionPresenter(window.done.occasions, bench, OccasionWords())
    occasions.setParent(window)
    presenters = Presenters(
        sign_in=SignInPresenter(
            window.sign_in,
            lanes.ledger,
            directory=backing.directory,
            throttle=SignInThrottle(backing.monotonic),
            words=SignInWords(),
            hall=backing.hall,
        ),
        surroundings=SurroundingsPresenter(
            window, shell_words, backing.hall, demo=backing.demo, missing=backing.missing
        ),
        search=SearchPresenter(window.header, window.welcome, lanes.ledger, backing.finder.find, shell_words),
        today=TodayPresenter(window.today, lanes.ledger, backing.read_today, delivery, today_words),
        applicants=ApplicantsPresenter(window.applicants, bench, identity),
        form=FormPresenter(window.form, bench, FieldWords(), lambda: legal_date(backing.clock())),
        materials=MaterialsPresenter(window.materials, bench, MaterialWords()),
        stand_in=StandInPresenter(window.materials.stand_in, bench, StandInWords()),
        stage=StagePresenter(window.stage, bench, door, ScanWords(), eye=eye, readings=readings),
        gaps=GapsPresenter(window.gaps, bench, GapWords(), backing.clock),
        done=DonePresenter(
            window.done,
            notices=notice,
            bench=bench,
            prints=prints,
            ledger_lane=lanes.ledger,
            open_case=backing.open_case,
            read_case=backing.read_case,
            words=done_words,
            occasions=occasions,
        ),
        drafts=DraftsPresenter(window.drafts, lanes.handoff, lanes.printer, DraftWords(), FailureWords()),
        opening=OpeningPresenter(lanes.handoff),
    )
    for field in fields(presenters):
        # What belongs to the window ends with it, timers and all.
        getattr(presenters, field.name).setParent(window)
    presenters.materials.scanWanted.connect(papers.close)
    presenters.materials.selected.connect(readings.offer_again)
    papers.aboutToShow.connect(presenters.form.commit)
    sentences = ShellSentences(shell_words, FailureWords(), identity, ChangeWords(), DraftWords())
    shell = ShellPresenter(
        window,
        bench,
        presenters,
        words=sentences,
        desk_of=backing.desk_of,
        room_of=backing.room_of,
        clock=backing.clock,
    )
    presenters.drafts.offerShown.connect(window.applicant_screen.show_offer)
    slips = SlipsPresenter(window, lanes.printer, backing.slips, shell_words, done_words.prints)
    slips.setParent(window)
    slips.failed.connect(shell.tell_failure)
    presenters.sign_in.signedIn.connect(slips.begin)
    prints.changed.connect(slips.look_again)
    slips.answered.connect(prints.forget)
    # Queued: what closes because it was sealed has its slips to print first.
    bench.closed.connect(slips.ask, Qt.ConnectionType.QueuedConnection)
    papers.failed.connect(shell.tell_failure)
    codes = CodesPresenter(lanes.ledger, backing.find_case)
    codes.setParent(window)
    codes.found.connect(shell.show_scanned)
    codes.draft.connect(shell.draft_scanned)
    codes.unknown.connect(shell.tell_unknown_receipt)
    codes.failed.connect(shell.tell_failure)
    return Assembled(shell, presenters, bench, door, prints, pages, codes)


def _documents_folder() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
