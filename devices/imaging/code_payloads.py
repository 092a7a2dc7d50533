"""What the bytes of a code say: text encodings, check digits, and the one number that retail codes stand for."""

from __future__ import annotations

from typing import Final

# First bytes of the 3,755 common characters (GB/T 2312, level 1); Western letters and kana rarely look like them.
_COMMON_LEADS: Final = range(0xB0, 0xD8)
_GB2312_LEADS: Final = range(0xA1, 0xF8)
# Half-width voiced and semi-voiced sound marks in JIS X 0201; in Chinese text one byte in fifty has these values.
_SOUND_MARKS: Final = (0xDE, 0xDF)
_SOUND_MARK_SHARE: Final = 0.2
_GTIN_DIGITS: Final = 13
_GTIN_LENGTHS: Final = {"ean13": 13, "upca": 13, "upce": 13, "ean8": 8}
RETAIL: Final = frozenset(_GTIN_LENGTHS)
# Codes with error correction of their own: one reading of the page itself is proof enough.
MATRIX: Final = frozenset({"qr", "microqr", "rmqr", "datamatrix", "aztec", "pdf417", "micropdf417", "maxicode"})


def payload_text(data: bytes, hint: str | None = None) -> str:
    """Return a payload as text: UTF-8 as codes are written today, GB18030 as on older licences, else the hint.

    Bytes that are no text in any of these come back one character a byte (Latin-1), so that nothing is lost.

    Args:
        data: the payload without its ECI marks.
        hint: what a reader took it for, used where the bytes are neither UTF-8 nor Chinese.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    chinese = _decoded(data, "gb18030")
    if chinese is not None and _is_mostly_common(data) and not _is_kana(data):
        return chinese
    return hint or _decoded(data, "shift_jis") or chinese or data.decode("latin-1")


def gtin_is_valid(text: str) -> bool:
    """Check the last digit of a GTIN by GS1's modulo 10: weights 3 and 1 in turn, from the right."""
    if not (text.isascii() and text.isdigit()):
        return False
    weighted = sum(int(digit) * (1 if place % 2 == 0 else 3) for place, digit in enumerate(reversed(text)))
    return weighted % 10 == 0


def gtin_of(code_format: str, text: str) -> str | None:
    """Return what a retail code stands for: 13 digits, or 8 of an EAN-8; None where its check digit is wrong.

    UPC-A is the GTIN-13 that begins with 0; UPC-E is UPC-A with zeros left out (GS1 General Specifications 5.2.2.4).
    """
    if not (text.isascii() and text.isdigit()):
        return None
    if code_format == "upce" and len(text) == 8:
        text = _expanded_upce(text)
    length = _GTIN_LENGTHS[code_format]
    whole = text.zfill(length)
    return whole if len(whole) == length and gtin_is_valid(whole) else None


def gtin_format(code_format: str, gtin: str) -> str:
    """Return upca for the 13 digits that begin with 0, however a reader called them."""
    return "upca" if code_format == "ean13" and gtin.startswith("0") else code_format


def _expanded_upce(text: str) -> str:
    system, digits, check = text[0], text[1:7], text[7]
    last = digits[5]
    if last in "012":
        body = digits[:2] + last + "0000" + digits[2:5]
    elif last == "3":
        body = digits[:3] + "00000" + digits[3:5]
    elif last == "4":
        body = digits[:4] + "00000" + digits[4]
    else:
        body = digits[:5] + "0000" + last
    return system + body + check


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _pairs(data: bytes) -> list[bytes]:
    pairs, place = [], 0
    while place < len(data):
        width = 1 if data[place] < 0x80 else 2
        if width == 2:
            pairs.append(data[place : place + 2])
        place += width
    return pairs


def _is_mostly_common(data: bytes) -> bool:
    """Tell Chinese from what only happens to be valid GB18030."""
    pairs = _pairs(data)
    common = sum(pair[0] in _COMMON_LEADS and pair[1] >= 0xA1 for pair in pairs if len(pair) == 2)
    return bool(pairs) and common * 2 >= len(pairs)


def _is_kana(data: bytes) -> bool:
    """Tell half-width kana, whose bytes are those of common characters, by their sound marks."""
    text = _decoded(data, "shift_jis")
    high = [byte for byte in data if byte >= 0x80]
    marks = sum(byte in _SOUND_MARKS for byte in high)
    if text is None or marks < 2:
        return False
    rare = sum(pair[0] not in _GB2312_LEADS for pair in _pairs(data))
    return marks >= _SOUND_MARK_SHARE * len(high) or (rare >= 2 and any("ぁ" <= sign <= "ヶ" for sign in text))
