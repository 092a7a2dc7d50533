"""What of the materials was given, and how."""

from __future__ import annotations

from kiosk_app.work.state import SessionState
from shared.domain.materials import Material
from shared.intake.draft import Draft, DraftMaterial, DraftPage, GivenBy


def given_pages(state: SessionState, code: str | None) -> tuple[DraftPage, ...]:
    """Return the pages of a material that were kept."""
    given = state.draft.materials.get(code) if state.draft and code else None
    return given.pages if given else ()


def is_given(draft: Draft, material: Material) -> bool:
    """Whether a material is complete."""
    given = draft.materials.get(material.code)
    return given is not None and (given.given_by is not GivenBy.SCAN or bool(given.pages))


def by_commitment(given: DraftMaterial | None) -> bool:
    """Whether a declaration stands in for a material."""
    return given is not None and given.given_by is GivenBy.COMMITMENT


def by_card(given: DraftMaterial | None) -> bool:
    """Whether a material was given by reading a card."""
    return given is not None and given.given_by is GivenBy.CARD_READ


def was_shown(given: DraftMaterial | None) -> bool:
    """Whether the original lay before a reader or a clerk: no page of it is asked for, and none takes its place."""
    return given is not None and given.given_by in {GivenBy.CARD_READ, GivenBy.ORIGINAL_SEEN}
