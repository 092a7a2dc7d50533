"""Every MUST of tus 1.0.0 core and of the extensions that the server announces."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
import requests

from acceptance_platform.uploads.protocol import CHECKSUM_MISMATCH
from shared.catalogue.model import Catalogue
from shared.contract.submissions import MAX_PART_BYTES
from tests.integration.platform.platform_kit import (
    OFFSET_TYPE,
    TUS,
    Sealed,
    ServedPlatform,
    SteppedClock,
    TerminalSide,
    checksum,
    metadata,
)


@pytest.fixture
def sealed(counter: TerminalSide, catalogue: Catalogue) -> Sealed:
    announced = counter.seal_intake(catalogue)
    assert counter.put_manifest(announced).status_code == 201
    return announced


@pytest.fixture
def page(sealed: Sealed) -> bytes:
    return sealed.ciphertexts[1]


@pytest.fixture
def location(counter: TerminalSide, sealed: Sealed) -> str:
    response = counter.create_upload(sealed, 1)
    assert response.status_code == 201
    assert response.headers["Upload-Offset"] == "0"
    return response.headers["Location"]


def offset_at(side: TerminalSide, location: str) -> int:
    response = side.head(location)
    assert response.status_code == 200
    return int(response.headers["Upload-Offset"])


def wait_for(condition: Callable[[], bool], deadline_s: float = 15.0) -> None:
    """Ask again and again: a HEAD may come to the server before the request that was sent earlier."""
    ends = time.monotonic() + deadline_s
    while not condition():
        assert time.monotonic() < ends, "it did not come true in time"


def held(side: TerminalSide, sealed: Sealed) -> set[int]:
    missing = side.get(f"/v1/submissions/{sealed.id}").json()["missing"]
    return set(range(len(sealed.ciphertexts))) - set(missing)


# Core.


def test_options_announces_what_is_spoken(counter: TerminalSide) -> None:
    for path in ("/v1/uploads", "/v1/uploads/anything"):
        response = counter.http.options(counter.url + path, timeout=20)
        assert response.status_code == 204
        assert response.headers["Tus-Version"] == "1.0.0"
        assert response.headers["Tus-Max-Size"] == str(MAX_PART_BYTES)
        extensions = set(response.headers["Tus-Extension"].split(","))
        assert extensions == {"creation", "creation-with-upload", "checksum", "termination", "expiration"}
        assert set(response.headers["Tus-Checksum-Algorithm"].split(",")) >= {"sha1", "sha256"}


def test_head_tells_offset_and_length_and_is_not_stored(
    counter: TerminalSide, sealed: Sealed, page: bytes, location: str
) -> None:
    counter.patch(location, 0, page[:700])
    response = counter.head(location)
    assert response.headers["Upload-Offset"] == "700"
    assert response.headers["Upload-Length"] == str(len(page))
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Upload-Metadata"] == counter.creation_headers(sealed, 1)["Upload-Metadata"]
    assert response.headers["Tus-Resumable"] == "1.0.0"


@pytest.mark.parametrize("name", ["00000000-0000-4000-8000-000000000000", "x", "..%2f..%2fplatform.db"])
def test_head_of_an_unknown_upload_tells_no_offset(counter: TerminalSide, name: str) -> None:
    response = counter.head(f"/v1/uploads/{name}")
    assert response.status_code == 404
    assert "Upload-Offset" not in response.headers
    assert response.headers["Tus-Resumable"] == "1.0.0"


def test_an_upload_in_pieces_becomes_a_part(counter: TerminalSide, sealed: Sealed, page: bytes, location: str) -> None:
    for begin in range(0, len(page), 4096):
        response = counter.patch(location, begin, page[begin : begin + 4096])
        assert response.status_code == 204
        assert response.headers["Upload-Offset"] == str(min(begin + 4096, len(page)))
        assert response.headers["Tus-Resumable"] == "1.0.0"
    assert held(counter, sealed) == {1}
    assert offset_at(counter, location) == len(page)


def test_an_empty_patch_changes_nothing(counter: TerminalSide, location: str) -> None:
    response = counter.patch(location, 0, b"")
    assert (response.status_code, response.headers["Upload-Offset"]) == (204, "0")


def test_another_media_type_is_refused(counter: TerminalSide, page: bytes, location: str) -> None:
    for media_type in ("application/octet-stream", "text/plain", ""):
        response = counter.patch(location, 0, page, **{"Content-Type": media_type})
        assert response.status_code == 415
    assert offset_at(counter, location) == 0


def test_another_offset_is_a_conflict(counter: TerminalSide, page: bytes, location: str) -> None:
    counter.patch(location, 0, page[:100])
    for offset in (0, 99, 101, 10**17):
        response = counter.patch(location, offset, page[:10])
        assert (response.status_code, response.json()["code"]) == (409, "offset_mismatch")
    assert offset_at(counter, location) == 100


@pytest.mark.parametrize("offset", ["-1", "1.5", "x", "", "٣", "9" * 30])
def test_an_offset_that_is_no_number_is_refused(counter: TerminalSide, location: str, offset: str) -> None:
    response = counter.patch(location, 0, b"x", **{"Upload-Offset": offset.encode()})
    assert response.status_code == 400
    assert offset_at(counter, location) == 0


def test_more_bytes_than_announced_are_refused(counter: TerminalSide, page: bytes, location: str) -> None:
    assert counter.patch(location, 0, page + b"x").status_code == 413
    counter.patch(location, 0, page[:-1])
    chunked = counter.http.patch(
        counter.url + location,
        data=iter([page[-1:], b"more"]),
        headers={**TUS, **OFFSET_TYPE, "Upload-Offset": str(len(page) - 1)},
        timeout=20,
    )
    assert chunked.status_code == 413
    assert counter.patch(location, len(page) - 1, page[-1:]).status_code == 204


@pytest.mark.parametrize("version", ["0.2.2", "1.0.1", "", None])
@pytest.mark.parametrize("method", ["HEAD", "PATCH", "POST", "DELETE"])
def test_another_version_is_refused_and_nothing_done(
    counter: TerminalSide, sealed: Sealed, page: bytes, location: str, method: str, version: str | None
) -> None:
    headers = {**OFFSET_TYPE, "Upload-Offset": "0", **counter.creation_headers(sealed, 1), "Tus-Resumable": version}
    path = "/v1/uploads" if method == "POST" else location
    response = counter.http.request(method, counter.url + path, data=page, headers=headers, timeout=20)
    assert response.status_code == 412
    assert response.headers["Tus-Version"] == "1.0.0"
    assert offset_at(counter, location) == 0


def test_the_method_can_be_named_in_a_header(counter: TerminalSide, page: bytes, location: str) -> None:
    def post(method: str, **headers: str) -> requests.Response:
        override = {**TUS, "X-HTTP-Method-Override": method, **headers}
        return counter.http.post(counter.url + location, data=page[:50], headers=override, timeout=20)

    assert post("PATCH", **OFFSET_TYPE, **{"Upload-Offset": "0"}).status_code == 204
    assert post("head").headers["Upload-Offset"] == "50"
    assert post("DELETE").status_code == 204
    assert counter.head(location).status_code == 404


def test_a_cut_request_goes_on_where_the_server_stands(
    counter: TerminalSide, sealed: Sealed, page: bytes, location: str
) -> None:
    send_and_hang_up(counter, location, page, page[:9000])
    offset = offset_at(counter, location)
    assert 0 <= offset <= 9000
    assert counter.patch(location, offset, page[offset:]).status_code == 204
    assert held(counter, sealed) == {1}


def test_a_request_that_hangs_lets_go_when_its_client_comes_back(
    counter: TerminalSide, sealed: Sealed, page: bytes, location: str
) -> None:
    with closing(begin_patch(counter, location, len(page), 0)) as hanging:
        hanging.send(page[:5000])
        wait_for(lambda: offset_at(counter, location) == 5000)
        assert hanging.getresponse().status == 408
    assert counter.patch(location, 5000, page[5000:]).status_code == 204
    assert held(counter, sealed) == {1}


def begin_patch(side: TerminalSide, location: str, length: int, offset: int, **more: str) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection(side.url.removeprefix("http://"), timeout=20)
    connection.putrequest("PATCH", location)
    headers = {**TUS, **OFFSET_TYPE, "Upload-Offset": str(offset), "Content-Length": str(length), **more}
    headers["Authorization"] = str(side.http.headers["Authorization"])
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection


def send_and_hang_up(side: TerminalSide, location: str, announced: bytes, sent: bytes, **more: str) -> None:
    with closing(begin_patch(side, location, len(announced), 0, **more)) as connection:
        connection.send(sent)


# Creation.


def test_creation_answers_with_an_address(counter: TerminalSide, sealed: Sealed) -> None:
    response = counter.create_upload(sealed, 0)
    assert response.status_code == 201
    assert response.headers["Location"].startswith("/v1/uploads/")
    assert response.headers["Tus-Resumable"] == "1.0.0"
    assert offset_at(counter, response.headers["Location"]) == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": None}, 400),
        ({"Upload-Length": "-5"}, 400),
        ({"Upload-Length": "x"}, 400),
        ({"Upload-Length": None, "Upload-Defer-Length": "1"}, 400),
        ({"Upload-Length": str(MAX_PART_BYTES + 1)}, 413),
        ({"Upload-Length": "12"}, 409),
        ({"Upload-Metadata": None}, 400),
        ({"Upload-Metadata": "submission !,position !"}, 400),
        ({"Upload-Metadata": "submission"}, 400),
        ({"Upload-Metadata": "a YQ==,a YQ=="}, 400),
        ({"Upload-Metadata": "x " + "A" * 4000}, 400),
        ({"Upload-Metadata": metadata(submission="x", position=1)}, 400),
    ],
)
def test_a_faulty_creation_is_refused(
    counter: TerminalSide, sealed: Sealed, headers: dict[str, str | None], status: int
) -> None:
    response = counter.create_upload(sealed, 1, **headers)
    assert response.status_code == status
    assert response.headers["Tus-Resumable"] == "1.0.0"
    assert "Location" not in response.headers


@pytest.mark.parametrize("position", ["-1", "1.0", "1_0", "٣", "9" * 40, "x", ""])
def test_a_position_that_is_no_number_is_refused(counter: TerminalSide, sealed: Sealed, position: str) -> None:
    text = metadata(submission=sealed.id, position=position)
    assert counter.create_upload(sealed, 1, **{"Upload-Metadata": text}).status_code == 400


def test_parts_that_were_not_announced_are_refused(counter: TerminalSide, sealed: Sealed) -> None:
    unknown = metadata(submission=sealed.id, position=77)
    assert counter.create_upload(sealed, 1, **{"Upload-Metadata": unknown}).status_code == 404
    other = metadata(submission=sealed.id, position=1, sha256="0" * 64)
    response = counter.create_upload(sealed, 1, **{"Upload-Metadata": other})
    assert (response.status_code, response.json()["code"]) == (409, "different_body")


def test_a_part_that_is_held_is_a_finished_upload(counter: TerminalSide, sealed: Sealed, page: bytes) -> None:
    counter.create_upload(sealed, 1, page)
    for data in (None, page):
        again = counter.create_upload(sealed, 1, data)
        assert again.status_code == 201
        assert again.headers["Upload-Offset"] == str(len(page))
        assert offset_at(counter, again.headers["Location"]) == len(page)


# Creation with upload.


def test_bytes_can_come_with_the_creation(counter: TerminalSide, sealed: Sealed, page: bytes) -> None:
    response = counter.create_upload(sealed, 1, page[:333])
    assert (response.status_code, response.headers["Upload-Offset"]) == (201, "333")
    rest = counter.patch(response.headers["Location"], 333, page[333:])
    assert rest.headers["Upload-Offset"] == str(len(page))
    whole = counter.create_upload(sealed, 0, sealed.ciphertexts[0])
    assert whole.headers["Upload-Offset"] == str(len(sealed.ciphertexts[0]))
    assert held(counter, sealed) == {0, 1}


def test_a_creation_with_another_media_type_is_refused(counter: TerminalSide, sealed: Sealed, page: bytes) -> None:
    response = counter.create_upload(sealed, 1, page, **{"Content-Type": "text/plain"})
    assert response.status_code == 415


# Checksum.


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_checked_chunk_counts(counter: TerminalSide, page: bytes, location: str, algorithm: str) -> None:
    response = counter.patch(location, 0, page[:800], **{"Upload-Checksum": checksum(page[:800], algorithm)})
    assert (response.status_code, response.headers["Upload-Offset"]) == (204, "800")


def test_a_chunk_that_fails_its_checksum_is_discarded(counter: TerminalSide, page: bytes, location: str) -> None:
    counter.patch(location, 0, page[:10])
    response = counter.patch(location, 10, page[10:800], **{"Upload-Checksum": checksum(b"else")})
    assert (response.status_code, response.json()["code"]) == (CHECKSUM_MISMATCH, "digest_mismatch")
    assert offset_at(counter, location) == 10


@pytest.mark.parametrize("value", ["md5 1B2M2Y8AsgTpgAmY7PhCfg==", "sha256", "sha256 !", "sha256 AAAA", "", "x"])
def test_a_checksum_that_is_none_is_refused(counter: TerminalSide, location: str, value: str) -> None:
    response = counter.patch(location, 0, b"x", **{"Upload-Checksum": value})
    assert response.status_code == 400
    assert offset_at(counter, location) == 0


def test_a_cut_chunk_with_a_checksum_does_not_count(counter: TerminalSide, page: bytes, location: str) -> None:
    send_and_hang_up(counter, location, page, page[:9000], **{"Upload-Checksum": checksum(page)})
    response = counter.patch(location, 0, page, **{"Upload-Checksum": checksum(page)})
    assert response.status_code == 204


def test_a_creation_is_checked_too(counter: TerminalSide, sealed: Sealed, page: bytes) -> None:
    wrong = counter.create_upload(sealed, 1, page, **{"Upload-Checksum": checksum(b"else")})
    assert wrong.status_code == CHECKSUM_MISMATCH
    assert held(counter, sealed) == set()
    right = counter.create_upload(sealed, 1, page, **{"Upload-Checksum": checksum(page)})
    assert right.headers["Upload-Offset"] == str(len(page))


def test_a_part_with_another_digest_is_thrown_away(
    counter: TerminalSide, sealed: Sealed, page: bytes, location: str
) -> None:
    response = counter.patch(location, 0, page[:-1] + b"\0")
    assert (response.status_code, response.json()["code"]) == (422, "digest_mismatch")
    assert counter.head(location).status_code == 404
    assert held(counter, sealed) == set()
    assert counter.create_upload(sealed, 1, page).status_code == 201
    assert held(counter, sealed) == {1}


# Termination and expiration.


def test_a_terminated_upload_is_gone_with_its_bytes(
    counter: TerminalSide, page: bytes, location: str, platform: ServedPlatform
) -> None:
    counter.patch(location, 0, page[:500])
    assert counter.delete(location).status_code == 204
    for response in (counter.head(location), counter.patch(location, 500, page[500:]), counter.delete(location)):
        assert response.status_code == 404
    name = location.rpartition("/")[2].replace("-", "")
    assert not (platform.platform.data.uploads / name).exists()


def test_a_whole_part_outlives_its_upload(counter: TerminalSide, sealed: Sealed, page: bytes) -> None:
    location = counter.create_upload(sealed, 1, page).headers["Location"]
    assert counter.delete(location).status_code == 204
    assert held(counter, sealed) == {1}


def test_uploads_run_out(
    counter: TerminalSide, sealed: Sealed, page: bytes, location: str, platform: ServedPlatform, clock: SteppedClock
) -> None:
    response = counter.patch(location, 0, page[:500])
    expires = parsedate_to_datetime(response.headers["Upload-Expires"])
    assert expires.tzinfo is not None
    assert expires - clock() > timedelta(hours=23)
    clock.ahead += timedelta(hours=25)
    counter.sign_in()
    assert counter.head(location).status_code == 404
    assert counter.patch(location, 500, page[500:]).status_code == 404
    counter.create_upload(sealed, 1)
    name = location.rpartition("/")[2].replace("-", "")
    assert not (platform.platform.data.uploads / name).exists()
    assert datetime.now(UTC) < expires


def test_another_terminals_uploads_are_unknown(
    kiosk: TerminalSide, counter: TerminalSide, page: bytes, location: str
) -> None:
    kiosk.sign_in()
    for response in (kiosk.head(location), kiosk.patch(location, 0, page), kiosk.delete(location)):
        assert response.status_code == 404
    assert offset_at(counter, location) == 0
