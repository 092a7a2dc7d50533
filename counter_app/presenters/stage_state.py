"""What the stage shows, derived from what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtGui import QImage

from counter_app.ports.materials import CornersState, FindingLine, StageMode, StageState, Thumb
from counter_app.ports.tone import Tone
from counter_app.words.scanning import ScanWords
from counter_app.work.scan_door import Shot
from devices.imaging.geometry import Corners
from shared.capture.pages import PageFinding
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
        stopping: a page of the case before is still under way, and no other can be taken yet.
        cutting: what is under way is no scan: a page is cut between other corners.
        can_join: the pages are both sides of a card.
        is_offered_apart: the pending page is a glass with several papers, which may become pages of their own.
        can_unite: the page in sight is one of several that lay on one glass.
        by_camera: pages come from under the camera.
        live: the document camera is looked through.
        other_source: what pages could come from instead.
        mendable: ids of the pages whose corners can be set by hand.
        corners: what is being set by hand.
        missing: front or back, where only the other side of a card was taken.
    """

    material: str = ""
    given: DraftMaterial | None = None
    images: dict[str, QImage] = field(default_factory=dict)
    pending: Shot | None = None
    current: str = ""
    progress: float | None = None
    stopping: bool = False
    cutting: bool = False
    overriding: bool = False
    available: bool = True
    by_camera: bool = False
    can_join: bool = False
    is_offered_apart: bool = False
    can_unite: bool = False
    live: bool = False
    other_source: str = ""
    mendable: frozenset[str] = frozenset()
    corners: CornersState | None = None
    missing: str = ""


def derive_stage(facts: StageFacts, words: ScanWords) -> StageState:
    """Return what the stage shows."""
    return replace(_derive(facts, words), by_camera=facts.by_camera)


def _derive(facts: StageFacts, words: ScanWords) -> StageState:
    pages = facts.given.pages if facts.given else ()
    if facts.live:
        return StageState(
            StageMode.LIVE,
            facts.material,
            thumbs=_thumbs(facts, pages),
            progress=facts.progress,
            can_scan=facts.progress is None and not facts.stopping,
            other_source=facts.other_source,
        )
    if facts.progress is not None:
        return _under_way(facts, words)
    if facts.corners is not None:
        return StageState(StageMode.CORNERS, facts.material, words.corners_help(), corners=facts.corners)
    can_scan = facts.available and bool(facts.material) and not facts.stopping
    if facts.pending is not None and facts.current == PENDING:
        state = _apart_state if facts.is_offered_apart else _pending_state
        return state(facts, facts.pending, words, can_scan=can_scan)
    shown = next((page for page in pages if page.page_id.hex == facts.current), None)
    if shown is None:
        hint = _hint(facts, words)
        return StageState(title=facts.material, hint=hint, can_scan=can_scan, other_source=facts.other_source)
    is_doubtful = shown.is_doubtful and not shown.override_reason
    good = words.other_side(facts.missing) if facts.missing else words.good()
    if is_doubtful:
        good = words.please_check(facts.material)
    return StageState(
        mode=StageMode.PAGE,
        title=facts.material,
        subtitle=words.count(pages.index(shown) + 1, len(pages)),
        image=facts.images.get(facts.current),
        pill=words.overridden(shown.override_reason) if shown.override_reason else good,
        findings=tuple(FindingLine(words.finding(code)) for code in shown.findings),
        tone=Tone.WARN if shown.override_reason or is_doubtful else Tone.GOOD,
        thumbs=_thumbs(facts, pages),
        current=facts.current,
        can_scan=can_scan,
        can_change=True,
        can_mend=facts.current in facts.mendable,
        can_join=facts.can_join,
        can_unite=facts.can_unite,
        other_source=facts.other_source,
    )


def _under_way(facts: StageFacts, words: ScanWords) -> StageState:
    if facts.cutting:
        return StageState(StageMode.CUTTING, facts.material, hint=words.cutting())
    hint = words.taking() if facts.by_camera else words.scanning()
    return StageState(StageMode.SCANNING, facts.material, hint=hint, progress=facts.progress)


def derive_findings(
    findings: tuple[PageFinding, ...], words: ScanWords, *, by_camera: bool = False
) -> tuple[FindingLine, ...]:
    """Return a line for each finding; those that have a place are numbered as on the picture."""
    lines = []
    number = 0
    for finding in findings:
        number += finding.place is not None
        label = str(number) if finding.place is not None else ""
        found = words.finding(finding.code, finding.seems, finding.missing)
        lines.append(FindingLine(found, words.remedy(finding.code, by_camera=by_camera), label, finding.place))
    return tuple(lines)


def _apart_state(facts: StageFacts, pending: Shot, words: ScanWords, *, can_scan: bool) -> StageState:
    count = len(pending.captured.apart)
    places = (
        FindingLine("", label=str(at), place=_place_of(corners, pending.captured.negative.size))
        for at, corners in enumerate(pending.captured.apart, start=1)
    )
    return StageState(
        mode=StageMode.PAGE,
        title=facts.material,
        subtitle=words.not_taken(),
        image=pending.glass,
        findings=(FindingLine(words.apart(count), words.apart_help()), *places),
        tone=Tone.WARN,
        current=PENDING,
        can_scan=can_scan,
        can_change=True,
        can_part=count,
    )


def _place_of(corners: Corners, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """Return what encloses corners, as shares of a picture."""
    left, top = corners.min(axis=0) / size
    right, bottom = corners.max(axis=0) / size
    return float(left), float(top), float(right - left), float(bottom - top)


def _pending_state(facts: StageFacts, pending: Shot, words: ScanWords, *, can_scan: bool) -> StageState:
    return StageState(
        mode=StageMode.PAGE,
        title=facts.material,
        subtitle=words.not_taken(),
        image=pending.image,
        findings=derive_findings(pending.captured.findings, words, by_camera=facts.by_camera),
        tone=Tone.WARN,
        thumbs=_thumbs(facts, facts.given.pages if facts.given else ()),
        current=PENDING,
        can_scan=can_scan,
        can_change=True,
        can_mend=True,
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
    if facts.stopping:
        return words.stopping()
    return words.hint(facts.material, by_camera=facts.by_camera)


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
