"""The machine's own state in few words, honest and calm."""

from __future__ import annotations

from typing import Final

from devices.core.printing import PrintCause, PrinterStatus
from devices.core.status import DeviceState
from kiosk_app.words.say import QT_TRANSLATE_NOOP, say

GOOD, WARN, BAD = "good", "warn", "bad"
_WELL: Final = frozenset({DeviceState.READY, DeviceState.BUSY, DeviceState.ATTENTION})
_PRINT_CAUSES: Final = {
    PrintCause.PAPER_END: QT_TRANSLATE_NOOP("Kiosk", "打印 没纸了"),
    PrintCause.COVER_OPEN: QT_TRANSLATE_NOOP("Kiosk", "打印 盖子开着"),
}


def reader_words(state: DeviceState | None) -> tuple[str, str]:
    """Return label and tone; None means that it has not been asked yet."""
    if state is None:
        return say(QT_TRANSLATE_NOOP("Kiosk", "读卡 检查中")), WARN
    return _device(
        state,
        say(QT_TRANSLATE_NOOP("Kiosk", "读卡 正常")),
        say(QT_TRANSLATE_NOOP("Kiosk", "读卡 不能用")),
    )


def scanner_words(state: DeviceState | None) -> tuple[str, str]:
    """Return label and tone; None means that it has not been asked yet."""
    if state is None:
        return say(QT_TRANSLATE_NOOP("Kiosk", "扫描 检查中")), WARN
    return _device(
        state,
        say(QT_TRANSLATE_NOOP("Kiosk", "扫描 正常")),
        say(QT_TRANSLATE_NOOP("Kiosk", "扫描 不能用")),
    )


def printer_words(status: PrinterStatus | None) -> tuple[str, str]:
    """Return label and tone; a printer that does not answer is not known to work."""
    if status is None:
        return say(QT_TRANSLATE_NOOP("Kiosk", "打印 检查中")), WARN
    if status.cause in _PRINT_CAUSES:
        return say(_PRINT_CAUSES[status.cause]), BAD
    if status.state in _WELL and status.paper_low:
        return say(QT_TRANSLATE_NOOP("Kiosk", "打印 纸快用完")), WARN
    if status.state is DeviceState.UNKNOWN:
        return say(QT_TRANSLATE_NOOP("Kiosk", "打印 没有回话")), WARN
    return _device(
        status.state,
        say(QT_TRANSLATE_NOOP("Kiosk", "打印 正常")),
        say(QT_TRANSLATE_NOOP("Kiosk", "打印 不能用")),
    )


def network_words(online: bool | None) -> tuple[str, str]:
    """Return label and tone; without a network everything but the sending goes on."""
    if online is None:
        return say(QT_TRANSLATE_NOOP("Kiosk", "网络 正在连")), WARN
    if online:
        return say(QT_TRANSLATE_NOOP("Kiosk", "网络 已连接")), GOOD
    return say(QT_TRANSLATE_NOOP("Kiosk", "网络 断开")), WARN


def _device(state: DeviceState, well: str, ill: str) -> tuple[str, str]:
    return (well, GOOD) if state in _WELL else (ill, BAD)
