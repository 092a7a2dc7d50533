"""Rules across fields: dates in order, sums, one of several (the catalogue's `checks`)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from shared.forms.definition import CrossCheck, CrossRule, at_place, place_of


def broken_places(check: CrossCheck, values: Mapping[str, str], asked: Sequence[str]) -> tuple[str, ...]:
    """Return the field that is to be mended, for each place where a rule is broken; none where it holds.

    A rule holds while one of its values is lacking or can't be read: that is told by itself. Over repeated fields
    it counts for each place, but a sum is over all places.

    Args:
        check: the rule, its fields without places.
        values: what is filled in, stripped.
        asked: ids of the form's fields; a rule about a field that is not asked says nothing.
    """
    instances = [[one for one in asked if place_of(one)[0] == field] for field in check.fields]
    if not all(instances):
        return ()
    if check.rule in {CrossRule.SUM_AT_MOST, CrossRule.SUM_EQUAL}:
        flat = [one for group in instances for one in group]
        return (flat[-1],) if _breaks(check, flat, values) else ()
    places = sorted({place for group in instances for one in group if (place := place_of(one)[1]) is not None})
    rows = [[_at(field, place, asked) for field in check.fields] for place in places] or [list(check.fields)]
    return tuple(row[-1] for row in rows if _breaks(check, row, values))


def _at(field: str, place: int, asked: Sequence[str]) -> str:
    placed = at_place(field, place)
    return placed if placed in asked else field


def _breaks(check: CrossCheck, fields: Sequence[str], values: Mapping[str, str]) -> bool:
    given = [values.get(field, "") for field in fields]
    if check.rule is CrossRule.ONE_OF_THEM:
        return not any(given)
    if check.rule is CrossRule.ALL_OR_NONE:
        return any(given) and not all(given)
    if check.value:
        given.append(check.value)
    if not all(given):
        return False
    try:
        return not _RULES[check.rule](given)
    except (ValueError, InvalidOperation):
        return False


def _in_order(given: Sequence[str]) -> bool:
    """Tell whether dates or numbers never fall; a mixture can't be compared (ValueError)."""
    read = _number if all(_is_number(one) for one in given) else date.fromisoformat
    ordered = [read(one) for one in given]
    return all(one <= other for one, other in itertools.pairwise(ordered))  # type: ignore[operator]


def _is_number(text: str) -> bool:
    try:
        _number(text)
    except (ValueError, InvalidOperation):
        return False
    return True


def _number(text: str) -> Decimal:
    read = Decimal(text.replace(",", "").replace("，", ""))
    if not read.is_finite():
        raise ValueError(text)
    return read


def _sum_and_bound(given: Sequence[str]) -> tuple[Decimal, Decimal]:
    return sum((_number(one) for one in given[:-1]), Decimal(0)), _number(given[-1])


def _sum_at_most(given: Sequence[str]) -> bool:
    total, bound = _sum_and_bound(given)
    return total <= bound


def _sum_equal(given: Sequence[str]) -> bool:
    total, bound = _sum_and_bound(given)
    return total == bound


_RULES: Final[Mapping[CrossRule, Callable[[Sequence[str]], bool]]] = {
    CrossRule.NOT_AFTER: _in_order,
    CrossRule.AT_MOST: _in_order,
    CrossRule.NOT_BEFORE: lambda given: _in_order(given[::-1]),
    CrossRule.AT_LEAST: lambda given: _in_order(given[::-1]),
    CrossRule.EQUAL: lambda given: len(set(given)) == 1,
    CrossRule.DIFFERENT: lambda given: len(set(given)) == len(given),
    CrossRule.SUM_AT_MOST: _sum_at_most,
    CrossRule.SUM_EQUAL: _sum_equal,
}
