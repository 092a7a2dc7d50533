"""What follows an intake at a terminal beside decisions: each is a submission of its own, effective at sealing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import rfc8785

from devices.imaging.encode import EncodedPage
from shared.contract.submissions import (
    CaseStatus,
    FollowUpBody,
    HandoverBody,
    RatingBody,
    SealedApplicant,
    SealedMaterial,
    SealedPage,
    SupplementBody,
    TransferBody,
    WithdrawalBody,
)
from shared.contract.terminals import Clerk
from shared.domain.clock import TimeReading, utc_now
from shared.domain.item_states import ItemApplicationState, ItemContext, ItemEvent
from shared.domain.item_table import ITEM_APPLICATION
from shared.domain.materials import MaterialSource
from shared.domain.submissions import SubmissionKind
from shared.domain.trust import trust_of
from shared.intake.body import JPEG
from shared.intake.catalogues import CatalogueShelf
from shared.intake.draft import GivenBy
from shared.intake.errors import MaterialRefusedError, RightMissingError
from shared.intake.sealed_papers import subject_of
from shared.store import cases
from shared.store.acts import ActRecord
from shared.store.cases import CaseDetails, CaseIndexEntry, IndexedItem, ItemUpdate
from shared.store.clock import read_clock
from shared.store.numbering import reserve_for_case
from shared.store.sealing import SealPage, SealRequest, seal_submission
from shared.store.terminal import Terminal

Given = Mapping[str, Sequence[EncodedPage]]
"""Pages by the code of their material."""


@dataclass(frozen=True, slots=True)
class SealedFollowUp:
    """A follow-up that was just sealed; `case` already shows the new states."""

    case: CaseIndexEntry
    submission_id: UUID


class FollowUpDesk:
    """Adds to a sealed case that this terminal knows: one of its own, or one that was adopted.

    Raises (every method that seals):
        TransitionRefusedError: an item's state does not allow it; nothing was sealed.
        StoreError: nothing was sealed; CaseMovedOnError: something else was, at the same moment.
    """

    def __init__(
        self,
        terminal: Terminal,
        shelf: CatalogueShelf,
        staff: Clerk | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._terminal = terminal
        self._shelf = shelf
        self._staff = staff
        self._clock = clock

    def adopt(self, status: CaseStatus) -> CaseIndexEntry:
        """Take a case of another terminal into the index, as the platform tells it: no name, no receipt.

        One that is known here is brought up to date, unless what was sealed here is still on its way.
        """
        known = cases.find(self._terminal.store, status.case_number)
        if known is not None:
            with self._terminal.store.write() as connection:
                cases.update_after_answer(connection, status)
            return cases.get(self._terminal.store, known.case_id)
        catalogue = self._shelf.version(str(status.catalogue_version))
        subject = catalogue.subject(str(status.subject_code))
        items = tuple(
            IndexedItem(
                item.item_number, item.item_code, catalogue.item(item.item_code).name, item.state, item.due_date
            )
            for item in status.items
        )
        time = read_clock(self._terminal.store, self._clock())
        entry = CaseIndexEntry(
            case_id=status.case_id,
            number=status.case_number,
            details=CaseDetails(
                subject.code, subject.name, self._terminal.identity.kind.value, self._clerk_id, "", "", items, ()
            ),
            catalogue_version=str(status.catalogue_version),
            sealed_at=time.at,
            time_proven=time.proven,
            receipt_text="",
            latest_root=str(status.latest_root),
            platform_state=status.state,
        )
        with self._terminal.store.write() as connection:
            cases.insert_case(connection, entry)
        return entry

    def supplement(self, case: CaseIndexEntry, given: Given, notice_number: str | None = None) -> SealedFollowUp:
        """Bring what a correction notice asked for (补正), to every item that waits for it."""
        waiting = self._items_in(case, ItemApplicationState.CORRECTION_ASKED)
        return self._bring(case, SubmissionKind.SUPPLEMENT, given, waiting, notice_number)

    def keep_promise(self, case: CaseIndexEntry, given: Given) -> SealedFollowUp:
        """Bring what was promised when the case was accepted with deferred materials (容缺)."""
        numbers = tuple(item.number for item in case.details.items)
        return self._bring(case, SubmissionKind.PROMISE_KEPT, given, numbers, None)

    def withdraw(
        self,
        case: CaseIndexEntry,
        reason: str,
        items: Sequence[str] | None = None,
        *,
        act: ActRecord | None = None,
    ) -> SealedFollowUp:
        """Take items back before they are decided (撤回), all where none is named."""
        time = self._time()
        numbers = tuple(items) if items is not None else tuple(item.number for item in case.details.items)
        body = WithdrawalBody(clerk_id=self._clerk_id, items=numbers, reason=reason, withdrawn_at=time.at)
        return self._seal(case, SubmissionKind.WITHDRAWAL, body, time, event=ItemEvent.WITHDRAW, act=act)

    def hand_over(
        self,
        case: CaseIndexEntry,
        receiver: SealedApplicant,
        items: Sequence[str],
        *,
        act: ActRecord | None = None,
    ) -> SealedFollowUp:
        """Record that results were handed over (出件). Raises RightMissingError without a clerk."""
        time = self._time()
        body = HandoverBody(clerk_id=self._staff_id(), items=tuple(items), receiver=receiver, handed_at=time.at)
        return self._seal(case, SubmissionKind.HANDOVER, body, time, event=ItemEvent.ISSUE, act=act)

    def rate(self, case: CaseIndexEntry, score: int, remark: str = "") -> SealedFollowUp:
        """Record the applicant's rating (好差评), 1 to 5."""
        time = self._time()
        return self._seal(case, SubmissionKind.RATING, RatingBody(score=score, remark=remark, rated_at=time.at), time)

    def transfer(self, case: CaseIndexEntry, materials: Sequence[str], sender: str, receiver: str) -> SealedFollowUp:
        """Record papers that went from one office to another (物料流转). Raises RightMissingError without a clerk."""
        time = self._time()
        numbers = tuple(item.number for item in case.details.items)
        body = TransferBody(
            clerk_id=self._staff_id(),
            items=numbers,
            materials=tuple(materials),
            sender=sender,
            receiver=receiver,
            transferred_at=time.at,
        )
        return self._seal(case, SubmissionKind.TRANSFER, body, time)

    @property
    def _clerk_id(self) -> str | None:
        return self._staff.clerk_id if self._staff else None

    def _staff_id(self) -> str:
        if self._staff is None:
            raise RightMissingError
        return self._staff.clerk_id

    def _time(self) -> TimeReading:
        return read_clock(self._terminal.store, self._clock())

    @staticmethod
    def _items_in(case: CaseIndexEntry, state: ItemApplicationState) -> tuple[str, ...]:
        """Return the items in a state, all where none is: the table refuses what can't be."""
        found = tuple(item.number for item in case.details.items if item.state == state.value)
        return found or tuple(item.number for item in case.details.items)

    def _bring(
        self, case: CaseIndexEntry, kind: SubmissionKind, given: Given, numbers: tuple[str, ...], notice: str | None
    ) -> SealedFollowUp:
        """Seal what was brought. Raises MaterialRefusedError not_asked_for."""
        subject = subject_of(self._shelf.version(case.catalogue_version), case)
        if not given or set(given) - {line.code for line in subject.materials}:
            reason = "not_asked_for"
            raise MaterialRefusedError(reason)
        time = self._time()
        trust = trust_of(MaterialSource.SCAN, original_seen=self._staff is not None)
        images: dict[str, bytes] = {}
        pages: list[SealedPage] = []
        for material, brought in given.items():
            for number, page in enumerate(brought, start=1):
                position = len(pages) + 1
                images[str(position)] = page.jpeg
                pages.append(
                    SealedPage(
                        position=position,
                        material=material,
                        page=number,
                        name=f"{material} {number}",
                        media_type=JPEG,
                        sha256=hashlib.sha256(page.jpeg).hexdigest(),
                        size=len(page.jpeg),
                        trust=trust.value,
                        taken_at=time.at,
                    )
                )
        body = SupplementBody(
            clerk_id=self._clerk_id,
            items=numbers,
            notice_number=notice,
            materials=tuple(
                SealedMaterial(material=code, given_by=GivenBy.SCAN.value, trust=trust.value) for code in given
            ),
            pages=tuple(pages),
            supplied_at=time.at,
        )
        event = ItemEvent.SUPPLEMENT if kind is SubmissionKind.SUPPLEMENT else None
        return self._seal(case, kind, body, time, event=event, images=images, kept=tuple(given))

    def _seal(
        self,
        case: CaseIndexEntry,
        kind: SubmissionKind,
        body: FollowUpBody,
        time: TimeReading,
        *,
        event: ItemEvent | None = None,
        images: Mapping[str, bytes] | None = None,
        kept: tuple[str, ...] = (),
        act: ActRecord | None = None,
    ) -> SealedFollowUp:
        store = self._terminal.store
        case = cases.get(store, case.case_id)
        updates = () if event is None or isinstance(body, RatingBody) else self._updates(case, body.items, event)
        pages = tuple(SealPage(place, hashlib.sha256(image).hexdigest()) for place, image in (images or {}).items())
        request = SealRequest(
            submission_id=uuid4(),
            kind=kind,
            case_id=case.case_id,
            number=reserve_for_case(store, case.number),
            based_on=case.latest_root,
            item_codes=tuple(item.code for item in case.details.items),
            catalogue_version=case.catalogue_version,
            time=time,
            body=rfc8785.dumps(body.model_dump(mode="json")),
            pages=pages,
            page_source=dict(images or {}).__getitem__,
            takes_draft=False,
            updates=updates,
            kept=kept,
            act=act,
        )
        seal_submission(store, self._terminal.sealing_keys, request)
        return SealedFollowUp(cases.get(store, case.case_id), request.submission_id)

    def _updates(self, case: CaseIndexEntry, numbers: Sequence[str], event: ItemEvent) -> tuple[ItemUpdate, ...]:
        catalogue = self._shelf.version(case.catalogue_version)
        updates = []
        for item in case.details.items:
            if item.number not in numbers:
                continue
            definition = catalogue.item(item.code)
            context = ItemContext(definition.item_type, definition.handling, actor=self._clerk_id)
            state = ITEM_APPLICATION.apply(ItemApplicationState(item.state), event, context)
            updates.append(ItemUpdate(item.number, state.value, item.due_date, item.due_provisional))
        return tuple(updates)
