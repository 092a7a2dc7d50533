"""Notices from files, and slips into files: what the command line reads and writes."""

from __future__ import annotations

import dataclasses
import json
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from devices.core.slip import Slip
from shared.catalogue.model import Catalogue
from shared.catalogue.notice_words import SignedBy
from shared.domain.errors import InvalidNumberError
from shared.domain.numbers import NoticeKind, NoticeNumber
from shared.notices.notice import Letterhead, Notice

MAX_BYTES: Final = 1024 * 1024
_NOTICE: Final = TypeAdapter(Notice)


class NoticeFileError(Exception):
    """A file is no notice; `place` names the first part that is wrong, never what stands there."""

    code = "notice_file_invalid"

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


def kind_of(name: str) -> NoticeKind:
    """Return a kind by its name or by the two letters of its numbers. Raises NoticeFileError."""
    for kind in NoticeKind:
        if name.upper() in {kind.name, kind.value}:
            return kind
    place = "kind"
    raise NoticeFileError(place)


def read_notice(path: Path, catalogue: Catalogue) -> Notice:
    """Read a notice: a JSON object of the attributes of Notice.

    `kind` is a name such as correction, `number` a notice number or left out; letterhead and issuer are the hall's
    where they are left out.

    Raises:
        NoticeFileError: it is too large, not JSON, or not a notice.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        described = json.loads(data) if len(data) <= MAX_BYTES else None
    except (OSError, ValueError, RecursionError) as error:
        place = "file" if isinstance(error, OSError) else "json"
        raise NoticeFileError(place) from None
    if not isinstance(described, dict):
        place = "object"
        raise NoticeFileError(place)
    return _checked({"parties": (), "code": "", "number": None, **described}, catalogue)


def _checked(described: dict[str, Any], catalogue: Catalogue) -> Notice:
    hall = catalogue.hall
    kind = kind_of(str(described.get("kind", "")))
    number = _number(described["number"], kind)
    letterhead = dataclasses.asdict(Letterhead(hall.name, hall.address, hall.hours, hall.phone))
    whole = {"letterhead": letterhead, "issuer": hall.name, **described, "kind": kind.value, "number": None}
    try:
        notice = _NOTICE.validate_json(json.dumps(whole))
    except (ValidationError, ValueError) as error:
        first = error.errors()[0]["loc"] if isinstance(error, ValidationError) else ("json",)
        raise NoticeFileError(".".join(map(str, first))) from None
    if notice.at.tzinfo is None:
        place = "at"
        raise NoticeFileError(place)
    return replace(notice, number=number)


def _number(text: object, kind: NoticeKind) -> NoticeNumber | None:
    if text is None:
        return None
    try:
        number = NoticeNumber.parse(str(text))
    except InvalidNumberError:
        number = None
    if number is None or number.kind is not kind:
        place = "number"
        raise NoticeFileError(place)
    return number


def signer_of(kind: NoticeKind, catalogue: Catalogue) -> SignedBy:
    """Return who stands at the foot of a kind."""
    return catalogue.notice_titles.wordings[kind].signed_by


def slip_json(slip: Slip) -> str:
    """Return a slip as `python -m devices print-receipt` reads it."""
    elements = [{"kind": type(element).__name__.lower(), **_plain(element)} for element in slip.elements]
    return json.dumps({"title": slip.title, "elements": elements}, ensure_ascii=False, indent=1)


def _plain(element: Any) -> dict[str, object]:
    fields = dataclasses.asdict(element)
    return {name: b64encode(value).decode() if isinstance(value, bytes) else value for name, value in fields.items()}
