"""The open case of one clerk: the intake's use cases in one place, with the answers that can be taken back.

Blocking, and for one lane alone: what it holds is touched by no other thread.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from counter_app.work.errors import CaseLeftError
from counter_app.work.facts import CaseFacts
from counter_app.work.use_cases import Decisions, Intake, Occasions
from devices.core.cards import IdCard
from devices.imaging.duplicates import Fingerprint
from shared.capture.pages import CapturedPage
from shared.catalogue.errors import CataloguePackageError
from shared.catalogue.guides import MaterialGuide
from shared.catalogue.model import UnknownSubjectError
from shared.domain.errors import DomainError
from shared.domain.numbers import NoticeNumber
from shared.handoff.port import AWAY, DraftStanding
from shared.intake.decisions import SealedDecision
from shared.intake.draft import Draft, FieldValue, OtherValue
from shared.intake.errors import ClosedDraftError, IntakeError
from shared.intake.expected_documents import wanted_page
from shared.intake.occasions import OccasionOffer, SealedOccasion
from shared.intake.sealing import SealedCase
from shared.store.cases import CaseIndexEntry
from shared.store.errors import StoreError

CHANNEL = "counter"


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of ending an intake.

    Attributes:
        decision: the acceptance, None where only an intake was wanted or acceptance failed.
        problem: code of why the acceptance failed; the intake is sealed all the same.
        applicants: role label and whole name, for the one notice that is printed while they are known.
    """

    sealed: SealedCase
    decision: SealedDecision | None = None
    problem: str = ""
    applicants: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A line about a draft; is_offered: another terminal may take it, and may have done so."""

    draft: Draft
    subject: str
    is_offered: bool = False


@dataclass(frozen=True, slots=True)
class _Answer:
    field_id: str
    before: FieldValue | None


def _said(entry: FieldValue | None) -> tuple[str, tuple[OtherValue, ...]]:
    return (entry.value, entry.others) if entry else ("", ())


class CaseDesk:
    """The open case.

    Args:
        intake: the use cases of an intake for this clerk.
        decisions: None where the clerk may not accept.
        sealed: told after each sealing, to wake the agent.
        occasions: what else is done about sealed cases; None where nothing is.
        standing: tells where a draft stands; one that went elsewhere can't be worked on here.
    """

    def __init__(
        self,
        intake: Intake,
        decisions: Decisions | None,
        sealed: Callable[[], None],
        occasions: Occasions | None = None,
        *,
        standing: Callable[[UUID], DraftStanding] = lambda _: DraftStanding.HERE,
    ) -> None:
        self._occasions = occasions
        self._intake = intake
        self._decisions = decisions
        self._sealed = sealed
        self._standing = standing
        self._draft: Draft | None = None
        self._undo: list[_Answer] = []

    def begin(self, subject_code: str) -> CaseFacts:
        """Begin a case; an open one stays as a draft."""
        self._open(self._intake.begin(subject_code, CHANNEL))
        return self._facts()

    def resume(self, case_id: UUID) -> CaseFacts:
        """Open a draft again. Raises ClosedDraftError."""
        self._open(self._intake.take_up(self._intake.resume(case_id)))
        return self._facts()

    def of(self, case_id: UUID | None) -> CaseDesk:
        """Return the desk for what is meant for a case, None for whichever is open.

        Raises:
            CaseLeftError: another case was opened since, or none is open.
        """
        if case_id is not None and (self._draft is None or self._draft.case_id != case_id):
            raise CaseLeftError
        return self

    def leave(self, case_id: UUID) -> None:
        """Put a case aside as a draft, if it is the open one."""
        if self._draft is not None and self._draft.case_id == case_id:
            self._close()

    def identify(self, role: str, card: IdCard) -> CaseFacts:
        """Take a card's holder into a role; answers from before can't be taken back to. Raises IdentifyError."""
        changed = self._intake.identify(self._open_draft(), role, card)
        self._undo.clear()
        return self._keep(changed)

    def identify_typed(self, role: str, name: str, number: str) -> CaseFacts:
        """Take a person by their original into a role; as `identify`. Raises IdentifyError."""
        changed = self._intake.identify_typed(self._open_draft(), role, name, number)
        self._undo.clear()
        return self._keep(changed)

    def set_field(self, field_id: str, value: str) -> CaseFacts:
        """Answer a question; the earlier answer can be taken back to. Raises FieldRefusedError."""
        return self._answer(self._intake.set_field, field_id, value)

    def take_reading(self, field_id: str, value: str) -> CaseFacts:
        """Answer a question with what a page says; else as `set_field`."""
        return self._answer(self._intake.take_reading, field_id, value)

    def refuse_reading(self, key: str) -> CaseFacts:
        """Remember that what a page says is wrong."""
        return self._keep(self._intake.refuse_reading(self._open_draft(), key))

    def _answer(self, answer: Callable[[Draft, str, str], Draft], field_id: str, value: str) -> CaseFacts:
        draft = self._open_draft()
        before = draft.fields.get(field_id)
        changed = answer(draft, field_id, value)
        return self._answered(changed, field_id, before)

    def settle(self, field_id: str, value: str) -> CaseFacts:
        """Choose one of the values that a field's sources say differently; that, too, can be taken back.

        Raises FieldRefusedError.
        """
        draft = self._open_draft()
        return self._answered(self._intake.settle(draft, field_id, value), field_id, draft.fields.get(field_id))

    def _answered(self, changed: Draft, field_id: str, before: FieldValue | None) -> CaseFacts:
        if _said(changed.fields.get(field_id)) != _said(before):
            self._undo.append(_Answer(field_id, before))
        return self._keep(changed)

    def undo(self) -> tuple[CaseFacts, str]:
        """Take the last answer back, to value, source and what sources said; return the field, empty without one."""
        if not self._undo:
            return self._facts(), ""
        last = self._undo.pop()
        return self._keep(self._intake.undo(self._open_draft(), last.field_id, last.before)), last.field_id

    def attach_page(self, material: str, page: CapturedPage, reason: str, replaces: Collection[UUID]) -> CaseFacts:
        """Add a page, or put it in the place of others. Raises MaterialRefusedError."""
        return self._keep(
            self._intake.attach_page(
                self._open_draft(),
                material,
                page.page,
                page.codes,
                reason,
                replaces=replaces,
                side=page.side,
                is_doubtful=page.is_doubtful,
            )
        )

    def put_on_one_sheet(self, material: str) -> CaseFacts:
        """Put both sides of a card on one sheet. Raises MaterialRefusedError, WatermarkFontError."""
        return self._keep(self._intake.put_on_one_sheet(self._open_draft(), material))

    def remove_page(self, material: str, page_id: UUID) -> CaseFacts:
        """Take a page out."""
        return self._keep(self._intake.remove_page(self._open_draft(), material, page_id))

    def use_version(self, version: str) -> CaseFacts:
        """Go on by another catalogue version; answers from before can't be taken back to. Raises SubjectClosedError."""
        changed = self._intake.use_version(self._open_draft(), version)
        self._undo.clear()
        return self._keep(changed)

    def demand(self, wanted: str) -> str:
        """Return the listed material that is meant by a wish for a further paper. Raises MaterialRefusedError."""
        return self._intake.demand(self._open_draft(), wanted)

    def promise(self, material: str) -> CaseFacts:
        """Let a minor material follow by its day. Raises MaterialRefusedError."""
        return self._keep(self._intake.promise(self._open_draft(), material))

    def commit(self, material: str) -> CaseFacts:
        """Put a declaration in a material's place. Raises MaterialRefusedError."""
        return self._keep(self._intake.commit(self._open_draft(), material))

    def take_back(self, material: str) -> CaseFacts:
        """Undo a promise or a declaration."""
        return self._keep(self._intake.take_back(self._open_draft(), material))

    def page_image(self, page_id: UUID) -> bytes:
        """Return a page as JPEG."""
        return self._intake.page_image(self._open_draft(), page_id)

    def page_prints(self) -> Mapping[str, Fingerprint]:
        """Return what tells the pages of the open case from others, by page id."""
        return self._intake.page_prints(self._open_draft())

    def tell(self) -> NoticeNumber:
        """Count that everything missing is told at once, on paper, and return the number of the list (C6)."""
        told = self._keep(self._intake.tell(self._open_draft())).draft.told
        if told is None:
            raise ClosedDraftError
        return told.notice_number

    def discard(self) -> None:
        """Erase the open case."""
        self._intake.discard(self._open_draft())
        self._close()

    def finish(self, *, accept: bool) -> Finished:
        """Seal the open case and, when wanted, accept it as its second submission.

        Raises:
            IntakeError, StoreError: nothing was sealed; the case is as it was.
        """
        draft = self._keep(self._intake.confirm(self._open_draft())).draft
        roles = {role.code: role.label for role in self._intake.subject(draft).roles}
        applicants = tuple((roles.get(person.role, ""), person.name) for person in draft.applicants)
        sealed = self._intake.seal(draft)
        self._close()
        self._sealed()
        if not accept:
            return Finished(sealed, applicants=applicants)
        decision, problem = self._try_accept(sealed.case)
        return Finished(sealed, decision, problem, applicants)

    def accept(self, case: CaseIndexEntry) -> SealedDecision:
        """Accept a case that was only collected. Raises IntakeError, DomainError, StoreError."""
        if self._decisions is None:
            raise ClosedDraftError
        decision = self._decisions.accept(case)
        self._sealed()
        return decision

    def offer(self, case: CaseIndexEntry) -> OccasionOffer | None:
        """Return what else may be done about a sealed case, None where nothing may."""
        return self._occasions.offer(case) if self._occasions is not None else None

    def act(self, act: Callable[[Occasions], SealedOccasion]) -> SealedOccasion:
        """Do one of the occasions. Raises IntakeError, DomainError, StoreError: nothing was sealed."""
        if self._occasions is None:
            raise ClosedDraftError
        sealed = act(self._occasions)
        self._sealed()
        return sealed

    def drafts(self) -> tuple[OpenDraft, ...]:
        """Return this clerk's unfinished cases, but for those that went elsewhere."""
        standings = ((draft, self._standing(draft.case_id)) for draft in self._intake.open_drafts())
        return tuple(
            OpenDraft(draft, self._intake.subject(draft).short_name, is_offered=standing is DraftStanding.OFFERED)
            for draft, standing in standings
            if standing not in AWAY
        )

    def _try_accept(self, case: CaseIndexEntry) -> tuple[SealedDecision | None, str]:
        try:
            return self.accept(case), ""
        except (IntakeError, StoreError, DomainError, CataloguePackageError, UnknownSubjectError) as error:
            # The intake is sealed: whatever keeps the acceptance back is told beside it, never instead of it.
            return None, str(error.code)

    def _close(self) -> None:
        self._draft = None
        self._undo.clear()

    def _open(self, draft: Draft) -> None:
        self._draft = draft
        self._undo.clear()

    def _open_draft(self) -> Draft:
        if self._draft is None:
            raise ClosedDraftError
        return self._draft

    def _keep(self, draft: Draft) -> CaseFacts:
        self._draft = draft
        return self._facts()

    def _facts(self) -> CaseFacts:
        draft = self._open_draft()
        subject = self._intake.subject(draft)
        catalogue = self._intake.catalogue_of(draft)
        codes = [material.code for material in subject.materials]
        guides: dict[str, MaterialGuide] = {code: catalogue.material_guide(code) for code in codes}
        return CaseFacts(
            draft=draft,
            subject=subject,
            form=self._intake.form(draft),
            gaps=self._intake.gaps(draft),
            guides=guides,
            wanted=partial(wanted_page, catalogue),
            can_undo=bool(self._undo),
            newest=self._intake.catalogue.version,
            changes=self._intake.changes(draft),
        )
