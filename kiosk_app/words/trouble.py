"""What to say when the machine itself failed: what is kept, what to do now."""

from __future__ import annotations

from typing import Final

from kiosk_app.words.say import QT_TRANSLATE_NOOP, Remedy, spoken

_BUSY: Final = Remedy(
    QT_TRANSLATE_NOOP("Kiosk", "机器正忙"),
    QT_TRANSLATE_NOOP("Kiosk", "请等几秒，再试一次。"),
)
_FULL: Final = Remedy(
    QT_TRANSLATE_NOOP("Kiosk", "机器存不下了，不是您的问题"),
    QT_TRANSLATE_NOOP("Kiosk", "请点“请人帮忙”，或者到窗口办。"),
)
_TROUBLES: Final = {
    "store_busy": _BUSY,
    "disk_full": _FULL,
    "read_only": _FULL,
    "draft_handed_over": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这件事已经转到别处办了"),
        QT_TRANSLATE_NOOP("Kiosk", "刚才这一步没有存上。请到那里接着办；不是您转的，请找工作人员。"),
    ),
    "draft_leaving": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这件事正在转到别处"),
        QT_TRANSLATE_NOOP("Kiosk", "刚才这一步没有存上。请到那里接着办；没有转成，过一会儿在这里还能办。"),
    ),
    "subject_closed": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这件事现在不能在这里办"),
        QT_TRANSLATE_NOOP("Kiosk", "请点“请人帮忙”，或者到窗口问一下。"),
    ),
}
_ANY: Final = Remedy(
    QT_TRANSLATE_NOOP("Kiosk", "刚才没有存好"),
    QT_TRANSLATE_NOOP("Kiosk", "请再试一次；还不行，请找工作人员，或者到窗口办。"),
)
_OUT_OF_ORDER: Final = Remedy(
    QT_TRANSLATE_NOOP("Kiosk", "这台机器暂时不能办事"),
    QT_TRANSLATE_NOOP("Kiosk", "正在自己恢复，请稍等；也可以用旁边的机器，或者到窗口办。"),
)


def trouble_words(code: str) -> Remedy:
    """Return what to say when an act failed."""
    return spoken(_TROUBLES.get(code, _ANY))


def out_of_order_words() -> Remedy:
    """Return what to say when the terminal can't be opened."""
    return spoken(_OUT_OF_ORDER)
