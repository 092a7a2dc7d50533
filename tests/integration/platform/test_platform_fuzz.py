"""Whatever is sent, the platform answers with its own schema and never fails."""

from __future__ import annotations

import copy
import json
import uuid
from datetime import UTC, datetime
from typing import Any

import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.catalogue.model import Catalogue
from shared.contract.problems import PLATFORM_HEADER, Problem
from shared.contract.submissions import IntakeBody, SubmissionState, SubmissionStatus
from tests.integration.platform.platform_kit import TUS, TerminalSide
from tests.integration.platform.sealing_kit import page_bytes, sealed_page, specimen
from tests.patience import PATIENCE_S

FUZZ = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["", "0", "\0", "\ud800", "样例", "9" * 400, "2026-01-01T00:00:00Z", "../../x", "' OR 1=1 --"])
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of everything inside a JSON value."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(inner for key, child in children for inner in places(child, (*path, key)))]


@st.composite
def mutated(draw: st.DrawFn, value: Any) -> Any:
    """Draw the value with one or two places changed, taken out or added to."""
    changed = copy.deepcopy(value)
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from([one for one in places(changed) if one] or [()]))
        if not path:
            return draw(JSON)
        target = changed
        for step in path[:-1]:
            target = target[step]
        match draw(st.sampled_from(["change", "remove", "add"])):
            case "change":
                target[path[-1]] = draw(JSON)
            case "remove":
                del target[path[-1]]
            case _ if isinstance(target, dict):
                target[draw(st.text(max_size=8))] = draw(JSON)
            case _:
                target.append(draw(JSON))
    return changed


def send(side: TerminalSide, method: str, path: str, body: Any) -> requests.Response:
    headers = {"Content-Type": "application/json"}
    response = side.http.request(method, side.url + path, data=json.dumps(body), headers=headers, timeout=PATIENCE_S)
    assert response.status_code < 500, response.text
    assert PLATFORM_HEADER in response.headers
    if response.status_code >= 400:
        assert Problem.model_validate_json(response.content).status == response.status_code
    return response


@FUZZ
@given(data=st.data())
def test_mutated_manifests(counter: TerminalSide, catalogue: Catalogue, data: st.DataObject) -> None:
    sealed = counter.seal_intake(catalogue)
    body = data.draw(mutated(sealed.manifest.model_dump(mode="json")))
    send(counter, "PUT", f"/v1/submissions/{sealed.id}/manifest", body)


@FUZZ
@given(data=st.data())
def test_mutated_sign_in_and_heartbeat(counter: TerminalSide, data: st.DataObject) -> None:
    usual = {
        "/v1/enrolments": counter.enrolment_request().model_dump(mode="json"),
        "/v1/sessions": {"terminal_id": str(counter.me.terminal_id), "challenge": "AAAA", "signature": "AAAA"},
        "/v1/heartbeat": {"clock": datetime.now(UTC).isoformat(), "app_version": "1", "waiting": 0, "returned": 0},
    }
    path = data.draw(st.sampled_from(sorted(usual)))
    send(counter, "POST", path, data.draw(mutated(usual[path])))


@FUZZ
@given(data=st.data())
def test_mutated_bodies_are_delivered_or_returned(
    counter: TerminalSide, catalogue: Catalogue, data: st.DataObject
) -> None:
    now = datetime.now(UTC)
    number = str(counter.number(counter.sequence + 1))
    image = page_bytes(1, 320)
    body = IntakeBody(
        subject_code="7.1",
        channel="counter",
        items=({"number": f"{number}-01", "item_code": "7.1"},),
        applicants=(specimen(now),),
        fields=({"field": "applicant.phone", "value": "13800000000", "source": "typed"},),
        materials=({"material": "id_card", "given_by": "scan", "trust": "C"},),
        pages=(sealed_page(1, "id_card", image, now),),
        confirmed_at=now,
    ).model_dump(mode="json")
    plaintext = json.dumps(data.draw(mutated(body))).encode()
    sealed = counter.seal(plaintext, [image], item_codes=("7.1",), catalogue_version=catalogue.version)
    counter.upload(sealed)
    response = send(counter, "POST", f"/v1/submissions/{sealed.id}/commit", None)
    state = SubmissionStatus.model_validate_json(response.content).state
    assert state in {SubmissionState.DELIVERED, SubmissionState.RETURNED}


HEADER_TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40).map(str.strip)
LIKELY = ("1.0.0", "0", "12", "PATCH", "HEAD", "application/offset+octet-stream", "sha1 AAAA")
NAMES = (
    "Upload-Length",
    "Upload-Offset",
    "Upload-Metadata",
    "Upload-Checksum",
    "Content-Type",
    "Tus-Resumable",
    "X-HTTP-Method-Override",
    "Upload-Defer-Length",
)
UPLOAD_HEADERS = st.dictionaries(st.sampled_from(NAMES), HEADER_TEXT | st.sampled_from(LIKELY), max_size=5)


@FUZZ
@given(headers=UPLOAD_HEADERS, body=st.binary(max_size=64), method=st.sampled_from(["POST", "PATCH", "HEAD", "DELETE"]))
def test_any_headers_at_the_uploads(
    counter: TerminalSide, catalogue: Catalogue, headers: dict[str, str], body: bytes, method: str
) -> None:
    sealed = counter.seal_intake(catalogue)
    counter.put_manifest(sealed)
    location = counter.create_upload(sealed, 1).headers["Location"]
    for path in (location, "/v1/uploads", f"/v1/uploads/{uuid.uuid4()}"):
        encoded = {name: value.encode("latin-1") for name, value in {**TUS, **headers}.items()}
        response = counter.http.request(method, counter.url + path, data=body, headers=encoded, timeout=PATIENCE_S)
        assert response.status_code < 500, response.text
        assert response.headers["Tus-Resumable"] == "1.0.0"


@FUZZ
@given(segments=st.lists(st.text(max_size=12), min_size=1, max_size=4))
def test_any_address(counter: TerminalSide, segments: list[str]) -> None:
    path = "/".join(segments).encode("utf-8", "replace")
    response = counter.http.get(f"{counter.url}/v1/submissions/{requests.utils.quote(path)}", timeout=PATIENCE_S)
    assert response.status_code < 500
    assert PLATFORM_HEADER in response.headers
