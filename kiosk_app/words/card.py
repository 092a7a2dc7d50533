"""What to say when a card was not read or its holder can't be taken."""

from __future__ import annotations

from typing import Final

from kiosk_app.words.say import QT_TRANSLATE_NOOP, Remedy, spoken

_AGAIN: Final = Remedy(
    QT_TRANSLATE_NOOP("Kiosk", "没读出来"),
    QT_TRANSLATE_NOOP("Kiosk", "可能放得早了，或者拿得快了。请拿起来，再平放一次，听到提示再拿走。"),
)
_OUT: Final = Remedy(
    QT_TRANSLATE_NOOP("Kiosk", "读卡器没有反应，不是您的问题"),
    QT_TRANSLATE_NOOP("Kiosk", "请用旁边的机器，或者到窗口办：{place}，{hours}。也可以打 {phone}。"),
)
_DEFECT: Final = Remedy(
    QT_TRANSLATE_NOOP("Kiosk", "这张身份证读不了"),
    QT_TRANSLATE_NOOP(
        "Kiosk", "芯片可能坏了。请到窗口由工作人员核对身份：{place}，{hours}。坏了的身份证可以到派出所换领。"
    ),
)
_REMEDIES: Final = {
    "no_card": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "还没放好"),
        QT_TRANSLATE_NOOP("Kiosk", "请把身份证平放在读卡区，别拿在手里。"),
    ),
    "card_read_failed": _AGAIN,
    "checksum_error": _AGAIN,
    "truncated_frame": _AGAIN,
    "protocol_error": _AGAIN,
    "card_auth_failed": _DEFECT,
    "card_data_invalid": _DEFECT,
    "photo_undecodable": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "证件照片没有读出来"),
        QT_TRANSLATE_NOOP("Kiosk", "不影响办理，请再放一次身份证。"),
    ),
    "number_invalid": _DEFECT,
    "details_differ": _DEFECT,
    "unknown_card_type": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这张卡不是身份证"),
        QT_TRANSLATE_NOOP(
            "Kiosk", "能读的有：居民身份证、港澳台居民居住证、外国人永久居留身份证。别的证件，请到窗口办：{place}。"
        ),
    ),
    "card_expired": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这张身份证过期了"),
        QT_TRANSLATE_NOOP("Kiosk", "过期的证件不能在这里办。请到派出所换领；着急的，可以带临时身份证到窗口：{place}。"),
    ),
    "same_person_twice": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这张身份证刚才刷过了"),
        QT_TRANSLATE_NOOP("Kiosk", "现在请另一位放身份证。"),
    ),
    "wrong_sex_for_role": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这张身份证对不上"),
        QT_TRANSLATE_NOOP("Kiosk", "现在请{role}放身份证。"),
    ),
}


def card_remedy(code: str, **values: object) -> Remedy:
    """Return what to say for a reader's or the desk's code; a code that names no card means that the reader is out."""
    return spoken(_REMEDIES.get(code, _OUT), **values)
