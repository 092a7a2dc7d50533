"""Who is applying: a card laid before or after the matter was chosen, one role after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from devices.core.cards import IdCard
from devices.core.status import DeviceState
from kiosk_app.work.desk_jobs import DeskJobs, reason_of
from kiosk_app.work.state import CardPhase, Screen, SessionState, StateBox
from shared.catalogue.model import Subject
from shared.forms.definition import RoleDefinition
from shared.forms.joined import JoinedForm
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft
from shared.qt.jobs import Err

_BEFORE_A_MATTER = frozenset({Screen.ATTRACT, Screen.HOME, Screen.ITEM, Screen.RESUME})
_ASKS_FOR_CARD = frozenset({Screen.IDENTIFY, Screen.RESUME})
_READER_DOWN = frozenset({DeviceState.OFFLINE, DeviceState.FAULT, DeviceState.UNKNOWN})

ABOUT_THE_CARD: Final = frozenset(
    {
        "no_card",
        "card_read_failed",
        "checksum_error",
        "truncated_frame",
        "protocol_error",
        "card_auth_failed",
        "card_data_invalid",
        "photo_undecodable",
        "number_invalid",
        "details_differ",
        "unknown_card_type",
        "card_expired",
        "same_person_twice",
        "wrong_sex_for_role",
    }
)
"""Codes that another try, another card or another person may mend; every other one is the reader's."""


def missing_roles(state: SessionState) -> tuple[RoleDefinition, ...]:
    """Return the roles whose card has not been read."""
    if state.subject is None or state.draft is None:
        return ()
    return tuple(role for role in state.subject.roles if state.draft.applicant(role.code) is None)


def role_for(card: IdCard, roles: tuple[RoleDefinition, ...]) -> RoleDefinition | None:
    """Return the role that a card's holder can play, else the first one."""
    fitting = (role for role in roles if role.sex in {None, card.sex})
    return next(fitting, roles[0] if roles else None)


@dataclass(frozen=True, slots=True)
class _Person:
    """Whose role was filled or emptied, and what the draft amounts to since."""

    role: str
    draft: Draft
    subject: Subject
    form: JoinedForm


