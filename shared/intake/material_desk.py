"""The materials of a draft at a terminal: pages in and out, what stands in for them, what may not be asked for (C10).

Every act returns the new draft and has stored it, as at the IntakeDesk, which has these acts among its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from uuid import UUID

from devices.imaging.duplicates import Fingerprint
from devices.imaging.encode import EncodedPage
from shared.contract.terminals import Clerk
from shared.domain.clock import legal_date, utc_now
from shared.domain.materials import Material
from shared.intake.card_sheet import purpose, sheet_of, sides_of
from shared.intake.catalogues import CatalogueShelf
from shared.intake.demands import listed, recorded
from shared.intake.draft import Draft, OriginalSeen
from shared.intake.draft_book import DraftBook
from shared.intake.draft_reading import DraftReading
from shared.intake.errors import MaterialRefusedError
from shared.intake.material_acts import (
    check_page,
    scanned_pages,
    stood_in,
    taken_back,
    with_page,
    without_page,
)
from shared.intake.page_entry import page_entry
from shared.intake.page_prints import prints_of
from shared.intake.promises import committed, promised
from shared.store import drafts
from shared.store.audit import AuditEvent
from shared.store.clock import day_for_checks
from shared.store.terminal import Terminal


class MaterialDesk(DraftReading):
    """What is done to the materials of a draft at one terminal.

    Args:
        terminal: the open terminal.
        shelf: the catalogue versions of this terminal.
        staff: the clerk at the counter, None at a kiosk.
        clock: gives aware times; the store judges them.
    """

    def __init__(
        self,
        terminal: Terminal,
        shelf: CatalogueShelf,
        staff: Clerk | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(shelf, clock)
        self._terminal = terminal
        self._store = terminal.store
        self._staff = staff
        self._book = DraftBook(terminal.store, staff, clock)

    def attach_page(
        self,
        draft: Draft,
        material_code: str,
        page: EncodedPage,
        findings: tuple[str, ...] = (),
        override_reason: str = "",
        *,
        replaces: Collection[UUID] = (),
        side: str = "",
        is_doubtful: bool = False,
    ) -> Draft:
        """Add a page to a material, or put it in the place of earlier ones, which are erased only then.

        Which side it is, and whether a person should look, is kept with it for who goes on with the draft.

        Raises:
            MaterialRefusedError: `not_asked_for` (C10), `too_many_pages`, or `page_not_good` where findings stand
                and no clerk gave a reason to take the page all the same.
        """
        self._material(draft, material_code)
        check_page(findings, override_reason, by_clerk=self._staff is not None)
        most = self.catalogue_of(draft).material_guide(material_code).pages_max
        now, seen = self._clock(), self._seen()
        entry = page_entry(page, findings, override_reason, at=now, seen=seen, side=side, is_doubtful=is_doubtful)
        changed = with_page(draft, material_code, entry, replaces, most=most)
        drafts.put_page(self._store, draft.case_id, entry.page_id.hex, page.jpeg)
        changed = self._book.keep(changed)
        for before in scanned_pages(draft, material_code):
            if before.page_id in replaces:
                drafts.delete_page(self._store, draft.case_id, before.page_id.hex)
        return changed

    def demand(self, draft: Draft, wanted: str) -> str:
        """Return the code of the listed material that a clerk means who wants one more paper of the applicant (C10).

        Raises:
            MaterialRefusedError: `not_asked_for`: the catalogue does not ask for it, and the demand is on record.
        """
        code = listed(self.subject(draft), wanted)
        if code is None:
            self._book.enter(AuditEvent.UNLISTED_DEMAND, draft.case_id, material=recorded(wanted))
            reason = "not_asked_for"
            raise MaterialRefusedError(reason)
        return code

    def promise(self, draft: Draft, material_code: str) -> Draft:
        """Let a minor material follow (容缺受理): the applicant signs that it comes, and by when.

        Raises:
            MaterialRefusedError: `not_asked_for`, `not_deferrable` for a main material, or `not_allowed_here`
                without a clerk.
        """
        if self._staff is None:
            reason = "not_allowed_here"
            raise MaterialRefusedError(reason)
        now = self._clock()
        # The draft's catalogue is frozen, the working days are not (ARCHITECTURE §4).
        calendar = self.catalogue.work_calendar()
        given = promised(self._material(draft, material_code), now, day_for_checks(now), calendar)
        return self._book.keep(stood_in(draft, given))

    def commit(self, draft: Draft, material_code: str) -> Draft:
        """Take a declaration in place of a material (告知承诺).

        Raises:
            MaterialRefusedError: `not_asked_for`, or `no_commitment` where the item knows none.
        """
        return self._book.keep(stood_in(draft, committed(self._material(draft, material_code), self._clock())))

    def take_back(self, draft: Draft, material_code: str) -> Draft:
        """Undo a promise or a declaration; what was scanned or read stays."""
        changed = taken_back(draft, material_code)
        return draft if changed is draft else self._book.keep(changed)

    def remove_page(self, draft: Draft, material_code: str, page_id: UUID) -> Draft:
        """Take a page out again; one that isn't there is no error."""
        if material_code not in draft.materials:
            return draft
        changed = self._book.keep(without_page(draft, material_code, page_id))
        drafts.delete_page(self._store, draft.case_id, page_id.hex)
        return changed

    def put_on_one_sheet(self, draft: Draft, material_code: str) -> Draft:
        """Put both sides of an ID card on one A4 sheet with its purpose, in the place of its two pages.

        What was found on the sides, and why they were taken all the same, goes with the sheet.

        Raises:
            MaterialRefusedError: `not_two_sides`.
            WatermarkTextError, WatermarkFontError: the purpose can't be written; the pages are as they were.
        """
        sides = sides_of(draft, material_code)
        if not sides:
            reason = "not_two_sides"
            raise MaterialRefusedError(reason)
        images = [self.page_image(draft, page.page_id) for page in sides]
        lines = purpose(self.subject(draft).short_name, legal_date(self._clock()))
        sheet = sheet_of(images, [page.dpi for page in sides], lines)
        findings = tuple(dict.fromkeys(code for page in sides for code in page.findings))
        reasons = "；".join(dict.fromkeys(page.override_reason for page in sides if page.override_reason))
        doubtful = any(page.is_doubtful for page in sides)
        both = [page.page_id for page in sides]
        return self.attach_page(draft, material_code, sheet, findings, reasons, replaces=both, is_doubtful=doubtful)

    def page_image(self, draft: Draft, page_id: UUID) -> bytes:
        """Return a page as JPEG."""
        self._book.enter(AuditEvent.PAGE_READ, draft.case_id, page=page_id.hex)
        return drafts.get_page(self._store, draft.case_id, page_id.hex)

    def page_prints(self, draft: Draft) -> Mapping[str, Fingerprint]:
        """Return what tells a draft's pages from others, by page id; one that is damaged is left out."""
        return prints_of(self._store, draft)

    def _material(self, draft: Draft, code: str) -> Material:
        found = next((material for material in self.subject(draft).materials if material.code == code), None)
        if found is None:
            # What the catalogue does not list can't be asked for: refused, and on record (C10).
            self._book.enter(AuditEvent.UNLISTED_DEMAND, draft.case_id, material=code)
            reason = "not_asked_for"
            raise MaterialRefusedError(reason)
        return found

    def _seen(self) -> OriginalSeen | None:
        """Return that a clerk holds the original; at a kiosk nobody does."""
        return OriginalSeen(by=self._staff.clerk_id, at=self._clock()) if self._staff else None
