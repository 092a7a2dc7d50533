"""What a page of a material should be, for the page gate."""

from __future__ import annotations

from collections.abc import Collection

from devices.imaging.recognition.expected import ExpectedDocument, expected_from
from shared.capture.pages import Wanted
from shared.catalogue.model import Catalogue
from shared.catalogue.recognition import expectation_of
from shared.intake.draft import Draft


def wanted_page(catalogue: Catalogue, material_code: str, taken: Collection[str] = ()) -> Wanted:
    """Return what page of a material is wanted next.

    Args:
        catalogue: that of the draft.
        material_code: as the draft has it.
        taken: names of sides that were taken already.

    Raises:
        UnknownSubjectError: there is no such material.
    """
    guide = catalogue.material_guide(material_code)
    missing = guide.recognition.missing_face(taken) if guide.recognition else ""
    return Wanted(guide.paper, expected_document(catalogue, material_code, taken), missing)


def sides_taken(draft: Draft, material_code: str, besides: Collection[str] = ()) -> tuple[str, ...]:
    """Return the names of the sides that a material's pages are known to be, but for the pages of some ids that are
    about to be replaced.
    """
    given = draft.materials.get(material_code)
    pages = given.pages if given else ()
    return tuple(page.side for page in pages if page.side and page.page_id.hex not in besides)


def expected_document(catalogue: Catalogue, material_code: str, taken: Collection[str] = ()) -> ExpectedDocument | None:
    """Return what a page of a material should be, None where the catalogue does not say what it is told by.

    Args:
        catalogue: that of the draft.
        material_code: as the draft has it.
        taken: names of sides that were taken already; of a card then the other side is wanted.

    Raises:
        UnknownSubjectError: there is no such material.
    """
    raw = expectation_of(catalogue, material_code, taken)
    return None if raw is None else expected_from(raw)
