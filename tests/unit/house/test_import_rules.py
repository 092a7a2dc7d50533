"""The layers hold, and the test that says so can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.house import layer_rules as rules

ROOT = Path(__file__).parents[3]
PACKAGES = ("shared", "devices", "acceptance_platform", "kiosk_app", "counter_app")


@pytest.mark.parametrize("package", PACKAGES)
def test_no_import_breaks_the_layers(package: str) -> None:
    breaches = [str(found) for found in map(rules.breach_of, rules.imports_of(ROOT, package)) if found]
    assert not breaches, "\n" + "\n".join(breaches)


@pytest.mark.parametrize("package", PACKAGES)
def test_the_scan_sees_each_package(package: str) -> None:
    assert len(rules.imports_of(ROOT, package)) > 20


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("shared.domain.items", "pydantic"),
        ("shared.domain.items", "shared.store.cases"),
        ("devices.id_card.driver", "PySide6.QtCore"),
        ("devices.id_card.driver", "shared.domain.identifiers"),
        ("shared.store.store", "PySide6.QtCore"),
        ("shared.intake.desk", "kiosk_app.session"),
        ("shared.intake.desk", "devices.id_card.driver"),
        ("acceptance_platform.app", "shared.store.store"),
        ("acceptance_platform.app", "devices.core.slip"),
        ("kiosk_app.session", "counter_app.wiring"),
        ("kiosk_app.viewmodels.home", "devices.receipt_printer.driver"),
        ("counter_app.presenters.intake", "demo.dock"),
    ],
)
def test_a_forbidden_import_is_named_with_its_mend(importer: str, imported: str) -> None:
    breach = rules.breach_of(rules.Import(importer, imported, 7))
    assert breach is not None
    assert f"{importer.replace('.', '/')}.py:7" in str(breach)
    assert len(breach.mend) > 20


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("shared.domain.items", "dataclasses"),
        ("shared.qt.jobs", "PySide6.QtCore"),
        ("shared.intake.identify", "devices.core.cards"),
        ("acceptance_platform.app", "shared.contract.submissions"),
        ("kiosk_app.wiring", "devices.receipt_printer"),
        ("devices.cli.main", "devices.id_card"),
    ],
)
def test_what_is_allowed_passes(importer: str, imported: str) -> None:
    assert rules.breach_of(rules.Import(importer, imported, 1)) is None
