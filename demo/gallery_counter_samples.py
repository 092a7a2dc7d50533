"""Sample facts for the pictures of the counter: invented people, the shipped catalogue, no store and no device."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from uuid import UUID

import numpy as np
from PySide6.QtGui import QImage

from counter_app.work.capture import preview
from counter_app.work.facts import CaseFacts
from counter_app.work.ledger import CaseRecord
from counter_app.work.scan_door import Shot
from demo.desk_view import DeskScene, corners_of, see
from demo.specimen_pages import draw_page
from devices.core.scanning import ScannedPage
from devices.id_card.specimens import CHEN, OUYANG
from devices.imaging.encode import EncodedPage
from shared.capture.pages import CapturedPage, Negative, PageFinding, Wanted, from_glass
from shared.catalogue.model import Catalogue
from shared.catalogue.package import read_source
from shared.domain.numbers import CaseNumber, NoticeKind
from shared.domain.submissions import SubmissionKind
from shared.domain.trust import TrustLevel
from shared.forms.joined import join_forms
from shared.forms.known import known_fields
from shared.intake.card_sheet import purpose, sheet_of
from shared.intake.decisions import SealedDecision
from shared.intake.draft import Draft, DraftApplicant, DraftMaterial, DraftPage, FieldSource, FieldValue, GivenBy
from shared.intake.gaps import gaps_of
from shared.intake.identify import applicant_from_card, person_of
from shared.intake.promises import committed, promised
from shared.notices.compose import compose
from shared.notices.notice import PLAIN, Details, Letterhead, Notice, NoticeItem, NoticeStyle, Paper, Party
from shared.notices.paper import paper
from shared.notices.wording import Wording
from shared.store.cases import CaseDetails, CaseIndexEntry, IndexedItem, IndexedMaterial
from shared.store.outbox import OutboxRow, OutboxState, WhoActs
from shared.store.overview import CaseDelivery

SOURCES = Path(__file__).parents[1] / "resources" / "catalogue"
NOW = datetime(2026, 11, 23, 1, 41, tzinfo=UTC)
MARRIAGE = "8"


@dataclass(frozen=True, slots=True)
class Sample:
    """A draft in the making, and its catalogue."""

    catalogue: Catalogue
    draft: Draft

    @property
    def facts(self) -> CaseFacts:
        """What presenters would know of it."""
        subject = self.catalogue.subject(self.draft.subject_code)
        form = join_forms(self.catalogue, subject)
        gaps = gaps_of(self.draft, subject, form, today=NOW.date(), catalogue=self.catalogue)
        guides = {entry.code: self.catalogue.material_guide(entry.code) for entry in subject.materials}
        return CaseFacts(self.draft, subject, form, gaps, guides, can_undo=True)

    def identified(self, role: str, card_name: str) -> Sample:
        """Put a specimen person into a role."""
        card = {"chen": CHEN, "ouyang": OUYANG}[card_name]
        subject = self.catalogue.subject(self.draft.subject_code)
        definition = next(entry for entry in subject.roles if entry.code == role)
        applicant = applicant_from_card(card, definition, NOW)
        draft = self.draft.with_applicant(applicant).with_fields(self._known(applicant))
        for material in subject.materials:
            if material.roles in {(role,), ()} and material.code.startswith("id_card"):
                given = DraftMaterial(code=material.code, given_by=GivenBy.CARD_READ, trust=TrustLevel.A)
                draft = draft.with_material(given)
        return Sample(self.catalogue, draft)

    def answered(self, answers: Mapping[str, str]) -> Sample:
        """Answer questions as a clerk."""
        values = {field: FieldValue(value=value, source=FieldSource.CLERK) for field, value in answers.items()}
        return Sample(self.catalogue, self.draft.with_fields(values))

    def scanned(self, code: str, pages: int = 1, reason: str = "") -> Sample:
        """Give a material in pages."""
        entries = tuple(
            DraftPage(
                page_id=UUID(int=hash(code) % 10_000_000 + number),
                width=1654,
                height=2339,
                dpi=200,
                size=400_000,
                sha256="0" * 64,
                trust=TrustLevel.B,
                taken_at=NOW,
                findings=("blank",) if reason else (),
                override_reason=reason,
            )
            for number in range(pages)
        )
        material = DraftMaterial(code=code, given_by=GivenBy.SCAN, trust=TrustLevel.B, pages=entries)
        return Sample(self.catalogue, self.draft.with_material(material))

    def promised(self, code: str) -> Sample:
        """Let a material follow."""
        subject = self.catalogue.subject(self.draft.subject_code)
        material = next(one for one in subject.materials if one.code == code)
        given = promised(material, NOW, NOW.date(), self.catalogue.work_calendar())
        return Sample(self.catalogue, self.draft.with_material(given))

    def declared(self, code: str) -> Sample:
        """Put a declaration in a material's place."""
        subject = self.catalogue.subject(self.draft.subject_code)
        material = next(one for one in subject.materials if one.code == code)
        return Sample(self.catalogue, self.draft.with_material(committed(material, NOW)))

    def _known(self, applicant: DraftApplicant) -> dict[str, FieldValue]:
        form = join_forms(self.catalogue, self.catalogue.subject(self.draft.subject_code))
        known = known_fields(form, applicant.role, person_of(applicant))
        return {field: FieldValue(value=value, source=FieldSource.CARD) for field, value in known.items()}


