"""The desk: what kiosk and counter do with a draft, from the first touch to the sealed case.

Every act returns the new draft and has stored it; a crash loses nothing but the act under way. An act on a draft that
was sealed or discarded meanwhile raises DraftMissingError. Calls block (database, disk) and belong on one job lane.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from devices.core.cards import IdCard
from shared.catalogue.model import RoleDefinition
from shared.domain.clock import legal_date
from shared.domain.items import Channel, ItemState
from shared.intake.answers import answered, offered, put_back, settled
from shared.intake.card_answers import with_known
from shared.intake.draft import (
    Draft,
    DraftApplicant,
    FieldSource,
    FieldValue,
    GivenBy,
    Telling,
)
from shared.intake.errors import (
    ClosedDraftError,
    IdentifyError,
    IncompleteError,
    SubjectClosedError,
)
from shared.intake.identify import applicant_from_card, applicant_typed, check_not_twice
from shared.intake.item_parts import item_parts
from shared.intake.material_desk import MaterialDesk
from shared.intake.replacing import pages_of, without_person
from shared.intake.sealing import SealedCase, seal_draft
from shared.intake.situation import counted
from shared.intake.taking_in import taken_in
from shared.store import drafts
from shared.store.audit import AuditEvent
from shared.store.cases import hash_applicant
from shared.store.clock import read_clock
from shared.store.errors import CatalogueMissingError, DraftMissingError
from shared.store.numbering import reserve_number

YEAR_OVER = "year_over"
"""The state of what belongs to a year that has run out (已截止)."""


class IntakeDesk(MaterialDesk):
    """The use cases of an intake at one terminal.

    Args:
        terminal: the open terminal.
        shelf: the catalogue versions of this terminal.
        staff: the clerk at the counter, None at a kiosk.
        clock: gives aware times; the store judges them.
    """

    def begin(self, subject_code: str, channel: str, language: str = "zh-Hans") -> Draft:
        """Begin a draft.

        Raises:
            SubjectClosedError: it can't be taken at this channel.
            UnknownSubjectError: the catalogue has no such item or service.
        """
        subject = self.catalogue.subject(subject_code)
        state = subject.channels[Channel(channel)]
        now = self._clock()
        if state.over or subject.closed_on(legal_date(now)):
            raise SubjectClosedError(YEAR_OVER)
        if not state.takes:
            raise SubjectClosedError(state.state.value)
        draft = Draft(
            case_id=uuid4(),
            subject_code=subject.code,
            catalogue_version=self.catalogue.version,
            channel=channel,
            language=language,
            clerk_id=self._staff.clerk_id if self._staff else None,
            created_at=now,
            updated_at=now,
        )
        self._book.begin(draft)
        return draft

    def use_version(self, draft: Draft, version: str) -> Draft:
        """Go on with a draft by another catalogue version: the newest one, or again the one that it began with.

        Nothing given is lost: what that version does not ask for lies dormant, and comes back with the other one.

        Raises:
            SubjectClosedError: that version has no such subject, or it can't be taken there any more.
            StoreError: no such version here.
        """
        catalogue = self._shelf.version(version)
        if draft.subject_code not in catalogue.presentations:
            raise SubjectClosedError(ItemState.PAUSED.value)
        state = catalogue.subject(draft.subject_code).channels[Channel(draft.channel)]
        if state.over or not state.takes:
            raise SubjectClosedError(YEAR_OVER if state.over else state.state.value)
        changed = self._keep_answers(draft.model_copy(update={"catalogue_version": version, "confirmed_at": None}))
        self._book.enter(AuditEvent.DRAFT_MOVED, draft.case_id, version=version)
        return changed

    def identify(self, draft: Draft, role: str, card: IdCard) -> Draft:
        """Take the holder of a card into a role: known fields are filled, the card itself counts as given.

        Nothing stays of another person who was in the role before.

        Raises:
            IdentifyError: its `reason` says why not.
        """
        applicant = applicant_from_card(card, self._role(draft, role), self._clock())
        return self._take_in(draft, applicant, GivenBy.CARD_READ)

    def identify_typed(self, draft: Draft, role: str, name: str, number: str) -> Draft:
        """Take a person whose original document the clerk holds (IdentifyError, also without a clerk)."""
        if self._staff is None:
            reason = "not_allowed_here"
            raise IdentifyError(reason)
        applicant = applicant_typed(name, number, self._role(draft, role), self._clock())
        return self._take_in(draft, applicant, GivenBy.ORIGINAL_SEEN)

    def unidentify(self, draft: Draft, role: str) -> Draft:
        """Take somebody out of a role again, with all answers about them and their papers: it is not them."""
        whole = self.catalogue_of(draft).subject(draft.subject_code)
        return self._keep_without(draft, without_person(draft, whole, role))

    def set_field(self, draft: Draft, field_id: str, value: str) -> Draft:
        """Answer a question of the form; an empty value takes the answer back.

        Raises:
            FieldRefusedError: `unknown_field`, or `from_card` for what the card said.
        """
        return self._answer(draft, field_id, value, FieldSource.CLERK if self._staff else FieldSource.TYPED)

    def take_reading(self, draft: Draft, field_id: str, value: str) -> Draft:
        """Answer a question with what was read from a page and a person confirmed; else as `set_field`."""
        return self._answer(draft, field_id, value, FieldSource.READ)

    def refuse_reading(self, draft: Draft, key: str) -> Draft:
        """Remember with the draft that what was read from a page is wrong, by `Reading.key`."""
        return self._book.keep(draft.refusing_reading(key))

    def _answer(self, draft: Draft, field_id: str, value: str, source: FieldSource) -> Draft:
        return self._keep_answers(answered(draft, self.form(draft), field_id, value, source))

    def offer(self, draft: Draft, field_id: str, value: str, source: FieldSource) -> Draft:
        """Take what another source says of a field: an earlier case, an e-licence, a shared source.

        An open field is filled. Where something else stands there both are kept, the difference is a gap until a
        person settles it, and nothing is overwritten unseen.

        Raises:
            FieldRefusedError: `unknown_field`.
        """
        told = offered(draft, self.form(draft), field_id, value, source)
        return draft if told == draft else self._keep_answers(told)

    def settle(self, draft: Draft, field_id: str, value: str) -> Draft:
        """Choose one of the values that sources say differently.

        Raises:
            FieldRefusedError: `not_on_offer` for another one, `from_card` for another one than a card says.
        """
        return self._keep_answers(settled(draft, field_id, value))

    def undo(self, draft: Draft, field_id: str, before: FieldValue | None) -> Draft:
        """Put a field back to what it was before an answer, with its source and what other sources said."""
        return self._book.keep(put_back(draft, field_id, before))

    def tell(self, draft: Draft) -> Draft:
        """Count that everything missing is given to the applicant on one numbered list, and enter it (C6).

        The first list uses up a number of its own: the case gets another one, at sealing.

        Raises:
            NotEnrolledError, SequenceExhaustedError: there is no number to give it.
        """
        before = draft.told
        if before is None:
            time = read_clock(self._store, self._clock())
            before = Telling(number=reserve_number(self._store, time).case_number, count=0)
        told = before.model_copy(update={"count": before.count + 1})
        kept = self._book.keep(draft.model_copy(update={"told": told}))
        self._book.enter(AuditEvent.TOLD_AT_ONCE, draft.case_id, count=told.count, missing=len(self.gaps(draft)))
        return kept

    def in_language(self, draft: Draft, language: str) -> Draft:
        """Note what the applicant reads, as a BCP 47 tag: what is told later is told in it, too."""
        return draft if draft.language == language else self._book.keep(draft.model_copy(update={"language": language}))

    def confirm(self, draft: Draft) -> Draft:
        """Note that the applicant confirmed what will be sealed.

        Raises:
            IncompleteError: there are gaps.
        """
        self._check_complete(draft)
        return self._book.keep(draft.model_copy(update={"confirmed_at": self._clock()}))

    def seal(self, draft: Draft) -> SealedCase:
        """Seal a confirmed draft; the caller wakes the agent and prints the receipt.

        Raises:
            IncompleteError: there are gaps; nothing was done.
            NotConfirmedError: `confirm` comes first.
            StoreError: the disk is full, say; the draft is as it was.
        """
        self._check_complete(draft)
        time = read_clock(self._store, self._clock())
        subject, form = self.subject(draft), self.form(draft)
        kept = counted(draft, subject, form)
        parts = item_parts(self.catalogue_of(draft), subject, form, kept)
        return seal_draft(self._terminal, kept, subject, parts, time)

    def discard(self, draft: Draft) -> None:
        """Erase a draft with its key and pages."""
        self._book.discard(draft.case_id)

    def discard_unseen(self, case_id: UUID) -> None:
        """Erase a draft of which nothing is to be read."""
        self._book.discard(case_id)

    def draft_ids(self) -> tuple[UUID, ...]:
        """Return the ids of the terminal's drafts, whosever they are; nothing of them is read."""
        return self._book.ids()

    def open_drafts(self) -> tuple[Draft, ...]:
        """Return the drafts of this clerk, or of the kiosk, the one changed last first."""
        return self._book.own()

    def resume(self, case_id: UUID) -> Draft:
        """Return a draft as it was last stored.

        Raises:
            ClosedDraftError: it was sealed or discarded, or its catalogue is gone.
        """
        try:
            draft = self._book.load(case_id)
            self.subject(draft)
        except (DraftMissingError, CatalogueMissingError) as error:
            raise ClosedDraftError(str(case_id)) from error
        self._book.enter(AuditEvent.DRAFT_READ, case_id)
        return draft

    def take_up(self, draft: Draft) -> Draft:
        """Fill in what is known of the people of a draft that came, or was kept, where its form asks for it."""
        filled = self._with_known(draft)
        return draft if filled is draft else self._book.keep(filled)

    def _keep_answers(self, draft: Draft) -> Draft:
        """Store answers; they may have the form ask for more of what is known."""
        return self._book.keep(self._with_known(draft))

    def _with_known(self, draft: Draft) -> Draft:
        return with_known(draft, self.form(draft), by_clerk=self._staff is not None)

    def _check_complete(self, draft: Draft) -> None:
        gaps = self.gaps(draft)
        if gaps:
            raise IncompleteError(gaps)

    def _role(self, draft: Draft, role: str) -> RoleDefinition:
        found = next((entry for entry in self.subject(draft).roles if entry.code == role), None)
        if found is None:
            reason = "unknown_role"
            raise IdentifyError(reason)
        return found

    def _take_in(self, draft: Draft, applicant: DraftApplicant, given_by: GivenBy) -> Draft:
        check_not_twice(draft, applicant)
        whole = self.catalogue_of(draft).subject(draft.subject_code)
        form, seen = self.form(draft), self._seen()
        taken = taken_in(draft, applicant, subject=whole, form=form, given_by=given_by, seen=seen)
        kept = self._keep_without(draft, taken)
        subject_hash = hash_applicant(self._store, applicant.number)
        self._book.enter(
            AuditEvent.IDENTIFIED,
            draft.case_id,
            subject_hash,
            role=applicant.role,
            method=applicant.identified_by.value,
        )
        return kept

    def _keep_without(self, before: Draft, changed: Draft) -> Draft:
        """Store a draft that lost somebody's papers, then erase their pages."""
        kept = self._book.keep(changed)
        for page_id in pages_of(before) - pages_of(kept):
            drafts.delete_page(self._store, before.case_id, page_id.hex)
        return kept
