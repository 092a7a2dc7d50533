"""Invented applicants, answers and pages: what `simulate` seals. Every name holds 样例; nobody here exists."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from devices.core.cards import NO_EXPIRY, CardType, IdCard
from devices.imaging.encode import EncodedPage, encode_page
from shared.catalogue.model import Catalogue, Subject
from shared.domain.identifiers import credit_code_check, mod_11_2_check
from shared.domain.items import Channel, ItemKind
from shared.domain.materials import Material, MaterialSource
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft
from shared.intake.errors import IdentifyError, IntakeError, NoSpecimenSubjectError
from shared.intake.gaps import GapKind
from shared.intake.replacing import is_of

_SURNAMES = "陈李张黄何林刘梁欧冯"
_DIVISION = "441900"
_DPI = 100
_A4_AT_DPI = (1169, 827)
_MAX_PASSES = 12
_TRIAL_BYTES = 1_000
_ANSWERS = ("13800000000", "1", "陈样例", "东莞市南城街道样例路1号", "6200000000000000000",
            "91441900MA000000X" + credit_code_check("91441900MA000000X"))  # fmt: skip
"""Tried in turn until the form is content: a phone number, a count, a name, an address, an account, a credit code."""


@dataclass(frozen=True, slots=True)
class SpecimenPlan:
    """What is applied for, and how many pages of which material are given."""

    subject: Subject
    pages: tuple[tuple[str, int], ...]


def plan_case(desk: IntakeDesk, channel: Channel, pages: int) -> SpecimenPlan:
    """Choose the first item that can be taken with exactly so many scanned pages, by taking it for a trial.

    Raises:
        NoSpecimenSubjectError: none can.
    """
    for plan in _plans(desk.catalogue, channel, pages):
        draft = desk.begin(plan.subject.code, channel.value)
        try:
            _filled(desk, draft, plan, random.Random(plan.subject.code), _TRIAL_BYTES)  # noqa: S311 - no secret
        except IntakeError:
            continue
        else:
            return plan
        finally:
            desk.discard(draft)
    raise NoSpecimenSubjectError(str(pages))


def _plans(catalogue: Catalogue, channel: Channel, pages: int) -> Iterator[SpecimenPlan]:
    """Give the items whose materials have room for so many pages."""
    for code, item in catalogue.items.items():
        if item.kind is not ItemKind.APPLIED:
            continue
        subject = catalogue.subject(code)
        if not subject.channels[channel].takes:
            continue
        scanned = [line.code for line in subject.materials if not _given_by_card(line, subject)]
        spread = _spread(pages, [(code, catalogue.material_guide(code).pages_max) for code in scanned])
        if spread is not None:
            yield SpecimenPlan(subject, spread)


def _given_by_card(material: Material, subject: Subject) -> bool:
    """Tell whether reading an applicant's card gives a material."""
    return MaterialSource.CARD_READ in material.sources and any(is_of(material, role.code) for role in subject.roles)


def _spread(pages: int, capacities: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...] | None:
    """Give every material a page and fill up from the first; None where it can't be done."""
    room = dict(capacities)
    given = dict.fromkeys(room, 1)
    left = pages - len(room)
    if left < 0:
        return None
    for code, most in room.items():
        more = min(left, most - 1)
        given[code] += more
        left -= more
    return tuple(given.items()) if left == 0 else None


def specimen_person(rng: random.Random, sex: str) -> IdCard:
    """Return the card of somebody who does not exist, of age and with a number whose check character is right."""
    born = date(1960, 1, 1) + timedelta(days=rng.randrange(40 * 365))
    order = rng.randrange(100, 999) // 2 * 2 + (sex == "男")
    first = f"{_DIVISION}{born:%Y%m%d}{order:03d}"
    return IdCard(
        type=CardType.RESIDENT,
        name=rng.choice(_SURNAMES) + "样例",
        number=first + mod_11_2_check(first),
        sex=sex,
        birth=born.isoformat(),
        ethnicity="汉",
        address=f"广东省东莞市莞城街道样例路{rng.randrange(1, 999)}号",
        issuer="东莞市公安局样例分局",
        valid_from="2016-05-20",
        valid_to=NO_EXPIRY,
    )


def specimen_page(rng: random.Random, size: int) -> EncodedPage:
    """Return a page that no other has, as a JPEG of about so many bytes: paper with a band of noise."""
    height, width = _A4_AT_DPI
    pixels = np.full((height, width), 250, dtype=np.uint8)
    lines = max(2, min(height, size // width))
    pixels[:lines] = np.frombuffer(rng.randbytes(lines * width), dtype=np.uint8).reshape(lines, width)
    return encode_page(pixels, _DPI)


def take_specimen(desk: IntakeDesk, plan: SpecimenPlan, channel: Channel, rng: random.Random, page_bytes: int) -> Draft:
    """Take a whole case at a desk, up to the applicant's confirmation. Raises IntakeError where that can't be."""
    return _filled(desk, desk.begin(plan.subject.code, channel.value), plan, rng, page_bytes)


def _filled(desk: IntakeDesk, draft: Draft, plan: SpecimenPlan, rng: random.Random, page_bytes: int) -> Draft:
    for role in plan.subject.roles:
        draft = _identified(desk, draft, role.code, rng)
    for material, count in plan.pages:
        for _ in range(count):
            draft = desk.attach_page(draft, material, specimen_page(rng, page_bytes))
    return desk.confirm(_answered(desk, draft))


def _identified(desk: IntakeDesk, draft: Draft, role: str, rng: random.Random) -> Draft:
    try:
        return desk.identify(draft, role, specimen_person(rng, "男"))
    except IdentifyError:
        return desk.identify(draft, role, specimen_person(rng, "女"))


def _answered(desk: IntakeDesk, draft: Draft) -> Draft:
    """Answer what the form still asks; an answer may bring further questions."""
    for _ in range(_MAX_PASSES):
        asked = _open_fields(desk, draft)
        if not asked:
            break
        for field_id in asked:
            draft = _answer(desk, draft, field_id)
    return draft


def _open_fields(desk: IntakeDesk, draft: Draft) -> list[str]:
    return [gap.where for gap in desk.gaps(draft) if gap.kind is GapKind.FIELD]


def _answer(desk: IntakeDesk, draft: Draft, field_id: str) -> Draft:
    """Give the first answer that the form takes, the last one tried where it takes none."""
    field = desk.form(draft).fields[field_id]
    people = (draft.applicants[0].number, specimen_person(random.Random(field_id), "女").number)  # noqa: S311
    candidates = (
        [option.code for option in field.options]
        or [draft.created_at.date().isoformat()] * (field.widget.value == "date")
        or [*(people if field_id.endswith("number") else ()), *_ANSWERS]
    )
    for value in candidates:
        draft = desk.set_field(draft, field_id, value)
        if field_id not in _open_fields(desk, draft):
            break
    return draft
