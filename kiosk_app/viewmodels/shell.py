"""What surrounds every screen: which screen, steps, device states, overlays, text size and contrast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk_app.viewmodels.base import ViewModel, of, rows_of
from kiosk_app.words.around import GOOD, network_words, printer_words, reader_words, scanner_words
from kiosk_app.words.say import QT_TRANSLATE_NOOP, say
from kiosk_app.work.draft_state import KeepPhase, ResumePhase
from kiosk_app.work.form_pages import FormPage
from kiosk_app.work.given import is_given
from kiosk_app.work.keeping import can_keep
from kiosk_app.work.state import Around, CardPhase, Screen, SessionState
from shared.catalogue.model import Hall

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the way; fill is 0 to 1."""

    key: str
    label: str
    fill: float = 0.0
    now: bool = False


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device's name and state in one label; tone is good, warn or bad."""

    key: str
    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class ShellProps:
    """Attributes:
    screen: name of the screen in front.
    overlay: help, display, leave or idle; empty for none.
    idle_seconds: seconds left before everything is wiped.
    can_keep: the draft can be kept for later; stays_kept: it was kept before, so that only the screen is wiped.
    """

    screen: str = "attract"
    hall: str = ""
    hotline: str = "12345"
    help_place: str = ""
    help_hours: str = ""
    demo: bool = False
    steps: tuple[StepRow, ...] = ()
    devices: tuple[DeviceRow, ...] = ()
    all_well: bool = True
    can_go_back: bool = False
    can_leave: bool = False
    overlay: str = ""
    idle_seconds: int = 0
    keeps_nothing: bool = True
    can_keep: bool = False
    stays_kept: bool = False
    text_size: str = "standard"
    palette_name: str = "paper"
    language: str = "zh-Hans"


class ShellActs(Protocol):
    """What the frame around the screens can ask for."""

    def back(self) -> None: ...
    def ask_to_leave(self) -> None: ...
    def leave(self) -> None: ...
    def wipe_now(self) -> None: ...
    def keep_draft(self) -> None: ...
    def resume_draft(self) -> None: ...
    def open_overlay(self, name: str) -> None: ...
    def close_overlay(self) -> None: ...
    def set_text_size(self, size: str) -> None: ...
    def set_palette(self, name: str) -> None: ...
    def set_language(self, language: str) -> None: ...


@QmlElement
class ShellViewModel(ViewModel):
    """The frame. Signals: one for each field."""

    ROWS: ClassVar = {"steps": StepRow, "devices": DeviceRow}

    screenChanged = Signal()
    hallChanged = Signal()
    hotlineChanged = Signal()
    helpPlaceChanged = Signal()
    helpHoursChanged = Signal()
    demoChanged = Signal()
    allWellChanged = Signal()
    canGoBackChanged = Signal()
    canLeaveChanged = Signal()
    overlayChanged = Signal()
    idleSecondsChanged = Signal()
    keepsNothingChanged = Signal()
    canKeepChanged = Signal()
    staysKeptChanged = Signal()
    textSizeChanged = Signal()
    paletteNameChanged = Signal()
    languageChanged = Signal()

    screen = Property(str, of("screen"), notify=screenChanged)
    hall = Property(str, of("hall"), notify=hallChanged)
    hotline = Property(str, of("hotline"), notify=hotlineChanged)
    helpPlace = Property(str, of("help_place"), notify=helpPlaceChanged)
    helpHours = Property(str, of("help_hours"), notify=helpHoursChanged)
    demo = Property(bool, of("demo"), notify=demoChanged)
    steps = Property(QObject, rows_of("steps"), constant=True)
    devices = Property(QObject, rows_of("devices"), constant=True)
    allWell = Property(bool, of("all_well"), notify=allWellChanged)
    canGoBack = Property(bool, of("can_go_back"), notify=canGoBackChanged)
    canLeave = Property(bool, of("can_leave"), notify=canLeaveChanged)
    overlay = Property(str, of("overlay"), notify=overlayChanged)
    idleSeconds = Property(int, of("idle_seconds"), notify=idleSecondsChanged)
    keepsNothing = Property(bool, of("keeps_nothing"), notify=keepsNothingChanged)
    canKeep = Property(bool, of("can_keep"), notify=canKeepChanged)
    staysKept = Property(bool, of("stays_kept"), notify=staysKeptChanged)
    textSize = Property(str, of("text_size"), notify=textSizeChanged)
    paletteName = Property(str, of("palette_name"), notify=paletteNameChanged)
    language = Property(str, of("language"), notify=languageChanged)

    def __init__(self, acts: ShellActs, props: ShellProps | None = None, parent: QObject | None = None) -> None:
        super().__init__(props or ShellProps(), parent)
        self._acts = acts

    @Slot()
    def back(self) -> None:
        self._acts.back()

    @Slot()
    def askToLeave(self) -> None:
        self._acts.ask_to_leave()

    @Slot()
    def leave(self) -> None:
        self._acts.leave()

    @Slot()
    def wipeNow(self) -> None:
        self._acts.wipe_now()

    @Slot()
    def keepDraft(self) -> None:
        self._acts.keep_draft()

    @Slot()
    def resumeDraft(self) -> None:
        self._acts.resume_draft()

    @Slot(str)
    def openOverlay(self, name: str) -> None:
        self._acts.open_overlay(name)

    @Slot()
    def closeOverlay(self) -> None:
        self._acts.close_overlay()

    @Slot(str)
    def setTextSize(self, size: str) -> None:
        self._acts.set_text_size(size)

    @Slot(str)
    def setPalette(self, name: str) -> None:
        self._acts.set_palette(name)

    @Slot(str)
    def setLanguage(self, language: str) -> None:
        self._acts.set_language(language)


