"""A terminal's dealings with the platform about drafts: sharing, asking, taking; refusals become HandoffError."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import x25519

from shared.contract.base import decode_bytes, encode_bytes
from shared.contract.drafts import (
    DraftArrival,
    DraftClaim,
    DraftQuestion,
    DraftStatus,
    DraftTake,
    SharedDraft,
    TakenEnvelope,
)
from shared.contract.problems import ProblemCode
from shared.handoff import heard, moves
from shared.handoff.code import typed_code
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.lan_wire import printable
from shared.handoff.parcel import Parcel, pack
from shared.intake.draft import Draft
from shared.security.errors import UnsealError
from shared.security.parcels import (
    NO_CASE,
    ParcelKey,
    erasure_name,
    key_request,
    public_of,
    release_name,
    seal_claim,
    unwrap_parcel_key,
)
from shared.security.sealing import SealingPublicKey
from shared.security.signing import SigningKey
from shared.store import drafts, handoffs
from shared.store.errors import StoreBusyError
from shared.store.files import exclusive_lock, typed_file_errors
from shared.store.handoffs import Handoff, Standing, Tell
from shared.store.settings import sealing_key
from shared.store.store import Store
from shared.sync.client import PlatformClient
from shared.sync.draft_client import DraftClient
from shared.sync.errors import (
    BusyError,
    MalformedAnswerError,
    OfflineReason,
    RefusedError,
    SignInRefusedError,
    SyncError,
)

_ONE_AT_A_TIME_S: Final = 15.0
_FAULTS = {
    ProblemCode.NOT_FOUND: HandoffFault.DRAFT_UNKNOWN,
    ProblemCode.FORBIDDEN: HandoffFault.TERMINAL_REFUSED,
    ProblemCode.PROOF_INVALID: HandoffFault.TERMINAL_REFUSED,
    ProblemCode.TERMINAL_REVOKED: HandoffFault.TERMINAL_REFUSED,
    ProblemCode.TOO_LARGE: HandoffFault.DRAFT_TOO_LARGE,
    ProblemCode.DIGEST_MISMATCH: HandoffFault.HANDOFF_DAMAGED,
}
_TELLING = frozenset(
    {
        ProblemCode.DRAFT_CODE_WRONG,
        ProblemCode.HOLDER_WRONG,
        ProblemCode.TOO_MANY_TRIES,
        ProblemCode.CODE_USED,
        ProblemCode.DRAFT_BEGUN_ELSEWHERE,
    }
)
"""Refusals whose detail is a number of tries or minutes, or a terminal's name."""
_BY_NAME = {fault.value: fault for fault in HandoffFault}


def typed(error: SyncError) -> HandoffError:
    """Return what an error of the client means for a hand-off."""
    if isinstance(error, SignInRefusedError):
        return HandoffError(HandoffFault.TERMINAL_REFUSED, error.problem.value)
    if isinstance(error, RefusedError):
        fault = _FAULTS.get(error.problem) or _BY_NAME.get(error.problem.value)
        told = printable(str(error)) if error.problem in _TELLING else ""
        return HandoffError(fault or HandoffFault.HANDOFF_DAMAGED, told if fault else error.reason)
    if isinstance(error, MalformedAnswerError):
        return HandoffError(HandoffFault.HANDOFF_DAMAGED, error.what)
    return HandoffError(HandoffFault.ELSEWHERE_UNREACHABLE, "busy" if isinstance(error, BusyError) else error.reason)


@contextmanager
def _typed() -> Iterator[None]:
    try:
        yield
    except SyncError as error:
        raise typed(error) from error


@dataclass(frozen=True, slots=True)
class Taken:
    """A draft that the platform gave to this terminal: its parts are fetched one by one."""

    envelope: TakenEnvelope
    key: ParcelKey


