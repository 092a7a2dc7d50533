"""The domain's error tree: each error carries a stable code; words for people are made at the faces."""

from __future__ import annotations

from enum import StrEnum, unique


class DomainError(Exception):
    """A rule of the domain was broken.

    Attributes:
        code: stable machine word; never personal data.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} ({detail})" if detail else code)
        self.code = code


@unique
class NumberFault(StrEnum):
    """What is wrong with a number; the `code` of InvalidNumberError."""

    LENGTH = "length"
    CHARACTERS = "characters"
    REGION = "region"
    BIRTH_DATE = "birth_date"
    CHECK_DIGIT = "check_digit"
    RANGE = "range"


class InvalidNumberError(DomainError):
    """A citizen, credit, case, item or notice number is not well formed. The number itself is never in the text.

    Attributes:
        code: one of NumberFault.
        kind: the kind of number it was taken for, None where that can't be told.
    """

    def __init__(self, code: NumberFault, kind: str | None = None) -> None:
        super().__init__(code, kind or "")
        self.code = code
        self.kind = kind


@unique
class ItemFault(StrEnum):
    """How a catalogue entry contradicts itself; the `code` of InvalidItemError."""

    MATERIAL_UNNAMED = "material_unnamed"
    MATERIAL_WITHOUT_LEGAL_BASIS = "material_without_legal_basis"
    MATERIAL_COUNT_NEGATIVE = "material_count_negative"
    MATERIAL_WITHOUT_SOURCE = "material_without_source"
    ITEM_UNNAMED = "item_unnamed"
    ITEM_PERMANENT_ID = "item_permanent_id"
    ITEM_DAYS_NEGATIVE = "item_days_negative"
    ITEM_PROMISE_OVER_LIMIT = "item_promise_over_limit"
    ITEM_IMMEDIATE_WITH_DAYS = "item_immediate_with_days"
    ITEM_ASKS_WITHOUT_APPLICATION = "item_asks_without_application"
    ITEM_MATERIAL_TWICE = "item_material_twice"
    SERVICE_WITHOUT_ITEMS = "service_without_items"
    SERVICE_ITEM_TWICE = "service_item_twice"


class InvalidItemError(DomainError):
    """A catalogue entry contradicts itself.

    Attributes:
        code: one of ItemFault.
        subject: code of the item, material or service in question.
    """

    def __init__(self, code: ItemFault, subject: str) -> None:
        super().__init__(code, subject)
        self.code = code
        self.subject = subject


@unique
class CaseFault(StrEnum):
    """How a case contradicts itself; the `code` of InvalidCaseError."""

    NO_ITEMS = "no_items"
    NO_APPLICANT = "no_applicant"
    ROLE_UNFILLED = "role_unfilled"
    ROLE_TWICE = "role_twice"
    AGENT_WITHOUT_AUTHORIZATION = "agent_without_authorization"
    AGENT_WITHOUT_PRINCIPAL = "agent_without_principal"
    AUTHORIZATION_EXPIRED = "authorization_expired"
    AUTHORIZATION_TOO_NARROW = "authorization_too_narrow"
    ITEM_TWICE = "item_twice"
    NUMBER_CHANGED = "number_changed"
    NUMBERS_DIFFER = "numbers_differ"


class InvalidCaseError(DomainError):
    """A case or its applicants contradict the rules of ARCHITECTURE §2; `code` is one of CaseFault."""

    def __init__(self, code: CaseFault, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code


@unique
class RuleFault(StrEnum):
    """Why something can't be done around a case; the `code` of RuleBrokenError."""

    EDITION_STEP_OUT_OF_ORDER = "edition_step_out_of_order"
    EDITION_SAME_PERSON = "edition_same_person"
    EDITION_NOT_THE_DEPARTMENT = "edition_not_the_department"
    HELPER_EXPIRED = "helper_expired"
    HELPER_TOO_NARROW = "helper_too_narrow"
    TRANSFER_NOT_THE_HOLDER = "transfer_not_the_holder"
    TRANSFER_OUT_OF_ORDER = "transfer_out_of_order"
    TRANSFER_WITHOUT_PLACE = "transfer_without_place"
    TRANSFER_EMPTY = "transfer_empty"
    PAPER_NOT_HELD = "paper_not_held"
    COPIES_ASKED = "copies_asked"
    FEE_UNKNOWN = "fee_unknown"
    FEE_PAID_TWICE = "fee_paid_twice"
    FEE_AMOUNT_DIFFERS = "fee_amount_differs"
    PROJECT_CODE_WRONG = "project_code_wrong"
    PROJECT_OTHER_CASE = "project_other_case"
    JOINT_NOT_LEAD = "joint_not_lead"
    JOINT_NOT_ALL_DECIDED = "joint_not_all_decided"
    JOINT_PROMISE_OPEN = "joint_promise_open"
    CONSULTATION_NOT_ASKED = "consultation_not_asked"
    CONSULTATION_ANSWERED_TWICE = "consultation_answered_twice"
    CONSULTATION_AFTER_DEADLINE = "consultation_after_deadline"
    GUIDANCE_OTHER_SUBJECT = "guidance_other_subject"
    GUIDANCE_AFTER_INTAKE = "guidance_after_intake"
    EXTENSION_NOT_ALLOWED = "extension_not_allowed"
    EXTENSION_TOO_LONG = "extension_too_long"
    EXTENSION_TOO_LATE = "extension_too_late"
    CARD_NOT_OPEN = "card_not_open"
    CARD_WITHOUT_ANSWER = "card_without_answer"


class RuleBrokenError(DomainError):
    """Something around a case can't be done as asked; `code` is one of RuleFault, the detail names no person."""

    def __init__(self, code: RuleFault, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
