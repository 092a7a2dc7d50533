"""The kinds of documents whose fields can be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from devices.core.errors import DeviceError
from devices.core.scanning import Pixels
from devices.imaging.ocr import foreign, identity, papers, permits
from devices.imaging.ocr.fields import Fields, Validator, held_back
from devices.imaging.ocr.text_reader import TextReader
from devices.imaging.ocr.turning import read_any_way_round


class UnknownDocumentKindError(DeviceError):
    """There is no such kind of document."""

    code = "document_kind_unknown"


@dataclass(frozen=True, slots=True)
class Validators:
    """The rules of the domain that are passed in.

    Attributes:
        citizen_number: tells whether 18 characters are a citizen number with its right check digit.
        credit_code: tells the same of a unified social credit code.
        card_number: tells the same of a bank card's number.
    """

    citizen_number: Validator
    credit_code: Validator
    card_number: Validator


_Read = Callable[[TextReader, Pixels, Validators], Fields]


def _front(reader: TextReader, pixels: Pixels, rules: Validators) -> Fields:
    return identity.read_front(reader, pixels, rules.citizen_number)


def _back(reader: TextReader, pixels: Pixels, _rules: Validators) -> Fields:
    return identity.read_back(reader, pixels)


def _permit_back(reader: TextReader, pixels: Pixels, _rules: Validators) -> Fields:
    return identity.read_permit_back(reader, pixels)


def _permanent(reader: TextReader, pixels: Pixels, rules: Validators) -> Fields:
    return foreign.read_permanent_residence(reader, pixels, rules.citizen_number)


def _licence(reader: TextReader, pixels: Pixels, rules: Validators) -> Fields:
    return papers.read_business_licence(reader, pixels, rules.credit_code)


def _register(reader: TextReader, pixels: Pixels, rules: Validators) -> Fields:
    return papers.read_household_register(reader, pixels, rules.citizen_number)


def _marriage(reader: TextReader, pixels: Pixels, rules: Validators) -> Fields:
    return papers.read_marriage_certificate(reader, pixels, rules.citizen_number)


def _bank_card(reader: TextReader, pixels: Pixels, rules: Validators) -> Fields:
    return papers.read_bank_card(reader, pixels, rules.card_number)


def _mrz(reader: TextReader, pixels: Pixels, _rules: Validators) -> Fields:
    return papers.read_mrz(reader, pixels)


def _permit_front(reader: TextReader, pixels: Pixels, _rules: Validators) -> Fields:
    return permits.read_permit_front(reader, pixels)


_KINDS: Final[dict[str, _Read]] = {
    "id-card-front": _front,
    "id-card-back": _back,
    "temporary-id-card": _front,
    "residence-permit-front": _front,
    "residence-permit-back": _permit_back,
    "permanent-residence-card": _permanent,
    "business-licence": _licence,
    "household-register": _register,
    "marriage-certificate": _marriage,
    "bank-card": _bank_card,
    "passport": _mrz,
    "travel-permit": _mrz,
    "mainland-travel-permit": _mrz,
    "mainland-travel-permit-front": _permit_front,
    "mrz": _mrz,
}
KINDS: Final = tuple(_KINDS)
# Of long texts a part may be hidden, and what is left reads as well as before: a person should always look.
_MAY_BE_CUT: Final = frozenset({"address", "scope"})
_NEVER_SURE: Final = 0.85


def read_document(reader: TextReader, pixels: Pixels, kind: str, rules: Validators) -> Fields:
    """Return the fields of a document as far as they are legible: suggestions, each with its confidence and place.

    Args:
        reader: holds the networks.
        pixels: 8-bit gray or RGB, best cut at the document's edges. Where it lies upright says little, it is turned;
            places are in the picture as it lies.
        kind: one of KINDS.
        rules: check digits.

    Raises:
        UnknownDocumentKindError: there is no such kind.
        UnsupportedError: the networks are not installed.
    """
    read = _KINDS.get(kind)
    if read is None:
        raise UnknownDocumentKindError(kind)
    fields = read_any_way_round(reader, pixels, lambda upright: read(reader, upright, rules))
    return {name: held_back(field, _NEVER_SURE) if name in _MAY_BE_CUT else field for name, field in fields.items()}
