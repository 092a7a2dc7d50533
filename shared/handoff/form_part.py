"""The form alone, in a code: for where there is neither platform nor LAN. Pages stay behind and are taken again.

What a card told is left out: the card is laid again, and without it the form does not open. Content: CBOR list [1,
subject, catalogue version, begun (Unix seconds), language, {field: value or [value, source]}, [codes of materials that
had pages], [codes of materials that a declaration stands in for]], deflated. Sealed: number of holders (1 byte), for
each applicant the content key (32 bytes) under AES-256-GCM with scrypt(citizen number, one-time key), then the content
under the content key; nonces are zero since no key seals twice.
"""

from __future__ import annotations

import hashlib
import secrets
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import cbor2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.handoff.errors import FormNotOpenedError
from shared.intake.draft import Draft, FieldSource, FieldValue, GivenBy

_VERSION: Final = 1
_NONCE: Final = bytes(12)
_CONTENT_KEY_BYTES: Final = 32
_WRAPPED_BYTES: Final = _CONTENT_KEY_BYTES + 16
_MAX_HOLDERS: Final = 4
_MAX_CONTENT_BYTES: Final = 64 * 1024
_SCRYPT_N, _SCRYPT_R, _SCRYPT_MEMORY = 1 << 15, 8, 64 << 20
"""About 0.1 s and 32 MiB a guess: a citizen number is no strong secret, and a slip is easily lost."""
_WORDS: Final = "".join(
    (
        "zh-Hans",
        "result.collection",
        "result.address",
        "employment.situation",
        "question.",
        "spouse.",
        "company.",
        "applicant.education",
        "applicant.address",
        "applicant.phone",
        "441900",
        "广东省东莞市",
        "东莞市",
        "2026-",
    )
).encode()
"""What forms have in common; deflate refers to it. Changing it changes the version."""


@dataclass(frozen=True, slots=True)
class FormPart:
    """What of a draft fits into a code.

    Attributes:
        fields: answers that no card told.
        scanned: codes of the materials whose pages must be taken again.
        committed: codes of the materials that a declaration stands in for; it is given again.
    """

    subject_code: str
    catalogue_version: str
    created_at: datetime
    language: str
    fields: Mapping[str, FieldValue] = field(repr=False)
    scanned: tuple[str, ...] = ()
    committed: tuple[str, ...] = ()


def form_part(draft: Draft) -> FormPart:
    """Return what of a draft goes into its code."""
    return FormPart(
        subject_code=draft.subject_code,
        catalogue_version=draft.catalogue_version,
        created_at=draft.created_at.replace(microsecond=0),
        language=draft.language,
        fields={name: _plain(entry) for name, entry in draft.fields.items() if entry.source is not FieldSource.CARD},
        scanned=tuple(code for code, given in draft.materials.items() if given.pages),
        committed=tuple(code for code, given in draft.materials.items() if given.given_by is GivenBy.COMMITMENT),
    )


def seal_form(part: FormPart, key: bytes, numbers: Iterable[str]) -> bytes:
    """Seal a form for its applicants' cards.

    Args:
        key: the code's one-time key.
        numbers: citizen numbers of the applicants, one to four; any of them opens it. ValueError for others.
    """
    holders = tuple(dict.fromkeys(numbers))
    if not 0 < len(holders) <= _MAX_HOLDERS:
        message = "a form is sealed for one to four people"
        raise ValueError(message)
    content_key = secrets.token_bytes(_CONTENT_KEY_BYTES)
    wrapped = b"".join(AESGCM(_holder_key(number, key)).encrypt(_NONCE, content_key, None) for number in holders)
    return bytes([len(holders)]) + wrapped + AESGCM(content_key).encrypt(_NONCE, _deflated(part), wrapped)


def open_form(sealed: bytes, key: bytes, number: str) -> FormPart:
    """Open a form with the number of a card at hand. Raises FormNotOpenedError."""
    try:
        count = sealed[0]
        wrapped, content = sealed[1 : 1 + count * _WRAPPED_BYTES], sealed[1 + count * _WRAPPED_BYTES :]
        content_key = _unwrapped(wrapped, _holder_key(number, key))
        return _read(AESGCM(content_key).decrypt(_NONCE, content, wrapped))
    except _SURPRISES as error:
        raise FormNotOpenedError from error


_SURPRISES = (
    InvalidTag,
    ValueError,
    TypeError,
    LookupError,
    OverflowError,
    OSError,
    RecursionError,
    zlib.error,
    cbor2.CBORError,
)


def _unwrapped(wrapped: bytes, holder_key: bytes) -> bytes:
    aead = AESGCM(holder_key)
    for at in range(0, len(wrapped), _WRAPPED_BYTES):
        try:
            return aead.decrypt(_NONCE, wrapped[at : at + _WRAPPED_BYTES], None)
        except InvalidTag:
            continue
    raise InvalidTag


def _holder_key(number: str, key: bytes) -> bytes:
    return hashlib.scrypt(
        number.strip().upper().encode(), salt=key, n=_SCRYPT_N, r=_SCRYPT_R, p=1, maxmem=_SCRYPT_MEMORY, dklen=32
    )


def _plain(entry: FieldValue) -> FieldValue:
    return FieldValue(value=entry.value, source=entry.source)


def _deflated(part: FormPart) -> bytes:
    content: list[object] = [
        _VERSION,
        part.subject_code,
        part.catalogue_version,
        int(part.created_at.timestamp()),
        part.language,
        dict(_shortened(part.fields)),
        list(part.scanned),
        list(part.committed),
    ]
    packer = zlib.compressobj(9, wbits=-15, zdict=_WORDS)
    return packer.compress(cbor2.dumps(content)) + packer.flush()


def _shortened(fields: Mapping[str, FieldValue]) -> Iterator[tuple[str, object]]:
    for name, entry in fields.items():
        yield name, entry.value if entry.source is FieldSource.TYPED else [entry.value, entry.source.value]


def _read(deflated: bytes) -> FormPart:
    unpacker = zlib.decompressobj(wbits=-15, zdict=_WORDS)
    plain = unpacker.decompress(deflated, _MAX_CONTENT_BYTES)
    if not unpacker.eof:
        message = "too much, or cut off"
        raise ValueError(message)
    version, subject, catalogue, begun, language, fields, scanned, committed = cbor2.loads(plain)
    if version != _VERSION:
        message = "another version"
        raise ValueError(message)
    return FormPart(
        subject_code=_text(subject),
        catalogue_version=_text(catalogue),
        created_at=datetime.fromtimestamp(begun, UTC),
        language=_text(language),
        fields={_text(name): _entry(value) for name, value in fields.items()},
        scanned=tuple(_text(code) for code in scanned),
        committed=tuple(_text(code) for code in committed),
    )


def _entry(value: object) -> FieldValue:
    if isinstance(value, list):
        text, source = value
        return FieldValue(value=_text(text), source=FieldSource(source))
    return FieldValue(value=_text(value), source=FieldSource.TYPED)


def _text(value: object) -> str:
    if not isinstance(value, str):
        message = "a text is needed"
        raise TypeError(message)
    return value
