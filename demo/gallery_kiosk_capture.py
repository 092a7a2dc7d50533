"""The gallery's materials: camera and glass, every finding, corners, readings, both sides of a card, every trouble.

Invented people, marked 样例.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Final

import numpy as np

from demo.gallery_kiosk_frame import Scene
from demo.gallery_kiosk_spoken import begun, materials_scene, page, with_pages
from demo.specimen_pages import draw_page
from kiosk_app.work.state import ScanPhase, SessionState
from shared.capture.corner_edit import CornerEdit
from shared.capture.pages import PageFinding
from shared.capture.reading import Reading
from shared.capture.steady_hand import Sight
from shared.intake.draft import FieldSource, FieldValue
from shared.intake.promises import committed
from shared.qt.languages import Language

PICTURES: Final = {
    1: "household_register",
    2: "education_certificate",
    3: "id_card_front",
    4: "id_card_back",
    5: "card-sheet",
    6: "business_licence",
}
"""Pictures of the pages by the number of their id."""
REGISTER: Final = "household_register"
_ADDRESS: Final = "广东省东莞市莞城街道样例路1号样例花园2栋301房"
_FRONT, _BACK = "居民身份证人像面", "居民身份证国徽面"
_FINDINGS: Final = (
    PageFinding("blank"),
    PageFinding("blurred"),
    PageFinding("glare", (0.45, 0.3, 0.3, 0.25)),
    PageFinding("cut_corner", (0.85, 0.0, 0.15, 0.2)),
    PageFinding("low_resolution"),
    PageFinding("too_dark"),
    PageFinding("duplicate"),
    PageFinding("wrong_side"),
    PageFinding("wrong_document", seems="居民身份证"),
    PageFinding("outline_unsure"),
)
_ALIKE: Final = ("-found-", "-trouble-")
_TROUBLES: Final = (
    "no_paper",
    "cover_open",
    "paper_jam",
    "device_busy",
    "io_error",
    "device_not_found",
    "too_many_pages",
    "disk_full",
)


def _waiting() -> SessionState:
    state = replace(begun("7.1"), material=REGISTER, scan_phase=ScanPhase.LIVE, sight=Sight.HOLDING)
    return replace(state, shot_by_camera=True)


def _on_glass() -> SessionState:
    return replace(_waiting(), scan_phase=ScanPhase.EMPTY, has_camera=False, has_glass=True, shot_by_camera=False)


def _taken(state: SessionState, shown: int) -> SessionState:
    return replace(state, scan_phase=ScanPhase.PAGE, shown_page=page(shown).page_id.hex, mendable=True)


def _rejected(*findings: PageFinding, refusals: int = 1) -> SessionState:
    state = with_pages(_waiting(), REGISTER, page(1), page(2))
    return replace(state, scan_phase=ScanPhase.REJECTED, rejected=findings, refusals=refusals, mendable=True)


def _corners() -> CornerEdit:
    size = (1600, 1200)
    found = np.array([[430, 300], [1190, 340], [1180, 890], [400, 860]], np.float64)
    moved = found + np.array([[20, -10], [0, 0], [0, 0], [0, 0]], np.float64)
    return CornerEdit(size, found, moved, (found,))


def _no_page(edit: CornerEdit) -> CornerEdit:
    crossed = edit.corners[[0, 2, 1, 3]]
    return replace(edit, corners=crossed)


@cache
def sample_readings() -> tuple[Reading, ...]:
    """Return what the old licence says, one of it doubtful, with a picture of each."""
    said = (
        ("business.name", "字号或企业名称", "东莞市样例工作室", 0.99, (580, 300, 960, 380)),
        ("business.address", "经营场所（住所）", _ADDRESS, 0.8, (580, 630, 1480, 720)),
    )
    return tuple(
        Reading(field, title, value, value, confidence, (0.3, 0.2, 0.2, 0.04), _crop(box))
        for field, title, value, confidence, box in said
    )


def _crop(box: tuple[int, int, int, int]) -> bytes:
    target = BytesIO()
    draw_page("business_licence").convert("RGB").crop(box).save(target, "JPEG", quality=85)
    return target.getvalue()


def _with_readings() -> SessionState:
    state = replace(begun("1"), material="shop_licence_back")
    state = _taken(with_pages(state, "shop_licence_back", page(6)), 6)
    typed = {"business.address": FieldValue(value="东莞市样例路1号", source=FieldSource.TYPED)}
    draft = state.draft.with_fields(typed) if state.draft else None
    return replace(state, draft=draft, readings={"shop_licence_back": sample_readings()})


def _card(*sides: int) -> SessionState:
    state = replace(begun("7.1"), material="id_card")
    names = {3: _FRONT, 4: _BACK}
    pages = tuple(page(side, side=names.get(side, "")) for side in sides)
    return _taken(with_pages(state, "id_card", *pages), sides[-1])


def _declarable() -> SessionState:
    return replace(begun("12.6"), material="kinship_proof", scan_phase=ScanPhase.LIVE, sight=Sight.WAITING)


def _declared() -> SessionState:
    state = _declarable()
    materials = state.subject.materials if state.subject else ()
    material = next(each for each in materials if each.code == "kinship_proof")
    draft = state.draft.with_material(committed(material, state.draft.created_at)) if state.draft else None
    return replace(state, draft=draft, scan_phase=ScanPhase.EMPTY)


def _states() -> Iterator[tuple[str, SessionState, str]]:
    """Yield the end of each scene's name, its state, and what a finger does."""
    live, glass = _waiting(), _on_glass()
    yield "", glass, ""
    yield "-many", replace(begun("8"), material="household_register.husband", scan_phase=ScanPhase.LIVE), ""
    yield "-scanning", replace(glass, scan_phase=ScanPhase.SCANNING, scan_progress=0.6), ""
    yield "-page", _taken(with_pages(live, REGISTER, page(1), page(2)), 1), ""
    yield "-doubtful", _taken(with_pages(live, REGISTER, page(1, is_doubtful=True)), 1), ""
    for finding in _FINDINGS:
        yield f"-found-{finding.code.replace('_', '-')}", _rejected(finding), ""
    yield "-found-other-side", _rejected(PageFinding("wrong_side", seems=_FRONT, missing="back")), ""
    yield "-found-several", _rejected(_FINDINGS[2], _FINDINGS[3]), ""
    yield "-found-again", _rejected(_FINDINGS[9], _FINDINGS[2], _FINDINGS[3], refusals=2), ""
    yield "-readings", _with_readings(), ""
    yield "-one-side", _card(3), ""
    yield "-card", _card(3, 4), ""
    yield "-card-sheet", replace(_card(5), mendable=False), ""
    for sight in (Sight.HOLDING, Sight.UNSURE):
        yield f"-live-{sight.value}", replace(live, sight=sight), ""
    gone = replace(live, camera_code="device_not_found")
    yield "-camera-gone", gone, ""
    yield "-camera-gone-glass", replace(gone, has_glass=True), ""
    corners = replace(live, scan_phase=ScanPhase.CORNERS, corners=_corners())
    yield "-corners", corners, ""
    yield "-corners-held", corners, "hold:corner-1"
    yield "-corners-crossed", replace(corners, corners=_no_page(_corners())), ""
    yield "-cutting", replace(_rejected(_FINDINGS[3]), scan_phase=ScanPhase.CUTTING, rejected=()), ""
    for code in _TROUBLES:
        failed = replace(glass, scan_phase=ScanPhase.FAILED, scan_code=code)
        state = with_pages(failed, REGISTER, page(1), page(2)) if code == "too_many_pages" else failed
        yield f"-trouble-{code.replace('_', '-')}", state, ""
    yield "-trouble-camera", replace(live, scan_phase=ScanPhase.FAILED, scan_code="device_disconnected"), ""
    yield "-missing", replace(live, missing_open=True), ""
    yield "-commitment", replace(_declarable(), missing_open=True), ""
    yield "-committed", _declared(), ""


@cache
def capture_scenes(language: Language = Language.SIMPLIFIED) -> tuple[Scene, ...]:
    """Return the scenes; the language has to be spoken by then."""
    return tuple(
        materials_scene(name, state, language, typing, is_alike=name.startswith(_ALIKE))
        for name, state, typing in _states()
    )
