"""When a material of an earlier case may be used again (B6, C3; 国办函〔2016〕108号 on levels of trust).

Reuse is by the platform's material id, with consent for a purpose, and never by digest (ARCHITECTURE §3).
"""

from __future__ import annotations

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
