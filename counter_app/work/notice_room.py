"""A4 notices: set in memory, shown as pictures, saved only on the clerk's word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtGui import QImage

from devices.core.page_printing import PageOutcome
from devices.core.printing import PrintOutcome, PrintState
from shared.domain.numbers import CaseNumber, NoticeKind
from shared.intake.decisions import SealedDecision
from shared.intake.documents import Documents
from shared.intake.page_account import PageAccount
from shared.intake.print_desk import PrintDesk
from shared.notices.notice import PLAIN, NoticeStyle, Party
from shared.notices.paper import paper
from shared.qt.pdf_pages import PdfUnreadableError, pdf_pages
from shared.store.acts import ActRecord
from shared.store.cases import CaseIndexEntry
from shared.store.journal import PrintEntry

PREVIEW_DPI = 160

DocumentsOf = Callable[[CaseIndexEntry], Documents]
"""Gives what makes the notices of a case, in the words of the catalogue that the case froze."""


class NoticeError(Exception):
    """A notice could not be set, printed or saved; `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, repr=False)
class NoticeOrder:
    """Which notice of which case, for whom and how.

    Attributes:
        parties: whole names while they are given, else the copy is masked.
        acts: what the case was told beside its acceptance; of each kind the last is set.
    """

    kind: NoticeKind
    case: CaseIndexEntry
    decision: SealedDecision | None = None
    parties: tuple[Party, ...] = ()
    style: NoticeStyle = PLAIN
    acts: tuple[ActRecord, ...] = ()

    def __repr__(self) -> str:
        return f"NoticeOrder({self.kind.name})"

    def of_kind(self, kind: str) -> NoticeOrder:
        """Return the order for another notice of the case."""
        return replace(self, kind=NoticeKind(kind))

    def in_style(self, style: NoticeStyle) -> NoticeOrder:
        """Return the order for another reader."""
        return replace(self, style=style)

    @property
    def reference(self) -> str:
        """What stands in the name of its file: the notice's number."""
        return str(CaseNumber.parse(self.case.number).notice(self.kind, self.running))

    @property
    def act(self) -> ActRecord | None:
        """What the notice tells, None for one that is made from the case alone."""
        return next((act for act in reversed(self.acts) if act.kind is self.kind), None)

    @property
    def running(self) -> int:
        """Which of its kind it is."""
        if self.kind is NoticeKind.ACCEPTANCE and self.decision is not None:
            return self.decision.running
        return self.act.running if self.act is not None else 1


_Order = TypeVar("_Order")


@dataclass(frozen=True, slots=True, repr=False)
class Made(Generic[_Order]):
    """A paper that was set; `copy_no` is which copy it would be."""

    order: _Order
    copy_no: int
    title: str
    pdf: bytes
    pages: tuple[QImage, ...]

    def __repr__(self) -> str:
        return f"Made({len(self.pages)} pages)"


class NoticeRoom:
    """Sets the notices of sealed cases. Blocking, for one lane.

    Args:
        slips: prints notices as slips.
    """

    def __init__(
        self, documents_of: DocumentsOf, account: PageAccount, slips: Callable[[CaseIndexEntry], PrintDesk]
    ) -> None:
        self._slips = slips
        self._documents_of = documents_of
        self._account = account

    def kinds(self, order: NoticeOrder) -> tuple[tuple[str, str], ...]:
        """Return the notices that a case gives occasion for, each its kind and title."""
        case = order.case
        documents = self._documents_of(case)
        kinds = documents.of_case(case, accepted=order.decision is not None, acts=order.acts)
        return tuple((kind.value, self._title(documents, order.of_kind(kind.value))) for kind in kinds)

    def make(self, order: NoticeOrder) -> Made[NoticeOrder]:
        """Set a notice as the copy that would be printed now. Raises NoticeError."""
        return self._set(order, self._copy_no(order))

    def renewed(self, made: Made[NoticeOrder]) -> Made[NoticeOrder]:
        """Return a notice as the copy that would be printed now: itself, or set again where it was printed before."""
        copy_no = self._copy_no(made.order)
        return made if copy_no == made.copy_no else self._set(made.order, copy_no)

    def account_of(self, made: Made[NoticeOrder]) -> NoticeAccount:
        """Return who notes what becomes of a notice on paper."""
        return NoticeAccount(self._account, made.order)

    def print_slip(self, order: NoticeOrder) -> PrintOutcome:
        """Print a notice as a slip. It is one more copy of the same notice, whichever paper the others came out on."""
        documents, copy_no = self._documents_of(order.case), self._copy_no(order)
        notice = documents.notice(order.kind, order.case, parties=order.parties, copy_no=copy_no, act=order.act)
        entry = self._account.begin(order.case.number, order.kind, order.running)
        outcome = self._slips(order.case).print_told(notice, order.style)
        cause = outcome.cause.value if outcome.cause else ""
        self._account.end(entry, outcome.state, cause=cause, partial=outcome.partial)
        return outcome

    def save(self, made: Made[NoticeOrder], path: Path) -> Path:
        """Save a notice as a file of its own. Raises NoticeError when it can't be written or would overwrite one."""
        return save_pdf(made.pdf, path)

    def _copy_no(self, order: NoticeOrder) -> int:
        return self._account.copy_no(order.case.number, order.kind, order.running)

    @staticmethod
    def _title(documents: Documents, order: NoticeOrder) -> str:
        return documents.sheet(documents.notice(order.kind, order.case, act=order.act)).title.text

    def _set(self, order: NoticeOrder, copy_no: int) -> Made[NoticeOrder]:
        documents = self._documents_of(order.case)
        made = documents.notice(
            order.kind, order.case, order.decision, parties=order.parties, copy_no=copy_no, act=order.act
        )
        sheet = documents.sheet(made, order.style)
        pdf = paper(sheet, large=order.style.large)
        return Made(order, copy_no, sheet.title.text, pdf, render_pages(pdf, PREVIEW_DPI))


class NoticeAccount:
    """Notes one print of a notice, from its start to its end. Blocking, for the lane that prints."""

    def __init__(self, account: PageAccount, order: NoticeOrder) -> None:
        self._account = account
        self._order = order
        self._entry: PrintEntry | None = None

    def begin(self) -> None:
        """Note that it is going to the printer."""
        self._entry = self._account.begin(self._order.case.number, self._order.kind, self._order.running)

    def end(self, outcome: PageOutcome | None) -> None:
        """Note what became of it; without an outcome it never reached the printer."""
        if self._entry is None:
            return
        if outcome is None:
            self._account.end(self._entry, PrintState.FAILED)
            return
        cause = outcome.cause.value if outcome.cause else ""
        self._account.end(self._entry, outcome.state, cause=cause, partial=outcome.partial)


def save_pdf(pdf: bytes, path: Path) -> Path:
    """Write a new file. Raises NoticeError when it can't be written or would overwrite one."""
    try:
        with path.expanduser().open("xb") as file:
            file.write(pdf)
    except OSError as error:
        code = "file_exists" if isinstance(error, FileExistsError) else "file_not_written"
        raise NoticeError(code) from error
    return path.expanduser()


def render_pages(pdf: bytes, dpi: int) -> tuple[QImage, ...]:
    """Return the pages of a PDF as pictures. Raises NoticeError for what is no PDF."""
    try:
        return pdf_pages(pdf, dpi)
    except PdfUnreadableError as error:
        code = "notice_failed"
        raise NoticeError(code) from error
