"""Words that leave it to the office what to ask for: refused in a catalogue (REQUIREMENTS A8, DG16 三(一)2)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_PAPERS: Final = "(?:材料|资料|文件|文书|证明|证件|证照|手续|佐证|凭证|票据|要件|附件)"
_THINGS: Final = f"(?:{_PAPERS}|条件|情形|情况|事项)"
_BETWEEN: Final = "(?:有关|相关|必要|必需|必须|所需|需要|需|应当|应|须|规定|要求|可能|提交|提供|补充|的)*"
_WHO: Final = "(?:窗口|工作人员|(?:经办|办事|办理|审核|审批)人员|(?:审批|审核|主管|受理|办理|登记)(?:部门|机关|机构))"
_END: Final = "(?=[，。；、）]|$)"
_CATCH_ALL: Final = re.compile(
    rf"(?:(?:规定|要求|需要)的?)?(?:其[他它余]|别的){_BETWEEN}{_THINGS}"
    rf"|(?:规定|要求|需要)的其[他它余]|(?:以及|及|和|与|或者?)其[他它余]{_END}"
    rf"|(?:有关|相关|必要|所需|必需)的?(?:{_PAPERS}|条件)|(?:有关|相关)(?:部门|单位|机构)"
    rf"|(?:等|以及)(?:有关|相关)?(?:材料|资料|文件|证明|证件)+{_END}"
    rf"|等等|(?<![平同上中下高初对相头均优劣一二三四五])等{_END}"
    r"|[其别][他它余的](?:需要?|应当?|须|必须|要)[^，。；、]{0,8}东西"
    r"|包括但不限于|兜底|^其[他它余]$"
)
_VAGUE: Final = re.compile(
    r"视(?:具体|实际)?情(?:况|形)?(?:而定)?|视需要|按需要?(?:提供|提交|补充)|酌情|酌定|原则上|一般情况下|特殊情况|必要时"
    r"|适当(?:延长|提供|增加|放宽)|根据(?:需要|实际情况|具体情况)|认为(?:需要|必要|应当)|若干"
    r"|[如若确]有(?:需要|必要)的?，?(?:另|应|须|需|再|要求|提供|提交|补充)|可能(?:需要|要求)?(?:另行)?(?:提供|提交|补充)"
    r"|(?:按照?|依照?|依据|根据)(?:有关|相关)(?:规定|要求|政策|法律|法规)|另行(?:通知|规定|告知|提供|提交)"
    rf"|以{_WHO}?(?:的)?(?:要求|实际|通知|口径|解释|意见)(?:要求|情况)?为准|[由经]{_WHO}(?:自行)?(?:决定|确定|认定|掌握|裁量|认可)"
    rf"|{_WHO}(?:要求|需要|指定)(?:提供|提交|补充)?的"
    rf"|(?:{_WHO}|领导)?(?:认为|觉得)(?:还|仍|另|应|须|须要|还要|还需)(?:要|需|需要)?"
    r"|[经由](?:[^，。；、《》]{0,6})领导(?:同意|批准|审批|签字|研究)"
)
_TITLES: Final = re.compile("《[^《》]*》")
_LETTERS: Final = str.maketrans(
    "視況關資證據規須應當實際備補變業辦認為餘,;", "视况关资证据规须应当实际备补变业办认为余，；"
)
_BASIS: Final = re.compile(r"《([^《》]{2,})》|〔[0-9]{4}〕[0-9]+号")
_NO_TITLE: Final = re.compile(
    r"(?:本?(?:部门|单位|窗口|机关|系统|局|市|省)?(?:的)?)?(?:有关|相关|内部|上级|其[他它]|国家|现行)?(?:的)?"
    r"(?:法律|法规|规章|规定|要求|政策|文件|制度|通知|办法|条例|口径)+"
)


def vague_words(text: str) -> tuple[str, ...]:
    """Return the catch-all and vague phrases of a text, in their order.

    Blanks between letters and traditional or full-width forms hide none; a law's title is not searched.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).translate(_LETTERS)
    plain = _TITLES.sub("", plain)
    found = [match for pattern in (_CATCH_ALL, _VAGUE) for match in pattern.finditer(plain)]
    found.sort(key=lambda match: match.start())
    return tuple(dict.fromkeys(match.group().strip("，。；、") for match in found))


def names_a_law(text: str) -> bool:
    """Tell whether a legal basis names a law by its title or a document by its number, and not just some rule."""
    return any(not match[1] or not _NO_TITLE.fullmatch(match[1]) for match in _BASIS.finditer(text))
