"""Whether a terminal that stays open knows the newest catalogue and the day."""

from __future__ import annotations

from datetime import date

from shared.intake.catalogues import CatalogueShelf
from shared.store.settings import CataloguePackage, record_catalogue
from shared.store.terminal import Terminal


def test_a_shelf_is_behind_once_a_newer_version_came(terminal: Terminal) -> None:
    shelf = CatalogueShelf(terminal)
    assert not shelf.is_behind
    record_catalogue(terminal.store, CataloguePackage("2099.1.1", terminal.catalogue_bytes))
    assert shelf.is_behind


def test_a_shelf_is_behind_once_another_day_began(terminal: Terminal) -> None:
    day = [date(2025, 12, 31)]
    shelf = CatalogueShelf(terminal, lambda: day[0])
    assert not shelf.is_behind
    day[0] = date(2026, 1, 1)
    assert shelf.is_behind
    assert not CatalogueShelf(terminal, lambda: day[0]).is_behind
