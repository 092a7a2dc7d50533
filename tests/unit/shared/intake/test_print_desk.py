"""Receipts on a real driver and a virtual printer: what is printed, and what the journal knows of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from devices.core.printing import PrintCause, PrintState, ReceiptPrinter
from devices.core.simulation import SimulationPermit
from devices.id_card.specimens import SPECIMENS
from devices.receipt_printer import open_printer
from devices.receipt_printer.simulator import VirtualPrinter
from shared.domain.numbers import CaseNumber
from shared.intake.catalogues import CatalogueShelf
from shared.intake.decisions import DecisionDesk
from shared.intake.documents import Documents
from shared.intake.print_desk import PrintDesk, PrintReport
from shared.intake.sealing import SealedCase
from shared.store import journal
from shared.store.journal import Evidence, PrintStep
from shared.store.terminal import Terminal
from tests.unit.shared.intake.desks import CLERK, NOW, complete, desk_of


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[VirtualPrinter]:
    with VirtualPrinter(SimulationPermit.for_development(tmp_path / "none")) as printer:
        yield printer


@pytest.fixture
def driver(paper: VirtualPrinter) -> Iterator[ReceiptPrinter]:
    opened = open_printer(paper.uri)
    yield opened
    opened.close()


@pytest.fixture
def sealed(terminal: Terminal) -> SealedCase:
    desk = desk_of(terminal, CLERK)
    draft = desk.identify(desk.begin("7.1", "counter"), "applicant", SPECIMENS["chen"])
    return desk.seal(desk.confirm(complete(desk, draft)))


def print_desk(terminal: Terminal, printer: ReceiptPrinter | None, deadline_s: float = 30.0) -> PrintDesk:
    return PrintDesk(terminal.store, printer, Documents(terminal, CatalogueShelf(terminal).current), deadline_s)


BLIPS: dict[str, Callable[[VirtualPrinter], None]] = {
    "cable": lambda paper: paper.drop_connection_after(700),
    "power": lambda paper: paper.power_cycle(0.2, after_bytes=700),
    "silence": lambda paper: paper.set_conditions(silent=True),
    "real time only": lambda paper: paper.set_conditions(eot_only=True),
    "paper": lambda paper: paper.paper_out_after_rows(6),
}


def test_the_receipt_says_that_it_is_no_acceptance_and_proves_itself(
    terminal: Terminal, sealed: SealedCase, paper: VirtualPrinter, driver: ReceiptPrinter
) -> None:
    report = print_desk(terminal, driver).print_receipt(sealed)
    assert report.outcome.state is PrintState.PRINTED
    text = "\n".join(paper.slips[0].lines)
    assert "收件不等于受理" in text
    assert CaseNumber.parse(sealed.case.number).grouped in text
    assert "12345" in text
    assert "补打" not in text
    assert SPECIMENS["chen"].name not in text
    assert paper.slips[0].codes == (sealed.case.receipt_text.encode(),)


def test_a_second_copy_is_marked(
    terminal: Terminal, sealed: SealedCase, paper: VirtualPrinter, driver: ReceiptPrinter
) -> None:
    desk = print_desk(terminal, driver)
    desk.print_receipt(sealed)
    report = desk.reprint_receipt(sealed.case)
    assert report.copy_no == 2
    assert "补打" in "\n".join(paper.slips[1].lines)


def test_the_original_is_never_printed_twice(
    terminal: Terminal, sealed: SealedCase, paper: VirtualPrinter, driver: ReceiptPrinter
) -> None:
    desk = print_desk(terminal, driver)
    desk.print_receipt(sealed)
    report = desk.print_receipt(sealed)
    assert report.copy_no == 2
    assert "补打" in "\n".join(paper.slips[1].lines)
    assert [entry.step for entry in journal.copies(terminal.store, sealed.case.number, "receipt")] == [
        PrintStep.PRINTED,
        PrintStep.PRINTED,
    ]


def test_without_paper_nothing_is_sent_and_the_next_one_is_still_the_original(
    terminal: Terminal, sealed: SealedCase, paper: VirtualPrinter, driver: ReceiptPrinter
) -> None:
    paper.set_conditions(paper_out=True)
    desk = print_desk(terminal, driver)
    failed = desk.print_receipt(sealed)
    assert (failed.outcome.state, failed.outcome.cause) == (PrintState.FAILED, PrintCause.PAPER_END)
    paper.set_conditions(paper_out=False)
    report = desk.reprint_receipt(sealed.case)
    assert report.outcome.state is PrintState.PRINTED
    assert not report.is_reprint
    steps = [entry.step for entry in journal.copies(terminal.store, sealed.case.number, "receipt")]
    assert steps == [PrintStep.FAILED, PrintStep.PRINTED]


def test_paper_that_ends_in_the_middle_makes_the_next_one_a_reprint(
    terminal: Terminal, sealed: SealedCase, paper: VirtualPrinter, driver: ReceiptPrinter
) -> None:
    paper.paper_out_after_rows(6)
    desk = print_desk(terminal, driver)
    assert desk.print_receipt(sealed).outcome.partial
    paper.set_conditions(paper_out=False)
    assert desk.reprint_receipt(sealed.case).is_reprint


def test_a_missing_printer_is_a_state_and_the_intent_stays_on_record(terminal: Terminal, sealed: SealedCase) -> None:
    desk = print_desk(terminal, None)
    assert [entry.document for entry in desk.unfinished()] == ["receipt"]
    report = desk.print_receipt(sealed)
    assert report.outcome.cause is PrintCause.UNREACHABLE
    assert desk.unfinished() == ()


def test_what_a_crash_left_behind_is_settled_by_a_person(terminal: Terminal, sealed: SealedCase) -> None:
    journal.sent(terminal.store, sealed.print_id)
    desk = print_desk(terminal, None)
    (entry,) = desk.open_questions()
    assert desk.settle(entry.id, came_out=True)
    assert (desk.unfinished(), desk.open_questions()) == ((), ())
    assert not desk.settle(entry.id, came_out=False)
    assert journal.copies(terminal.store, sealed.case.number, "receipt")[0].step is PrintStep.PRINTED


@pytest.mark.parametrize(("sent", "copy_no"), [(False, 1), (True, 2)])
def test_a_copy_printed_after_a_crash_takes_the_place_of_the_one_left_open(
    terminal: Terminal, sealed: SealedCase, driver: ReceiptPrinter, sent: bool, copy_no: int
) -> None:
    if sent:
        journal.sent(terminal.store, sealed.print_id)
    desk = print_desk(terminal, driver)
    assert [entry.id for entry in desk.unfinished()] == [sealed.print_id]
    assert desk.reprint_receipt(sealed.case).copy_no == copy_no
    assert desk.unfinished() == ()


def test_the_acceptance_slip_names_due_dates(
    terminal: Terminal, sealed: SealedCase, paper: VirtualPrinter, driver: ReceiptPrinter
) -> None:
    decision = DecisionDesk(terminal, CatalogueShelf(terminal), CLERK, clock=lambda: NOW).accept(sealed.case)
    print_desk(terminal, driver).print_acceptance(decision)
    text = "\n".join(paper.slips[0].lines)
    assert "2026年3月5日" in text
    assert "受理回执" in text


def test_a_number_that_was_typed_from_the_original_is_not_called_a_card_read(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    chen = SPECIMENS["chen"]
    draft = desk.identify_typed(desk.begin("7.1", "counter"), "applicant", chen.name, chen.number)
    sealed = desk.seal(desk.confirm(complete(desk, draft)))
    notice = Documents(terminal, CatalogueShelf(terminal).current).receipt(sealed.case)
    assert [paper.how for paper in notice.details.papers if not paper.pages] == ["原件已核，免交"]


def test_the_next_process_prints_what_a_crash_kept_from_the_citizen_once(
    terminal: Terminal, sealed: SealedCase, paper: VirtualPrinter, driver: ReceiptPrinter
) -> None:
    desk = print_desk(terminal, driver)
    (intended,) = desk.unfinished()
    (report,) = desk.print_interrupted(intended.intended_at + timedelta(seconds=5))
    assert report.outcome.state is PrintState.PRINTED
    assert not report.is_reprint
    assert desk.print_interrupted(intended.intended_at + timedelta(seconds=6)) == ()
    assert len(paper.slips) == 1


def test_an_old_or_half_sent_slip_is_not_printed_for_a_stranger(
    terminal: Terminal, sealed: SealedCase, paper: VirtualPrinter, driver: ReceiptPrinter
) -> None:
    desk = print_desk(terminal, driver)
    (intended,) = desk.unfinished()
    assert desk.print_interrupted(intended.intended_at + timedelta(minutes=10)) == ()
    entry = journal.intent(terminal.store, "receipt", sealed.case.number)
    journal.sent(terminal.store, entry.id)
    assert desk.print_interrupted(entry.intended_at) == ()
    assert (paper.slips, desk.unfinished()) == ((), ())
    assert desk.reprint_receipt(sealed.case).is_reprint


@pytest.mark.parametrize("blip", BLIPS)
def test_after_a_blip_a_person_is_asked_and_no_second_original_comes_out(
    terminal: Terminal, sealed: SealedCase, paper: VirtualPrinter, driver: ReceiptPrinter, blip: str
) -> None:
    BLIPS[blip](paper)
    desk = print_desk(terminal, driver, 2.5)
    assert desk.print_receipt(sealed).outcome.state is not PrintState.PRINTED
    (question,) = desk.open_questions()
    assert question.id == sealed.print_id
    paper.set_conditions(silent=False, eot_only=False, paper_out=False)
    again = print_until_reached(desk, sealed)
    assert (again.outcome.state, again.is_reprint) == (PrintState.PRINTED, True)
    assert "补打" in "\n".join(paper.slips[-1].lines)
    assert sum("收件凭证" in slip.lines and "补打" not in "\n".join(slip.lines) for slip in paper.slips) <= 1
    assert desk.open_questions() == ()


def print_until_reached(desk: PrintDesk, sealed: SealedCase) -> PrintReport:
    report = desk.reprint_receipt(sealed.case)
    for _ in range(50):
        if report.outcome.cause is not PrintCause.UNREACHABLE:
            break
        report = desk.reprint_receipt(sealed.case)
    return report


@pytest.mark.parametrize("came_out", [True, False])
def test_what_a_person_saw_is_the_evidence_and_the_next_copy_is_marked_either_way(
    terminal: Terminal, sealed: SealedCase, paper: VirtualPrinter, driver: ReceiptPrinter, came_out: bool
) -> None:
    paper.paper_out_after_rows(6)
    desk = print_desk(terminal, driver, 2.5)
    desk.print_receipt(sealed)
    (question,) = desk.open_questions()
    assert desk.settle(question.id, came_out=came_out)
    entry = journal.copies(terminal.store, sealed.case.number, "receipt")[0]
    assert (entry.step, entry.evidence) == (PrintStep.PRINTED if came_out else PrintStep.FAILED, Evidence.PERSON)
    assert (desk.open_questions(), entry.may_lie_on_paper) == ((), True)
    paper.set_conditions(paper_out=False)
    assert desk.reprint_receipt(sealed.case).is_reprint


def test_a_copy_that_was_never_sent_leaves_the_question_open(
    terminal: Terminal, sealed: SealedCase, paper: VirtualPrinter, driver: ReceiptPrinter
) -> None:
    paper.paper_out_after_rows(6)
    desk = print_desk(terminal, driver, 2.5)
    desk.print_receipt(sealed)
    refused = desk.reprint_receipt(sealed.case)
    assert (refused.outcome.cause, refused.outcome.partial) == (PrintCause.PAPER_END, False)
    assert [entry.id for entry in desk.open_questions()] == [sealed.print_id]
    paper.set_conditions(paper_out=False)
    assert desk.reprint_receipt(sealed.case).is_reprint
    assert desk.open_questions() == ()


def test_two_processes_never_send_the_same_intent(
    terminal: Terminal, sealed: SealedCase, paper: VirtualPrinter, driver: ReceiptPrinter
) -> None:
    desks = [print_desk(terminal, open_printer(paper.uri)) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(lambda desk: desk.print_receipt(sealed), desks))
    assert sorted(report.copy_no for report in reports) == [1, 2]
    assert sum("补打" not in "\n".join(slip.lines) for slip in paper.slips) == 1


def test_a_slip_that_can_not_be_composed_is_not_noted_as_sent(
    terminal: Terminal, sealed: SealedCase, driver: ReceiptPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = print_desk(terminal, driver)
    monkeypatch.setattr(Documents, "receipt", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        desk.print_receipt(sealed)
    assert [entry.step for entry in desk.unfinished()] == [PrintStep.INTENT]


def test_a_slip_that_was_never_sent_can_be_given_up(terminal: Terminal, sealed: SealedCase) -> None:
    desk = print_desk(terminal, None)
    assert desk.give_up(sealed.print_id)
    assert not desk.give_up(sealed.print_id)
    assert desk.unfinished() == ()
