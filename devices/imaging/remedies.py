"""What is wrong with a page and what to do about it, in the words of whoever stands at the glass.

Apps have their own words, in every language; these are for the command line and for whoever uses the library alone.
"""

from __future__ import annotations

from typing import Final

_REMEDIES: Final = {
    "blank": "这一页是空白的。请把有字的一面朝向镜头，再拍一次。",
    "blurred": "字迹模糊。请把纸放平、拿稳，对好焦再拍。",
    "glare": "有反光，遮住了字。请换个角度，或取下塑料套再拍。",
    "cut_corner": "有一个角没拍全或折着。请展平，把四个角都放进来再拍。",
    "low_resolution": "像素太少，小字看不清。请靠近一些，或调高分辨率再拍。",
    "too_dark": "太暗。请开灯，或移开挡光的东西再拍。",
    "duplicate": "这一页已经拍过。请换下一页。",
    "wrong_side": "拍的是另外一面。请翻过来再拍。",
    "wrong_document": "这不像是要的那份材料。请核对名称，换一份再拍。",
}
_SEEMS: Final = {
    "wrong_side": "拍的是{seems}，要的不是这一面。请翻过来再拍。",
    "wrong_document": "这是{seems}，不是要的那份材料。请核对名称，换一份再拍。",
}


def remedy_for(code: str, seems: str = "") -> str:
    """Return the sentences for a finding's code; `seems` names what a wrong side or document is."""
    return _SEEMS[code].format(seems=seems) if seems and code in _SEEMS else _REMEDIES[code]
