"""Fixtures of the counter's tests: a real terminal with the shipped catalogue, and a bench on a manual lane."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter_app.theme.look import Look
from counter_app.theme.stylesheet import build_stylesheet
from counter_app.views.window import CounterWindow
from counter_app.work.case_desk import CaseDesk
from counter_app.work.workbench import Workbench
from shared.contract.terminals import ClerkRight
from shared.intake.catalogues import CatalogueShelf
from shared.intake.decisions import DecisionDesk
from shared.intake.desk import IntakeDesk
from shared.intake.occasions import OccasionDesk
from shared.qt.jobs import ManualLane
from shared.store import drafts
from shared.store.terminal import Terminal
from tests.unit.counter_app.bench import Bench
from tests.unit.counter_app.done_page import DonePage
from tests.unit.counter_app.drafts_page import DraftsPage
from tests.unit.shared.intake.desks import CLERK, NOW, open_specimen


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened, _ = open_specimen(tmp_path / "profile")
    with opened:
        yield opened


@pytest.fixture
def bench(terminal: Terminal, qtbot: QtBot) -> Bench:
    del qtbot
    shelf = CatalogueShelf(terminal)
    intake = IntakeDesk(terminal, shelf, CLERK, clock=lambda: NOW)
    decisions = DecisionDesk(terminal, shelf, CLERK, clock=lambda: NOW)
    woken: list[bool] = []
    able = CLERK.model_copy(update={"rights": frozenset(ClerkRight)})
    occasions = OccasionDesk(terminal, shelf, able, lambda: NOW)
    desk = CaseDesk(intake, decisions, lambda: woken.append(True), occasions)
    lane = ManualLane()
    workbench = Workbench(lane)
    workbench.use(desk)
    return Bench(workbench, lane, desk, intake, woken)


@pytest.fixture
def page(bench: Bench, terminal: Terminal, tmp_path: Path) -> DonePage:
    return DonePage(bench, terminal, tmp_path)


@pytest.fixture(scope="module")
def drafts_shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Terminal, CatalogueShelf]]:
    """One terminal for the drafts of a file, with its catalogue read once."""
    opened, _ = open_specimen(tmp_path_factory.mktemp("counter") / "profile")
    with opened:
        yield opened, CatalogueShelf(opened)


@pytest.fixture
def drafts_page(drafts_shelf: tuple[Terminal, CatalogueShelf], qtbot: QtBot) -> Iterator[DraftsPage]:
    del qtbot
    terminal, catalogues = drafts_shelf
    yield DraftsPage(terminal, catalogues)
    for left in drafts.summaries(terminal.store):
        drafts.discard(terminal.store, left.case_id)


@pytest.fixture(scope="module")
def dressed(qapp: QApplication) -> Iterator[None]:
    """The application in the counter's style for the tests of a file, undressed again for the others."""
    before = qapp.styleSheet()
    qapp.setStyleSheet(build_stylesheet())
    yield
    qapp.setStyleSheet(before)


@pytest.fixture
def window(dressed: None, qtbot: QtBot) -> CounterWindow:
    del dressed
    shown = CounterWindow(Look())
    qtbot.addWidget(shown)
    shown.resize(1920, 1080)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown
