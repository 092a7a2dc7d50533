"""The one style sheet of the counter, generated from the theme's tokens."""

from __future__ import annotations

from string import Template

from shared.qt.theme import BRUSH_FAMILY, PALETTES, SANS_FAMILY, CounterType, Palette, ThemeName

_GROUND = """
* { font-family: "$sans"; font-size: ${body}px; color: $ink; }
QWidget#workspace, QWidget#welcome, QStackedWidget { background: transparent; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }
QMainWindow, QWidget#ground { background: $paper; }
QToolTip { background: $ink; color: $card; border: none; padding: 6px 8px; font-size: ${small}px; }
QFrame[role="card"] { background: $card; border: 1px solid $line; border-radius: 12px; }
QFrame[role="band"] { background: $brand; border: none; }
QFrame[role="foot"] { background: $footer; border: none; }
QFrame[role="aside"] { background: $quiet; border: none; border-right: 1px solid $line; }
QFrame[role="stage"] { background: $stage; border: none; border-radius: 12px; }
QFrame[role="note"] { background: $warn_tint; border: none; border-radius: 10px; }
QFrame[role="banner_plain"] { background: $brand_tint; border: none; border-radius: 10px; }
QFrame[role="banner_good"] { background: $brand_tint; border: none; border-radius: 10px; }
QFrame[role="banner_warn"] { background: $warn_tint; border: none; border-radius: 10px; }
QFrame[role="banner_bad"] { background: $bad_tint; border: none; border-radius: 10px; }
QFrame[role="line"] { background: $line; border: none; min-height: 1px; max-height: 1px; }
QFrame[role="vline"] { background: $line; border: none; min-width: 1px; max-width: 1px; }
"""

_TEXT = """
QLabel { background: transparent; }
QLabel[text_role="page"] { font-size: ${page}px; font-weight: bold; }
QLabel[text_role="title"] { font-size: ${title}px; font-weight: bold; }
QLabel[text_role="strong"] { font-size: ${strong}px; font-weight: bold; }
QLabel[text_role="soft"] { color: $soft; }
QLabel[text_role="small"] { color: $soft; font-size: ${small}px; }
QLabel[text_role="good"] { color: $good; font-size: ${small}px; }
QLabel[text_role="warn"] { color: $warn; font-size: ${small}px; }
QLabel[text_role="bad"] { color: $bad; font-size: ${small}px; }
QLabel[text_role="bad_title"] { color: $bad; font-size: ${title}px; font-weight: bold; }
QLabel[text_role="good_title"] { color: $good; font-size: ${title}px; font-weight: bold; }
QLabel[text_role="details"] { color: $ink; font-size: ${small}px; }
QLabel[text_role="field"] { color: $ink; font-size: ${small}px; }
QLabel[text_role="source"] { color: $brand; font-size: ${small}px; }
QLabel[text_role="section"] { color: $brand; font-size: ${body}px; font-weight: bold; }
QLabel[text_role="facts"] { color: $ink; font-size: ${body}px; }
QLabel[text_role="number"] { color: $ink; font-size: ${page}px; }
QLabel[text_role="demo"] { background: $warn_tint; color: $warn;
  font-size: ${small}px; padding: 2px 12px; border-radius: 10px; }
QLabel[text_role="brush"] { color: $brand; font-family: "$brush"; font-size: 44px; font-weight: bold; }
QFrame[role="foot"] QLabel[text_role="small"] { color: $ink; }
QLabel[text_role="door"] { color: $on_brand; font-family: "$brush"; font-size: 48px; font-weight: bold; }
QLabel[text_role="door_soft"] { color: $on_brand_soft; font-size: ${strong}px; }
QLabel[text_role="band"] { color: $on_brand; font-size: ${title}px; font-weight: bold; }
QLabel[text_role="band_soft"] { color: $on_brand_soft; font-size: ${body}px; }
QLabel[text_role="stage"] { color: $on_brand_soft; font-size: ${body}px; }
QLabel[text_role="stage_title"] { color: $on_brand; font-size: ${strong}px; font-weight: bold; }
"""

