"""Applications made online are pre-checked at the counter by the engine of those taken there (线上申请线下预审; C13).

Nothing is decided by a pre-check: the applicant learns everything that is missing at once and has a receipt that the
application came in, electronic like the application itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shared.catalogue.model import Catalogue
from shared.domain.masking import masked_name
from shared.domain.numbers import NoticeKind, NoticeNumber
from shared.domain.trust import TrustLevel
from shared.intake.draft import Draft, GivenBy
from shared.intake.gaps import Gap, gaps_of
from shared.intake.situation import Situations
from shared.notices.notice import Details, Letterhead, Notice, NoticeItem, Paper, Party


@dataclass(frozen=True, slots=True)
class PreCheck:
    """What a clerk found of an application made online.

    Attributes:
        gaps: everything that is missing or wrong, as at the counter.
        to_show: codes of the materials whose originals nobody has seen, brought when coming once.
    """

    checked_by: str
    checked_at: datetime
    gaps: tuple[Gap, ...]
    to_show: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the applicant needs to come with nothing but the originals, if at all."""
        return not self.gaps


def pre_check(application: Draft, catalogue: Catalogue, *, clerk_id: str, at: datetime, today: date) -> PreCheck:
    """Hold an online application against the catalogue that it froze.

    Args:
        application: as it was made online, in the shape of every draft.
        catalogue: the version that it names.
        clerk_id: who checks; at: when; today: the legal day.
    """
    situations = Situations()
    subject = situations.subject(catalogue, application)
    form = situations.form(catalogue, application)
    standing = situations.interview(catalogue, application).standing
    gaps = gaps_of(application, subject, form, standing, today=today, catalogue=catalogue)
    asked = {material.code for material in subject.materials}
    to_show = tuple(
        code
        for code, given in application.materials.items()
        if code in asked and given.given_by is GivenBy.SCAN and given.seen is None and given.trust is TrustLevel.C
    )
    return PreCheck(clerk_id, at, gaps, to_show)


def receipt_of(
    application: Draft, catalogue: Catalogue, number: NoticeNumber, *, at: datetime, place: str, code: str = ""
) -> Notice:
    """Return the electronic receipt of an online application: what came in, with the words 收件不等于受理.

    Args:
        application, catalogue: as for pre_check.
        number: of a receipt (NoticeKind.RECEIPT), given by the platform; `code` is its verification text.
        at: when it came in; place: where it was pre-checked.
    """
    subject = Situations().subject(catalogue, application)
    labels, hall = catalogue.notice_titles.labels, catalogue.hall
    papers = tuple(
        Paper(material.name, labels["given_scan"], pages=len(given.pages))
        for material in subject.materials
        if (given := application.materials.get(material.code)) and given.pages
    )
    items = tuple(
        NoticeItem(str(number.case.item(position)), item.name, item.department)
        for position, item in enumerate(subject.items, start=1)
    )
    return Notice(
        kind=NoticeKind.RECEIPT,
        number=number,
        letterhead=Letterhead(hall.name, hall.address, hall.hours, hall.phone),
        issuer=hall.name,
        subject=subject.name,
        parties=tuple(Party(labels["applicant"], masked_name(party.name)) for party in application.applicants[:1]),
        at=at,
        code=code,
        items=items,
        details=Details(papers=papers),
        place=place,
        attended=False,
        specimen=catalogue.illustrative,
    )
