"""What the materials screen shows of the session's state."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from devices.id_card.specimens import CHEN
from devices.imaging.encode import encode_page
from devices.imaging.gate import FindingCode
from kiosk_app.screens import said_in
from kiosk_app.viewmodels.materials_derived import MaterialsInputs, derive_materials_props
from kiosk_app.viewmodels.review import ReviewInputs, derive_review_props
from kiosk_app.words.fields import shown_date
from kiosk_app.work.state import ScanPhase, Screen
from shared.capture.pages import OUTLINE_UNSURE, PageFinding
from shared.capture.reading import Reading
from shared.catalogue.translating import translation_of
from shared.domain.trust import TrustLevel
from shared.intake.draft import DraftMaterial, GivenBy
from shared.intake.page_entry import page_entry
from shared.qt.languages import Language, Languages
from tests.unit.kiosk_app.citizen import Citizen, materials_of
from tests.unit.shared.intake.desks import CLERK, NOW, complete, desk_of

HELP = {Language.SIMPLIFIED: "请人帮忙", Language.TRADITIONAL: "請人幫忙", Language.ENGLISH: "Get help"}


def test_the_list_of_materials_knows_what_the_card_gave(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    checks = {row.key: row for row in materials_of(citizen).checks}
    assert (checks["id_card"].phase, checks["id_card"].can_open) == ("done", False)
    assert checks["household_register"].phase == "now"
    assert not materials_of(citizen).can_continue


def test_a_paper_that_a_clerk_saw_or_that_follows_is_not_said_to_have_no_pages(citizen: Citizen) -> None:
    counter = desk_of(citizen.terminal, CLERK)
    draft = counter.identify_typed(counter.begin("12.7", "counter"), "applicant", CHEN.name, CHEN.number)
    draft = counter.promise(draft, "bank_card")
    subject, form = counter.subject(draft), counter.form(draft)
    citizen.box.change(draft=draft, subject=subject, form=form, material=subject.materials[-1].code)
    groups = {group.key: group for group in derive_review_props(ReviewInputs(draft, subject, form)).groups}
    said = {row.key: row.value for row in groups["materials"].entries}
    promise = draft.materials["bank_card"].promise
    assert promise is not None
    assert said["id_card"] == "窗口已看过原件"
    words, _, day = said["bank_card"].partition(" ")
    assert words == "可以后补，最晚"
    assert day.split("\N{NO-BREAK SPACE}") == shown_date(promise.until.isoformat()).split(" ")
    listed = {row.key: row.note for row in materials_of(citizen).checks}
    assert {key: listed[key] for key in ("id_card", "bank_card")} == {
        key: said[key] for key in ("id_card", "bank_card")
    }


def test_papers_that_a_clerk_saw_or_lets_follow_leave_the_way_on(citizen: Citizen) -> None:
    counter = desk_of(citizen.terminal, CLERK)
    draft = counter.identify_typed(counter.begin("12.7", "counter"), "applicant", CHEN.name, CHEN.number)
    draft = complete(counter, counter.promise(draft, "bank_card"))
    citizen.box.change(
        draft=draft, subject=counter.subject(draft), form=counter.form(draft), screen=Screen.REVIEW, material=None
    )
    citizen.does(citizen.flow.gathering.open_material, "id_card")
    assert citizen.state.material is None
    citizen.does(citizen.flow.gathering.open_material, "bank_card")
    shown = materials_of(citizen)
    assert (shown.can_continue, shown.chip_tone, shown.chip.startswith("可以后补")) == (True, "good", True)
    assert {row.key: row.can_open for row in shown.checks}["id_card"] is False
    subject = counter.subject(draft)
    without_pages = tuple(each for each in subject.materials if each.code in {"id_card", "bank_card"})
    citizen.box.change(subject=replace(subject, materials=without_pages))
    assert citizen.does(citizen.flow.open_materials).screen is Screen.REVIEW


def test_a_kept_page_and_a_refused_one_look_different(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages += ["household_register", "blank"]
    citizen.does(citizen.flow.gathering.scan)
    kept = materials_of(citizen)
    assert (kept.phase, kept.chip_tone, kept.can_continue, len(kept.pages)) == ("page", "good", True, 1)
    citizen.does(citizen.flow.gathering.scan)
    refused = materials_of(citizen)
    assert (refused.phase, refused.chip_tone, refused.can_continue, len(refused.pages)) == ("page", "warn", False, 1)
    assert refused.image != kept.image
    assert [row.what for row in refused.findings] == ["这一页是空白的"]
    assert "没有留下" in refused.findings[0].remedy
    assert "请人帮忙" not in refused.findings[0].remedy
    assert (refused.scan_label, refused.refused, refused.can_mend) == ("重拍这一页", True, True)
    citizen.glass.pages.append("blank")
    citizen.does(citizen.flow.gathering.scan)
    assert "请人帮忙" in materials_of(citizen).findings[0].remedy


def test_findings_with_a_place_are_numbered_as_on_the_page(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    found = (
        PageFinding("too_dark"),
        PageFinding("glare", (0.1, 0.2, 0.3, 0.4)),
        PageFinding("cut_corner", (0.9, 0.9, 0.1, 0.1)),
    )
    citizen.box.change(scan_phase=ScanPhase.REJECTED, rejected=found, refusals=1)
    rows = materials_of(citizen).findings
    assert [row.mark for row in rows] == ["", "1", "2"]
    assert (rows[1].from_left, rows[1].high) == (0.1, 0.4)
    assert rows[0].wide == 0


@pytest.mark.parametrize("language", Language)
def test_every_finding_shows_its_place_its_remedy_and_a_way_out(
    citizen: Citizen, language: Language, qtbot: QtBot
) -> None:
    del qtbot
    spoken = Languages("kiosk")
    spoken.speak(language)
    try:
        citizen.comes_to(Screen.MATERIALS)
        said = []
        for code in (OUTLINE_UNSURE, *(finding.value for finding in FindingCode)):
            found = (PageFinding(code, (0.1, 0.2, 0.3, 0.4)),)
            citizen.box.change(scan_phase=ScanPhase.REJECTED, rejected=found, refusals=2, mendable=True)
            props = materials_of(citizen)
            (row,) = props.findings
            assert (row.from_left, row.from_top, row.wide, row.high) == (0.1, 0.2, 0.3, 0.4)
            assert (props.refused, props.can_scan, props.can_mend, bool(props.scan_label)) == (True, True, True, True)
            assert HELP[language] in row.remedy
            said.append((row.what, row.remedy))
        assert len({what for what, _ in said}) == len({remedy for _, remedy in said}) == len(said)
        assert all("{" not in what + remedy for what, remedy in said)
    finally:
        spoken.speak(Language.SIMPLIFIED)


def test_after_one_side_of_a_card_the_other_is_asked_for(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    state = citizen.state
    assert state.draft is not None
    assert state.subject is not None
    front, back = "居民身份证人像面", "居民身份证国徽面"
    page = encode_page(np.full((20, 60), 255, np.uint8), 200)
    card = replace(state.subject.materials[0], code="id_card")
    for sides, said in (((front,), "反面"), ((back,), "正面"), ((front, back), "收下了")):
        entries = tuple(page_entry(page, (), "", at=NOW, seen=None, side=side) for side in sides)
        given = DraftMaterial(code="id_card", given_by=GivenBy.SCAN, trust=TrustLevel.C, pages=entries)
        draft = state.draft.model_copy(update={"materials": {"id_card": given}})
        shown = replace(state, draft=draft, material="id_card", scan_phase=ScanPhase.PAGE)
        shown = replace(shown, shown_page=entries[-1].page_id.hex)
        # In whatever language: the names of sides are told by, not read.
        for told in (citizen.catalogue, translation_of(citizen.catalogue, "en").of(citizen.catalogue)):
            props = derive_materials_props(MaterialsInputs(shown, told, card, citizen.catalogue))
            assert said in props.chip, props.chip


def test_what_is_found_and_read_is_said_in_the_language_of_the_citizen(citizen: Citizen) -> None:
    found = PageFinding("wrong_side", seems="居民身份证人像面")
    read = Reading("applicant.phone", "手机号码", "13800000002", "13800000002", 0.99, (0, 0, 1, 1), b"")
    state = replace(citizen.state, rejected=(found,), readings={"household_register": (read,)})
    said = said_in(state, translation_of(citizen.catalogue, "en"))
    assert said.rejected[0].seems == "ID card, side with the portrait"
    assert (said.readings["household_register"][0].title, read.text) == ("Mobile phone", "13800000002")


def test_the_corners_under_a_finger_are_shown_and_block_the_way_on(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages.append("household_register")
    citizen.does(citizen.flow.gathering.scan)
    citizen.does(citizen.flow.gathering.mend_page)
    citizen.does(citizen.flow.gathering.mending.move, 0, 0.25, 0.5)
    props = materials_of(citizen)
    assert (props.phase, len(props.corners), props.can_continue) == ("corners", 4, False)
    assert (props.corners[0].from_left, props.corners[0].from_top) == (0.25, 0.5)
    assert props.can_reset_corners
    citizen.does(citizen.flow.gathering.mending.move, 0, 0.9, 0.9)
    props = materials_of(citizen)
    assert (props.corners_possible, props.chip, props.chip_tone) == (False, "四个角围不成一页纸", "warn")


def test_what_a_page_says_is_filled_in_only_by_the_citizen(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    standing = citizen.state.draft.values()["applicant.phone"] if citizen.state.draft else ""
    crop = encode_page(np.full((20, 60), 255, np.uint8), 200).jpeg
    citizen.readings = [
        Reading("applicant.phone", "手机号码", "13800000002", "13800000002", 0.99, (0, 0, 1, 1), crop),
        Reading("applicant.education", "学历", "30", "大学专科教育", 0.6, (0, 0, 1, 1), crop),
        Reading("applicant.name", "姓名", "别人", "别人", 0.99, (0, 0, 1, 1), crop),
    ]
    citizen.glass.pages.append("household_register")
    citizen.does(citizen.flow.gathering.scan)
    rows = materials_of(citizen).readings
    assert [row.label for row in rows] == ["手机号码", "学历"]
    assert standing in rows[0].note
    assert "没看准" in rows[1].note
    assert citizen.pictures.has(rows[0].crop.rpartition("/")[2])
    assert "13800000002" not in rows[0].crop
    reading = citizen.flow.gathering.reading
    citizen.does(reading.refuse, rows[1].key)
    citizen.does(reading.take_sure)
    assert citizen.state.draft is not None
    told = citizen.state.draft.fields["applicant.phone"]
    assert (told.value, told.source.value) == ("13800000002", "read")
    assert citizen.state.draft.values()["applicant.education"] == "20"
    assert materials_of(citizen).readings == ()


def test_what_a_page_says_that_is_gone_by_then_is_not_offered(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    crop = encode_page(np.full((20, 60), 255, np.uint8), 200).jpeg
    citizen.readings = [Reading("applicant.phone", "手机号码", "13800000002", "13800000002", 0.99, (0, 0, 1, 1), crop)]
    reading, material = citizen.flow.gathering.reading, citizen.state.material
    assert material is not None
    reading.read(material, np.zeros((1, 1, 3), np.uint8))
    citizen.does(reading.forget, material)
    assert citizen.state.readings == {}
    citizen.does(reading.read, material, np.zeros((1, 1, 3), np.uint8))
    assert list(citizen.state.readings) == [material]


def test_a_full_material_offers_no_further_page(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.does(citizen.flow.gathering.open_material, "id_photo")
    citizen.glass.pages.append("id_photo")
    citizen.does(citizen.flow.gathering.scan)
    assert materials_of(citizen).scan_label == ""


def test_without_the_paper_there_is_a_way(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.flow.gathering.standing_in.open()
    props = materials_of(citizen)
    assert props.missing_open
    assert props.missing_text
    assert citizen.catalogue.hall.address in props.missing_place
