"""What surrounds every screen: which screen, steps, device states, overlays, text size and contrast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk_app.viewmodels.base import ViewModel, of, rows_of

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
    text_size: str = "standard"
    palette_name: str = "paper"


class ShellActs(Protocol):
    """What the frame around the screens can ask for."""

    def back(self) -> None: ...
    def ask_to_leave(self) -> None: ...
    def leave(self) -> None: ...
    def open_overlay(self, name: str) -> None: ...
    def close_overlay(self) -> None: ...
    def set_text_size(self, size: str) -> None: ...
    def set_palette(self, name: str) -> None: ...


@QmlElement
@QmlUncreatable("made in Python")
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
    textSizeChanged = Signal()
    paletteNameChanged = Signal()

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
    textSize = Property(str, of("text_size"), notify=textSizeChanged)
    paletteName = Property(str, of("palette_name"), notify=paletteNameChanged)

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
