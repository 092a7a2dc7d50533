"""A case taken at a terminal without a face: what the apps do with the desk, in a few lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from demo.specimen_pages import DPI, draw_page
from demo.terminals import DemoTerminal
from devices.core.printing import PrintState
from devices.id_card.specimens import CHEN
from devices.imaging.encode import encode_page
from devices.receipt_printer.uri import open_printer
from shared.intake.catalogues import CatalogueShelf
from shared.intake.desk import IntakeDesk
from shared.intake.documents import Documents
from shared.intake.print_desk import PrintDesk
from shared.store.terminal import open_terminal
from shared.sync.wake import wake_agent

ANSWERS = {
    "applicant.phone": "13800000000",
    "applicant.education": "20",
    "employment.situation": "1",
    "result.collection": "1",
}


@dataclass(frozen=True, slots=True)
class TakenCase:
    """What came of it."""

    number: str
    printed: bool


def take_employment_case(at: DemoTerminal) -> TakenCase:
    """Take 就业创业证申领 for 陈样例 at a kiosk, print the receipt, and wake the agent."""
    with open_terminal(at.profile.folder) as terminal:
        shelf = CatalogueShelf(terminal)
        desk = IntakeDesk(terminal, shelf)
        draft = desk.identify(desk.begin("7.1", "kiosk"), "applicant", CHEN)
        for field, value in ANSWERS.items():
            draft = desk.set_field(draft, field, value)
        for material in ("household_register", "id_photo"):
            draft = desk.attach_page(draft, material, encode_page(np.asarray(draw_page(material)), DPI))
        sealed = desk.seal(desk.confirm(draft))
        printer = open_printer(str(terminal.config.devices.receipt_printer))
        try:
            report = PrintDesk(terminal.store, printer, Documents(terminal, shelf.current)).print_receipt(sealed)
        finally:
            printer.close()
        wake_agent(terminal.profile)
        return TakenCase(sealed.case.number, report.outcome.state is PrintState.PRINTED)
