"""Pictures of the papers beside an open case: everything missing at once, the sample of its form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from counter_app.ports.done import NoticeState
from counter_app.presenters.subject_papers import points_of
from counter_app.views.window import CounterWindow
from counter_app.words.done import DoneWords
from counter_app.words.gaps import GapWords
from counter_app.work.notice_room import PREVIEW_DPI, render_pages
from counter_app.work.subject_room import SubjectPaper
from demo.gallery_counter_case import Scene, one_card
from demo.gallery_counter_samples import NOW, begin
from shared.domain.numbers import CaseNumber, NoticeKind
from shared.forms.manual import manual_paper, staff_manual
from shared.forms.paper import form_paper
from shared.forms.printed import sample_form
from shared.notices.compose import compose
from shared.notices.examples import needed
from shared.notices.notice import Details, Letterhead, Notice
from shared.notices.paper import paper
from shared.notices.wording import Wording


def _show(window: CounterWindow, kind: SubjectPaper, pdf: bytes) -> None:
    state = NoticeState(
        papers=(("told", "一次性告知单"), ("blank", "空表"), ("sample", "样表"), ("manual", "业务手册")),
        chosen=kind.value,
        languages=DoneWords().languages(),
        pages=render_pages(pdf, PREVIEW_DPI),
        can_print=True,
        can_slip=kind is SubjectPaper.TOLD,
        can_save=True,
    )
    window.papers.set_state(state)
    window.show_papers(shown=True)


@cache
def _told_pdf() -> bytes:
    sample = begin().identified("husband", "chen")
    hall, subject = sample.catalogue.hall, sample.facts.subject
    notice = Notice(
        kind=NoticeKind.ALL_AT_ONCE,
        number=CaseNumber("441900", 2026, 7, 124).notice(NoticeKind.ALL_AT_ONCE, 1),
        letterhead=Letterhead(hall.name, hall.address, hall.hours, hall.phone),
        issuer=hall.name,
        subject=subject.name,
        parties=(),
        at=NOW,
        code="",
        details=Details(papers=needed(subject.materials), points=tuple(points_of(sample.facts, GapWords()))),
        specimen=True,
    )
    return paper(compose(notice, Wording.of(sample.catalogue)))


@cache
def _sample_pdf() -> bytes:
    return form_paper(sample_form(begin().catalogue, "8"))


@cache
def _manual_pdf() -> bytes:
    return manual_paper(staff_manual(begin().catalogue, "8"))


def told(window: CounterWindow) -> None:
    """Everything that is missing, on one list."""
    one_card(window)
    _show(window, SubjectPaper.TOLD, _told_pdf())


def sample_of_form(window: CounterWindow) -> None:
    """The filled sample of the form."""
    one_card(window)
    _show(window, SubjectPaper.SAMPLE, _sample_pdf())


def manual(window: CounterWindow) -> None:
    """The staff manual."""
    one_card(window)
    _show(window, SubjectPaper.MANUAL, _manual_pdf())


PAPER_SCENES: Final[Mapping[str, Scene]] = {
    "papers-told": told,
    "papers-sample": sample_of_form,
    "papers-manual": manual,
}
