"""What only a counter has: the printer of A4 pages and the barcode gun."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from demo.dock.state import BenchState, PaperRoll
from demo.dock.window.choices import Choice, ChoiceGrid
from demo.dock.window.labels import add_section, new_label
from devices.imaging.code_readers import read_with_both

_SHEETS: Final = (
    Choice(PaperRoll.OK.value, "纸够用", "rest"),
    Choice(PaperRoll.LOW.value, "纸将尽", "warn"),
    Choice(PaperRoll.OUT.value, "纸用完", "bad"),
    Choice("jammed", "卡纸", "bad"),
)


class DeskView(QWidget):
    """Shows both and says what a hand wants to change.

    Signals:
        wanted: changes to the bench's state as a dict.
    """

    wanted = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._slip: Path | None = None
        self._sheets = ChoiceGrid(f"{name}_sheets", _SHEETS, 4)
        self._gun_words = new_label("state")
        self._gun = QPushButton("扫最后一张条上的码")
        self._gun.setObjectName(f"{name}_gun")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        add_section(column, "A4 打印机", new_label("state"), self._sheets)
        add_section(column, "扫码枪", self._gun_words, self._gun)
        self._sheets.picked.connect(lambda key: self.wanted.emit(_changes(key)))
        self._gun.clicked.connect(self._scan)

    def show_desk(self, state: BenchState, slips: tuple[Path, ...]) -> None:
        """Show how both are; the gun reads the last of these slips."""
        self._sheets.show_held("jammed" if state.jammed else state.sheets.value)
        newest = slips[-1] if slips else None
        if newest != self._slip:
            self._slip = newest
            self._gun_words.clear()
        self._gun.setEnabled(newest is not None)
        self._gun.setToolTip("" if newest else "先打印一张凭条")

    def _scan(self) -> None:
        found = [] if self._slip is None else _codes_on(self._slip)
        self._gun_words.setText("" if found else "这张凭条上没有码")
        if found:
            self.wanted.emit({"code": found[0]})


def _changes(key: str) -> dict[str, object]:
    return {"jammed": True} if key == "jammed" else {"jammed": False, "sheets": key}


def _codes_on(slip: Path) -> list[str]:
    with Image.open(slip) as picture:
        return [reading.text for reading in read_with_both(np.asarray(picture.convert("L")))]
