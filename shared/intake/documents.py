"""From the case index to what a receipt or notice says: names masked on every reprint, whole only while known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shared.catalogue.model import Catalogue, Office
from shared.domain.items import HandlingKind
from shared.domain.numbers import CaseNumber, NoticeKind, NoticeNumber
from shared.intake.decisions import SealedDecision
from shared.intake.draft import GivenBy
from shared.notices.model import Letterhead, NoticeData, NoticeItem, NoticeMaterial
from shared.store.cases import CaseIndexEntry, IndexedItem, IndexedMaterial
from shared.store.terminal import Terminal

_RECEIPT_SENTENCES = ("receipt_is_not_acceptance", "keep_receipt", "ask_after")
_ACCEPTANCE_SENTENCES = ("acceptance_clock", "keep_receipt", "hotline")


@dataclass(frozen=True, slots=True)
class _Act:
    """What a notice is about: its number, when the act took place, and the catalogue's sentences that follow."""

    number: NoticeNumber
    at: datetime
    time_proven: bool
    sentences: tuple[str, ...]


class Documents:
    """Composes the notices of one terminal.

    Args:
        terminal: says where the act took place, and whether this is a demonstration.
        catalogue: titles, sentences and the hall.
    """

    def __init__(self, terminal: Terminal, catalogue: Catalogue) -> None:
        self._terminal = terminal
        self._catalogue = catalogue

    def receipt(self, case: CaseIndexEntry, copy_no: int = 1) -> NoticeData:
        """Return the receipt of an intake; the name is masked on every copy, a slip is easily lost."""
        number = CaseNumber.parse(case.number).notice(NoticeKind.RECEIPT, 1)
        act = _Act(number, case.sealed_at, case.time_proven, _RECEIPT_SENTENCES)
        return self._notice(case, act, copy_no)

    def acceptance(
        self, decision: SealedDecision, applicants: tuple[tuple[str, str], ...] = (), copy_no: int = 1
    ) -> NoticeData:
        """Return the acceptance notice.

        Args:
            decision: what was sealed.
            applicants: role label and whole name, while the clerk still has them before their eyes; masked without.
            copy_no: 1 for the first print.
        """
        number = NoticeNumber.parse(decision.notice_number)
        act = _Act(number, decision.decided_at, decision.time_proven, _ACCEPTANCE_SENTENCES)
        return self._notice(decision.case, act, copy_no, applicants)

    def _notice(
        self, case: CaseIndexEntry, act: _Act, copy_no: int, applicants: tuple[tuple[str, str], ...] = ()
    ) -> NoticeData:
        details = case.details
        types = {self._catalogue.item(item.code).item_type for item in details.items}
        return NoticeData(
            letterhead=_letterhead(self._catalogue.hall),
            title=self._catalogue.notice_titles.title(act.number.kind, types.pop() if len(types) == 1 else None),
            number=f"{act.number.case.grouped} {act.number.kind.value}{act.number.running:02d}",
            case_number=CaseNumber.parse(case.number).grouped,
            subject=details.subject_name,
            items=tuple(self._item(item) for item in details.items),
            materials=tuple(
                NoticeMaterial(material.name, _how(material, details.channel), material.pages)
                for material in details.materials
            ),
            applicants=applicants or (("申请人", details.masked_name),),
            at=act.at,
            time_proven=act.time_proven,
            place=self._terminal.identity.name,
            code=case.receipt_text,
            sentences=tuple(self._catalogue.notice_titles.sentences[key] for key in act.sentences),
            reprint=copy_no if copy_no > 1 else None,
            specimen=self._terminal.is_demo,
        )

    def _item(self, item: IndexedItem) -> NoticeItem:
        definition = self._catalogue.item(item.code)
        return NoticeItem(
            number=item.number,
            name=item.name,
            department=definition.department,
            due=date.fromisoformat(item.due_date) if item.due_date else None,
            due_provisional=item.due_provisional,
            immediate=definition.handling is HandlingKind.IMMEDIATE,
        )


def _letterhead(hall: Office) -> Letterhead:
    return Letterhead(hall.name, hall.address, hall.hours, hall.phone)


def _how(material: IndexedMaterial, channel: str) -> str:
    given_by = GivenBy(material.given_by)
    if given_by is GivenBy.PROMISE:
        return f"容缺，{material.promised_until} 前补交"
    if given_by is GivenBy.COMMITMENT:
        return "承诺代替"
    if given_by is GivenBy.CARD_READ:
        return "刷卡读取，免交"
    if given_by is GivenBy.ORIGINAL_SEEN:
        return "原件已核，免交"
    return "扫描，原件已核" if channel == "counter" else "扫描"
