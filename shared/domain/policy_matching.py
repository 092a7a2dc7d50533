"""Which enterprise policies an enterprise can claim, by its own data (惠企政策匹配; A14).

A fact that nobody knows is neither met nor failed: the applicant is told what is still to be said. What a person sees
depends on their role in the enterprise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum, unique

Value = str | int
Facts = Mapping[str, Value]


@unique
class Relation(StrEnum):
    """How a fact must stand to a value; before and after compare dates as YYYY-MM-DD."""

    EQUAL = "equal"
    ONE_OF = "one_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BEFORE = "before"
    AFTER = "after"
    BEGINS_WITH = "begins_with"


@unique
class Fit(StrEnum):
    """How an enterprise stands to a policy or to one demand of it. CLOSED: its last day is over."""

    MET = "met"
    UNKNOWN = "unknown"
    NOT_MET = "not_met"
    CLOSED = "closed"
    NOT_SHOWN = "not_shown"


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand on a fact of the enterprise; `say` is the demand in words."""

    fact: str
    relation: Relation
    value: Value | tuple[str, ...]
    say: str


@dataclass(frozen=True, slots=True)
class PolicyFit:
    """How an enterprise stands to one policy.

    Attributes:
        unknown: demands on facts that nobody knows yet; not_met: those that it fails.
    """

    fit: Fit
    unknown: tuple[Demand, ...] = ()
    not_met: tuple[Demand, ...] = ()


def match_policy(
    demands: Iterable[Demand], facts: Facts, *, role: str, seen_by: Iterable[str], until: date | None, today: date
) -> PolicyFit:
    """Hold an enterprise's facts against a policy.

    Args:
        demands: all must be met.
        facts: what is known of the enterprise, by the name of the fact.
        role: the person's role in it; seen_by: roles that see the policy, none for everybody.
        until: the last day of claiming, None where it has none.
        today: the legal day.
    """
    shown_to = frozenset(seen_by)
    if shown_to and role not in shown_to:
        return PolicyFit(Fit.NOT_SHOWN)
    told = tuple((demand, fit_of(demand, facts)) for demand in demands)
    unknown = tuple(demand for demand, fit in told if fit is Fit.UNKNOWN)
    not_met = tuple(demand for demand, fit in told if fit is Fit.NOT_MET)
    if until is not None and today > until:
        return PolicyFit(Fit.CLOSED, unknown, not_met)
    if not_met:
        return PolicyFit(Fit.NOT_MET, unknown, not_met)
    return PolicyFit(Fit.UNKNOWN if unknown else Fit.MET, unknown)


def fit_of(demand: Demand, facts: Facts) -> Fit:
    """Hold one demand against the facts: MET, NOT_MET, or UNKNOWN where the fact is missing or of another type."""
    fact, value = facts.get(demand.fact), demand.value
    if fact is None or fact == "":
        return Fit.UNKNOWN
    if demand.relation is Relation.ONE_OF:
        wanted = value if isinstance(value, tuple) else (str(value),)
        return _told(str(fact) in wanted)
    if isinstance(value, tuple):
        return _told(demand.relation is Relation.BEGINS_WITH and str(fact).startswith(value))
    if demand.relation is Relation.EQUAL:
        return _told(str(fact) == str(value))
    if demand.relation is Relation.BEGINS_WITH:
        return _told(str(fact).startswith(str(value)))
    return _ordered(demand.relation, fact, value)


def _ordered(relation: Relation, fact: Value, value: Value) -> Fit:
    if relation in {Relation.BEFORE, Relation.AFTER}:
        try:
            day, limit = date.fromisoformat(str(fact)), date.fromisoformat(str(value))
        except ValueError:
            return Fit.UNKNOWN
        return _told(day < limit if relation is Relation.BEFORE else day > limit)
    try:
        number, bound = Decimal(fact), Decimal(value)
    except InvalidOperation:
        return Fit.UNKNOWN
    if not (number.is_finite() and bound.is_finite()):
        return Fit.UNKNOWN
    return _told(number >= bound if relation is Relation.AT_LEAST else number <= bound)


def _told(holds: bool) -> Fit:
    return Fit.MET if holds else Fit.NOT_MET
