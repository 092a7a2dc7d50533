"""Slips whose end only a person knows, and codes that a gun reads."""

from __future__ import annotations

from counter_app.ports.shell import BannerState
from counter_app.ports.tone import Tone
from counter_app.presenters.codes import CodesPresenter
from counter_app.presenters.slips import SlipsPresenter
from counter_app.words.shell import ShellWords
from counter_app.work.slip_desk import SlipDesk
from devices.core.printing import PrintCause, PrintOutcome, PrintState
from shared.domain.numbers import CaseNumber
from shared.intake.print_desk import Document
from shared.qt.jobs import ManualLane
from tests.unit.counter_app.done_page import WORDS, DonePage
from tests.unit.counter_app.fake_views import FakeWindow


def asking(page: DonePage) -> tuple[FakeWindow, ManualLane, SlipsPresenter]:
    """Return a window that asks about the open slips of a page's terminal, its lane and presenter."""
    window, lane = FakeWindow(), ManualLane()
    window.bannerClosed.connect(window.clear_banner)
    desk = SlipDesk(page.terminal.store, page._desk, page.ledger.open)
    slips = SlipsPresenter(window, lane, desk, ShellWords(), WORDS.prints)
    slips.begin()
    lane.drain()
    return window, lane, slips


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
        window, lane, slips = asking(page)
        banner = window.said
        assert [act.words for act in banner.acts] == ["出来了", "没出全", "补打"]
        assert "收件凭证" in banner.text
        assert "另有 1 张" in banner.text
        window.bannerActed.emit("came_out")
        lane.drain()
        assert "受理回执" in window.said.text
        page.paper.outcome = PrintOutcome(PrintState.PRINTED)
        window.bannerActed.emit("print")
        lane.drain()
        assert window.said == BannerState()
        assert "补打" in "".join(getattr(each, "text", "") for each in page.paper.slips[-1].elements)
        slips.begin()
        lane.drain()
        assert window.said == BannerState()

    def test_a_question_that_was_answered_on_the_page_is_taken_back(self, page: DonePage) -> None:
        page.paper.outcome = PrintOutcome(PrintState.UNKNOWN, partial=True)
        page.finish(accept=True)
        page.drain()
        window, lane, slips = asking(page)
        slips.look_again()
        lane.drain()
        assert "收件凭证" in window.said.text
        for document, shown in (("receipt", "受理回执"), ("acceptance", "")):
            page.view.settleAsked.emit(document, True)
            page.drain()
            slips.look_again()
            lane.drain()
            assert shown in window.said.text
        assert window.said == BannerState()

    def test_what_was_answered_in_the_banner_is_not_asked_on_the_page_of_its_case(self, page: DonePage) -> None:
        page.paper.outcome = PrintOutcome(PrintState.UNKNOWN, partial=True)
        page.finish(accept=False)
        page.drain()
        assert page.line("receipt").asks
        window, lane, slips = asking(page)
        slips.answered.connect(page.prints.forget)
        window.bannerActed.emit("came_out")
        lane.drain()
        page.drain()
        assert (page.line("receipt").asks, page.line("receipt").words) == (False, "已打印")

    def test_a_question_that_is_put_off_comes_back_with_the_next_clerk(self, page: DonePage) -> None:
        page.paper.outcome = PrintOutcome(PrintState.UNKNOWN, partial=True)
        page.finish(accept=False)
        page.drain()
        window, lane, slips = asking(page)
        question = window.said
        window.bannerClosed.emit(question)
        lane.drain()
        assert window.said == BannerState()
        slips.begin()
        lane.drain()
        assert window.said == question

    def test_a_slip_that_fails_when_it_is_printed_from_the_banner_is_told(self, page: DonePage) -> None:
        page.finish(accept=False)
        page.printer_lane._waiting.clear()
        window, lane, slips = asking(page)
        slips.failed.connect(page.failures.append)
        page.paper.outcome = PrintOutcome(PrintState.FAILED, PrintCause.PAPER_END)
        window.bannerActed.emit("print")
        lane.drain()
        assert page.failures == ["slip_not_printed"]

    def test_a_question_that_something_else_stood_over_is_asked_again_when_that_was_read(self, page: DonePage) -> None:
        page.paper.outcome = PrintOutcome(PrintState.UNKNOWN, partial=True)
        page.finish(accept=False)
        page.drain()
        window, lane, _ = asking(page)
        question = window.said
        other = BannerState("扫描仪里没有纸")
        window.set_banner(other)
        window.bannerClosed.emit(other)
        lane.drain()
        assert window.said == question
        window.bannerClosed.emit(question)
        lane.drain()
        assert window.said == BannerState()

    def test_a_question_takes_no_other_message_away_and_waits_until_that_was_read(self, page: DonePage) -> None:
        page.paper.outcome = PrintOutcome(PrintState.UNKNOWN, partial=True)
        page.finish(accept=False)
        page.drain()
        window, lane, slips = asking(page)
        question, failure = window.said, BannerState("没有存上", tone=Tone.BAD)
        window.set_banner(failure)
        slips.ask()
        lane.drain()
        assert window.said == failure
        window.bannerClosed.emit(failure)
        lane.drain()
        assert window.said == question

    def test_a_question_that_was_answered_on_the_page_takes_no_other_message_with_it(self, page: DonePage) -> None:
        page.paper.outcome = PrintOutcome(PrintState.UNKNOWN, partial=True)
        page.finish(accept=False)
        page.drain()
        window, lane, slips = asking(page)
        failure = BannerState("没有存上", tone=Tone.BAD)
        window.set_banner(failure)
        page.view.settleAsked.emit("receipt", True)
        page.drain()
        slips.look_again()
        lane.drain()
        assert window.said == failure
        window.bannerClosed.emit(failure)
        lane.drain()
        assert window.said == BannerState()

    def test_a_question_that_stands_while_the_slips_are_looked_through_again_can_be_answered(
        self, page: DonePage
    ) -> None:
        page.paper.outcome = PrintOutcome(PrintState.UNKNOWN, partial=True)
        page.finish(accept=True)
        page.drain()
        window, lane, slips = asking(page)
        answered: list[object] = []
        slips.answered.connect(lambda _, document: answered.append(document))
        slips.ask()
        window.bannerActed.emit("came_out")
        lane.drain()
        assert answered == [Document.RECEIPT]
        assert "受理回执" in window.said.text

    def test_a_question_that_is_put_off_while_the_slips_are_looked_through_again_stays_put_off(
        self, page: DonePage
    ) -> None:
        page.paper.outcome = PrintOutcome(PrintState.UNKNOWN, partial=True)
        page.finish(accept=False)
        page.drain()
        window, lane, slips = asking(page)
        slips.ask()
        window.bannerClosed.emit(window.said)
        lane.drain()
        assert window.said == BannerState()

    def test_a_slip_that_never_went_out_can_be_printed_or_given_up(self, page: DonePage) -> None:
        page.finish(accept=False)
        page.printer_lane._waiting.clear()
        window, lane, slips = asking(page)
        assert [act.words for act in window.said.acts] == ["打印", "不打了"]
        window.bannerActed.emit("give_up")
        lane.drain()
        slips.begin()
        lane.drain()
        assert window.said == BannerState()


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
