"""What became of the receipt's paper, said as far as it is known and no further."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from devices.core.printing import PrintCause, PrintOutcome, PrintState
from kiosk_app.words.say import QT_TRANSLATE_NOOP, say

_KEPT: Final = QT_TRANSLATE_NOOP("Kiosk", "办件已经收下，不受影响。")
_CAUSES: Final = {
    PrintCause.PAPER_END: (
        QT_TRANSLATE_NOOP("Kiosk", "没有打出来：打印机没纸了"),
        QT_TRANSLATE_NOOP("Kiosk", "请拍下编号和二维码，一样有用。工作人员换好纸，点“再打一次”。"),
    ),
    PrintCause.COVER_OPEN: (
        QT_TRANSLATE_NOOP("Kiosk", "没有打出来：打印机盖子开着"),
        QT_TRANSLATE_NOOP("Kiosk", "请拍下编号和二维码，一样有用。盖子合上后，点“再打一次”。"),
    ),
    PrintCause.CUTTER: (
        QT_TRANSLATE_NOOP("Kiosk", "没有打好：切纸刀卡住了"),
        QT_TRANSLATE_NOOP("Kiosk", "请拍下编号和二维码，一样有用。请点“请人帮忙”。"),
    ),
    PrintCause.OVERHEAT: (
        QT_TRANSLATE_NOOP("Kiosk", "打印机太热，歇一会儿"),
        QT_TRANSLATE_NOOP("Kiosk", "请等一分钟，点“再打一次”；不等的话，拍下编号和二维码就行。"),
    ),
}
_DOWN: Final = (
    QT_TRANSLATE_NOOP("Kiosk", "没有打出来：打印机没有反应"),
    QT_TRANSLATE_NOOP("Kiosk", "请拍下编号和二维码，一样有用：到哪个窗口、打电话都凭它。"),
)


@dataclass(frozen=True, slots=True)
class PrintWords:
    """Title, text, tone and the button that helps; the button is empty when none does."""

    title: str
    text: str
    tone: str
    again: str = ""


def printing_words() -> PrintWords:
    """While it prints."""
    return PrintWords(
        say(QT_TRANSLATE_NOOP("Kiosk", "正在打印收件凭证…")),
        say(QT_TRANSLATE_NOOP("Kiosk", "请等凭证切下来再拿。")),
        "brand",
    )


def outcome_words(outcome: PrintOutcome | None) -> PrintWords:
    """When it ended; None means that the print desk itself failed."""
    if outcome is None:
        return _failed(_DOWN)
    if outcome.state is PrintState.PRINTED:
        text = say(QT_TRANSLATE_NOOP("Kiosk", "请从出纸口取走，收好。"))
        return PrintWords(say(QT_TRANSLATE_NOOP("Kiosk", "凭证打好了")), text, "good")
    if outcome.state is PrintState.SENT:
        return PrintWords(
            say(QT_TRANSLATE_NOOP("Kiosk", "凭证送去打印了")),
            say(
                QT_TRANSLATE_NOOP(
                    "Kiosk", "一般几秒就出来，请看一下出纸口。没有出来，点“补打一份”，补打的会标明“补打”。"
                )
            ),
            "brand",
            _extra_copy(),
        )
    if outcome.state is PrintState.UNKNOWN:
        text = say(
            QT_TRANSLATE_NOOP("Kiosk", "打印机没有回话。出纸口有凭证就拿走；没有就点“补打一份”，补打的会标明“补打”。")
        )
        title = say(QT_TRANSLATE_NOOP("Kiosk", "不确定有没有打出来"))
        return PrintWords(title, say(_KEPT) + text, "warn", _extra_copy())
    return _failed(_CAUSES.get(outcome.cause, _DOWN) if outcome.cause else _DOWN)


def _failed(words: tuple[str, str]) -> PrintWords:
    again = say(QT_TRANSLATE_NOOP("Kiosk", "再打一次"))
    return PrintWords(say(words[0]), say(_KEPT) + say(words[1]), "warn", again)


def _extra_copy() -> str:
    return say(QT_TRANSLATE_NOOP("Kiosk", "补打一份"))
