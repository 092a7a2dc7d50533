"""How a typed text fits a name: hanzi, full pinyin, initials and any mixture, complete or still being typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pypinyin import Style, pinyin

MAX_QUERY: Final = 60
_KEPT = re.compile(r"[0-9a-z\u3400-\u9fff\U00020000-\U0003ffff]")
_HANZI = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LETTER = re.compile(r"[a-z]")
_FILLERS = re.compile(
    r"我们?(?:想要?|要|得)?|请问|怎么|如何|哪里|什么|可以|能不能|需要|办理|申请|一下|[想办要吗呢的了啊吧]"
)
_TWO_LETTER_INITIALS: Final = ("zh", "ch", "sh")


@dataclass(frozen=True, slots=True)
class Term:
    """A text that a subject can be found by, made ready for matching.

    Attributes:
        characters: the text without spaces and punctuation, in lower case.
        readings: for each character its readings in pinyin; itself for what is no hanzi.
        weight: 0 to 1, how much a fit says that this is what was meant.
    """

    characters: str
    readings: tuple[tuple[str, ...], ...]
    weight: float

    @property
    def spelled(self) -> str:
        """The whole in pinyin, by the first reading of each character."""
        return "".join(readings[0] for readings in self.readings)


def make_term(text: str, weight: float) -> Term:
    """Make a term of a text."""
    characters = normalised(text)
    return Term(characters, tuple(_readings(characters)), weight)


def normalised(text: str) -> str:
    """Return letters, digits and hanzi only, in half width and lower case."""
    return "".join(_KEPT.findall(unicodedata.normalize("NFKC", text[: MAX_QUERY * 4]).casefold()))


def without_fillers(text: str) -> str:
    """Drop the words around what is meant: 我想办结婚登记 becomes 结婚登记. What is nothing else stays."""
    return _FILLERS.sub("", text) or text


def has_hanzi(text: str) -> bool:
    """Tell whether a text has a Chinese character."""
    return _HANZI.search(text) is not None


def spell(text: str) -> str:
    """Return a normalised text in pinyin, letters as they are."""
    return "".join(readings[0] for readings in _readings(text))


def typed_coverage(query: str, term: Term) -> tuple[int, int] | None:
    """Return where a query begins in a term and how many characters it covers, the best fit; None where it has none.

    Each character may be typed itself, as its full pinyin, or as its initial; the last may be half typed.
    """
    if not _LETTER.search(query):
        start = term.characters.find(query)
        return None if start < 0 else (start, len(query))
    best: tuple[int, int] | None = None
    for start in range(len(term.characters)):
        if not _may_begin(query[0], term.characters[start], term.readings[start]):
            continue
        dead: set[tuple[int, int]] = set()
        end = _walk(query, 0, term, start, dead)
        if end is not None and (best is None or end - start > best[1]):
            best = (start, end - start)
        if best is not None and best[0] == 0:
            break
    return best


def _may_begin(letter: str, character: str, readings: tuple[str, ...]) -> bool:
    return letter == character or any(reading[0] == letter for reading in readings)


def _walk(query: str, at: int, term: Term, place: int, dead: set[tuple[int, int]]) -> int | None:
    """Return the place after the last character that the rest of the query covers; `dead` keeps what led nowhere."""
    if at == len(query):
        return place
    if place == len(term.characters) or (at, place) in dead:
        return None
    for length in _steps(query, at, term.characters[place], term.readings[place]):
        end = _walk(query, at + length, term, place + 1, dead)
        if end is not None:
            return end
    dead.add((at, place))
    return None


def _steps(query: str, at: int, character: str, readings: tuple[str, ...]) -> Iterator[int]:
    if query.startswith(character, at):
        yield len(character)
    for reading in readings:
        if reading == character:
            continue
        if query.startswith(reading, at):
            yield len(reading)
        elif reading.startswith(query[at:]):
            yield len(query) - at
        if reading.startswith(_TWO_LETTER_INITIALS) and query.startswith(reading[:2], at):
            yield 2
        if query[at] == reading[0]:
            yield 1


def _readings(characters: str) -> Iterator[tuple[str, ...]]:
    for part in re.findall(r"[0-9a-z]+|[^0-9a-z]+", characters):
        if part[0].isascii():
            yield from ((letter,) for letter in part)
        else:
            yield from _hanzi_readings(part)


def _hanzi_readings(part: str) -> Iterator[tuple[str, ...]]:
    """Yield the readings of each character; the library joins neighbours that it does not know into one."""
    found = pinyin(part, style=Style.NORMAL, heteronym=True)
    if len(found) != len(part):
        found = [pinyin(character, style=Style.NORMAL, heteronym=True)[0] for character in part]
    yield from (tuple(reading.replace("ü", "v") for reading in readings) for readings in found)


def edits_within(query: str, text: str, limit: int) -> int | None:
    """Return the fewest edits that make the query a part of the text, None above the limit (Sellers' algorithm)."""
    row = [0] * (len(text) + 1)
    for number, letter in enumerate(query, start=1):
        previous, row = row, [number]
        for place, other in enumerate(text, start=1):
            row.append(min(previous[place] + 1, row[-1] + 1, previous[place - 1] + (letter != other)))
        if min(row) > limit:
            return None
    return min(row)
