"""An item and a one-matter service seen alike: roles, items, and the materials of all items without doubles (C2).

In a one-matter service each item's own roles are played by the service's: 户口登记项目变更 knows an applicant and a
spouse, and 结婚落户 casts husband and wife in both ways. A cast says who plays whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from shared.catalogue.conditions import Condition
from shared.catalogue.guides import ChannelState, Presentation, Theme
from shared.domain.items import Audience, Channel, Item, ItemKind, ItemState, OneMatterService, Referral
from shared.domain.materials import DEFERRED_WORKDAYS, Importance, Material
from shared.forms.definition import FormDefinition, RoleDefinition, Section


@dataclass(frozen=True, slots=True)
class Cast:
    """Who of the subject plays which role of an item; `when` is the answer for which this cast holds."""

    roles: Mapping[str, str]
    when: str | None = None


@dataclass(frozen=True, slots=True)
class ItemCasting:
    """How often an item is applied for and by whom: once for each cast, or by the one cast that an answer chooses."""

    item_code: str
    casts: tuple[Cast, ...]
    chosen_by: str | None = None

    @property
    def applications(self) -> int:
        """How many applications it takes when each is made singly."""
        return 1 if self.chosen_by else len(self.casts)

    def chosen(self, values: Mapping[str, str]) -> tuple[Cast, ...]:
        """Return the casts that apply by a form's values; none while the answer that chooses one is open."""
        answer = values.get(self.chosen_by) if self.chosen_by else None
        return tuple(cast for cast in self.casts if cast.when is None or cast.when == answer)


@dataclass(frozen=True, slots=True)
class Supplied:
    """What an earlier item of the service gives to the later ones, so that nobody is asked for it."""

    by: str
    materials: frozenset[str]
    fields: frozenset[str]
    note: str


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """What makes one matter of several items; `conditions` say with which answers an item belongs to it, by code."""

    roles: tuple[RoleDefinition, ...]
    castings: tuple[ItemCasting, ...]
    supplied: tuple[Supplied, ...] = ()
    sections: tuple[Section, ...] = ()
    conditions: Mapping[str, Condition] = field(default_factory=dict)

    def narrowed(self, items: frozenset[str]) -> ServicePlan:
        """Return the plan with some of its items only; what another one would have supplied is asked for again."""
        castings = tuple(casting for casting in self.castings if casting.item_code in items)
        return replace(self, castings=castings, supplied=tuple(one for one in self.supplied if one.by in items))


@dataclass(frozen=True, slots=True)
class SuppliedMaterial:
    """A material that is not asked for, and why: it is what an item of the same matter results in."""

    code: str
    name: str
    by_item: str
    note: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What an applicant's answers leave of a subject: codes of items, and of situations that hold (item:situation)."""

    items: frozenset[str]
    situations: frozenset[str]

    def keeps(self, item: Item, material: Material) -> bool:
        """Tell whether a material of an item is needed."""
        return item.code in self.items and (
            not material.situations or not self.situations.isdisjoint(situation_ids(item.code, material.situations))
        )


