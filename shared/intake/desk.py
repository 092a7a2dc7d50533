"""The desk: what kiosk and counter do with a draft, from the first touch to the sealed case.

Every act returns the new draft and has stored it; a crash loses nothing but the act under way. An act on a draft that
was sealed or discarded meanwhile raises DraftMissingError. Calls block (database, disk) and belong on one job lane.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID, uuid4

from devices.core.cards import IdCard
from devices.imaging.duplicates import Fingerprint
from devices.imaging.encode import EncodedPage
from shared.catalogue.model import RoleDefinition
from shared.contract.terminals import Clerk
from shared.domain.clock import legal_date, utc_now
from shared.domain.items import Channel, ItemState
from shared.domain.materials import Material
from shared.intake.answers import answered, offered, put_back, settled
from shared.intake.card_sheet import purpose, sheet_of, sides_of
from shared.intake.catalogues import CatalogueShelf
from shared.intake.demands import listed, recorded
from shared.intake.draft import (
    Draft,
    DraftApplicant,
    FieldSource,
    FieldValue,
    GivenBy,
    OriginalSeen,
    Telling,
)
from shared.intake.draft_book import DraftBook
from shared.intake.draft_reading import DraftReading
from shared.intake.errors import (
    ClosedDraftError,
    IdentifyError,
    IncompleteError,
    MaterialRefusedError,
    SubjectClosedError,
)
from shared.intake.identify import applicant_from_card, applicant_typed, check_not_twice
from shared.intake.item_parts import item_parts
from shared.intake.material_acts import (
    check_page,
    place_of_page,
    scanned_pages,
    stood_in,
    taken_back,
    with_page,
    without_page,
)
from shared.intake.page_entry import page_entry
from shared.intake.page_prints import prints_of
from shared.intake.promises import committed, promised
from shared.intake.replacing import pages_of
from shared.intake.sealing import SealedCase, seal_draft
from shared.intake.situation import counted
from shared.intake.taking_in import taken_in
from shared.store import drafts
from shared.store.audit import AuditEvent
from shared.store.cases import hash_applicant
from shared.store.clock import day_for_checks, read_clock
from shared.store.errors import CatalogueMissingError, DraftMissingError
from shared.store.numbering import reserve_number
from shared.store.terminal import Terminal

YEAR_OVER = "year_over"
"""The state of what belongs to a year that has run out (已截止)."""


class IntakeDesk(DraftReading):
    """The use cases of an intake at one terminal.

    Args:
        terminal: the open terminal.
        shelf: the catalogue versions of this terminal.
        staff: the clerk at the counter, None at a kiosk.
        clock: gives aware times; the store judges them.
    """

    def __init__(
        self,
        terminal: Terminal,
        shelf: CatalogueShelf,
        staff: Clerk | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(shelf, clock)
        self._terminal = terminal
        self._store = terminal.store
        self._staff = staff
        self._book = DraftBook(terminal.store, staff, clock)

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
        changed = self._book.keep(draft.model_copy(update={"catalogue_version": version, "confirmed_at": None}))
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
        return self._book.keep(answered(draft, self.form(draft), field_id, value, source))

    def offer(self, draft: Draft, field_id: str, value: str, source: FieldSource) -> Draft:
        """Take what another source says of a field: an earlier case, an e-licence, a shared source.

        An open field is filled. Where something else stands there both are kept, the difference is a gap until a
        person settles it, and nothing is overwritten unseen.

        Raises:
            FieldRefusedError: `unknown_field`.
        """
        told = offered(draft, self.form(draft), field_id, value, source)
        return draft if told == draft else self._book.keep(told)

    def settle(self, draft: Draft, field_id: str, value: str) -> Draft:
        """Choose one of the values that sources say differently (FieldRefusedError `not_on_offer` for another)."""
        return self._book.keep(settled(draft, field_id, value))

    def undo(self, draft: Draft, field_id: str, before: FieldValue | None) -> Draft:
        """Put a field back to what it was before an answer, with its source and what other sources said."""
        return self._book.keep(put_back(draft, field_id, before))

    def attach_page(
        self,
        draft: Draft,
        material_code: str,
        page: EncodedPage,
        findings: tuple[str, ...] = (),
        override_reason: str = "",
        *,
        replaces: UUID | None = None,
        side: str = "",
        is_doubtful: bool = False,
    ) -> Draft:
        """Add a page to a material, or put it in the place of an earlier one, which is erased only then.

        Which side it is, and whether a person should look, is kept with it for who goes on with the draft.

        Raises:
            MaterialRefusedError: `not_asked_for` (C10), `too_many_pages`, or `page_not_good` where findings stand
                and no clerk gave a reason to take the page all the same.
        """
        self._material(draft, material_code)
        check_page(findings, override_reason, by_clerk=self._staff is not None)
        most = self.catalogue_of(draft).material_guide(material_code).pages_max
        place = place_of_page(draft, material_code, replaces, most)
        before = scanned_pages(draft, material_code)
        now, seen = self._clock(), self._seen()
        entry = page_entry(page, findings, override_reason, at=now, seen=seen, side=side, is_doubtful=is_doubtful)
        drafts.put_page(self._store, draft.case_id, entry.page_id.hex, page.jpeg)
        changed = self._book.keep(with_page(draft, material_code, entry, place))
        if place is not None:
            drafts.delete_page(self._store, draft.case_id, before[place].page_id.hex)
        return changed

    def demand(self, draft: Draft, wanted: str) -> str:
        """Return the code of the listed material that a clerk means who wants one more paper of the applicant (C10).

        Raises:
            MaterialRefusedError: `not_asked_for`: the catalogue does not ask for it, and the demand is on record.
        """
        code = listed(self.subject(draft), wanted)
        if code is None:
            self._book.enter(AuditEvent.UNLISTED_DEMAND, draft.case_id, material=recorded(wanted))
            reason = "not_asked_for"
            raise MaterialRefusedError(reason)
        return code

    def promise(self, draft: Draft, material_code: str) -> Draft:
        """Let a minor material follow (容缺受理): the applicant signs that it comes, and by when.

        Raises:
            MaterialRefusedError: `not_asked_for`, `not_deferrable` for a main material, or `not_allowed_here`
                without a clerk.
        """
        if self._staff is None:
            reason = "not_allowed_here"
            raise MaterialRefusedError(reason)
        now = self._clock()
        # The draft's catalogue is frozen, the working days are not (ARCHITECTURE §4).
        calendar = self.catalogue.work_calendar()
        given = promised(self._material(draft, material_code), now, day_for_checks(now), calendar)
        return self._book.keep(stood_in(draft, given))

    def commit(self, draft: Draft, material_code: str) -> Draft:
        """Take a declaration in place of a material (告知承诺).

        Raises:
            MaterialRefusedError: `not_asked_for`, or `no_commitment` where the item knows none.
        """
        return self._book.keep(stood_in(draft, committed(self._material(draft, material_code), self._clock())))

    def take_back(self, draft: Draft, material_code: str) -> Draft:
        """Undo a promise or a declaration; what was scanned or read stays."""
        changed = taken_back(draft, material_code)
        return draft if changed is draft else self._book.keep(changed)

    def remove_page(self, draft: Draft, material_code: str, page_id: UUID) -> Draft:
        """Take a page out again; one that isn't there is no error."""
        if material_code not in draft.materials:
            return draft
        changed = self._book.keep(without_page(draft, material_code, page_id))
        drafts.delete_page(self._store, draft.case_id, page_id.hex)
        return changed

    def put_on_one_sheet(self, draft: Draft, material_code: str) -> Draft:
        """Put both sides of an ID card on one A4 sheet with its purpose, in the place of its two pages.

        What was found on the sides, and why they were taken all the same, goes with the sheet.

        Raises:
            MaterialRefusedError: `not_two_sides`.
            WatermarkTextError, WatermarkFontError: the purpose can't be written; the pages are as they were.
        """
        sides = sides_of(draft, material_code)
        if not sides:
            reason = "not_two_sides"
            raise MaterialRefusedError(reason)
        images = [self.page_image(draft, page.page_id) for page in sides]
        lines = purpose(self.subject(draft).short_name, legal_date(self._clock()))
        sheet = sheet_of(images, [page.dpi for page in sides], lines)
        findings = tuple(dict.fromkeys(code for page in sides for code in page.findings))
        reasons = "；".join(dict.fromkeys(page.override_reason for page in sides if page.override_reason))
        doubtful = any(page.is_doubtful for page in sides)
        first = sides[0].page_id
        changed = self.attach_page(draft, material_code, sheet, findings, reasons, replaces=first, is_doubtful=doubtful)
        return self.remove_page(changed, material_code, sides[1].page_id)

    def page_image(self, draft: Draft, page_id: UUID) -> bytes:
        """Return a page as JPEG."""
        self._book.enter(AuditEvent.PAGE_READ, draft.case_id, page=page_id.hex)
        return drafts.get_page(self._store, draft.case_id, page_id.hex)

    def page_prints(self, draft: Draft) -> Mapping[str, Fingerprint]:
        """Return what tells a draft's pages from others, by page id; one that is damaged is left out."""
        return prints_of(self._store, draft)

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

    def _material(self, draft: Draft, code: str) -> Material:
        found = next((material for material in self.subject(draft).materials if material.code == code), None)
        if found is None:
            # What the catalogue does not list can't be asked for: refused, and on record (C10).
            self._book.enter(AuditEvent.UNLISTED_DEMAND, draft.case_id, material=code)
            reason = "not_asked_for"
            raise MaterialRefusedError(reason)
        return found

    def _seen(self) -> OriginalSeen | None:
        """Return that a clerk holds the original; at a kiosk nobody does."""
        return OriginalSeen(by=self._staff.clerk_id, at=self._clock()) if self._staff else None

    def _take_in(self, draft: Draft, applicant: DraftApplicant, given_by: GivenBy) -> Draft:
        check_not_twice(draft, applicant)
        whole = self.catalogue_of(draft).subject(draft.subject_code)
        form, seen = self.form(draft), self._seen()
        taken = taken_in(draft, applicant, subject=whole, form=form, given_by=given_by, seen=seen)
        kept = self._book.keep(taken)
        subject_hash = hash_applicant(self._store, applicant.number)
        self._book.enter(
            AuditEvent.IDENTIFIED,
            draft.case_id,
            subject_hash,
            role=applicant.role,
            method=applicant.identified_by.value,
        )
        for page_id in pages_of(draft) - pages_of(kept):
            drafts.delete_page(self._store, draft.case_id, page_id.hex)
        return kept
