"""The hand-off of drafts as faces and commands use it (shared.handoff.port): the platform first, else the source."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from shared.contract.drafts import DraftClaim, DraftSubject, SharedDraft
from shared.contract.terminals import Clerk
from shared.domain.clock import utc_now
from shared.handoff import moves
from shared.handoff.arriving import Arrivals
from shared.handoff.code import DraftCode, is_typed_code_of, parse_typed, typed_code
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.form_part import FormPart, open_form
from shared.handoff.kept_here import KeptHere
from shared.handoff.lan_wire import FormQuestion
from shared.handoff.merging import merge
from shared.handoff.offering import Offers
from shared.handoff.platform_side import HandoffPlatform
from shared.handoff.port import (
    ClerkConfirms,
    DraftStanding,
    FoundDraft,
    Holder,
    Offer,
    SecondFactor,
    SlipDigits,
    TakenDraft,
)
from shared.handoff.recalling import Recalls
from shared.intake.draft import Draft
from shared.store import audit, drafts, handoffs
from shared.store.audit import AuditEvent
from shared.store.cases import hash_applicant
from shared.store.handoffs import Standing
from shared.store.profile import Profile, TerminalConfig
from shared.store.terminal import Terminal
from shared.sync.client import PlatformClient
from shared.sync.network import network_of
from shared.sync.wake import wake_agent

_OPENED_NOTHING = frozenset(
    {HandoffFault.ELSEWHERE_UNREACHABLE, HandoffFault.DRAFT_CODE_WRONG, HandoffFault.TOO_MANY_TRIES}
)
"""Answers after which digits count as a try at what lies here, too."""
_OF_NO_USE_HERE = frozenset(
    {
        HandoffFault.CATALOGUE_NOT_HERE,
        HandoffFault.CHANNEL_CLOSED,
        HandoffFault.DRAFT_UNKNOWN,
        HandoffFault.HANDOFF_DAMAGED,
    }
)
"""What is wrong with a draft that was taken and that taking it again would not mend."""


def platform_client(terminal: Terminal) -> PlatformClient:
    """Return a client of the terminal's platform; the caller closes it."""
    config: TerminalConfig = terminal.config
    network = network_of(terminal.profile, config)
    return PlatformClient(config.platform.url, terminal.identity.terminal_id, terminal.signing_key, network)


