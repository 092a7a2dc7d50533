"""The page of a sealed case: its slips, its notice, its outcomes in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from counter_app.ports.done import NoticeState
from counter_app.ports.tone import Tone
from counter_app.presenters.done_state import DoneFacts, derive_done
from counter_app.words.delivery import PrintWords
from demo.gallery_counter_samples import begin as begin_sample
from demo.gallery_counter_samples import sample_record
from devices.core.printing import PrintCause, PrintOutcome, PrintState
from shared.domain.numbers import NoticeKind
from shared.intake.print_desk import Document, PrintReport
from shared.store import cases, tables
from shared.store.audit import AuditEvent
from shared.store.cases import ItemUpdate
from shared.store.errors import StoreError
from tests.unit.counter_app.done_page import WORDS, DonePage, delivery


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


def readings(page: DonePage) -> int:
    query = sa.select(sa.func.count()).where(tables.audit.c.event == AuditEvent.CASE_READ.value)
    with page.terminal.store.read() as connection:
        return int(connection.execute(query).scalar_one())


def test_a_case_is_entered_as_read_each_time_it_is_opened_and_not_while_it_stays_open(page: DonePage) -> None:
    case_id = page.finish(accept=False).sealed.case.case_id
    for _ in range(3):
        page.drain()
    assert readings(page) == 1
    page.presenter.leave()
    page.presenter.show_case(case_id)
    page.drain()
    assert readings(page) == 2
    page.presenter.show_case(case_id)
    page.drain()
    assert readings(page) == 2


def test_a_case_is_not_shown_before_its_reading_is_entered(page: DonePage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise StoreError

    with monkeypatch.context() as broken:
        broken.setattr(page.ledger, "open", refuse)
        page.finish(accept=False)
        page.drain()
        assert (page.state.number, page.failures) == ("", [StoreError.code] * 2)
    page.drain()
    assert page.state.number
    assert readings(page) == 1


def test_a_case_that_is_chosen_again_keeps_its_names_and_what_was_typed(page: DonePage) -> None:
    case_id = page.finish(accept=False).sealed.case.case_id
    page.drain()
    page.bench.lane.drain()
    shown, papers, occasion = page.state, page.notice_state, page.occasion_view
    occasion.chosen.emit("correction")
    occasion.said.emit("problem", "看不清")
    occasion.addAsked.emit()
    page.presenter.show_case(case_id)
    page.drain()
    page.bench.lane.drain()
    assert (len(occasion.last("set_state").points), occasion.last("set_state").chosen) == (1, "correction")
    assert (page.state, page.notice_state) == (shown, papers)


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


def move(page: DonePage, number: str, state: str) -> None:
    """Let the platform tell another state of an item."""
    with page.terminal.store.write() as connection:
        case = cases.find(page.terminal.store, number.partition("-")[0])
        assert case is not None
        cases.append_submission(
            connection, case.case_id, case.latest_root, uuid4().hex * 2, [ItemUpdate(number, state)]
        )


def accept(page: DonePage) -> None:
    page.presenter.refresh()
    page.drain()
    assert page.state.can_accept
    page.view.acceptAsked.emit()
    page.bench.lane.drain()
    page.drain()
    page.notice_lane.drain()


def test_what_waits_is_accepted_and_what_waits_later_has_a_notice_of_its_own(page: DonePage) -> None:
    case = page.finish(accept=False).sealed.case
    last = case.details.items[-1].number
    move(page, last, "correction_asked")
    accept(page)
    assert not page.state.can_accept
    assert [line.state for line in page.state.items] == ["已受理", "已受理", "要补正"]
    move(page, last, "supplemented")
    accept(page)
    assert {line.state for line in page.state.items} == {"已受理"}
    assert "SL02" in page.notice_state.suggested_path
    record = page.ledger.case(case.case_id)
    assert record.decision is not None
    assert (record.decision.running, record.decision.items, record.acts) == (2, (last,), ())
    assert page.line("acceptance").words == "已打印", "the slip of another acceptance is no reprint"
    page.view.printAsked.emit("acceptance")
    page.drain()
    assert "补打，第 2 份" in page.line("acceptance").words


def test_an_acceptance_of_an_older_release_is_still_known(page: DonePage) -> None:
    case = page.finish(accept=True).sealed.case
    told = page.ledger.case(case.case_id).decision
    with page.terminal.store.write() as connection:
        connection.execute(tables.case_acts.delete())
    assert told is not None
    assert page.ledger.case(case.case_id).decision == replace(told, items=None)


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


def test_what_was_saved_is_not_told_on_another_paper(page: DonePage, tmp_path: Path) -> None:
    page.finish(accept=True)
    page.drain()
    page.notice_view.saveAsked.emit(str(tmp_path / "saved.pdf"))
    page.presenter.leave()
    page.drain()
    assert (tmp_path / "saved.pdf").exists()
    assert page.notice_state.result == ""


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
