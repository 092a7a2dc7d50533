"""A draft whose own catalogue asks for a paper that the newest one does not know: all screens tell it by its own."""

from __future__ import annotations

import shutil
from io import BytesIO

import pytest
from pypdf import PdfReader
from pytestqt.qtbot import QtBot

from devices.id_card.specimens import CHEN
from kiosk_app.assembly import make_models
from kiosk_app.face import Models
from kiosk_app.live_picture import LiveFeed
from kiosk_app.screens import Screens
from kiosk_app.telling import Telling
from kiosk_app.work.state import PaperKind, Screen
from shared.catalogue.model import UnknownSubjectError
from shared.catalogue.package import build_package
from shared.handoff.code import DraftCode, encode
from shared.intake.catalogues import CatalogueShelf
from shared.intake.draft import Draft
from shared.qt.languages import Language
from shared.store import settings
from shared.store.settings import CataloguePackage
from shared.store.terminal import Terminal
from tests.unit.kiosk_app.citizen import Citizen
from tests.unit.shared.intake.desks import FORMER, NOW, SOURCES
from tests.unit.shared.store.specimen_terminal import ROOT_KEY

Shelf = tuple[Terminal, CatalogueShelf]


@pytest.fixture(scope="module")
def former(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the terminal an older catalogue, which calls one of the papers otherwise; return its version."""
    folder = tmp_path_factory.mktemp("former") / "catalogue"
    shutil.copytree(SOURCES, folder)
    for file in folder.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace("id_photo", "old_photo")
        file.write_text(text.replace('"2026.11.1"', f'"{FORMER}"', 1) if file.name == "package.yaml" else text, "utf-8")
    package = build_package(folder, ROOT_KEY.sign, ROOT_KEY.verifying_key.key_id)
    settings.record_catalogue(shelf[0].store, CataloguePackage(FORMER, package))
    return FORMER


@pytest.fixture
def on_screen(newcomer: tuple[Citizen, Draft, DraftCode], shelf: Shelf, former: str, qtbot: QtBot) -> Models:
    """What is shown to a citizen who went on with a draft of the older version as it began."""
    del qtbot
    citizen, draft, _ = newcomer
    models = make_models(citizen.flow, LiveFeed())
    telling = Telling(citizen.catalogue, shelf[1].version)
    screens = Screens(
        box=citizen.box, flow=citizen.flow, models=models, telling=telling, clock=lambda: NOW, is_demo=False
    )
    assert screens is not None
    code = citizen.elsewhere.holds(draft.model_copy(update={"catalogue_version": former}))
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    citizen.does(citizen.flow.resuming.code_scanned, encode(code))
    for _ in range(2):
        citizen.does(citizen.flow.resuming.go_on)
    assert citizen.state.screen is Screen.MATERIALS
    return models


@pytest.mark.parametrize("language", [Language.SIMPLIFIED, Language.ENGLISH])
def test_a_draft_is_told_by_its_own_version_until_its_receipt(
    on_screen: Models, citizen: Citizen, language: Language
) -> None:
    with pytest.raises(UnknownSubjectError):
        citizen.catalogue.material_guide("old_photo")
    citizen.does(citizen.flow.set_language, language.value)
    citizen.does(citizen.flow.gathering.open_material, "old_photo")
    told = on_screen.materials.property("title")
    assert told
    assert ("ID photograph" in told) is (language is Language.ENGLISH)
    citizen.box.change(screen=Screen.HOME)
    citizen.does(citizen.flow.finding.choose_subject, "7.1")
    assert citizen.state.screen is Screen.ITEM
    citizen.does(citizen.flow.finding.start)
    citizen.does(citizen.flow.gathering.open)
    citizen.glass.pages += ["household_register", "id_photo"]
    for _ in range(2):
        citizen.does(citizen.flow.gathering.scan)
        citizen.does(citizen.flow.gathering.next_material)
    assert citizen.state.screen is Screen.REVIEW
    citizen.does(citizen.flow.go_confirm)
    citizen.hands_in()
    assert citizen.state.screen is Screen.RECEIPT
    assert on_screen.receipt.property("rule")


@pytest.mark.usefixtures("on_screen")
def test_what_its_papers_look_like_is_told_by_its_own_version(citizen: Citizen, shelf: Shelf, former: str) -> None:
    citizen.does(citizen.flow.papers.open)
    citizen.does(citizen.flow.papers.choose, PaperKind.LOOKS.value)
    citizen.does(citizen.flow.papers.print)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(citizen.pages.pdfs[0])).pages)
    assert shelf[1].version(former).material_guide("old_photo").name in text
