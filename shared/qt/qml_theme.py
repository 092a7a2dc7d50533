"""The theme as a QML singleton: `import Kiosk.Style`, then Theme.ink, Theme.body, Theme.portrait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtGui import QColor
from PySide6.QtQml import QmlElement, QmlSingleton

from shared.qt.theme import BRUSH_FAMILY, EMBLEMS, PALETTES, SANS_FAMILY, KioskType, TextSize, ThemeName

QML_IMPORT_NAME = "Kiosk.Style"
QML_IMPORT_MAJOR_VERSION = 1

ON_STAGE = "#FFFFFF"
"""Text on the stage, which is dark in every palette."""

_TYPE = KioskType()
_ROOMY_BELOW = 1.25
_MOTION_MS = 180


def _colour(role: str) -> Callable[[Theme], QColor]:
    return lambda theme: QColor(getattr(PALETTES[theme.name], role))


def _pixels(step: str) -> Callable[[Theme], int]:
    return lambda theme: round(getattr(_TYPE, step) * theme.size.factor)


def _metric(pixels: int, growth: float) -> Callable[[Theme], int]:
    """Scale a length by part of the text's growth: 0 keeps it, 1 grows as the text does."""
    return lambda theme: round(pixels * (1 + (theme.size.factor - 1) * growth))


@QmlElement
@QmlSingleton
class Theme(QObject):
    """Colours, type and lengths for the chosen text size and contrast; one per QML engine.

    Signals:
        changed: any of them may have changed.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = ThemeName.PAPER
        self._size = TextSize.STANDARD
        self._portrait = True
        self._still = False
        self._typing = False

    @property
    def name(self) -> ThemeName:
        """The palette in use."""
        return self._name

    @property
    def size(self) -> TextSize:
        """The text size in use."""
        return self._size

    @property
    def on_warn_shape(self) -> str:
        """Text on a filled warning shape."""
        palette = PALETTES[self._name]
        return palette.ink if self._name is ThemeName.PAPER else palette.card

    def _set(self, attribute: str, value: object) -> None:
        if getattr(self, attribute) != value:
            setattr(self, attribute, value)
            self.changed.emit()

    def _palette(self) -> str:
        return self._name.value

    def _set_palette(self, name: str) -> None:
        self._set("_name", ThemeName(name))

    def _text_size(self) -> str:
        return self._size.value

    def _set_text_size(self, size: str) -> None:
        self._set("_size", TextSize(size))

    def _is_portrait(self) -> bool:
        return self._portrait

    def _set_portrait(self, portrait: bool) -> None:
        self._set("_portrait", portrait)

    def _is_still(self) -> bool:
        return self._still

    def _set_still(self, still: bool) -> None:
        self._set("_still", still)

    def _is_typing(self) -> bool:
        return self._typing

    def _set_typing(self, typing: bool) -> None:
        self._set("_typing", typing)

    def _is_cramped(self) -> bool:
        return self._typing and not self._portrait

    def _motion_ms(self) -> int:
        return 0 if self._still else _MOTION_MS

    def _emblem_inks(self) -> dict[str, Any]:
        return self._emblems("ink")

    def _emblem_tints(self) -> dict[str, Any]:
        return self._emblems("tint")

    def _emblems(self, part: str) -> dict[str, Any]:
        if self._name is ThemeName.PAPER:
            return {name: QColor(getattr(pair, part)) for name, pair in EMBLEMS.items()}
        plain = PALETTES[self._name]
        return {name: QColor(plain.ink if part == "ink" else plain.card) for name in EMBLEMS}

    paletteName = Property(str, _palette, _set_palette, notify=changed)
    textSize = Property(str, _text_size, _set_text_size, notify=changed)
    portrait = Property(bool, _is_portrait, _set_portrait, notify=changed)
    still = Property(bool, _is_still, _set_still, notify=changed)
    typing = Property(bool, _is_typing, _set_typing, notify=changed)
    cramped = Property(bool, _is_cramped, notify=changed)
    factor = Property(float, lambda theme: theme.size.factor, notify=changed)
    strongContrast = Property(bool, lambda theme: theme.name is not ThemeName.PAPER, notify=changed)
    roomy = Property(bool, lambda theme: theme.size.factor < _ROOMY_BELOW, notify=changed)

    paper = Property(QColor, _colour("paper"), notify=changed)
    card = Property(QColor, _colour("card"), notify=changed)
    line = Property(QColor, _colour("line"), notify=changed)
    ink = Property(QColor, _colour("ink"), notify=changed)
    soft = Property(QColor, _colour("soft"), notify=changed)
    brand = Property(QColor, _colour("brand"), notify=changed)
    brandTint = Property(QColor, _colour("brand_tint"), notify=changed)
    onBrand = Property(QColor, _colour("on_brand"), notify=changed)
    onBrandSoft = Property(QColor, _colour("on_brand_soft"), notify=changed)
    quiet = Property(QColor, _colour("quiet"), notify=changed)
    footer = Property(QColor, _colour("footer"), notify=changed)
    good = Property(QColor, _colour("good"), notify=changed)
    goodShape = Property(QColor, _colour("good_shape"), notify=changed)
    warn = Property(QColor, _colour("warn"), notify=changed)
    warnTint = Property(QColor, _colour("warn_tint"), notify=changed)
    warnShape = Property(QColor, _colour("warn_shape"), notify=changed)
    bad = Property(QColor, _colour("bad"), notify=changed)
    badTint = Property(QColor, _colour("bad_tint"), notify=changed)
    stage = Property(QColor, _colour("stage"), notify=changed)
    disabled = Property(QColor, _colour("disabled"), notify=changed)
    onDisabled = Property(QColor, _colour("on_disabled"), notify=changed)
    onWarnShape = Property(QColor, lambda theme: QColor(theme.on_warn_shape), notify=changed)
    onStage = Property(QColor, lambda _theme: QColor(ON_STAGE), constant=True)
    emblemInk = Property("QVariantMap", _emblem_inks, notify=changed)  # type: ignore[arg-type] # a C++ type by name
    emblemTint = Property("QVariantMap", _emblem_tints, notify=changed)  # type: ignore[arg-type] # the same

    sans = Property(str, lambda _theme: SANS_FAMILY, constant=True)
    brush = Property(str, lambda _theme: BRUSH_FAMILY, constant=True)
    small = Property(int, _pixels("small"), notify=changed)
    body = Property(int, _pixels("body"), notify=changed)
    strong = Property(int, _pixels("strong"), notify=changed)
    title = Property(int, _pixels("title"), notify=changed)
    page = Property(int, _pixels("page"), notify=changed)
    greeting = Property(int, _pixels("greeting"), notify=changed)

    margin = Property(int, lambda theme: 56 if theme.size.factor < _ROOMY_BELOW else 44, notify=changed)
    gap = Property(int, lambda _theme: 24, constant=True)
    radius = Property(int, lambda _theme: 24, constant=True)
    hairline = Property(int, lambda theme: 2 if theme.name is ThemeName.PAPER else 3, notify=changed)
    control = Property(int, _metric(116, 0.5), notify=changed)
    motion = Property(int, _motion_ms, notify=changed)
