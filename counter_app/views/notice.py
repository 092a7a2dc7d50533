"""The A4 notices of a case in their preview: rendered in memory, printed or saved only when the clerk says so."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from counter_app.keys import Act, cap
from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.choice_box import ChoiceBox
from counter_app.parts.labels import make_label
from counter_app.ports.done import NoticeState
from counter_app.theme.look import Look
from counter_app.theme.metrics import Metrics
from counter_app.views.page_picture import PagePicture


class NoticeView(QFrame):
    """The preview.

    Args:
        beside_work: it stands in a narrow column beside an open case, from which it can be put away.

    Signals:
        paperChosen: the kind of the notice to show.
        styleChosen: the language beside Chinese, and whether in large print.
        printAsked: print it on the page printer, or take it back while that goes on.
        slipAsked: print it as a slip.
        closeAsked: put the papers away.
        saveAsked: the path of the file to save to.
    """

    paperChosen = Signal(str)
    styleChosen = Signal(str, bool)
    printAsked = Signal()
    slipAsked = Signal()
    closeAsked = Signal()
    saveAsked = Signal(str)

    def __init__(
        self, look: Look, name: str = "notice", *, beside_work: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "stage")
        self._pages: tuple[QImage, ...] = ()
        self._page = 0
        self._suggested = ""
        self._paper = ChoiceBox(look, f"{name}_paper")
        self._language = ChoiceBox(look, f"{name}_language")
        self._large = KeyButton(look, f"{name}_large", ButtonKind.STAGE)
        self._large.setCheckable(True)
        self._count = make_label("stage", name=f"{name}_count")
        self._picture = PagePicture(look)
        self._picture.setObjectName(f"{name}_picture")
        self._before = KeyButton(look, f"{name}_before", ButtonKind.STAGE)
        self._after = KeyButton(look, f"{name}_after", ButtonKind.STAGE)
        self._print = KeyButton(look, f"{name}_print", ButtonKind.STAGE, "" if beside_work else cap(Act.PRINT_NOTICE))
        self._slip = KeyButton(look, f"{name}_slip", ButtonKind.STAGE)
        self._close = KeyButton(look, f"{name}_close", ButtonKind.STAGE, "Esc")
        self._save = KeyButton(look, f"{name}_save", ButtonKind.STAGE, "" if beside_work else cap(Act.SAVE_NOTICE))
        self.path = QLineEdit()
        """The line for the name of a file, there from the wish to save until it is given; Escape puts it away."""
        self.path.setObjectName(f"{name}_path")
        self.path.setFixedHeight(40)
        self.path.hide()
        self._lay_out(narrow=beside_work)
        self._close.setVisible(beside_work)
        self._retranslate()
        self._paper.activated.connect(lambda: self.paperChosen.emit(self._paper.value))
        self._language.activated.connect(self._choose_style)
        self._large.clicked.connect(self._choose_style)
        self._print.clicked.connect(self.printAsked)
        self._slip.clicked.connect(self.slipAsked)
        self._close.clicked.connect(self.closeAsked)
        self._save.clicked.connect(self._ask_path)
        self.path.returnPressed.connect(self._give_path)
        self._before.clicked.connect(lambda: self._turn(-1))
        self._after.clicked.connect(lambda: self._turn(1))

    def apply_metrics(self, metrics: Metrics) -> None:
        """Take other sizes."""
        self._outer.setContentsMargins(metrics.pad, 14, metrics.pad, 14)

    def set_state(self, state: NoticeState) -> None:
        """Show a state."""
        if state.pages != self._pages:
            self._pages, self._page = state.pages, 0
        self._paper.offer(state.papers, state.chosen)
        self._language.offer(state.languages, state.language)
        self._large.setVisible(bool(state.languages))
        self._large.setChecked(state.large)
        self._suggested = state.suggested_path
        self._message = state.message
        self._picture.show_pill(state.result, state.tone)
        self._print.setVisible(state.can_print)
        self._print.set_words(self.tr("取消打印") if state.printing else self.tr("打印"))
        self._print.setEnabled(not state.slip_under_way)
        self._slip.setVisible(state.can_slip and state.can_save)
        self._slip.setEnabled(not (state.printing or state.slip_under_way))
        self._save.setVisible(state.can_save)
        if not state.can_save:
            self.path.hide()
        self._show_page()

    @Slot()
    def _choose_style(self) -> None:
        self.styleChosen.emit(self._language.value, self._large.isChecked())

    def _turn(self, step: int) -> None:
        self._page = min(len(self._pages) - 1, max(0, self._page + step))
        self._show_page()

    def _show_page(self) -> None:
        several = len(self._pages) > 1
        self._before.setVisible(several)
        self._after.setVisible(several)
        self._before.setEnabled(self._page > 0)
        self._after.setEnabled(self._page < len(self._pages) - 1)
        words = self.tr("{page} / {pages} 页").format(page=self._page + 1, pages=len(self._pages))
        self._count.setText(words if self._pages else "")
        self._picture.show_page(self._pages[self._page] if self._pages else None, self._message)

    @Slot()
    def _ask_path(self) -> None:
        self.path.setText(self._suggested)
        self.path.show()
        self.path.setFocus()
        self.path.selectAll()

    @Slot()
    def _give_path(self) -> None:
        if self.path.text().strip():
            self.saveAsked.emit(self.path.text().strip())
            self.path.hide()

    def _lay_out(self, *, narrow: bool) -> None:
        self._message = ""
        self._outer = column(self, margin=16, gap=10)
        head, reading, acts = row(gap=8), row(gap=8), row(gap=8)
        head.addWidget(self._paper, 1)
        turning = reading if narrow else acts
        if narrow:
            reading.addWidget(self._language, 1)
        else:
            head.addWidget(self._language)
        head.addWidget(self._large)
        head.addWidget(self._close)
        for button in (self._print, self._slip, self._save):
            acts.addWidget(button)
        acts.addStretch(1)
        turning.addWidget(self._before)
        turning.addWidget(self._count)
        turning.addWidget(self._after)
        tall = (self._paper, self._language, self._large, self._close)
        for part in (*tall, self._print, self._slip, self._save, self._before, self._after):
            part.setFixedHeight(40)
        self._outer.addLayout(head)
        self._outer.addWidget(self._picture, 1)
        self._outer.addWidget(self.path)
        if narrow:
            self._outer.addLayout(reading)
        self._outer.addLayout(acts)

    def _retranslate(self) -> None:
        self._large.set_words(self.tr("大字"), self.tr("用大字排，给看不清小字的人"))
        self._slip.set_words(self.tr("打小票"))
        self._close.set_words(self.tr("收起"))
        self._paper.setAccessibleName(self.tr("哪一份文书"))
        self._language.setAccessibleName(self.tr("用什么文字"))
        self._save.set_words(self.tr("导出 PDF"), self.tr("存成文件；文件里有完整姓名，请存到安全的地方"))
        for button, sign, meant in ((self._before, "‹", self.tr("上一页")), (self._after, "›", self.tr("下一页"))):
            button.set_words(meant)
            button.setToolTip(meant)
            button.setText(sign)
            button.setFixedWidth(40)
        self.path.setAccessibleName(self.tr("导出到哪个文件，按回车保存"))
        self.path.setPlaceholderText(self.tr("导出到哪个文件，按回车保存"))
