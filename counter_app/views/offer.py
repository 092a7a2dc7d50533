"""The code of a draft that is handed over, large enough for a colleague's gun; or a draft that is only looked at."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.labels import make_label
from counter_app.ports.drafts import OfferState
from counter_app.theme.look import Look


class CodePicture(QWidget):
    """A QR code in whole dots, on white whatever the ground."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._image = QImage()
        self.setMinimumSize(220, 220)
        self.setMaximumHeight(440)

    def show_code(self, image: QImage) -> None:
        """Show another code."""
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._image.isNull():
            return
        painter = QPainter(self)
        side = min(self.width(), self.height())
        box = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        painter.fillRect(box, Qt.GlobalColor.white)
        painter.drawImage(box, self._image)


class OfferPanel(QWidget):
    """What stands in the place of the list.

    Signals:
        printAsked, closed: what was asked for.
    """

    printAsked = Signal()
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("offer")
        self._title = make_label("title", name="offer_title", wrap=True)
        self._line = make_label("soft", name="offer_line", wrap=True)
        self._code = CodePicture("offer_code")
        self._typed = make_label("number", name="offer_typed")
        self._until = make_label("facts", name="offer_until", wrap=True)
        self._paper = make_label("details", name="offer_paper", wrap=True)
        self._facts = QGridLayout()
        self._print = KeyButton(look, "offer_print", ButtonKind.NORMAL)
        self._close = KeyButton(look, "offer_close", ButtonKind.PRIMARY, "Esc")
        self._print.clicked.connect(self.printAsked)
        self._close.clicked.connect(self.closed)
        self._rows: tuple[tuple[str, str], ...] = ()
        self._lay_out()

    def set_state(self, offer: OfferState | None, read_only: tuple[tuple[str, str], ...]) -> None:
        """Show a code, or what is known of a draft that went; nothing for neither."""
        self.setVisible(offer is not None or bool(read_only))
        for widget in (self._code, self._typed, self._until, self._print):
            widget.setVisible(offer is not None)
        self._paper.setVisible(offer is not None and bool(offer.paper))
        if offer is not None:
            self._title.setText(self.tr("交出：{subject}").format(subject=offer.subject))
            self._line.setText(self.tr("请对方扫这个码；自助机上点“继续办理”。在有人接走以前，这里还能接着改。"))
            self._code.show_code(offer.qr)
            self._typed.setText(offer.typed)
            self._until.setText(self.tr("提取码，和申请人的身份证一起用。存到 {until}").format(until=offer.until))
            self._paper.setText(offer.paper)
            self._print.setEnabled(offer.can_print)
        elif read_only:
            self._title.setText(self.tr("只能看，不能改"))
            self._line.setText(self.tr("这一件已经转走，或者正在转走。那边还没动过的，可以取回。"))
        self._show_facts(read_only)
        self._print.set_words(self.tr("打印草稿条"), self.tr("打给申请人带走"))
        self._close.set_words(self.tr("好了"))

    def _show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        if facts == self._rows:
            return
        self._rows = facts
        while (item := self._facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, (label, value) in enumerate(facts):
            self._facts.addWidget(make_label("soft", label), place, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(make_label("facts", value, wrap=True), place, 1)
        self._facts.setColumnStretch(1, 1)

    def _lay_out(self) -> None:
        inside = column(self, gap=10)
        inside.addWidget(self._title)
        inside.addWidget(self._line)
        inside.addWidget(self._code, 6)
        inside.addWidget(self._typed, 0, Qt.AlignmentFlag.AlignHCenter)
        for line in (self._until, self._paper):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(self._until)
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(10)
        inside.addLayout(self._facts)
        inside.addWidget(self._paper)
        inside.addStretch(1)
        acts = row(gap=10)
        for button in (self._print, self._close):
            button.setFixedHeight(44)
            acts.addWidget(button)
        inside.addLayout(acts)
