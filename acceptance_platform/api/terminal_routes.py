"""Routes of terminals: enrolment, sign-in, heartbeat and what they download."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from acceptance_platform import VERSION
from acceptance_platform.api.answers import documented
from acceptance_platform.api.gate import CurrentTerminal
from acceptance_platform.api.limits import EntranceLimits
from acceptance_platform.api.peers import peer_in
from acceptance_platform.platform import Platform, read_sealing_keys
from acceptance_platform.refusals import RefusalError
from acceptance_platform.terminals.certificates import read_directory as read_certificates
from acceptance_platform.terminals.clerks import read_directory
from acceptance_platform.terminals.enrolment import enrol
from acceptance_platform.terminals.heartbeat import beat
from acceptance_platform.terminals.sign_in import offer_challenge, sign_in
from acceptance_platform.tls import issue_client
from shared.contract.problems import ProblemCode as Code
from shared.contract.terminals import (
    AccessToken,
    CatalogueInfo,
    CertificateDirectory,
    Challenge,
    ChallengeRequest,
    ClerkDirectory,
    Enrolment,
    EnrolmentRequest,
    Health,
    Heartbeat,
    HeartbeatRequest,
    SealingKey,
    SignInRequest,
    TerminalKind,
    TlsCertificate,
    TlsCertificateRequest,
)

_ZIP = "application/zip"
_PEM = "application/x-pem-file"


def health_router(platform: Platform) -> APIRouter:
    """Return the route that tells whether the platform is up."""
    router = APIRouter()

    @router.get("/root.pem", tags=["health"], response_class=Response, responses={200: {"content": {_PEM: {}}}})
    def root() -> Response:
        """Return the root's certificate; whoever fetches it compares its fingerprint with an enrolment token's."""
        return Response(platform.keys.root_pem, media_type=_PEM)

    @router.get("/health", tags=["health"])
    def health() -> Health:
        """Tell that the platform is up; needs no sign-in."""
        return Health(ok=True, version=VERSION, clock=platform.clock())

    return router


def entrance_router(platform: Platform, limits: EntranceLimits) -> APIRouter:
    """Return the open routes: enrolment and sign-in."""
    router = APIRouter(tags=["sign-in"])

    @router.post(
        "/enrolments",
        status_code=201,
        dependencies=[Depends(limits.enrolments)],
        responses={
            200: {"model": Enrolment, "description": "The same token and key again."},
            **documented(
                Code.BAD_REQUEST,
                Code.TOKEN_INVALID,
                Code.PROOF_INVALID,
                Code.TOKEN_USED,
                Code.TERMINAL_REVOKED,
                Code.TOO_LARGE,
                Code.TOO_BUSY,
            ),
        },
    )
    def post_enrolment(body: EnrolmentRequest, response: Response) -> Enrolment:
        """Become a terminal with a one-time token."""
        result = enrol(platform, body)
        if not result.is_new:
            response.status_code = 200
        return result.enrolment

    @router.post(
        "/challenges",
        dependencies=[Depends(limits.challenges)],
        responses=documented(Code.TERMINAL_UNKNOWN, Code.TOO_LARGE, Code.TOO_BUSY),
    )
    def post_challenge(body: ChallengeRequest) -> Challenge:
        """Ask for a challenge; it counts once and for two minutes."""
        return offer_challenge(platform, body.terminal_id)

    @router.post(
        "/sessions",
        dependencies=[Depends(limits.sessions)],
        responses=documented(
            Code.CHALLENGE_INVALID, (Code.PROOF_INVALID, 401), Code.TERMINAL_REVOKED, Code.TOO_LARGE, Code.TOO_BUSY
        ),
    )
    def post_session(body: SignInRequest, request: Request) -> AccessToken:
        """Answer a challenge and get a token for fifteen minutes, bound to the client's certificate if it has one."""
        return sign_in(platform, body, peer_in(request.scope))

    return router


def terminal_router(platform: Platform) -> APIRouter:
    """Return the routes of signed-in terminals that don't concern submissions."""
    router = APIRouter(tags=["terminals"], responses=documented(Code.NOT_SIGNED_IN, Code.TERMINAL_REVOKED))

    @router.get("/sealing-keys")
    def get_sealing_keys(_terminal: CurrentTerminal) -> tuple[SealingKey, ...]:
        """Return the keys to seal to, the newest first."""
        with platform.database.read() as connection:
            return read_sealing_keys(connection)

    @router.get("/certificates")
    def get_certificates(_terminal: CurrentTerminal) -> CertificateDirectory:
        """Return every terminal's certificate and what is revoked, signed by the root, to check receipts with."""
        with platform.database.read() as connection:
            return read_certificates(platform, connection)

    @router.get("/clerks", responses=documented(Code.FORBIDDEN))
    def get_clerks(terminal: CurrentTerminal) -> ClerkDirectory:
        """Return the clerks, to counter terminals only."""
        if terminal.kind is not TerminalKind.COUNTER:
            raise RefusalError(Code.FORBIDDEN, "counter terminals only")
        with platform.database.read() as connection:
            return read_directory(connection)

    @router.post("/tls-certificate", responses=documented(Code.BAD_REQUEST, Code.TOO_LARGE))
    def post_tls_certificate(body: TlsCertificateRequest, terminal: CurrentTerminal) -> TlsCertificate:
        """Certify the short-lived key of a terminal for mutual TLS."""
        return issue_client(platform.keys, terminal, body, platform.clock())

    @router.post("/heartbeat", responses=documented(Code.TOO_LARGE))
    def post_heartbeat(body: HeartbeatRequest, terminal: CurrentTerminal) -> Heartbeat:
        """Tell how the terminal is and learn what is new."""
        return beat(platform, terminal, body)

    return router


def catalogue_router(platform: Platform) -> APIRouter:
    """Return the routes of catalogue packages."""
    router = APIRouter(tags=["catalogue"], responses=documented(Code.NOT_SIGNED_IN, Code.NOT_FOUND))

    @router.get("/catalogue")
    def get_newest(_terminal: CurrentTerminal) -> CatalogueInfo:
        """Return the newest published version."""
        with platform.database.read() as connection:
            newest = platform.catalogues.newest(connection)
        if newest is None:
            raise RefusalError(Code.NOT_FOUND, "no catalogue is published")
        return newest

    @router.get(
        "/catalogue/{version}",
        response_class=Response,
        responses={
            200: {"content": {_ZIP: {"schema": {"type": "string", "format": "binary"}}}, "description": "The package."},
            304: {"description": "The version that If-None-Match names."},
        },
    )
    def get_package(version: str, _terminal: CurrentTerminal, request: Request) -> Response:
        """Return a version's signed package."""
        with platform.database.read() as connection:
            info = platform.catalogues.info(connection, version)
        if info is None:
            raise RefusalError(Code.NOT_FOUND)
        etag = f'"{info.sha256}"'
        if etag in {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}:
            return Response(status_code=304, headers={"ETag": etag})
        return Response(platform.catalogues.package(info), media_type=_ZIP, headers={"ETag": etag})

    return router
