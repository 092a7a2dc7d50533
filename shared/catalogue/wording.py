"""Words that leave it to the office what to ask for: refused in a catalogue (REQUIREMENTS A8, DG16 三(一)2)."""

from __future__ import annotations

import re
from typing import Final

_CATCH_ALL: Final = re.compile(
    r"(?:(?:规定|要求|需要)的)?其[他它](?:有关|相关|必要|必需|所需|需要|应当|规定)?(?:的)?(?:材料|资料|文件|证明|证件|手续|条件|情形)"
    r"|(?:有关|相关|必要的?|所需的?)(?:材料|资料|文件|证明|证件|手续)"
    r"|(?:等|以及)(?:有关|相关)?(?:材料|资料|文件|证明)(?:[，。；、]|$)"
    r"|(?:规定|要求|需要)的其[他它]"
    r"|兜底"
)
_VAGUE: Final = re.compile(
    r"视(?:具体)?情(?:况|形)?(?:而定)?|酌情|原则上|一般情况下|特殊情况|必要时|适当(?:延长|提供|增加)"
    r"|根据(?:需要|实际情况|具体情况)|认为(?:需要|必要|应当)|按(?:有关|相关)规定|依(?:有关|相关)规定|若干"
)
_BASIS: Final = re.compile(r"《[^《》]{2,}》|〔[0-9]{4}〕[0-9]+号")


def vague_words(text: str) -> tuple[str, ...]:
    """Return the catch-all and vague phrases of a text, in their order."""
    found = [match for pattern in (_CATCH_ALL, _VAGUE) for match in pattern.finditer(text)]
    return tuple(match.group().strip("，。；、") for match in sorted(found, key=lambda match: match.start()))


def names_a_law(text: str) -> bool:
    """Tell whether a legal basis names a law by its title or a document by its number."""
    return _BASIS.search(text) is not None
