"""What a catalogue says on notices: titles, paragraphs, sentences, labels, and which of them every catalogue has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Final

from shared.domain.items import ItemType
from shared.domain.numbers import NoticeKind

SENTENCE_KEYS: Final = frozenset(
    {
        "receipt_is_not_acceptance",
        "keep_receipt",
        "ask_after",
        "originals_returned",
        "hotline",
        "reprint",
        "provisional_date",
        "acceptance_clock",
        "not_accepted_remedy",
        "correction_told_once",
        "deemed_acceptance",
        "time_unproven",
        "draft_bring",
        "draft_ends",
        "draft_how",
        "draft_is_no_receipt",
        "draft_keep",
        "draft_not_handed_in",
        "draft_pages_again",
        "draft_where",
    }
)
"""The fixed sentences that notices and receipts draw on; a catalogue has every one."""


NOTICE_PLACEHOLDERS: Final = frozenset(
    {
        "account",
        "amount",
        "authority",
        "basis",
        "collector",
        "days",
        "due",
        "giver",
        "place",
        "procedure",
        "reason",
        "result",
        "scope",
        "subject",
        "taker",
        "time",
    }
)
"""What the body of a notice may leave open in braces; a paragraph of which one stays empty is not printed."""

LABEL_KEYS: Final = frozenset(
    {
        "agent",
        "amount_column",
        "applicant",
        "basis",
        "bring",
        "case_number",
        "certificate",
        "check_within",
        "commitment_text",
        "complaint",
        "copies",
        "copy",
        "days",
        "department",
        "document",
        "document_number",
        "due",
        "fee",
        "fetched",
        "from_hand",
        "hand_place",
        "hand_time",
        "hands_heading",
        "holder",
        "how",
        "identity",
        "item",
        "items_heading",
        "licence",
        "main",
        "material",
        "materials_heading",
        "method",
        "minor",
        "number",
        "order",
        "originals",
        "page",
        "pages",
        "phone",
        "place",
        "points_heading",
        "principal",
        "problem",
        "procedure",
        "promised",
        "purpose",
        "quantity",
        "relation",
        "remark",
        "remedy",
        "requirement",
        "returned_heading",
        "seal",
        "sign_agent",
        "sign_applicant",
        "sign_clerk",
        "sign_date",
        "sign_principal",
        "sign_received",
        "sign_recipient",
        "sign_server",
        "sign_witness",
        "specimen",
        "standard",
        "subject",
        "ticket",
        "time_slot",
        "to_hand",
        "total",
        "until",
        "verify",
        "waiting",
        "where",
        "window",
        "working_days",
        "provisional",
        "immediate",
        "by_platform",
        "people",
        "given_card",
        "given_original",
        "given_scan",
        "given_scan_seen",
        "given_commitment",
        "given_later",
        "served_directly",
        "missing_heading",
        "needed_heading",
        "missing",
        "draft_code",
        "draft_go_on",
        "draft_scan",
        "draft_title",
        "draft_until",
    }
)
"""The words of tables, signature lines and feet that notices draw on; a catalogue has every one."""


@unique
class SignedBy(StrEnum):
    """Who stands at the foot of a notice."""

    DEPARTMENT = "department"
    HALL = "hall"
    APPLICANT = "applicant"


@dataclass(frozen=True, slots=True)
class NoticeWording:
    """What a notice says: who signs it, its paragraphs with placeholders in braces, and keys of closing sentences."""

    signed_by: SignedBy
    body: tuple[str, ...]
    closing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeTitles:
    """The name of each notice, by item type where the locality distinguishes, its wording, sentences and labels."""

    titles: Mapping[NoticeKind, str]
    by_type: Mapping[tuple[NoticeKind, ItemType], str]
    other_titles: Mapping[NoticeKind, tuple[str, ...]]
    sentences: Mapping[str, str]
    wordings: Mapping[NoticeKind, NoticeWording] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def title(self, kind: NoticeKind, item_type: ItemType | None = None) -> str:
        """Return a notice's title, the one for an item type where there is one."""
        if item_type is not None and (kind, item_type) in self.by_type:
            return self.by_type[kind, item_type]
        return self.titles[kind]
