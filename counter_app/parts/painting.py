"""Text and grounds for painted rows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt, QTextBoundaryFinder
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from counter_app.theme.look import Look

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class Pen:
    """How a line of text is written: pixels, colour role, weight."""

    size: int
    role: str
    bold: bool = False


def write(painter: QPainter, box: QRect, text: str, pen: Pen, look: Look, *, align: Qt.AlignmentFlag = LEFT) -> None:
    """Write one line, shortened with … when it does not fit."""
    painter.setFont(look.font(pen.size, bold=pen.bold))
    painter.setPen(look.colour(pen.role))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(align), shown)


def two_lines(text: str, metrics: QFontMetrics, width: int) -> tuple[str, ...]:
    """Break a text where a line may break into at most two lines of a width; what is left over ends in …."""
    if metrics.horizontalAdvance(text) <= width:
        return (text,)
    fitting = next((at for at in range(len(text), 0, -1) if metrics.horizontalAdvance(text[:at]) <= width), 1)
    breaks = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, text)
    breaks.setPosition(fitting)
    first = fitting if breaks.isAtBoundary() else max(breaks.toPreviousBoundary(), 0) or fitting
    rest = text[first:].lstrip()
    return (text[:first].rstrip(), metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))


def paint_row_ground(painter: QPainter, option: QStyleOptionViewItem, look: Look, *, ground: str = "") -> None:
    """Paint the ground of a row: selected on a card with the brand's frame, on the brand's tint where the keys are."""
    box = QRectF(option.rect).adjusted(1, 1, -1, -1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
    focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
    if selected or focused:
        painter.setPen(QPen(look.colour("brand"), 2))
        painter.setBrush(look.colour("brand_tint" if focused else "card"))
    elif hovered or ground:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("footer" if hovered else ground))
    else:
        return
    painter.drawRoundedRect(box, 8, 8)
