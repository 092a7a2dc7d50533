"""The applicant's screen: a second one, where there is one, that shows the code of a draft that is handed over."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from counter_app.parts.boxes import column
from counter_app.parts.labels import make_label
from counter_app.ports.drafts import OfferState
from counter_app.views.offer import CodePicture


class ApplicantScreen(QWidget):
    """Shows itself on the second screen while there is something to show; without one it stays hidden.

    Nobody works there: keys go on to the counter's window.
    """

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenRemoved.connect(self._put_away)
        self.setObjectName("applicant_screen")
        self.setWindowTitle(self.tr("一门 · 请看这里"))
        self._code = CodePicture("applicant_code")
        self._code.setMaximumHeight(16_777_215)
        self._typed = make_label("brush", name="applicant_typed")
        self._line = make_label("title", self.tr("扫码接着办；也可以抄下提取码"), wrap=True)
        self._until = make_label("title", name="applicant_until")
        self._rule = make_label("title", self.tr("这不是收件凭证，还没有提交"), wrap=True)
        inside = column(self, margin=48, gap=20)
        for label in (self._line, self._typed, self._until, self._rule):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside.addWidget(self._line)
        inside.addWidget(self._code, 1)
        inside.addWidget(self._typed)
        inside.addWidget(self._until)
        inside.addWidget(self._rule)

    def show_offer(self, offer: OfferState | None) -> None:
        """Show a code on the second screen, or nothing."""
        screens = QGuiApplication.screens()
        if offer is None or len(screens) < 2:
            self._put_away()
            return
        self.fill(offer)
        self.setGeometry(screens[1].geometry())
        # Not showFullScreen(), which takes the keyboard along.
        self.setWindowState(Qt.WindowState.WindowFullScreen)
        self.show()

    @Slot()
    def _put_away(self) -> None:
        """Show nothing, also where a screen was unplugged: its window would come to lie over the counter's own."""
        self._code.show_code(QImage())
        self._typed.clear()
        self.hide()

    def fill(self, offer: OfferState) -> None:
        """Set what is shown."""
        self._code.show_code(offer.qr)
        self._typed.setText(offer.typed)
        self._until.setText(self.tr("存到 {until}").format(until=offer.until))
