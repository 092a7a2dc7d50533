"""What each screen shows of the session's state."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from devices.core.printing import PrintCause, PrinterStatus, PrintOutcome, PrintState
from devices.core.status import DeviceState
from devices.id_card.specimens import CHEN
from kiosk_app.viewmodels.form import FormInputs, FormProps, derive_form_props
from kiosk_app.viewmodels.home import HomeInputs, derive_home_props
from kiosk_app.viewmodels.identify import IdentifyInputs, IdentifyProps, derive_identify_props
from kiosk_app.viewmodels.item import ItemInputs, derive_item_props
from kiosk_app.viewmodels.item_places import elsewhere_title, where_text
from kiosk_app.viewmodels.pause import derive_pause_props, out_of_order_props
from kiosk_app.viewmodels.receipt import ReceiptInputs, ReceiptProps, derive_goodbye_props, derive_receipt_props
from kiosk_app.viewmodels.shell import ShellInputs, derive_shell_props
from kiosk_app.work.state import Around, CardPhase, Pause, Screen, SessionState, Trouble
from shared.catalogue.model import Catalogue
from shared.catalogue.translating import translation_of
from shared.domain.clock import legal_date
from shared.domain.items import Channel, ItemKind, ItemState
from shared.domain.masking import masked_number
from shared.qt.languages import Language, Languages
from tests.unit.kiosk_app.citizen import Citizen
from tests.unit.shared.intake.desks import NOW

DOWN = Around(reader=DeviceState.OFFLINE, online=False)
WELL = Around(DeviceState.READY, DeviceState.READY, PrinterStatus(DeviceState.READY), online=True)


def identify(citizen: Citizen) -> IdentifyProps:
    return derive_identify_props(IdentifyInputs(citizen.state, citizen.catalogue.hall))


def form(citizen: Citizen) -> FormProps:
    state = citizen.state
    assert state.form is not None
    assert state.draft is not None
    return derive_form_props(FormInputs(state, state.form, state.draft, citizen.flow.filling.pages(), legal_date(NOW)))


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


def test_known_answers_carry_their_source_are_counted_and_show_no_whole_number(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    props = form(citizen)
    assert {row.source for row in props.known} == {"身份证"}
    assert props.known_title == "共 10 项，已自动填 6 项"
    assert props.fields == ()
    number = {row.key: row.value for row in props.known}["applicant.number"]
    assert number == masked_number(CHEN.number)


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
