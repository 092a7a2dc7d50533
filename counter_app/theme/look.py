"""What painted widgets need of the theme, passed in as one value."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtGui import QColor, QFont

from shared.qt.theme import BRUSH_FAMILY, EMBLEMS, PALETTES, SANS_FAMILY, CounterType, EmblemPair, Palette, ThemeName


@dataclass(frozen=True, slots=True)
class Look:
    """A palette and a type scale."""

    palette: Palette = PALETTES[ThemeName.PAPER]
    sizes: CounterType = field(default_factory=CounterType)

    def colour(self, role: str) -> QColor:
        """Return a colour role of the palette."""
        return QColor(getattr(self.palette, role))

    def emblem(self, name: str) -> EmblemPair:
        """Return an emblem pair; an unknown name gives the first one."""
        return EMBLEMS.get(name, EMBLEMS["teal"])

    def font(self, size: int, *, bold: bool = False) -> QFont:
        """Return the text face at a pixel size, with digits of one width."""
        font = QFont(SANS_FAMILY)
        font.setPixelSize(size)
        font.setBold(bold)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    @staticmethod
    def brush_font(size: int) -> QFont:
        """Return the brush face of emblems and greetings at a pixel size."""
        font = QFont(BRUSH_FAMILY)
        font.setPixelSize(size)
        font.setBold(True)
        return font
