"""Sealed cases: the ledger, today's list, outcomes of slips, the notice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from counter_app.ports.done import DoneState, NoticeState, PrintLine
from counter_app.ports.shell import BannerState
from counter_app.ports.today import TodayRow, TodayState
from counter_app.ports.tone import Tone
from counter_app.presenters.case_papers import CasePapersPresenter
from counter_app.presenters.codes import CodesPresenter
from counter_app.presenters.done import DonePresenter
from counter_app.presenters.done_state import DoneFacts, Words, derive_done
from counter_app.presenters.occasion import OccasionPresenter
from counter_app.presenters.slips import SlipsPresenter
from counter_app.presenters.today import TodayPresenter, delivery_line, derive_rows
from counter_app.words.delivery import DeliveryWords, PrintWords
from counter_app.words.done import DoneWords
from counter_app.words.occasion import OccasionWords
from counter_app.words.shell import ShellWords
from counter_app.words.today import TodayWords
from counter_app.work.case_desk import Finished
from counter_app.work.ledger import CaseRecord, Ledger
from counter_app.work.notice_room import NoticeError, NoticeRoom, render_pages
from counter_app.work.page_printer import SystemPagePrinter, paint_pages
from counter_app.work.page_room import PageRoom
from counter_app.work.print_room import PrintRoom
from counter_app.work.slip_desk import SlipDesk
from demo.gallery_counter_samples import begin as begin_sample
from demo.gallery_counter_samples import sample_notice, sample_record, sample_row
from devices.core.page_printing import PageCause, PageOutcome, PageProgress, PageStep
from devices.core.printing import PrintCause, PrinterStatus, PrintOutcome, PrintState
from devices.core.slip import Slip, Text
from devices.core.status import DeviceState
from shared.domain.numbers import CaseNumber, NoticeKind
from shared.intake.catalogues import CatalogueShelf
from shared.intake.documents import Documents
from shared.intake.page_account import PageAccount
from shared.intake.print_desk import Document, PrintDesk, PrintReport
from shared.qt.jobs import ManualLane, outcome_of
from shared.store.errors import StoreBusyError
from shared.store.outbox import OutboxState
from shared.store.overview import CaseDelivery, CaseDeliveryState
from shared.store.terminal import Terminal
from tests.unit.counter_app.conftest import CLERK, Bench
from tests.unit.counter_app.fake_views import FakeDone, FakeNotice, FakeOccasion, FakeToday, FakeWindow
from tests.unit.counter_app.test_counter_case import fill_case
from tests.unit.shared.intake.desks import NOW

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
            read_case=self._read,
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

    def _read(self, case_id: UUID) -> tuple[CaseRecord, object]:
        record = self.ledger.case(case_id)
        return record, self.shelf.current.subject(record.entry.details.subject_code)

    def finish(self, *, accept: bool) -> Finished:
        seen: list[Finished] = []
        self.bench.workbench.finished.connect(seen.append)
        fill_case(self.bench)
        self.bench.workbench.finish(accept=accept)
        self.bench.lane.drain()
        return seen[0]

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


@pytest.fixture
def page(bench: Bench, terminal: Terminal, tmp_path: Path) -> DonePage:
    return DonePage(bench, terminal, tmp_path)


def test_an_accepted_case_prints_both_slips_and_sets_its_notice(page: DonePage) -> None:
    page.finish(accept=True)
    page.drain()
    assert [slip.title for slip in page.paper.slips] == ["收件凭证", "受理回执"]
    state = page.state
    assert state.headline == "已受理"
    assert "陈样例、欧阳样例" in state.line
    assert [line.tone for line in state.prints] == [Tone.GOOD, Tone.GOOD]
    assert {line.due for line in state.items[:2]} == {"当场办结"}
    assert state.delivery_tone is Tone.WAITING
    assert page.notice_state.pages
    assert page.notice_state.can_save
    assert not page.notice_state.can_print


def test_a_second_print_is_a_marked_reprint(page: DonePage) -> None:
    page.finish(accept=True)
    page.drain()
    assert page.line("receipt").button == "补打"
    page.view.printAsked.emit("receipt")
    page.drain()
    assert "补打" in page.line("receipt").words
    assert len(page.paper.slips) == 3


def test_a_slip_that_never_came_out_is_printed_again_as_the_first(page: DonePage) -> None:
    page.paper.outcome = PrintOutcome(PrintState.FAILED, PrintCause.PAPER_END)
    page.finish(accept=True)
    page.drain()
    line = page.line("acceptance")
    assert (line.tone, line.button) == (Tone.BAD, "打印")
    assert "纸用完了" in line.remedy
    assert "办件已经收好" in line.remedy
    page.paper.outcome = PrintOutcome(PrintState.PRINTED)
    page.view.printAsked.emit("acceptance")
    page.drain()
    assert page.line("acceptance").words == "已打印"


def test_while_a_slip_is_printed_its_button_waits(page: DonePage) -> None:
    page.finish(accept=True)
    page.lane.drain()
    assert page.line("receipt").words == "正在打印…"
    assert not page.line("receipt").can_print


def test_a_case_of_today_is_shown_masked_with_its_journal(page: DonePage) -> None:
    finished = page.finish(accept=True)
    page.drain()
    page.presenter.leave()
    page.prints._reports.clear()
    page.presenter.show_case(finished.sealed.case.case_id)
    page.drain()
    assert "陈**" in page.state.line
    assert "陈样例" not in page.state.line
    assert page.line("receipt").words == "已打印"
    page.view.printAsked.emit("acceptance")
    page.drain()
    assert "补打" in page.line("acceptance").words
    assert page.notice_state.pages


def test_a_collected_case_is_accepted_later(page: DonePage) -> None:
    page.finish(accept=False)
    page.drain()
    assert page.state.headline == "已收件"
    assert page.state.can_accept
    assert [line.document for line in page.state.prints] == ["receipt"]
    assert page.notice_state.chosen == NoticeKind.RECEIPT
    assert page.notice_state.pages
    page.view.acceptAsked.emit()
    assert page.state.busy
    page.bench.lane.drain()
    page.drain()
    assert page.state.headline == "已受理"
    assert not page.state.can_accept
    assert [line.document for line in page.state.prints] == ["receipt", "acceptance"]
    assert page.notice_state.pages


def test_the_notice_is_saved_where_the_clerk_says_and_never_over_another(page: DonePage, tmp_path: Path) -> None:
    page.finish(accept=True)
    page.drain()
    suggested = page.notice_state.suggested_path
    assert suggested.endswith(".pdf")
    page.notice_view.saveAsked.emit(suggested)
    page.drain()
    assert Path(suggested).read_bytes().startswith(b"%PDF")
    assert "已存到" in page.notice_state.result
    page.notice_view.saveAsked.emit(suggested)
    page.notice_view.saveAsked.emit(str(tmp_path / "nowhere" / "x.pdf"))
    page.drain()
    assert page.failures == ["file_exists", "file_not_written"]


def test_a_notice_that_was_left_is_forgotten(page: DonePage) -> None:
    page.finish(accept=True)
    page.presenter.leave()
    page.notice_lane.drain()
    assert page.notice_state == NoticeState()
    page.notice_view.saveAsked.emit("/nowhere")
    assert page.failures == []


@pytest.mark.parametrize(
    ("outcome", "words", "tone", "button", "remedy"),
    [
        (PrintOutcome(PrintState.PRINTED), "已打印", Tone.GOOD, "补打", ""),
        (PrintOutcome(PrintState.PRINTED, paper_low=True), "已打印", Tone.GOOD, "补打", "换一卷"),
        (PrintOutcome(PrintState.SENT), "已发到打印机", Tone.ACTIVE, "补打", "看一眼纸"),
        (PrintOutcome(PrintState.UNKNOWN), "不知道打出来没有", Tone.WARN, "补打", "没有回音"),
        (PrintOutcome(PrintState.FAILED, PrintCause.COVER_OPEN), "没打出来", Tone.BAD, "打印", "合上盖子"),
        (PrintOutcome(PrintState.FAILED, PrintCause.UNREACHABLE), "没打出来", Tone.BAD, "打印", "电源和网线"),
        (PrintOutcome(PrintState.FAILED, PrintCause.UNRECOVERABLE), "没打出来", Tone.BAD, "打印", "请人修"),
    ],
)
def test_outcomes_are_told_honestly(outcome: PrintOutcome, words: str, tone: Tone, button: str, remedy: str) -> None:
    facts = DoneFacts(
        sample_record(delivery()),
        begin_sample().facts.subject,
        reports={Document.RECEIPT: PrintReport(Document.RECEIPT, outcome, 1)},
    )
    line = derive_done(facts, WORDS).prints[0]
    assert (line.words, line.tone, line.button) == (words, tone, button)
    assert remedy in line.remedy
    assert bool(line.remedy) is bool(remedy)


@pytest.mark.parametrize("cause", list(PrintCause))
def test_every_cause_has_a_remedy(cause: PrintCause) -> None:
    assert "办件已经收好" in PrintWords().remedy(PrintState.FAILED, cause, paper_low=False)


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def delivery(state: CaseDeliveryState = CaseDeliveryState.DELIVERED, **changes: object) -> CaseDelivery:
    row = replace(sample_row(OutboxState.WAITING), **{"delivered_at": NOW, **changes})  # type: ignore[arg-type]
    return CaseDelivery(state, str(changes.get("reason_code") or "") or None, row)


@pytest.mark.parametrize(
    ("state", "changes", "online", "words", "tone"),
    [
        (CaseDeliveryState.WAITING_NETWORK, {}, False, "待上传（没有网络）", Tone.WAITING),
        (CaseDeliveryState.WAITING_NETWORK, {}, True, "待上传", Tone.WAITING),
        (CaseDeliveryState.WAITING_FOR_EARLIER, {}, True, "等前一份先送达", Tone.WAITING),
        (CaseDeliveryState.SENDING, {"bytes_sent": 500_000}, True, "上传中 25%", Tone.ACTIVE),
        (CaseDeliveryState.SENDING, {"bytes_total": 0}, True, "上传中", Tone.ACTIVE),
        (CaseDeliveryState.DELIVERED, {}, True, "已送达 17:30", Tone.GOOD),
        (CaseDeliveryState.DELIVERED, {"delivered_at": None}, True, "已另行处理", Tone.GOOD),
        (CaseDeliveryState.RETURNED, {"reason_code": "number_taken"}, True, "被退回：办件编号重复", Tone.BAD),
        (CaseDeliveryState.RETURNED, {"reason_code": "unheard_of"}, True, "被退回：平台没有收下", Tone.BAD),
    ],
)
def test_the_way_to_the_platform_in_words(
    state: CaseDeliveryState, changes: dict[str, object], online: bool, words: str, tone: Tone
) -> None:
    assert delivery_line(delivery(state, **changes), DeliveryWords(), online=online) == (words, tone)


class TestToday:
    """The left column."""

    def test_it_lists_what_was_sealed_with_its_state(self, page: DonePage, terminal: Terminal) -> None:
        page.finish(accept=True)
        facts = Ledger(terminal.store, lambda: NOW, lambda: CLERK.clerk_id).today()
        row: TodayRow = derive_rows(facts, DeliveryWords(), TodayWords())[0]
        assert (row.time, row.subject, row.person, row.state) == ("17:30", "结婚落户", "陈**、欧***", "已受理")
        assert row.delivery == "待上传"

    def test_yesterday_is_not_today(self, page: DonePage, terminal: Terminal) -> None:
        page.finish(accept=False)
        assert Ledger(terminal.store, lambda: NOW + timedelta(days=1), lambda: CLERK.clerk_id).today().entries == ()

    def test_it_reads_again_by_itself_and_tells_the_figures(
        self, page: DonePage, terminal: Terminal, qtbot: QtBot
    ) -> None:
        view, lane = FakeToday(), ManualLane()
        ledger = Ledger(terminal.store, lambda: NOW, lambda: CLERK.clerk_id)
        presenter = TodayPresenter(view, lane, ledger.today, DeliveryWords(), TodayWords())
        figures: list[tuple[int, int, object]] = []
        presenter.figuresChanged.connect(lambda *told: figures.append(told))
        presenter.start()
        lane.drain()
        state: TodayState = view.last("set_state")
        assert "还没有办件" in state.message
        page.finish(accept=True)
        qtbot.waitUntil(lambda: bool(lane._waiting), timeout=4000)
        lane.drain()
        presenter.stop()
        assert figures == [(0, 0, None), (1, 2, None)]

    def test_a_busy_store_keeps_what_is_shown(self, qtbot: QtBot) -> None:
        del qtbot
        view, lane = FakeToday(), ManualLane()

        def busy() -> object:
            raise StoreBusyError

        presenter = TodayPresenter(view, lane, busy, DeliveryWords(), TodayWords())  # type: ignore[arg-type]
        presenter.refresh()
        presenter.refresh()
        assert len(lane._waiting) == 1
        lane.drain()
        state: TodayState = view.last("set_state")
        assert "store_busy" in state.message


class TestPaper:
    """The notice on the page printer."""

    def print(self, page: DonePage, end: PageOutcome | NoticeError, *progress: PageProgress) -> NoticeState:
        page.pages.called = "A4 打印机"
        page.pages.progress, page.pages.ends = list(progress), [end]
        page.finish(accept=True)
        page.drain()
        assert page.notice_state.can_print
        page.notice_view.printAsked.emit()
        assert page.notice_state.printing
        page.notice_lane.drain()
        page.page_lane.drain()
        return page.notice_state

    @pytest.mark.parametrize(
        ("outcome", "words", "tone"),
        [
            (PageOutcome(PrintState.PRINTED), "已打印", Tone.GOOD),
            (PageOutcome(PrintState.SENT), "已交给 A4 打印机，请看一眼纸", Tone.ACTIVE),
            (
                PageOutcome(PrintState.UNKNOWN, PageCause.UNREACHABLE),
                "打印机没有回音，请看一眼纸：没出来再打",
                Tone.WARN,
            ),
            (
                PageOutcome(PrintState.FAILED, PageCause.MEDIA_EMPTY),
                "没打出来。缺纸了，请放入 A4 纸，再打一次",
                Tone.BAD,
            ),
            (PageOutcome(PrintState.FAILED, PageCause.CANCELLED), "已取消，出了纸的请收走", Tone.BAD),
        ],
    )
    def test_an_end_in_words(self, page: DonePage, outcome: PageOutcome, words: str, tone: Tone) -> None:
        state = self.print(page, outcome)
        assert (state.result, state.tone, state.printing) == (words, tone, False)

    def test_what_is_in_the_way_is_told_while_it_waits(self, page: DonePage, qtbot: QtBot) -> None:
        waiting = PageProgress(PageStep.PRINTING, PageCause.PAPER_JAM)
        told: list[str] = []
        page.page_room.changed.connect(lambda _: told.append(page.notice_state.result))
        page.pages.called = "A4 打印机"
        page.finish(accept=True)
        page.drain()
        page.pages.progress, page.pages.ends = [waiting], [PageOutcome(PrintState.PRINTED)]
        page.notice_view.printAsked.emit()
        page.notice_lane.drain()
        job, deliver = page.page_lane._waiting.pop()
        result = outcome_of(job)
        qtbot.waitUntil(lambda: any("卡纸了" in each for each in told), timeout=2000)
        deliver(result)
        assert page.notice_state.result == "已打印"

    def test_pressing_again_takes_it_back(self, page: DonePage) -> None:
        page.pages.called, page.pages.ends = "A4 打印机", [PageOutcome(PrintState.FAILED, PageCause.CANCELLED)]
        page.finish(accept=True)
        page.drain()
        page.notice_view.printAsked.emit()
        page.notice_lane.drain()
        page.notice_view.printAsked.emit()
        page.page_lane.drain()
        assert page.pages.cancelled[0].is_set()

    def test_a_refusal_is_a_failure(self, page: DonePage) -> None:
        state = self.print(page, NoticeError("page_printer_refused"))
        assert (page.failures, state.printing, state.result) == (["page_printer_refused"], False, "")

    def test_one_that_failed_after_its_page_was_left_is_told_too(self, page: DonePage) -> None:
        page.pages.called, page.pages.ends = "A4 打印机", [PageOutcome(PrintState.FAILED, PageCause.ABORTED)]
        page.finish(accept=True)
        page.drain()
        page.notice_view.printAsked.emit()
        page.presenter.leave()
        page.notice_lane.drain()
        page.page_lane.drain()
        assert page.failures == ["notice_not_printed"]

    def test_a_second_print_is_a_marked_copy_and_one_that_never_came_out_is_not(self, page: DonePage) -> None:
        failed, printed = PageOutcome(PrintState.FAILED, PageCause.MEDIA_EMPTY), PageOutcome(PrintState.PRINTED)
        self.print(page, failed)
        page.pages.ends = [printed, printed]
        for _ in range(2):
            page.notice_view.printAsked.emit()
            page.notice_lane.drain()
            page.page_lane.drain()
        assert ["补打" in text_of(pdf) for pdf in page.pages.pdfs] == [False, False, True]
        assert page.notice_state.result == "已打印"

    def test_a_slip_that_is_printed_again_follows_how_the_paper_is_read(self, page: DonePage) -> None:
        page.finish(accept=False)
        page.drain()
        page.notice_view.styleChosen.emit("en", True)
        page.view.printAsked.emit("receipt")
        page.drain()
        texts = [one for one in page.paper.slips[-1].elements if isinstance(one, Text)]
        assert any("has been received" in one.text for one in texts)
        assert any(one.size == 2 and "本窗口已经收下" in one.text for one in texts)

    def test_the_clerk_chooses_the_paper_and_how_it_is_read(self, page: DonePage) -> None:
        page.pages.called, page.pages.ends = "A4 打印机", [PageOutcome(PrintState.PRINTED)]
        page.finish(accept=True)
        page.drain()
        assert dict(page.notice_state.papers)[NoticeKind.RETURNED_PAPERS.value] == "资料退还清单"
        page.notice_view.paperChosen.emit(NoticeKind.RETURNED_PAPERS.value)
        assert page.notice_state.message
        page.notice_view.styleChosen.emit("en", True)
        page.notice_lane.drain()
        assert (page.notice_state.chosen, page.notice_state.language) == (NoticeKind.RETURNED_PAPERS.value, "en")
        page.notice_view.printAsked.emit()
        page.notice_lane.drain()
        page.page_lane.drain()
        text = text_of(page.pages.pdfs[0])
        assert "陈样例" in text
        assert "originals that you handed in" in " ".join(text.split())


class TestOpenSlips:
    """What nobody but a person can know."""

    def test_a_slip_of_unknown_end_is_asked_about_on_its_page(self, page: DonePage) -> None:
        page.paper.outcome = PrintOutcome(PrintState.UNKNOWN, PrintCause.BROKEN_OFF, partial=True)
        page.finish(accept=False)
        page.drain()
        assert (page.line("receipt").asks, page.line("receipt").button) == (True, "补打")
        page.view.settleAsked.emit("receipt", True)
        page.drain()
        line = page.line("receipt")
        assert (line.asks, line.words, line.tone) == (False, "已打印", Tone.GOOD)

    def test_what_did_not_come_out_whole_is_printed_again_as_a_marked_copy(self, page: DonePage) -> None:
        page.paper.outcome = PrintOutcome(PrintState.FAILED, PrintCause.PAPER_END, partial=True)
        page.finish(accept=False)
        page.drain()
        page.view.settleAsked.emit("receipt", False)
        page.drain()
        assert (page.line("receipt").asks, page.line("receipt").tone) == (False, Tone.BAD)
        page.paper.outcome = PrintOutcome(PrintState.PRINTED)
        page.view.printAsked.emit("receipt")
        page.drain()
        assert page.line("receipt").words == "已打印（补打，第 2 份）"

    def test_the_banner_asks_one_slip_after_the_other_and_carries_out_the_answers(self, page: DonePage) -> None:
        page.paper.outcome = PrintOutcome(PrintState.UNKNOWN, partial=True)
        page.finish(accept=True)
        page.drain()
        window, lane = FakeWindow(), ManualLane()
        desk = SlipDesk(page.terminal.store, page._desk, page.ledger.case)
        slips = SlipsPresenter(window, lane, desk, ShellWords(), WORDS.prints)
        slips.begin()
        lane.drain()
        banner: BannerState = window.last("set_banner")
        assert [act.words for act in banner.acts] == ["出来了", "没出全", "补打"]
        assert "收件凭证" in banner.text
        assert "另有 1 张" in banner.text
        window.bannerActed.emit("came_out")
        lane.drain()
        assert "受理回执" in window.last("set_banner").text
        page.paper.outcome = PrintOutcome(PrintState.PRINTED)
        window.bannerActed.emit("print")
        lane.drain()
        assert window.last("set_banner") == BannerState()
        assert "补打" in "".join(getattr(each, "text", "") for each in page.paper.slips[-1].elements)
        slips.begin()
        lane.drain()
        assert window.last("set_banner") == BannerState()

    def test_a_question_that_is_put_off_comes_back_with_the_next_clerk(self, page: DonePage) -> None:
        page.paper.outcome = PrintOutcome(PrintState.UNKNOWN, partial=True)
        page.finish(accept=False)
        page.drain()
        window, lane = FakeWindow(), ManualLane()
        desk = SlipDesk(page.terminal.store, page._desk, page.ledger.case)
        slips = SlipsPresenter(window, lane, desk, ShellWords(), WORDS.prints)
        slips.begin()
        lane.drain()
        asked = len(window.calls)
        window.bannerClosed.emit()
        lane.drain()
        assert len(window.calls) == asked
        slips.begin()
        lane.drain()
        assert len(window.calls) == asked + 1

    def test_a_slip_that_never_went_out_can_be_printed_or_given_up(self, page: DonePage) -> None:
        page.finish(accept=False)
        page.printer_lane._waiting.clear()
        window, lane = FakeWindow(), ManualLane()
        desk = SlipDesk(page.terminal.store, page._desk, page.ledger.case)
        slips = SlipsPresenter(window, lane, desk, ShellWords(), WORDS.prints)
        slips.begin()
        lane.drain()
        assert [act.words for act in window.last("set_banner").acts] == ["打印", "不打了"]
        window.bannerActed.emit("give_up")
        lane.drain()
        slips.begin()
        lane.drain()
        assert window.last("set_banner") == BannerState()


class TestCodes:
    """What a gun reads."""

    def look(self, page: DonePage, text: str) -> tuple[list[object], list[str]]:
        lane, found, missed = ManualLane(), [], []
        codes = CodesPresenter(lane, page.ledger.find)
        codes.found.connect(found.append)
        codes.unknown.connect(lambda: missed.append(text))
        codes.scanned(text)
        lane.drain()
        return found, missed

    def test_a_receipts_code_and_a_case_number_lead_to_the_case(self, page: DonePage) -> None:
        case = page.finish(accept=False).sealed.case
        grouped = CaseNumber.parse(case.number).grouped
        for text in (case.receipt_text, case.number, grouped):
            assert self.look(page, text) == ([case.case_id], [])

    def test_anothers_receipt_is_unknown_and_any_other_code_is_nothing(self, page: DonePage) -> None:
        assert self.look(page, "YM1:ABC") == ([], ["YM1:ABC"])
        assert self.look(page, "6901234567892") == ([], [])


class TestNotice:
    """The notice as pictures and on paper."""

    def test_pages_are_rendered_in_memory(self, qtbot: QtBot) -> None:
        del qtbot
        pages = render_pages(sample_notice(sample_record(delivery()).entry), 100)
        assert {(page.width(), page.height()) for page in pages} == {(827, 1169)}
        assert pages[0].pixelColor(2, 2).name() == "#ffffff"

    def test_what_is_no_pdf_is_refused(self, qtbot: QtBot) -> None:
        del qtbot
        with pytest.raises(NoticeError) as refused:
            render_pages(b"no pdf", 100)
        assert refused.value.code == "notice_failed"

    def test_pages_reach_paper_at_full_size(self, qtbot: QtBot, tmp_path: Path) -> None:
        del qtbot
        printer = QPrinter()
        printer.setOutputFileName(str(tmp_path / "paper.pdf"))
        pages = render_pages(sample_notice(sample_record(delivery()).entry), 60)
        paint_pages(printer, pages)
        printed = render_pages((tmp_path / "paper.pdf").read_bytes(), 100)
        assert len(printed) == len(pages)
        assert abs(printed[0].width() - 827) <= 1
        assert abs(printed[0].height() - 1169) <= 1

    def test_a_system_without_a_printer_names_none(self, qtbot: QtBot) -> None:
        del qtbot
        assert isinstance(SystemPagePrinter().name(), str)
