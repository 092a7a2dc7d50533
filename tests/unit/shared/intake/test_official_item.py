"""An item that an official added in a spreadsheet is found at the kiosk and taken at the counter until it is sealed."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import load_workbook

from devices.id_card.specimens import SPECIMENS
from shared.catalogue.search import CatalogueSearch
from shared.catalogue.sources import read_folder
from shared.catalogue.workbook.export import export_workbook
from shared.catalogue.workbook.importing import import_workbook, write_changes
from shared.domain.items import Channel
from tests.unit.shared.catalogue.conftest import SMALL
from tests.unit.shared.catalogue.official import new_item
from tests.unit.shared.intake.desks import CLERK, complete, desk_of, open_specimen


def test_an_item_added_in_a_spreadsheet_is_found_asked_charged_and_sealed(tmp_path: Path) -> None:
    files = read_folder(SMALL)
    book = load_workbook(io.BytesIO(export_workbook(files)))
    new_item(book)
    edited = io.BytesIO()
    book.save(edited)
    folder = tmp_path / "catalogue"
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    write_changes(folder, import_workbook(edited.getvalue(), files, "目录.xlsx"))
    terminal, _ = open_specimen(tmp_path / "terminal", folder)
    desk = desk_of(terminal, CLERK)
    hits = CatalogueSearch(desk.catalogue).search("证丢了", channel=Channel.KIOSK)
    assert hits[0].code == "7.6"
    guide = desk.catalogue.guide("7.6")
    fees = desk.catalogue.extras_of("7.6").fees
    assert (guide.fee, [fee.cents for fee in fees]) == ("工本费 5 元", [500])
    draft = desk.identify(desk.begin("7.6", "counter"), "applicant", SPECIMENS["chen"])
    question = desk.interview(draft).next
    assert question is not None
    assert [answer.label for answer in question.answers] == ["丢了", "坏了"]
    draft = complete(desk, desk.set_field(draft, "question.lost_how", "lost"))
    assert set(draft.materials) == {"id_card", "id_photo"}
    sealed = desk.seal(desk.confirm(complete(desk, draft)))
    assert [item.code for item in sealed.case.details.items] == ["7.6"]
    terminal.store.close()
