"""Breaking a paragraph into lines: 禁则, whole words and numbers, columns as the printer counts them.

Rules after GB/T 15834-2011 §5.1 (where punctuation may stand) and W3C's Requirements for Chinese Text Layout.
"""

from __future__ import annotations

import re

from devices.receipt_printer.text import GLUE, char_columns, columns_of

_CLOSING = "，。、；：？！）》」』】〕〉］｝〗〙〛”’…·～％‰℃°″′々ー∶﹐﹑﹒﹔﹕﹖﹗"
_NOT_AT_START = _CLOSING + "—–-,.;:?!)]}>%/|"
_NOT_AT_END = "（《「『【〔〈［｛〖〘〚“‘￥＄￡№([{<#"
_LATIN = f"[!-~{GLUE}\u00a1-\u00b6\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff\u0370-\u03ff\u0400-\u04ff]+"
_SPACES = " \u3000"
# A mark stays with what it follows, a Chinese one over spaces too; after a space a Latin one begins a word: -5.
_UNITS = re.compile(
    f"[{_SPACES}]+|[{re.escape(_NOT_AT_END)}]*(?:{_LATIN}|——|……|[^{_SPACES}])[\u0300-\u036f]*"
    f"[{re.escape(_NOT_AT_START)}]*(?:[{_SPACES}]+[{_CLOSING}][{re.escape(_NOT_AT_START)}]*)*"
)
_GOOD_CUTS = frozenset("/-?&=.,_:;")
_LOOK_BACK = 12
_ORPHAN = 2


def wrap(text: str, width: int) -> list[str]:
    """Break one normalised paragraph into lines of at most width columns.

    Spaces at a break are dropped, leading spaces of the paragraph are kept. Returns [""] for an empty paragraph.
    """
    text = text.rstrip(_SPACES)
    if columns_of(text) <= width:
        return [text]
    return _without_orphan(_broken(text, width), text, width)


def _broken(text: str, width: int) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    for unit in _UNITS.findall(text):
        size = columns_of(unit)
        if used + size <= width:
            if line or not lines or unit[0] not in _SPACES:
                line += unit
                used += size
        elif unit[0] not in _SPACES:
            pieces = _cut(unit, width - used, width) if size > width else ["", unit]
            lines += _trimmed(line + pieces[0])
            lines += pieces[1:-1]
            line, used = pieces[-1], columns_of(pieces[-1])
    return lines + _trimmed(line)


def wrap_evenly(text: str, width: int) -> list[str]:
    """Break as wrap does, into as many lines but of like length: for headings in the middle of the paper."""
    lines = wrap(text, width)
    if len(lines) < 2:
        return lines
    for narrower in range(-(-columns_of(text) // len(lines)), width):
        even = wrap(text, narrower)
        if len(even) == len(lines):
            return even
    return lines


def _without_orphan(lines: list[str], text: str, width: int) -> list[str]:
    """Take one more character down when the last line would hold a single one, unless that would part a unit."""
    if len(lines) < 2 or columns_of(lines[-1]) > _ORPHAN:
        return lines
    tail = lines[-2] + lines[-1]
    narrower = width - _ORPHAN
    if not text.endswith(tail) or any(columns_of(unit) > narrower for unit in _UNITS.findall(tail)):
        return lines
    again = _broken(tail, narrower)
    return [*lines[:-2], *again] if len(again) == 2 else lines


def _trimmed(line: str) -> list[str]:
    line = line.rstrip(_SPACES)
    return [line] if line else []


def _cut(unit: str, room: int, width: int) -> list[str]:
    """Cut a unit that no line can hold, after a separator where one is near; spaces before its marks are dropped.

    The first piece goes into the room left on the current line; it is empty when that is too little to be worth it.
    """
    unit = "".join(char for char in unit if char not in _SPACES)
    pieces = [] if columns_of(unit) > room >= max(_ORPHAN, width // 3) else [""]
    room = width if pieces else room
    while columns_of(unit) > room:
        at = _best_cut(unit, _fitting(unit, room))
        pieces.append(unit[:at])
        unit, room = unit[at:], width
    return [*pieces, unit]


def _best_cut(unit: str, end: int) -> int:
    """Return where to cut, at end or near before it: after a separator, else where no mark is on the wrong line."""
    near = range(end, max(end - _LOOK_BACK, 0), -1)
    allowed = [at for at in near if unit[at] not in _NOT_AT_START and unit[at - 1] not in _NOT_AT_END]
    return next((at for at in allowed if unit[at - 1] in _GOOD_CUTS), allowed[0] if allowed else end)


def _fitting(unit: str, room: int) -> int:
    used = 0
    for index, char in enumerate(unit):
        used += char_columns(char)
        if used > room:
            return max(1, index)
    return len(unit)
