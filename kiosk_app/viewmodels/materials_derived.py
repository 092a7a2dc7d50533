"""What the materials screen shows, derived from the session's state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from kiosk_app.pictures import address
from kiosk_app.viewmodels.materials import CheckRow, CornerRow, FindingRow, MaterialsProps, PageRow, ReadingRow
from kiosk_app.words.given import seen_or_promised
from kiosk_app.words.say import QT_TRANSLATE_NOOP, Remedy, say, together
from kiosk_app.words.scan import (
    camera_gone,
    is_about_the_scanner,
    needs_help,
    not_kept,
    page_finding,
    pages_lie,
    please_check,
    scan_trouble,
    sight_words,
)
from kiosk_app.work.given import by_card, by_commitment, given_pages, is_given, was_shown
from kiosk_app.work.mending import NEGATIVE
from kiosk_app.work.reading_pages import crop_of, offered
from kiosk_app.work.shooting import REJECTED
from kiosk_app.work.state import ScanPhase, SessionState
from shared.capture.steady_hand import Sight
from shared.catalogue.model import Catalogue, Hall, MaterialGuide
from shared.domain.materials import Material
from shared.intake.card_sheet import sides_of
from shared.intake.draft import DraftMaterial
from shared.intake.expected_documents import sides_taken

_ENOUGH: Final = "too_many_pages"
_NOTHING: Final = Remedy("", "")
_CHIPS: Final = {
    ScanPhase.EMPTY: (QT_TRANSLATE_NOOP("Kiosk", "放平、放正，再点“拍这一页”"), "brand"),
    ScanPhase.SCANNING: (QT_TRANSLATE_NOOP("Kiosk", "正在拍，请别动"), "brand"),
    ScanPhase.CUTTING: (QT_TRANSLATE_NOOP("Kiosk", "正在按新的四个角裁切"), "brand"),
    ScanPhase.CORNERS: (QT_TRANSLATE_NOOP("Kiosk", "按住圆点，拖到纸的四个角"), "brand"),
}
_LEGIBLE: Final = QT_TRANSLATE_NOOP("Kiosk", "看得清，收下了")
_OTHER_SIDE: Final = {
    "front": QT_TRANSLATE_NOOP("Kiosk", "收下了，请再拍正面"),
    "back": QT_TRANSLATE_NOOP("Kiosk", "收下了，请再拍反面"),
}


@dataclass(frozen=True, slots=True)
class MaterialsInputs:
    """What the materials screen depends on.

    Attributes:
        catalogue: as it is told to the citizen; material: the one on the stage.
        untold: the catalogue as it is written, by which the sides of pages are named; None where it is told so.
    """

    state: SessionState
    catalogue: Catalogue
    material: Material
    untold: Catalogue | None = None

    @property
    def guide(self) -> MaterialGuide:
        """How the material is asked for."""
        return self.catalogue.material_guide(self.material.code)

    @property
    def hall(self) -> Hall:
        """The hall of this terminal."""
        return self.catalogue.hall


def derive_materials_props(inputs: MaterialsInputs) -> MaterialsProps:
    """Return the stage and the list."""
    state, material, guide = inputs.state, inputs.material, inputs.guide
    pages = given_pages(state, material.code)
    chip, tone = _chip(inputs)
    trouble = _trouble(inputs)
    taking = state.is_taking
    cutting = state.scan_phase is ScanPhase.CUTTING
    rejected = state.scan_phase is ScanPhase.REJECTED
    edit = state.corners
    committed = _is_committed(state, material)
    return MaterialsProps(
        title=_title(inputs),
        note=_note(inputs),
        checks=_checks(state),
        phase=_phase(state),
        image=address(_image(state)),
        chip=chip,
        chip_tone=tone,
        progress=state.scan_progress,
        pages=tuple(
            PageRow(page.page_id.hex, str(place), address(page.page_id.hex), True, _shown(state, page.page_id.hex))
            for place, page in enumerate(pages, start=1)
        ),
        shown_page="" if rejected or taking else state.shown_page,
        findings=_findings(state),
        **_readings(state),
        refused=rejected,
        can_mend=state.mendable and state.scan_phase in {ScanPhase.PAGE, ScanPhase.REJECTED},
        can_join=_can_join(state),
        corners=tuple(CornerRow(str(at), x, y) for at, (x, y) in enumerate(edit.shares)) if edit else (),
        negative=address(NEGATIVE) if edit else "",
        corners_possible=edit is None or edit.is_possible,
        can_undo_corner=edit is not None and edit.can_undo,
        can_reset_corners=edit is not None and not edit.is_as_found,
        trouble_title=trouble.title,
        trouble_text=trouble.text,
        trouble_code=state.scan_code or state.camera_code,
        help_first=state.scan_phase is ScanPhase.FAILED and needs_help(state.scan_code, by_camera=state.by_camera),
        scan_label="" if committed or cutting else _scan_label(state, len(pages), guide.pages_max),
        can_scan=not (taking or state.busy or (state.camera_code and not state.has_glass)),
        next_label=_next_label(state, material),
        can_continue=state.draft is not None
        and is_given(state.draft, material)
        and not (taking or rejected or edit or state.scan_phase is ScanPhase.LIVE),
        missing_open=state.missing_open,
        missing_title=say(QT_TRANSLATE_NOOP("Kiosk", "{name}没带？"), name=guide.name),
        missing_text=guide.missing,
        missing_place=_place(inputs.hall),
        commitment=material.commitment.text if material.commitment and not pages else "",
        commitment_terms=_commitment_terms(material),
        is_committed=committed,
    )


def _title(inputs: MaterialsInputs) -> str:
    if inputs.state.scan_phase is ScanPhase.CORNERS:
        return say(QT_TRANSLATE_NOOP("Kiosk", "请对准纸的四个角"))
    return inputs.guide.prompt_at(pages_lie(by_camera=inputs.state.by_camera))


def _note(inputs: MaterialsInputs) -> str:
    materials = inputs.state.subject.materials if inputs.state.subject else ()
    place = next((at for at, each in enumerate(materials, start=1) if each.code == inputs.material.code), 1)
    count = say(QT_TRANSLATE_NOOP("Kiosk", "第 {place} 份，共 {count} 份。"), place=place, count=len(materials))
    whose = inputs.material.name if inputs.material.name != inputs.guide.name else ""
    ends = say(QT_TRANSLATE_NOOP("Kiosk", "{name}。"), name=whose) if whose else ""
    return together(count, ends, inputs.guide.note)


def _checks(state: SessionState) -> tuple[CheckRow, ...]:
    if state.subject is None or state.draft is None:
        return ()
    rows = []
    for place, material in enumerate(state.subject.materials, start=1):
        now = material.code == state.material
        done = is_given(state.draft, material)
        phase = "now" if now else "done" if done else "todo"
        shown = was_shown(_given(state, material))
        rows.append(
            CheckRow(material.code, str(place), material.name, _check_note(state, material), phase, can_open=not shown)
        )
    return tuple(rows)


def _check_note(state: SessionState, material: Material) -> str:
    given = _given(state, material)
    if by_card(given):
        return say(QT_TRANSLATE_NOOP("Kiosk", "已从身份证读取，不用交"))
    if by_commitment(given):
        return say(QT_TRANSLATE_NOOP("Kiosk", "已用承诺代替"))
    if given is not None and given.pages:
        return say(QT_TRANSLATE_NOOP("Kiosk", "已拍 {count} 页"), count=len(given.pages))
    if words := seen_or_promised(given):
        return words
    if material.code == state.material:
        return say(QT_TRANSLATE_NOOP("Kiosk", "正在办这一份"))
    return say(QT_TRANSLATE_NOOP("Kiosk", "还没拍"))


def _is_committed(state: SessionState, material: Material) -> bool:
    return by_commitment(_given(state, material))


def _given(state: SessionState, material: Material) -> DraftMaterial | None:
    return state.draft.materials.get(material.code) if state.draft else None


def _commitment_terms(material: Material) -> str:
    """Return what follows from a declaration, and the rule that allows it."""
    said = material.commitment
    if said is None:
        return ""
    return say(
        QT_TRANSLATE_NOOP(
            "Kiosk", "办好以后 {days} 个工作日内会核查。不属实的，撤销办理结果，并记入信用。依据：{basis}"
        ),
        days=said.check_days,
        basis=said.legal_basis,
    )


def _chip(inputs: MaterialsInputs) -> tuple[str, str]:
    state = inputs.state
    if words := _not_asked_for(state, inputs.material):
        return words, "good"
    match state.scan_phase:
        case ScanPhase.LIVE:
            return _sight(state)
        case ScanPhase.REJECTED | ScanPhase.FAILED:
            return "", "warn"
        case ScanPhase.CORNERS if state.corners is not None and not state.corners.is_possible:
            return scan_trouble("corners_impossible").title, "warn"
        case ScanPhase.PAGE:
            return _page_chip(inputs)
        case _:
            words, tone = _CHIPS.get(state.scan_phase, _CHIPS[ScanPhase.EMPTY])
            return say(words), tone


def _not_asked_for(state: SessionState, material: Material) -> str:
    """Return why no page is waited for; empty where one is."""
    if _is_committed(state, material):
        return say(QT_TRANSLATE_NOOP("Kiosk", "已经承诺，这份不用交"))
    return seen_or_promised(_given(state, material)) if state.scan_phase is ScanPhase.EMPTY else ""


def _page_chip(inputs: MaterialsInputs) -> tuple[str, str]:
    if _is_doubtful(inputs):
        return please_check(inputs.guide.name), "warn"
    missing = _missing_face(inputs)
    return say(_OTHER_SIDE[missing] if missing else _LEGIBLE), "good"


def _is_doubtful(inputs: MaterialsInputs) -> bool:
    pages = given_pages(inputs.state, inputs.material.code)
    return any(page.is_doubtful for page in pages if page.page_id.hex == inputs.state.shown_page)


def _missing_face(inputs: MaterialsInputs) -> str:
    """Return front or back where only the other side of a card was taken."""
    written = (inputs.untold or inputs.catalogue).material_guide(inputs.material.code)
    draft, known = inputs.state.draft, written.recognition
    return known.missing_face(sides_taken(draft, inputs.material.code)) if draft and known else ""


def _findings(state: SessionState) -> tuple[FindingRow, ...]:
    """Return everything that is wrong with a refused page; what has a place is numbered where there are several."""
    if state.scan_phase is not ScanPhase.REJECTED:
        return ()
    placed = sum(finding.place is not None for finding in state.rejected)
    rows, number = [], 0
    for at, finding in enumerate(state.rejected):
        remedy = page_finding(finding.code, finding.seems, finding.missing, by_camera=state.shot_by_camera)
        number += finding.place is not None
        last = at == len(state.rejected) - 1
        text = together(remedy.text, not_kept(again=state.refusals > 1)) if last else remedy.text
        left, top, wide, high = finding.place or (0.0, 0.0, 0.0, 0.0)
        mark = str(number) if finding.place is not None and placed > 1 else ""
        rows.append(FindingRow(f"{finding.code}-{at}", remedy.title, text, mark, left, top, wide, high))
    return tuple(rows)


def _readings(state: SessionState) -> dict[str, Any]:
    """Return what the pages say that the form does not, with its heading and the act for all that is sure."""
    said = offered(state) if state.scan_phase is ScanPhase.PAGE and state.form else ()
    if not said or state.form is None or state.draft is None:
        return {}
    values, fields = state.draft.values(), state.form.fields
    rows = []
    for one in said:
        standing = values.get(one.field_id, "")
        notes = [say(QT_TRANSLATE_NOOP("Kiosk", "没看准，请对照上面的图。"))] if one.is_doubtful else []
        if standing:
            shown = fields[one.field_id].label_of(standing)
            notes.append(say(QT_TRANSLATE_NOOP("Kiosk", "表里现在填的是：{value}"), value=shown))
        rows.append(ReadingRow(one.key, one.title, one.text, together(*notes), address(crop_of(one))))
    sure = sum(not one.is_doubtful for one in said)
    take_all = say(QT_TRANSLATE_NOOP("Kiosk", "看得准的 {count} 项都填进表里"), count=sure)
    return {
        "readings": tuple(rows),
        "take_all_label": take_all if sure > 1 else "",
        "readings_title": say(QT_TRANSLATE_NOOP("Kiosk", "这一页上读到 {count} 项，对的可以填进表里"), count=len(said)),
    }


def _can_join(state: SessionState) -> bool:
    if state.draft is None or state.material is None or state.scan_phase is not ScanPhase.PAGE:
        return False
    return bool(sides_of(state.draft, state.material))


def _image(state: SessionState) -> str:
    """Return the key of the picture on the stage."""
    return {ScanPhase.REJECTED: REJECTED, ScanPhase.CUTTING: NEGATIVE}.get(state.scan_phase, state.shown_page)


def _phase(state: SessionState) -> str:
    if state.scan_phase in {ScanPhase.REJECTED, ScanPhase.CUTTING}:
        return ScanPhase.PAGE.value
    if state.scan_phase is ScanPhase.LIVE and state.camera_code:
        return ScanPhase.FAILED.value
    if state.scan_phase is ScanPhase.SCANNING and state.has_camera and not state.camera_code:
        return ScanPhase.LIVE.value
    return state.scan_phase.value


def _sight(state: SessionState) -> tuple[str, str]:
    if state.camera_code:
        return "", "warn"
    tone = "good" if state.sight in {Sight.HOLDING, Sight.TAKEN} else "brand"
    return sight_words(state.sight.value), "warn" if state.sight in {Sight.DARK, Sight.COVERED} else tone


def _trouble(inputs: MaterialsInputs) -> Remedy:
    state, hall = inputs.state, inputs.hall
    told = {"name": inputs.guide.name, "place": hall.name, "hours": hall.hours}
    if state.scan_phase is ScanPhase.FAILED:
        return scan_trouble(state.scan_code, by_camera=state.shot_by_camera, **told)
    if state.camera_code and state.scan_phase is ScanPhase.LIVE:
        return camera_gone(has_glass=state.has_glass, **told)
    return _NOTHING


def _scan_label(state: SessionState, pages: int, most: int) -> str:
    """Return what scanning does now, empty when the material is full."""
    if state.scan_phase is ScanPhase.LIVE:
        return _shutter_label(state)
    if state.scan_phase is ScanPhase.REJECTED:
        return say(QT_TRANSLATE_NOOP("Kiosk", "重拍这一页"))
    if (
        state.scan_phase is ScanPhase.FAILED
        and state.scan_code != _ENOUGH
        and not is_about_the_scanner(state.scan_code)
    ):
        return say(QT_TRANSLATE_NOOP("Kiosk", "再试一次"))
    if pages >= most or state.scan_code == _ENOUGH:
        return ""
    if pages:
        return say(QT_TRANSLATE_NOOP("Kiosk", "再拍一页"))
    return say(QT_TRANSLATE_NOOP("Kiosk", "拍这一页"))


def _shutter_label(state: SessionState) -> str:
    if state.camera_code and state.has_glass:
        return say(QT_TRANSLATE_NOOP("Kiosk", "用扫描台拍"))
    return say(QT_TRANSLATE_NOOP("Kiosk", "手动拍一张"))


def _next_label(state: SessionState, material: Material) -> str:
    if state.returning:
        return say(QT_TRANSLATE_NOOP("Kiosk", "改好了"))
    others = state.subject.materials if state.subject else ()
    left = [each for each in others if each.code != material.code and state.draft and not is_given(state.draft, each)]
    return say(QT_TRANSLATE_NOOP("Kiosk", "下一份")) if left else say(QT_TRANSLATE_NOOP("Kiosk", "齐了，下一步"))


def _shown(state: SessionState, page_id: str) -> bool:
    return state.scan_phase is ScanPhase.PAGE and state.shown_page == page_id


def _place(hall: Hall) -> str:
    return say(
        QT_TRANSLATE_NOOP("Kiosk", "到窗口：{name}，{address}\n时间：{hours}\n先打 {phone} 问清楚也行。"),
        name=hall.name,
        address=hall.address,
        hours=hall.hours,
        phone=hall.phone,
    )
