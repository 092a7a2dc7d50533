"""What a citizen takes along: the list, the blank form, the sample; shown, printed, counted, and wiped."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from unittest.mock import patch

import pytest
from pypdf import PdfReader

from devices.core.page_printing import PageOutcome
from devices.core.printing import PrintCause, PrintOutcome, PrintState
from devices.core.slip import Pair, Slip, Text
from kiosk_app.viewmodels.papers import derive_papers_props
from kiosk_app.work.handing_in import GOODBYE_S
from kiosk_app.work.papers import QR_KEY
from kiosk_app.work.state import Overlay, PaperKind, PapersState, Screen
from shared.qt.jobs import ManualLane
from shared.qt.theme import TextSize
from tests.unit.kiosk_app.citizen import Citizen


def words(slip: Slip) -> str:
    parts = [one.text for one in slip.elements if isinstance(one, Text)]
    return "\n".join([*parts, *(f"{one.label} {one.value}" for one in slip.elements if isinstance(one, Pair))])


def shown(citizen: Citizen) -> PapersState:
    papers = citizen.state.papers
    assert papers is not None
    return papers


def on_guide(citizen: Citizen, code: str = "7.1") -> None:
    citizen.does(citizen.flow.finding.wake)
    citizen.does(citizen.flow.finding.choose_subject, code)
    citizen.does(citizen.flow.papers.open)


def test_the_guide_shows_list_blank_form_and_sample(citizen: Citizen) -> None:
    on_guide(citizen)
    assert citizen.state.overlay is Overlay.PAPERS
    assert shown(citizen).kinds == tuple(PaperKind)
    for kind in (PaperKind.BLANK, PaperKind.LOOKS, PaperKind.SAMPLE, PaperKind.LIST):
        citizen.does(citizen.flow.papers.choose, kind.value)
        papers = shown(citizen)
        assert papers.kind is kind
        assert papers.keys
        assert all(citizen.pictures.has(key) for key in papers.keys)
    assert citizen.pictures.has(QR_KEY)


def test_the_list_is_printed_as_a_slip_without_a_number_before_anything_was_begun(citizen: Citizen) -> None:
    on_guide(citizen)
    citizen.does(citizen.flow.papers.print)
    (slip,) = citizen.paper.slips
    text = words(slip)
    assert all(line.name in text for line in citizen.catalogue.subject("7.1").materials)
    assert "没有写在这张单子上的材料" in text
    assert "GZ" not in text
    assert shown(citizen).end is PrintState.PRINTED
    assert derive_papers_props(shown(citizen)).tone == "good"


def test_forms_are_printed_on_a4_and_large_letters_make_a_large_list(citizen: Citizen) -> None:
    on_guide(citizen)
    citizen.does(citizen.flow.papers.choose, "sample")
    citizen.does(citizen.flow.papers.print)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(citizen.pages.pdfs[0])).pages)
    assert "样例" in text
    citizen.pages.outcomes = [PageOutcome(PrintState.FAILED)]
    citizen.does(citizen.flow.papers.print)
    assert derive_papers_props(shown(citizen)).tone == "bad"
    citizen.does(citizen.flow.set_text_size, TextSize.LARGEST.value)
    citizen.does(citizen.flow.papers.choose, "list")
    citizen.does(citizen.flow.papers.print)
    assert any(
        one.size == 2 for one in citizen.paper.slips[-1].elements if isinstance(one, Text) and len(one.text) > 20
    )


def test_what_is_missing_is_told_on_one_numbered_slip_and_counted(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.open_review)
    assert citizen.state.screen is Screen.REVIEW
    assert citizen.state.gaps
    for count in ("GZ01", "GZ02"):
        citizen.does(citizen.flow.papers.open)
        citizen.does(citizen.flow.papers.print)
        text = words(citizen.paper.slips[-1])
        assert count in text
        assert "没有填：" in text
        citizen.does(citizen.flow.close_overlay)
    assert citizen.state.draft is not None
    assert citizen.state.draft.told is not None
    assert citizen.state.draft.told.count == 2


def test_a_slip_that_fails_is_told_and_may_be_tried_again(citizen: Citizen) -> None:
    on_guide(citizen)
    citizen.paper.outcomes = [PrintOutcome(PrintState.FAILED, PrintCause.PAPER_END)]
    citizen.does(citizen.flow.papers.print)
    assert shown(citizen).end is PrintState.FAILED
    citizen.does(citizen.flow.papers.print)
    assert shown(citizen).end is PrintState.PRINTED


def prints_and_closes(citizen: Citizen) -> Callable[[], None]:
    """Print the blank form and put the papers away; return what lets the printer go on."""
    on_guide(citizen)
    citizen.does(citizen.flow.papers.choose, "blank")
    lane, printer = citizen.lane, ManualLane()
    with patch.object(lane, "run", printer.run):
        citizen.flow.papers.print()
    citizen.does(citizen.flow.close_overlay)
    return printer.drain


def prints_and_comes_back(citizen: Citizen) -> Callable[[], None]:
    """Print the blank form and open the papers afresh; return what lets the printer go on."""
    goes_on = prints_and_closes(citizen)
    citizen.does(citizen.flow.papers.open)
    return goes_on


def test_what_is_still_being_printed_is_not_printed_twice_by_coming_back(citizen: Citizen) -> None:
    goes_on = prints_and_comes_back(citizen)
    props = derive_papers_props(shown(citizen))
    assert (props.can_print, props.print_label) == (False, "正在打印…")
    citizen.does(citizen.flow.papers.choose, "blank")
    assert shown(citizen).kind is PaperKind.BLANK, "others may be looked at meanwhile"
    citizen.does(citizen.flow.papers.print)
    goes_on()
    assert len(citizen.pages.pdfs) == 1
    assert derive_papers_props(shown(citizen)).can_print
    citizen.does(citizen.flow.papers.print)
    assert len(citizen.pages.pdfs) == 2


def test_how_one_paper_was_printed_is_not_told_of_another(citizen: Citizen) -> None:
    citizen.pages.outcomes = [PageOutcome(PrintState.FAILED)]
    prints_and_comes_back(citizen)()
    assert (shown(citizen).kind, shown(citizen).end, shown(citizen).printing) == (PaperKind.LIST, None, False)


@pytest.mark.parametrize("absent", [False, True])
def test_goodbye_waits_for_what_is_still_being_printed(citizen: Citizen, absent: bool) -> None:
    goes_on = prints_and_closes(citizen)
    if absent:
        citizen.flow.back()
        citizen.does(citizen.flow.idle, 0)
    else:
        citizen.does(citizen.flow.leave)
    for _ in range(2 * GOODBYE_S):
        citizen.flow.tick()
    assert (citizen.state.screen, citizen.state.goodbye_seconds) == (Screen.GOODBYE, GOODBYE_S)
    goes_on()
    for _ in range(GOODBYE_S):
        citizen.flow.tick()
    assert (len(citizen.pages.pdfs), citizen.ended) == (1, [True])


def test_goodbye_does_not_wait_for_a_printer_for_ever(citizen: Citizen) -> None:
    prints_and_closes(citizen)
    citizen.does(citizen.flow.leave)
    for _ in range(59 + GOODBYE_S):
        citizen.flow.tick()
    assert citizen.ended == [True]


def test_a_list_that_cant_be_told_just_now_can_be_asked_for_again(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.does(citizen.flow.open_review)
    citizen.does(citizen.flow.papers.open)
    citizen.box.change(busy=True)
    citizen.does(citizen.flow.papers.print)
    citizen.box.change(busy=False)
    assert not shown(citizen).printing
    citizen.does(citizen.flow.papers.print)
    assert shown(citizen).end is PrintState.PRINTED


def test_what_nobody_applies_for_has_a_list_alone(citizen: Citizen) -> None:
    on_guide(citizen, "5.2")
    assert PaperKind.BLANK not in shown(citizen).kinds


def test_putting_them_away_wipes_the_pictures(citizen: Citizen) -> None:
    on_guide(citizen)
    keys = shown(citizen).keys
    citizen.does(citizen.flow.close_overlay)
    assert (citizen.state.overlay, citizen.state.papers) == (Overlay.NONE, None)
    assert not any(citizen.pictures.has(key) for key in (*keys, QR_KEY))


def test_what_was_set_too_late_leaves_no_picture(citizen: Citizen) -> None:
    citizen.does(citizen.flow.finding.wake)
    citizen.does(citizen.flow.finding.choose_subject, "7.1")
    citizen.flow.papers.open()
    citizen.does(citizen.flow.papers.close)
    assert citizen.state.papers is None
    assert not citizen.pictures.has("papers-1-0")


def test_leaving_wipes_them_too(citizen: Citizen) -> None:
    on_guide(citizen)
    citizen.does(citizen.flow.leave)
    assert citizen.state.papers is None
    assert not citizen.pictures.has(QR_KEY)


def test_pages_are_turned_within_bounds(citizen: Citizen) -> None:
    on_guide(citizen)
    citizen.does(citizen.flow.papers.choose, "sample")
    last = len(shown(citizen).keys) - 1
    for step, page in ((-1, 0), (1, min(1, last)), (9, last)):
        citizen.does(citizen.flow.papers.turn, step)
        assert shown(citizen).page == page


@pytest.mark.parametrize(
    ("papers", "can_print", "part"),
    [
        (PapersState(making=True), False, "正在排版"),
        (PapersState(failed=True), False, "没有排出来"),
        (PapersState(keys=("a",)), False, "打不了 A4"),
        (PapersState(keys=("a",), can_print=True), True, ""),
        (PapersState(keys=("a",), can_print=True, printing=True), False, ""),
        (PapersState(keys=("a",), can_print=True, end=PrintState.UNKNOWN), True, "看一眼"),
    ],
)
def test_every_state_has_its_words(papers: PapersState, can_print: bool, part: str) -> None:
    props = derive_papers_props(papers)
    assert props.can_print is can_print
    assert part in props.note
