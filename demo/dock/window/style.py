"""The window's style sheet, made from the theme's tokens."""

from __future__ import annotations

from string import Template

from shared.qt.theme import BRUSH_FAMILY, PALETTES, SANS_FAMILY, CounterType, ThemeName

_SHEET = """
* { font-family: "$sans"; font-size: ${body}px; color: $ink; }
QWidget#dock { background: $paper; }
QFrame#band { background: $brand; border: none; }
QFrame#band QLabel { color: $on_brand_soft; background: transparent; }
QFrame#band QLabel#heading { color: $on_brand; font-family: "$brush"; font-size: 34px; font-weight: bold; }
QFrame#problem { background: $bad_tint; border: none; }
QFrame#problem QLabel { color: $bad; background: transparent; }
QFrame[role="bench"] { background: $card; border: 1px solid $line; border-radius: 12px; }
QFrame[role="slip"] { background: $stage; border: none; border-radius: 10px; }
QFrame[role="slip"] QLabel { color: $on_brand_soft; background: transparent; }
QLabel { background: transparent; }
QLabel[role="emblem"] { background: $brand_tint; color: $brand; border-radius: 10px; font-family: "$brush";
  font-size: 30px; }
QLabel[role="title"] { font-size: ${page}px; font-weight: bold; }
QLabel[role="section"] { color: $brand; font-weight: bold; }
QLabel[role="state"] { color: $soft; font-size: ${small}px; }
QPushButton { background: $quiet; border: 1px solid $line; border-radius: 8px; padding: 0 7px; min-height: 30px;
  font-size: ${small}px; }
QPushButton:hover { border-color: $soft; }
QPushButton:focus { border: 2px solid $brand; padding: 0 6px; }
QPushButton:checked { background: $brand; color: $on_brand; border-color: $brand; }
QPushButton[tone="rest"]:checked { background: $brand_tint; color: $brand; border-color: $brand_tint; }
QPushButton[tone="warn"]:checked { background: $warn_tint; color: $warn; border-color: $warn; }
QPushButton[tone="bad"]:checked { background: $bad_tint; color: $bad; border-color: $bad; }
QPushButton#end_drill { background: $bad_tint; color: $bad; border-color: $bad; }
QLabel[role="drill"] { background: $warn_tint; color: $ink; border-radius: 8px; padding: 8px 10px;
  font-size: ${small}px; }
QLineEdit { background: $paper; border: 1px solid $line; border-radius: 8px; padding: 0 8px; min-height: 30px;
  font-size: ${small}px; }
QTabWidget::pane { border: none; }
QTabBar::tab { color: $soft; padding: 8px 20px; margin: 6px 0 0 12px; border: none;
  border-bottom: 3px solid transparent; }
QTabBar::tab:selected { color: $brand; font-weight: bold; border-bottom-color: $brand; }
QTabBar::tab:focus { background: $brand_tint; }
QMenu { background: $card; border: 1px solid $line; padding: 6px; }
QMenu::item { padding: 6px 18px; border-radius: 6px; }
QMenu::item:selected { background: $brand_tint; color: $brand; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 8px; }
QScrollBar::handle:vertical { background: $soft; border-radius: 4px; min-height: 24px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: transparent;
  height: 0; }
"""


def build_stylesheet() -> str:
    """Return the style sheet."""
    palette, sizes = PALETTES[ThemeName.PAPER], CounterType()
    values = {role: getattr(palette, role) for role in palette.__slots__}
    values |= {step: str(getattr(sizes, step)) for step in sizes.__slots__}
    return Template(_SHEET).substitute(values, sans=SANS_FAMILY, brush=BRUSH_FAMILY)
