"""What became of the receipt's paper, said as far as it is known and no further."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from devices.core.printing import PrintCause, PrintOutcome, PrintState
from kiosk_app.words.say import QT_TRANSLATE_NOOP, say, together

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
_HALF: Final = QT_TRANSLATE_NOOP("Kiosk", "打了一半的不用留；再打的会标明“补打”，一样有用。")


@dataclass(frozen=True, slots=True)
class PrintWords:
    """Title, text and tone, and what helps.

    Attributes:
        again: what the button says that prints once more; empty where none helps.
        asks: only a look into the tray can tell, so the person is asked.
    """

    title: str
    text: str
    tone: str
    again: str = ""
    asks: bool = False


def printing_words() -> PrintWords:
    """While it prints."""
    return PrintWords(
        say(QT_TRANSLATE_NOOP("Kiosk", "正在打印收件凭证…")),
        say(QT_TRANSLATE_NOOP("Kiosk", "请等凭证切下来再拿。")),
        "brand",
    )


def outcome_words(outcome: PrintOutcome | None, *, seen: bool = False) -> PrintWords:
    """When it ended.

    Args:
        outcome: None means that the print desk itself failed.
        seen: the person said that they have it.
    """
    if outcome is None:
        return _failed(_DOWN)
    if seen:
        text = say(QT_TRANSLATE_NOOP("Kiosk", "请收好：到哪个窗口、打电话都凭它。"))
        return PrintWords(say(QT_TRANSLATE_NOOP("Kiosk", "凭证拿到了")), text, "good")
    if outcome.state is PrintState.PRINTED:
        text = say(QT_TRANSLATE_NOOP("Kiosk", "请从出纸口取走，收好。"))
        return PrintWords(say(QT_TRANSLATE_NOOP("Kiosk", "凭证打好了")), text, "good")
    if outcome.state is PrintState.SENT:
        sent = say(QT_TRANSLATE_NOOP("Kiosk", "已经送去打印，一般几秒就出来，请看一下出纸口。"))
        return PrintWords(_question(), together(sent, _another()), "brand", asks=True)
    if outcome.state is PrintState.UNKNOWN:
        silent = say(QT_TRANSLATE_NOOP("Kiosk", "打印机没有回话，请看一下出纸口。"))
        return PrintWords(_question(), together(silent, _another()), "warn", asks=True)
    return _failed(_CAUSES.get(outcome.cause, _DOWN) if outcome.cause else _DOWN, partial=outcome.partial)


def _failed(words: tuple[str, str], *, partial: bool = False) -> PrintWords:
    again = say(QT_TRANSLATE_NOOP("Kiosk", "再打一次"))
    rest = say(_HALF) if partial else ""
    return PrintWords(say(words[0]), together(say(_KEPT), say(words[1]), rest), "warn", again)


def _question() -> str:
    return say(QT_TRANSLATE_NOOP("Kiosk", "凭证出来了吗？"))


def _another() -> str:
    return say(QT_TRANSLATE_NOOP("Kiosk", "没打好就补打一份，标明“补打”，一样有用。"))
