"""The receipt's code: `YM1:` + base45 (RFC 9285) of a COSE_Sign1 (RFC 9052) with ES256, checked without a network.

The payload is a CBOR map with small integer keys. Own few lines on cbor2, no COSE library, because the signing
key may live in a TPM and COSE libraries want the private key itself.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import IntEnum, StrEnum, unique
from typing import Final

import base45
import cbor2
from cryptography import x509

from shared.contract.terminals import Revocation
from shared.domain.numbers import CaseNumber, InvalidNumberError
from shared.security.certificates import verifying_key
from shared.security.errors import SignatureError
from shared.security.signing import SigningKey
from shared.security.surprises import SURPRISES
from shared.security.trust_folder import TrustFolder

PREFIX: Final = "YM1:"
MAX_CHARACTERS: Final = 400
MAX_LISTED_ITEMS: Final = 15
_ALGORITHM, _KEY_ID, _ES256 = 1, 4, -7
_COSE_SIGN1_TAG: Final = 18
_KEY_ID_BYTES: Final = 8
_SIGNATURE_BYTES: Final = 64


@unique
class _Field(IntEnum):
    NUMBER = 1
    ITEMS = 2
    ITEM_COUNT = 3
    ITEMS_DIGEST = 4
    CATALOGUE = 5
    SEALED_AT = 6
    ENROLMENT = 7
    PAGE_COUNTS = 8
    ROOT = 9
    TIME_PROVEN = 10


@unique
class Verdict(StrEnum):
    """What can be said of a receipt's code."""

    GENUINE = "genuine"
    GENUINE_CERTIFICATE_EXPIRED = "genuine_certificate_expired"
    SEALED_AFTER_REVOCATION = "sealed_after_revocation"
    REVOKED_TIME_UNPROVEN = "revoked_time_unproven"
    ALTERED = "altered"
    UNKNOWN_TERMINAL = "unknown_terminal"
    MALFORMED = "malformed"

    @property
    def is_genuine(self) -> bool:
        return self in {Verdict.GENUINE, Verdict.GENUINE_CERTIFICATE_EXPIRED}


@dataclass(frozen=True, slots=True)
class ReceiptClaims:
    """What a receipt proves.

    Attributes:
        case_number: 20 digits.
        items: permanent integers of the items by the catalogue; empty when above 15, then count and digest speak.
        page_counts: pages per material, in the order of the receipt.
        root: root digest of the sealed submission, 32 bytes.
    """

    case_number: str
    items: tuple[int, ...]
    item_count: int
    items_digest: bytes | None
    catalogue_version: str
    sealed_at: datetime
    time_proven: bool
    enrolment_code: int
    page_counts: tuple[int, ...]
    root: bytes


def items_digest(items: tuple[int, ...]) -> bytes:
    """Return the digest that stands for a list of more than 15 items."""
    return hashlib.sha256(cbor2.dumps(list(items))).digest()[:16]


def compose_claims(
    *,
    case_number: str,
    items: tuple[int, ...],
    catalogue_version: str,
    sealed_at: datetime,
    time_proven: bool,
    enrolment_code: int,
    page_counts: tuple[int, ...],
    root: bytes,
) -> ReceiptClaims:
    """Build claims, with the sum in place of many page counts, and a count and a digest in place of a long item list.

    Many is above 15, or what would not fit into the code: a case that is complete can always be sealed.
    """
    whole = ReceiptClaims(
        case_number=case_number,
        items=items,
        item_count=len(items),
        items_digest=None,
        catalogue_version=catalogue_version,
        sealed_at=sealed_at.replace(microsecond=0),
        time_proven=time_proven,
        enrolment_code=enrolment_code,
        page_counts=page_counts,
        root=root,
    )
    if len(items) > MAX_LISTED_ITEMS:
        whole = replace(whole, items=(), items_digest=items_digest(items))
    if len(page_counts) > MAX_LISTED_ITEMS or not _fits(whole):
        whole = replace(whole, page_counts=(sum(page_counts),))
    return whole if _fits(whole) else replace(whole, items=(), items_digest=items_digest(items))


def _fits(claims: ReceiptClaims) -> bool:
    blank_id, blank_signature = bytes(_KEY_ID_BYTES), bytes(_SIGNATURE_BYTES)
    return len(_text_of(_protected_header(blank_id), _encode_claims(claims), blank_signature)) <= MAX_CHARACTERS


def _encode_claims(claims: ReceiptClaims) -> bytes:
    payload: dict[int, object] = {
        _Field.NUMBER: int(claims.case_number).to_bytes(9, "big"),
        _Field.CATALOGUE: claims.catalogue_version,
        _Field.SEALED_AT: int(claims.sealed_at.timestamp()),
        _Field.ENROLMENT: claims.enrolment_code,
        _Field.PAGE_COUNTS: list(claims.page_counts),
        _Field.ROOT: claims.root,
        _Field.TIME_PROVEN: claims.time_proven,
    }
    if claims.items_digest is None:
        payload[_Field.ITEMS] = list(claims.items)
    else:
        payload[_Field.ITEM_COUNT] = claims.item_count
        payload[_Field.ITEMS_DIGEST] = claims.items_digest
    return cbor2.dumps({int(key): value for key, value in payload.items()}, canonical=True)


def _protected_header(key_id: bytes) -> bytes:
    return cbor2.dumps({_ALGORITHM: _ES256, _KEY_ID: key_id}, canonical=True)


