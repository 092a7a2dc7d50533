"""Conditions over answers: which situations, materials, fields and items an applicant's answers call for (A5).

A condition is a list of alternatives; an alternative names, for each question or choice field, the answers with which
it holds. As data: {premises: [rented, lent], staff: "yes"}, or a list of such where one is enough. Every condition over
finitely many answers can be written so, it is read in one glance, and it fits one cell of a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Answers = Mapping[str, str]
Alternative = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when one of its alternatives does; without alternatives it never holds, an empty one always."""

    alternatives: tuple[Alternative, ...] = ({},)

    @classmethod
    def of(cls, raw: Any) -> Condition:
        """Read a condition as the catalogue's sources write it; None is ALWAYS."""
        if raw is None:
            return ALWAYS
        return cls(tuple(_alternative(one) for one in (raw if isinstance(raw, list) else [raw])))

    @property
    def asks(self) -> frozenset[str]:
        """The questions and fields that it looks at."""
        return frozenset(key for alternative in self.alternatives for key in alternative)

    def and_also(self, other: Condition) -> Condition:
        """Return the condition that holds when both do."""
        pairs = ((one, two) for one in self.alternatives for two in other.alternatives)
        return Condition(tuple(_both(one, two) for one, two in pairs))

    def renamed(self, names: Callable[[str], str]) -> Condition:
        """Return the same condition over other names of the questions and fields."""
        return Condition(tuple({names(key): codes for key, codes in one.items()} for one in self.alternatives))

    def verdict(self, answers: Answers) -> bool | None:
        """Return whether it holds, None while answers are lacking that could decide it."""
        verdicts = [_verdict(alternative, answers) for alternative in self.alternatives]
        if True in verdicts:
            return True
        return None if None in verdicts else False

    def holds(self, answers: Answers) -> bool:
        """Tell whether it holds by what is answered already."""
        return any(
            all(key in answers and answers[key] in codes for key, codes in alternative.items())
            for alternative in self.alternatives
        )


ALWAYS: Final = Condition()


def any_of(conditions: Iterable[Condition]) -> Condition:
    """Return the condition that holds when one of several does."""
    joined = tuple(alternative for condition in conditions for alternative in condition.alternatives)
    return ALWAYS if {} in joined else Condition(joined)


def text_of(raw: Any) -> str:
    """Return a condition as one cell: `premises=rented|lent; staff=yes`, a line for each alternative."""
    return "\n".join(
        "; ".join(f"{key}={'|'.join(_codes(codes))}" for key, codes in alternative.items())
        for alternative in (raw if isinstance(raw, list) else [raw])
    )


def parse_text(text: str) -> Any:
    """Read what text_of writes back into the sources' form.

    Raises:
        ValueError: a part is not of the form question=answer; the message is that part.
    """
    alternatives = [_parse_line(line) for line in text.replace("；", ";").splitlines() if line.strip()]
    return alternatives[0] if len(alternatives) == 1 else alternatives


def _both(one: Alternative, two: Alternative) -> Alternative:
    return {key: one.get(key, two.get(key, frozenset())) & two.get(key, one.get(key, frozenset())) for key in one | two}


def _alternative(raw: Mapping[str, Any]) -> Alternative:
    return {key: frozenset(_codes(codes)) for key, codes in raw.items()}


def _codes(raw: str | Sequence[str]) -> Sequence[str]:
    return [raw] if isinstance(raw, str) else raw


def _verdict(alternative: Alternative, answers: Answers) -> bool | None:
    if any(key in answers and answers[key] not in codes for key, codes in alternative.items()):
        return False
    return True if all(key in answers for key in alternative) else None


def _parse_line(line: str) -> dict[str, Any]:
    parsed: dict[str, Any] = {}
    for part in filter(None, (piece.strip() for piece in line.split(";"))):
        key, equals, codes = part.partition("=")
        values = [code.strip() for code in codes.split("|")]
        if not equals or not key.strip() or not all(values) or key.strip() in parsed:
            raise ValueError(part)
        parsed[key.strip()] = values[0] if len(values) == 1 else values
    if not parsed:
        raise ValueError(line)
    return parsed
