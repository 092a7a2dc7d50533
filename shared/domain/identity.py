"""How someone was identified and what that opens (ARCHITECTURE §3 Identity, REQUIREMENTS B1)."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class IdentityMethod(StrEnum):
    """How an applicant's number came to us. The chips are read in clear text: possession of a card is not identity."""

    CARD_READ = "card_read"
    SOCIAL_CARD = "social_card"
    CA_CARD = "ca_card"
    TYPED = "typed"
    TYPED_ORIGINAL_SEEN = "typed_original_seen"
    TEMPORARY_CARD = "temporary_card"
    PAPER_PROOF = "paper_proof"
    EARLIER_CASE = "earlier_case"


@unique
class SecondFactor(StrEnum):
    """What shows that the card's holder stands there."""

    DRAFT_CODE = "draft_code"
    SMS = "sms"
    FACE_MATCH = "face_match"
    CLERK_CONFIRMED = "clerk_confirmed"


@unique
class Access(StrEnum):
    """What an identified person may be shown."""

    PROGRESS = "progress"
    DRAFTS = "drafts"
    E_LICENCES = "e_licences"
    HISTORY = "history"


_IN_HAND = frozenset(
    {
        IdentityMethod.CARD_READ,
        IdentityMethod.SOCIAL_CARD,
        IdentityMethod.CA_CARD,
        IdentityMethod.TYPED_ORIGINAL_SEEN,
        IdentityMethod.TEMPORARY_CARD,
    }
)
_NOTHING: frozenset[Access] = frozenset()


def access_of(method: IdentityMethod, factor: SecondFactor | None, *, consent: bool) -> frozenset[Access]:
    """Return what a way of identifying opens.

    A card alone: progress. A card and a second factor: drafts; with consent also e-licences and history. A typed
    number opens nothing; a card whose original a clerk saw counts as a card.
    """
    if method not in _IN_HAND:
        return _NOTHING
    if factor is None:
        return frozenset({Access.PROGRESS})
    if not consent:
        return frozenset({Access.PROGRESS, Access.DRAFTS})
    return frozenset(Access)
