"""Text as a Chinese receipt printer takes it: normalised characters, two-byte GBK and columns.

Such printers read GBK, one or two bytes a character; the four-byte forms of GB18030 come out as other characters
(U+00A5 is 81 30 84 36 and prints "0 6"). A character is therefore sent as text only if GBK has it, and drawn if not.
"""

from __future__ import annotations

import re
import unicodedata

from wcwidth import wcwidth

GLUE = "\x1f"
"""Stands for a no-break space until the line is encoded; like a space it takes one byte and one column."""

_SAME_LOOK = {
    "¥": "￥",
    "•": "·",
    "‧": "·",
    "・": "·",
    "･": "·",
    "∙": "·",
    "⋅": "·",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "−": "-",
    "⁃": "-",
    "〜": "～",
    "∼": "～",
    "⋯": "…",
    "µ": "μ",
    "\u02bc": "’",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "\n",
    "\v": "\n",
    "\f": "\n",
    "\t": "  ",
    "\u00a0": GLUE,
    "\u2007": GLUE,
    "\u202f": GLUE,
}
_REMAPPED = {
    **dict(zip(range(0xE78D, 0xE797), "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19", strict=True)),
    0xE7C7: "\u1e3f",
    0xE816: "\U00020087",
    0xE817: "\U00020089",
    0xE818: "\U000200cc",
    0xE81E: "\u9fb4",
    0xE826: "\u9fb5",
    0xE82B: "\u9fb6",
    0xE82C: "\u9fb7",
    0xE831: "\U000215d7",
    0xE832: "\u9fb8",
    0xE83B: "\U0002298f",
    0xE843: "\u9fb9",
    0xE854: "\u9fba",
    0xE855: "\U000241fe",
    0xE864: "\u9fbb",
}
"""Private-use codes that text decoded by GB 18030-2000 or -2005 holds, and the characters they stand for since 2022."""
_INVISIBLE = (
    *range(0x20),
    *range(0x7F, 0xA0),
    0xAD,
    0x34F,
    0x180E,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
    0xFEFF,
    *range(0xE0100, 0xE01F0),
)


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(_INVISIBLE)
    del table[0x0A]
    table |= {code: " " for code in (*range(0x2000, 0x200B), 0x205F, 0x1680) if code != 0x2007}
    table |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    table |= {ord(char): same for char, same in _SAME_LOOK.items()}
    table |= _REMAPPED
    return table


_TABLE = _table()
_BROAD = frozenset("©®™℗")
_COMBINING = re.compile("[\u0300-\u036f\u3099\u309a]")
_LINE_ENDS = re.compile("\r\n?")
_widths: dict[str, int] = {}


def normalise(text: str) -> str:
    """Return text with every character the printer has under another code replaced, and invisible ones left out.

    Only line feeds are left of the control characters, and GLUE for no-break spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    if "\r" in text:
        text = _LINE_ENDS.sub("\n", text)
    if _COMBINING.search(text):
        text = unicodedata.normalize("NFC", text)
    return text.translate(_TABLE)


def to_gbk(text: str) -> bytes | None:
    """Return the GBK bytes of normalised text, or None if a character has no form of one or two bytes."""
    try:
        return text.encode("gbk")
    except UnicodeEncodeError:
        return None


def columns_of(text: str) -> int:
    """Count the columns of text: Latin 1, hanzi and every other character that GBK sends as two bytes 2."""
    gbk = to_gbk(text)
    return len(gbk) if gbk is not None else sum(map(char_columns, text))


def char_columns(char: str) -> int:
    """Return the columns of one character: 0 for a mark that sits on the one before it, else 1 or 2."""
    width = _widths.get(char)
    if width is None:
        width = _widths[char] = _measure(char)
    return width


def _measure(char: str) -> int:
    gbk = to_gbk(char)
    if gbk is not None:
        return len(gbk)
    category = unicodedata.category(char)
    if category in {"Mn", "Me", "Mc"}:
        return 0
    if category in {"Co", "Cn", "Cs"}:
        return 2
    if char in _BROAD or unicodedata.decomposition(char).startswith("<fraction>"):
        return 2
    return max(1, wcwidth(char))
