"""From the case index to what a receipt or notice says: names masked on every reprint, whole only while known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from shared.catalogue.model import Catalogue, Subject
from shared.catalogue.notice_words import SignedBy
from shared.domain.items import Channel, HandlingKind
from shared.domain.materials import Material, MaterialSource
from shared.domain.numbers import CaseNumber, NoticeKind, NoticeNumber
from shared.handoff.code import DraftCode, grouped
from shared.intake.decisions import SealedDecision
from shared.intake.draft import GivenBy
from shared.intake.sealed_papers import subject_of
from shared.notices.compose import compose
from shared.notices.draft_slip import DraftSlip, compose_draft_slip
from shared.notices.notice import (
    PLAIN,
    Commitment,
    Details,
    Letterhead,
    Notice,
    NoticeItem,
    NoticeStyle,
    Paper,
    Party,
    Point,
    Served,
)
from shared.notices.sheet import Sheet
from shared.notices.wording import Wording
from shared.store.acts import ActRecord
from shared.store.cases import CaseIndexEntry, IndexedItem, IndexedMaterial
from shared.store.terminal import Terminal

_HOW: Final[Mapping[GivenBy, str]] = MappingProxyType(
    {
        GivenBy.CARD_READ: "given_card",
        GivenBy.ORIGINAL_SEEN: "given_original",
        GivenBy.COMMITMENT: "given_commitment",
        GivenBy.PROMISE: "given_later",
    }
)


class Documents:
    """Makes the notices of one terminal.

    Args:
        terminal: says where the act took place, and whether this is a demonstration.
        catalogue: titles, sentences and the hall.
        catalogue_of: returns the version that a case froze, by which its items and papers are told; None where all
            cases are of the one above.
    """

    def __init__(
        self, terminal: Terminal, catalogue: Catalogue, catalogue_of: Callable[[str], Catalogue] | None = None
    ) -> None:
        self._terminal = terminal
        self._catalogue = catalogue
        self._version = catalogue_of or (lambda _: catalogue)

    def sheet(self, notice: Notice, style: NoticeStyle = PLAIN) -> Sheet:
        """Compose a notice in the locality's words. Raises NoticeWordingMissingError."""
        return compose(notice, Wording.of(self._catalogue, style.language))

    def draft_slip(self, subject: Subject, code: DraftCode, text: str, *, has_pages: bool) -> DraftSlip:
        """Return the slip of a draft that goes on elsewhere.

        Args:
            text: the code as its QR shows it, with the form or without.
            has_pages: something was photographed, which a code can't carry.
        """
        return DraftSlip(
            letterhead=self._letterhead,
            subject=subject.name,
            items=tuple(item.name for item in subject.items),
            until=code.expires_at,
            typed=grouped(code.typed),
            code=text,
            place=self._terminal.identity.name,
            has_pages=has_pages,
            specimen=self._terminal.is_demo,
        )

    def draft_sheet(self, slip: DraftSlip, style: NoticeStyle = PLAIN) -> Sheet:
        """Compose the slip of a draft in the locality's words."""
        return compose_draft_slip(slip, Wording.of(self._catalogue, style.language))

    def receipt(self, case: CaseIndexEntry, copy_no: int = 1) -> Notice:
        """Return the receipt of an intake; the name is masked on every copy, a slip is easily lost."""
        return self._notice(NoticeKind.RECEIPT, case, copy_no=copy_no)

    def acceptance(self, decision: SealedDecision, parties: tuple[Party, ...] = (), copy_no: int = 1) -> Notice:
        """Return the acceptance notice.

        Args:
            decision: what was sealed.
            parties: whole names with their roles, while the clerk still has them before their eyes; masked without.
            copy_no: 1 for the first print.
        """
        made = self._notice(NoticeKind.ACCEPTANCE, decision.case, parties, copy_no)
        number = NoticeNumber.parse(decision.notice_number)
        return replace(
            made,
            number=number,
            items=_concerned(made.items, decision.items),
            at=decision.decided_at,
            applied_at=decision.case.sealed_at,
            time_proven=decision.time_proven,
        )

    def of_case(
        self, case: CaseIndexEntry, *, accepted: bool, acts: tuple[ActRecord, ...] = ()
    ) -> tuple[NoticeKind, ...]:
        """Return the kinds of notices that a sealed case gives occasion for, in the order in which they are needed."""
        given = {GivenBy(line.given_by) for line in case.details.materials}
        occasions = (
            (NoticeKind.RECEIPT, True),
            (NoticeKind.ACCEPTANCE, accepted),
            (NoticeKind.DEFERRED_PROMISE, GivenBy.PROMISE in given),
            (NoticeKind.COMMITMENT, GivenBy.COMMITMENT in given),
            (NoticeKind.RETURNED_PAPERS, bool(self._returned(case))),
        )
        return (*(kind for kind, occurs in occasions if occurs), *dict.fromkeys(act.kind for act in acts))

    def notice(
        self,
        kind: NoticeKind,
        case: CaseIndexEntry,
        decision: SealedDecision | None = None,
        *,
        parties: tuple[Party, ...] = (),
        copy_no: int = 1,
        act: ActRecord | None = None,
    ) -> Notice:
        """Return a notice of a sealed case, of a kind that `of_case` names; `act` is what it tells, if anything."""
        if act is not None:
            return self._of_act(act, case, parties, copy_no)
        if kind is NoticeKind.ACCEPTANCE and decision is not None:
            return self.acceptance(decision, parties, copy_no)
        return self._notice(kind, case, parties if kind is not NoticeKind.RECEIPT else (), copy_no)

    def _of_act(self, act: ActRecord, case: CaseIndexEntry, parties: tuple[Party, ...], copy_no: int) -> Notice:
        made = self._notice(act.kind, case, parties, copy_no)
        return replace(
            made,
            number=act.number(case.number),
            at=act.at,
            applied_at=case.sealed_at,
            time_proven=act.time_proven,
            attended=True,
            items=_concerned(made.items, act.facts.get("items")),
            details=self._told(act, case),
        )

    def _told(self, act: ActRecord, case: CaseIndexEntry) -> Details:
        facts = act.facts
        due = date.fromisoformat(facts["due"]) if "due" in facts else None
        gives_back = act.kind is NoticeKind.ACCEPTANCE_REFUSED
        way, place = self._label("served_directly"), self._terminal.identity.name
        return Details(
            papers=self._returned(case) if gives_back else (),
            points=tuple(Point(**point) for point in facts.get("points", ())),
            served=tuple(Served(one["name"], one["number"], way, place) for one in facts.get("served", ())),
            reason=facts.get("reason", ""),
            basis=facts.get("basis", ""),
            authority=facts.get("authority", ""),
            due=due,
            due_provisional=facts.get("due_provisional", False),
        )

    def all_at_once(
        self, subject: Subject, at: datetime, points: tuple[Point, ...] = (), number: NoticeNumber | None = None
    ) -> Notice:
        """Return the list of everything that a matter needs, before there is a case; first what is still missing."""
        details = Details(papers=tuple(self._needed(line) for line in subject.materials), points=points)
        return Notice(
            kind=NoticeKind.ALL_AT_ONCE,
            number=number,
            letterhead=self._letterhead,
            issuer=self._catalogue.hall.name,
            subject=subject.name,
            parties=(),
            at=at,
            code="",
            details=details,
            place=self._terminal.identity.name,
            specimen=self._terminal.is_demo,
        )

    def _notice(
        self, kind: NoticeKind, case: CaseIndexEntry, parties: tuple[Party, ...] = (), copy_no: int = 1
    ) -> Notice:
        details = case.details
        frozen = self._version(case.catalogue_version)
        types = {frozen.item(item.code).item_type for item in details.items}
        return Notice(
            kind=kind,
            number=CaseNumber.parse(case.number).notice(kind, 1),
            letterhead=self._letterhead,
            issuer=self._issuer(kind, frozen, details.subject_code),
            subject=details.subject_name,
            parties=parties or (Party(self._label("applicant"), details.masked_name),),
            at=case.sealed_at,
            code=case.receipt_text,
            items=tuple(_item(item, frozen) for item in details.items),
            details=self._details(kind, case),
            item_type=types.pop() if len(types) == 1 else None,
            place=self._terminal.identity.name,
            time_proven=case.time_proven,
            reprint=copy_no if copy_no > 1 else None,
            specimen=self._terminal.is_demo,
            attended=details.channel == Channel.COUNTER,
        )

    def _details(self, kind: NoticeKind, case: CaseIndexEntry) -> Details:
        match kind:
            case NoticeKind.DEFERRED_PROMISE:
                return Details(papers=tuple(self._deferred(case)))
            case NoticeKind.COMMITMENT:
                return Details(commitments=tuple(self._committed(case)))
            case NoticeKind.RETURNED_PAPERS:
                return Details(papers=self._returned(case))
            case _:
                return Details(papers=self._received(case))

    def _received(self, case: CaseIndexEntry) -> tuple[Paper, ...]:
        listed = self._listed(case)
        return tuple(self._paper(line, listed.get(line.code), case.details.channel) for line in case.details.materials)

    def _returned(self, case: CaseIndexEntry) -> tuple[Paper, ...]:
        """Return the originals that a clerk looked at and gives back; at a kiosk nobody let go of them."""
        papers = self._received(case)
        return tuple(replace(paper, how="", pages=0) for paper in papers if paper.originals)

    def _deferred(self, case: CaseIndexEntry) -> Iterator[Paper]:
        listed = self._listed(case)
        for line in case.details.materials:
            if line.promised_until:
                basis = listed[line.code].legal_basis if line.code in listed else ""
                yield Paper(line.name, basis=basis, until=date.fromisoformat(line.promised_until))

    def _committed(self, case: CaseIndexEntry) -> Iterator[Commitment]:
        listed = self._listed(case)
        for line in case.details.materials:
            known = listed[line.code].commitment if line.code in listed else None
            if known is not None and GivenBy(line.given_by) is GivenBy.COMMITMENT:
                yield Commitment(line.name, known.text, known.check_days, known.legal_basis)

    def _paper(self, line: IndexedMaterial, material: Material | None, channel: str) -> Paper:
        given_by = GivenBy(line.given_by)
        held = channel == Channel.COUNTER if line.is_seen is None else line.is_seen
        seen = held and given_by in {GivenBy.SCAN, GivenBy.ORIGINAL_SEEN}
        scanned = "given_scan_seen" if seen else "given_scan"
        return Paper(
            line.name,
            self._label(_HOW.get(given_by, scanned)),
            originals=(material.originals if material else 1) if seen else 0,
            pages=line.pages,
            until=date.fromisoformat(line.promised_until) if line.promised_until else None,
        )

    def _needed(self, line: Material) -> Paper:
        if MaterialSource.CARD_READ in line.sources:
            how = "given_card"
        elif line.commitment is not None:
            how = "promised"
        else:
            how = "minor" if line.deferrable else "main"
        return Paper(line.name, self._label(how), line.originals, note=line.note, basis=line.legal_basis)

    def _listed(self, case: CaseIndexEntry) -> Mapping[str, Material]:
        return {line.code: line for line in subject_of(self._version(case.catalogue_version), case).materials}

    def _issuer(self, kind: NoticeKind, frozen: Catalogue, subject_code: str) -> str:
        wording = self._catalogue.notice_titles.wordings.get(kind)
        if wording is None or wording.signed_by is not SignedBy.DEPARTMENT:
            return self._catalogue.hall.name
        return frozen.departments[frozen.subject(subject_code).department].full_name

    def _label(self, key: str) -> str:
        return self._catalogue.notice_titles.labels[key]

    @property
    def _letterhead(self) -> Letterhead:
        hall = self._catalogue.hall
        return Letterhead(hall.name, hall.address, hall.hours, hall.phone)


def _item(item: IndexedItem, frozen: Catalogue) -> NoticeItem:
    definition = frozen.item(item.code)
    return NoticeItem(
        number=item.number,
        name=item.name,
        department=definition.department,
        due=date.fromisoformat(item.due_date) if item.due_date else None,
        due_provisional=item.due_provisional,
        immediate=definition.handling is HandlingKind.IMMEDIATE,
    )


def _concerned(items: tuple[NoticeItem, ...], numbers: Collection[str] | None) -> tuple[NoticeItem, ...]:
    """Return the items that a notice is about; all where it names none, as those of an older release."""
    return items if numbers is None else tuple(item for item in items if item.number in numbers)
