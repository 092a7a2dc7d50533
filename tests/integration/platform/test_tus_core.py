"""Every MUST of the core protocol of tus 1.0.0."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from email.utils import parsedate_to_datetime

import pytest
import requests

from shared.contract.submissions import MAX_PART_BYTES
from tests.integration.platform.platform_kit import (
    OFFSET_TYPE,
    TUS,
    TerminalSide,
    checksum,
)
from tests.integration.platform.sealing_kit import Sealed
from tests.integration.platform.tus_kit import begin_patch, held, offset_at, send_and_hang_up, wait_for
from tests.patience import PATIENCE_S


def test_options_announces_what_is_spoken(counter: TerminalSide) -> None:
    for path in ("/v1/uploads", "/v1/uploads/anything"):
        response = counter.http.options(counter.url + path, timeout=PATIENCE_S)
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


@pytest.mark.parametrize("offset", ["-1", "+0", "1.5", "x", "", "٣", "0, 0"])
def test_an_offset_that_is_no_number_is_refused(counter: TerminalSide, location: str, offset: str) -> None:
    response = counter.patch(location, 0, b"x", **{"Upload-Offset": offset.encode()})
    assert response.status_code == 400
    assert offset_at(counter, location) == 0


@pytest.mark.parametrize("offset", ["1", "9" * 30])
def test_every_answer_to_a_patch_says_when_the_upload_runs_out(
    counter: TerminalSide, page: bytes, location: str, offset: str
) -> None:
    wrong_digest = checksum(b"another")
    answers = [
        (409, counter.patch(location, 0, b"x", **{"Upload-Offset": offset})),
        (413, counter.patch(location, 0, page + b"x")),
        (460, counter.patch(location, 0, page[:9], **{"Upload-Checksum": wrong_digest})),
        (204, counter.patch(location, 0, page[:9])),
    ]
    for status, answer in answers:
        assert answer.status_code == status
        assert parsedate_to_datetime(answer.headers["Upload-Expires"]).tzinfo is not None


def test_a_number_that_is_given_twice_is_none(counter: TerminalSide, location: str) -> None:
    with closing(begin_patch(counter, location, 1, 0, **{"upload-offset": "5"})) as connection:
        connection.send(b"x")
        assert connection.getresponse().status == 400
    assert offset_at(counter, location) == 0


def test_a_body_comes_in_chunks_or_after_a_word_to_go_on(counter: TerminalSide, page: bytes, location: str) -> None:
    headers = {**TUS, **OFFSET_TYPE, "Upload-Offset": "0"}
    pieces = iter([page[:9], page[9:500]])
    assert (
        counter.http.patch(counter.url + location, data=pieces, headers=headers, timeout=PATIENCE_S).status_code == 204
    )
    with closing(begin_patch(counter, location, 100, 500, Expect="100-continue")) as connection:
        assert connection.sock is not None
        assert connection.sock.recv(100).startswith(b"HTTP/1.1 100")
        connection.send(page[500:600])
        assert connection.getresponse().status == 204
    assert offset_at(counter, location) == 600


def test_of_patches_at_once_one_counts(counter: TerminalSide, page: bytes, location: str) -> None:
    def send(_number: int) -> int:
        with closing(begin_patch(counter, location, 50, 0)) as connection:
            connection.send(page[:50])
            return connection.getresponse().status

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(send, range(6))) == [204, *[409] * 5]
    assert offset_at(counter, location) == 50


def test_more_bytes_than_announced_are_refused(counter: TerminalSide, page: bytes, location: str) -> None:
    assert counter.patch(location, 0, page + b"x").status_code == 413
    counter.patch(location, 0, page[:-1])
    chunked = counter.http.patch(
        counter.url + location,
        data=iter([page[-1:], b"more"]),
        headers={**TUS, **OFFSET_TYPE, "Upload-Offset": str(len(page) - 1)},
        timeout=PATIENCE_S,
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
    response = counter.http.request(method, counter.url + path, data=page, headers=headers, timeout=PATIENCE_S)
    assert response.status_code == 412
    assert response.headers["Tus-Version"] == "1.0.0"
    assert offset_at(counter, location) == 0


def test_the_method_can_be_named_in_a_header(counter: TerminalSide, page: bytes, location: str) -> None:
    def post(method: str, **headers: str) -> requests.Response:
        override = {**TUS, "X-HTTP-Method-Override": method, **headers}
        return counter.http.post(counter.url + location, data=page[:50], headers=override, timeout=PATIENCE_S)

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
