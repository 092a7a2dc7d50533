"""What the source of a draft answers over the LAN, apart from HTTP and TLS: one key, one taker, two phases.

`fetch` makes the draft read-only for one terminal, `confirm` gives it away. Both may be repeated by that terminal.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shared.contract.drafts import DraftArrival
from shared.contract.terminals import TerminalKind
from shared.handoff import moves
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.lan_wire import FormQuestion, printable
from shared.handoff.parcel import pages_in
from shared.handoff.proofs import is_proof, source_proof, taker_proof, words_of_release
from shared.handoff.tries import check_tries, count_wrong_try
from shared.intake.draft import Draft
from shared.security.signing import SigningKey
from shared.store import drafts, handoffs, settings
from shared.store.errors import CatalogueMissingError, DraftMissingError
from shared.store.handoffs import Handoff, Standing
from shared.store.store import Store


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks: the terminal of the TLS certificate, and what it showed to know the draft's key."""

    taker: UUID
    proof: str


@dataclass(frozen=True, slots=True)
class DraftDoor:
    """Gives the drafts of one store that are offered; every method raises HandoffError or StoreError."""

    store: Store
    clock: Callable[[], datetime]
    me: UUID
    signing_key: SigningKey = field(repr=False)

    def fetch(self, case_id: UUID, asking: Asking, question: FormQuestion) -> bytes:
        """Return a draft's JSON; from now on it is read-only here and that terminal's to fetch.

        Args:
            question: with the numbers of the cards at the other side; a kiosk needs one that the draft names.
        """
        row = self._checked(case_id, asking)
        content = drafts.load(self.store, case_id)
        _check_holder(Draft.model_validate_json(content), question.kind, question.numbers)
        moves.let_leave(self.store, row, asking.taker, self.clock(), name=printable(question.name))
        if row.standing is Standing.OFFERED:
            content = drafts.load(self.store, case_id)  # it could be changed until a moment ago
        return content

    def page(self, case_id: UUID, asking: Asking, position: int) -> bytes:
        """Return one of the pages, the first is 1."""
        self._leaving(case_id, asking)
        pages = pages_in(Draft.model_validate_json(drafts.load(self.store, case_id)))
        if not 1 <= position <= len(pages):
            raise HandoffError(HandoffFault.DRAFT_UNKNOWN, f"page {position}")
        return drafts.get_page(self.store, case_id, pages[position - 1].page_id.hex)

    def catalogue(self, case_id: UUID, asking: Asking) -> bytes:
        """Return the signed package that the draft froze."""
        self._leaving(case_id, asking)
        version = Draft.model_validate_json(drafts.load(self.store, case_id)).catalogue_version
        try:
            return settings.catalogue(self.store, version).data
        except CatalogueMissingError as error:
            raise HandoffError(HandoffFault.CATALOGUE_NOT_HERE, version) from error

    def confirm(self, case_id: UUID, asking: Asking) -> DraftArrival:
        """Let go, the other terminal has all of it on its disk; return the word that it can show to the platform."""
        row = self._leaving(case_id, asking)
        gone = moves.let_go(self.store, row, asking.taker, self.clock())
        return words_of_release(gone, self.me, asking.taker, self.signing_key)

    def note_whereabouts(self, case_id: UUID, asking: Asking, addresses: tuple[tuple[str, int], ...]) -> None:
        """Keep where the terminal that has the draft can be asked for it."""
        row = self._leaving(case_id, asking)
        if row.standing is Standing.HANDED_OVER:
            moves.note_whereabouts(self.store, case_id, addresses)

    def give_back(self, case_id: UUID, asking: Asking, name: str) -> None:
        """Let go of a draft that its source, of that name, asks for, as long as it was not begun here."""
        row = handoffs.find(self.store, case_id)
        if row is None or row.standing is Standing.DISCARDED:
            raise self._gone(case_id)
        if row.peer != asking.taker:
            raise HandoffError(HandoffFault.CODE_USED)
        if row.key is None or row.begun or row.standing in handoffs.OPEN:
            raise HandoffError(HandoffFault.DRAFT_BEGUN_ELSEWHERE)
        self._check_proof(row, asking)
        if not moves.give_back(self.store, case_id, self.clock(), name=printable(name)):
            raise HandoffError(HandoffFault.DRAFT_BEGUN_ELSEWHERE)

    def proof(self, case_id: UUID, taker: UUID) -> str:
        """Return what shows that this is the source: it knows the key too."""
        row = handoffs.find(self.store, case_id)
        return "" if row is None or row.key is None else source_proof(row.key, case_id, taker)

    def _leaving(self, case_id: UUID, asking: Asking) -> Handoff:
        row = self._checked(case_id, asking)
        if row.standing not in {Standing.LEAVING, Standing.HANDED_OVER}:
            raise HandoffError(HandoffFault.DRAFT_UNKNOWN, "fetch the form first")
        return row

    def _checked(self, case_id: UUID, asking: Asking) -> Handoff:
        row = handoffs.find(self.store, case_id)
        if row is None or row.key is None or row.expires_at is None:
            raise self._gone(case_id)
        self._check_proof(row, asking)
        if row.standing not in handoffs.OPEN and row.standing is not Standing.HANDED_OVER:
            raise HandoffError(HandoffFault.CODE_USED)
        if row.standing is not Standing.OFFERED and row.peer != asking.taker:
            raise HandoffError(HandoffFault.CODE_USED, row.where)
        if row.standing is Standing.OFFERED and self.clock() >= row.expires_at:
            raise HandoffError(HandoffFault.CODE_EXPIRED)
        return row

    def _check_proof(self, row: Handoff, asking: Asking) -> None:
        check_tries(row, self.clock())
        if row.key is None or not is_proof(asking.proof, taker_proof(row.key, row.case_id, asking.taker)):
            count_wrong_try(self.store, row.case_id, self.clock())
            raise HandoffError(HandoffFault.DRAFT_CODE_WRONG)

    def _gone(self, case_id: UUID) -> HandoffError:
        with self.store.read() as connection:
            if moves.is_sealed(connection, case_id):
                return HandoffError(HandoffFault.DRAFT_SEALED_ELSEWHERE)
        try:
            drafts.check_there(self.store, case_id)
        except DraftMissingError:
            return HandoffError(HandoffFault.DRAFT_UNKNOWN)
        return HandoffError(HandoffFault.CODE_USED)


def _check_holder(draft: Draft, kind: TerminalKind, numbers: tuple[str, ...]) -> None:
    named = [applicant.number.upper().encode() for applicant in draft.applicants]
    if numbers and named:
        shown = [number.upper().encode() for number in numbers]
        if not any(hmac.compare_digest(one, other) for one in shown for other in named):
            raise HandoffError(HandoffFault.HOLDER_WRONG)
    if kind is TerminalKind.KIOSK and named and not numbers:
        raise HandoffError(HandoffFault.HOLDER_NEEDED)
