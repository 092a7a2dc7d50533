"""What to say when a page was not scanned, or was and can't be kept."""

from __future__ import annotations

from typing import Final

from kiosk_app.words.say import QT_TRANSLATE_NOOP, Remedy, say, spoken

_OUT: Final = Remedy(
    QT_TRANSLATE_NOOP("Kiosk", "扫描台没有反应，不是您的问题"),
    QT_TRANSLATE_NOOP("Kiosk", "前面的都还在。请点“请人帮忙”，或者到窗口办：{place}，{hours}。"),
)
_AGAIN: Final = Remedy(
    QT_TRANSLATE_NOOP("Kiosk", "没有拍成"),
    QT_TRANSLATE_NOOP("Kiosk", "前面拍好的都还在。请把{name}放平，再拍一次。"),
)
_TROUBLES: Final = {
    "no_paper": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "扫描台上没有纸"),
        QT_TRANSLATE_NOOP("Kiosk", "前面拍好的都还在。请把{name}放好，再试一次。"),
    ),
    "cover_open": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "扫描台的盖子没合上"),
        QT_TRANSLATE_NOOP("Kiosk", "前面拍好的都还在。请合上盖子，再拍一次。"),
    ),
    "paper_jam": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "纸卡住了"),
        QT_TRANSLATE_NOOP("Kiosk", "别硬拉，以免撕坏。请点“请人帮忙”，前面拍好的都还在。"),
    ),
    "device_busy": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "扫描台正忙"),
        QT_TRANSLATE_NOOP("Kiosk", "前面拍好的都还在。请等几秒，再拍一次。"),
    ),
    "short_image": _AGAIN,
    "io_error": _AGAIN,
    "image_invalid": _AGAIN,
    "foreign_file": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "扫描台里有别的文件，不是您的问题"),
        QT_TRANSLATE_NOOP("Kiosk", "要由工作人员移走。请点“请人帮忙”，前面拍好的都还在。"),
    ),
    "image_truncated": _AGAIN,
    "corners_impossible": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "四个角围不成一页纸"),
        QT_TRANSLATE_NOOP("Kiosk", "前面拍好的都还在。请把纸放平，再拍一次。"),
    ),
    "too_many_pages": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这份材料够了"),
        QT_TRANSLATE_NOOP("Kiosk", "不用再拍。拍错的，点那一页再点“重拍这页”。"),
    ),
    "disk_full": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "机器存不下了，不是您的问题"),
        QT_TRANSLATE_NOOP("Kiosk", "前面拍好的都还在。请点“请人帮忙”。"),
    ),
}
_OF_THE_GLASS: Final = frozenset({"no_paper", "cover_open", "paper_jam", "device_busy"})
_FOR_STAFF: Final = frozenset({"paper_jam", "disk_full", "foreign_file"})
_FINDINGS: Final = {
    "blank": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这一页是空白的"),
        QT_TRANSLATE_NOOP("Kiosk", "可能放反了。请把有字的一面对着扫描台，再拍一次。"),
    ),
    "blurred": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这一页拍糊了"),
        QT_TRANSLATE_NOOP("Kiosk", "请把纸压平，手离开后再拍一次。"),
    ),
    "glare": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这一页有反光"),
        QT_TRANSLATE_NOOP("Kiosk", "请换个角度，或者取下塑料套，再拍一次。"),
    ),
    "cut_corner": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "有一个角没拍全"),
        QT_TRANSLATE_NOOP("Kiosk", "请把折角展平，四个角都放进来，再拍一次。"),
    ),
    "too_dark": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这一页太暗"),
        QT_TRANSLATE_NOOP("Kiosk", "可能有东西挡住了灯。请移开，再拍一次。"),
    ),
    "duplicate": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这一页刚才拍过"),
        QT_TRANSLATE_NOOP("Kiosk", "请换下一页，再拍一次。"),
    ),
    "wrong_side": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这是另外一面"),
        QT_TRANSLATE_NOOP("Kiosk", "请翻过来，再拍一次。"),
    ),
    "wrong_document": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这一页像是别的材料"),
        QT_TRANSLATE_NOOP("Kiosk", "请对照上面的名称，换成要拍的那份，再拍一次。"),
    ),
    "outline_unsure": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "纸的边没有认准"),
        QT_TRANSLATE_NOOP("Kiosk", "请拿开旁边的东西，四个角都放进来，再拍一次。也可以点“自己对边”。"),
    ),
    "low_resolution": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "拍得不够清楚"),
        QT_TRANSLATE_NOOP("Kiosk", "字太糊，工作人员看不清。请放平、放正，再拍一次。"),
    ),
}


_MISSING: Final = {
    "front": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "正面还没拍"),
        QT_TRANSLATE_NOOP("Kiosk", "这是{seems}，前面拍过了。请翻过来，拍另外一面。"),
    ),
    "back": Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "反面还没拍"),
        QT_TRANSLATE_NOOP("Kiosk", "这是{seems}，前面拍过了。请翻过来，拍另外一面。"),
    ),
}
_SEEMS: Final = QT_TRANSLATE_NOOP("Kiosk", "这是{seems}")


