"""One terminal a file for what is kept and comes back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devices.id_card.specimens import CHEN
from shared.handoff.code import DraftCode
from shared.intake.catalogues import CatalogueShelf
from shared.intake.draft import Draft
from shared.store import drafts
from shared.store.terminal import Terminal
from tests.unit.kiosk_app.citizen import PHONE, Citizen
from tests.unit.shared.intake.desks import open_specimen

ANSWERS = {
    "applicant.phone": PHONE,
    "applicant.education": "20",
    "employment.situation": "2",
    "result.collection": "1",
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Terminal, CatalogueShelf]]:
    """One terminal for this file, with its catalogue read once."""
    opened, _ = open_specimen(tmp_path_factory.mktemp("kiosk") / "profile")
    with opened:
        yield opened, CatalogueShelf(opened)


@pytest.fixture
def citizen(shelf: tuple[Terminal, CatalogueShelf]) -> Iterator[Citizen]:
    """A citizen at that terminal, which keeps no draft from test to test."""
    terminal, catalogues = shelf
    yield Citizen(terminal, shelf=catalogues)
    for left in drafts.summaries(terminal.store):
        drafts.discard(terminal.store, left.case_id)


@pytest.fixture
def newcomer(citizen: Citizen) -> tuple[Citizen, Draft, DraftCode]:
    """A citizen at home whose draft lies elsewhere: 7.1 by Chen, all but the papers."""
    desk = citizen.desk
    draft = desk.identify(desk.begin("7.1", "kiosk"), "applicant", CHEN)
    for name, value in ANSWERS.items():
        draft = desk.set_field(draft, name, value)
    desk.discard(draft)
    code = citizen.elsewhere.holds(draft)
    citizen.does(citizen.flow.finding.wake)
    return citizen, draft, code
