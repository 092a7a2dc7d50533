"""Headers of tus, read strictly."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from acceptance_platform.refusals import RefusalError
from acceptance_platform.uploads import protocol
from shared.contract.submissions import MAX_PART_BYTES

KEYS = st.text("abcdefghijklmnopqrstuvwxyz-_", min_size=1, max_size=10)


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@given(values=st.dictionaries(KEYS, st.text(max_size=20), max_size=5))
def test_metadata_reads_back(values: dict[str, str]) -> None:
    text = ", ".join(f"{key} {b64(value)}" for key, value in values.items())
    assert protocol.parse_metadata(text) == values


def status_of(read: Callable[[], object]) -> int | None:
    """Return the status of a refusal, None where it was read."""
    try:
        read()
    except RefusalError as refusal:
        return refusal.status
    return None


@given(text=st.text(max_size=200))
def test_any_metadata_is_read_or_refused(text: str) -> None:
    assert status_of(lambda: protocol.parse_metadata(text)) in {None, 400}


@given(text=st.text(max_size=80))
def test_any_checksum_is_read_or_refused(text: str) -> None:
    assert status_of(lambda: protocol.read_checksum({"upload-checksum": text})) in {None, 400}


@pytest.mark.parametrize("value", ["é", "=", "QQ", "QQ=="])
def test_what_is_no_digest_in_base64_is_refused(value: str) -> None:
    assert status_of(lambda: protocol.read_checksum({"upload-checksum": f"sha256 {value}"})) == 400


@given(data=st.binary(max_size=100), algorithm=st.sampled_from(protocol.CHECKSUM_ALGORITHMS))
def test_a_checksum_fits_its_data_only(data: bytes, algorithm: str) -> None:
    value = base64.b64encode(hashlib.new(algorithm, data).digest()).decode()
    checksum = protocol.read_checksum({"upload-checksum": f"{algorithm} {value}"})
    assert checksum is not None
    assert checksum.fits(data)
    assert not checksum.fits(data + b"x")


@pytest.mark.parametrize("text", ["", "-1", "+1", " 1", "1 ", "1e3", "0x1", "1_0", "²", "0,0"])
def test_numbers_are_digits(text: str) -> None:
    with pytest.raises(RefusalError) as refused:
        protocol.number_header(Headers({"upload-offset": text}), "Upload-Offset")
    assert refused.value.status == 400
    assert protocol.number_header(Headers({"upload-offset": "0042"}), "Upload-Offset") == 42
    assert protocol.number_header(Headers({"upload-offset": "9" * 4999}), "Upload-Offset") > MAX_PART_BYTES


def test_a_creation_names_one_part() -> None:
    submission = uuid.uuid4()
    headers = {
        "upload-length": "12",
        "upload-metadata": f"submission {b64(str(submission))},position {b64('3')},sha256 {b64('ab')}",
    }
    creation = protocol.read_creation(Headers(headers))
    assert (creation.length, creation.submission_id, creation.position) == (12, submission, 3)
    assert (creation.sha256, creation.metadata) == ("ab", headers["upload-metadata"])


def test_media_types_have_parameters_and_any_case() -> None:
    assert protocol.has_offset_media_type({"content-type": "Application/Offset+Octet-Stream; x=y"})
    assert not protocol.has_offset_media_type({"content-type": "application/octet-stream"})
    assert not protocol.has_offset_media_type({})


def test_expiry_is_an_http_date() -> None:
    header = protocol.expires_header(datetime(2026, 11, 23, 8, 5, 9, tzinfo=UTC))
    assert header == {"Upload-Expires": "Mon, 23 Nov 2026 08:05:09 GMT"}
