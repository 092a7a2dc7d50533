"""Going on with a draft: what its screen shows and what it can ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk_app.viewmodels.base import ViewModel, of, rows_of
from kiosk_app.viewmodels.confirm import PromiseRow
from kiosk_app.viewmodels.home import MatterRow

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class ResumeProps:
    """Attributes:
    phase: card, code, looking, choose, message or found.
    card_phase: what the reader does, as CardStage knows it.
    shown: the digits in groups.
    tone: of a message: good, warn or bad.
    points: papers to photograph again.
    act: key of the next act: look, again, card, form, home, go_on, newest; empty for none.
    other_label: of the other answer, where there is a choice: to go on by the rules that the draft began with.
    """

    phase: str = "card"
    title: str = ""
    note: str = ""
    card_phase: str = "waiting"
    chip: str = ""
    chip_tone: str = "brand"
    digits: str = ""
    shown: str = ""
    placeholder: str = ""
    fault: str = ""
    network: str = ""
    text: str = ""
    kept: str = ""
    tone: str = "warn"
    code: str = ""
    subject: str = ""
    points_title: str = ""
    points: tuple[PromiseRow, ...] = ()
    drafts: tuple[MatterRow, ...] = ()
    act: str = ""
    act_label: str = ""
    can_act: bool = False
    other_label: str = ""


class ResumeActs(Protocol):
    """What this screen can ask for."""

    def type_digits(self, text: str) -> None: ...
    def look(self) -> None: ...
    def choose(self, case_id: str) -> None: ...
    def ask_code(self) -> None: ...
    def other_card(self) -> None: ...
    def take_form(self) -> None: ...
    def leave(self) -> None: ...
    def go_on(self) -> None: ...
    def use_newest(self) -> None: ...


@QmlElement
class ResumeViewModel(ViewModel):
    """Going on with a draft. Signals: one for each field."""

    ROWS: ClassVar = {"points": PromiseRow, "drafts": MatterRow}

    phaseChanged = Signal()
    titleChanged = Signal()
    noteChanged = Signal()
    cardPhaseChanged = Signal()
    chipChanged = Signal()
    chipToneChanged = Signal()
    digitsChanged = Signal()
    shownChanged = Signal()
    placeholderChanged = Signal()
    faultChanged = Signal()
    networkChanged = Signal()
    textChanged = Signal()
    keptChanged = Signal()
    toneChanged = Signal()
    codeChanged = Signal()
    subjectChanged = Signal()
    pointsTitleChanged = Signal()
    actChanged = Signal()
    actLabelChanged = Signal()
    canActChanged = Signal()
    otherLabelChanged = Signal()

    phase = Property(str, of("phase"), notify=phaseChanged)
    title = Property(str, of("title"), notify=titleChanged)
    note = Property(str, of("note"), notify=noteChanged)
    cardPhase = Property(str, of("card_phase"), notify=cardPhaseChanged)
    chip = Property(str, of("chip"), notify=chipChanged)
    chipTone = Property(str, of("chip_tone"), notify=chipToneChanged)
    digits = Property(str, of("digits"), notify=digitsChanged)
    shown = Property(str, of("shown"), notify=shownChanged)
    placeholder = Property(str, of("placeholder"), notify=placeholderChanged)
    fault = Property(str, of("fault"), notify=faultChanged)
    network = Property(str, of("network"), notify=networkChanged)
    text = Property(str, of("text"), notify=textChanged)
    kept = Property(str, of("kept"), notify=keptChanged)
    tone = Property(str, of("tone"), notify=toneChanged)
    code = Property(str, of("code"), notify=codeChanged)
    subject = Property(str, of("subject"), notify=subjectChanged)
    pointsTitle = Property(str, of("points_title"), notify=pointsTitleChanged)
    points = Property(QObject, rows_of("points"), constant=True)
    drafts = Property(QObject, rows_of("drafts"), constant=True)
    act = Property(str, of("act"), notify=actChanged)
    actLabel = Property(str, of("act_label"), notify=actLabelChanged)
    canAct = Property(bool, of("can_act"), notify=canActChanged)
    otherLabel = Property(str, of("other_label"), notify=otherLabelChanged)

    def __init__(self, acts: ResumeActs, props: ResumeProps | None = None, parent: QObject | None = None) -> None:
        super().__init__(props or ResumeProps(), parent)
        self._acts = acts

    @Slot(str)
    def typeDigits(self, text: str) -> None:
        self._acts.type_digits(text)

    @Slot(str)
    def choose(self, case_id: str) -> None:
        self._acts.choose(case_id)

    @Slot()
    def doAct(self) -> None:
        acts = {
            "look": self._acts.look,
            "again": self._acts.ask_code,
            "card": self._acts.other_card,
            "form": self._acts.take_form,
            "home": self._acts.leave,
            "go_on": self._acts.go_on,
            "newest": self._acts.use_newest,
        }
        if self.props.act in acts:
            acts[self.props.act]()

    @Slot()
    def doOther(self) -> None:
        self._acts.go_on()