@dataclass(frozen=True, slots=True)
class HandoffPlatform:
    """The platform as one terminal speaks to it about drafts; every method raises HandoffError or StoreError."""

    store: Store
    me: UUID
    signing_key: SigningKey
    client: PlatformClient
    clock: Callable[[], datetime]

    @property
    def _drafts(self) -> DraftClient:
        return DraftClient(self.client)

    @property
    def _key(self) -> SealingPublicKey:
        return sealing_key(self.store, self.clock())

    def share(self, row: Handoff) -> bool:
        """Bring an offered draft's present state to the platform; return whether it has it now.

        App and agent may come at once: one brings it, the other finds that it is there.
        """
        if row.arrival is not None:
            self.arrive(row)
            known = handoffs.find(self.store, row.case_id)
            if known is None or known.standing is not Standing.OFFERED:
                raise HandoffError(HandoffFault.CODE_USED, "" if known is None else known.where)
            row = known
        try:
            with typed_file_errors(), exclusive_lock(self.store.profile.sharing_lock, _ONE_AT_A_TIME_S):
                return self._share(handoffs.find(self.store, row.case_id) or row)
        except StoreBusyError as error:
            raise HandoffError(HandoffFault.ELSEWHERE_UNREACHABLE, "busy") from error

    def _share(self, row: Handoff) -> bool:
        digest = drafts.state_digest(self.store, row.case_id)
        if row.shared_digest == digest:
            return True
        # Saved again since, it is another state, which is brought once more.
        content = drafts.load(self.store, row.case_id)
        if row.to_tell is Tell.RETURN:
            with suppress(HandoffError):  # what is wrong then, sharing tells
                self.have_back(row)
        before = drafts.shared_state(self.store, row.case_id)
        heard.note_sharing(self.store, row, None)
        try:
            status = self._bring(row, content, row.revision + 1)
        except HandoffError as error:
            if error.fault is HandoffFault.TERMINAL_REFUSED or error.detail == OfflineReason.NO_CONNECTION.value:
                heard.note_sharing(self.store, row, before)  # nothing of it got there
            if error.fault is not HandoffFault.REVISION_STALE:
                self._learn_why(row, error)
                raise
            # An answer was lost, or the copy is of before a restored backup: the platform says where it stands.
            status = self._bring(row, content, self._revision_there(row.case_id) + 1)
        heard.note_shared(self.store, row, status.revision, content, self.clock(), digest=digest)
        return True

    def _revision_there(self, case_id: UUID) -> int:
        try:
            return self.status(case_id).revision
        except HandoffError as error:
            if error.fault is not HandoffFault.DRAFT_UNKNOWN:
                raise
            return 0

    def _bring(self, row: Handoff, content: bytes, revision: int) -> DraftStatus:
        if row.key is None or row.expires_at is None:
            raise HandoffError(HandoffFault.CODE_USED)
        draft = Draft.model_validate_json(content)
        parcel = pack(
            draft,
            content,
            drafts.page_reader(self.store, row.case_id),
            platform=self._key,
            terminal=self.me,
            revision=revision,
            digits=typed_code(row.key),
            expires_at=row.expires_at,
        )
        with _typed():
            status = self._drafts.announce(parcel.envelope)
            return self._bring_parts(parcel, status)

    def _bring_parts(self, parcel: Parcel, status: DraftStatus) -> DraftStatus:
        for position in status.missing:
            if position >= len(parcel.envelope.parts):
                raise HandoffError(HandoffFault.HANDOFF_DAMAGED, f"no part {position}")
            status = self._drafts.put_part(parcel.envelope.case_id, position, parcel.part(position))
        if status.missing or status.revision != parcel.envelope.revision:
            raise HandoffError(HandoffFault.REVISION_STALE, f"revision {status.revision} is there")
        return status

    def _learn_why(self, row: Handoff, error: HandoffError) -> None:
        """Look whose the draft is by now, where the platform refuses our state of it."""
        if error.fault is HandoffFault.TERMINAL_REFUSED:
            try:
                self.status(row.case_id)
                self.learn(row)
            except HandoffError as unknown:
                if unknown.fault is HandoffFault.DRAFT_UNKNOWN:
                    # Another has it there, and we never had: what lies here came by a code alone.
                    moves.contest(self.store, row, self.clock())

    def learn(self, row: Handoff) -> None:
        """Ask where a draft stands and take that on."""
        try:
            status = self.status(row.case_id)
        except HandoffError as error:
            if error.fault is HandoffFault.DRAFT_SEALED_ELSEWHERE:
                moves.note_sealed_elsewhere(self.store, row.case_id, self.clock())
            elif error.fault is HandoffFault.DRAFT_UNKNOWN:
                heard.note_unshared(self.store, row.case_id, self.clock())
            else:
                raise
            return
        heard.learn(self.store, row, status, self.me, self.clock())

    def status(self, case_id: UUID) -> DraftStatus:
        """Ask where a draft stands."""
        with _typed():
            return self._drafts.status(case_id)

    def give_back(self, case_id: UUID) -> DraftStatus:
        """End an offer, hand a draft back, or take it back."""
        with _typed():
            return self._drafts.give_back(case_id)

    def have_back(self, row: Handoff) -> None:
        """Tell that a draft's offer ended, or that the draft came back without the platform's knowing."""
        if row.begun:
            try:
                self.begin(row.case_id)
            except HandoffError as error:
                if error.fault is not HandoffFault.TERMINAL_REFUSED or error.was_not_heard:
                    raise
                # It is the other's there yet, who gave it back.
        self.give_back(row.case_id)

    def begin(self, case_id: UUID) -> None:
        """Tell that work on a draft goes on here."""
        with _typed():
            self._drafts.begin(case_id)

    def move(self, gone: Handoff) -> None:
        """Tell that a draft was handed over on the LAN, by its row as it stands since."""
        if gone.peer is None or gone.key is None:
            return
        name = release_name(gone.key, gone.updated_at)
        try:
            with _typed():
                self._drafts.move(gone.case_id, gone.peer, name)
        except HandoffError as error:
            is_anothers = error.fault is HandoffFault.TERMINAL_REFUSED and not error.was_not_heard
            if gone.to_tell is not Tell.MOVE_ON or not is_anothers:
                raise
            self.have_back(gone)
            with _typed():
                self._drafts.move(gone.case_id, gone.peer, name)

    def tell_that_it_went(self, case_id: UUID) -> None:
        """Tell of a draft that was handed over on the LAN before it is taken again: else it would be ours there yet."""
        row = handoffs.find(self.store, case_id)
        if row is not None and row.went_untold:
            with suppress(HandoffError):
                self.arrive(row)
                self.move(row)

    def erased(self, row: Handoff) -> None:
        """Tell that a draft was erased here: its copy goes, and what lies where it came from is all there is of it."""
        if self.status(row.case_id).owner != self.me:
            return  # another has it, who took it before it was erased
        kept = self.give_back(row.case_id).owner == self.me
        if kept and row.peer is not None:
            with _typed():
                self._drafts.move(row.case_id, row.peer, erasure_name(row.case_id, row.updated_at))

    def arrive(self, row: Handoff) -> None:
        """Tell by whose words a draft came here over the LAN, and take on whose it is by now."""
        if row.arrival is None:
            return
        status = None
        try:
            status = self.tell_arrival(row.case_id, DraftArrival.model_validate_json(row.arrival))
        except HandoffError as error:
            if error.was_not_heard:
                raise
            if error.fault is HandoffFault.DRAFT_SEALED_ELSEWHERE:
                moves.note_sealed_elsewhere(self.store, row.case_id, self.clock())
        heard.note_arrival_told(self.store, row, status)
        told = handoffs.find(self.store, row.case_id)
        if status is not None and told is not None:
            heard.learn(self.store, told, status, self.me, self.clock())

    def tell_arrival(self, case_id: UUID, arrival: DraftArrival) -> DraftStatus:
        """Tell by whose words a draft came here, and return whose it is by now."""
        with _typed():
            return self._drafts.arrive(case_id, arrival)

    def catalogue(self, version: str) -> bytes | None:
        """Fetch a catalogue version; its signature is the caller's to check."""
        with _typed():
            return self._drafts.catalogue(version)

    def find(self, claim: DraftClaim) -> tuple[SharedDraft, ...]:
        """Ask for the drafts that a claim may see."""
        sealed, key_id = self._claim(claim, NO_CASE)
        with _typed():
            return self._drafts.find(DraftQuestion(sealing_key_id=key_id, claim=sealed))

    def take(self, case_id: UUID, claim: DraftClaim) -> Taken:
        """Become a draft's owner."""
        private = x25519.X25519PrivateKey.generate()
        public = public_of(private).raw
        sealed, key_id = self._claim(claim, case_id)
        request = DraftTake(
            sealing_key_id=key_id,
            claim=sealed,
            public_key=encode_bytes(public),
            signature=encode_bytes(self.signing_key.sign(key_request(case_id, self.me, public))),
        )
        with _typed():
            envelope = self._drafts.take(case_id, request)
        if envelope.case_id != case_id:
            raise HandoffError(HandoffFault.HANDOFF_DAMAGED, "another case")
        try:
            key = unwrap_parcel_key(decode_bytes(envelope.wrapped_key), private, case_id, self.me)
        except (UnsealError, ValueError) as error:
            raise HandoffError(HandoffFault.HANDOFF_DAMAGED, "wrapped_key") from error
        return Taken(envelope, key)

    def part(self, taken: Taken, position: int) -> bytes:
        """Fetch and open one part of a draft that we own."""
        parts = taken.envelope.parts
        if position >= len(parts):
            raise HandoffError(HandoffFault.HANDOFF_DAMAGED, f"no part {position}")
        try:
            with _typed():
                sealed = self._drafts.part(taken.envelope.case_id, position)
        except HandoffError as error:
            if error.fault is HandoffFault.TERMINAL_REFUSED:  # not ours any more: its source took it back meanwhile
                raise HandoffError(HandoffFault.CODE_USED) from error
            raise
        if not hmac.compare_digest(hashlib.sha256(sealed).hexdigest(), parts[position].sha256):
            raise HandoffError(HandoffFault.HANDOFF_DAMAGED, f"part {position}")
        try:
            return taken.key.open(position, sealed)
        except UnsealError as error:
            raise HandoffError(HandoffFault.HANDOFF_DAMAGED, f"part {position}") from error

    def _claim(self, claim: DraftClaim, case_id: UUID) -> tuple[str, str]:
        key = self._key
        text = claim.model_dump_json(exclude_none=True).encode()
        return encode_bytes(seal_claim(text, key, case_id, self.me)), key.key_id
