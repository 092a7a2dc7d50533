"""The strip of applicants: cards go into roles, by number, by sex, or by the clerk's word."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from counter_app.ports.applicants import ApplicantSlot, ApplicantsState, ApplicantsViewPort, RoleChoice
from counter_app.ports.tone import Tone
from counter_app.presenters.clock import hour_and_minute
from counter_app.words.case import IdentityWords
from counter_app.work.facts import CaseFacts
from counter_app.work.roles import RoleVerdict, role_of_card
from counter_app.work.workbench import Workbench
from devices.core.cards import IdCard
from shared.domain.identity import IdentityMethod
from shared.domain.masking import masked_number
from shared.forms.definition import RoleDefinition
from shared.intake.draft import DraftApplicant


def derive_slots(facts: CaseFacts, words: IdentityWords) -> tuple[ApplicantSlot, ...]:
    """Return each role with who is in it."""
    return tuple(_slot(role, facts.draft.applicant(role.code), words) for role in facts.subject.roles)


def _slot(role: RoleDefinition, person: DraftApplicant | None, words: IdentityWords) -> ApplicantSlot:
    if person is None:
        return ApplicantSlot(role.code, role.label, "", words.waiting(), "", Tone.NEUTRAL)
    details = " · ".join((person.sex, person.birth.isoformat(), masked_number(person.number)))
    source = words.source(person.identified_by, hour_and_minute(person.identified_at))
    return ApplicantSlot(role.code, role.label, person.name, details, source, Tone.GOOD, can_type=_was_typed(person))


def _was_typed(person: DraftApplicant) -> bool:
    return person.identified_by is IdentityMethod.TYPED_ORIGINAL_SEEN


class ApplicantsPresenter(QObject):
    """Leads cards and typing into roles.

    Signals:
        cardHeld: a card was read while no case is open, or the open one is being sealed; the name on it.
    """

    cardHeld = Signal(str)

    def __init__(self, view: ApplicantsViewPort, bench: Workbench, words: IdentityWords) -> None:
        super().__init__()
        self._view = view
        self._bench = bench
        self._words = words
        self._held: IdCard | None = None
        self._asked: tuple[IdCard, RoleVerdict] | None = None
        self._typing = ""
        self._corrected: DraftApplicant | None = None
        self._problem = ""
        view.roleChosen.connect(self._choose)
        view.typingAsked.connect(self._ask_typing)
        view.typed.connect(self._typed)
        view.typingLeft.connect(self._leave_typing)
        bench.opened.connect(self._opened)
        bench.changed.connect(self._changed)
        bench.closed.connect(self._closed)
        bench.identifyRefused.connect(self._refused)

    @property
    def held(self) -> str:
        """The name on a card that waits for a case, empty for none."""
        return self._held.name if self._held is not None else ""

    @Slot(object)
    def card_read(self, card: IdCard) -> None:
        """Take a card that was read."""
        self._problem = ""
        facts = self._bench.facts
        if facts is None or self._bench.busy:
            self._held = card
            self.cardHeld.emit(card.name)
            return
        self._place_card(card, facts)

    def tell_problem(self, problem: str) -> None:
        """Say why a card that lies there is not taken."""
        self._problem = problem
        self._show()

    def type_applicant(self, role: str = "") -> None:
        """Let the clerk type an applicant: of a role, or of the first open one, or else of the first typed one."""
        self._ask_typing(role)

    def forget(self) -> None:
        """Forget a card that waits for a case, or for an answer."""
        self._held = self._asked = None

    def _place_card(self, card: IdCard, facts: CaseFacts) -> None:
        verdict = role_of_card(card, facts.subject.roles, facts.draft)
        if verdict.role is not None:
            self._asked = None
            self._bench.identify(verdict.role, card)
            return
        self._asked = (card, verdict)
        self._show()

    @Slot(str)
    def _choose(self, role: str) -> None:
        asked, self._asked = self._asked, None
        if role and asked is not None:
            self._bench.identify(role, asked[0])
        self._show()

    @Slot(str)
    def _ask_typing(self, role: str) -> None:
        facts = self._bench.facts
        if facts is None:
            return
        roles, draft = facts.subject.roles, facts.draft
        free = [entry.code for entry in roles if draft.applicant(entry.code) is None]
        typed = [one.role for one in draft.applicants if _was_typed(one)]
        self._typing = role or next(iter([*free, *typed]), roles[0].code)
        self._corrected = draft.applicant(self._typing)
        self._problem = ""
        self._show()

    @Slot(str, str, str)
    def _typed(self, role: str, name: str, number: str) -> None:
        self._problem = ""
        self._bench.identify_typed(role, name, number)

    @Slot()
    def _leave_typing(self) -> None:
        self._typing = self._problem = ""
        self._show()

    @Slot(object)
    def _opened(self, facts: CaseFacts) -> None:
        """Ask nothing any more about the case that was left; a card that waited for a new one finds its role.

        Into a draft that is taken up again no such card goes, but of somebody who is in it.
        """
        self._typing = self._problem = ""
        card = self._held
        self.forget()
        self._show()
        if card is not None and (
            self._bench.is_new or any(one.number == card.number for one in facts.draft.applicants)
        ):
            self._place_card(card, facts)

    @Slot(object)
    def _changed(self, facts: CaseFacts) -> None:
        if facts.draft.applicant(self._typing) not in (None, self._corrected):
            self._typing = ""
        self._show()

    @Slot()
    def _closed(self) -> None:
        self._typing = self._problem = ""
        self._asked = None
        self._view.set_state(ApplicantsState())

    @Slot(str)
    def _refused(self, reason: str) -> None:
        mistyped = bool(self._typing) and reason == "number_invalid"
        self._problem = self._words.mistyped() if mistyped else self._words.refused(reason)
        self._show()

    def _show(self) -> None:
        facts = self._bench.facts
        if facts is None:
            return
        role = facts.subject.role(self._typing) if self._typing else None
        self._view.set_state(
            ApplicantsState(
                subject=facts.subject.short_name,
                items=self._words.items(len(facts.subject.items)),
                emblem=facts.subject.emblem,
                colour=facts.subject.theme.colour,
                slots=derive_slots(facts, self._words),
                choice=self._role_choice(),
                typing=(role.code, self._words.typing(role.label)) if role else None,
                problem=self._problem,
            )
        )

    def _role_choice(self) -> RoleChoice | None:
        if self._asked is None:
            return None
        card, verdict = self._asked
        words, roles = self._words, verdict.candidates
        if verdict.replaces:
            return RoleChoice(
                words.who_gives_way(card.name), tuple((role.code, words.gives_way(role.label)) for role in roles)
            )
        return RoleChoice(words.which_role(card.name), tuple((role.code, role.label) for role in roles))
