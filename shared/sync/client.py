"""The platform's API as this terminal calls it: signs in by challenge when needed, the token stays in memory."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import replace
from typing import TypeVar
from urllib.parse import quote
from uuid import UUID

from pydantic import BaseModel, TypeAdapter, ValidationError

from shared.contract.base import API_PREFIX, decode_bytes, encode_bytes
from shared.contract.problems import ProblemCode
from shared.contract.submissions import CaseStatus, Manifest, SubmissionStatus
from shared.contract.terminals import (
    SIGN_IN_CONTEXT,
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
    TlsCertificate,
    TlsCertificateRequest,
)
from shared.security.signing import SigningKey
from shared.sync.errors import MalformedAnswerError, RefusedError, SignInRefusedError
from shared.sync.transport import Answer, Call, Network, Transport

Model = TypeVar("Model", bound=BaseModel)

_JSON = {"Content-Type": "application/json"}
MAX_CATALOGUE_BYTES = 128 * 1024 * 1024
_MAX_DIRECTORY_BYTES = 64 * 1024 * 1024
_CATALOGUE_DEADLINE_S = 600.0
_REFUSING_THE_TERMINAL = frozenset({ProblemCode.TERMINAL_REVOKED, ProblemCode.CERTIFICATE_REQUIRED})
"""Said at the gate, before the request is looked at: a token may outlive a revocation."""
_SEALING_KEYS: TypeAdapter[tuple[SealingKey, ...]] = TypeAdapter(tuple[SealingKey, ...])


class AnonymousClient:
    """What can be asked without signing in: health and enrolment."""

    def __init__(self, base_url: str, network: Network | None = None) -> None:
        self.transport = Transport(base_url, network)

    def health(self) -> Health:
        """Ask whether the platform is there. Raises SyncError."""
        return model_of(self.transport.send(Call("GET", "/health", read_timeout_s=3.0, total_s=4.0)), Health)

    def enrol(self, request: EnrolmentRequest) -> Enrolment:
        """Ask to become a terminal. Raises SyncError."""
        return model_of(self.transport.send(_post("/enrolments", request)), Enrolment)

    def knows(self, terminal_id: UUID) -> bool:
        """Ask whether a terminal is enrolled there. Raises SyncError."""
        try:
            self.transport.send(_post("/challenges", ChallengeRequest(terminal_id=terminal_id)))
        except RefusedError as error:
            if error.problem is ProblemCode.TERMINAL_UNKNOWN:
                return False
            raise
        return True

    def close(self) -> None:
        """Close the kept connections."""
        self.transport.close()


class PlatformClient(AnonymousClient):
    """An enrolled terminal's client, for any thread; every method raises SyncError."""

    def __init__(
        self, base_url: str, terminal_id: UUID, signing_key: SigningKey, network: Network | None = None
    ) -> None:
        super().__init__(base_url, network)
        self._terminal_id = terminal_id
        self._signing_key = signing_key
        self._token: str | None = None
        self._signing_in = threading.Lock()
        self.sign_ins = 0
        """How often a token was given: an unexpected one tells of a platform that forgot the last."""

    @property
    def token(self) -> str | None:
        """The bearer token in use, None before the first sign-in."""
        return self._token

    def sign_in(self) -> None:
        """Prove who we are and keep the token.

        Raises:
            SignInRefusedError: the platform doesn't let this terminal in.
        """
        with self._signing_in:
            self._sign_in()

    def _sign_in(self) -> None:
        self._token = None
        try:
            self._token = self._ask_token()
        except RefusedError as error:
            raise SignInRefusedError(error.problem) from error
        self.sign_ins += 1

    def _renewed_token(self, stale: str | None) -> str:
        """Return a token other than the stale one; of several threads that ask at once one signs in."""
        with self._signing_in:
            if self._token is None or self._token == stale:
                self._sign_in()
            return str(self._token)

    def _ask_token(self) -> str:
        answer = self.transport.send(_post("/challenges", ChallengeRequest(terminal_id=self._terminal_id)))
        challenge = model_of(answer, Challenge).challenge
        signature = self._signing_key.sign(SIGN_IN_CONTEXT + decode_bytes(challenge))
        request = SignInRequest(terminal_id=self._terminal_id, challenge=challenge, signature=encode_bytes(signature))
        return model_of(self.transport.send(_post("/sessions", request)), AccessToken).token

    def call(self, call: Call) -> Answer:
        """Send a request as this terminal, signing in first, or again when the token has run out.

        A refusal of the terminal, whatever it asks for, is a SignInRefusedError: no word about the request.
        """
        token = self._token or self._renewed_token(None)
        try:
            return self.transport.send(_signed(call, token))
        except RefusedError as error:
            if error.problem in _REFUSING_THE_TERMINAL:
                raise SignInRefusedError(error.problem) from error
            if error.problem is not ProblemCode.NOT_SIGNED_IN:
                raise
        try:
            return self.transport.send(_signed(call, self._renewed_token(token)))
        except RefusedError as error:
            if error.problem in _REFUSING_THE_TERMINAL | {ProblemCode.NOT_SIGNED_IN}:
                raise SignInRefusedError(error.problem) from error
            raise

    def heartbeat(self, request: HeartbeatRequest) -> Heartbeat:
        """Tell how the terminal is and learn what is new."""
        return model_of(self.call(_post("/heartbeat", request)), Heartbeat)

    def tls_certificate(self, request: TlsCertificateRequest) -> TlsCertificate:
        """Ask for the certificate of a new TLS key; checking it is the caller's."""
        return model_of(self.call(_post("/tls-certificate", request)), TlsCertificate)

    def sealing_keys(self) -> tuple[SealingKey, ...]:
        """Ask for the platform's keys; their signatures are the caller's to check."""
        answer = self.call(Call("GET", f"{API_PREFIX}/sealing-keys"))
        try:
            return _SEALING_KEYS.validate_json(answer.body)
        except ValidationError as error:
            raise MalformedAnswerError(SealingKey.__name__) from error

    def catalogue_info(self) -> CatalogueInfo | None:
        """Ask for the newest catalogue's version; None when none was published."""
        try:
            return model_of(self.call(Call("GET", f"{API_PREFIX}/catalogue")), CatalogueInfo)
        except RefusedError as error:
            if error.problem is ProblemCode.NOT_FOUND:
                return None
            raise

    def catalogue(self, info: CatalogueInfo) -> bytes:
        """Download a package and check it against its digest; its signature is the caller's to check."""
        call = Call(
            "GET",
            f"{API_PREFIX}/catalogue/{quote(info.version, safe='')}",
            total_s=_CATALOGUE_DEADLINE_S,
            max_bytes=MAX_CATALOGUE_BYTES,
        )
        data = self.call(call).body
        if hashlib.sha256(data).hexdigest() != info.sha256:
            what = "catalogue digest"
            raise MalformedAnswerError(what)
        return data

    def certificate_directory(self) -> CertificateDirectory:
        """Download every terminal's certificate and what is revoked; the signature is the caller's to check."""
        call = Call("GET", f"{API_PREFIX}/certificates", max_bytes=_MAX_DIRECTORY_BYTES, total_s=120.0)
        return model_of(self.call(call), CertificateDirectory)

    def clerks(self) -> ClerkDirectory:
        """Download the clerks; counters only."""
        return model_of(self.call(Call("GET", f"{API_PREFIX}/clerks")), ClerkDirectory)

    def put_manifest(self, manifest: Manifest) -> SubmissionStatus:
        """Announce a submission; the answer names the parts that are missing."""
        path = f"{API_PREFIX}/submissions/{manifest.envelope.submission_id}/manifest"
        body = manifest.model_dump_json().encode()
        return model_of(self.call(Call("PUT", path, body=body, headers=_JSON)), SubmissionStatus)

    def commit(self, submission_id: UUID) -> SubmissionStatus:
        """Ask the platform to check and take on a submission whose parts are all there."""
        path = f"{API_PREFIX}/submissions/{submission_id}/commit"
        return model_of(self.call(Call("POST", path, read_timeout_s=60.0, total_s=90.0)), SubmissionStatus)

    def submission(self, submission_id: UUID) -> SubmissionStatus:
        """Ask where a submission stands."""
        return model_of(self.call(Call("GET", f"{API_PREFIX}/submissions/{submission_id}")), SubmissionStatus)

    def case(self, case_number: str, root: str | None = None) -> CaseStatus:
        """Ask how a case stands; of one that others took, with a root digest (hex) from its receipt."""
        query = "" if root is None else f"?root={root}"
        return model_of(self.call(Call("GET", f"{API_PREFIX}/cases/{case_number}{query}")), CaseStatus)


def _signed(call: Call, token: str) -> Call:
    return replace(call, headers={**(call.headers or {}), "Authorization": f"Bearer {token}"})


def _post(path: str, model: BaseModel) -> Call:
    return Call("POST", API_PREFIX + path, body=model.model_dump_json().encode(), headers=_JSON)


def model_of(answer: Answer, model: type[Model]) -> Model:
    """Return an answer's body as a model, without what a newer platform tells besides. Raises MalformedAnswerError."""
    try:
        return model.model_validate_json(answer.body, extra="ignore")
    except ValidationError as error:
        raise MalformedAnswerError(model.__name__) from error