_STEPS: Final = (
    (Screen.IDENTIFY, QT_TRANSLATE_NOOP("Kiosk", "身份")),
    (Screen.FORM, QT_TRANSLATE_NOOP("Kiosk", "填表")),
    (Screen.MATERIALS, QT_TRANSLATE_NOOP("Kiosk", "材料")),
    (Screen.REVIEW, QT_TRANSLATE_NOOP("Kiosk", "核对")),
    (Screen.RECEIPT, QT_TRANSLATE_NOOP("Kiosk", "完成")),
)
_PLACE: Final = {
    Screen.IDENTIFY: 0,
    Screen.FORM: 1,
    Screen.MATERIALS: 2,
    Screen.REVIEW: 3,
    Screen.CONFIRM: 3,
    Screen.RECEIPT: 4,
}
_HAS_BACK: Final = frozenset(
    {Screen.ITEM, Screen.IDENTIFY, Screen.FORM, Screen.MATERIALS, Screen.REVIEW, Screen.CONFIRM}
)
_CAN_LEAVE: Final = _HAS_BACK | {Screen.HOME, Screen.RESUME}
_NO_WAY_BACK: Final = frozenset({ResumePhase.LOOKING, ResumePhase.FOUND})


@dataclass(frozen=True, slots=True)
class ShellInputs:
    """What the frame depends on."""

    state: SessionState
    hall: Hall
    is_demo: bool
    pages: tuple[FormPage, ...] = ()


def derive_shell_props(inputs: ShellInputs) -> ShellProps:
    """Return the frame around the screen."""
    state, hall = inputs.state, inputs.hall
    devices = device_rows(state.around)
    begun = state.draft is not None or state.card is not None
    return ShellProps(
        screen=state.screen.value,
        hall=hall.name,
        hotline=hall.phone,
        help_place=say(QT_TRANSLATE_NOOP("Kiosk", "，")).join((hall.name, hall.address)),
        help_hours=hall.hours,
        demo=inputs.is_demo,
        steps=step_rows(state, inputs.pages),
        devices=devices,
        all_well=all(row.tone == GOOD for row in devices),
        can_go_back=_can_go_back(state),
        can_leave=_can_leave(state, begun=begun),
        overlay=state.overlay.value,
        idle_seconds=state.idle_seconds,
        keeps_nothing=state.sealed is None,
        can_keep=can_keep(state),
        stays_kept=state.came_from_elsewhere,
        text_size=state.text_size,
        palette_name=state.palette,
        language=state.language,
    )


def _can_go_back(state: SessionState) -> bool:
    if state.screen is Screen.RESUME:
        return state.resume is not None and state.resume.phase not in _NO_WAY_BACK
    if state.screen is Screen.KEEP:
        return state.keep is not None and state.keep.phase is KeepPhase.ASK
    return state.screen in _HAS_BACK


def _can_leave(state: SessionState, *, begun: bool) -> bool:
    if state.resume is not None and state.resume.phase is ResumePhase.LOOKING:
        return False
    return state.screen in _CAN_LEAVE and (begun or state.screen not in {Screen.HOME, Screen.ITEM})


def device_rows(around: Around) -> tuple[DeviceRow, ...]:
    """Return each device with its state in words."""
    words = {
        "card": reader_words(around.reader),
        "scanner": scanner_words(around.scanner),
        "printer": printer_words(around.printer),
        "network": network_words(around.online),
    }
    return tuple(DeviceRow(key, label, tone) for key, (label, tone) in words.items())


def step_rows(state: SessionState, pages: tuple[FormPage, ...]) -> tuple[StepRow, ...]:
    """Return the steps of the way, none before a matter was chosen."""
    place = _PLACE.get(state.screen)
    if place is None or (state.subject is None and state.sealed is None):
        return ()
    share = _share(state, pages)
    return tuple(
        StepRow(screen.value, say(label), 1.0 if step < place else share if step == place else 0.0, step == place)
        for step, (screen, label) in enumerate(_STEPS)
    )


def _share(state: SessionState, pages: tuple[FormPage, ...]) -> float:
    if state.screen is Screen.FORM:
        return (state.form_page + 0.5) / max(1, len(pages))
    if state.screen is Screen.MATERIALS and state.subject and state.draft:
        materials = state.subject.materials
        return max(0.1, sum(is_given(state.draft, each) for each in materials) / max(1, len(materials)))
    if state.screen is Screen.IDENTIFY:
        return 0.8 if state.card_phase is CardPhase.READ else 0.3
    if state.screen is Screen.REVIEW:
        return 0.4
    if state.screen is Screen.CONFIRM:
        return 0.8
    return 0.6 if state.printing else 1.0
