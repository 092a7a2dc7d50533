"""Who may import whom, as a table, and the scan that holds the code against it (docs/decisions/0002)."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OURS = frozenset({"kiosk_app", "counter_app", "devices", "shared", "acceptance_platform", "demo", "resources"})
QT = frozenset({"PySide6", "shiboken6"})
STDLIB = frozenset(sys.stdlib_module_names)
DRIVERS = tuple(
    f"devices.{kind}"
    for kind in (
        "id_card",
        "ca_card",
        "social_card",
        "pcsc",
        "receipt_printer",
        "page_printer",
        "scanner",
        "barcode",
        "opening",
        "kinds",
        "faults",
        "doctor",
        "sniffing",
        "supervision",
    )
)
COMPOSITION_ROOTS = frozenset({"wiring"})


@dataclass(frozen=True, slots=True)
class Import:
    """One import statement's target."""

    importer: str
    imported: str
    line: int

    @property
    def package(self) -> str:
        return self.imported.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Breach:
    """A forbidden import and how to mend it."""

    found: Import
    mend: str

    def __str__(self) -> str:
        path = self.found.importer.replace(".", "/") + ".py"
        return f"{path}:{self.found.line} imports {self.found.imported}: {self.mend}"


@cache
def imports_of(root: Path, package: str) -> tuple[Import, ...]:
    """Return every import of every module below a package, also those inside functions."""
    return tuple(_imports_below(root, package))


def _imports_below(root: Path, package: str) -> Iterator[Import]:
    for path in sorted((root / package).rglob("*.py")):
        module = ".".join(path.relative_to(root).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                for name in node.names:
                    yield Import(module, name.name, node.lineno)
            elif isinstance(node, ast.ImportFrom):
                yield Import(module, _absolute(module, node), node.lineno)


def _absolute(module: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parent = module.split(".")[: -node.level]
    return ".".join([*parent, node.module] if node.module else parent)


def _within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def _is_root(module: str) -> bool:
    return module.rpartition(".")[2] in COMPOSITION_ROOTS


def breach_of(found: Import) -> Breach | None:
    """Judge one import."""
    mend = _mend(found)
    return Breach(found, mend) if mend else None


def _mend(found: Import) -> str:  # noqa: PLR0911 - one line a rule, in the order of the page that lists them
    importer, imported = found.importer, found.imported
    if _within(importer, ("shared.domain",)):
        allowed = found.package in STDLIB or _within(imported, ("shared.domain",))
        return "" if allowed else "the domain knows the standard library alone: pass the value in as an argument"
    if _within(importer, ("devices",)):
        if found.package in QT:
            return "devices know no Qt: put it into shared/qt and hand results over as plain data"
        return (
            ""
            if found.package not in OURS or found.package == "devices"
            else "devices know nothing of ours: pass a validator in"
        )
    if _within(importer, ("shared",)):
        if found.package in QT and not _within(importer, ("shared.qt",)):
            return "shared is Qt-free but for shared/qt: move the Qt part there"
        if found.package in {"kiosk_app", "counter_app", "acceptance_platform", "demo"}:
            return "shared is below the programs: move what is shared down, or pass it in"
        allowed = ("devices.core", "devices.imaging")
        return (
            ""
            if found.package != "devices" or _within(imported, allowed)
            else "only devices.core: drivers are opened in */wiring.py"
        )
    if _within(importer, ("acceptance_platform",)):
        allowed = tuple(
            f"shared.{part}"
            for part in ("domain", "contract", "security", "catalogue", "forms", "notices", "files", "command_line")
        )
        fine = found.package not in OURS or _within(imported, (*allowed, "acceptance_platform", "resources"))
        return "" if fine else f"the platform uses of ours only {', '.join(allowed)}"
    if _within(importer, ("kiosk_app", "counter_app")):
        if found.package in {"kiosk_app", "counter_app"} - {importer.partition(".")[0]}:
            return "the apps never know each other: move what both need to shared/"
        if found.package == "demo":
            return "the demonstration drives the apps, never the other way round"
        if _within(imported, DRIVERS) and not _is_root(importer):
            return "a concrete driver belongs into wiring.py: pass it in as its protocol of devices.core"
    return ""