def _assemble(protected: bytes, payload: bytes, signature: bytes) -> bytes:
    return cbor2.dumps(cbor2.CBORTag(_COSE_SIGN1_TAG, [protected, {}, payload, signature]))


def _text_of(protected: bytes, payload: bytes, signature: bytes) -> str:
    return PREFIX + str(base45.b45encode(_assemble(protected, payload, signature)).decode("ascii"))


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload])


def sign_receipt(claims: ReceiptClaims, key: SigningKey) -> str:
    """Return the text of the receipt's QR code, at most 400 characters.

    Raises:
        ValueError: the claims don't fit into 400 characters.
    """
    protected = _protected_header(bytes.fromhex(key.verifying_key.key_id))
    payload = _encode_claims(claims)
    signature = key.sign(_to_be_signed(protected, payload))
    text = _text_of(protected, payload, signature)
    if len(text) > MAX_CHARACTERS:
        problem = f"a receipt's code of {len(text)} characters is longer than {MAX_CHARACTERS}"
        raise ValueError(problem)
    return text


@dataclass(frozen=True, slots=True)
class Checked:
    """A verdict, with the claims when they could be read; only a genuine verdict makes them true."""

    verdict: Verdict
    claims: ReceiptClaims | None = None
    key_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Parsed:
    protected: bytes
    key_id: str
    payload: bytes
    signature: bytes


def _parse(text: str) -> _Parsed:
    """Take a code apart; any surprise is a ValueError."""
    if not text.startswith(PREFIX) or len(text) > MAX_CHARACTERS:
        message = "not a receipt's code"
        raise ValueError(message)
    encoded = base45.b45decode(text[len(PREFIX) :])
    protected, _unprotected, payload, signature = cbor2.loads(encoded).value
    key_id = cbor2.loads(protected)[_KEY_ID]
    if not all(isinstance(part, bytes) for part in (protected, payload, signature, key_id)):
        message = "not a COSE_Sign1"
        raise ValueError(message)
    # CBOR can be written in several ways, and readers pass over what follows it: only our own way is taken.
    if protected != _protected_header(key_id) or encoded != _assemble(protected, payload, signature):
        message = "not written as ours are"
        raise ValueError(message)
    return _Parsed(protected, key_id.hex(), payload, signature)


def _integer(value: object) -> int:
    if type(value) is not int:
        message = "an integer is needed"
        raise TypeError(message)
    return value


def _blob(value: object) -> bytes:
    if not isinstance(value, bytes):
        message = "bytes are needed"
        raise TypeError(message)
    return value


def _decode_claims(payload: bytes) -> ReceiptClaims:
    fields = cbor2.loads(payload)
    number = str(CaseNumber.parse(str(int.from_bytes(_blob(fields[_Field.NUMBER]), "big")).zfill(20)))
    items = tuple(_integer(item) for item in fields.get(_Field.ITEMS, ()))
    digest = fields.get(_Field.ITEMS_DIGEST)
    return ReceiptClaims(
        case_number=number,
        items=items,
        item_count=_integer(fields.get(_Field.ITEM_COUNT, len(items))),
        items_digest=None if digest is None else _blob(digest),
        catalogue_version=str(fields[_Field.CATALOGUE]),
        sealed_at=datetime.fromtimestamp(_integer(fields[_Field.SEALED_AT]), UTC),
        time_proven=bool(fields[_Field.TIME_PROVEN]),
        enrolment_code=_integer(fields[_Field.ENROLMENT]),
        page_counts=tuple(_integer(count) for count in fields[_Field.PAGE_COUNTS]),
        root=_blob(fields[_Field.ROOT]),
    )


_SURPRISES = (*SURPRISES, InvalidNumberError)


def _claims_or_none(payload: bytes) -> ReceiptClaims | None:
    try:
        return _decode_claims(payload)
    except _SURPRISES:
        return None


def verify_receipt(text: str, trust: TrustFolder, now: datetime) -> Checked:
    """Judge the text of a receipt's QR code against a root, its terminals' certificates and revocations. Never raises.

    A code that has the form of one but whose bytes don't fit its signature is ALTERED, even when the alteration made
    its claims unreadable.
    """
    try:
        parsed = _parse(text.strip())
    except _SURPRISES:
        return Checked(Verdict.MALFORMED)
    claims = _claims_or_none(parsed.payload)
    certificate = trust.terminals.get(parsed.key_id)
    if certificate is None:
        return Checked(Verdict.UNKNOWN_TERMINAL, claims, parsed.key_id)
    try:
        verifying_key(certificate).verify(_to_be_signed(parsed.protected, parsed.payload), parsed.signature)
    except SignatureError:
        return Checked(Verdict.ALTERED, claims, parsed.key_id)
    if claims is None:
        return Checked(Verdict.MALFORMED, None, parsed.key_id)
    return Checked(_verdict(claims, certificate, trust.revocations.get(parsed.key_id), now), claims, parsed.key_id)


def _verdict(
    claims: ReceiptClaims, certificate: x509.Certificate, revocation: Revocation | None, now: datetime
) -> Verdict:
    """Judge a receipt whose signature fits by when it was signed."""
    if revocation is not None and not claims.time_proven:
        return Verdict.REVOKED_TIME_UNPROVEN
    if revocation is not None and claims.sealed_at >= revocation.revoked_at:
        return Verdict.SEALED_AFTER_REVOCATION
    if max(now, claims.sealed_at) > certificate.not_valid_after_utc:
        return Verdict.GENUINE_CERTIFICATE_EXPIRED
    return Verdict.GENUINE
