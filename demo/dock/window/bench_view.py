"""One bench as a column: its reader, its scanner, its printers, and what a drill needs."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from demo.dock.camera_desk import CameraView
from demo.dock.desk_tools import DESKS
from demo.dock.state import BenchState, PaperRoll
from demo.dock.status import BenchStatus
from demo.dock.window.choices import Choice, ChoiceGrid
from demo.dock.window.desk_view import DeskView
from demo.dock.window.drill_view import DrillView
from demo.dock.window.labels import add_section, new_label
from demo.dock.window.page_choices import page_choices, page_words
from demo.dock.window.slip_view import SlipView
from devices.core.cards import CardType
from devices.id_card.specimens import SPECIMENS

_TITLES: Final = {"kiosk": ("自", "自助机"), "counter": ("窗", "综合窗口")}
_CARD_KINDS: Final = {
    CardType.RESIDENT: "居民身份证",
    CardType.PERMIT: "港澳台居民居住证",
    CardType.FOREIGN2017: "外国人永久居留证（2017 版）",
    CardType.FOREIGN2023: "外国人永久居留证（2023 版）",
}
_SHORT_KINDS: Final = {CardType.PERMIT: "居住证", CardType.FOREIGN2017: "旧永居", CardType.FOREIGN2023: "新永居"}
_PAPER: Final = (
    Choice(PaperRoll.OK.value, "纸够用", "rest"),
    Choice(PaperRoll.LOW.value, "纸将尽", "warn"),
    Choice(PaperRoll.OUT.value, "纸用完", "bad"),
)
_COVER: Final = (Choice("closed", "盖子合上", "rest"), Choice("open", "盖子打开", "bad"))

_CAMERA: Final = (
    Choice(CameraView.OK.value, "高拍仪正常", "rest"),
    Choice(CameraView.DARK.value, "灯灭", "warn"),
    Choice(CameraView.COVERED.value, "镜头挡住", "warn"),
    Choice(CameraView.UNPLUGGED.value, "拔掉", "bad"),
)


class BenchView(QFrame):
    """Shows a bench and says what a hand wants to change.

    Signals:
        wanted: name of the bench, and the changes to its state as a dict.
    """

    wanted = Signal(str, object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "bench")
        self._name = name
        self._card = ChoiceGrid(f"{name}_card", _cards(), 3)
        self._page = ChoiceGrid(f"{name}_page", page_choices(), 3)
        self._camera = ChoiceGrid(f"{name}_camera", _CAMERA, 4)
        self._paper = ChoiceGrid(f"{name}_paper", _PAPER, 3)
        self._cover = ChoiceGrid(f"{name}_cover", _COVER, 2)
        self._card_words = new_label("state")
        self._page_words = new_label("state")
        self._drill = DrillView(name)
        self._slip = SlipView()
        self._desk = DeskView(name) if name in DESKS else None
        self._lay_out()
        self._card.picked.connect(lambda key: self.wanted.emit(name, {"card": key or None}))
        self._page.picked.connect(lambda key: self.wanted.emit(name, {"page": key or None}))
        self._camera.picked.connect(lambda key: self.wanted.emit(name, {"camera": key}))
        self._paper.picked.connect(lambda key: self.wanted.emit(name, {"paper": key}))
        self._drill.picked.connect(lambda key: self.wanted.emit(name, {"script": key or None}))
        self._cover.picked.connect(lambda key: self.wanted.emit(name, {"cover_open": key == "open"}))
        if self._desk is not None:
            self._desk.wanted.connect(lambda changes: self.wanted.emit(name, changes))

    def show_bench(self, state: BenchState, status: BenchStatus, lying: tuple[Path, ...] = ()) -> None:
        """Show how the bench is.

        Args:
            lying: the slips of all benches, the oldest first: one from the kiosk may be held before the counter's gun.
        """
        self._card.show_held(state.card or "")
        self._page.show_held(state.page or "")
        self._camera.show_held(state.camera.value)
        self._paper.show_held(state.paper.value)
        self._cover.show_held("open" if state.cover_open else "closed")
        self._card_words.setText(_card_words(state))
        self._page_words.setText(page_words(state))
        self._drill.show_drill(status.scripts, status.drill)
        self._slip.show_papers(status.slips, status.pages)
        if self._desk is not None:
            self._desk.show_desk(state, lying or status.slips)

    def _lay_out(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        whole.setSpacing(16)
        controls = QVBoxLayout()
        controls.setSpacing(8)
        controls.addLayout(self._heading())
        add_section(controls, "读卡区", self._card_words, self._card)
        add_section(controls, "扫描仪和高拍仪", self._page_words, self._page, self._camera)
        add_section(controls, "凭条打印机", new_label("state"), self._paper, self._cover)
        controls.addStretch(1)
        whole.addLayout(controls, 1)
        beside = QVBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self._slip, 1)
        if self._desk is not None:
            beside.addWidget(self._desk)
        add_section(beside, "故障演练", new_label("state"), self._drill)
        whole.addLayout(beside)

    def _heading(self) -> QHBoxLayout:
        hanzi, title = _TITLES.get(self._name, (self._name[:1], self._name))
        emblem = new_label("emblem", hanzi)
        emblem.setFixedSize(48, 48)
        emblem.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(emblem)
        row.addWidget(new_label("title", title))
        row.addStretch(1)
        return row


def _cards() -> tuple[Choice, ...]:
    cards = []
    for key, card in SPECIMENS.items():
        kind = _SHORT_KINDS.get(card.type)
        cards.append(Choice(key, f"{card.name} {kind}" if kind else card.name))
    return (*cards, Choice("", "拿走卡", "rest"))


def _card_words(state: BenchState) -> str:
    if state.card is None:
        return "没有卡"
    card = SPECIMENS[state.card]
    return f"{card.name}的{_CARD_KINDS[card.type]}"