@cache
def _catalogue() -> Catalogue:
    return read_source(SOURCES)


def begin(subject_code: str = MARRIAGE) -> Sample:
    """Begin a sample case."""
    catalogue = _catalogue()
    begun = NOW - timedelta(minutes=4, seconds=12)
    draft = Draft(
        case_id=UUID(int=1),
        subject_code=subject_code,
        catalogue_version=catalogue.version,
        channel="counter",
        clerk_id="li",
        created_at=begun,
        updated_at=begun,
    )
    return Sample(catalogue, draft)


def fill(sample: Sample, leave: frozenset[str] = frozenset()) -> Sample:
    """Answer every open question but some."""
    form = join_forms(sample.catalogue, sample.catalogue.subject(sample.draft.subject_code))
    answers = {}
    for field, definition in form.fields.items():
        if field in sample.draft.fields or field in leave:
            continue
        answers[field] = _fitting(
            field, definition.widget.value, definition.options[0].code if definition.options else ""
        )
    return sample.answered(answers)


def _fitting(field: str, widget: str, choice: str) -> str:
    if choice:
        return choice
    if field.endswith("householder_number"):
        return CHEN.number
    if widget == "address":
        return "广东省东莞市莞城街道样例路1号样例花园2栋301房"
    by_widget = {"phone": "13800000000", "date": date(2026, 11, 20).isoformat(), "digits": "441900001"}
    return by_widget.get(widget, "陈样例")


@cache
def page_image(key: str = "housing_proof") -> QImage:
    """Return a specimen page."""
    drawn = draw_page(key).convert("RGB")
    data = drawn.tobytes()
    return QImage(data, drawn.width, drawn.height, 3 * drawn.width, QImage.Format.Format_RGB888).copy()


def sample_crop(key: str, box: tuple[int, int, int, int]) -> bytes:
    """Return a part (left, top, width, height) of a specimen page as JPEG."""
    left, top, width, height = box
    target = BytesIO()
    draw_page(key).convert("RGB").crop((left, top, left + width, top + height)).save(target, "JPEG", quality=85)
    return target.getvalue()


@cache
def sample_sheet() -> QImage:
    """Return both sides of a specimen card on one sheet with their purpose."""
    sides = []
    for key in ("id_card_front", "id_card_back"):
        target = BytesIO()
        draw_page(key).convert("RGB").save(target, "JPEG", quality=85)
        sides.append(target.getvalue())
    return QImage.fromData(sheet_of(sides, (200, 200), purpose("结婚落户", NOW.date())).jpeg)


@cache
def sample_glass() -> Shot:
    """Return a scan of two leaves of a household register that lie apart on one glass."""
    scanned = ScannedPage(np.asarray(draw_page("register_pages")), 200, "glass")
    captured = from_glass(scanned, seek_several=True)
    return Shot(captured, preview(captured.pixels), preview(scanned.pixels))


_SEEN = (1600, 1200)


def desk_picture(key: str = "housing_proof", *, is_dark: bool = False) -> QImage:
    """Return what a document camera sees of a specimen page, or of an empty desk."""
    pixels = see(DeskScene(key or None, is_dark=is_dark), _SEEN)
    return QImage(pixels.tobytes(), *_SEEN, 3 * _SEEN[0], QImage.Format.Format_RGB888).copy()


