"""The root digest covers the whole envelope; the signature covers the root digest."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contract.base import encode_bytes
from shared.contract.submissions import Envelope, Manifest
from shared.contract.terminals import SealingKey
from shared.domain.submissions import SubmissionKind
from shared.security.errors import SignatureError
from shared.security.manifests import (
    canonical,
    check_manifest,
    digest_part,
    root_digest,
    sign_manifest,
)
from shared.security.rescue import RescueError, open_rescue_line, seal_rescue_line, split_record
from shared.security.root_statements import check_statement, sign_statement
from shared.security.sealing import SUITE, PlatformSealingKeys
from shared.security.signing import SoftwareSigningKey

KEY, OTHER = SoftwareSigningKey.generate(), SoftwareSigningKey.generate()
BEIJING = timezone(timedelta(hours=8))


def envelope(**changes: Any) -> Envelope:
    fields: dict[str, Any] = {
        "submission_id": uuid.UUID(int=1),
        "kind": SubmissionKind.INTAKE,
        "case_id": uuid.UUID(int=2),
        "case_number": "44190026000010000012",
        "based_on": None,
        "terminal_id": uuid.UUID(int=3),
        "sequence": 1,
        "item_codes": ("7.1",),
        "catalogue_version": "2026.11.1",
        "sealed_at": datetime(2026, 11, 23, 17, 0, 0, 5, tzinfo=BEIJING),
        "time_proven": True,
        "suite": SUITE,
        "sealing_key_id": "0" * 16,
        "wrapped_key": encode_bytes(b"wrapped"),
        "parts": (digest_part(0, b"body"), digest_part(1, b"page")),
        **changes,
    }
    return Envelope(**fields)


CHANGES: list[dict[str, Any]] = [
    {"schema_version": 2},
    {"submission_id": uuid.UUID(int=9)},
    {"kind": SubmissionKind.DECISION},
    {"case_id": uuid.UUID(int=9)},
    {"case_number": "44190026000010000020"},
    {"based_on": "0" * 64},
    {"terminal_id": uuid.UUID(int=9)},
    {"sequence": 2},
    {"item_codes": ("7.1", "7.2")},
    {"catalogue_version": "2026.11.2"},
    {"sealed_at": datetime(2026, 11, 23, 17, 0, 0, 6, tzinfo=BEIJING)},
    {"time_proven": False},
    {"suite": "other"},
    {"sealing_key_id": "1" * 16},
    {"wrapped_key": encode_bytes(b"other")},
    {"parts": (digest_part(0, b"body"), digest_part(1, b"pagE"))},
]


def test_every_field_is_covered_by_the_root() -> None:
    assert {name for change in CHANGES for name in change} == set(Envelope.model_fields)
    roots = {root_digest(envelope(**change)) for change in [{}, *CHANGES]}
    assert len(roots) == len(CHANGES) + 1


@pytest.mark.parametrize("change", CHANGES)
def test_no_field_can_change_under_the_signature(change: dict[str, Any]) -> None:
    signed = sign_manifest(envelope(), KEY)
    assert check_manifest(signed, KEY.verifying_key) == root_digest(envelope())
    with pytest.raises(SignatureError):
        check_manifest(signed.model_copy(update={"envelope": envelope(**change)}), KEY.verifying_key)


def test_the_root_survives_the_wire() -> None:
    signed = sign_manifest(envelope(), KEY)
    read = Manifest.model_validate_json(signed.model_dump_json())
    loose = Manifest.model_validate_json(json.dumps(json.loads(signed.model_dump_json()), indent=3, sort_keys=True))
    for other in (read, loose):
        assert check_manifest(other, KEY.verifying_key) == root_digest(envelope())


def test_canonical_json_is_sorted_and_compact() -> None:
    text = canonical(envelope()).decode()
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_another_key_is_refused_even_under_the_right_name() -> None:
    signed = sign_manifest(envelope(), OTHER)
    with pytest.raises(SignatureError):
        check_manifest(signed, KEY.verifying_key)
    renamed = signed.model_copy(update={"signing_key_id": KEY.verifying_key.key_id})
    with pytest.raises(SignatureError):
        check_manifest(renamed, KEY.verifying_key)


def test_a_sealing_key_counts_only_as_the_root_signed_it() -> None:
    unsigned = SealingKey(
        key_id="0" * 16, suite=SUITE, public_key=encode_bytes(bytes(32)), not_before=datetime(2026, 1, 1, tzinfo=UTC),
        signature="",
    )  # fmt: skip
    signed = sign_statement(unsigned, KEY)
    check_statement(signed, KEY.verifying_key)
    check_statement(SealingKey.model_validate_json(signed.model_dump_json()), KEY.verifying_key)
    with pytest.raises(SignatureError):
        check_statement(signed, OTHER.verifying_key)
    for change in ({"public_key": encode_bytes(b"\1" * 32)}, {"key_id": "1" * 16}, {"suite": "other"}):
        with pytest.raises(SignatureError):
            check_statement(signed.model_copy(update=change), KEY.verifying_key)
    with pytest.raises(SignatureError):
        check_statement(unsigned, KEY.verifying_key)


def test_a_part_is_known_by_digest_and_size() -> None:
    part = digest_part(3, b"abc")
    assert (part.position, part.size) == (3, 3)
    assert part.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


PRIVATE = PlatformSealingKeys.generate()
PUBLIC = PlatformSealingKeys.public_of(PRIVATE)


def test_the_platform_alone_reads_a_manifest_out_of_a_record() -> None:
    manifest = sign_manifest(envelope(), KEY)
    line = seal_rescue_line(manifest, PUBLIC)
    record = line + b"\n\x00 for the terminal alone\n"
    assert split_record(record) == (line[:-1], b"\n\x00 for the terminal alone\n")
    assert open_rescue_line(record, PlatformSealingKeys({PUBLIC.key_id: PRIVATE})) == manifest
    assert b"44190026000010000012" not in line
    with pytest.raises(RescueError):
        open_rescue_line(record, PlatformSealingKeys({PUBLIC.key_id: PlatformSealingKeys.generate()}))
    with pytest.raises(RescueError):
        open_rescue_line(record, PlatformSealingKeys({}))


@given(place=st.integers(0, 2000), flip=st.integers(1, 255))
def test_a_changed_line_gives_no_other_manifest(place: int, flip: int) -> None:
    manifest = sign_manifest(envelope(), KEY)
    data = bytearray(seal_rescue_line(manifest, PUBLIC))
    data[place % len(data)] ^= flip
    try:
        found = open_rescue_line(bytes(data), PlatformSealingKeys({PUBLIC.key_id: PRIVATE}))
    except RescueError:
        return
    assert found == manifest, "only where the change says the same, as white space does"
