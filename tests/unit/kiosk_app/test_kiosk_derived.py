"""What each screen shows of the session's state."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from devices.core.printing import PrintCause, PrinterStatus, PrintOutcome, PrintState
from devices.core.status import DeviceState
from devices.id_card.specimens import CHEN
from devices.imaging.encode import encode_page
from devices.imaging.gate import FindingCode
from kiosk_app.screens import said_in
from kiosk_app.viewmodels.confirm import ConfirmInputs, derive_confirm_props
from kiosk_app.viewmodels.form import FormInputs, FormProps, derive_form_props
from kiosk_app.viewmodels.home import HomeInputs, derive_home_props
from kiosk_app.viewmodels.identify import IdentifyInputs, IdentifyProps, derive_identify_props
from kiosk_app.viewmodels.item import ItemInputs, derive_item_props
from kiosk_app.viewmodels.item_places import elsewhere_title, where_text
from kiosk_app.viewmodels.materials import MaterialsProps
from kiosk_app.viewmodels.materials_derived import MaterialsInputs, derive_materials_props
from kiosk_app.viewmodels.pause import derive_pause_props, out_of_order_props
from kiosk_app.viewmodels.receipt import ReceiptInputs, ReceiptProps, derive_goodbye_props, derive_receipt_props
from kiosk_app.viewmodels.review import ReviewInputs, ReviewProps, derive_review_props
from kiosk_app.viewmodels.shell import ShellInputs, derive_shell_props
from kiosk_app.work.state import Around, CardPhase, Pause, ScanPhase, Screen, SessionState, Trouble
from shared.capture.pages import OUTLINE_UNSURE, PageFinding
from shared.capture.reading import Reading
from shared.catalogue.model import Catalogue
from shared.catalogue.translating import translation_of
from shared.domain.clock import legal_date
from shared.domain.items import Channel, ItemKind, ItemState
from shared.domain.trust import TrustLevel
from shared.intake.draft import DraftMaterial, GivenBy
from shared.intake.page_entry import page_entry
from shared.qt.languages import Language, Languages
from tests.unit.kiosk_app.citizen import Citizen
from tests.unit.shared.intake.desks import NOW

HELP = {Language.SIMPLIFIED: "请人帮忙", Language.TRADITIONAL: "請人幫忙", Language.ENGLISH: "Get help"}
DOWN = Around(reader=DeviceState.OFFLINE, online=False)
WELL = Around(DeviceState.READY, DeviceState.READY, PrinterStatus(DeviceState.READY), online=True)


def identify(citizen: Citizen) -> IdentifyProps:
    return derive_identify_props(IdentifyInputs(citizen.state, citizen.catalogue.hall))


def form(citizen: Citizen) -> FormProps:
    state = citizen.state
    assert state.form is not None
    assert state.draft is not None
    return derive_form_props(FormInputs(state, state.form, state.draft, citizen.flow.filling.pages(), legal_date(NOW)))


def materials(citizen: Citizen) -> MaterialsProps:
    state = citizen.state
    assert state.subject is not None
    material = next(each for each in state.subject.materials if each.code == state.material)
    return derive_materials_props(MaterialsInputs(state, citizen.catalogue, material))


def review(citizen: Citizen) -> ReviewProps:
    state = citizen.state
    assert state.form is not None
    assert state.draft is not None
    assert state.subject is not None
    return derive_review_props(ReviewInputs(state.draft, state.subject, state.form, state.gaps))


def receipt(citizen: Citizen) -> ReceiptProps:
    state = citizen.state
    assert state.sealed is not None
    return derive_receipt_props(ReceiptInputs(state, state.sealed, citizen.catalogue))


def test_home_offers_every_matter_and_says_where_the_others_are_done(catalogue: Catalogue) -> None:
    props = derive_home_props(HomeInputs(SessionState(around=WELL), catalogue))
    assert {row.key for row in (*props.services, *props.items)} == {
        subject.code for subject in catalogue.subjects if subject.kind is not ItemKind.CHECKED
    }
    badges = {row.key: row.badge for row in (*props.services, *props.items)}
    assert badges["7.1"] == ""
    assert badges["8"] == badges["8.1"] == "到窗口办"
    assert (props.card_state, props.notice) == ("ready", "")


@pytest.mark.parametrize(
    ("state", "card_state", "part"),
    [
        (SessionState(card=CHEN), "known", CHEN.name),
        (SessionState(around=DOWN), "out", "今天办什么"),
        (SessionState(around=replace(WELL, reader=DeviceState.UNKNOWN)), "out", "今天办什么"),
    ],
)
def test_home_knows_the_card_and_an_ill_reader(
    catalogue: Catalogue, state: SessionState, card_state: str, part: str
) -> None:
    props = derive_home_props(HomeInputs(state, catalogue))
    assert props.card_state == card_state
    assert part in props.greeting


def test_home_says_that_work_goes_on_without_a_network(catalogue: Catalogue) -> None:
    state = SessionState(around=replace(WELL, online=False))
    assert "照常" in derive_home_props(HomeInputs(state, catalogue)).notice


def test_a_search_without_results_says_so(catalogue: Catalogue) -> None:
    props = derive_home_props(HomeInputs(SessionState(search_text="飞船"), catalogue))
    assert props.searching
    assert props.results == ()
    assert "飞船" in props.results_title


@pytest.mark.parametrize("code", ["7.1", "7.2", "7.3", "8.2", "8.3"])
def test_the_guide_names_time_fee_result_and_what_to_bring(catalogue: Catalogue, code: str) -> None:
    props = derive_item_props(ItemInputs(catalogue.subject(code), catalogue))
    assert props.takes
    assert all(row.value for row in props.facts)
    assert len(props.bring) == len(catalogue.subject(code).materials)
    assert any(row.by_card for row in props.bring)


@pytest.mark.parametrize("code", ["8", "8.1"])
def test_a_matter_of_another_place_leads_there(catalogue: Catalogue, code: str) -> None:
    props = derive_item_props(ItemInputs(catalogue.subject(code), catalogue))
    assert not props.takes
    assert {"place", "address", "hours", "phone"} <= {row.key for row in props.elsewhere}


@pytest.mark.parametrize("code", ["10", "11"])
def test_what_belongs_to_a_year_that_is_over_says_so_on_home_and_in_its_guide(catalogue: Catalogue, code: str) -> None:
    late = catalogue.as_of(date(2026, 1, 1))
    home = derive_home_props(HomeInputs(SessionState(around=WELL), late))
    assert {row.key: row.badge for row in home.services}[code] == "已截止"
    assert [row.key for row in home.services].index(code) > [row.key for row in home.services].index("12")
    guide = derive_item_props(ItemInputs(late.subject(code), late))
    assert (guide.takes, guide.elsewhere_title, guide.bring) == (False, "这件事已经截止", ())
    assert guide.elsewhere_note.startswith("2025 年 12 月 31 日已经截止，不再受理")
    assert {"place", "phone"} <= {row.key for row in guide.elsewhere}
    in_time = catalogue.as_of(date(2025, 12, 31))
    assert derive_item_props(ItemInputs(in_time.subject(code), in_time)).elsewhere_title != guide.elsewhere_title


def test_what_is_over_is_said_in_english_too(catalogue: Catalogue, qtbot: QtBot) -> None:
    del qtbot
    late = catalogue.as_of(date(2026, 1, 1))
    told = translation_of(late, "en").of(late)
    languages = Languages("kiosk")
    languages.speak(Language.ENGLISH)
    try:
        guide = derive_item_props(ItemInputs(told.subject("11"), told))
    finally:
        languages.speak(Language.SIMPLIFIED)
    assert guide.elsewhere_note.startswith("It closed on 2025-12-31")
    shown = (guide.elsewhere_title, guide.elsewhere_note, *(row.label + row.value for row in guide.elsewhere))
    assert [text for text in shown if re.search("[\u4e00-\u9fff]", text)] == []


def test_the_card_screen_goes_from_waiting_to_is_it_you(citizen: Citizen) -> None:
    citizen.begins()
    assert (identify(citizen).phase, identify(citizen).can_continue) == ("waiting", False)
    citizen.flow.identifying.card_reading()
    assert identify(citizen).phase == "reading"
    citizen.does(citizen.flow.identifying.card_read, CHEN)
    props = identify(citizen)
    assert (props.phase, props.person, props.can_continue) == ("read", CHEN.name, True)
    assert CHEN.number not in props.number
    assert props.number.endswith(CHEN.number[-4:])


@pytest.mark.parametrize(
    ("code", "phase"),
    [("card_read_failed", "failed"), ("unknown_card_type", "failed"), ("reader_fault", "out"), ("io_error", "out")],
)
def test_the_card_screen_tells_card_and_reader_apart(citizen: Citizen, code: str, phase: str) -> None:
    citizen.begins()
    citizen.flow.identifying.card_failed(code)
    props = identify(citizen)
    assert props.phase == phase
    assert props.error_title
    assert props.error_code == code


def test_an_absent_reader_leads_to_the_counter(citizen: Citizen) -> None:
    citizen.begins()
    citizen.box.change(around=DOWN)
    props = identify(citizen)
    assert props.phase == "out"
    assert citizen.catalogue.hall.name in props.error_text


def test_known_answers_carry_their_source_and_are_counted(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    props = form(citizen)
    assert {row.source for row in props.known} == {"身份证"}
    assert props.known_title == "共 10 项，已自动填 6 项"
    assert props.fields == ()


def test_a_question_shows_its_fault_and_its_options(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.filling.next_page)
    citizen.does(citizen.flow.filling.next_page)
    (row,) = form(citizen).fields
    assert (row.key, row.widget) == ("applicant.phone", "phone")
    assert "11 位" in row.fault
    citizen.flow.filling.set_field("applicant.phone", "13800000001")
    citizen.does(citizen.flow.filling.next_page)
    (row,) = form(citizen).fields
    assert len(row.options) > 4


def test_an_optional_question_may_be_left_empty(citizen: Citizen) -> None:
    citizen.begins("8.2")
    citizen.shows_card()
    optional = []
    for place in range(len(citizen.flow.filling.pages())):
        citizen.flow.filling.open(place)
        optional += [(row.key, form(citizen).next_label) for row in form(citizen).fields if row.optional]
    assert ("applicant.household_number", "不填，下一步") in optional


def test_the_list_of_materials_knows_what_the_card_gave(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    checks = {row.key: row for row in materials(citizen).checks}
    assert (checks["id_card"].phase, checks["id_card"].can_open) == ("done", False)
    assert checks["household_register"].phase == "now"
    assert not materials(citizen).can_continue


def test_a_kept_page_and_a_refused_one_look_different(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages += ["household_register", "blank"]
    citizen.does(citizen.flow.gathering.scan)
    kept = materials(citizen)
    assert (kept.phase, kept.chip_tone, kept.can_continue, len(kept.pages)) == ("page", "good", True, 1)
    citizen.does(citizen.flow.gathering.scan)
    refused = materials(citizen)
    assert (refused.phase, refused.chip_tone, refused.can_continue, len(refused.pages)) == ("page", "warn", False, 1)
    assert refused.image != kept.image
    assert [row.what for row in refused.findings] == ["这一页是空白的"]
    assert "没有留下" in refused.findings[0].remedy
    assert "请人帮忙" not in refused.findings[0].remedy
    assert (refused.scan_label, refused.refused, refused.can_mend) == ("重拍这一页", True, True)
    citizen.glass.pages.append("blank")
    citizen.does(citizen.flow.gathering.scan)
    assert "请人帮忙" in materials(citizen).findings[0].remedy


def test_findings_with_a_place_are_numbered_as_on_the_page(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    found = (
        PageFinding("too_dark"),
        PageFinding("glare", (0.1, 0.2, 0.3, 0.4)),
        PageFinding("cut_corner", (0.9, 0.9, 0.1, 0.1)),
    )
    citizen.box.change(scan_phase=ScanPhase.REJECTED, rejected=found, refusals=1)
    rows = materials(citizen).findings
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
            props = materials(citizen)
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
    props = materials(citizen)
    assert (props.phase, len(props.corners), props.can_continue) == ("corners", 4, False)
    assert (props.corners[0].from_left, props.corners[0].from_top) == (0.25, 0.5)
    assert props.can_reset_corners
    citizen.does(citizen.flow.gathering.mending.move, 0, 0.9, 0.9)
    props = materials(citizen)
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
    rows = materials(citizen).readings
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
    assert materials(citizen).readings == ()


def test_a_full_material_offers_no_further_page(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.does(citizen.flow.gathering.open_material, "id_photo")
    citizen.glass.pages.append("id_photo")
    citizen.does(citizen.flow.gathering.scan)
    assert materials(citizen).scan_label == ""


def test_without_the_paper_there_is_a_way(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.flow.gathering.open_missing()
    props = materials(citizen)
    assert props.missing_open
    assert props.missing_text
    assert citizen.catalogue.hall.address in props.missing_place


def test_the_review_shows_all_and_masks_the_number(citizen: Citizen) -> None:
    citizen.comes_to(Screen.REVIEW)
    props = review(citizen)
    values = [entry.value for group in props.groups for entry in group.entries]
    assert props.can_continue
    assert CHEN.number not in values
    assert "大学本科教育" in values
    assert [group.edit for group in props.groups if group.key == "section-0"] == [""]


def test_the_review_names_everything_that_is_missing_at_once(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.open_review)
    props = review(citizen)
    assert {gap.key.partition(":")[0] for gap in props.gaps} == {"field", "material"}
    assert len(props.gaps) == 6
    assert not props.can_continue
    assert all(gap.text and gap.label for gap in props.gaps)


def test_the_declaration_says_who_gets_the_data(citizen: Citizen) -> None:
    citizen.comes_to(Screen.CONFIRM)
    state = citizen.state
    assert state.draft is not None
    assert state.subject is not None
    props = derive_confirm_props(ConfirmInputs(state.draft, state.subject))
    assert any("市人力资源社会保障局" in row.text for row in props.privacy)
    assert CHEN.name in props.who
    assert "3 份材料" in props.summary


def test_the_receipt_says_that_it_is_no_acceptance_and_that_it_waits(citizen: Citizen) -> None:
    citizen.comes_to(Screen.RECEIPT)
    props = receipt(citizen)
    assert props.rule.startswith("收件不等于受理")
    assert props.delivery.startswith("已收件（待上传）")
    assert props.print_tone == "good"
    assert props.number.replace(" ", "") == citizen.state.sealed.case.number  # type: ignore[union-attr]


def test_a_receipt_that_did_not_print_names_the_cause(citizen: Citizen) -> None:
    citizen.paper.outcomes.append(PrintOutcome(PrintState.FAILED, PrintCause.COVER_OPEN))
    citizen.comes_to(Screen.RECEIPT)
    props = receipt(citizen)
    assert "盖子" in props.print_title
    assert (props.print_code, props.can_print_again) == ("cover_open", True)


def test_goodbye_calls_back_who_left_the_card() -> None:
    assert derive_goodbye_props(SessionState(card_lies=True)).card_left
    assert "3 秒" in derive_goodbye_props(SessionState(goodbye_seconds=3)).text


@pytest.mark.parametrize(
    ("state", "kind", "acts"),
    [
        (SessionState(pause=Pause.SEALING), "sealing", (False, False)),
        (SessionState(pause=Pause.LEFT_BEHIND), "left_behind", (False, False)),
        (
            SessionState(pause=Pause.TROUBLE, trouble=Trouble("disk_full", Screen.REVIEW, lambda: None)),
            "fault",
            (True, True),
        ),
        (SessionState(pause=Pause.TROUBLE, trouble=Trouble("x", Screen.REVIEW)), "fault", (False, True)),
    ],
)
def test_a_pause_offers_what_there_is_to_do(
    catalogue: Catalogue, state: SessionState, kind: str, acts: tuple[bool, bool]
) -> None:
    props = derive_pause_props(state, catalogue.hall)
    assert props.kind == kind
    assert (bool(props.act_label), bool(props.other_label)) == acts


def test_a_terminal_that_can_not_be_opened_says_whom_to_call() -> None:
    props = out_of_order_props("store_key_wrong")
    assert props.places[0].value == "12345"
    assert props.code == "store_key_wrong"


def test_the_steps_fill_as_the_way_goes(citizen: Citizen) -> None:
    hall = citizen.catalogue.hall

    def filled() -> list[int]:
        inputs = ShellInputs(citizen.state, hall, is_demo=True, pages=citizen.flow.filling.pages())
        return [round(row.fill * 10) for row in derive_shell_props(inputs).steps]

    assert filled() == []
    citizen.comes_to(Screen.FORM)
    assert filled() == [10, 1, 0, 0, 0]
    citizen.fills_form()
    assert filled() == [10, 10, 3, 0, 0]


def test_leaving_is_on_offer_once_something_has_begun(citizen: Citizen) -> None:
    hall = citizen.catalogue.hall

    def can_leave() -> bool:
        return derive_shell_props(ShellInputs(citizen.state, hall, is_demo=False)).can_leave

    citizen.does(citizen.flow.finding.wake)
    assert not can_leave()
    citizen.begins()
    assert can_leave()


def test_all_well_is_said_only_when_it_is_true(citizen: Citizen) -> None:
    hall = citizen.catalogue.hall
    citizen.box.change(around=WELL)
    assert derive_shell_props(ShellInputs(citizen.state, hall, is_demo=False)).all_well
    citizen.box.change(around=replace(WELL, printer=PrinterStatus(DeviceState.READY, None, paper_low=True)))
    props = derive_shell_props(ShellInputs(citizen.state, hall, is_demo=False))
    assert not props.all_well
    assert "纸快用完" in " ".join(row.label for row in props.devices)


def test_the_state_shows_no_person_when_printed(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    assert CHEN.name not in repr(citizen.state)
    assert citizen.state.card_phase is CardPhase.READ


@pytest.mark.parametrize(
    ("code", "where"),
    [
        ("7.1", "这台自助机；综合受理窗口"),
        ("8", "婚姻登记窗口、户政窗口、综合受理窗口"),
        ("2", ""),
        ("5.2", ""),
    ],
)
def test_the_guide_says_where_and_who_may_apply(catalogue: Catalogue, code: str, where: str) -> None:
    props = derive_item_props(ItemInputs(catalogue.subject(code), catalogue))
    reach = {row.key: row.value for row in props.reach}
    assert reach.get("where", "") == where
    assert reach["audience"]


@pytest.mark.parametrize(
    ("state", "title", "where"),
    [
        (ItemState.PAUSED, "这件事在自助机上暂停办理", "自助机暂停办理；综合受理窗口"),
        (ItemState.ONLINE_ONLY, "这件事在网上办", "综合受理窗口"),
        (ItemState.ELSEWHERE, "这件事在别的地点办", "综合受理窗口"),
        (ItemState.IN_PERSON_ONLY, "这件事要到窗口办", "综合受理窗口"),
    ],
)
def test_a_state_of_this_kiosk_is_told(catalogue: Catalogue, state: ItemState, title: str, where: str) -> None:
    subject = catalogue.subject("7.1")
    channels = {**subject.channels, Channel.KIOSK: replace(subject.channels[Channel.KIOSK], state=state)}
    told = replace(subject, channels=channels)
    assert (elsewhere_title(told), where_text(told, catalogue)) == (title, where)


def test_what_changed_since_the_draft_was_kept_is_told_at_the_review(citizen: Citizen) -> None:
    citizen.comes_to(Screen.REVIEW)
    state = citizen.state
    assert state.draft is not None
    assert state.subject is not None
    assert state.form is not None
    inputs = ReviewInputs(state.draft, state.subject, state.form, changed=("户口簿", "一寸照片"))
    assert "户口簿、一寸照片" in derive_review_props(inputs).note
    assert "更新" not in derive_review_props(replace(inputs, changed=())).note
