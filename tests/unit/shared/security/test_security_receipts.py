"""A receipt proves itself: genuine as it was made, and never again once a character changed."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import base45
import cbor2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.contract.terminals import Revocation
from shared.domain.numbers import CaseNumber
from shared.security.certificates import issue_root, issue_terminal
from shared.security.receipts import (
    MAX_CHARACTERS,
    PREFIX,
    Checked,
    ReceiptClaims,
    Verdict,
    compose_claims,
    sign_receipt,
    verify_receipt,
)
from shared.security.signing import SoftwareSigningKey
from shared.security.trust_folder import TrustFolder

NOW = datetime(2026, 11, 23, 9, 30, 15, tzinfo=UTC)
ROOT_KEY, TERMINAL_KEY, STRANGER = (SoftwareSigningKey.generate() for _ in range(3))
ROOT = issue_root(ROOT_KEY, "样例 root", NOW)
CERTIFICATE = issue_terminal(ROOT, ROOT_KEY, TERMINAL_KEY.verifying_key, uuid.uuid4(), NOW)
TRUST = TrustFolder(ROOT, {TERMINAL_KEY.verifying_key.key_id: CERTIFICATE})
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def claims(**changes: object) -> ReceiptClaims:
    fields: dict[str, object] = {
        "case_number": str(CaseNumber("441900", 2026, 1, 42)),
        "items": (701, 802),
        "catalogue_version": "2026.11.1",
        "sealed_at": NOW,
        "time_proven": True,
        "enrolment_code": 1,
        "page_counts": (2, 0, 1),
        "root": bytes(range(32)),
        **changes,
    }
    return compose_claims(**fields)  # type: ignore[arg-type]


TEXT = sign_receipt(claims(), TERMINAL_KEY)


def encoded(value: object) -> str:
    return PREFIX + base45.b45encode(cbor2.dumps(value)).decode()


def taken_apart(text: str = TEXT) -> list[object]:
    return list(cbor2.loads(base45.b45decode(text[len(PREFIX) :])).value)


@given(
    items=st.lists(st.integers(1, 2**31), max_size=40).map(tuple),
    page_counts=st.lists(st.integers(0, 2000), max_size=40).map(tuple),
    sequence=st.integers(1, 999_999),
    enrolment=st.integers(1, 99_999),
    time_proven=st.booleans(),
    root=st.binary(min_size=32, max_size=32),
    sealed_at=st.datetimes(datetime(2020, 1, 1), datetime(2029, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)),  # noqa: DTZ001
)
def test_what_is_signed_is_genuine_and_reads_back(
    items: tuple[int, ...],
    page_counts: tuple[int, ...],
    sequence: int,
    enrolment: int,
    time_proven: bool,
    root: bytes,
    sealed_at: datetime,
) -> None:
    made = claims(
        items=items,
        page_counts=page_counts,
        case_number=str(CaseNumber("441900", 2026, enrolment, sequence)),
        enrolment_code=enrolment,
        time_proven=time_proven,
        root=root,
        sealed_at=sealed_at,
    )
    text = sign_receipt(made, TERMINAL_KEY)
    assert len(text) <= MAX_CHARACTERS
    assert set(text[len(PREFIX) :]) <= set(BASE45)
    assert verify_receipt(text, TRUST, NOW) == Checked(Verdict.GENUINE, made, TERMINAL_KEY.verifying_key.key_id)


def test_a_long_list_of_items_becomes_count_and_digest() -> None:
    made = claims(items=tuple(range(1, 21)))
    assert (made.items, made.item_count) == ((), 20)
    assert made.items_digest is not None
    assert made.items_digest != claims(items=tuple(range(2, 22))).items_digest


@given(
    items=st.lists(st.integers(1, 2**31 - 1), min_size=1, max_size=99),
    counts=st.lists(st.integers(0, 2000), max_size=99),
)
@example(items=[2**31 - 1] * 15, counts=[2000] * 15)
@example(items=[70_000] * 15, counts=[30] * 15)
def test_whatever_the_catalogue_allows_fits_into_the_code(items: list[int], counts: list[int]) -> None:
    made = claims(items=tuple(items), page_counts=tuple(counts), catalogue_version="2026.12.1234")
    assert verify_receipt(sign_receipt(made, TERMINAL_KEY), TRUST, NOW).claims == made
    assert (made.item_count, sum(made.page_counts)) == (len(items), sum(counts))
    assert made.items in {(), tuple(items)}
    assert (made.items_digest is None) == bool(made.items)


@given(text=st.text(max_size=500))
@example(PREFIX)
@example(TEXT + TEXT)
@example(PREFIX + "0" * 396)
@example("\ud800")
def test_any_text_gets_a_verdict(text: str) -> None:
    for candidate in (text, PREFIX + text):
        assert verify_receipt(candidate, TRUST, NOW).verdict is Verdict.MALFORMED


CBOR = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=8)
    | st.binary(max_size=8)
    | st.decimals(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.integers(-2, 12) | st.text(max_size=3), inner, max_size=4)
        | st.builds(cbor2.CBORTag, st.sampled_from([0, 1, 4, 5, 18, 28, 29, 30, 35, 100, 258]), inner)
    ),
)


@given(value=st.lists(CBOR, max_size=5).map(lambda parts: cbor2.CBORTag(18, parts)) | CBOR)
def test_any_cbor_gets_a_verdict(value: object) -> None:
    assert not verify_receipt(encoded(value), TRUST, NOW).verdict.is_genuine


@given(data=st.binary(max_size=250))
def test_any_bytes_get_a_verdict(data: bytes) -> None:
    assert not verify_receipt(PREFIX + base45.b45encode(data).decode(), TRUST, NOW).verdict.is_genuine


@given(payload=st.dictionaries(st.integers(1, 10), CBOR, max_size=10).map(cbor2.dumps) | st.binary(max_size=60))
@example(b"@")
@example(b"")
def test_any_payload_that_a_terminal_signed_gets_a_verdict(payload: bytes) -> None:
    protected = taken_apart()[0]
    signature = TERMINAL_KEY.sign(cbor2.dumps(["Signature1", protected, b"", payload]))
    text = encoded(cbor2.CBORTag(18, [protected, {}, payload, signature]))
    checked = verify_receipt(text, TRUST, NOW)
    assert checked.verdict is (Verdict.GENUINE if checked.claims else Verdict.MALFORMED)


@pytest.mark.parametrize("huge", [2**40, cbor2.CBORTag(4, [10**6, 1]), 10**100])
@pytest.mark.parametrize("field", range(1, 11))
def test_huge_numbers_are_not_followed(field: int, huge: object) -> None:
    payload = {**cbor2.loads(taken_apart()[2]), field: huge}  # type: ignore[arg-type]
    stranger = cbor2.dumps({1: -7, 4: bytes(8)}, canonical=True)
    text = encoded(cbor2.CBORTag(18, [stranger, {}, cbor2.dumps(payload), bytes(64)]))
    checked = verify_receipt(text, TRUST, NOW)
    assert checked.verdict is Verdict.UNKNOWN_TERMINAL


@settings(max_examples=400)
@given(place=st.integers(0, len(TEXT) - 1), other=st.sampled_from(BASE45) | st.characters())
def test_no_changed_character_is_genuine(place: int, other: str) -> None:
    if other == TEXT[place]:
        return
    changed = TEXT[:place] + other + TEXT[place + 1 :]
    assert not verify_receipt(changed, TRUST, NOW).verdict.is_genuine


def test_no_character_changed_within_the_alphabet_is_genuine() -> None:
    """Every place, and at each the neighbours in the alphabet and the whitespace."""
    for place, character in enumerate(TEXT):
        near = BASE45.index(character) if character in BASE45 else 0
        for other in {BASE45[near - 1], BASE45[(near + 1) % len(BASE45)], " ", "\n", character.lower()} - {character}:
            changed = TEXT[:place] + other + TEXT[place + 1 :]
            assert not verify_receipt(changed, TRUST, NOW).verdict.is_genuine


@given(place=st.integers(0, len(TEXT)), more=st.text(BASE45, min_size=1, max_size=6))
def test_nothing_can_be_put_in(place: int, more: str) -> None:
    changed = TEXT[:place] + more + TEXT[place:]
    if changed.strip() != TEXT:
        assert not verify_receipt(changed, TRUST, NOW).verdict.is_genuine


@given(begin=st.integers(0, len(TEXT) - 1), length=st.integers(1, 9))
def test_nothing_can_be_taken_out(begin: int, length: int) -> None:
    changed = TEXT[:begin] + TEXT[begin + length :]
    assert not verify_receipt(changed, TRUST, NOW).verdict.is_genuine


def test_whitespace_around_a_scanned_code_is_passed_over() -> None:
    assert verify_receipt(f"  {TEXT}\r\n", TRUST, NOW).verdict is Verdict.GENUINE


def test_other_claims_under_the_signature_are_altered() -> None:
    protected, _, payload, signature = taken_apart()
    fields = {**cbor2.loads(payload), 8: [9, 9]}  # type: ignore[arg-type]
    text = encoded(cbor2.CBORTag(18, [protected, {}, cbor2.dumps(fields, canonical=True), signature]))
    checked = verify_receipt(text, TRUST, NOW)
    assert checked.verdict is Verdict.ALTERED
    assert checked.claims is not None
    assert checked.claims.page_counts == (9, 9)


def test_a_signature_written_in_another_way_is_not_ours() -> None:
    protected, _, payload, signature = taken_apart()
    variants = [
        cbor2.CBORTag(18, [protected, {}, payload, list(signature)]),  # type: ignore[call-overload]
        cbor2.CBORTag(18, [protected, {1: -7}, payload, signature]),
        cbor2.CBORTag(17, [protected, {}, payload, signature]),
        [protected, {}, payload, signature],
    ]
    for variant in variants:
        assert verify_receipt(encoded(variant), TRUST, NOW).verdict is Verdict.MALFORMED


def test_a_terminal_of_another_root_is_unknown() -> None:
    text = sign_receipt(claims(), STRANGER)
    checked = verify_receipt(text, TRUST, NOW)
    assert checked.verdict is Verdict.UNKNOWN_TERMINAL
    assert checked.key_id == STRANGER.verifying_key.key_id


def test_a_receipt_signed_under_anothers_key_id_is_altered() -> None:
    protected = taken_apart()[0]
    payload = taken_apart()[2]
    signature = STRANGER.sign(cbor2.dumps(["Signature1", protected, b"", payload]))
    text = encoded(cbor2.CBORTag(18, [protected, {}, payload, signature]))
    assert verify_receipt(text, TRUST, NOW).verdict is Verdict.ALTERED


def test_claims_that_do_not_fit_are_not_signed() -> None:
    with pytest.raises(ValueError, match="longer than 400"):
        sign_receipt(claims(catalogue_version="v" * 300), TERMINAL_KEY)


def test_seconds_are_enough() -> None:
    made = claims(sealed_at=NOW + timedelta(microseconds=5))
    assert made.sealed_at == NOW


def test_only_two_verdicts_are_genuine() -> None:
    assert {verdict for verdict in Verdict if verdict.is_genuine} == {
        Verdict.GENUINE,
        Verdict.GENUINE_CERTIFICATE_EXPIRED,
    }


def revoked(at: datetime) -> TrustFolder:
    entry = Revocation(key_id=TERMINAL_KEY.verifying_key.key_id, revoked_at=at, reason="stolen")
    return replace(TRUST, revocations={entry.key_id: entry}, listed_at=NOW)


@pytest.mark.parametrize(
    ("sealed", "proven", "revoked_after", "looked_at_after", "verdict"),
    [
        (timedelta(), True, None, timedelta(days=1), Verdict.GENUINE),
        (timedelta(), True, None, timedelta(days=4 * 365), Verdict.GENUINE_CERTIFICATE_EXPIRED),
        (timedelta(), True, timedelta(hours=1), timedelta(days=1), Verdict.GENUINE),
        (timedelta(), True, timedelta(hours=1), timedelta(days=4 * 365), Verdict.GENUINE_CERTIFICATE_EXPIRED),
        (timedelta(hours=2), True, timedelta(hours=1), timedelta(days=1), Verdict.SEALED_AFTER_REVOCATION),
        (timedelta(hours=1), True, timedelta(hours=1), timedelta(days=1), Verdict.SEALED_AFTER_REVOCATION),
        (timedelta(), False, timedelta(hours=1), timedelta(days=1), Verdict.REVOKED_TIME_UNPROVEN),
        (timedelta(), False, None, timedelta(days=1), Verdict.GENUINE),
    ],
)
def test_the_time_of_sealing_is_held_against_expiry_and_revocation(
    sealed: timedelta, proven: bool, revoked_after: timedelta | None, looked_at_after: timedelta, verdict: Verdict
) -> None:
    text = sign_receipt(claims(sealed_at=NOW + sealed, time_proven=proven), TERMINAL_KEY)
    trust = TRUST if revoked_after is None else revoked(NOW + revoked_after)
    assert verify_receipt(text, trust, NOW + looked_at_after).verdict is verdict


def test_what_was_altered_is_altered_also_from_a_revoked_terminal() -> None:
    parts = taken_apart()
    parts[3] = bytes(64)
    altered = PREFIX + base45.b45encode(cbor2.dumps(cbor2.CBORTag(18, parts))).decode()
    assert verify_receipt(altered, revoked(NOW), NOW).verdict is Verdict.ALTERED