_BLANK_UNDER_THE_CAMERA: Final = Remedy(
    QT_TRANSLATE_NOOP("Kiosk", "这一页是空白的"),
    QT_TRANSLATE_NOOP("Kiosk", "可能放反了。请把有字的一面朝上，再拍一次。"),
)


def page_finding(code: str, seems: str = "", missing: str = "", *, by_camera: bool = False) -> Remedy:
    """Return what is wrong with a page and how to mend it.

    Args:
        code: of the finding.
        seems: the name of what a wrong side or document is, where that is known.
        missing: front or back, where that side is still to come and the other was taken before.
        by_camera: it was taken from above.
    """
    if code == "blank" and by_camera:
        return spoken(_BLANK_UNDER_THE_CAMERA)
    if code == "wrong_side" and missing:
        return spoken(_MISSING[missing], seems=seems)
    remedy = _FINDINGS.get(code, _FINDINGS["low_resolution"])
    if code in {"wrong_side", "wrong_document"} and seems:
        return spoken(Remedy(_SEEMS, remedy.text), seems=seems)
    return spoken(remedy)


def pages_lie(*, by_camera: bool) -> str:
    """Return where a page is to be put, as it ends a prompt."""
    under, on = QT_TRANSLATE_NOOP("Kiosk", "灯下"), QT_TRANSLATE_NOOP("Kiosk", "扫描台上")
    return say(under if by_camera else on)


def please_check(name: str) -> str:
    """Ask to look at a page that bears no mark of what it should be."""
    return say(QT_TRANSLATE_NOOP("Kiosk", "请看一眼：这一页是{name}吗？"), name=name)


_SIGHTS: Final = {
    "waiting": QT_TRANSLATE_NOOP("Kiosk", "请把纸放到灯下"),
    "unsure": QT_TRANSLATE_NOOP("Kiosk", "放正一些，四个角都要看得见"),
    "moving": QT_TRANSLATE_NOOP("Kiosk", "放稳，会自动拍"),
    "holding": QT_TRANSLATE_NOOP("Kiosk", "很好，请别动"),
    "taken": QT_TRANSLATE_NOOP("Kiosk", "这一页拍过了，请换下一页"),
    "dark": QT_TRANSLATE_NOOP("Kiosk", "太暗了，请别挡住灯"),
    "covered": QT_TRANSLATE_NOOP("Kiosk", "镜头被挡住了，请移开"),
}
_CAMERA_GONE: Final = Remedy(
    QT_TRANSLATE_NOOP("Kiosk", "镜头没有画面，不是您的问题"),
    QT_TRANSLATE_NOOP(
        "Kiosk", "前面的都还在。接好以后会自己继续；等不及请点“请人帮忙”，或者到窗口办：{place}，{hours}。"
    ),
)
_CAMERA_FAILED: Final = Remedy(
    QT_TRANSLATE_NOOP("Kiosk", "镜头没有画面，不是您的问题"),
    QT_TRANSLATE_NOOP(
        "Kiosk", "前面拍好的都还在。请再拍一次；还不行，请点“请人帮忙”，或者到窗口办：{place}，{hours}。"
    ),
)
_CAMERA_GONE_GLASS: Final = Remedy(
    QT_TRANSLATE_NOOP("Kiosk", "镜头没有画面，不是您的问题"),
    QT_TRANSLATE_NOOP("Kiosk", "前面的都还在。请把{name}放到扫描台上，再点下面的“用扫描台拍”。"),
)


def sight_words(sight: str) -> str:
    """Return what is said of what the camera sees."""
    return say(_SIGHTS.get(sight, _SIGHTS["waiting"]))


def camera_gone(*, has_glass: bool, **values: object) -> Remedy:
    """Return what to say while the camera shows nothing."""
    return spoken(_CAMERA_GONE_GLASS if has_glass else _CAMERA_GONE, **values)


def scan_trouble(code: str, *, by_camera: bool = False, **values: object) -> Remedy:
    """Return what to say when no page came, from the glass or from under the camera."""
    if by_camera and _is_about_the_device(code):
        return spoken(_CAMERA_FAILED, **values)
    return spoken(_TROUBLES.get(code, _OUT), **values)


def not_kept(*, again: bool) -> str:
    """Return what became of a page that was refused; again after a second one in a row."""
    if again:
        return say(
            QT_TRANSLATE_NOOP("Kiosk", "这一页没有留下。连着两次没拍好，多半不怪您，请点“请人帮忙”；前面拍好的都还在。")
        )
    return say(QT_TRANSLATE_NOOP("Kiosk", "这一页没有留下，前面拍好的都还在。"))


def _is_about_the_device(code: str) -> bool:
    """Whether it is the device that gave no page, so that its words name the device."""
    return code in _OF_THE_GLASS or is_about_the_scanner(code)


def needs_help(code: str, *, by_camera: bool) -> bool:
    """Whether nobody at a kiosk can mend it alone: its words send to “请人帮忙” first."""
    return code in _FOR_STAFF or (is_about_the_scanner(code) and not by_camera)


def is_about_the_scanner(code: str) -> bool:
    """Whether scanning again can't help."""
    return bool(code) and code not in _TROUBLES
