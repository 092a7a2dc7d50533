"""Footer, banner and the list of keys: what surrounds the work and is never in its way."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from counter_app.keys import MATERIAL_KEYS, SEQUENCES, Act
from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.labels import make_label
from counter_app.parts.marks import Keycap, StateMark
from counter_app.parts.tab_path import follow
from counter_app.ports.shell import BannerAct, BannerState, FooterState
from counter_app.ports.tone import Tone
from counter_app.theme.look import Look
from counter_app.theme.metrics import Metrics

_BANNER_ROLES = {Tone.GOOD: "banner_good", Tone.BAD: "banner_bad", Tone.WARN: "banner_warn"}


class FooterView(QFrame):
    """Devices in words at the left, the demonstration's strip in the middle, help at the right."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self.setProperty("role", "foot")
        self._look = look
        self._marks: dict[str, tuple[StateMark, QLabel]] = {}
        self._devices = row(gap=8)
        self._demo = make_label("demo", self.tr("演示：人和证件都是样例，密钥存在文件里，不作真实办件"), "demo_strip")
        inside = row(self, gap=8)
        inside.setContentsMargins(20, 0, 20, 0)
        inside.addLayout(self._devices)
        inside.addStretch(1)
        inside.addWidget(self._demo)
        inside.addStretch(1)
        inside.addWidget(Keycap("F1", look))
        inside.addWidget(make_label("small", self.tr("按键一览")))
        inside.addSpacing(14)
        inside.addWidget(make_label("small", self.tr("咨询 12345")))
        self._state = FooterState()

    def apply_metrics(self, metrics: Metrics) -> None:
        """Take other sizes."""
        self.setFixedHeight(metrics.footer)

    def set_state(self, state: FooterState) -> None:
        """Show devices and whether this is a demonstration."""
        self._demo.setVisible(state.demo)
        if state.devices == self._state.devices and self._marks:
            return
        self._state = state
        for line in state.devices:
            mark, label = self._marks.get(line.key) or self._add(line.key)
            mark.set_tone(line.tone)
            label.setText(f"{line.name} {line.words}")

    def _add(self, key: str) -> tuple[StateMark, QLabel]:
        shown = (StateMark(self._look), make_label("small", name=f"device_{key}"))
        self._marks[key] = shown
        for widget in shown:
            self._devices.addWidget(widget)
        self._devices.addSpacing(12)
        return shown


class BannerView(QFrame):
    """A message above the work.

    Signals:
        closed: the BannerState that the clerk has read.
        acted: the key of what is to be done about it.
    """

    closed = Signal(object)
    acted = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._mark = StateMark(look)
        self._text = make_label("strong", name="banner_text")
        self._detail = make_label("", name="banner_detail", wrap=True)
        self._close = KeyButton(look, "banner_close", ButtonKind.PLAIN, "Esc")
        self._close.setFixedHeight(34)
        self.state = BannerState()
        self._close.clicked.connect(lambda: self.closed.emit(self.state))
        self._look = look
        self._acts: tuple[BannerAct, ...] = ()
        self._buttons = row(gap=8)
        inside = row(self, gap=12)
        inside.setContentsMargins(16, 8, 10, 8)
        inside.addWidget(self._mark)
        inside.addWidget(self._text)
        inside.addWidget(self._detail, 1)
        inside.addLayout(self._buttons)
        inside.addWidget(self._close)
        self.hide()

    def set_state(self, state: BannerState) -> None:
        """Show a message, or nothing for an empty text."""
        self.state = state
        self.setVisible(bool(state.text))
        self._text.setText(state.text)
        self._detail.setText(state.detail)
        self._detail.setVisible(bool(state.detail))
        self._mark.set_tone(state.tone)
        self._close.setVisible(state.closable)
        self._close.set_words(self.tr("先放着") if state.acts else self.tr("知道了"))
        self._show_acts(state.acts)
        role = _BANNER_ROLES.get(state.tone, "banner_plain")
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)

    def _show_acts(self, acts: tuple[BannerAct, ...]) -> None:
        if acts == self._acts:
            return
        self._acts = acts
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        buttons = []
        for act in acts:
            button = KeyButton(self._look, f"banner_{act.key}", ButtonKind.NORMAL)
            button.set_words(act.words, act.hint)
            button.setFixedHeight(34)
            button.clicked.connect(lambda _=False, key=act.key: self.acted.emit(key))
            self._buttons.addWidget(button)
            buttons.append(button)
        follow(self, buttons)


