"""Routes of submissions and cases."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import FileResponse

from acceptance_platform.api.answers import MANIFEST_ROUTE, documented
from acceptance_platform.api.gate import CurrentTerminal
from acceptance_platform.platform import Platform
from acceptance_platform.refusals import RefusalError
from acceptance_platform.submissions.announcing import announce
from acceptance_platform.submissions.commit import commit
from acceptance_platform.submissions.parts import find_part
from acceptance_platform.submissions.reading import own_submission, read_case, status_of
from shared.contract.problems import ProblemCode as Code
from shared.contract.submissions import MAX_PARTS, CaseStatus, Manifest, SubmissionStatus

_BYTES = "application/octet-stream"
RootDigest = Annotated[str | None, Query(pattern="^[0-9a-f]{64}$", description="from the receipt")]
Position = Annotated[int, Path(ge=0, le=MAX_PARTS)]


def submission_router(platform: Platform) -> APIRouter:
    """Return the routes of a terminal's own submissions."""
    router = APIRouter(prefix="/submissions", tags=["submissions"], responses=documented(Code.NOT_SIGNED_IN))

    @router.put(
        "/{submission_id}/manifest",
        name=MANIFEST_ROUTE,
        status_code=201,
        responses={
            200: {"model": SubmissionStatus, "description": "The same manifest again."},
            **documented(Code.FORBIDDEN, Code.NOT_FOUND, Code.DIFFERENT_BODY, Code.TOO_LARGE, Code.MANIFEST_INVALID),
        },
    )
    def put_manifest(
        submission_id: UUID, body: Manifest, terminal: CurrentTerminal, response: Response
    ) -> SubmissionStatus:
        """Announce a submission; the answer names the parts that are missing."""
        announced = announce(platform, terminal, submission_id, body)
        if not announced.is_new:
            response.status_code = 200
        return announced.status

    @router.post(
        "/{submission_id}/commit",
        responses=documented(
            Code.FORBIDDEN,
            Code.NOT_FOUND,
            Code.PARTS_MISSING,
            Code.EARLIER_MISSING,
            Code.VERSION_MISSING,
            Code.ENROLMENT_MISSING,
        ),
    )
    def post_commit(submission_id: UUID, terminal: CurrentTerminal) -> SubmissionStatus:
        """Have a submission checked and taken on, or returned with a reason."""
        return commit(platform, terminal, submission_id)

    @router.get("/{submission_id}", responses=documented(Code.FORBIDDEN, Code.NOT_FOUND))
    def get_submission(submission_id: UUID, terminal: CurrentTerminal) -> SubmissionStatus:
        """Return where a submission stands."""
        with platform.database.read() as connection:
            return status_of(connection, own_submission(connection, submission_id, terminal.terminal_id))

    @router.get(
        "/{submission_id}/parts/{position}",
        response_class=FileResponse,
        responses={
            200: {
                "content": {_BYTES: {"schema": {"type": "string", "format": "binary"}}},
                "description": "Ciphertext.",
            },
            **documented(Code.FORBIDDEN, Code.NOT_FOUND),
        },
    )
    def get_part(submission_id: UUID, position: Position, terminal: CurrentTerminal) -> FileResponse:
        """Return a part's ciphertext as it was delivered."""
        with platform.database.read() as connection:
            own_submission(connection, submission_id, terminal.terminal_id)
            part = find_part(connection, submission_id, position)
        path = platform.data.part(submission_id, position)
        if part is None or not part.held or not path.is_file():
            raise RefusalError(Code.NOT_FOUND)
        return FileResponse(path, media_type=_BYTES)

    return router


def case_router(platform: Platform) -> APIRouter:
    """Return the route of cases."""
    router = APIRouter(prefix="/cases", tags=["cases"], responses=documented(Code.NOT_SIGNED_IN, Code.NOT_FOUND))

    @router.get("/{case_number}")
    def get_case(case_number: str, terminal: CurrentTerminal, root: RootDigest = None) -> CaseStatus:
        """Return a case that the terminal submitted to, or of whose receipt it shows the root digest."""
        with platform.database.read() as connection:
            return read_case(connection, case_number, terminal.terminal_id, root)

    return router
