"""What can be given on paper before a case is sealed: all that is needed, blank form, sample, drawn papers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum, unique
from pathlib import Path

from counter_app.work.notice_room import PREVIEW_DPI, Made, render_pages, save_pdf
from devices.core.page_printing import PageOutcome
from devices.core.printing import PrintOutcome
from shared.catalogue.model import Catalogue, Subject
from shared.domain.numbers import NoticeNumber
from shared.forms.manual import manual_paper, staff_manual
from shared.forms.paper import form_paper
from shared.forms.printed import FormlessError, Given, blank_form, own_form, sample_form
from shared.intake.documents import Documents
from shared.intake.print_desk import PrintDesk
from shared.notices.notice import PLAIN, Notice, NoticeStyle, Point
from shared.notices.paper import paper
from shared.notices.samples_paper import TITLE, has_samples, samples_paper


@unique
class SubjectPaper(StrEnum):
    """The papers of a matter."""

    TOLD = "told"
    OWN = "own"
    BLANK = "blank"
    SAMPLE = "sample"
    LOOKS = "looks"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class SubjectOrder:
    """Which paper of which matter, and how.

    Attributes:
        subject: as far as the answers narrow it; points: what is still missing.
        number: of a list that is given out, None while it is only looked at.
        given: what the applicant gave, for their own form.
    """

    kind: SubjectPaper
    subject: Subject
    catalogue_version: str
    at: datetime
    points: tuple[Point, ...] = ()
    number: NoticeNumber | None = None
    style: NoticeStyle = PLAIN
    given: Given = field(default=Given({}, {}), repr=False)

    def of_kind(self, kind: str) -> SubjectOrder:
        """Return the order for another paper."""
        return replace(self, kind=SubjectPaper(kind))

    def in_style(self, style: NoticeStyle) -> SubjectOrder:
        """Return the order for another reader."""
        return replace(self, style=style)

    @property
    def reference(self) -> str:
        """What stands in the name of its file."""
        return str(self.number or self.subject.code)


@dataclass(frozen=True, slots=True)
class Known:
    """The catalogue of a version, what makes its notices, and what prints them as slips."""

    catalogue: Catalogue
    documents: Documents
    print_desk: PrintDesk


class SubjectRoom:
    """Sets the papers of a matter. Blocking, for one lane; slips for the printer's.

    Args:
        known: gives what belongs to a catalogue version.
    """

    def __init__(self, known: Callable[[str], Known]) -> None:
        self._known = known

    def kinds(self, order: SubjectOrder) -> tuple[tuple[str, str], ...]:
        """Return the papers on offer, each its kind and title."""
        catalogue = self._known(order.catalogue_version).catalogue
        told = (SubjectPaper.TOLD.value, self._title(order))
        looks = ((SubjectPaper.LOOKS.value, TITLE),) if has_samples(catalogue, order.subject) else ()
        others = (*looks, (SubjectPaper.MANUAL.value, "业务手册"))
        try:
            blank_form(catalogue, order.subject.code)
        except FormlessError:
            return (told, *others)
        own, blank, sample = SubjectPaper.OWN.value, SubjectPaper.BLANK.value, SubjectPaper.SAMPLE.value
        return (told, (own, "已填的表"), (blank, "空表"), (sample, "样表"), *others)

    def make(self, order: SubjectOrder) -> Made[SubjectOrder]:
        """Set a paper. Raises FormlessError."""
        known, style = self._known(order.catalogue_version), order.style
        if order.kind is SubjectPaper.TOLD:
            pdf = paper(known.documents.sheet(self._notice(order), style), large=style.large)
            title = self._title(order)
        elif order.kind is SubjectPaper.MANUAL:
            manual = staff_manual(known.catalogue, order.subject.code)
            pdf, title = manual_paper(manual), f"{manual.title}业务手册"
        elif order.kind is SubjectPaper.LOOKS:
            pdf, title = samples_paper(known.catalogue, order.subject), TITLE
        elif order.kind is SubjectPaper.OWN:
            form = own_form(known.catalogue, order.subject.code, order.given, style.language)
            pdf, title = form_paper(form, large=style.large), form.title
        else:
            make = sample_form if order.kind is SubjectPaper.SAMPLE else blank_form
            form = make(known.catalogue, order.subject.code, style.language)
            pdf, title = form_paper(form, large=style.large), form.title
        return Made(order, 1, title, pdf, render_pages(pdf, PREVIEW_DPI))

    def renewed(self, made: Made[SubjectOrder]) -> Made[SubjectOrder]:
        """Return the paper itself: no copy of it is counted."""
        return made

    def account_of(self, made: Made[SubjectOrder]) -> NoAccount:
        """Return who notes what becomes of it on paper: nobody."""
        del made
        return NoAccount()

    def save(self, made: Made[SubjectOrder], path: Path) -> Path:
        """Save a paper as a file of its own. Raises NoticeError when it can't be written or would overwrite one."""
        return save_pdf(made.pdf, path)

    def print_slip(self, order: SubjectOrder) -> PrintOutcome:
        """Print the list of all that is needed as a slip."""
        return self._known(order.catalogue_version).print_desk.print_told(self._notice(order), order.style)

    def _notice(self, order: SubjectOrder) -> Notice:
        documents = self._known(order.catalogue_version).documents
        return documents.all_at_once(order.subject, order.at, order.points, order.number)

    def _title(self, order: SubjectOrder) -> str:
        documents = self._known(order.catalogue_version).documents
        return documents.sheet(self._notice(order)).title.text


class NoAccount:
    """Notes nothing: blank forms and samples may be had as often as one likes."""

    def begin(self) -> None:
        """Note nothing."""

    def end(self, outcome: PageOutcome | None) -> None:
        """Note nothing."""
        del outcome
