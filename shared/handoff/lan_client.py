"""Fetches a draft from its source over the LAN: mutual TLS, and both sides prove that they know the draft's key."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from pydantic import ValidationError

from shared.contract.drafts import MAX_DRAFT_PART_BYTES, DraftArrival
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.lan_wire import MAX_FORM_BYTES, FormQuestion, LanRefusal, Whereabouts, path_of, printable
from shared.handoff.peers import PeerTrust
from shared.handoff.proofs import PROOF_HEADER, is_proof, source_proof, taker_proof
from shared.sync.client import MAX_CATALOGUE_BYTES
from shared.sync.connections import ANSWER_WITHIN_S, TimedResponse

CONNECT_S: Final = 3.0
SILENCE_S: Final = 10.0
_ANSWER_S: Final = 120.0
_MAX_WORDS_BYTES: Final = 16 * 1024
_READ_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Fetching:
    """A draft that is asked for: by whom, and with which key."""

    case_id: UUID
    key: bytes = field(repr=False)
    me: UUID


class LanSource:
    """The terminal that had a draft, or has it now; every method raises HandoffError.

    Attributes:
        terminal: whose certificate it showed.
    """

    def __init__(self, connection: http.client.HTTPSConnection, fetching: Fetching, terminal: UUID) -> None:
        connection.response_class = TimedResponse
        self._connection = connection
        self._fetching = fetching
        self.terminal = terminal

    def form(self, question: FormQuestion) -> bytes:
        """Fetch the draft's JSON; the draft is read-only at its source from then on."""
        return self._ask("POST", "form", question.model_dump_json().encode(), most=MAX_FORM_BYTES)

    def page(self, position: int) -> bytes:
        """Fetch a page; what it is has to be checked against the form."""
        return self._ask("GET", f"pages/{position}", most=MAX_DRAFT_PART_BYTES)

    def catalogue(self) -> bytes:
        """Fetch the package that the draft froze; its signature has to be checked."""
        return self._ask("GET", "catalogue", most=MAX_CATALOGUE_BYTES)

    def confirm(self) -> DraftArrival:
        """Tell that all of it is on this disk: the source lets go of it, and gives its word for the platform."""
        words = self._ask("POST", "confirm", most=_MAX_WORDS_BYTES)
        try:
            return DraftArrival.model_validate_json(words)
        except ValidationError as error:
            raise HandoffError(HandoffFault.HANDOFF_DAMAGED, "words of release") from error

    def tell_whereabouts(self, addresses: tuple[str, ...]) -> None:
        """Tell the source where it can ask for the draft back."""
        self._ask("POST", "whereabouts", Whereabouts(addresses=addresses).model_dump_json().encode(), most=1024)

    def give_back(self, name: str) -> None:
        """Ask the terminal that has the draft to let go of it; `name` is that of this terminal."""
        self._ask("POST", "return", Whereabouts(name=name).model_dump_json().encode(), most=1024)

    def _ask(self, method: str, what: str, body: bytes = b"", *, most: int) -> bytes:
        wanted = self._fetching
        proof = taker_proof(wanted.key, wanted.case_id, wanted.me)
        ANSWER_WITHIN_S.set(_ANSWER_S)
        try:
            headers = {PROOF_HEADER: proof, "Content-Type": "application/json"}
            self._connection.request(method, path_of(wanted.case_id, what), body=body, headers=headers)
            response = self._connection.getresponse()
            data = _read(response, most)
        except (OSError, http.client.HTTPException) as error:
            raise HandoffError(HandoffFault.ELSEWHERE_UNREACHABLE, "the line to the source broke") from error
        if response.status != http.client.OK:
            raise _refusal(data)
        answered = response.headers.get(PROOF_HEADER, "")
        if not is_proof(answered, source_proof(wanted.key, wanted.case_id, wanted.me)):
            raise HandoffError(HandoffFault.NOT_FROM_HERE)
        return data


@contextmanager
def lan_source(
    address: tuple[str, int], trust: PeerTrust, fetching: Fetching, holder_key_id: str = ""
) -> Iterator[LanSource]:
    """Connect to a draft's source.

    Args:
        holder_key_id: signing key id that the code names; empty where it names none.

    Raises:
        HandoffError: elsewhere_unreachable, terminal_refused (also for a revoked source), not_from_here.
    """
    connection = http.client.HTTPSConnection(*address, timeout=CONNECT_S, context=trust.context(as_server=False))
    try:
        connection.connect()
        certificate = connection.sock.getpeercert(binary_form=True)
        connection.sock.settimeout(SILENCE_S)
        source = trust.check_terminal(certificate)
        named = trust.owner_of(holder_key_id) if holder_key_id else None
        if named is not None and named != source:
            raise HandoffError(HandoffFault.NOT_FROM_HERE)
        yield LanSource(connection, fetching, source)
    except OSError as error:
        raise HandoffError(HandoffFault.ELSEWHERE_UNREACHABLE, "the source does not answer") from error
    finally:
        connection.close()


def _read(response: http.client.HTTPResponse, most: int) -> bytes:
    collected = bytearray()
    while chunk := response.read(_READ_BYTES):
        collected += chunk
        if len(collected) > most:
            raise HandoffError(HandoffFault.HANDOFF_DAMAGED, "too large")
    return bytes(collected)


def _refusal(data: bytes) -> HandoffError:
    try:
        refusal = LanRefusal.model_validate_json(data)
    except ValidationError:
        return HandoffError(HandoffFault.NOT_FROM_HERE)
    return HandoffError(refusal.code, printable(refusal.detail))
