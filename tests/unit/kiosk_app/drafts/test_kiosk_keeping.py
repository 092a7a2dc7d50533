"""A draft that is kept for later: by which act, what stays of it, and what a restart or an absence leaves."""

from __future__ import annotations

from unittest.mock import patch
from uuid import UUID

import pytest

from devices.core.printing import PrintCause, PrintOutcome, PrintState
from devices.core.slip import Qr
from devices.id_card.specimens import CHEN
from kiosk_app.viewmodels.keep import KeepInputs, derive_keep_props
from kiosk_app.viewmodels.shell import ShellInputs, derive_shell_props
from kiosk_app.work.draft_state import KeepPhase
from kiosk_app.work.keeping import KEEPS_FROM
from kiosk_app.work.leftovers import erase_leftovers
from kiosk_app.work.state import Pause, Screen
from shared.handoff.code import decode, grouped
from shared.intake.draft import FieldSource
from shared.store import drafts
from shared.store.errors import DiskFullError
from tests.unit.kiosk_app.citizen import PHONE, Citizen


def test_a_draft_is_kept_from_every_screen_from_the_form_on(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    for screen in KEEPS_FROM:
        citizen.box.change(screen=screen)
        assert citizen.does(citizen.flow.keep_draft).screen is Screen.KEEP
        assert citizen.does(citizen.flow.back).screen is screen
    citizen.does(citizen.flow.keep_draft)
    state = citizen.does(citizen.flow.keeping.keep)
    assert state.keep is not None
    assert (state.keep.phase, state.keep.end) == (KeepPhase.KEPT, PrintState.PRINTED)


def test_before_the_card_there_is_nothing_to_keep(citizen: Citizen) -> None:
    citizen.comes_to(Screen.IDENTIFY)
    assert citizen.does(citizen.flow.keep_draft).screen is Screen.IDENTIFY
    assert not derive_shell_props(ShellInputs(citizen.state, citizen.catalogue.hall, is_demo=False)).can_keep


def test_what_was_kept_stays_in_the_store_and_nothing_of_it_on_the_screen(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.keep_draft)
    state = citizen.does(citizen.flow.keeping.keep)
    assert (state.draft, state.form, state.card, dict(state.typed)) == (None, None, None, {})
    state = citizen.does(citizen.flow.keeping.finish)
    assert state.screen is Screen.GOODBYE
    assert (state.keep, len(drafts.summaries(citizen.terminal.store))) == (None, 1)
    assert citizen.woken == [True]


def test_what_is_typed_and_not_stored_yet_is_kept_too(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.filling.next_page)
    citizen.flow.filling.set_field("applicant.phone", PHONE)
    citizen.does(citizen.flow.keep_draft)
    citizen.does(citizen.flow.keeping.keep)
    (kept,) = citizen.desk.open_drafts()
    assert kept.values()["applicant.phone"] == PHONE


def test_a_date_that_is_typed_and_not_stored_yet_is_kept_as_a_date(citizen: Citizen) -> None:
    citizen.begins("8.2")
    citizen.shows_card()
    draft = citizen.state.draft
    assert draft is not None
    day = "marriage.registered_on"
    citizen.box.change(typed={day: "20240520"})
    citizen.does(citizen.flow.keep_draft)
    citizen.does(citizen.flow.keeping.keep)
    kept = citizen.desk.resume(draft.case_id)
    assert kept.values()[day] == "2024-05-20"
    assert not [gap for gap in citizen.desk.gaps(kept) if gap.where == day]


def test_the_answer_that_was_chosen_of_two_is_kept_alone(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    draft = citizen.state.draft
    assert draft is not None
    draft = citizen.desk.set_field(draft, "applicant.phone", PHONE)
    draft = citizen.desk.offer(draft, "applicant.phone", "13900000009", FieldSource.CLERK)
    citizen.box.change(draft=draft)
    citizen.flow.filling.open_field("applicant.phone")
    citizen.flow.filling.set_field("applicant.phone", PHONE)
    citizen.does(citizen.flow.keep_draft)
    citizen.does(citizen.flow.keeping.keep)
    kept = citizen.desk.resume(draft.case_id).fields["applicant.phone"]
    assert (kept.value, kept.others) == (PHONE, ())


def test_a_page_that_is_under_way_comes_first_and_is_kept_too(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages.append("household_register")
    citizen.flow.gathering.scan()
    citizen.flow.keep_draft()
    citizen.flow.keeping.keep()
    state = citizen.state
    assert state.keep is not None
    assert state.keep.phase is KeepPhase.ASK
    props = derive_keep_props(KeepInputs(state.keep, taking=state.is_taking))
    assert (props.can_keep, props.waits) == (False, "正在拍，请别动")
    citizen.lane.drain()
    citizen.does(citizen.flow.keeping.keep)
    (kept,) = citizen.desk.open_drafts()
    assert len(kept.materials["household_register"].pages) == 1


def test_the_slip_carries_the_code_and_the_form_and_names_nobody(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    draft = citizen.state.draft
    assert draft is not None
    citizen.does(citizen.flow.keep_draft)
    citizen.does(citizen.flow.keeping.keep)
    (slip,) = citizen.paper.slips
    (qr,) = (element for element in slip.elements if isinstance(element, Qr))
    code = decode(qr.payload)
    assert (code.draft_id, bool(code.form)) == (draft.case_id, True)
    words = "".join(str(getattr(element, "text", getattr(element, "value", ""))) for element in slip.elements)
    assert grouped(code.typed) in words
    for secret in (CHEN.name, CHEN.number, CHEN.number[-4:]):
        assert secret not in words


def test_without_paper_the_code_stays_on_the_screen_and_can_be_printed_again(citizen: Citizen) -> None:
    citizen.paper.outcomes.append(PrintOutcome(PrintState.FAILED, PrintCause.PAPER_END))
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.keep_draft)
    state = citizen.does(citizen.flow.keeping.keep)
    assert state.keep is not None
    props = derive_keep_props(KeepInputs(state.keep, online=False))
    assert "没纸" in props.print_title
    assert props.typed
    assert props.again_label
    assert "网络断着" in props.network
    state = citizen.does(citizen.flow.keeping.print_again)
    assert state.keep is not None
    assert state.keep.end is PrintState.PRINTED
    assert len(citizen.paper.slips) == 2


def test_a_full_disk_leaves_the_citizen_where_they_were(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.elsewhere.faults.append(DiskFullError())
    citizen.does(citizen.flow.keep_draft)
    state = citizen.does(citizen.flow.keeping.keep)
    assert (state.screen, state.pause) == (Screen.PAUSE, Pause.TROUBLE)
    assert citizen.does(citizen.flow.pause_act).keep is not None
    assert citizen.state.keep is not None
    assert citizen.state.keep.phase is KeepPhase.KEPT


def test_a_restart_erases_what_was_left_and_never_what_was_kept(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.keep_draft)
    citizen.does(citizen.flow.keeping.keep)
    left = citizen.desk.begin("7.1", "kiosk")
    erase_leftovers(citizen.desk, citizen.elsewhere)
    (kept,) = citizen.desk.open_drafts()
    assert kept.case_id != left.case_id


def test_a_draft_that_cant_be_erased_keeps_no_other_one(
    citizen: Citizen, caplog: pytest.LogCaptureFixture, expected_warnings: list[str]
) -> None:
    expected_warnings.append("a draft that was left could not be erased: ")
    left = [citizen.desk.begin("7.1", "kiosk").case_id for _ in range(3)]
    stuck, erase = citizen.desk.draft_ids()[0], citizen.desk.discard_unseen

    def erases_others(case_id: UUID) -> None:
        if case_id == stuck:
            raise DiskFullError
        erase(case_id)

    with patch.object(citizen.desk, "discard_unseen", erases_others):
        erase_leftovers(citizen.desk, citizen.elsewhere)
    assert len(left) == 3
    assert citizen.desk.draft_ids() == (stuck,)
    assert "could not be erased: DiskFullError" in caplog.text


def test_nobody_there_before_it_is_kept_means_that_nothing_stays(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.keep_draft)
    citizen.does(lambda: citizen.flow.idle(0))
    assert citizen.state.screen is Screen.GOODBYE
    assert not drafts.summaries(citizen.terminal.store)


def test_nobody_there_after_it_is_kept_wipes_the_screen_alone(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.keep_draft)
    citizen.does(citizen.flow.keeping.keep)
    citizen.does(lambda: citizen.flow.idle(0))
    assert (citizen.state.screen, citizen.state.keep) == (Screen.GOODBYE, None)
    assert len(drafts.summaries(citizen.terminal.store)) == 1
