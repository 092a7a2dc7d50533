"""Every MUST of the extensions of tus 1.0.0 that the server announces."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from acceptance_platform.uploads.protocol import CHECKSUM_MISMATCH
from shared.contract.submissions import MAX_PART_BYTES
from tests.integration.platform.platform_kit import (
    ServedPlatform,
    SteppedClock,
    TerminalSide,
    checksum,
    metadata,
)
from tests.integration.platform.sealing_kit import Sealed
from tests.integration.platform.tus_kit import held, offset_at, send_and_hang_up

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
        ({"Upload-Length": "9" * 40}, 413),
        ({"Upload-Length": "12"}, 409),
        ({"Upload-Length": "0"}, 409),
        ({"Upload-Metadata": None}, 400),
        ({"Upload-Metadata": "submission !,position !"}, 400),
        ({"Upload-Metadata": "submission"}, 400),
        ({"Upload-Metadata": "a YQ==,a YQ=="}, 400),
        ({"Upload-Metadata": "a YQ==,,b YQ=="}, 400),
        ({"Upload-Metadata": "a YQ==,"}, 400),
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
    response = counter.patch(location, 0, page[:-1] + bytes([page[-1] ^ 1]))
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
