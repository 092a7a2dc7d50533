"""What the tests of drafts ask of a citizen who goes on with one."""

from __future__ import annotations

from kiosk_app.viewmodels.resume import ResumeProps
from kiosk_app.viewmodels.resume_derived import ResumeInputs, derive_resume_props
from kiosk_app.work.draft_state import ResumePhase
from kiosk_app.work.state import SessionState
from shared.handoff.errors import HandoffFault
from tests.unit.kiosk_app.citizen import Citizen


def resume_props(citizen: Citizen) -> ResumeProps:
    resume = citizen.state.resume
    assert resume is not None
    return derive_resume_props(ResumeInputs(citizen.state, resume, citizen.catalogue))


def phase_of(citizen: Citizen) -> ResumePhase:
    resume = citizen.state.resume
    assert resume is not None
    return resume.phase


def fault_of(state: SessionState) -> HandoffFault | None:
    assert state.resume is not None
    return state.resume.fault


def types(citizen: Citizen, digits: str) -> SessionState:
    citizen.flow.resuming.type_digits(digits)
    return citizen.does(citizen.flow.resuming.look)
