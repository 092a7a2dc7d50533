"""What can be taken along on paper: shown page by page, printed, or found on the web by a telephone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from devices.core.printing import PrintState
from kiosk_app.pictures import address
from kiosk_app.viewmodels.base import ViewModel, of, rows_of
from kiosk_app.words.say import QT_TRANSLATE_NOOP, say
from kiosk_app.work.papers import QR_KEY
from kiosk_app.work.state import PaperKind, PapersState

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1
_LABELS: Final = {
    PaperKind.LIST: QT_TRANSLATE_NOOP("Kiosk", "材料清单"),
    PaperKind.BLANK: QT_TRANSLATE_NOOP("Kiosk", "空表"),
    PaperKind.SAMPLE: QT_TRANSLATE_NOOP("Kiosk", "样表"),
    PaperKind.LOOKS: QT_TRANSLATE_NOOP("Kiosk", "证件样子"),
}
_ENDS: Final = {
    PrintState.PRINTED: QT_TRANSLATE_NOOP("Kiosk", "打好了，请拿走。"),
    PrintState.SENT: QT_TRANSLATE_NOOP("Kiosk", "已经送去打印，请看一眼出纸口。"),
    PrintState.UNKNOWN: QT_TRANSLATE_NOOP("Kiosk", "打印机没有回音，请看一眼出纸口。"),
    PrintState.FAILED: QT_TRANSLATE_NOOP("Kiosk", "没有打出来。可以拍下屏幕，或者到窗口打。"),
}


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One of the papers."""

    key: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class PapersProps:
    """Attributes:
    source: picture of the page in front, empty while there is none; note stands in its place or below.
    tone: of the note: soft, good or bad.
    """

    kinds: tuple[PaperRow, ...] = ()
    source: str = ""
    note: str = ""
    tone: str = "soft"
    page_label: str = ""
    can_back: bool = False
    can_forward: bool = False
    print_label: str = ""
    can_print: bool = False
    qr: str = ""
    making: bool = False


class PapersActs(Protocol):
    """What they can be asked for."""

    def open(self) -> None: ...
    def choose(self, kind: str) -> None: ...
    def turn(self, step: int) -> None: ...
    def print(self) -> None: ...
    def close(self) -> None: ...


@QmlElement
class PapersViewModel(ViewModel):
    """The papers. Signals: one for each field."""

    ROWS: ClassVar = {"kinds": PaperRow}

    sourceChanged = Signal()
    noteChanged = Signal()
    toneChanged = Signal()
    pageLabelChanged = Signal()
    canBackChanged = Signal()
    canForwardChanged = Signal()
    printLabelChanged = Signal()
    canPrintChanged = Signal()
    qrChanged = Signal()
    makingChanged = Signal()

    kinds = Property(QObject, rows_of("kinds"), constant=True)
    source = Property(str, of("source"), notify=sourceChanged)
    note = Property(str, of("note"), notify=noteChanged)
    tone = Property(str, of("tone"), notify=toneChanged)
    pageLabel = Property(str, of("page_label"), notify=pageLabelChanged)
    canBack = Property(bool, of("can_back"), notify=canBackChanged)
    canForward = Property(bool, of("can_forward"), notify=canForwardChanged)
    printLabel = Property(str, of("print_label"), notify=printLabelChanged)
    canPrint = Property(bool, of("can_print"), notify=canPrintChanged)
    qr = Property(str, of("qr"), notify=qrChanged)
    making = Property(bool, of("making"), notify=makingChanged)

    def __init__(self, acts: PapersActs, props: PapersProps | None = None, parent: QObject | None = None) -> None:
        super().__init__(props or PapersProps(), parent)
        self._acts = acts

    @Slot()
    def open(self) -> None:
        self._acts.open()

    @Slot(str)
    def choose(self, kind: str) -> None:
        self._acts.choose(kind)

    @Slot(int)
    def turn(self, step: int) -> None:
        self._acts.turn(step)

    @Slot()
    def print(self) -> None:
        self._acts.print()

    @Slot()
    def close(self) -> None:
        self._acts.close()


def derive_papers_props(papers: PapersState) -> PapersProps:
    """Return what is shown of the papers."""
    note, tone = _note(papers)
    pages = len(papers.keys)
    label = QT_TRANSLATE_NOOP("Kiosk", "{page} / {pages} 页")
    return PapersProps(
        kinds=tuple(PaperRow(kind.value, say(_LABELS[kind]), kind is papers.kind) for kind in papers.kinds),
        source=address(papers.keys[papers.page]) if pages else "",
        note=note,
        tone=tone,
        page_label=say(label, page=papers.page + 1, pages=pages) if pages > 1 else "",
        can_back=papers.page > 0,
        can_forward=papers.page < pages - 1,
        print_label=_print_label(papers),
        can_print=papers.can_print and bool(pages) and not papers.printing,
        qr=address(QR_KEY) if papers.has_qr else "",
        making=papers.making,
    )


def _print_label(papers: PapersState) -> str:
    if papers.printing:
        return say(QT_TRANSLATE_NOOP("Kiosk", "正在打印…"))
    return say(QT_TRANSLATE_NOOP("Kiosk", "打印带走"))


def _note(papers: PapersState) -> tuple[str, str]:
    if papers.making:
        return say(QT_TRANSLATE_NOOP("Kiosk", "正在排版…")), "soft"
    if papers.failed:
        return say(QT_TRANSLATE_NOOP("Kiosk", "没有排出来。请到窗口拿纸的。")), "bad"
    if papers.end is not None:
        return say(_ENDS[papers.end]), "good" if papers.end is PrintState.PRINTED else "bad"
    if not papers.can_print:
        return say(QT_TRANSLATE_NOOP("Kiosk", "这台机器打不了 A4 纸。可以拍下来，或者到窗口拿。")), "soft"
    return "", "soft"
