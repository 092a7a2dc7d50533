"""Laying the ID card: where, what the reader does, and what to do when it fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk_app.viewmodels.base import ViewModel, of, rows_of
from kiosk_app.words.card import card_remedy
from kiosk_app.words.say import QT_TRANSLATE_NOOP, Remedy, say
from kiosk_app.work.identifying import is_about_the_reader, missing_roles, reader_is_down
from kiosk_app.work.state import CardPhase, SessionState
from shared.catalogue.model import Hall
from shared.domain.masking import masked_number

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One person the matter needs; phase is todo, now or done."""

    key: str
    order: str
    name: str
    note: str
    phase: str


@dataclass(frozen=True, slots=True)
class IdentifyProps:
    """Attributes:
    phase: waiting, reading, read, failed or out (the reader does not answer).
    person, number: whose card was read, the number masked.
    """

    title: str = ""
    note: str = ""
    phase: str = "waiting"
    chip: str = ""
    chip_tone: str = "brand"
    roles: tuple[RoleRow, ...] = ()
    person: str = ""
    number: str = ""
    error_title: str = ""
    error_text: str = ""
    error_code: str = ""
    next_label: str = ""
    can_continue: bool = False
    can_retry: bool = False


class IdentifyActs(Protocol):
    """What the card screen can ask for."""

    def accept_person(self) -> None: ...
    def ask_card_again(self) -> None: ...


@QmlElement
class IdentifyViewModel(ViewModel):
    """The card screen. Signals: one for each field."""

    ROWS: ClassVar = {"roles": RoleRow}

    titleChanged = Signal()
    noteChanged = Signal()
    phaseChanged = Signal()
    chipChanged = Signal()
    chipToneChanged = Signal()
    personChanged = Signal()
    numberChanged = Signal()
    errorTitleChanged = Signal()
    errorTextChanged = Signal()
    errorCodeChanged = Signal()
    nextLabelChanged = Signal()
    canContinueChanged = Signal()
    canRetryChanged = Signal()

    title = Property(str, of("title"), notify=titleChanged)
    note = Property(str, of("note"), notify=noteChanged)
    phase = Property(str, of("phase"), notify=phaseChanged)
    chip = Property(str, of("chip"), notify=chipChanged)
    chipTone = Property(str, of("chip_tone"), notify=chipToneChanged)
    roles = Property(QObject, rows_of("roles"), constant=True)
    person = Property(str, of("person"), notify=personChanged)
    number = Property(str, of("number"), notify=numberChanged)
    errorTitle = Property(str, of("error_title"), notify=errorTitleChanged)
    errorText = Property(str, of("error_text"), notify=errorTextChanged)
    errorCode = Property(str, of("error_code"), notify=errorCodeChanged)
    nextLabel = Property(str, of("next_label"), notify=nextLabelChanged)
    canContinue = Property(bool, of("can_continue"), notify=canContinueChanged)
    canRetry = Property(bool, of("can_retry"), notify=canRetryChanged)

    def __init__(self, acts: IdentifyActs, props: IdentifyProps | None = None, parent: QObject | None = None) -> None:
        super().__init__(props or IdentifyProps(), parent)
        self._acts = acts

    @Slot()
    def acceptPerson(self) -> None:
        self._acts.accept_person()

    @Slot()
    def askAgain(self) -> None:
        self._acts.ask_card_again()


_OUT: Final = "out"


@dataclass(frozen=True, slots=True)
class IdentifyInputs:
    """What the card screen depends on."""

    state: SessionState
    hall: Hall


def derive_identify_props(inputs: IdentifyInputs) -> IdentifyProps:
    """Return the card screen."""
    state = inputs.state
    phase = _phase(state)
    chip, tone = _chip(phase, state.card_code)
    person, number = _person(state) if phase == CardPhase.READ.value else ("", "")
    remedy = _remedy(inputs, phase)
    last = len(missing_roles(state)) == 0
    return IdentifyProps(
        title=_title(state, phase),
        note=_note(phase),
        phase=phase,
        chip=chip,
        chip_tone=tone,
        roles=_roles(state),
        person=person,
        number=number,
        error_title=remedy.title,
        error_text=remedy.text,
        error_code=state.card_code if remedy.title else "",
        next_label=say(QT_TRANSLATE_NOOP("Kiosk", "是我，下一步"))
        if last
        else say(QT_TRANSLATE_NOOP("Kiosk", "是我，请下一位")),
        can_continue=phase == CardPhase.READ.value and not state.busy,
        can_retry=phase == CardPhase.READ.value and not state.busy,
    )


