"""What became of the paper of a draft's slip, said as far as it is known and no further."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from devices.core.printing import PrintCause, PrintState
from kiosk_app.words.say import QT_TRANSLATE_NOOP, say

_CAUSES: Final = {
    PrintCause.PAPER_END: QT_TRANSLATE_NOOP("Kiosk", "条没有打出来：打印机没纸了"),
    PrintCause.COVER_OPEN: QT_TRANSLATE_NOOP("Kiosk", "条没有打出来：打印机盖子开着"),
    PrintCause.CUTTER: QT_TRANSLATE_NOOP("Kiosk", "条没有打好：切纸刀卡住了"),
    PrintCause.OVERHEAT: QT_TRANSLATE_NOOP("Kiosk", "打印机太热，歇一会儿"),
}
_DOWN: Final = QT_TRANSLATE_NOOP("Kiosk", "条没有打出来：打印机没有反应")
_PHOTOGRAPH: Final = QT_TRANSLATE_NOOP("Kiosk", "已经存好，不受影响。请拍下提取码，或者抄下来，一样能接着办。")


@dataclass(frozen=True, slots=True)
class SlipWords:
    """Title, text and tone; `again`: what the button says that prints once more, empty where none helps."""

    title: str
    text: str
    tone: str
    again: str = ""


def slip_words(end: PrintState | None, cause: str, *, printing: bool) -> SlipWords:
    """Return what to say of the slip."""
    again = say(QT_TRANSLATE_NOOP("Kiosk", "再打一张"))
    if printing or end is None:
        waits = say(QT_TRANSLATE_NOOP("Kiosk", "请等条切下来再拿。"))
        return SlipWords(say(QT_TRANSLATE_NOOP("Kiosk", "正在打印草稿条…")), waits, "brand")
    if end is PrintState.PRINTED:
        keep = say(QT_TRANSLATE_NOOP("Kiosk", "请从出纸口取走，收好，别给别人拍。"))
        return SlipWords(say(QT_TRANSLATE_NOOP("Kiosk", "草稿条打好了")), keep, "good")
    if end is PrintState.FAILED:
        known = next((words for known, words in _CAUSES.items() if known.value == cause), _DOWN)
        return SlipWords(say(known), say(_PHOTOGRAPH), "warn", again)
    look = say(QT_TRANSLATE_NOOP("Kiosk", "一般几秒就出来。没出来、没打清楚的，再打一张；拍下提取码也一样。"))
    return SlipWords(say(QT_TRANSLATE_NOOP("Kiosk", "请看一下出纸口")), look, "brand", again)
