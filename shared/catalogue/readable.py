"""Which fields can be read of which kinds of documents, and which of the dictionary's they answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from shared.catalogue.errors import Fault, FaultCode

if TYPE_CHECKING:
    from shared.catalogue.index import Finder
    from shared.catalogue.yaml_reading import Path

Raw = Mapping[str, Any]

_PERSON: Final = frozenset({"name", "sex", "ethnicity", "birth", "address", "number"})
_VALIDITY: Final = frozenset({"issuer", "valid_from", "valid_to"})
_ZONE: Final = frozenset(
    {"document_type", "issuer", "number", "surname", "given_names", "nationality", "birth", "sex", "expiry"}
)
READABLE: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "id-card-front": _PERSON,
        "id-card-back": _VALIDITY,
        "temporary-id-card": _PERSON | _VALIDITY,
        "residence-permit-front": _PERSON - {"ethnicity"},
        "residence-permit-back": _VALIDITY | {"pass_number", "issue_count"},
        "permanent-residence-card": _VALIDITY | {"name", "sex", "birth", "nationality", "number"},
        "business-licence": frozenset(
            {"credit_code", "name", "type", "legal_representative", "capital", "established", "address", "scope"}
        ),
        "household-register": _PERSON - {"address"} | {"relation", "birthplace", "native_place"},
        "marriage-certificate": frozenset(
            {"holder", "registered_on", "certificate_number", "name_1", "number_1", "name_2", "number_2"}
        ),
        "bank-card": frozenset({"number", "bank"}),
        "passport": _ZONE,
        "travel-permit": _ZONE,
        "mainland-travel-permit": _ZONE,
        "mainland-travel-permit-front": _PERSON - {"ethnicity", "address"} | _VALIDITY | {"name_en", "issue_count"},
        "mrz": _ZONE,
    }
)
"""Fields by the kinds of devices.imaging.ocr.documents."""


@dataclass(frozen=True, slots=True)
class ReadableSide:
    """What is read of one side of a document.

    Attributes:
        kind: one of READABLE.
        answers: by dictionary id the fields whose texts, one after another, answer it.
    """

    kind: str
    answers: Mapping[str, tuple[str, ...]]


def load_readable(raw: Raw | None) -> ReadableSide | None:
    """Return what a side's `read` says, None where it says nothing."""
    if raw is None:
        return None
    answers = {key: (told,) if isinstance(told, str) else tuple(told) for key, told in raw["answers"].items()}
    return ReadableSide(raw["kind"], MappingProxyType(answers))


def check_readable(finder: Finder, path: Path, raw: Raw | None, fields: Mapping[str, Raw]) -> Iterator[Fault]:
    """Yield what is wrong with a side's `read`: its kind, its fields and the dictionary's."""
    readable = load_readable(raw)
    if readable is None:
        return
    known = READABLE.get(readable.kind)
    if known is None:
        mend = f"改成能读的一种：{'、'.join(READABLE)}。"
        yield finder.fault((*path, "kind"), FaultCode.VALUE_INVALID, f"“{readable.kind}”这种证件读不了", mend)
    for entry, parts in readable.answers.items():
        yield from finder.undefined((*path, "answers", entry), "字段", entry, fields)
        for part in parts:
            if known is not None and part not in known:
                mend = f"这种证件读得出的有：{'、'.join(sorted(known))}。"
                message = f"这种证件上读不出“{part}”"
                yield finder.fault((*path, "answers", entry), FaultCode.VALUE_INVALID, message, mend)
