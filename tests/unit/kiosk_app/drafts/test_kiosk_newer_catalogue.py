"""A draft that came back, and what is asked for has changed since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.id_card.specimens import CHEN
from kiosk_app.work.draft_state import ResumePhase
from kiosk_app.work.state import Screen
from shared.catalogue.changes import ChangeKind, DraftChange
from shared.domain.items import ItemState
from shared.handoff.code import DraftCode, encode
from shared.intake.catalogues import CatalogueShelf
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft
from shared.intake.errors import SubjectClosedError
from shared.store import drafts
from shared.store.terminal import Terminal
from tests.unit.kiosk_app.citizen import Citizen
from tests.unit.kiosk_app.drafts.resume_bench import phase_of, resume_props
from tests.unit.shared.intake.desks import record_former


@pytest.fixture(scope="module")
def former(shelf: tuple[Terminal, CatalogueShelf]) -> str:
    return record_former(shelf[0])


@pytest.fixture
def asked_anew(newcomer: tuple[Citizen, Draft, DraftCode], former: str) -> Citizen:
    """A citizen whose draft of the older version came back, and who goes on."""
    citizen, draft, _ = newcomer
    code = citizen.elsewhere.holds(draft.model_copy(update={"catalogue_version": former}))
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    citizen.does(citizen.flow.resuming.code_scanned, encode(code))
    assert phase_of(citizen) is ResumePhase.FOUND
    citizen.does(citizen.flow.resuming.go_on)
    return citizen


def test_what_is_asked_for_since_is_told_and_decided_by_the_citizen(asked_anew: Citizen) -> None:
    assert phase_of(asked_anew) is ResumePhase.VERSION
    props = resume_props(asked_anew)
    assert {row.text for row in props.points} == {
        "要多交：近期免冠证件照。",
        "就业创业证申领：原来 10 个工作日办完，现在 3 个。",
    }
    assert (props.act, props.other_label) == ("newest", "照原来的办")
    asked_anew.does(asked_anew.flow.back)
    assert phase_of(asked_anew) is ResumePhase.FOUND


def test_a_draft_goes_on_by_the_newest_version_and_loses_nothing(asked_anew: Citizen) -> None:
    before = asked_anew.state.draft
    assert before is not None
    state = asked_anew.does(asked_anew.flow.resuming.use_newest)
    assert state.draft is not None
    assert state.draft.catalogue_version == asked_anew.catalogue.version
    assert (state.draft.fields, state.draft.applicants) == (before.fields, before.applicants)
    assert (state.screen, state.changed, state.resume) == (Screen.MATERIALS, (), None)
    assert {gap.where for gap in state.gaps} >= {"id_photo"}
    kept = drafts.load(asked_anew.terminal.store, before.case_id)
    assert f'"{asked_anew.catalogue.version}"'.encode() in kept


def test_a_draft_goes_on_as_it_began_where_the_citizen_wants_that(asked_anew: Citizen, former: str) -> None:
    state = asked_anew.does(asked_anew.flow.resuming.go_on)
    assert state.draft is not None
    assert (state.draft.catalogue_version, state.screen) == (former, Screen.MATERIALS)
    assert state.changed, "the review says by which rules it is handed in"


@pytest.mark.parametrize(
    "barred",
    [DraftChange(ChangeKind.GONE, "7.1", "就业创业证申领"), DraftChange(ChangeKind.STATE, "7.1", "", "here", "paused")],
)
def test_nothing_is_asked_where_the_newest_version_is_no_choice(asked_anew: Citizen, barred: DraftChange) -> None:
    asked_anew.does(asked_anew.flow.back)
    resume = asked_anew.state.resume
    assert resume is not None
    asked_anew.box.change(resume=replace(resume, changes=(*resume.changes, barred)))
    assert asked_anew.does(asked_anew.flow.resuming.go_on).screen is Screen.MATERIALS


def test_what_the_newest_version_does_not_take_here_goes_on_as_it_began(
    asked_anew: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object) -> Draft:
        raise SubjectClosedError(ItemState.PAUSED.value)

    monkeypatch.setattr(IntakeDesk, "use_version", closed)
    asked_anew.does(asked_anew.flow.resuming.use_newest)
    assert phase_of(asked_anew) is ResumePhase.NOT_NEWEST
    props = resume_props(asked_anew)
    assert (props.act, props.code) == ("go_on", "subject_closed")
    assert asked_anew.does(asked_anew.flow.resuming.go_on).screen is Screen.MATERIALS
