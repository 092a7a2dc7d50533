"""What the catalogue lays down for the rules around a case: fees, policies, delegations, the yellow share.

The rules themselves are pure functions of shared.domain; here its data is put into their words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from shared.catalogue.extras import DelegationTerms
from shared.catalogue.model import Catalogue
from shared.domain.deadlines import DEFAULT_YELLOW_SHARE
from shared.domain.delegations import Delegation
from shared.domain.fees import ItemFee
from shared.domain.items import ItemState
from shared.domain.policy_matching import Facts, Fit, PolicyFit, match_policy

_BEST_FIRST = (Fit.MET, Fit.UNKNOWN, Fit.NOT_MET, Fit.CLOSED)


def fees_of(catalogue: Catalogue, item_codes: Iterable[str]) -> tuple[ItemFee, ...]:
    """Return the fees of the items of a case, in their order (C17). Raises UnknownSubjectError."""
    return tuple(fee for code in item_codes for fee in _fees_of_item(catalogue, code))


def _fees_of_item(catalogue: Catalogue, code: str) -> Iterator[ItemFee]:
    item, extras = catalogue.item(code), catalogue.extras_of(code)
    for line in extras.fees:
        yield ItemFee(
            code, line.name, line.standard, line.legal_basis, item.department, extras.fee_collector, line.cents
        )


def policies_for(catalogue: Catalogue, facts: Facts, role: str, today: date) -> tuple[tuple[str, PolicyFit], ...]:
    """Return the policies that a person in a role sees, by item code, those that can be claimed first (A14).

    One whose item is paused everywhere, such as a retired one, can't be claimed and is left out.
    """
    found = []
    for code, extras in catalogue.extras.items.items():
        policy = extras.policy
        if policy is None or _is_paused(catalogue, code):
            continue
        fit = match_policy(policy.match, facts, role=role, seen_by=policy.seen_by, until=policy.until, today=today)
        if fit.fit is not Fit.NOT_SHOWN:
            found.append((code, fit))
    return tuple(sorted(found, key=lambda one: _BEST_FIRST.index(one[1].fit)))


def _is_paused(catalogue: Catalogue, code: str) -> bool:
    return all(state.state is ItemState.PAUSED for state in catalogue.presentations[code].channels.values())


def delegations_at(catalogue: Catalogue, window: str, clerk: str) -> tuple[Delegation, ...]:
    """Return what a clerk at a window may decide by delegation (C18)."""
    return tuple(_given_to(terms, clerk) for terms in catalogue.extras.delegations if window in terms.windows)


def _given_to(terms: DelegationTerms, clerk: str) -> Delegation:
    return Delegation(
        terms.id,
        terms.grantor,
        clerk,
        terms.items,
        terms.valid_from,
        terms.valid_to,
        limits=terms.limits,
        sampled_percent=terms.sampled_percent,
    )


def yellow_share(catalogue: Catalogue, item_code: str) -> Fraction:
    """Return from which share of its limit on an item shows yellow (D3). Raises UnknownSubjectError."""
    percent = catalogue.extras_of(item_code).yellow_percent
    return Fraction(percent, 100) if percent is not None else DEFAULT_YELLOW_SHARE
