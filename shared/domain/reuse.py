"""What was given before and may be used again: materials, fields, licences (B6, C3, C4; 国办函〔2016〕108号 on trust).

Reuse is by the platform's material id, with consent for a purpose, and never by digest (ARCHITECTURE §3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique

from shared.domain.trust import TrustLevel


@unique
class ReuseVerdict(StrEnum):
    """Whether it may be used again, and if not, why not. The first reason that holds is told."""

    ALLOWED = "allowed"
    OTHER_MATERIAL = "other_material"
    NOT_TRUSTED = "not_trusted"
    EXPIRED = "expired"
    CONSENT_MISSING = "consent_missing"
    OTHER_PURPOSE = "other_purpose"


@dataclass(frozen=True, slots=True)
class EarlierMaterial:
    """A material as an earlier case gave it.

    Attributes:
        material_id: the platform's id.
        code: the catalogue's code of the material, without a person's role.
        given_on: shown beside the offer, with the source.
        expires_on: last day on which its content holds, None where it has no end.
    """

    material_id: str
    code: str
    level: TrustLevel
    given_on: date
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReuseConsent:
    """That its holder lets a material be used again: for which purposes (item codes), and until when."""

    purposes: frozenset[str]
    valid_to: date


def may_reuse(
    earlier: EarlierMaterial, *, code: str, purpose: str, consent: ReuseConsent | None, today: date
) -> ReuseVerdict:
    """Tell whether an earlier material may stand for one that is asked for.

    Args:
        earlier: what was given before.
        code: code of the material that is asked for; household_register.wife is a household_register.
        purpose: code of the item that asks.
        consent: the holder's, None where none was given.
        today: the legal day.
    """
    if code.partition(".")[0] != earlier.code:
        return ReuseVerdict.OTHER_MATERIAL
    if not earlier.level.reusable:
        return ReuseVerdict.NOT_TRUSTED
    if earlier.expires_on is not None and today > earlier.expires_on:
        return ReuseVerdict.EXPIRED
    if consent is None or today > consent.valid_to:
        return ReuseVerdict.CONSENT_MISSING
    return ReuseVerdict.ALLOWED if purpose in consent.purposes else ReuseVerdict.OTHER_PURPOSE


@dataclass(frozen=True, slots=True, repr=False)
class EarlierValue:
    """An answer that the same person gave before.

    Attributes:
        meaning: the field's shared meaning in the data dictionary; source: where it came from then.
        given_on, source: shown beside the offer.
    """

    meaning: str
    value: str
    source: str
    given_on: date

    def __repr__(self) -> str:
        return f"EarlierValue(meaning={self.meaning!r}, given_on={self.given_on!s})"


def offered_values(
    earlier: Iterable[EarlierValue], asked: Iterable[str], *, consent: ReuseConsent | None, purpose: str, today: date
) -> dict[str, EarlierValue]:
    """Return what of the earlier answers is offered again, by meaning, of several the latest; never filled in unasked.

    Args:
        earlier: of one person; asked: the meanings that the form asks for.
        consent: the person's, None where none was given: then nothing is offered.
        purpose: code of the item that asks; today: the legal day.
    """
    if not may_fetch(consent, purpose, today):
        return {}
    wanted, offers = frozenset(asked), dict[str, EarlierValue]()
    for one in sorted(earlier, key=lambda one: one.given_on):
        if one.meaning in wanted and one.value and one.given_on <= today:
            offers[one.meaning] = one
    return offers


def may_fetch(consent: ReuseConsent | None, purpose: str, today: date) -> bool:
    """Tell whether an e-licence may be fetched for a purpose: only with its holder's consent in force (C4)."""
    return consent is not None and today <= consent.valid_to and purpose in consent.purposes
