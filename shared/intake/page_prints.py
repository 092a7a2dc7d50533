"""What tells the pages of a draft from others, made anew from their pictures when somebody goes on with it."""

from __future__ import annotations

from collections.abc import Mapping

from devices.imaging.duplicates import Fingerprint
from devices.imaging.errors import ImageError
from shared.capture.pages import print_of_kept
from shared.intake.draft import Draft
from shared.store import drafts
from shared.store.errors import StoreError
from shared.store.store import Store


def prints_of(store: Store, draft: Draft) -> Mapping[str, Fingerprint]:
    """Return the fingerprints of a draft's pages by page id; a page that is gone or damaged is left out.

    A twentieth of a second a page. Nothing of a page is shown to anybody, so that no reading is entered.
    """
    prints: dict[str, Fingerprint] = {}
    for page in draft.pages():
        try:
            jpeg = drafts.get_page(store, draft.case_id, page.page_id.hex)
            prints[page.page_id.hex] = print_of_kept(jpeg, page.dpi)
        except (StoreError, ImageError):
            continue
    return prints
