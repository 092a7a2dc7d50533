"""Receipts on a real driver and a virtual printer: what is printed, and what the journal knows of it."""

from __future__ import annotations

from collections.abc import Iterator
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
from shared.intake.print_desk import PrintDesk
from shared.intake.sealing import SealedCase
from shared.store import journal
from shared.store.journal import PrintStep
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


def print_desk(terminal: Terminal, printer: ReceiptPrinter | None) -> PrintDesk:
    return PrintDesk(terminal.store, printer, Documents(terminal, CatalogueShelf(terminal).current))


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
    (entry,) = desk.unfinished()
    desk.settle(entry.id, came_out=True)
    assert desk.unfinished() == ()
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
    assert [material.how for material in notice.materials if not material.pages] == ["原件已核，免交"]


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
