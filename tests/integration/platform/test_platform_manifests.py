"""What a manifest is refused for, before a byte is uploaded."""

from __future__ import annotations

import http.client
import uuid
from contextlib import closing
from typing import Any

import pytest
import requests

from acceptance_platform.api.limits import MAX_BODY_BYTES, MAX_MANIFEST_BYTES
from shared.catalogue.model import Catalogue
from shared.contract.base import encode_bytes
from shared.contract.submissions import MAX_PART_BYTES, PartDigest
from shared.domain.submissions import SubmissionKind
from shared.security.signing import SoftwareSigningKey
from tests.integration.platform.platform_kit import TerminalSide
from tests.integration.platform.sealing_kit import Sealed
from tests.patience import PATIENCE_S

PART = PartDigest(position=0, sha256="0" * 64, size=9)


def refusal(response: requests.Response) -> tuple[int, str, str]:
    problem = response.json()
    assert response.headers["Content-Type"].startswith("application/problem+json")
    assert problem["status"] == response.status_code
    return response.status_code, problem["code"], problem["detail"].partition(":")[0]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"schema_version": 2}, "schema_version"),
        ({"kind": SubmissionKind.DECISION}, "based_on"),
        ({"based_on": "0" * 64}, "based_on"),
        ({"suite": "sm2-sm4"}, "suite"),
        ({"sealing_key_id": "0" * 16}, "sealing_key_id"),
        ({"sequence": 2**40}, "sequence"),
        ({"item_codes": ()}, "item_codes"),
        ({"case_number": "44190026000010000010"}, "case_number"),
        ({"parts": (PART.model_copy(update={"position": 1}),)}, "parts"),
        ({"parts": (PART, PART)}, "parts"),
        ({"parts": (PART, PART.model_copy(update={"position": 2}))}, "parts"),
    ],
)
def test_a_faulty_envelope_names_its_place(
    counter: TerminalSide, catalogue: Catalogue, changes: dict[str, Any], place: str
) -> None:
    assert refusal(counter.put_manifest(counter.seal_intake(catalogue, **changes))) == (422, "manifest_invalid", place)


def test_too_much_in_all_is_refused(counter: TerminalSide, catalogue: Catalogue) -> None:
    parts = tuple(PartDigest(position=one, sha256="0" * 64, size=MAX_PART_BYTES) for one in range(33))
    assert refusal(counter.put_manifest(counter.seal_intake(catalogue, parts=parts)))[:2] == (413, "too_large")


def test_a_used_sequence_is_refused(counter: TerminalSide, catalogue: Catalogue) -> None:
    first = counter.seal_intake(catalogue)
    second = counter.seal_intake(catalogue, sequence=first.manifest.envelope.sequence)
    assert counter.put_manifest(first).status_code == 201
    assert refusal(counter.put_manifest(second)) == (422, "manifest_invalid", "sequence")


def test_a_signature_by_another_key_is_refused(counter: TerminalSide, catalogue: Catalogue) -> None:
    sealed = counter.seal_intake(catalogue)
    other = SoftwareSigningKey.generate()
    for changes in ({"signature": encode_bytes(other.sign(b"x"))}, {"signing_key_id": other.verifying_key.key_id}):
        altered = Sealed(sealed.manifest.model_copy(update=changes), sealed.ciphertexts)
        assert refusal(counter.put_manifest(altered)) == (422, "manifest_invalid", "signature")


def test_an_altered_envelope_is_refused(counter: TerminalSide, catalogue: Catalogue) -> None:
    sealed = counter.seal_intake(catalogue)
    envelope = sealed.manifest.envelope.model_copy(update={"case_id": uuid.uuid4()})
    altered = Sealed(sealed.manifest.model_copy(update={"envelope": envelope}), sealed.ciphertexts)
    assert refusal(counter.put_manifest(altered)) == (422, "manifest_invalid", "signature")


def test_another_address_than_the_id_is_refused(counter: TerminalSide, catalogue: Catalogue) -> None:
    sealed = counter.seal_intake(catalogue)
    response = counter.http.put(
        f"{counter.url}/v1/submissions/{uuid.uuid4()}/manifest",
        json=sealed.manifest.model_dump(mode="json"),
        timeout=PATIENCE_S,
    )
    assert refusal(response) == (422, "manifest_invalid", "submission_id")


def test_a_manifest_in_another_terminals_name_is_refused(
    counter: TerminalSide, kiosk: TerminalSide, catalogue: Catalogue
) -> None:
    sealed = counter.seal_intake(catalogue, terminal_id=kiosk.me.terminal_id)
    assert refusal(counter.put_manifest(sealed)) == (422, "manifest_invalid", "signature")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"{",
        b"\xff\xfe",
        b'{"envelope": NaN}',
        b'{"envelope": "\\ud800"}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"1" * 10_000,
    ],
)
def test_nonsense_is_a_problem_and_never_a_failure(counter: TerminalSide, body: bytes) -> None:
    response = counter.http.put(
        f"{counter.url}/v1/submissions/{uuid.uuid4()}/manifest",
        data=body,
        headers={"Content-Type": "application/json"},
        timeout=PATIENCE_S,
    )
    assert response.status_code in {400, 422}
    assert response.json()["code"] in {"manifest_invalid", "bad_request"}


def test_what_was_sent_is_not_repeated_in_the_answer(counter: TerminalSide, catalogue: Catalogue) -> None:
    body = counter.seal_intake(catalogue).manifest.model_dump(mode="json")
    body["envelope"]["陈样例"] = "441900199003070018"
    body["signature"] = "陈样例"
    response = counter.http.put(
        f"{counter.url}/v1/submissions/{body['envelope']['submission_id']}/manifest", json=body, timeout=PATIENCE_S
    )
    assert refusal(response)[1] == "manifest_invalid"
    assert "陈样例" not in response.text
    assert "441900199003070018" not in response.text


@pytest.mark.parametrize(
    ("method", "path", "limit"),
    [
        ("PUT", "/v1/submissions/00000000-0000-4000-8000-000000000001/manifest", MAX_MANIFEST_BYTES),
        ("POST", "/v1/heartbeat", MAX_BODY_BYTES),
        ("POST", "/v1/enrolments", MAX_BODY_BYTES),
    ],
)
def test_bodies_are_bounded_before_they_are_read(counter: TerminalSide, method: str, path: str, limit: int) -> None:
    chunked = counter.http.request(method, counter.url + path, data=iter([b" " * limit, b"  "]), timeout=PATIENCE_S)
    assert refusal(chunked)[:2] == (413, "too_large")
    with closing(http.client.HTTPConnection(counter.url.removeprefix("http://"), timeout=PATIENCE_S)) as connection:
        connection.putrequest(method, path)
        connection.putheader("Authorization", str(counter.http.headers["Authorization"]))
        connection.putheader("Content-Length", str(limit + 1))
        connection.endheaders()
        assert connection.getresponse().status == 413


def test_a_manifest_with_as_many_parts_as_allowed_is_taken(counter: TerminalSide, catalogue: Catalogue) -> None:
    parts = tuple(PartDigest(position=one, sha256="0" * 64, size=1) for one in range(2001))
    response = counter.put_manifest(counter.seal_intake(catalogue, parts=parts))
    assert response.status_code == 201
    assert len(response.json()["missing"]) == 2001