def desk_corners(key: str = "housing_proof") -> tuple[tuple[float, float], ...]:
    """Return where the page's corners are in that picture, as shares of it."""
    return tuple((x / _SEEN[0], y / _SEEN[1]) for x, y in corners_of(DeskScene(key), _SEEN))


def sample_capture(findings: tuple[PageFinding, ...]) -> CapturedPage:
    """Return a captured page of no size with some findings."""
    corners = np.zeros((4, 2))
    negative = Negative(b"", (1, 1), 200, corners, corners, True, False, Wanted())
    return CapturedPage(EncodedPage(b"", 1, 1, 200), np.zeros((1, 1, 3), np.uint8), findings, negative, None)


def sample_record(delivery: CaseDelivery, *, accepted: bool = True) -> CaseRecord:
    """Return a sealed 结婚落户 as the ledger would tell it."""
    subject = begin().facts.subject
    number = str(CaseNumber("441900", 2026, 7, 123))
    items = tuple(
        IndexedItem(
            number=f"{number}-{place:02d}",
            code=item.code,
            name=item.name,
            state="accepted" if accepted else "collected",
            due_date="2026-12-07" if accepted and item.promised_days else None,
        )
        for place, item in enumerate(subject.items, start=1)
    )
    materials = tuple(
        IndexedMaterial(entry.code, entry.name, 0 if entry.code.startswith("id_card") else 1)
        for entry in subject.materials
    )
    details = CaseDetails(subject.code, subject.name, "counter", "li", "陈**", "0" * 64, items, materials)
    entry = CaseIndexEntry(
        UUID(int=12), number, details, begin().catalogue.version, NOW, True, "YM1:SPECIMEN", "0" * 64, None
    )
    notice = str(CaseNumber.parse(number).notice(NoticeKind.ACCEPTANCE, 1))
    decision = SealedDecision(entry, notice, NOW, True, 1) if accepted else None
    return CaseRecord(entry, delivery, decision, {}, True)


@cache
def sample_notice(entry: CaseIndexEntry, style: NoticeStyle = PLAIN) -> bytes:
    """Return the acceptance notice of a case as PDF."""
    catalogue = begin().catalogue
    hall, details = catalogue.hall, entry.details
    subject = catalogue.subject(details.subject_code)
    labels = catalogue.notice_titles.labels
    notice = Notice(
        kind=NoticeKind.ACCEPTANCE,
        number=CaseNumber.parse(entry.number).notice(NoticeKind.ACCEPTANCE, 1),
        letterhead=Letterhead(hall.name, hall.address, hall.hours, hall.phone),
        issuer=catalogue.departments[subject.department].full_name,
        subject=details.subject_name,
        parties=(Party("男方", "陈样例"), Party("女方", "欧阳样例")),
        at=NOW,
        code="YM1:SPECIMEN",
        items=tuple(
            NoticeItem(
                item.number,
                item.name,
                catalogue.item(item.code).department,
                date.fromisoformat(item.due_date) if item.due_date else None,
                immediate=item.due_date is None,
            )
            for item in details.items
        ),
        details=Details(
            papers=tuple(
                Paper(
                    line.name,
                    labels["given_scan_seen" if line.pages else "given_card"],
                    int(line.pages > 0),
                    0,
                    line.pages,
                )
                for line in details.materials
            )
        ),
        place="综合窗口07（样例）",
        specimen=True,
    )
    return paper(compose(notice, Wording.of(catalogue, style.language)), large=style.large)


def sample_row(state: OutboxState, reason: str | None = None, sent: int = 0) -> OutboxRow:
    """Return where the acceptance of the sample record is on its way."""
    return OutboxRow(
        submission_id=UUID(int=5),
        case_id=UUID(int=12),
        case_number="",
        sequence=2,
        kind=SubmissionKind.DECISION,
        sealed_at=NOW,
        state=state,
        attempts=0,
        next_try_at=None,
        reason_code=reason,
        reason_detail="",
        who_acts=WhoActs.PLATFORM_STAFF if state is OutboxState.RETURNED else None,
        waits_for=None,
        delivered_at=NOW + timedelta(seconds=6) if state is OutboxState.DELIVERED else None,
        parts_removed_at=None,
        bytes_total=2_000_000,
        bytes_sent=sent,
    )
