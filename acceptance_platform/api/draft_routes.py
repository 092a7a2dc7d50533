"""Routes of drafts that go on elsewhere."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Path
from fastapi.responses import FileResponse

from acceptance_platform.api.answers import documented
from acceptance_platform.api.gate import CurrentTerminal
from acceptance_platform.drafts.finding import find_drafts
from acceptance_platform.drafts.moving import (
    begin_draft,
    part_of,
    read_status,
    return_draft,
    take_draft,
)
from acceptance_platform.drafts.sharing import announce, put_part
from acceptance_platform.drafts.told_moves import move_draft, take_arrival
from acceptance_platform.platform import Platform
from shared.contract.drafts import (
    MAX_DRAFT_PARTS,
    DraftArrival,
    DraftEnvelope,
    DraftMove,
    DraftQuestion,
    DraftStatus,
    DraftTake,
    SharedDraft,
    TakenEnvelope,
)
from shared.contract.problems import ProblemCode as Code

_BYTES = "application/octet-stream"
Position = Annotated[int, Path(ge=0, le=MAX_DRAFT_PARTS)]
Ciphertext = Annotated[bytes, Body(media_type=_BYTES)]
_OWNED = documented(Code.FORBIDDEN, Code.NOT_FOUND, Code.DRAFT_SEALED_ELSEWHERE)


def draft_router(platform: Platform) -> APIRouter:
    """Return the routes of shared drafts: ownership moves in one transaction, every call may be repeated."""
    router = APIRouter(tags=["drafts"], responses=documented(Code.NOT_SIGNED_IN))

    @router.post(
        "/draft-searches",
        responses=documented(
            Code.BAD_REQUEST, Code.FORBIDDEN, Code.DRAFT_CODE_WRONG, Code.TOO_MANY_TRIES, Code.TOO_LARGE
        ),
    )
    def search_drafts(body: DraftQuestion, terminal: CurrentTerminal) -> tuple[SharedDraft, ...]:
        """Return somebody's drafts by card and second factor; few tries."""
        return find_drafts(platform, terminal, body)

    @router.put(
        "/drafts/{case_id}",
        responses=documented(
            Code.BAD_REQUEST,
            (Code.BAD_REQUEST, 422),
            Code.FORBIDDEN,
            Code.REVISION_STALE,
            Code.DRAFT_SEALED_ELSEWHERE,
            Code.TOO_LARGE,
        ),
    )
    def put_draft(case_id: UUID, body: DraftEnvelope, terminal: CurrentTerminal) -> DraftStatus:
        """Announce a draft's next state; the answer names the parts that are missing."""
        return announce(platform, terminal, case_id, body)

    @router.get("/drafts/{case_id}", responses=documented(Code.NOT_FOUND, Code.DRAFT_SEALED_ELSEWHERE))
    def get_draft(case_id: UUID, terminal: CurrentTerminal) -> DraftStatus:
        """Return where a draft stands, to terminals that hold or held it."""
        return read_status(platform, terminal, case_id)

    @router.put(
        "/drafts/{case_id}/parts/{position}", responses={**_OWNED, **documented(Code.DIGEST_MISMATCH, Code.TOO_LARGE)}
    )
    def put_draft_part(case_id: UUID, position: Position, body: Ciphertext, terminal: CurrentTerminal) -> DraftStatus:
        """Bring a part of the announced state; the last one makes it the draft's."""
        return put_part(platform, terminal, case_id, position, body)

    @router.get(
        "/drafts/{case_id}/parts/{position}",
        response_class=FileResponse,
        responses={
            200: {
                "content": {_BYTES: {"schema": {"type": "string", "format": "binary"}}},
                "description": "Ciphertext.",
            },
            **_OWNED,
        },
    )
    def get_draft_part(case_id: UUID, position: Position, terminal: CurrentTerminal) -> FileResponse:
        """Return a part's ciphertext to the draft's owner."""
        return FileResponse(part_of(platform, terminal, case_id, position), media_type=_BYTES)

    @router.post(
        "/drafts/{case_id}/take",
        responses=documented(
            Code.BAD_REQUEST,
            Code.FORBIDDEN,
            Code.PROOF_INVALID,
            Code.NOT_FOUND,
            Code.DRAFT_CODE_WRONG,
            Code.TOO_MANY_TRIES,
            Code.CODE_USED,
            Code.HOLDER_WRONG,
            Code.HOLDER_NEEDED,
            Code.CHANNEL_CLOSED,
            Code.DRAFT_SEALED_ELSEWHERE,
            Code.TOO_LARGE,
        ),
    )
    def post_take(case_id: UUID, body: DraftTake, terminal: CurrentTerminal) -> TakenEnvelope:
        """Become a draft's owner; the same again for the same terminal."""
        return take_draft(platform, terminal, case_id, body)

    @router.post("/drafts/{case_id}/move", responses={**_OWNED, **documented(Code.TOO_LARGE)})
    def post_move(case_id: UUID, body: DraftMove, terminal: CurrentTerminal) -> DraftStatus:
        """Tell that the draft was handed over without the platform."""
        return move_draft(platform, terminal, case_id, body.to_terminal, body.offer)

    @router.post(
        "/drafts/{case_id}/arrival",
        responses={**_OWNED, **documented(Code.BAD_REQUEST, Code.PROOF_INVALID, Code.TOO_LARGE)},
    )
    def post_arrival(case_id: UUID, body: DraftArrival, terminal: CurrentTerminal) -> DraftStatus:
        """Tell by whose signed words the draft came here without the platform; the answer says whose it is by now."""
        return take_arrival(platform, terminal, case_id, body)

    @router.post("/drafts/{case_id}/begin", responses=_OWNED)
    def post_begin(case_id: UUID, terminal: CurrentTerminal) -> DraftStatus:
        """Tell that work on the draft goes on here: it can't be taken back any more."""
        return begin_draft(platform, terminal, case_id)

    @router.post(
        "/drafts/{case_id}/return",
        responses=documented(Code.NOT_FOUND, Code.DRAFT_BEGUN_ELSEWHERE, Code.DRAFT_SEALED_ELSEWHERE),
    )
    def post_return(case_id: UUID, terminal: CurrentTerminal) -> DraftStatus:
        """End an offer, hand a draft back, or take it back."""
        return return_draft(platform, terminal, case_id)

    return router
