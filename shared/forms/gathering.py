"""What the items of a subject ask for under the subject's own field ids, as far as the answers call for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from shared.catalogue.conditions import ALWAYS, Answers, Condition
from shared.catalogue.subjects import Cast, ItemCasting
from shared.forms.definition import (
    COUNT_PREFIX,
    CrossCheck,
    FormDefinition,
    Schema,
    Section,
    at_place,
)


@dataclass(frozen=True, slots=True)
class Repeated:
    """What is asked several times: its group's name, what one of it is called, and how many there may be."""

    group: str
    label: str
    least: int
    most: int

    @property
    def count_field(self) -> str:
        """Id of the question how many there are."""
        return COUNT_PREFIX + self.group


@dataclass(slots=True)
class Gathered:
    """Everything that the items ask for.

    Attributes:
        parts: field ids that each item gets, repeated ones at their places.
        rules: what items demand of a field beyond the dictionary, by field id without place.
        repeats: how often things are asked, by group; counts: how often by the answers.
        titles: the heading that an item gives to a field, for one that the subject's layout does not place.
        single: fields that each cast's own application asks, by item code.
    """

    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rules: dict[str, list[Schema]] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    repeats: dict[str, Repeated] = field(default_factory=dict)
    group_of: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    checks: tuple[CrossCheck, ...] = ()
    single: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)


def gather(
    forms: Mapping[str, FormDefinition],
    castings: Mapping[str, ItemCasting],
    supplied: frozenset[str],
    answers: Answers | None,
) -> Gathered:
    """Gather the fields, demands and rules of the items' forms; see join_forms for `answers`."""
    gathered = Gathered()
    for code, form in forms.items():
        for cast in castings[code].casts:
            _gather_repeats(gathered, form, cast)
    gathered.counts = {group: _count(repeat, answers) for group, repeat in gathered.repeats.items()}
    required: set[str] = set()
    checks: list[CrossCheck] = []
    for code, form in forms.items():
        casting = castings[code]
        asked: dict[str, None] = dict.fromkeys([casting.chosen_by] if casting.chosen_by else [])
        gathered.single[code] = []
        for cast in casting.casts:
            if not _may_apply(casting, cast, answers):
                gathered.single[code].append(())
                continue
            own = _asked(gathered, form, cast, answers)
            gathered.single[code].append(tuple(own))
            asked.update(dict.fromkeys(own))
            required.update(asked_id for asked_id, needed in own.items() if needed)
            checks.extend(check for check in _checks(form, cast, answers) if check not in checks)
            _gather_rules(gathered, form, cast)
        if casting.chosen_by:
            required.add(casting.chosen_by)
        gathered.parts[code] = tuple(one for one in asked if one not in supplied)
    gathered.required = frozenset(required)
    gathered.checks = tuple(checks)
    return gathered


def _may_apply(casting: ItemCasting, cast: Cast, answers: Answers | None) -> bool:
    """Tell whether a cast applies by the answer that chooses one; while that is open each may."""
    chosen = (answers or {}).get(casting.chosen_by or "")
    return not chosen or cast.when in {None, chosen} or all(chosen != one.when for one in casting.casts)


def cast_field(field_id: str, form: FormDefinition, cast: Cast) -> str:
    """Return an item's field id as the subject has it: applicant.name as husband.name."""
    role, _, rest = field_id.partition(".")
    return f"{cast.roles[role]}.{rest}" if role in form.role_codes else field_id


def _gather_repeats(gathered: Gathered, form: FormDefinition, cast: Cast) -> None:
    """Where two items ask for the same things, there are as many as suit both."""
    for section in form.sections:
        if section.repeat is None:
            continue
        fields = [cast_field(one, form, cast) for one in section.fields]
        group = fields[0].partition(".")[0]
        own = Repeated(group, section.repeat.label, section.repeat.min, section.repeat.max)
        known = gathered.repeats.get(group, own)
        least, most = max(known.least, own.least), min(known.most, own.most)
        gathered.repeats[group] = replace(known, least=least, most=max(least, most))
        gathered.group_of.update(dict.fromkeys(fields, group))


def _count(repeat: Repeated, answers: Answers | None) -> int:
    """Return how often something is asked: as answered, within the bounds; once while that is open."""
    text = (answers or {}).get(repeat.count_field, "")
    if text.isdecimal():
        return min(max(int(text), repeat.least), repeat.most)
    return max(1, repeat.least) if answers is None else repeat.least


def _asked(gathered: Gathered, form: FormDefinition, cast: Cast, answers: Answers | None) -> dict[str, bool]:
    """Return the fields that an item asks of its applicants, and whether each must be filled."""
    asked: dict[str, bool] = {}
    for section in form.sections:
        for own in section.fields:
            scoped = cast_field(own, form, cast)
            if answers is not None and not _is_asked(section, own, form, cast, answers):
                continue
            gathered.titles.setdefault(scoped, section.title)
            repeat = gathered.repeats.get(gathered.group_of.get(scoped, ""))
            if repeat is None:
                asked[scoped] = own in form.required
                continue
            if repeat.least < repeat.most:
                asked[repeat.count_field] = True
                gathered.titles.setdefault(repeat.count_field, section.title)
            places = range(1, gathered.counts[repeat.group] + 1)
            asked.update({at_place(scoped, place): own in form.required for place in places})
    return asked


def _is_asked(section: Section, own: str, form: FormDefinition, cast: Cast, answers: Answers) -> bool:
    conditions = (section.when, section.fields_when.get(own, ALWAYS))
    return all(_cast_condition(condition, form, cast).holds(answers) for condition in conditions)


def _cast_condition(condition: Condition, form: FormDefinition, cast: Cast) -> Condition:
    return condition.renamed(lambda name: cast_field(name, form, cast))


def _checks(form: FormDefinition, cast: Cast, answers: Answers | None) -> list[CrossCheck]:
    cast_checks = (
        replace(
            check,
            fields=tuple(cast_field(one, form, cast) for one in check.fields),
            when=_cast_condition(check.when, form, cast),
        )
        for check in form.checks
    )
    return [check for check in cast_checks if answers is None or check.when.holds(answers)]


def _gather_rules(gathered: Gathered, form: FormDefinition, cast: Cast) -> None:
    for own, rule in form.rules.items():
        known = gathered.rules.setdefault(cast_field(own, form, cast), [])
        if rule not in known:
            known.append(rule)