_INPUTS = """
QLineEdit { background: $card; border: 1px solid $line; border-radius: 8px; padding: 0 10px;
  selection-background-color: $brand; selection-color: $on_brand; placeholder-text-color: $soft; }
QLineEdit:hover { border-color: $soft; }
QLineEdit:focus { border: 2px solid $brand; padding: 0 9px; background: $card; }
QLineEdit[state="missing"] { background: $bad_tint; border-color: $bad; }
QLineEdit[state="missing"]:focus { background: $card; border: 2px solid $brand; }
QLineEdit[state="known"] { background: $paper; border-color: transparent; color: $ink; }
QLineEdit[state="known"]:focus { border: 2px solid $brand; }
QScrollArea QLineEdit { padding: 0 6px; }
QScrollArea QLineEdit:focus { padding: 0 5px; }
QLineEdit:disabled { background: $quiet; color: $ink; }
QLineEdit#sign_in_clerk, QLineEdit#sign_in_password { font-size: ${title}px; min-height: 52px; }
"""

_BUTTONS = """
QPushButton { background: $quiet; border: 1px solid $line; border-radius: 8px; padding: 0 14px; color: $ink; }
QPushButton:hover { background: $footer; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border: 2px solid $brand; padding: 0 13px; }
QPushButton:disabled { background: $disabled; color: $ink; border-color: $disabled; }
QPushButton[kind="primary"] { background: $brand; color: $on_brand;
  border: 1px solid $brand; font-size: ${strong}px; font-weight: bold; }
QPushButton[kind="primary"]:hover { background: $ink; }
QPushButton[kind="primary"]:focus { border: 2px solid $ink; }
QPushButton[kind="primary"]:disabled { background: $disabled; color: $ink; border-color: $disabled; }
QPushButton[kind="warm"] { background: $warn_tint; color: $warn; border-color: $warn_tint; }
QPushButton[kind="warm"]:hover { border-color: $warn; }
QPushButton[kind="plain"] { background: transparent; color: $brand; border: 1px solid transparent; padding: 0 8px; }
QPushButton[kind="plain"]:hover { background: $brand_tint; }
QPushButton[kind="plain"]:focus { border: 2px solid $brand; padding: 0 7px; }
QPushButton[kind="plain"]:disabled { color: $soft; background: transparent; }
QPushButton[kind="link"] { background: transparent; color: $brand; border: none; padding: 0; font-size: ${small}px; }
QPushButton[kind="link"]:hover { color: $ink; }
QPushButton[kind="link"]:focus { text-decoration: underline; border: none; padding: 0; }
QPushButton[kind="stage"] { background: $stage; color: $on_brand; border: 1px solid $on_brand_soft; }
QPushButton[kind="stage"]:hover { background: $ink; }
QPushButton[kind="stage"]:checked { background: $on_brand; color: $stage; font-weight: bold; }
QComboBox[kind="stage"] { background: $stage; color: $on_brand; border: 1px solid $on_brand_soft; border-radius: 8px;
  padding: 0 12px; font-size: ${body}px; font-weight: bold; }
QComboBox[kind="stage"]:hover { background: $ink; }
QComboBox[kind="stage"]::drop-down { border: none; background: transparent; width: 28px; }
QComboBox[kind="stage"]:focus { border: 2px solid $warn_shape; padding: 0 11px; }
QComboBox[kind="stage"] QAbstractItemView { background: $stage; color: $on_brand; border: 1px solid $on_brand_soft;
  selection-background-color: $on_brand; selection-color: $stage; outline: none; }
QComboBox[kind="stage"] QAbstractItemView::item { min-height: 36px; padding: 0 12px; }
QComboBox[kind="paper"] { background: $card; color: $ink; border: 1px solid $line; border-radius: 8px;
  padding: 0 10px; font-size: ${body}px; }
QComboBox[kind="paper"]:hover { border-color: $soft; }
QComboBox[kind="paper"]:disabled { background: $quiet; border-color: $line; }
QComboBox[kind="paper"]::drop-down { border: none; background: transparent; width: 28px; }
QComboBox[kind="paper"]:focus { border: 2px solid $brand; padding: 0 9px; }
QComboBox[kind="paper"] QAbstractItemView { background: $card; color: $ink; border: 1px solid $line;
  selection-background-color: $brand_tint; selection-color: $ink; outline: none; }
QComboBox[kind="paper"] QAbstractItemView::item { min-height: 34px; padding: 0 10px; }
QPushButton[kind="stage"]:focus { border: 2px solid $warn_shape; }
QPushButton[kind="stage"]:disabled { color: $on_brand_soft; border-color: $stage; background: $stage; }
QPushButton[kind="stage_first"] { background: $on_brand; color: $brand;
  border: 1px solid $on_brand; font-weight: bold; }
QPushButton[kind="stage_first"]:hover { background: $brand_tint; }
QPushButton[kind="stage_first"]:focus { border: 2px solid $warn_shape; padding: 0 13px; }
QPushButton[kind="stage_first"]:disabled { color: $on_brand_soft; border-color: $stage; background: $stage; }
QPushButton[kind="band"] { background: transparent; color: $on_brand;
  border: 1px solid transparent; font-weight: bold; }
QPushButton[kind="band"]:hover { border-color: $on_brand_soft; }
QPushButton[kind="band"]:focus { border: 2px solid $on_brand; }
QPushButton[kind="tile"] { background: $card; border: 1px solid $line; border-radius: 12px; text-align: left; }
QPushButton[kind="tile"]:hover { border-color: $brand; }
QPushButton[kind="tile"]:focus { border: 2px solid $brand; }
"""

