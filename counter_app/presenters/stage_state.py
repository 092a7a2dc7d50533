"""What the stage shows, derived from what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtGui import QImage

from counter_app.ports.materials import StageMode, StageState, Thumb
from counter_app.ports.tone import Tone
from counter_app.words.scanning import ScanWords
from counter_app.work.scan_door import CapturedPage
from shared.intake.draft import DraftMaterial, DraftPage, GivenBy

PENDING = "pending"
"""Page id of a page that was scanned and not taken yet."""


@dataclass(frozen=True, slots=True, eq=False)
class StageFacts:
    """What the stage knows.

    Attributes:
        material: name of the selected material, empty for none.
        given: how it was given so far.
        pending: a scanned page with a finding, which a person judges.
        current: id of the page in sight.
        progress: of the scan under way, None when none is.
    """

    material: str = ""
    given: DraftMaterial | None = None
    images: dict[str, QImage] = field(default_factory=dict)
    pending: CapturedPage | None = None
    current: str = ""
    progress: float | None = None
    overriding: bool = False
    available: bool = True


def derive_stage(facts: StageFacts, words: ScanWords) -> StageState:
    """Return what the stage shows."""
    pages = facts.given.pages if facts.given else ()
    if facts.progress is not None:
        hint = words.scanning()
        return StageState(StageMode.SCANNING, facts.material, hint=hint, progress=facts.progress)
    can_scan = facts.available and bool(facts.material)
    if facts.pending is not None and facts.current == PENDING:
        return _pending_state(facts, facts.pending, words, can_scan=can_scan)
    shown = next((page for page in pages if page.page_id.hex == facts.current), None)
    if shown is None:
        return StageState(title=facts.material, hint=_hint(facts, words), can_scan=can_scan)
    return StageState(
        mode=StageMode.PAGE,
        title=facts.material,
        subtitle=words.count(pages.index(shown) + 1, len(pages)),
        image=facts.images.get(facts.current),
        pill=words.overridden(shown.override_reason) if shown.override_reason else words.good(),
        tone=Tone.WARN if shown.override_reason else Tone.GOOD,
        thumbs=_thumbs(facts, pages),
        current=facts.current,
        can_scan=can_scan,
        can_change=True,
    )


def _pending_state(facts: StageFacts, pending: CapturedPage, words: ScanWords, *, can_scan: bool) -> StageState:
    finding = pending.findings[0]
    return StageState(
        mode=StageMode.PAGE,
        title=facts.material,
        subtitle=words.remedy(finding),
        image=pending.image,
        pill=words.finding(finding),
        place=pending.places[0] if pending.places else None,
        tone=Tone.WARN,
        thumbs=_thumbs(facts, facts.given.pages if facts.given else ()),
        current=PENDING,
        can_scan=can_scan,
        can_change=True,
        can_override=True,
        overriding=facts.overriding,
        reasons=words.override_reasons(),
    )


def _hint(facts: StageFacts, words: ScanWords) -> str:
    if not facts.material:
        return words.choose()
    if not facts.available:
        return words.no_scanner()
    if facts.given is not None and facts.given.given_by is not GivenBy.SCAN:
        return words.needs_none()
    return words.hint(facts.material)


def _thumbs(facts: StageFacts, pages: tuple[DraftPage, ...]) -> tuple[Thumb, ...]:
    taken = tuple(
        Thumb(
            page.page_id.hex,
            facts.images.get(page.page_id.hex, QImage()),
            str(number),
            Tone.WARN if page.override_reason else Tone.GOOD,
        )
        for number, page in enumerate(pages, start=1)
    )
    if facts.pending is None:
        return taken
    return (*taken, Thumb(PENDING, facts.pending.image, str(len(pages) + 1), Tone.WARN))
