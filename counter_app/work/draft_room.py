"""Drafts that come from elsewhere or go there, as one clerk handles them. Blocking, for a lane of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from uuid import UUID

import segno
from PySide6.QtGui import QImage

from devices.core.printing import PrintState
from shared.catalogue.model import Catalogue, Subject
from shared.handoff.code import DraftCode
from shared.handoff.naming import names_of
from shared.handoff.port import AWAY, DraftHandoff, DraftStanding, FoundDraft, Holder, SecondFactor, TakenDraft
from shared.handoff.slip_text import slip_text
from shared.intake.desk import IntakeDesk
from shared.intake.documents import Documents
from shared.intake.draft import Draft
from shared.intake.print_desk import PrintDesk
from shared.notices.draft_slip import DraftSlip

_MODULE_DOTS = 6


@dataclass(frozen=True, slots=True)
class MyDraft:
    """A draft of this clerk, what it is about, and where it stands.

    Attributes:
        where: name of the terminal where it went, empty where nobody told.
        stayed: names of what was changed here after it was shared, and did not go with it.
    """

    draft: Draft
    subject: str
    papers: tuple[str, ...]
    standing: DraftStanding
    where: str = ""
    stayed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferedDraft:
    """A draft that others may take, with its slip and its code as a picture."""

    case_id: UUID
    subject: str
    code: DraftCode
    slip: DraftSlip = field(repr=False)
    qr: QImage = field(repr=False)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A draft that came.

    Attributes:
        papers: names of those that stayed behind.
        kept: of what was changed here after the draft was handed over, and counts; differing: of what the other
            terminal changed as well.
    """

    taken: TakenDraft
    papers: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()


class DraftRoom:
    """What a clerk does with drafts elsewhere.

    Args:
        handoff, intake: of this clerk.
        documents_of: composes slips in a catalogue version's words; print_desk_of: prints them.
    """

    def __init__(
        self,
        handoff: DraftHandoff,
        intake: IntakeDesk,
        documents: Callable[[], Documents],
        print_desk: Callable[[], PrintDesk],
    ) -> None:
        self._handoff = handoff
        self._intake = intake
        self._documents = documents
        self._print_desk = print_desk

    def mine(self) -> tuple[MyDraft, ...]:
        """Return this clerk's drafts with where each stands, the one changed last first."""
        return tuple(self._mine(draft) for draft in self._intake.open_drafts())

    def find(self, holder: Holder, factor: SecondFactor) -> tuple[FoundDraft, ...]:
        """Return somebody's drafts elsewhere. Raises HandoffError."""
        return self._handoff.drafts_of(holder, factor)

    def take(self, code: DraftCode, holder: Holder | None) -> Arrived:
        """Take a draft by its code. Raises HandoffError."""
        return self._arrived(self._handoff.take(code, holder))

    def take_form(self, code: DraftCode, holder: Holder) -> Arrived:
        """Take the form alone. Raises HandoffError, FormNotOpenedError."""
        return self._arrived(self._handoff.take_form(code, holder))

    def take_found(self, case_id: UUID, holder: Holder, factor: SecondFactor) -> Arrived:
        """Take a draft of somebody's list. Raises HandoffError."""
        return self._arrived(self._handoff.take_found(case_id, holder, factor))

    def offer(self, case_id: UUID) -> OfferedDraft:
        """Let a draft be taken elsewhere. Raises HandoffError, StoreError, ClosedDraftError."""
        draft = self._intake.resume(case_id)
        subject = self._intake.subject(draft)
        code = self._handoff.offer(draft).code
        text = slip_text(code, draft).text
        has_pages = any(given.pages for given in draft.materials.values())
        slip = self._documents().draft_slip(subject, code, text, has_pages=has_pages)
        return OfferedDraft(case_id, subject.short_name, code, slip, qr_image(text))

    def print_slip(self, offered: OfferedDraft) -> PrintState:
        """Print the slip of an offered draft."""
        return self._print_desk().print_draft_slip(offered.slip).state

    def take_back(self, case_id: UUID) -> DraftStanding:
        """Undo an offer or a hand-over. Raises HandoffError."""
        return self._handoff.take_back(case_id)

    def who_took(self, case_id: UUID) -> str | None:
        """Return the name of the terminal that took a draft, empty where nobody told it; None where none did."""
        return self._handoff.whereabouts(case_id) if self._handoff.hear(case_id) in AWAY else None

    def subject_name(self, found: FoundDraft) -> str:
        """Return what a draft elsewhere is about; its code where this terminal's catalogue doesn't know it."""
        catalogue: Catalogue = self._intake.catalogue
        names = {subject.code: subject.short_name for subject in catalogue.subjects}
        return names.get(found.subject_code, found.subject_code)

    def _mine(self, draft: Draft) -> MyDraft:
        subject = self._intake.subject(draft)
        standing = self._handoff.standing(draft.case_id)
        where = self._handoff.whereabouts(draft.case_id)
        later = self._handoff.later_entries(draft.case_id)
        stayed = names_of(later, subject, self._intake.form(draft)) if later else ()
        return MyDraft(draft, subject.short_name, _given(draft, subject), standing, where, stayed)

    def _arrived(self, taken: TakenDraft) -> Arrived:
        subject, form = self._intake.subject(taken.draft), self._intake.form(taken.draft)
        papers, kept, differing = (
            names_of(keys, subject, form) for keys in (taken.pages_left_behind, taken.kept, taken.differing)
        )
        return Arrived(taken, papers, kept, differing)


def _given(draft: Draft, subject: Subject) -> tuple[str, ...]:
    return tuple(material.name for material in subject.materials if material.code in draft.materials)


def qr_image(text: str) -> QImage:
    """Return a QR code as a picture, 4 modules of quiet zone around it."""
    buffer = BytesIO()
    segno.make(text, error="l", micro=False).save(buffer, kind="png", scale=_MODULE_DOTS, border=4)
    return QImage.fromData(buffer.getvalue())