def _phase(state: SessionState) -> str:
    if state.card_phase is CardPhase.READ:
        return state.card_phase.value
    if reader_is_down(state) or (state.card_phase is CardPhase.FAILED and is_about_the_reader(state.card_code)):
        return _OUT
    return state.card_phase.value


def _chip(phase: str, code: str) -> tuple[str, str]:
    if phase == CardPhase.READING.value:
        return say(QT_TRANSLATE_NOOP("Kiosk", "正在读，请别拿开")), "brand"
    if phase == CardPhase.READ.value:
        return say(QT_TRANSLATE_NOOP("Kiosk", "读好了，请收好身份证")), "good"
    if phase == _OUT:
        return say(QT_TRANSLATE_NOOP("Kiosk", "读卡器没有反应")), "bad"
    if phase == CardPhase.FAILED.value:
        again = code not in {"card_expired", "unknown_card_type", "same_person_twice", "wrong_sex_for_role"}
        words = QT_TRANSLATE_NOOP("Kiosk", "请重新放一次") if again else QT_TRANSLATE_NOOP("Kiosk", "请换一张身份证")
        return say(words), "warn"
    return say(QT_TRANSLATE_NOOP("Kiosk", "等您放身份证")), "brand"


def _title(state: SessionState, phase: str) -> str:
    if phase == CardPhase.READ.value:
        return say(QT_TRANSLATE_NOOP("Kiosk", "是您本人吗？"))
    if phase == CardPhase.READING.value:
        return say(QT_TRANSLATE_NOOP("Kiosk", "正在读身份证"))
    if state.subject is not None and len(state.subject.roles) > 1:
        return say(QT_TRANSLATE_NOOP("Kiosk", "请{role}把身份证放到读卡区"), role=_role_label(state))
    return say(QT_TRANSLATE_NOOP("Kiosk", "请把身份证放到读卡区"))


def _note(phase: str) -> str:
    if phase == CardPhase.READ.value:
        return say(QT_TRANSLATE_NOOP("Kiosk", "看一眼姓名，对就点下一步。"))
    if phase == _OUT:
        return ""
    return say(QT_TRANSLATE_NOOP("Kiosk", "放平就行，读好之前别拿开。"))


def _role_label(state: SessionState) -> str:
    role = state.subject.role(state.role) if state.subject and state.role else None
    return role.label if role else ""


def _person(state: SessionState) -> tuple[str, str]:
    applicant = state.draft.applicant(state.asked_role) if state.draft and state.asked_role else None
    if applicant is not None:
        return applicant.name, masked_number(applicant.number)
    return (state.card.name, masked_number(state.card.number)) if state.card else ("", "")


def _roles(state: SessionState) -> tuple[RoleRow, ...]:
    if state.subject is None or state.draft is None or len(state.subject.roles) < 2:
        return ()
    rows = []
    for place, role in enumerate(state.subject.roles, start=1):
        applicant = state.draft.applicant(role.code)
        waiting = say(QT_TRANSLATE_NOOP("Kiosk", "等着刷身份证"))
        phase = "done" if applicant else "now" if role.code == state.role else "todo"
        note = f"{applicant.name} {masked_number(applicant.number)}" if applicant else waiting
        rows.append(RoleRow(role.code, str(place), role.label, note, phase))
    return tuple(rows)


def _remedy(inputs: IdentifyInputs, phase: str) -> Remedy:
    state, hall = inputs.state, inputs.hall
    if phase not in {_OUT, CardPhase.FAILED.value}:
        return Remedy("", "")
    code = "" if phase == _OUT else state.card_code
    return card_remedy(code, place=hall.name, hours=hall.hours, phone=hall.phone, role=_role_label(state))
