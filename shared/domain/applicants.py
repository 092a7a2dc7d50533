"""Who a case is for: persons and organizations with their roles, helper staff apart (ARCHITECTURE §3, B5, B7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from shared.domain.errors import CaseFault, InvalidCaseError, RuleBrokenError, RuleFault
from shared.domain.identifiers import CitizenNumber, CreditCode, Sex
from shared.domain.identity import IdentityMethod, SecondFactor
from shared.domain.masking import masked_name, masked_number

__all__ = [
    "ROLE_AGENT",
    "ROLE_APPLICANT",
    "ROLE_DECEASED",
    "ROLE_HANDLER",
    "ROLE_HEIR",
    "ROLE_HUSBAND",
    "ROLE_LEGAL_REPRESENTATIVE",
    "ROLE_PRINCIPAL",
    "ROLE_WIFE",
    "Applicant",
    "Authorization",
    "HelperStaff",
    "IdentityMethod",
    "Organization",
    "Person",
    "SecondFactor",
    "check_roles",
]

ROLE_APPLICANT: Final = "applicant"
ROLE_HUSBAND: Final = "husband"
ROLE_WIFE: Final = "wife"
ROLE_HEIR: Final = "heir"
ROLE_DECEASED: Final = "deceased"
ROLE_LEGAL_REPRESENTATIVE: Final = "legal_representative"
ROLE_HANDLER: Final = "handler"
ROLE_AGENT: Final = "agent"
ROLE_PRINCIPAL: Final = "principal"

_SEVERAL_ALLOWED = frozenset({ROLE_APPLICANT, ROLE_HEIR, ROLE_PRINCIPAL})
_NEVER_ACTS = frozenset({ROLE_DECEASED, ROLE_PRINCIPAL})
_ACTED_FOR = frozenset(
    {ROLE_PRINCIPAL, ROLE_APPLICANT, ROLE_HEIR, ROLE_HUSBAND, ROLE_WIFE, ROLE_LEGAL_REPRESENTATIVE, ROLE_HANDLER}
)


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """A natural person. Dates are None where unknown; `valid_to` is None for 长期 as well."""

    name: str
    number: CitizenNumber | None
    sex: Sex = Sex.UNKNOWN
    birth: date | None = None
    ethnicity: str = ""
    address: str = ""
    phone: str = ""
    name_en: str = ""
    nationality: str = ""

    @property
    def masked_name(self) -> str:
        """The name as lists and receipts show it."""
        return masked_name(self.name)

    @property
    def masked_number(self) -> str:
        """The number as lists and receipts show it, empty where there is none."""
        return masked_number(self.number.number) if self.number else ""

    def __repr__(self) -> str:
        return "Person(…)"


@dataclass(frozen=True, slots=True, repr=False)
class Organization:
    """A legal person or other organization (法人, 其他组织)."""

    name: str
    credit_code: CreditCode | None
    address: str = ""
    phone: str = ""

    def __repr__(self) -> str:
        return "Organization(…)"


@dataclass(frozen=True, slots=True)
class Authorization:
    """What a principal lets an agent do (委托): the items, until when.

    Attributes:
        item_codes: codes of the items that it covers.
        expires: last day on which it holds.
    """

    item_codes: frozenset[str]
    expires: date

    def check(self, item_codes: Iterable[str], day: date) -> None:
        """Check that it covers the items on a day. Raises InvalidCaseError."""
        if day > self.expires:
            raise InvalidCaseError(CaseFault.AUTHORIZATION_EXPIRED)
        if not self.item_codes.issuperset(item_codes):
            raise InvalidCaseError(CaseFault.AUTHORIZATION_TOO_NARROW)


@dataclass(frozen=True, slots=True)
class Applicant:
    """One party of a case.

    Attributes:
        role: a role code of the catalogue; the ROLE_ constants are the ones that rules know.
        identified_at: aware time of the identification.
        authorization: for an agent, what the principal allowed.
    """

    role: str
    subject: Person | Organization
    identified_by: IdentityMethod
    identified_at: datetime | None = None
    second_factor: SecondFactor | None = None
    authorization: Authorization | None = None

    @property
    def acts(self) -> bool:
        """Whether this party stands at the kiosk or counter; the deceased and the principal do not."""
        return self.role not in _NEVER_ACTS


@dataclass(frozen=True, slots=True, repr=False)
class HelperStaff:
    """Hall or village staff who do the work for a person (帮办代办): never the applicant's own agent (B7).

    Attributes:
        commission: number or words of the commission; limits are the item codes that they may do, empty for all.
        valid_to: last day of the commission, None where it has no end.
    """

    staff_id: str
    name: str
    organization: str
    commission: str
    limits: frozenset[str] = frozenset()
    valid_to: date | None = None

    def check(self, item_codes: Iterable[str], day: date) -> None:
        """Check that the commission covers the items on a day. Raises RuleBrokenError (helper_expired, _too_narrow)."""
        if self.valid_to is not None and day > self.valid_to:
            raise RuleBrokenError(RuleFault.HELPER_EXPIRED, self.staff_id)
        if self.limits and not self.limits.issuperset(item_codes):
            raise RuleBrokenError(RuleFault.HELPER_TOO_NARROW, self.staff_id)

    def __repr__(self) -> str:
        return f"HelperStaff(staff_id={self.staff_id!r}, …)"


def check_roles(applicants: Iterable[Applicant], required: Iterable[str]) -> None:
    """Check that the parties fill the required roles and contradict no rule. Raises InvalidCaseError."""
    parties = tuple(applicants)
    filled = Counter(party.role for party in parties)
    if not any(party.acts for party in parties):
        raise InvalidCaseError(CaseFault.NO_APPLICANT)
    for role in required:
        if not filled[role]:
            raise InvalidCaseError(CaseFault.ROLE_UNFILLED, role)
    for role, count in filled.items():
        if count > 1 and role not in _SEVERAL_ALLOWED:
            raise InvalidCaseError(CaseFault.ROLE_TWICE, role)
    if any(party.role == ROLE_AGENT and party.authorization is None for party in parties):
        raise InvalidCaseError(CaseFault.AGENT_WITHOUT_AUTHORIZATION)
    if filled[ROLE_AGENT] and not any(role in filled for role in _ACTED_FOR):
        raise InvalidCaseError(CaseFault.AGENT_WITHOUT_PRINCIPAL)