class Identifying:
    """Takes what the card watch reports. GUI thread only."""

    def __init__(self, box: StateBox, jobs: DeskJobs, desk: IntakeDesk, go_on: Callable[[], None]) -> None:
        self._box = box
        self._jobs = jobs
        self._desk = desk
        self._go_on = go_on

    def begin(self) -> None:
        """Ask for the first card that is missing; one that was read before counts."""
        state = self._box.now
        roles = missing_roles(state)
        if not roles:
            self._go_on()
            return
        self._box.change(screen=Screen.IDENTIFY, role=roles[0].code, asked_role=None, **asking(state))
        if state.card is not None and not has_part(state.draft, state.card):
            self._take(state.card)

    def card_read(self, card: IdCard) -> None:
        """A card was read."""
        state = self._box.now
        if state.card_in_the_way:
            return
        if state.screen in _BEFORE_A_MATTER or (state.screen is Screen.IDENTIFY and state.subject is None):
            self._box.change(
                card=card, card_lies=True, card_phase=CardPhase.READ, card_code="", screen=_woken(state.screen)
            )
            return
        self._box.change(card_lies=True)
        if state.screen is not Screen.IDENTIFY or state.role is None:
            return
        if not state.busy:
            self._take(card)
        elif state.card is None:
            self._box.change(card=card)

    def card_failed(self, code: str) -> None:
        """A card lies there and could not be read: somebody came, also where nobody was."""
        self._box.change(card_lies=True)
        screen = self._box.now.screen
        if screen in _BEFORE_A_MATTER or screen is Screen.IDENTIFY:
            self._box.change(card_phase=CardPhase.FAILED, card_code=code, screen=_woken(screen))

    def card_reading(self) -> None:
        """A card was found; reading begins."""
        self._box.change(card_lies=True)
        state = self._box.now
        asks = state.screen is Screen.IDENTIFY and state.role is not None
        if asks or (state.screen is Screen.RESUME and state.card is None):
            self._box.change(card_phase=CardPhase.READING, card_code="")

    def card_removed(self) -> None:
        """The reader is empty again: what it answers from now on tells how it is, not a reading that broke off."""
        state = self._box.now
        failed = state.card_phase in {CardPhase.FAILED, CardPhase.READING}
        over = failed and (state.screen not in _ASKS_FOR_CARD or is_about_the_reader(state.card_code))
        self._box.change(
            card_lies=False,
            card_phase=CardPhase.WAITING if over else state.card_phase,
            card_code="" if over else state.card_code,
        )

    def accept_person(self) -> None:
        """The person said that it is them."""
        state = self._box.now
        if state.subject is None:
            self._box.change(screen=Screen.HOME)
        elif state.card_phase is CardPhase.READ and not state.busy:
            self.begin()

    def ask_card_again(self) -> None:
        """The wrong card was read: take its holder out again, and ask for this role's once more."""
        state = self._box.now
        if state.busy:
            return
        role, draft = state.asked_role or state.role, state.draft
        if draft is None or role is None or draft.applicant(role) is None:
            self._ask(role)
        else:
            self._box.change(card=None)
            self._jobs.run(lambda: self._seen(role, self._desk.unidentify(draft, role)), self._taken_out)

    def _take(self, card: IdCard) -> None:
        state = self._box.now
        asked = next((role for role in missing_roles(state) if role.code == state.role), None)
        role = asked.code if asked else state.role
        fitting = role_for(card, missing_roles(state))
        if fitting is not None and (asked is None or (asked.sex and asked.sex != card.sex)):
            role = fitting.code
        draft = state.draft
        if draft is None or role is None:
            return
        self._box.change(card=card, card_phase=CardPhase.READING, card_code="")
        self._jobs.run(
            lambda: self._seen(role, self._desk.identify(draft, role, card)), self._identified, self._refused
        )

    def _seen(self, role: str, draft: Draft) -> _Person:
        return _Person(role, draft, self._desk.subject(draft), self._desk.form(draft))

    def _identified(self, now: _Person) -> None:
        self._box.change(
            draft=now.draft,
            subject=now.subject,
            form=now.form,
            asked_role=now.role,
            role=now.role,
            card_phase=CardPhase.READ,
            faults={},
        )

    def _taken_out(self, now: _Person) -> None:
        laid_meanwhile = self._box.now.card
        self._box.change(draft=now.draft, subject=now.subject, form=now.form, typed={}, faults={})
        self._ask(now.role)
        if laid_meanwhile is not None:
            self._take(laid_meanwhile)

    def _ask(self, role: str | None) -> None:
        self._box.change(card=None, role=role, asked_role=None, card_phase=CardPhase.WAITING, card_code="")

    def _refused(self, error: Err) -> None:
        self._box.change(card=None, card_phase=CardPhase.FAILED, card_code=reason_of(error))


def asking(state: SessionState) -> Mapping[str, Any]:
    """Return how a screen begins to ask for one more card: what lies there unread is not read again until lifted."""
    if state.card_lies and state.card_phase is CardPhase.FAILED:
        return {"card_phase": CardPhase.FAILED, "card_code": state.card_code}
    return {"card_phase": CardPhase.WAITING, "card_code": ""}


def asking_anybody(state: SessionState) -> Mapping[str, Any]:
    """Return how a screen begins that asks for any card: one that was read counts."""
    return asking(state) if state.card is None else {"card_phase": CardPhase.READ, "card_code": ""}


def _woken(screen: Screen) -> Screen:
    return Screen.HOME if screen is Screen.ATTRACT else screen


def has_part(draft: Draft | None, card: IdCard) -> bool:
    """Whether the card's holder is an applicant already."""
    return draft is not None and any(applicant.number == card.number for applicant in draft.applicants)


def reader_is_down(state: SessionState) -> bool:
    """Whether no card can be read at present."""
    reader = state.around.reader
    return reader in _READER_DOWN


def is_about_the_reader(code: str) -> bool:
    """Whether laying the card again can't help."""
    return bool(code) and code not in ABOUT_THE_CARD
