"""From the keys that a gun presses to the bytes of a code: US layout, Shift, Ctrl, Caps Lock, keypad, Alt with digits.

Key codes after linux/input-event-codes.h. Guns for Chinese Windows type a hanzi as Alt and the decimal number of its
GBK bytes on the keypad, and a control character as Ctrl and its letter: line feed as Ctrl+J, GS (FNC1) as Ctrl+].
"""

from __future__ import annotations

from typing import Final

_SHIFTS: Final = frozenset({42, 54})
_CTRLS: Final = frozenset({29, 97})
_ALTS: Final = frozenset({56, 100})
_CAPS_LOCK: Final = 58
ENDS: Final = frozenset({28, 96, 15})
"""Enter, keypad Enter, Tab."""

_ROWS: Final = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
)
_PLAIN: Final = {first + at: char for first, plain, _ in _ROWS for at, char in enumerate(plain)} | {57: " "}
_SHIFTED: Final = {first + at: char for first, _, shifted in _ROWS for at, char in enumerate(shifted)} | {57: " "}
_KEYPAD: Final = dict(zip((82, 79, 80, 81, 75, 76, 77, 71, 72, 73), "0123456789", strict=True)) | {
    83: ".",
    78: "+",
    74: "-",
    55: "*",
    98: "/",
}
_MOST_DIGITS: Final = 7


class KeyTranslator:
    """Follow one keyboard's keys; press and release as they come."""

    def __init__(self) -> None:
        self._shifts: set[int] = set()
        self._ctrls: set[int] = set()
        self._alts: set[int] = set()
        self._is_caps = False
        self._digits = ""

    def press(self, key: int) -> bytes:
        """Return what a key that goes down types, nothing for most."""
        if key in _SHIFTS:
            self._shifts.add(key)
        elif key in _CTRLS:
            self._ctrls.add(key)
        elif key in _ALTS:
            self._alts.add(key)
            self._digits = ""
        elif key == _CAPS_LOCK:
            self._is_caps = not self._is_caps
        elif self._alts:
            self._digits = (self._digits + (_KEYPAD.get(key) or ""))[:_MOST_DIGITS]
        else:
            typed = self._typed(key)
            return (_control(typed) if self._ctrls else typed).encode("ascii")
        return b""

    def release(self, key: int) -> bytes:
        """Return what a key that goes up types: Alt, after digits, a character."""
        self._shifts.discard(key)
        self._ctrls.discard(key)
        if key not in self._alts:
            return b""
        self._alts.discard(key)
        digits, self._digits = self._digits, ""
        if self._alts or not digits.isdigit():
            return b""
        number = int(digits)
        return number.to_bytes(max(1, (number.bit_length() + 7) // 8), "big")

    def _typed(self, key: int) -> str:
        if key in _KEYPAD:
            return _KEYPAD[key]
        is_shifted = bool(self._shifts)
        if self._is_caps and _PLAIN.get(key, "").isalpha():
            is_shifted = not is_shifted
        return (_SHIFTED if is_shifted else _PLAIN).get(key, "")


def _control(char: str) -> str:
    return chr(ord(char.upper()) & 0x1F) if "@" <= char.upper() <= "_" else ""
