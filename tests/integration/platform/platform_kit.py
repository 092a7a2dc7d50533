"""A platform served in this process and terminals that speak to it: real HTTP, real keys, specimen people."""

from __future__ import annotations

import base64
import hashlib
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests
import uvicorn

from acceptance_platform.api.app import create_app
from acceptance_platform.platform import Platform, open_platform
from acceptance_platform.terminals.clerks import NewClerk, create_clerk
from acceptance_platform.terminals.tokens import issue_token
from shared.catalogue.model import Catalogue
from shared.contract.base import decode_bytes, encode_bytes
from shared.contract.submissions import SubmissionStatus
from shared.contract.terminals import (
    ENROLMENT_CONTEXT,
    SIGN_IN_CONTEXT,
    AccessToken,
    Challenge,
    ClerkRight,
    Enrolment,
    EnrolmentRequest,
    SignInRequest,
    TerminalKind,
)
from shared.security.signing import SoftwareSigningKey
from tests.integration.platform.sealing_kit import DIVISION, Sealed, SealingSide
from tests.patience import PATIENCE_S

CATALOGUE_SOURCE = Path("tests/fixtures/catalogue_small")
PASSWORD = "样例口令-not-real"
TUS = {"Tus-Resumable": "1.0.0"}
OFFSET_TYPE = {"Content-Type": "application/offset+octet-stream"}
_START_DEADLINE_S = 90.0


class SteppedClock:
    """The real time, moved ahead by tests."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@contextmanager
def served(root: Path, clock: SteppedClock | None = None) -> Iterator[ServedPlatform]:
    """Serve a platform on a free port of the loopback for the time of the block."""
    platform = open_platform(root, clock=clock or SteppedClock())
    config = uvicorn.Config(
        create_app(platform), host="127.0.0.1", port=0, log_config=None, access_log=False, lifespan="off",
        timeout_graceful_shutdown=5,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + _START_DEADLINE_S
    while not server.started:
        assert time.monotonic() < deadline, "the platform did not start"
        assert thread.is_alive(), "the platform ended"
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield ServedPlatform(platform, f"http://127.0.0.1:{port}")
    finally:
        server.should_exit = True
        thread.join(_START_DEADLINE_S)
        platform.close()
    assert not thread.is_alive()


@dataclass
class ServedPlatform:
    """A platform and its address."""

    platform: Platform
    url: str

    def publish_catalogue(self) -> Catalogue:
        """Publish the project's catalogue and return it."""
        shelf = self.platform.catalogues
        info = shelf.publish(shelf.build(CATALOGUE_SOURCE), self.platform.clock())
        catalogue = shelf.find(info.version)
        assert catalogue is not None
        return catalogue

    def add_clerk(self, clerk_id: str = "c-01", rights: Sequence[ClerkRight] = tuple(ClerkRight)) -> str:
        """Add a specimen clerk."""
        new = NewClerk(clerk_id, "李样例", "综合窗口", "A01", frozenset(rights))
        create_clerk(self.platform, new, PASSWORD)
        return clerk_id

    def terminal_token(self, kind: TerminalKind = TerminalKind.COUNTER) -> str:
        """Return a fresh enrolment token."""
        return issue_token(self.platform, kind, "样例终端", DIVISION)[0]

    def terminal(self, kind: TerminalKind = TerminalKind.COUNTER) -> TerminalSide:
        """Enrol a terminal and sign it in."""
        side = TerminalSide(SoftwareSigningKey.generate(), url=self.url, token=self.terminal_token(kind))
        side.enrol()
        side.sign_in()
        return side


