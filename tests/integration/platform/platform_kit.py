"""A platform served in this process and terminals that speak to it: real HTTP, real keys, specimen people."""

from __future__ import annotations

import base64
import hashlib
import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
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
from shared.contract.submissions import (
    DecisionBody,
    Envelope,
    IntakeBody,
    Manifest,
    SealedAct,
    SealedApplicant,
    SealedItem,
    SealedMaterial,
    SealedPage,
    SubmissionStatus,
)
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
from shared.domain.numbers import CaseNumber
from shared.domain.submissions import DecisionAct, SubmissionKind
from shared.security.manifests import digest_part, root_digest, sign_manifest
from shared.security.sealing import SUITE, Sealer, SealingPublicKey
from shared.security.signing import SoftwareSigningKey

CATALOGUE_SOURCE = Path("resources/catalogue")
DIVISION = "441900"
PASSWORD = "样例口令-not-real"
TUS = {"Tus-Resumable": "1.0.0"}
OFFSET_TYPE = {"Content-Type": "application/offset+octet-stream"}
_START_DEADLINE_S = 20.0


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

    def terminal(self, kind: TerminalKind = TerminalKind.COUNTER) -> TerminalSide:
        """Enrol a terminal and sign it in."""
        token, _ = issue_token(self.platform, kind, "样例终端", DIVISION)
        side = TerminalSide(self.url, SoftwareSigningKey.generate(), token)
        side.enrol()
        side.sign_in()
        return side


@dataclass
class Sealed:
    """A sealed submission as a terminal's outbox holds it."""

    manifest: Manifest
    ciphertexts: list[bytes]

    @property
    def id(self) -> uuid.UUID:
        return self.manifest.envelope.submission_id

    @property
    def root(self) -> str:
        return root_digest(self.manifest.envelope).hex()


