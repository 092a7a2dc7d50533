"""Drafts that were kept at this very terminal: card and digits open them without any network, with few tries."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from datetime import datetime

from shared.contract.terminals import TerminalKind
from shared.handoff.code import DraftCode, typed_code
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.port import FoundDraft, Holder
from shared.handoff.tries import check_tries, count_wrong_try, forget_wrong_tries, is_locked
from shared.intake.draft import Draft
from shared.store import drafts, handoffs
from shared.store.errors import DraftMissingError
from shared.store.handoffs import Handoff, Standing
from shared.store.terminal import Terminal

_FOUND = handoffs.OPEN | {Standing.UNCONFIRMED}
"""What its slip opens here: what is offered, and what came by it though its source has not let go yet."""


class KeptHere:
    """What was offered at one terminal and lies there still.

    Args:
        terminal: the open terminal; clock: gives aware times.
    """

    def __init__(self, terminal: Terminal, clock: Callable[[], datetime]) -> None:
        self._terminal = terminal
        self._store = terminal.store
        self._clock = clock

    def find(self, holder: Holder, digits: str) -> tuple[FoundDraft, ...]:
        """Return what card and digits open here. Raises HandoffError `too_many_tries`."""
        found = []
        for row, draft in self._of(holder):
            check_tries(row, self._clock())
            if _opens(row, digits):
                forget_wrong_tries(self._store, row.case_id)
                found.append(self._line(row, draft))
        return tuple(found)

    def say_where_it_went(self, holder: Holder, digits: str) -> None:
        """Raise HandoffError `code_used` with the terminal's name where card and digits are of a draft that went on.

        Other digits count as wrong ones about it; while it is locked nothing is told of it.
        """
        now = self._clock()
        gone = [row for row, _ in self._of(holder, frozenset({Standing.HANDED_OVER})) if not is_locked(row, now)]
        for row in gone:
            if _opens(row, digits):
                raise HandoffError(HandoffFault.CODE_USED, row.where)
        for row in gone:
            count_wrong_try(self._store, row.case_id, now)

    def say_that_it_went(self, code: DraftCode) -> None:
        """Raise HandoffError `code_used` with the terminal's name where a code was that of a draft that went on."""
        row = handoffs.find(self._store, code.draft_id)
        if row is not None and row.standing is Standing.HANDED_OVER and _opens(row, code.typed):
            raise HandoffError(HandoffFault.CODE_USED, row.where)

    def count_wrong_try(self, holder: Holder) -> None:
        """Count digits that opened nothing. Raises HandoffError `draft_code_wrong` where there was something to open.

        `detail` is how many tries are left.
        """
        left = [count_wrong_try(self._store, row.case_id, self._clock()) for row, _ in self._of(holder)]
        if left:
            raise HandoffError(HandoffFault.DRAFT_CODE_WRONG, str(min(left)))

    def check(self, row: Handoff | None, draft: Draft, holder: Holder | None, digits: str | None) -> None:
        """Let nobody have a draft of this terminal but its holder: by card at a kiosk, by digits where it is offered.

        Raises:
            HandoffError: `holder_needed`, `holder_wrong`, `too_many_tries`, `code_expired`, `draft_code_wrong`.
        """
        self._check_holder(draft, holder)
        if row is None or row.standing not in handoffs.OPEN or digits is None:
            return
        check_tries(row, self._clock())
        if row.expires_at is None or self._clock() >= row.expires_at:
            raise HandoffError(HandoffFault.CODE_EXPIRED)
        if not _opens(row, digits):
            left = count_wrong_try(self._store, row.case_id, self._clock())
            raise HandoffError(HandoffFault.DRAFT_CODE_WRONG, str(left))
        forget_wrong_tries(self._store, row.case_id)

    def _check_holder(self, draft: Draft, holder: Holder | None) -> None:
        if holder is None and self._terminal.identity.kind is TerminalKind.KIOSK:
            raise HandoffError(HandoffFault.HOLDER_NEEDED)
        if holder is not None and draft.applicants and not _holds(draft, holder):
            raise HandoffError(HandoffFault.HOLDER_WRONG)

    def _of(self, holder: Holder, standings: frozenset[Standing] = _FOUND) -> Iterator[tuple[Handoff, Draft]]:
        """Yield what is offered here of a person, as long as it counts."""
        for row in handoffs.all_of(self._store):
            if row.standing not in standings or row.expires_at is None or self._clock() >= row.expires_at:
                continue
            try:
                draft = Draft.model_validate_json(drafts.load(self._store, row.case_id))
            except DraftMissingError:
                continue
            if _holds(draft, holder):
                yield row, draft

    def _line(self, row: Handoff, draft: Draft) -> FoundDraft:
        pages = [page for given in draft.materials.values() for page in given.pages]
        return FoundDraft(
            case_id=draft.case_id,
            subject_code=draft.subject_code,
            catalogue_version=draft.catalogue_version,
            holder=self._terminal.identity.name,
            here=True,
            begun=row.begun,
            shared_at=row.updated_at,
            expires_at=row.expires_at or row.updated_at,
            pages=len(pages),
            size=sum(page.size for page in pages),
        )


def _holds(draft: Draft, holder: Holder) -> bool:
    number = holder.number.upper()
    return any(hmac.compare_digest(person.number.upper(), number) for person in draft.applicants)


def _opens(row: Handoff, digits: str) -> bool:
    """Tell in constant time whether digits are of its offer, or of the slip by which it came."""
    is_of_offer = row.key is not None and hmac.compare_digest(typed_code(row.key), digits)
    return is_of_offer or (row.came_digits is not None and hmac.compare_digest(row.came_digits, digits))
