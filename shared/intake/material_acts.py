"""What is done to the materials of a draft, as pure changes of it: pages in and out, and what stands in for them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from shared.intake.draft import Draft, DraftMaterial, DraftPage, GivenBy
from shared.intake.errors import MaterialRefusedError


def check_page(findings: tuple[str, ...], override_reason: str, *, by_clerk: bool) -> None:
    """Refuse a page that the gate found fault with (`page_not_good`), unless a clerk says why it is taken."""
    if findings and not (by_clerk and override_reason.strip()):
        reason = "page_not_good"
        raise MaterialRefusedError(reason)


def scanned_pages(draft: Draft, code: str) -> tuple[DraftPage, ...]:
    """Return the pages of a material; none where it was given otherwise."""
    given = draft.materials.get(code)
    return given.pages if given and given.given_by is GivenBy.SCAN else ()


def with_page(draft: Draft, code: str, page: DraftPage, replaces: Collection[UUID], *, most: int) -> Draft:
    """Return the draft with a page added to a material, or in the place of the first of those that it replaces
    (MaterialRefusedError `too_many_pages` where the material is full).
    """
    pages = scanned_pages(draft, code)
    kept = [one for one in pages if one.page_id not in replaces]
    if len(kept) >= most:
        reason = "too_many_pages"
        raise MaterialRefusedError(reason)
    place = next((at for at, one in enumerate(pages) if one.page_id in replaces), len(kept))
    kept.insert(place, page)
    return draft.with_material(DraftMaterial(code=code, given_by=GivenBy.SCAN, trust=page.trust, pages=tuple(kept)))


def without_page(draft: Draft, code: str, page_id: UUID) -> Draft:
    """Return the draft without a page; one that isn't there is no error."""
    given = draft.materials.get(code)
    if given is None:
        return draft
    kept = tuple(page for page in given.pages if page.page_id != page_id)
    return draft.with_material(given.model_copy(update={"pages": kept}))


def stood_in(draft: Draft, given: DraftMaterial) -> Draft:
    """Return the draft with a promise or a declaration in the place of a material (MaterialRefusedError
    `pages_given` where it has pages).
    """
    before = draft.materials.get(given.code)
    if before is not None and before.pages:
        reason = "pages_given"
        raise MaterialRefusedError(reason)
    return draft.with_material(given)


def taken_back(draft: Draft, code: str) -> Draft:
    """Return the draft without a promise or a declaration; what was scanned or read stays."""
    given = draft.materials.get(code)
    stands_in = given is not None and given.given_by in {GivenBy.PROMISE, GivenBy.COMMITMENT}
    return draft.without_material(code) if stands_in else draft