@dataclass
class TerminalSide:
    """What a terminal does, step by step."""

    url: str
    key: SoftwareSigningKey
    token: str
    http: requests.Session = field(default_factory=requests.Session)
    sequence: int = 0
    enrolment: Enrolment | None = None

    def close(self) -> None:
        self.http.close()

    @property
    def me(self) -> Enrolment:
        assert self.enrolment is not None
        return self.enrolment

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
        return self.http.post(self.url + path, json=body, timeout=20)

    def get(self, path: str, **headers: str) -> requests.Response:
        return self.http.get(self.url + path, headers=headers, timeout=20)

    def put_manifest(self, sealed: Sealed) -> requests.Response:
        return self.http.put(
            f"{self.url}/v1/submissions/{sealed.id}/manifest",
            data=sealed.manifest.model_dump_json(),
            headers={"Content-Type": "application/json"},
            timeout=20,
        )

    def create_upload(self, sealed: Sealed, position: int, data: bytes | None = None, **more: str) -> requests.Response:
        """Begin the upload of a part, with its bytes where data is given."""
        headers = {**TUS, **self.creation_headers(sealed, position)}
        if data is not None:
            headers.update(OFFSET_TYPE)
        return self.http.post(self.url + "/v1/uploads", data=data, headers={**headers, **more}, timeout=20)

    def creation_headers(self, sealed: Sealed, position: int) -> dict[str, str]:
        part = sealed.manifest.envelope.parts[position]
        return {
            "Upload-Length": str(part.size),
            "Upload-Metadata": metadata(submission=sealed.id, position=position, sha256=part.sha256),
        }

    def patch(self, location: str, offset: int, data: bytes, **more: str) -> requests.Response:
        headers = {**TUS, **OFFSET_TYPE, "Upload-Offset": str(offset), **more}
        return self.http.patch(self.url + location, data=data, headers=headers, timeout=20)

    def head(self, location: str) -> requests.Response:
        return self.http.head(self.url + location, headers=TUS, timeout=20)

    def delete(self, location: str) -> requests.Response:
        return self.http.delete(self.url + location, headers=TUS, timeout=20)

    def commit(self, sealed: Sealed) -> requests.Response:
        return self.http.post(f"{self.url}/v1/submissions/{sealed.id}/commit", timeout=60)

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

    # Sealing.

    def number(self, sequence: int) -> CaseNumber:
        return CaseNumber(DIVISION, 2026, self.me.enrolment_code, sequence)

    def seal(self, body: bytes, pages: Sequence[bytes] = (), **envelope: Any) -> Sealed:
        """Seal a body and pages; envelope fields that are given replace the usual ones."""
        self.sequence += 1
        submission_id = envelope.pop("submission_id", None) or uuid.uuid4()
        public = SealingPublicKey(decode_bytes(self.me.sealing_keys[0].public_key))
        sealer = Sealer(public, submission_id, self.me.terminal_id)
        ciphertexts = [sealer.seal(position, data) for position, data in enumerate([body, *pages])]
        fields: dict[str, Any] = {
            "submission_id": submission_id,
            "kind": SubmissionKind.INTAKE,
            "case_id": uuid.uuid4(),
            "case_number": str(self.number(self.sequence)),
            "based_on": None,
            "terminal_id": self.me.terminal_id,
            "sequence": self.sequence,
            "sealed_at": datetime.now(UTC),
            "time_proven": True,
            "suite": SUITE,
            "sealing_key_id": sealer.key_id,
            "wrapped_key": encode_bytes(sealer.wrapped_key),
            "parts": tuple(digest_part(position, data) for position, data in enumerate(ciphertexts)),
            **envelope,
        }
        return Sealed(sign_manifest(Envelope(**fields), self.key), ciphertexts)

    def seal_intake(
        self,
        catalogue: Catalogue,
        subject_code: str = "7.1",
        pages: int = 1,
        body: Mapping[str, Any] | None = None,
        **envelope: Any,
    ) -> Sealed:
        """Seal a complete intake of a specimen person; body fields that are given replace the usual ones."""
        subject = catalogue.subject(subject_code)
        number = envelope.pop("case_number", None) or str(self.number(self.sequence + 1))
        images = [page_bytes(position) for position in range(1, pages + 1)]
        now = datetime.now(UTC)
        fields: dict[str, Any] = {
            "subject_code": subject_code,
            "channel": self.me.kind.value,
            "items": tuple(
                SealedItem(number=f"{number}-{place:02d}", item_code=item.code)
                for place, item in enumerate(subject.items, start=1)
            ),
            "applicants": (specimen(now),),
            "fields": (),
            "materials": tuple(
                SealedMaterial(material=material.code, given_by="scan", trust="C") for material in subject.materials
            ),
            "pages": tuple(
                sealed_page(position, subject.materials[0].code, image, now)
                for position, image in enumerate(images, start=1)
            ),
            "confirmed_at": now,
            **(body or {}),
        }
        plaintext = IntakeBody(**fields).model_dump_json().encode()
        codes = tuple(item.code for item in subject.items)
        usual = {"item_codes": codes, "catalogue_version": catalogue.version, "case_number": number}
        return self.seal(plaintext, images, **{**usual, **envelope})

    def seal_decision(
        self,
        earlier: Sealed,
        act: DecisionAct = DecisionAct.ACCEPTED,
        *,
        clerk_id: str = "c-01",
        based_on: str | None = None,
        places: Sequence[int] = (1,),
        body: Mapping[str, Any] | None = None,
        **envelope: Any,
    ) -> Sealed:
        """Seal a clerk's act on item applications of an intake."""
        case = earlier.manifest.envelope
        acts = tuple(
            SealedAct(item_number=f"{case.case_number}-{place:02d}", act=act, reason="样例理由") for place in places
        )
        fields: dict[str, Any] = {
            "clerk_id": clerk_id, "acts": acts, "decided_at": datetime.now(UTC), **(body or {}),
        }  # fmt: skip
        usual = {
            "kind": SubmissionKind.DECISION,
            "case_id": case.case_id,
            "case_number": case.case_number,
            "based_on": based_on or earlier.root,
            "item_codes": case.item_codes,
            "catalogue_version": case.catalogue_version,
        }
        return self.seal(DecisionBody(**fields).model_dump_json().encode(), **{**usual, **envelope})


def specimen(now: datetime) -> SealedApplicant:
    """Return a specimen person."""
    return SealedApplicant(
        role="applicant",
        name="陈样例",
        number="441900199003070018",
        identified_by="card_read",
        identified_at=now,
    )


def sealed_page(position: int, material: str, image: bytes, now: datetime, **other: Any) -> SealedPage:
    """Return the entry of a page."""
    fields = {"sha256": hashlib.sha256(image).hexdigest(), "size": len(image), **other}
    return SealedPage(
        position=position, material=material, page=position, name=f"样例 {position}", media_type="image/jpeg",
        trust="C", taken_at=now, **fields,
    )  # fmt: skip


def page_bytes(position: int, size: int = 20_000) -> bytes:
    """Return bytes that stand for a page's image."""
    return hashlib.sha256(f"样例页 {position}".encode()).digest() * (size // 32)


def metadata(**values: object) -> str:
    """Return Upload-Metadata of tus."""
    return ",".join(f"{key} {base64.b64encode(str(value).encode()).decode()}" for key, value in values.items())


def checksum(data: bytes, algorithm: str = "sha256") -> str:
    """Return Upload-Checksum of tus."""
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"
