"""Machine-readable zones of passports and cards (ICAO Doc 9303, parts 3 to 6) and of the 往来港澳通行证's single line.

A misread character is corrected only where a check digit proves the correction, and only in one way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

# What recognisers take for one another.
_AS_DIGIT: Final = str.maketrans("OQDILZSGBT", "0001125687")
_DIGITS: Final = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "T": "7", "B": "83"}
_AS_LETTER: Final = str.maketrans("01258", "OIZSB")
# Numbers are digits for the most part: what was read as a letter may be one, hardly the other way round.
_TWINS: Final = {"O": "0", "I": "1", "Z": "2", "S": "5", "B": "8"}
_ALPHABET: Final = re.compile(r"[^A-Z0-9<]")
_WEIGHTS: Final = (7, 3, 1)
_LENGTHS: Final = {"TD1": (30, 30, 30), "TD2": (36, 36), "TD3": (44, 44), "EEP": (30,)}
# First letters of documents (Doc 9303, parts 4 to 7): passports, cards, visas.
_TYPES: Final = {"TD1": "ACI", "TD2": "ACIV", "TD3": "PV"}
# Passports and permits of the mainland, Hong Kong and Macao: a letter, a letter or a digit, digits; Taiwan residents'.
_CHINESE_NUMBER: Final = re.compile(r"[A-Z][A-Z0-9][0-9]{7}|[A-Z][0-9]{7}<|[0-9]{8}<")
# What looks alike and weighs the same.
_TO_DIGIT: Final = str.maketrans("GLSUY", "61804")
_TO_LETTER: Final = str.maketrans("61804", "GLSUY")
_EITHER: Final = frozenset("GLSUY61804")
_NO_NAMES: Final = "<" * 30


@dataclass(frozen=True, slots=True, repr=False)
class Mrz:
    """What a zone says.

    Attributes:
        layout: TD1, TD2, TD3 or EEP.
        birth: YYMMDD as it is written; the century is not in the zone.
        expiry: YYMMDD.
        sex: M, F or an empty string.
        proven: names of the fields whose check digits are right.
        mistakable: of these, those in which a sign may stand for another that leaves the check digit right.
    """

    layout: str
    document_type: str
    issuer: str
    number: str
    surname: str
    given_names: str
    nationality: str
    birth: str
    sex: str
    expiry: str
    proven: frozenset[str]
    mistakable: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        """Leave out who it is."""
        return f"Mrz({self.layout}, {sorted(self.proven)})"


def check_digit(text: str) -> str:
    """Return the check digit of Doc 9303 part 3, 4.9: weights 7, 3, 1; A is 10, the filler 0."""
    total = 0
    for place, sign in enumerate(text):
        value = 0 if sign == "<" else int(sign, 36)
        total += value * _WEIGHTS[place % 3]
    return str(total % 10)


def parse_mrz(lines: Iterable[str]) -> Mrz | None:
    """Return what the lines of a zone say, or None where they are none.

    Args:
        lines: as recognised, spaces and miscounted fillers included; lines that are no part of a zone are passed over.
    """
    clean = [_clean(line) for line in lines]
    found = [
        (misfit, mrz)
        for layout, lengths in _LENGTHS.items()
        for misfit, group in _groups(clean, lengths)
        if (mrz := _parsed(layout, group)) is not None
    ]
    if found:
        return min(found, key=lambda one: one[0])[1]
    # The names of a card are its last line, which no check digit is about: without them the rest still stands.
    cards = (_parsed("TD1", [*group, _NO_NAMES]) for _, group in _groups(clean, _LENGTHS["TD1"][:2]))
    return next((card for card in cards if card is not None), None)


def _clean(line: str) -> str:
    return _ALPHABET.sub(
        "", line.upper().replace("℃", "C").replace("«", "<<").replace("〈", "<").replace("＜", "<").replace("《", "<<")
    )


def _groups(clean: Sequence[str], lengths: Sequence[int]) -> Iterator[tuple[int, list[str]]]:
    """Yield lines that follow each other, fitted to a layout, and by how many signs they had to be."""
    count = len(lengths)
    for start in range(len(clean) - count + 1):
        lines = clean[start : start + count]
        group = [_fitted(line, length) for line, length in zip(lines, lengths, strict=True)]
        fitted = [line for line in group if line is not None]
        if len(fitted) == count:
            yield sum(abs(len(line) - length) for line, length in zip(lines, lengths, strict=True)), fitted


def _fitted(line: str, length: int) -> str | None:
    """Return a line at its length: recognisers miscount fillers, so the longest run of them gives way."""
    missing = length - len(line)
    if missing == 0:
        return line
    runs = list(re.finditer(r"<+", line))
    if abs(missing) > 2 * length // 3 or not runs:
        return None
    run = max(runs, key=lambda found: len(found.group()))
    if missing < 0 and len(run.group()) + missing < 1:
        return None
    return line[: run.start()] + "<" * (len(run.group()) + missing) + line[run.end() :]


def _parsed(layout: str, lines: list[str]) -> Mrz | None:
    if layout == "EEP":
        return _parsed_eep(lines[0])
    if layout == "TD1":
        first, second, names = lines
        number, number_check = first[5:14], first[14]
        birth, sex, expiry, nationality = second[0:7], second[7], second[8:15], second[15:18]
    else:
        first, second = lines
        names = first[5:]
        number, number_check = second[0:9], second[9]
        nationality, birth, sex, expiry = second[10:13], second[13:20], second[20], second[21:28]
    if first[0] not in _TYPES[layout]:
        return None
    values = {
        "number": _proven_text(number, number_check),
        "birth": _proven_date(birth),
        "expiry": _proven_date(expiry),
    }
    proven = frozenset(name for name, value in values.items() if value is not None)
    if len(proven) < 2:
        return None
    surname, _, given = names.translate(_AS_LETTER).partition("<<")
    issuer = first[2:5].translate(_AS_LETTER).rstrip("<")
    number, mistakable = _settled(values["number"] or number, issuer)
    return Mrz(
        layout,
        first[0:2].rstrip("<"),
        issuer,
        number.rstrip("<"),
        _words(surname),
        _words(given),
        nationality.translate(_AS_LETTER).rstrip("<"),
        values["birth"] or _as_date(birth),
        sex if sex in {"M", "F"} else "",
        values["expiry"] or _as_date(expiry),
        proven,
        mistakable & proven,
    )


def _parsed_eep(line: str) -> Mrz | None:
    """Type, number, its check digit, expiry and birth with theirs, each after a filler, and a last check digit."""
    if line[0] != "C":
        return None
    values = {
        "number": _proven_text(line[2:11], line[11]),
        "expiry": _proven_date(line[13:20]),
        "birth": _proven_date(line[21:28]),
    }
    number, expiry, birth = values["number"], values["expiry"], values["birth"]
    if number is None or expiry is None or birth is None:
        return None
    number, mistakable = _settled(number, "CHN")
    proven = frozenset(values)
    return Mrz("EEP", line[0:2], "CHN", number.rstrip("<"), "", "", "CHN", birth, "", expiry, proven, mistakable)


def _settled(number: str, issuer: str) -> tuple[str, frozenset[str]]:
    """Return a number, with letters and digits where China's have them, and what of it stays mistakable.

    A check digit can't tell a letter from the digit in which its value ends (G is 16): only a known shape can.
    """
    mended = number[:2] + number[2:].translate(_TO_DIGIT)
    if not mended.endswith("<"):
        mended = mended[0].translate(_TO_LETTER) + mended[1:]
    if issuer != "CHN" or not _CHINESE_NUMBER.fullmatch(mended):
        return number, frozenset({"number"})
    is_either = mended[1] in _EITHER and not mended.endswith("<")
    return mended, frozenset({"number"} if is_either else ())


def _proven_text(text: str, check: str) -> str | None:
    """Return a text that its check digit proves, with one letter read as a digit where only that makes it right."""
    check = check.translate(_AS_DIGIT)
    if not check.isdigit():
        return None
    if check_digit(text) == check:
        return text
    doubtful = [place for place, sign in enumerate(text) if sign in _TWINS]
    mended = [text[:place] + _TWINS[text[place]] + text[place + 1 :] for place in doubtful]
    right = [answer for answer in mended if check_digit(answer) == check]
    return right[0] if len(right) == 1 else None


def _proven_date(text: str) -> str | None:
    """Return YYMMDD of six digits and their check digit; letters can only be misread digits here.

    What could stand for several digits stands for those that the check digit and the calendar allow, if in one way.
    """
    check = text[6].translate(_AS_DIGIT)
    options = ["".join(digits) for digits in product(*(_DIGITS.get(sign, sign) for sign in text[:6]))]
    right = {
        digits
        for digits in options
        if digits.isdigit()
        and check_digit(digits) == check
        and 1 <= int(digits[2:4]) <= 12
        and 1 <= int(digits[4:6]) <= 31
    }
    return right.pop() if len(right) == 1 else None


def _as_date(text: str) -> str:
    """Return six digits that were read as such, though nothing proves them; else nothing."""
    digits = text[:6].translate(_AS_DIGIT)
    return digits if digits.isdigit() else ""


def _words(text: str) -> str:
    return " ".join(part for part in text.split("<") if part)