class KeysView(QFrame):
    """Every key and what it does. Closes with F1 or Esc."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keys_panel")
        inside = column(self, margin=24, gap=14)
        inside.addWidget(make_label("title", self.tr("按键一览")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(9)
        words = self._words()
        lines = [(SEQUENCES[act].replace("+", " "), words[act]) for act in Act]
        lines.append((f"{MATERIAL_KEYS[0].replace('+', ' ')}…9", self.tr("扫描第几份材料")))
        lines.append(("Enter", self.tr("下一栏")))
        third = -(-len(lines) // 3)
        for number, (key, meaning) in enumerate(lines):
            side = 3 * (number // third)
            cell = QWidget()
            held = row(cell)
            held.addStretch(1)
            held.addWidget(Keycap(key, look))
            grid.addWidget(cell, number % third, side)
            grid.addWidget(make_label("", meaning), number % third, side + 1)
        for gap in (2, 5):
            grid.setColumnMinimumWidth(gap, 24)
        inside.addLayout(grid)
        inside.addWidget(make_label("small", self.tr("选项栏里打首字母就能选；日期可以只打 8 位数字。")))
        self.hide()

    def _words(self) -> dict[Act, str]:
        return {
            Act.KEYS: self.tr("打开、关上本页"),
            Act.NEW_CASE: self.tr("新办件"),
            Act.SEARCH: self.tr("查找事项"),
            Act.NEXT_GAP: self.tr("到下一处没齐的地方"),
            Act.TYPE_APPLICANT: self.tr("照原件录入申请人"),
            Act.SUGGEST: self.tr("用提示的内容填这一栏"),
            Act.SCAN: self.tr("扫描选中的材料"),
            Act.RETAKE: self.tr("重扫这一页"),
            Act.REMOVE_PAGE: self.tr("移除这一页"),
            Act.OVERRIDE: self.tr("照用这一页，写明理由"),
            Act.TAKE_READINGS: self.tr("采用从页上读到的各项"),
            Act.JOIN_SIDES: self.tr("身份证正反面拼到一张 A4"),
            Act.APART: self.tr("玻璃上几件分成几页，或合回一页"),
            Act.SOURCE: self.tr("换扫描仪或高拍仪"),
            Act.CORNERS: self.tr("手动对准纸的四个角"),
            Act.UNDO: self.tr("撤回上一处修改"),
            Act.KNOWN: self.tr("展开、收起身份证内容"),
            Act.PAPERS: self.tr("告知单、空表、样表、业务手册"),
            Act.DEMAND: self.tr("还要别的材料：查目录要不要"),
            Act.PROMISE: self.tr("选中的材料容缺后补"),
            Act.COMMIT: self.tr("选中的材料由承诺代替"),
            Act.TAKE_BACK: self.tr("撤回这份承诺"),
            Act.COLLECT: self.tr("只收件"),
            Act.ACCEPT: self.tr("受理"),
            Act.DISCARD: self.tr("放弃这一件"),
            Act.PRINT_INTAKE: self.tr("打印收件凭证"),
            Act.PRINT_ACCEPTANCE: self.tr("打印受理回执"),
            Act.ASK_CORRECTION: self.tr("要补正"),
            Act.REFUSE: self.tr("不予受理"),
            Act.WITHDRAW: self.tr("申请人撤回"),
            Act.HAND_OVER: self.tr("领取结果"),
            Act.ADD_POINT: self.tr("补正告知书再加一条"),
            Act.GO_ON: self.tr("送出（先问一遍）"),
            Act.PRINT_NOTICE: self.tr("打印 A4 文书"),
            Act.SAVE_NOTICE: self.tr("导出 A4 文书的 PDF"),
            Act.TODAY: self.tr("到今日办件"),
            Act.DRAFTS: self.tr("接续草稿，看草稿在哪"),
            Act.SEND_ON: self.tr("这一件交给另一窗口、自助机"),
            Act.SIGN_OUT: self.tr("退出登录"),
        }