@dataclass
class TerminalSide(SealingSide):
    """What a terminal does, step by step."""

    url: str = ""
    token: str = ""
    http: requests.Session = field(default_factory=requests.Session)

    def close(self) -> None:
        self.http.close()

    def enrolment_request(self, key: SoftwareSigningKey | None = None) -> EnrolmentRequest:
        key = key or self.key
        message = ENROLMENT_CONTEXT + hashlib.sha256(self.token.encode()).digest()
        return EnrolmentRequest(
            token=self.token, signing_key=encode_bytes(key.verifying_key.spki), proof=encode_bytes(key.sign(message))
        )

    def enrol(self) -> requests.Response:
        response = self.post_json("/v1/enrolments", self.enrolment_request().model_dump(mode="json"))
        self.enrolment = Enrolment.model_validate_json(response.content)
        return response

    def challenge(self) -> Challenge:
        response = self.post_json("/v1/challenges", {"terminal_id": str(self.me.terminal_id)})
        assert response.status_code == 200, response.text
        return Challenge.model_validate_json(response.content)

    def answer(self, challenge: Challenge, key: SoftwareSigningKey | None = None) -> requests.Response:
        signature = (key or self.key).sign(SIGN_IN_CONTEXT + decode_bytes(challenge.challenge))
        request = SignInRequest(
            terminal_id=self.me.terminal_id, challenge=challenge.challenge, signature=encode_bytes(signature)
        )
        return self.post_json("/v1/sessions", request.model_dump(mode="json"))

    def sign_in(self) -> None:
        response = self.answer(self.challenge())
        assert response.status_code == 200, response.text
        self.http.headers["Authorization"] = "Bearer " + AccessToken.model_validate_json(response.content).token

    def post_json(self, path: str, body: Any) -> requests.Response:
        return self.http.post(self.url + path, json=body, timeout=PATIENCE_S)

    def get(self, path: str, **headers: str) -> requests.Response:
        return self.http.get(self.url + path, headers=headers, timeout=PATIENCE_S)

    def put_manifest(self, sealed: Sealed) -> requests.Response:
        return self.http.put(
            f"{self.url}/v1/submissions/{sealed.id}/manifest",
            data=sealed.manifest.model_dump_json(),
            headers={"Content-Type": "application/json"},
            timeout=PATIENCE_S,
        )

    def create_upload(self, sealed: Sealed, position: int, data: bytes | None = None, **more: str) -> requests.Response:
        """Begin the upload of a part, with its bytes where data is given."""
        headers = {**TUS, **self.creation_headers(sealed, position)}
        if data is not None:
            headers.update(OFFSET_TYPE)
        return self.http.post(self.url + "/v1/uploads", data=data, headers={**headers, **more}, timeout=PATIENCE_S)

    def creation_headers(self, sealed: Sealed, position: int) -> dict[str, str]:
        part = sealed.manifest.envelope.parts[position]
        return {
            "Upload-Length": str(part.size),
            "Upload-Metadata": metadata(submission=sealed.id, position=position, sha256=part.sha256),
        }

    def patch(self, location: str, offset: int, data: bytes, **more: str) -> requests.Response:
        headers = {**TUS, **OFFSET_TYPE, "Upload-Offset": str(offset), **more}
        return self.http.patch(self.url + location, data=data, headers=headers, timeout=PATIENCE_S)

    def head(self, location: str) -> requests.Response:
        return self.http.head(self.url + location, headers=TUS, timeout=PATIENCE_S)

    def delete(self, location: str) -> requests.Response:
        return self.http.delete(self.url + location, headers=TUS, timeout=PATIENCE_S)

    def commit(self, sealed: Sealed) -> requests.Response:
        return self.http.post(f"{self.url}/v1/submissions/{sealed.id}/commit", timeout=PATIENCE_S)

    def upload(self, sealed: Sealed, *positions: int) -> None:
        """Announce a submission and upload these of its parts, all where none is named."""
        assert self.put_manifest(sealed).status_code in {200, 201}
        for position in positions or range(len(sealed.ciphertexts)):
            response = self.create_upload(sealed, position, sealed.ciphertexts[position])
            assert response.status_code == 201, response.text

    def deliver(self, sealed: Sealed) -> SubmissionStatus:
        """Announce, upload and commit."""
        self.upload(sealed)
        response = self.commit(sealed)
        assert response.status_code == 200, response.text
        return SubmissionStatus.model_validate_json(response.content)


def metadata(**values: object) -> str:
    """Return Upload-Metadata of tus."""
    return ",".join(f"{key} {base64.b64encode(str(value).encode()).decode()}" for key, value in values.items())


def checksum(data: bytes, algorithm: str = "sha256") -> str:
    """Return Upload-Checksum of tus."""
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"
