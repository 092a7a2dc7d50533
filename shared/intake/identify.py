"""From a card that was read, or a number that a clerk typed with the original before them, to an applicant."""

from __future__ import annotations

from datetime import date, datetime

from devices.core.cards import NO_EXPIRY, IdCard
from shared.catalogue.model import RoleDefinition
from shared.domain.applicants import Person
from shared.domain.errors import InvalidNumberError
from shared.domain.identifiers import CitizenNumber, Sex, parse_citizen_number
from shared.domain.identity import IdentityMethod
from shared.intake.draft import Draft, DraftApplicant
from shared.intake.errors import IdentifyError
from shared.store.clock import day_for_checks

_SEX_BY_WORD = {"男": Sex.MALE, "女": Sex.FEMALE}
_WORD_BY_SEX = {sex: word for word, sex in _SEX_BY_WORD.items()}


def applicant_from_card(card: IdCard, role: RoleDefinition, now: datetime) -> DraftApplicant:
    """Make an applicant of a card.

    Raises:
        IdentifyError: number_invalid, details_differ, card_expired or wrong_sex_for_role.
    """
    today = day_for_checks(now)
    number = _checked_number(card.number, today)
    birth = date.fromisoformat(card.birth)
    if birth != number.birth:
        reason = "details_differ"
        raise IdentifyError(reason)
    if card.valid_to not in {None, NO_EXPIRY} and date.fromisoformat(str(card.valid_to)) < today:
        reason = "card_expired"
        raise IdentifyError(reason)
    _check_sex(role, card.sex)
    return DraftApplicant(
        role=role.code,
        name=card.name,
        name_en=card.name_en,
        number=number.number,
        sex=card.sex,
        birth=birth,
        ethnicity=card.ethnicity,
        address=card.address,
        valid_to=card.valid_to,
        card_type=card.type.value,
        identified_by=IdentityMethod.CARD_READ,
        identified_at=now,
    )


def applicant_typed(name: str, number: str, role: RoleDefinition, now: datetime) -> DraftApplicant:
    """Make an applicant of what a clerk typed from the original document in their hand.

    Raises:
        IdentifyError: number_invalid, name_missing or wrong_sex_for_role.
    """
    parsed = _checked_number(number, day_for_checks(now))
    if not name.strip():
        reason = "name_missing"
        raise IdentifyError(reason)
    sex = _WORD_BY_SEX.get(parsed.sex, "未知")
    _check_sex(role, sex)
    return DraftApplicant(
        role=role.code,
        name=name.strip(),
        number=parsed.number,
        sex=sex,
        birth=parsed.birth,
        identified_by=IdentityMethod.TYPED_ORIGINAL_SEEN,
        identified_at=now,
    )


def check_not_twice(draft: Draft, applicant: DraftApplicant) -> None:
    """Refuse the same person in two roles of one case (IdentifyError same_person_twice)."""
    if any(other.number == applicant.number and other.role != applicant.role for other in draft.applicants):
        reason = "same_person_twice"
        raise IdentifyError(reason)


def person_of(applicant: DraftApplicant) -> Person:
    """Return the applicant as the domain knows a person."""
    return Person(
        name=applicant.name,
        number=parse_citizen_number(applicant.number, today=day_for_checks(applicant.identified_at)),
        sex=_SEX_BY_WORD.get(applicant.sex, Sex.UNKNOWN),
        birth=applicant.birth,
        ethnicity=applicant.ethnicity or "",
        address=applicant.address or "",
        name_en=applicant.name_en or "",
    )


def _checked_number(text: str, today: date) -> CitizenNumber:
    try:
        return parse_citizen_number(text, today=today)
    except InvalidNumberError as error:
        reason = "number_invalid"
        raise IdentifyError(reason) from error


def _check_sex(role: RoleDefinition, sex: str) -> None:
    if role.sex and sex in _SEX_BY_WORD and role.sex != sex:
        reason = "wrong_sex_for_role"
        raise IdentifyError(reason)
