"""Specimens of the slip of a draft: a plain code, one that carries the form, large print, two languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from devices.core.slip import Slip
from shared.catalogue.model import Catalogue
from shared.handoff.code import Address, DraftCode, encode, grouped
from shared.notices.draft_slip import DraftSlip, compose_draft_slip
from shared.notices.notice import Letterhead
from shared.notices.strip import strip
from shared.notices.wording import Wording

CODE: Final = DraftCode(
    UUID(int=7), bytes(range(32)), datetime(2026, 11, 27, 9, 30, tzinfo=UTC), (Address("192.168.7.12", 8443),)
)
_FORM: Final = bytes(37 * place % 256 for place in range(640))


def draft_slips(catalogue: Catalogue) -> dict[str, Slip]:
    """Return them, of 结婚落户, by what is special about each."""
    chinese, both = Wording.of(catalogue), Wording.of(catalogue, "en")
    plain, with_form = _slip(catalogue, CODE), _slip(catalogue, replace(CODE, form=_FORM))
    return {
        "plain": strip(compose_draft_slip(plain, chinese)),
        "form": strip(compose_draft_slip(with_form, chinese)),
        "large": strip(compose_draft_slip(plain, chinese), large=True),
        "en": strip(compose_draft_slip(plain, both)),
    }


def _slip(catalogue: Catalogue, code: DraftCode) -> DraftSlip:
    subject, hall = catalogue.subject("8"), catalogue.hall
    return DraftSlip(
        letterhead=Letterhead(hall.name, hall.address, hall.hours, hall.phone),
        subject=subject.name,
        items=tuple(item.name for item in subject.items),
        until=code.expires_at,
        typed=grouped(code.typed),
        code=encode(code),
        place="自助机03（样例）",
        has_pages=True,
        specimen=True,
    )