_LISTS = """
QAbstractItemView { background: transparent; border: none; outline: none;
  selection-background-color: $brand_tint; selection-color: $ink; }
QListView#choices_popup { background: $card; border: 2px solid $brand; border-radius: 8px; padding: 4px; }
QListView#choices_popup::item { padding: 6px 8px; border-radius: 6px; }
QListView#choices_popup::item:selected { background: $brand_tint; color: $ink; }
QTableView { background: transparent; border: none; }
QTableView::item { padding: 6px 20px 6px 0; border-bottom: 1px solid $line; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; border: none; border-bottom: 1px solid $line; padding: 4px 20px 4px 2px;
  color: $soft; font-size: ${small}px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: $line; border-radius: 5px; min-height: 32px; }
QScrollBar::handle:vertical:hover { background: $soft; }
QScrollBar::add-line, QScrollBar::sub-line { background: transparent; height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; height: 0; width: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; }
QScrollBar::handle:horizontal { background: $line; border-radius: 5px; min-width: 32px; }
QFrame#search_panel { background: $card; border: 2px solid $brand; border-radius: 12px; }
QFrame#keys_panel { background: $card; border: 2px solid $brand; border-radius: 12px; }
QProgressBar { background: $soft; border: none; border-radius: 4px; max-height: 8px; min-height: 8px; }
QProgressBar::chunk { background: $brand_tint; border-radius: 4px; }
"""


def build_stylesheet(palette: Palette = PALETTES[ThemeName.PAPER], scale: CounterType | None = None) -> str:
    """Return the style sheet for a palette and a type scale."""
    sizes = scale or CounterType()
    values = {role: getattr(palette, role) for role in palette.__slots__}
    values |= {step: str(getattr(sizes, step)) for step in sizes.__slots__}
    values |= {"sans": SANS_FAMILY, "brush": BRUSH_FAMILY}
    return Template("".join((_GROUND, _TEXT, _INPUTS, _BUTTONS, _LISTS))).substitute(values)