class HandoffDesk:
    """Hand-off at one terminal; answers shared.handoff.port.DraftHandoff.

    Args:
        terminal: the open terminal.
        staff: the clerk at the counter, None at a kiosk.
        clock: gives aware times.
        client: makes a client of the platform for one act.
    """

    def __init__(
        self,
        terminal: Terminal,
        staff: Clerk | None = None,
        clock: Callable[[], datetime] = utc_now,
        client: Callable[[Terminal], PlatformClient] = platform_client,
    ) -> None:
        self._terminal = terminal
        self._store = terminal.store
        self._profile: Profile = terminal.profile
        self._staff = staff
        self._clock = clock
        self._client = client
        self._arrivals = Arrivals(terminal, staff, clock)
        self._kept = KeptHere(terminal, clock)
        self._offers = Offers(terminal, clock, self._platform)
        self._recalls = Recalls(terminal, clock, self._platform)

    @contextlib.contextmanager
    def _platform(self) -> Iterator[HandoffPlatform]:
        terminal, client = self._terminal, self._client(self._terminal)
        try:
            yield HandoffPlatform(self._store, terminal.identity.terminal_id, terminal.signing_key, client, self._clock)
        finally:
            client.close()

    def offer(self, draft: Draft, *, share: bool = True) -> Offer:
        """Let the draft be taken elsewhere; see DraftHandoff. `share=False` leaves the platform to the agent."""
        return self._offers.offer(draft.case_id, share=share)

    def offer_by_id(self, case_id: UUID, *, share: bool = True) -> Offer:
        """Do the same for a draft that is not at hand. Raises as `offer`."""
        return self._offers.offer(case_id, share=share)

    def keep_what_came(self, case_id: UUID) -> bool:
        """Offer a draft that came from elsewhere, so that its holder finds it; see DraftHandoff."""
        return self._offers.keep_what_came(case_id)

    def share(self, case_id: UUID) -> Offer:
        """Offer a draft and bring it to the platform now. Raises HandoffError where that can't be done."""
        return self._offers.share(case_id)

    def take_back(self, case_id: UUID) -> DraftStanding:
        """Undo an offer or a hand-over, or hand back what came and was not begun; see DraftHandoff."""
        self._recalls.take_back(case_id)
        return self.standing(case_id)

    def take(self, code: DraftCode, holder: Holder | None = None) -> TakenDraft:
        """Take a draft by its code; see DraftHandoff."""
        if code.has_expired(self._clock()):
            raise HandoffError(HandoffFault.CODE_EXPIRED)
        self._hear_of(code.draft_id)
        if self._may_have_gone_unheard(code):
            with contextlib.suppress(HandoffError):
                return self._take(code, holder)
        known = self._known(code.draft_id, holder, typed_code(code.key))
        return self._known_or_taken(known, lambda: self._take(code, holder))

    def _may_have_gone_unheard(self, code: DraftCode) -> bool:
        """Tell whether another terminal offers what is offered here, or what came here before it was offered there.

        It took that, or took it back, and we have not heard of it yet.
        """
        row = handoffs.find(self._store, code.draft_id)
        if row is None or code.terminal == self._terminal.signing_key.verifying_key.key_id:
            return False
        if row.standing is Standing.HERE:
            return row.came_by is not None and code.expires_at > row.updated_at + moves.OFFER_LIFETIME
        return row.standing is Standing.OFFERED and row.came_digits != code.typed

    def _take(self, code: DraftCode, holder: Holder | None) -> TakenDraft:
        claim = DraftClaim(subjects=_subjects(holder), digits=typed_code(code.key))
        try:
            return self._take_from_platform(code.draft_id, claim)
        except HandoffError as error:
            if error.fault is HandoffFault.DRAFT_CODE_WRONG:
                self._kept.say_that_it_went(code)
            if error.fault not in {HandoffFault.ELSEWHERE_UNREACHABLE, HandoffFault.DRAFT_UNKNOWN}:
                raise
            if not code.addresses:
                raise
            away = error
        return self._take_over_lan(code, holder, away)

    def _take_over_lan(self, code: DraftCode, holder: Holder | None, away: HandoffError) -> TakenDraft:
        self._check_not_passed_on(code)
        numbers = () if holder is None else (holder.number.upper(),)
        identity = self._terminal.identity
        question = FormQuestion(kind=identity.kind, name=identity.name, numbers=numbers)
        faults = [away]
        for address in code.addresses:
            try:
                taken = self._arrivals.over_lan(code, (address.host, address.port), question, self._fetch_catalogue)
            except HandoffError as error:
                if error.fault not in {HandoffFault.ELSEWHERE_UNREACHABLE, HandoffFault.NOT_FROM_HERE}:
                    raise
                faults.append(error)
            else:
                wake_agent(self._profile)
                return self._read(taken, _subjects(holder))
        raise faults[-1]

    def _check_not_passed_on(self, code: DraftCode) -> None:
        """Refuse a code of before a draft was offered here: its source would give what it has once more.

        Raises:
            HandoffError: code_used.
        """
        row = handoffs.find(self._store, code.draft_id)
        if row is None or row.standing not in {Standing.OFFERED, Standing.HANDED_OVER} or row.key is None:
            return
        is_of_before = row.expires_at is not None and code.expires_at < row.expires_at
        if not is_typed_code_of(code.typed, row.key) and (is_of_before or row.came_digits == code.typed):
            raise HandoffError(HandoffFault.CODE_USED, row.where)

    def _take_from_platform(self, case_id: UUID, claim: DraftClaim) -> TakenDraft:
        with self._platform() as platform:
            platform.tell_that_it_went(case_id)
            taken = platform.take(case_id, claim)
            try:
                done = self._arrivals.from_platform(taken, platform, self._fetch_catalogue, claim.digits)
            except HandoffError as error:
                if error.fault in _OF_NO_USE_HERE:
                    # Its source has it again, and the slip counts there.
                    with contextlib.suppress(HandoffError):
                        platform.give_back(case_id)
                raise
        return self._read(done, claim.subjects)

    def _read(self, taken: TakenDraft, subjects: tuple[DraftSubject, ...]) -> TakenDraft:
        """Enter that a draft was read, by who laid a card or else by its first applicant, and return it."""
        numbers = [one.number for one in subjects] or [person.number for person in taken.draft.applicants]
        self._enter(AuditEvent.DRAFT_READ, numbers[0] if numbers else None, case=str(taken.draft.case_id))
        return taken

    def _fetch_catalogue(self, version: str) -> bytes | None:
        """Return a package from the platform, None where it is away or has none."""
        with contextlib.suppress(HandoffError), self._platform() as platform:
            return platform.catalogue(version)
        return None

    def take_form(self, code: DraftCode, holder: Holder) -> TakenDraft:
        """Take the form that the code itself carries; see DraftHandoff."""
        if code.has_expired(self._clock()):
            raise HandoffError(HandoffFault.CODE_EXPIRED)
        if not code.form:
            raise HandoffError(HandoffFault.NO_FORM_IN_CODE)
        self._hear_of(code.draft_id)
        known = self._known(code.draft_id, holder, typed_code(code.key))
        if known is not None:
            return known
        self._kept.say_that_it_went(code)
        part = open_form(code.form, code.key, holder.number)
        ours = self._draft_of(code.draft_id, part)
        taken = self._arrivals.from_form(ours, part.scanned, self._fetch_catalogue, code.typed)
        return self._read(taken, _subjects(holder))

    def _draft_of(self, case_id: UUID, part: FormPart) -> Draft:
        now = self._clock()
        return Draft(
            case_id=case_id,
            subject_code=part.subject_code,
            catalogue_version=part.catalogue_version,
            channel=self._terminal.identity.kind.value,
            language=part.language,
            fields=dict(part.fields),
            created_at=part.created_at,
            updated_at=now,
        )

    def drafts_of(self, holder: Holder, factor: SecondFactor) -> tuple[FoundDraft, ...]:
        """Return somebody's drafts, at this terminal or at the platform; see DraftHandoff."""
        digits = parse_typed(factor.digits) if isinstance(factor, SlipDigits) else None
        kept = self._kept.find(holder, digits) if digits else ()
        found = kept or self._found_elsewhere(holder, factor)
        if digits and not found:
            self._kept.count_wrong_try(holder)
        self._enter(AuditEvent.DRAFTS_FOUND, holder.number, count=len(found))
        return found

    def _found_elsewhere(self, holder: Holder, factor: SecondFactor) -> tuple[FoundDraft, ...]:
        try:
            with self._platform() as platform:
                return tuple(self._line(one) for one in platform.find(_claim(holder, factor)))
        except HandoffError as error:
            if error.fault in _OPENED_NOTHING and isinstance(factor, SlipDigits):
                self._kept.say_where_it_went(holder, parse_typed(factor.digits))
                self._kept.count_wrong_try(holder)
            raise

    def take_found(self, case_id: UUID, holder: Holder, factor: SecondFactor) -> TakenDraft:
        """Take a draft of that list; see DraftHandoff."""
        digits = parse_typed(factor.digits) if isinstance(factor, SlipDigits) else None
        self._hear_of(case_id)
        known = self._known(case_id, holder, digits)
        return self._known_or_taken(known, lambda: self._take_from_platform(case_id, _claim(holder, factor)))

    def _known_or_taken(self, known: TakenDraft | None, take: Callable[[], TakenDraft]) -> TakenDraft:
        """Return what is ours already, else what is taken; where both hold it, the work of both, if it is on offer."""
        if known is None:
            return take()
        if self.standing(known.draft.case_id) is DraftStanding.CONTESTED:
            with contextlib.suppress(HandoffError):
                return take()
        return known

    def _known(self, case_id: UUID, holder: Holder | None, digits: str | None) -> TakenDraft | None:
        """Return a draft that is this terminal's already, to whom it belongs. Raises HandoffError for others."""
        known = self._arrivals.known(case_id)
        if known is not None:
            row = handoffs.find(self._store, case_id)
            self._kept.check(row, known.draft, holder, digits)
            if row is not None and digits is not None:
                moves.end_fetching(self._store, row, digits, self._clock())
            known = self._read(self._arrivals.of_this_clerk(known), _subjects(holder))
        return known

    def _hear_of(self, case_id: UUID) -> None:
        """Hear at the platform whether an offer was taken, or what came taken back, before work on it begins here."""
        row = handoffs.find(self._store, case_id)
        if row is not None and row.revision and row.standing in {Standing.OFFERED, Standing.HERE}:
            with contextlib.suppress(HandoffError), self._platform() as platform:
                platform.learn(row)

    def standing(self, case_id: UUID) -> DraftStanding:
        """Return where a draft of this store stands; see DraftHandoff."""
        drafts.check_there(self._store, case_id)
        row = handoffs.find(self._store, case_id)
        return DraftStanding.HERE if row is None else DraftStanding(row.standing.value)

    def hear(self, case_id: UUID) -> DraftStanding:
        """Ask whether an offered draft was taken, and return where it stands; see DraftHandoff."""
        self._hear_of(case_id)
        return self.standing(case_id)

    def whereabouts(self, case_id: UUID) -> str:
        """Return the name of the terminal where a draft of this store went; see DraftHandoff."""
        row = handoffs.find(self._store, case_id)
        return "" if row is None else row.where

    def later_entries(self, case_id: UUID) -> tuple[str, ...]:
        """Return what was changed here and did not go with a draft that went; see DraftHandoff."""
        content, shared = drafts.load(self._store, case_id), drafts.shared_state(self._store, case_id)
        if shared is None or shared == content or self.standing(case_id) is not DraftStanding.HANDED_OVER:
            return ()
        before = Draft.model_validate_json(shared)
        return merge(before, Draft.model_validate_json(content), before).kept

    def _line(self, found: SharedDraft) -> FoundDraft:
        return FoundDraft(
            case_id=found.case_id,
            subject_code=found.subject_code,
            catalogue_version=found.catalogue_version,
            holder=found.owner_name,
            here=found.owner == self._terminal.identity.terminal_id,
            begun=found.begun,
            shared_at=found.shared_at,
            expires_at=found.expires_at,
            pages=found.pages,
            size=found.size,
        )

    def _enter(self, event: AuditEvent, number: str | None, **details: str | int) -> None:
        """Enter the reading of somebody's record."""
        by = self._staff.clerk_id if self._staff else self._terminal.identity.kind.value
        subject = None if number is None else hash_applicant(self._store, number.upper())
        audit.append(self._store, event, subject, {"by": by, **details}, now=self._clock())


def _subjects(holder: Holder | None) -> tuple[DraftSubject, ...]:
    if holder is None:
        return ()
    return (DraftSubject(number=holder.number.upper(), credit_code=holder.credit_code.upper() or None),)


def _claim(holder: Holder, factor: SecondFactor) -> DraftClaim:
    if isinstance(factor, ClerkConfirms):
        return DraftClaim(subjects=_subjects(holder), clerk_id=factor.clerk_id)
    return DraftClaim(subjects=_subjects(holder), digits=parse_typed(factor.digits))
