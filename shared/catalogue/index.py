"""What the checks look things up in: every code that the sources define, by kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared.catalogue.errors import Fault, FaultCode
from shared.catalogue.sources import Sources
from shared.catalogue.yaml_reading import Document, Path
from shared.domain.items import ItemKind

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Index:
    """Definitions by code; of doubled codes the last one."""

    departments: Mapping[str, Raw]
    offices: Mapping[str, Raw]
    themes: Mapping[str, Raw]
    tables: Mapping[str, Raw]
    fields: Mapping[str, Raw]
    materials: Mapping[str, Raw]
    items: Mapping[str, Raw]
    services: Mapping[str, Raw]
    questions: Mapping[str, Raw]
    windows: Mapping[str, Raw]

    @classmethod
    def of(cls, sources: Sources) -> Index:
        """Collect the definitions of the sources."""
        return cls(
            departments={raw["code"]: raw for raw in sources["departments"]["departments"]},
            offices={raw["id"]: raw for raw in sources["offices"]["offices"]},
            themes={raw["id"]: raw for raw in sources["themes"]["themes"]},
            tables={document.data["id"]: document.data for document in sources.code_tables},
            fields=sources["dictionary"]["fields"],
            materials=sources["materials"]["materials"],
            items={document.data["code"]: document.data for document in sources.items},
            services={document.data["code"]: document.data for document in sources.services},
            questions=dict(sources.entries("questions")),
            windows={raw["id"]: raw for raw in sources.entries("windows")},
        )

    def applied(self, item_code: str) -> bool:
        """Tell whether an item is one that is applied for."""
        return item_code in self.items and self.items[item_code]["kind"] == ItemKind.APPLIED

    def choices(self, field: str) -> tuple[str, ...]:
        """Return the codes that a choice of the dictionary offers; none for another field."""
        raw = self.fields.get(field, {})
        table = self.tables.get(raw.get("code_table", ""), {"codes": ()})
        allowed = raw.get("schema", {}).get("enum")
        return tuple(code for code in table["codes"] if allowed is None or code in allowed)


@dataclass(frozen=True, slots=True)
class Finder:
    """Makes faults that know their file and line."""

    document: Document

    def fault(self, path: Path, code: FaultCode, message: str, mend: str) -> Fault:
        """Return a fault at a path of the document."""
        return Fault(self.document.file, self.document.place(path), code, message, mend)

    def undefined(self, path: Path, kind: str, value: str, known: Mapping[str, Any]) -> Iterator[Fault]:
        """Yield a fault when a reference leads nowhere."""
        if value not in known:
            mend = f"改成已有的{kind}，或者先把它加进去。"
            yield self.fault(path, FaultCode.REFERENCE_UNDEFINED, f"没有“{value}”这个{kind}", mend)
