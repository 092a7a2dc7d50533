"""Whose card was laid on the reader: decided by number, then by sex, else asked."""

from __future__ import annotations

from dataclasses import dataclass

from devices.core.cards import IdCard
from shared.forms.definition import RoleDefinition
from shared.intake.draft import Draft


@dataclass(frozen=True, slots=True)
class RoleVerdict:
    """The role of a card, or the roles that it may fill.

    Attributes:
        replaces: every role is taken by somebody else; whoever gives way loses what was filled in about them.
    """

    role: str | None = None
    candidates: tuple[RoleDefinition, ...] = ()
    replaces: bool = False


def role_of_card(card: IdCard, roles: tuple[RoleDefinition, ...], draft: Draft) -> RoleVerdict:
    """Decide which role a card fills.

    Someone who is in a role already stays there. Among open roles the sex may decide; a role that only the other sex
    can play is still named when it is the only open one, so that the refusal says why.
    """
    present = next((person.role for person in draft.applicants if person.number == card.number), None)
    if present is not None:
        return RoleVerdict(present)
    free = tuple(role for role in roles if draft.applicant(role.code) is None)
    fitting = tuple(role for role in free if role.sex in {None, card.sex})
    if len(fitting) == 1:
        return RoleVerdict(fitting[0].code)
    if not fitting and len(free) == 1:
        return RoleVerdict(free[0].code)
    if not free:
        return RoleVerdict(candidates=roles, replaces=True)
    return RoleVerdict(candidates=fitting or free)