def situation_ids(item_code: str, situations: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of an item's situations as they are told apart among several items: 7.4:rented."""
    return tuple(f"{item_code}:{code}" for code in situations)


@dataclass(frozen=True, slots=True)
class Subject:
    """What an applicant chooses: an item or a one-matter service.

    Attributes:
        roles: who applies and must be identified; parties: these and those whose particulars are only asked for.
        materials: one line a paper; a paper of each of several persons is a line each, code household_register.wife.
        supplied_materials: asked for by an item singly, here the result of another one.
        item_papers: which of these lines each item's department gets, by item code.
        asked_papers: lines to give; single_papers: what it would be with each item by itself.
        plan: how a service joins its items; an item has one of its own with itself alone.
        items: what is applied for; checks: what departments check behind the counter; referrals: guide only.
        kind: of an item; a service is applied for unless all of it is referred.
        last_day: the last day on which it can be applied for, None where it does not run out.
    """

    code: str
    permanent_id: int
    name: str
    short_name: str
    subtitle: str
    is_service: bool
    department: str
    items: tuple[Item, ...]
    roles: tuple[RoleDefinition, ...]
    parties: tuple[RoleDefinition, ...]
    materials: tuple[Material, ...]
    supplied_materials: tuple[SuppliedMaterial, ...]
    single_papers: int
    theme: Theme
    emblem: str
    audience: Audience
    channels: Mapping[Channel, ChannelState]
    plan: ServicePlan
    illustrative: bool
    checks: tuple[Item, ...] = ()
    referrals: tuple[Item, ...] = ()
    kind: ItemKind = ItemKind.APPLIED
    last_day: date | None = None
    item_papers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def members(self) -> tuple[Item, ...]:
        """What the guide tells of: what is applied for, else what is checked or referred to."""
        return self.items or self.checks or self.referrals

    @property
    def asked_papers(self) -> int:
        """How many papers are asked for."""
        return len(self.materials)

    @property
    def promised_days(self) -> int:
        """Working days until the last item is promised; 0 when all are decided on the spot."""
        return max((item.promised_days for item in self.items), default=0)

    def closed_on(self, day: date) -> bool:
        """Tell whether its year has run out on a day (已截止)."""
        return self.last_day is not None and day > self.last_day

    @property
    def is_over(self) -> bool:
        """Whether the catalogue, seen on a day, says that its year has run out (已截止)."""
        return any(state.over for state in self.channels.values())

    def state_at(self, channel: Channel) -> ItemState:
        """Return whether it can be taken at a channel."""
        return self.channels[channel].state

    def referral_at(self, channel: Channel) -> Referral:
        """Return where it leads when it can't be taken at a channel."""
        return self.channels[channel].referral

    def role(self, code: str) -> RoleDefinition | None:
        """Return the role of a code, also of one who is not identified, or None."""
        return next((role for role in self.parties if role.code == code), None)


def subject_of_item(
    presentation: Presentation, item: Item, form: FormDefinition | None, narrowing: Narrowing | None = None
) -> Subject:
    """Return an item as a subject: every role plays itself. What isn't applied for has no form and no roles."""
    if form is None:
        plan = ServicePlan((), ())
    else:
        itself = Cast({role.code: role.code for role in form.roles})
        plan = ServicePlan(form.roles, (ItemCasting(item.code, (itself,)),), sections=form.sections)
    subject = _subject(presentation, plan, (item,), narrowing)
    return replace(subject, department=item.department, illustrative=item.illustrative)


def subject_of_service(
    presentation: Presentation,
    service: OneMatterService,
    plan: ServicePlan,
    items: tuple[Item, ...],
    narrowing: Narrowing | None = None,
) -> Subject:
    """Return a one-matter service as a subject; with a narrowing only what the applicant's answers call for."""
    subject = _subject(presentation, plan, items, narrowing)
    return replace(subject, is_service=True, department=service.lead_department, illustrative=service.illustrative)


def _subject(
    presentation: Presentation, plan: ServicePlan, items: tuple[Item, ...], narrowing: Narrowing | None
) -> Subject:
    castings = {casting.item_code: casting for casting in plan.castings}
    checks = tuple(item for item in items if item.kind is ItemKind.CHECKED)
    referrals = tuple(item for item in items if item.kind is ItemKind.REFERRED)
    items = tuple(item for item in items if item.kind is ItemKind.APPLIED)
    every = {item.code: tuple(_lines_of(item, castings[item.code])) for item in items}
    shared = _shared(line for lines in every.values() for line in lines)
    if narrowing is not None:
        items = tuple(item for item in items if item.code in narrowing.items)
        checks = tuple(item for item in checks if item.code in narrowing.items)
        plan = plan.narrowed(narrowing.items)
    needed = {
        item.code: tuple(line for line in every[item.code] if narrowing is None or narrowing.keeps(item, line[0]))
        for item in items
    }
    lines = tuple(
        (replace(material, situations=situation_ids(code, material.situations)), role)
        for code, own in needed.items()
        for material, role in own
    )
    names = {material.code: material.name for material, _ in lines}
    supplied = {
        code: SuppliedMaterial(code, names[code], supply.by, supply.note)
        for supply in plan.supplied
        for code in supply.materials
        if code in names
    }
    labels = {role.code: role.label for role in plan.roles}
    return Subject(
        code=presentation.code,
        permanent_id=presentation.permanent_id,
        name=presentation.name,
        short_name=presentation.short_name,
        subtitle=presentation.subtitle,
        is_service=False,
        department="",
        items=items,
        roles=tuple(role for role in plan.roles if role.in_person),
        parties=plan.roles,
        materials=_joined((line for line in lines if line[0].code not in supplied), labels, shared),
        supplied_materials=tuple(supplied.values()),
        single_papers=sum(_papers(item, castings[item.code]) for item in items),
        theme=presentation.theme,
        emblem=presentation.emblem,
        audience=presentation.audience,
        channels=presentation.channels,
        plan=plan,
        illustrative=False,
        checks=checks,
        referrals=referrals,
        kind=presentation.kind,
        last_day=presentation.last_day,
        item_papers={
            code: tuple(
                dict.fromkeys(
                    _line_code(material.code, role, named=material.code in shared)
                    for material, role in own
                    if material.code not in supplied
                )
            )
            for code, own in needed.items()
        },
    )


_Line = tuple[Material, str | None]
_Key = tuple[str, str | None]


def _lines_of(item: Item, casting: ItemCasting) -> Iterator[_Line]:
    """Yield each material of an item with the person whose it is, in the subject's roles; None for the case's own."""
    for material in item.materials:
        if not material.roles:
            yield material, None
        for cast in casting.casts:
            for role in material.roles:
                yield material, cast.roles[role]


def _papers(item: Item, casting: ItemCasting) -> int:
    return casting.applications * sum(max(1, len(material.roles)) for material in item.materials)


def _shared(lines: Iterable[_Line]) -> frozenset[str]:
    """Return the codes of papers that several persons give: their lines bear the role, whatever is left of them."""
    givers: dict[str, set[str | None]] = {}
    for material, role in lines:
        givers.setdefault(material.code, set()).add(role)
    return frozenset(code for code, roles in givers.items() if len(roles) > 1)


def _joined(lines: Iterable[_Line], labels: Mapping[str, str], shared: frozenset[str]) -> tuple[Material, ...]:
    """Ask once for each paper of each person; where two items differ, the stricter demand counts."""
    merged: dict[_Key, Material] = {}
    for material, role in lines:
        key = (material.code, role)
        merged[key] = _stricter(merged[key], material) if key in merged else material
    codes = list(dict.fromkeys(code for code, _ in merged))
    roles = [None, *labels]
    ranked = sorted(merged, key=lambda key: (codes.index(key[0]), roles.index(key[1])))
    return tuple(_line(merged[key], key[1], labels, named=key[0] in shared) for key in ranked)


def _stricter(one: Material, other: Material) -> Material:
    bases = dict.fromkeys((*one.legal_basis.split("；"), *other.legal_basis.split("；")))
    main = Importance.MAIN in {one.importance, other.importance}
    return replace(
        one,
        legal_basis="；".join(bases),
        importance=Importance.MAIN if main else Importance.MINOR,
        originals=max(one.originals, other.originals),
        copies=max(one.copies, other.copies),
        situations=(*one.situations, *other.situations) if one.situations and other.situations else (),
        deferred_days=_least(one.deferred_days, other.deferred_days),
        commitment=one.commitment if one.commitment == other.commitment else None,
        stamp=one.stamp or other.stamp,
    )


def _least(one: int | None, other: int | None) -> int | None:
    """Return how long a paper may come later for both; None is the time of the hall's rule."""
    return one if one == other else min(one or DEFERRED_WORKDAYS, other or DEFERRED_WORKDAYS)


def _line(material: Material, role: str | None, labels: Mapping[str, str], *, named: bool) -> Material:
    """Return a line of the joined list; it bears its person's role where others give the same paper."""
    if role is None or not named:
        return replace(material, roles=() if role is None else (role,))
    name = f"{material.name}（{labels[role]}）"
    return replace(material, code=_line_code(material.code, role, named=named), name=name, roles=(role,))


def _line_code(code: str, role: str | None, *, named: bool) -> str:
    return code if role is None or not named else f"{code}.{role}"
