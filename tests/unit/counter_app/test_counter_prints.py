"""The notice as pictures and on the page printer."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from counter_app.ports.done import NoticeState
from counter_app.ports.tone import Tone
from counter_app.theme.look import Look
from counter_app.views.notice import NoticeView
from counter_app.words.failures import FailureWords
from counter_app.work.notice_room import NoticeError, render_pages
from counter_app.work.page_printer import SystemPagePrinter, paint_pages
from counter_app.work.subject_room import NoAccount
from demo.gallery_counter_samples import sample_notice, sample_record
from devices.core.page_printing import PageCause, PageOutcome, PageProgress, PageStep
from devices.core.printing import PrintCause, PrintOutcome, PrintState
from devices.core.slip import Text
from shared.domain.numbers import NoticeKind
from shared.qt.jobs import outcome_of
from tests.unit.counter_app.done_page import DonePage, delivery, text_of


class TestPaper:
    """The notice on the page printer."""

    def print(self, page: DonePage, end: PageOutcome | NoticeError, *progress: PageProgress) -> NoticeState:
        page.pages.progress = list(progress)
        page.accept_beside_a_printer(end)
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
        page.pages.progress = [waiting]
        page.accept_beside_a_printer(PageOutcome(PrintState.PRINTED))
        page.print_notice()
        job, deliver = page.page_lane._waiting.pop()
        result = outcome_of(job)
        qtbot.waitUntil(lambda: any("卡纸了" in each for each in told))
        deliver(result)
        assert page.notice_state.result == "已打印"

    def test_pressing_again_takes_it_back(self, page: DonePage) -> None:
        page.accept_beside_a_printer(PageOutcome(PrintState.FAILED, PageCause.CANCELLED))
        page.print_notice()
        page.notice_view.printAsked.emit()
        page.page_lane.drain()
        assert page.pages.cancelled[0].is_set()

    def test_a_refusal_is_a_failure(self, page: DonePage) -> None:
        state = self.print(page, NoticeError("page_printer_refused"))
        assert (page.failures, state.printing, state.result) == (["page_printer_refused"], False, "")

    @pytest.mark.parametrize(
        ("end", "told"),
        [
            (PageOutcome(PrintState.FAILED, PageCause.ABORTED), ["notice_not_printed"]),
            (PageOutcome(PrintState.FAILED, PageCause.CANCELLED), []),
            (PageOutcome(PrintState.UNKNOWN, PageCause.CANCELLED, partial=True), ["notice_unseen"]),
            (PageOutcome(PrintState.UNKNOWN, PageCause.UNREACHABLE, partial=True), ["notice_unseen"]),
            (PageOutcome(PrintState.SENT, partial=True), []),
            (PageOutcome(PrintState.PRINTED), []),
        ],
        ids=("failed", "taken back", "taken back unseen", "unknown", "sent", "printed"),
    )
    def test_of_one_whose_page_was_left_no_more_is_told_than_is_known(
        self, page: DonePage, end: PageOutcome, told: list[str]
    ) -> None:
        page.accept_beside_a_printer(end)
        page.notice_view.printAsked.emit()
        page.presenter.leave()
        page.notice_lane.drain()
        page.page_lane.drain()
        assert page.failures == told
        assert all("代码" not in FailureWords().sentence(code)[1] for code in told)

    def test_another_paper_waits_its_turn_and_takes_nothing_back(self, page: DonePage) -> None:
        page.accept_beside_a_printer(PageOutcome(PrintState.PRINTED))
        page.print_notice()
        page.notice_view.paperChosen.emit(NoticeKind.RECEIPT.value)
        page.notice_lane.drain()
        page.notice_view.printAsked.emit()
        assert (page.failures, page.notice_state.printing) == (["pages_under_way"], False)
        page.page_lane.drain()
        assert [cancelled.is_set() for cancelled in page.pages.cancelled] == [False]
        assert page.notice_state.result == ""

    def test_a_paper_that_is_looked_at_again_can_still_be_taken_back(self, page: DonePage) -> None:
        page.accept_beside_a_printer(PageOutcome(PrintState.FAILED, PageCause.CANCELLED))
        page.print_notice()
        for kind in (NoticeKind.RECEIPT, NoticeKind.ACCEPTANCE):
            page.notice_view.paperChosen.emit(kind.value)
            page.notice_lane.drain()
        assert page.notice_state.printing
        page.notice_view.printAsked.emit()
        page.page_lane.drain()
        assert page.pages.cancelled[0].is_set()
        assert (page.notice_state.result, page.notice_state.printing) == ("已取消，出了纸的请收走", False)

    def test_a_paper_that_finds_the_printer_taken_is_not_told_as_printed(self, page: DonePage) -> None:
        page.accept_beside_a_printer(PageOutcome(PrintState.PRINTED))
        page.notice_view.printAsked.emit()
        page.page_room.print_pdf("另一份", b"%PDF", NoAccount())
        page.notice_lane.drain()
        page.page_lane.drain()
        assert page.pages.pdfs == [b"%PDF"]
        assert (page.failures, page.notice_state.result) == (["pages_under_way"], "")
        assert not page.notice_state.printing

    def test_a_second_print_is_a_marked_copy_and_one_that_never_came_out_is_not(self, page: DonePage) -> None:
        failed, printed = PageOutcome(PrintState.FAILED, PageCause.MEDIA_EMPTY), PageOutcome(PrintState.PRINTED)
        self.print(page, failed)
        page.pages.ends = [printed, printed]
        for _ in range(2):
            page.print_notice()
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
        page.accept_beside_a_printer(PageOutcome(PrintState.PRINTED))
        assert dict(page.notice_state.papers)[NoticeKind.RETURNED_PAPERS.value] == "资料退还清单"
        page.notice_view.paperChosen.emit(NoticeKind.RETURNED_PAPERS.value)
        assert page.notice_state.message
        page.notice_view.styleChosen.emit("en", True)
        page.notice_lane.drain()
        assert (page.notice_state.chosen, page.notice_state.language) == (NoticeKind.RETURNED_PAPERS.value, "en")
        page.print_notice()
        page.page_lane.drain()
        text = text_of(page.pages.pdfs[0])
        assert "陈样例" in text
        assert "originals that you handed in" in " ".join(text.split())


class TestSlipsOutOfSight:
    """Slips that end when the clerk is elsewhere."""

    def test_a_receipt_that_failed_after_its_page_was_left_is_told(self, page: DonePage) -> None:
        page.paper.outcome = PrintOutcome(PrintState.FAILED, PrintCause.PAPER_END)
        page.finish(accept=False)
        page.presenter.leave()
        page.printer_lane.drain()
        assert page.failures == ["slip_not_printed"]

    def test_one_that_failed_in_sight_is_told_on_its_line_alone(self, page: DonePage) -> None:
        page.paper.outcome = PrintOutcome(PrintState.FAILED, PrintCause.PAPER_END)
        page.finish(accept=False)
        page.drain()
        assert page.failures == []

    @pytest.mark.parametrize(("state", "told"), [(PrintState.FAILED, ["slip_not_printed"]), (PrintState.PRINTED, [])])
    def test_a_papers_slip_that_failed_after_its_page_was_left_is_told(
        self, page: DonePage, state: PrintState, told: list[str]
    ) -> None:
        page.finish(accept=True)
        page.drain()
        page.notice_view.paperChosen.emit(NoticeKind.RETURNED_PAPERS.value)
        page.notice_lane.drain()
        page.paper.outcome = PrintOutcome(state)
        page.notice_view.slipAsked.emit()
        page.presenter.leave()
        page.printer_lane.drain()
        assert page.failures == told

    @pytest.fixture
    def returned(self, page: DonePage) -> DonePage:
        """The list of papers that go back is looked at; it can be had on A4 and as a slip."""
        page.accept_beside_a_printer()
        self.look_at(page, NoticeKind.RETURNED_PAPERS)
        return page

    def look_at(self, page: DonePage, kind: NoticeKind) -> None:
        page.notice_view.paperChosen.emit(kind.value)
        page.notice_lane.drain()

    def test_while_a_slip_is_printed_its_paper_is_not_taken_back_but_waits(
        self, returned: DonePage, qtbot: QtBot, dressed: None
    ) -> None:
        del dressed
        view = NoticeView(Look())
        qtbot.addWidget(view)
        returned.notice_view.slipAsked.emit()
        view.set_state(returned.notice_state)
        buttons = [view.findChild(QPushButton, name) for name in ("notice_print", "notice_slip")]
        assert [(one.text(), one.isEnabled()) for one in buttons if one is not None] == [
            ("打印", False),
            ("打小票", False),
        ]
        returned.notice_view.printAsked.emit()
        returned.notice_lane.drain()
        assert not returned.page_room.is_printing
        returned.printer_lane.drain()
        assert (returned.notice_state.result, returned.notice_state.slip_under_way) == ("已打印", False)

    def test_a_slip_is_still_under_way_when_its_paper_is_looked_at_again(self, returned: DonePage) -> None:
        returned.notice_view.slipAsked.emit()
        self.look_at(returned, NoticeKind.RECEIPT)
        assert not returned.notice_state.slip_under_way
        self.look_at(returned, NoticeKind.RETURNED_PAPERS)
        printed = len(returned.paper.slips)
        returned.notice_view.slipAsked.emit()
        returned.printer_lane.drain()
        assert len(returned.paper.slips) == printed + 1
        assert (returned.notice_state.result, returned.notice_state.slip_under_way) == ("已打印", False)


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
