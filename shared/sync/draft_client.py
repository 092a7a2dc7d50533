"""The platform's routes of shared drafts, as a terminal calls them; every call may be repeated."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from pydantic import BaseModel, TypeAdapter, ValidationError

from shared.contract.base import API_PREFIX
from shared.contract.drafts import (
    MAX_DRAFT_PART_BYTES,
    DraftArrival,
    DraftEnvelope,
    DraftMove,
    DraftQuestion,
    DraftStatus,
    DraftTake,
    SharedDraft,
    TakenEnvelope,
)
from shared.contract.problems import ProblemCode
from shared.sync.client import MAX_CATALOGUE_BYTES, PlatformClient, model_of
from shared.sync.errors import MalformedAnswerError, RefusedError
from shared.sync.transport import Call

_JSON = {"Content-Type": "application/json"}
_BYTES = {"Content-Type": "application/octet-stream"}
_SHORT_S = 10.0
_PART_S = 120.0
_FOUND: TypeAdapter[tuple[SharedDraft, ...]] = TypeAdapter(tuple[SharedDraft, ...])


@dataclass(frozen=True, slots=True)
class DraftClient:
    """Shared drafts over a terminal's client; every method raises SyncError."""

    client: PlatformClient

    def announce(self, envelope: DraftEnvelope) -> DraftStatus:
        """Announce a draft's next state; the answer names the parts that are missing."""
        return self._status("PUT", f"/drafts/{envelope.case_id}", envelope)

    def put_part(self, case_id: UUID, position: int, data: bytes) -> DraftStatus:
        """Bring a part of the announced state."""
        path = f"{API_PREFIX}/drafts/{case_id}/parts/{position}"
        call = Call("PUT", path, body=data, headers=_BYTES, read_timeout_s=30.0, total_s=60.0)
        return model_of(self.client.call(call), DraftStatus)

    def part(self, case_id: UUID, position: int) -> bytes:
        """Fetch a part's ciphertext; its digest is the caller's to check."""
        path = f"{API_PREFIX}/drafts/{case_id}/parts/{position}"
        return self.client.call(Call("GET", path, total_s=_PART_S, max_bytes=MAX_DRAFT_PART_BYTES)).body

    def status(self, case_id: UUID) -> DraftStatus:
        """Ask where a draft stands."""
        return self._status("GET", f"/drafts/{case_id}")

    def find(self, question: DraftQuestion) -> tuple[SharedDraft, ...]:
        """Ask for somebody's drafts."""
        call = Call(
            "POST", f"{API_PREFIX}/draft-searches", body=_json(question), headers=_JSON, read_timeout_s=_SHORT_S
        )
        try:
            return _FOUND.validate_json(self.client.call(call).body)
        except ValidationError as error:
            raise MalformedAnswerError(SharedDraft.__name__) from error

    def take(self, case_id: UUID, request: DraftTake) -> TakenEnvelope:
        """Become a draft's owner."""
        path = f"{API_PREFIX}/drafts/{case_id}/take"
        call = Call("POST", path, body=_json(request), headers=_JSON, read_timeout_s=_SHORT_S)
        return model_of(self.client.call(call), TakenEnvelope)

    def move(self, case_id: UUID, to_terminal: UUID, offer: str) -> DraftStatus:
        """Tell that a draft was handed over without the platform."""
        return self._status("POST", f"/drafts/{case_id}/move", DraftMove(to_terminal=to_terminal, offer=offer))

    def arrive(self, case_id: UUID, arrival: DraftArrival) -> DraftStatus:
        """Tell by whose signed words a draft came here without the platform."""
        return self._status("POST", f"/drafts/{case_id}/arrival", arrival)

    def begin(self, case_id: UUID) -> DraftStatus:
        """Tell that work on a draft goes on here."""
        return self._status("POST", f"/drafts/{case_id}/begin")

    def give_back(self, case_id: UUID) -> DraftStatus:
        """End an offer, hand a draft back, or take it back."""
        return self._status("POST", f"/drafts/{case_id}/return")

    def catalogue(self, version: str) -> bytes | None:
        """Fetch one version's package, None where the platform has none; its signature is the caller's to check."""
        path = f"{API_PREFIX}/catalogue/{quote(version, safe='')}"
        try:
            return self.client.call(Call("GET", path, total_s=_PART_S, max_bytes=MAX_CATALOGUE_BYTES)).body
        except RefusedError as error:
            if error.problem is ProblemCode.NOT_FOUND:
                return None
            raise

    def _status(self, method: str, path: str, body: BaseModel | None = None) -> DraftStatus:
        data = b"" if body is None else _json(body)
        headers = None if body is None else _JSON
        call = Call(method, API_PREFIX + path, body=data, headers=headers, read_timeout_s=_SHORT_S)
        return model_of(self.client.call(call), DraftStatus)


def _json(model: BaseModel) -> bytes:
    return model.model_dump_json().encode()
