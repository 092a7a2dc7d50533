"""Pictures of the stage of an open case: a scan, a page with its findings, the document camera, what a page says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtGui import QImage

from counter_app.ports.materials import CornersState, ReadingLine, ReadingsState
from counter_app.ports.shell import BannerState
from counter_app.ports.tone import Tone
from counter_app.presenters.live import derive_live
from counter_app.presenters.stage_state import PENDING, StageFacts, derive_stage
from counter_app.views.window import CounterWindow
from counter_app.words.failures import FailureWords
from counter_app.words.scanning import ScanWords
from counter_app.work.scan_door import Shot
from demo.gallery_counter_case import Scene, both, show_case
from demo.gallery_counter_samples import (
    begin,
    desk_corners,
    desk_picture,
    fill,
    page_image,
    sample_capture,
    sample_crop,
    sample_glass,
    sample_sheet,
)
from shared.capture.pages import PageFinding
from shared.capture.steady_hand import Look, Sight
from shared.qt.camera_eye import LiveFrame

_REGISTER: Final = "household_register.husband"


def scanning(window: CounterWindow) -> None:
    """A scan under way."""
    show_case(window, fill(both()))
    window.stage.set_state(derive_stage(StageFacts("迁入地房产证明", progress=0.62), ScanWords()))


def finding(window: CounterWindow) -> None:
    """A blank page."""
    show_case(window, fill(both()))
    window.stage.set_state(derive_stage(_pending(overriding=False), ScanWords()))


def overriding(window: CounterWindow) -> None:
    """A page that is used all the same, its reason asked for."""
    show_case(window, fill(both()))
    window.stage.set_state(derive_stage(_pending(overriding=True), ScanWords()))


def several(window: CounterWindow) -> None:
    """A page with three findings, two of them with a place."""
    show_case(window, fill(both()))
    findings = (
        PageFinding("outline_unsure"),
        PageFinding("glare", (0.5, 0.12, 0.3, 0.2)),
        PageFinding("cut_corner", (0.78, 0.8, 0.22, 0.2)),
    )
    facts = replace(_pending(overriding=False), pending=_shot(findings, "housing_proof"))
    window.stage.set_state(derive_stage(facts, ScanWords()))


def live(window: CounterWindow) -> None:
    """A page under the document camera that lies still."""
    look = Look(Sight.HOLDING, desk_corners(), 0.6)
    _live(window, LiveFrame(desk_picture(), look))


def live_empty(window: CounterWindow) -> None:
    """An empty desk under the document camera."""
    _live(window, LiveFrame(desk_picture(""), Look(Sight.WAITING)))


def live_dark(window: CounterWindow) -> None:
    """The lamp of the document camera is off."""
    _live(window, LiveFrame(desk_picture(is_dark=True), Look(Sight.DARK)))


def live_gone(window: CounterWindow) -> None:
    """The document camera was unplugged."""
    _live(window, LiveFrame(QImage(), Look(Sight.WAITING), "device_not_found"))


def _live(window: CounterWindow, frame: LiveFrame) -> None:
    show_case(window, fill(both()))
    facts = StageFacts("迁入地房产证明", live=True, other_source=ScanWords().source("scanner"))
    window.stage.set_state(derive_stage(facts, ScanWords()))
    window.stage.show_live(derive_live(frame, ScanWords()))


def readings(window: CounterWindow) -> None:
    """What a licence says of the form, one of it doubtful."""
    show_case(window, fill(both()))
    given = both().scanned("housing_proof").draft.materials["housing_proof"]
    key = given.pages[0].page_id.hex
    facts = StageFacts("营业执照", given, {key: page_image("business_licence")}, None, key)
    window.stage.set_state(derive_stage(facts, ScanWords()))
    words = ScanWords()
    note = f"{words.doubtful()}，{words.standing('东莞市样例路 1 号')}"
    lines = (
        ReadingLine("a", "企业名称", "东莞市样例工作室", sample_crop("business_licence", (590, 310, 360, 70))),
        ReadingLine("b", "法定代表人姓名", "陈样例", sample_crop("business_licence", (580, 525, 160, 76))),
        ReadingLine(
            "c",
            "经营场所（住所）",
            "广东省东莞市莞城街道样例路1号样例花园2栋301房",
            sample_crop("business_licence", (580, 640, 890, 70)),
            note,
            is_doubtful=True,
        ),
    )
    window.stage.set_readings(ReadingsState(words.readings(3), lines, 2))


def corners(window: CounterWindow) -> None:
    """The corners of a photographed page, set by hand."""
    show_case(window, fill(both()))
    picture = desk_picture()
    state = CornersState(
        picture, ((0.2, 0.1), (0.82, 0.14), (0.86, 0.92), (0.16, 0.9)), 1, can_undo=True, can_reset=True
    )
    window.stage.set_state(derive_stage(StageFacts("迁入地房产证明", corners=state), ScanWords()))


def _pending(*, overriding: bool) -> StageFacts:
    sample = both().scanned("housing_proof", 2)
    given = sample.draft.materials["housing_proof"]
    images = {page.page_id.hex: page_image() for page in given.pages}
    shot = _shot((PageFinding("blank"),), "blank")
    return StageFacts("迁入地房产证明", given, images, shot, PENDING, overriding=overriding)


def _shot(findings: tuple[PageFinding, ...], page: str) -> Shot:
    return Shot(sample_capture(findings), page_image(page))


def pages(window: CounterWindow) -> None:
    """Several pages, one of them used all the same."""
    sample = fill(both()).scanned("housing_proof", 3, "原件如此")
    show_case(window, sample)
    given = sample.draft.materials["housing_proof"]
    images = {page.page_id.hex: page_image() for page in given.pages}
    current = given.pages[1].page_id.hex
    window.stage.set_state(derive_stage(StageFacts("迁入地房产证明", given, images, None, current), ScanWords()))


def cutting(window: CounterWindow) -> None:
    """A page that is cut between other corners."""
    show_case(window, fill(both()))
    window.stage.set_state(derive_stage(StageFacts("迁入地房产证明", progress=0.0, cutting=True), ScanWords()))


def _trouble(code: str, *, instead: str = "") -> Scene:
    def told(window: CounterWindow) -> None:
        show_case(window, fill(both()))
        facts = StageFacts("迁入地房产证明", other_source=ScanWords().source(instead) if instead else "")
        window.stage.set_state(derive_stage(facts, ScanWords()))
        text, detail = ScanWords().problem(code, instead=facts.other_source)
        window.set_banner(BannerState(text, detail, Tone.WARN))

    return told


def disk_full(window: CounterWindow) -> None:
    """A good page that could not be stored, and waits."""
    _not_kept(window, "disk_full")


def full(window: CounterWindow) -> None:
    """A good page that its material has no room for, and waits."""
    _not_kept(window, "too_many_pages")


def _not_kept(window: CounterWindow, code: str) -> None:
    show_case(window, fill(both()))
    facts = replace(_pending(overriding=False), pending=_shot((), "housing_proof"))
    window.stage.set_state(derive_stage(facts, ScanWords()))
    window.set_banner(BannerState(*FailureWords().sentence(code), Tone.BAD))


def sides(window: CounterWindow) -> None:
    """Both sides of a card, which can go on one sheet; and the sheet that they went on."""
    _card(window, ("id_card_front", "id_card_back"), can_join=True)


def sheet(window: CounterWindow) -> None:
    """Both sides of a card on one sheet, marked with their purpose."""
    _card(window, ("sheet",), can_join=False)


def apart(window: CounterWindow) -> None:
    """Two papers on one glass, which may become a page each."""
    show_case(window, fill(both()), paper=_REGISTER)
    facts = StageFacts("户口簿本人页（男方）", None, {}, sample_glass(), PENDING, is_offered_apart=True)
    window.stage.set_state(derive_stage(facts, ScanWords()))


def parted(window: CounterWindow) -> None:
    """What became of them."""
    sample = fill(both()).scanned(_REGISTER, 2)
    show_case(window, sample, paper=_REGISTER)
    given = sample.draft.materials[_REGISTER]
    keys = ("household_register", "household_register_ouyang")
    images = {page.page_id.hex: page_image(key) for page, key in zip(given.pages, keys, strict=True)}
    current = given.pages[-1].page_id.hex
    mendable = frozenset(images)
    facts = StageFacts("户口簿本人页（男方）", given, images, None, current, can_unite=True, mendable=mendable)
    window.stage.set_state(derive_stage(facts, ScanWords()))


def _card(window: CounterWindow, drawn: tuple[str, ...], *, can_join: bool) -> None:
    sample = begin().scanned("id_card.husband", len(drawn))
    show_case(window, sample, paper="id_card.husband")
    given = sample.draft.materials["id_card.husband"]
    pictures = [sample_sheet() if key == "sheet" else page_image(key) for key in drawn]
    images = {page.page_id.hex: picture for page, picture in zip(given.pages, pictures, strict=True)}
    current = given.pages[-1].page_id.hex
    facts = StageFacts("居民身份证（男方）", given, images, None, current, can_join=can_join)
    window.stage.set_state(derive_stage(facts, ScanWords()))


STAGE_SCENES: Final[Mapping[str, Scene]] = {
    "case-scanning": scanning,
    "case-finding": finding,
    "case-overriding": overriding,
    "case-findings": several,
    "case-readings": readings,
    "case-corners": corners,
    "case-live": live,
    "case-live-empty": live_empty,
    "case-live-dark": live_dark,
    "case-live-gone": live_gone,
    "case-pages": pages,
    "case-cutting": cutting,
    "case-no-paper": _trouble("no_paper"),
    "case-cover-open": _trouble("cover_open"),
    "case-paper-jam": _trouble("paper_jam", instead="camera"),
    "case-scanner-busy": _trouble("device_busy", instead="camera"),
    "case-scanner-gone": _trouble("device_not_found"),
    "case-disk-full": disk_full,
    "case-full": full,
    "case-apart": apart,
    "case-parted": parted,
    "case-card-sides": sides,
    "case-card-sheet": sheet,
}
