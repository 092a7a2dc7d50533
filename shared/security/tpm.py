"""The terminal's secrets under its TPM 2.0: a P-256 key that signs inside it, and the store's key sealed to it.

What lies in the profile are two blobs that this TPM alone can load (TPM 2.0 library, part 1, 27: protected storage);
on another machine, or after the TPM was cleared, they are worth nothing. The parent is the storage primary key that any
TPM makes anew from its own seed. Each act opens the TPM for itself, so that app and agent can both use it.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeVar

from cryptography.hazmat.primitives.asymmetric import ec

from shared.contract.base import decode_bytes, encode_bytes
from shared.security.errors import TpmBlobError, TpmUnavailableError
from shared.security.signing import VerifyingKey, write_secret

DEFAULT_TCTI: Final = "device:/dev/tpmrm0"
OPEN_DEADLINE_S: Final = 10.0
_POLL_S: Final = 0.05
_PRIMARY: Final = "ecc256:aes128cfb"
_SIGNING: Final = "ecc256:ecdsa-sha256"
_COORDINATE_BYTES: Final = 32
_MAX_BLOB_BYTES: Final = 16_384
_ONE_AT_A_TIME: Final = threading.Lock()
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Tpm:
    """A TPM by its TCTI configuration, such as `device:/dev/tpmrm0` (tss2-tcti(7))."""

    tcti: str = DEFAULT_TCTI

    def make_signing_key(self, path: Path) -> TpmSigningKey:
        """Make a signing key inside the TPM and keep its blob (FileExistsError). Raises as `load_signing_key`."""
        with self._parent() as (esapi, parent, tss):
            public = tss.TPM2B_PUBLIC.parse(_SIGNING, objectAttributes=_attributes(tss, signs=True))
            private, made, *_ = esapi.create(parent, _no_secret(tss), in_public=public)
        _write_blob(path, private.marshal(), made.marshal())
        return self.load_signing_key(path)

    def load_signing_key(self, path: Path) -> TpmSigningKey:
        """Return the signing key of a blob.

        Raises:
            TpmUnavailableError: no TPM answers.
            TpmBlobError: the blob is damaged, or of another TPM.
            FileNotFoundError: there is none.
        """
        blob = _read_blob(path)
        with self._parent() as (esapi, parent, tss):
            handle = _load(esapi, parent, tss, blob)
            public, *_ = esapi.read_public(handle)
            esapi.flush_context(handle)
        point = public.publicArea.unique.ecc
        x, y = int.from_bytes(bytes(point.x), "big"), int.from_bytes(bytes(point.y), "big")
        key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        return TpmSigningKey(self, blob, VerifyingKey(key))

    def seal(self, path: Path, secret: bytes) -> None:
        """Keep a secret of at most 128 bytes under the TPM (FileExistsError). Raises TpmUnavailableError."""
        with self._parent() as (esapi, parent, tss):
            sensitive = tss.TPM2B_SENSITIVE_CREATE(tss.TPMS_SENSITIVE_CREATE(data=secret))
            public = tss.TPM2B_PUBLIC.parse("keyedhash", objectAttributes=_attributes(tss, signs=False))
            private, made, *_ = esapi.create(parent, sensitive, in_public=public)
        _write_blob(path, private.marshal(), made.marshal())

    def unseal(self, path: Path) -> bytes:
        """Return a secret that was sealed here. Raises as `load_signing_key`."""
        blob = _read_blob(path)
        with self._parent() as (esapi, parent, tss):
            handle = _load(esapi, parent, tss, blob)
            secret = bytes(esapi.unseal(handle))
            esapi.flush_context(handle)
        return secret

    def sign_digest(self, blob: tuple[bytes, bytes], digest: bytes) -> bytes:
        """Return r||s by the key of a blob over a SHA-256 digest. Raises as `load_signing_key`."""
        with self._parent() as (esapi, parent, tss):
            handle = _load(esapi, parent, tss, blob)
            scheme = tss.TPMT_SIG_SCHEME(scheme=tss.TPM2_ALG.ECDSA)
            scheme.details.any.hashAlg = tss.TPM2_ALG.SHA256
            ticket = tss.TPMT_TK_HASHCHECK(tag=tss.TPM2_ST.HASHCHECK, hierarchy=tss.TPM2_RH.NULL)
            signature = esapi.sign(handle, tss.TPM2B_DIGEST(digest), scheme, ticket)
            esapi.flush_context(handle)
        ecdsa = signature.signature.ecdsa
        return b"".join(bytes(part).rjust(_COORDINATE_BYTES, b"\0") for part in (ecdsa.signatureR, ecdsa.signatureS))

    @contextmanager
    def _parent(self) -> Iterator[tuple[Any, Any, Any]]:
        """Open the TPM and make the storage primary key; both are given back at the end."""
        tss = _library()
        with _ONE_AT_A_TIME:
            esapi = _within_deadline(lambda: tss.ESAPI(self.tcti), tss.TSS2_Exception)
            try:
                with esapi:
                    primary = tss.TPM2B_PUBLIC.parse(_PRIMARY, objectAttributes=_parent_attributes(tss))
                    parent, *_ = esapi.create_primary(_no_secret(tss), primary)
                    try:
                        yield esapi, parent, tss
                    finally:
                        esapi.flush_context(parent)
            except tss.TSS2_Exception as error:
                raise TpmUnavailableError(str(error)) from error


@dataclass(frozen=True, slots=True, repr=False)
class TpmSigningKey:
    """A signing key that never leaves its TPM."""

    tpm: Tpm
    blob: tuple[bytes, bytes]
    verifying_key: VerifyingKey

    def sign(self, message: bytes) -> bytes:
        """Return ES256 over message as r||s, 64 bytes. Raises TpmUnavailableError, TpmBlobError."""
        return self.tpm.sign_digest(self.blob, sha256(message).digest())


def _library() -> Any:
    """Import the TSS, which needs its C libraries, only where a TPM is asked for."""
    try:
        import tpm2_pytss
    except ImportError as error:
        raise TpmUnavailableError("the TPM software stack is not installed") from error  # noqa: EM101
    return tpm2_pytss


def _within_deadline(opened: Callable[[], _T], failure: type[Exception]) -> _T:
    """Open the TPM, waiting for whoever holds it."""
    deadline = time.monotonic() + OPEN_DEADLINE_S
    while True:
        try:
            return opened()
        except failure as error:
            if time.monotonic() > deadline:
                raise TpmUnavailableError(str(error)) from error
            time.sleep(_POLL_S)


def _parent_attributes(tss: Any) -> int:
    kinds = tss.TPMA_OBJECT
    fixed = kinds.FIXEDTPM | kinds.FIXEDPARENT | kinds.SENSITIVEDATAORIGIN
    return int(fixed | kinds.USERWITHAUTH | kinds.NODA | kinds.RESTRICTED | kinds.DECRYPT)


def _attributes(tss: Any, *, signs: bool) -> int:
    kinds = tss.TPMA_OBJECT
    own = kinds.FIXEDTPM | kinds.FIXEDPARENT | kinds.USERWITHAUTH | kinds.NODA
    return int(own | kinds.SENSITIVEDATAORIGIN | kinds.SIGN_ENCRYPT) if signs else int(own)


def _no_secret(tss: Any) -> Any:
    return tss.TPM2B_SENSITIVE_CREATE()


def _load(esapi: Any, parent: Any, tss: Any, blob: tuple[bytes, bytes]) -> Any:
    try:
        private, _ = tss.TPM2B_PRIVATE.unmarshal(blob[0])
        public, _ = tss.TPM2B_PUBLIC.unmarshal(blob[1])
        return esapi.load(parent, private, public)
    except tss.TSS2_Exception as error:
        raise TpmBlobError(str(error)) from error


def _write_blob(path: Path, private: bytes, public: bytes) -> None:
    write_secret(path, json.dumps({"private": encode_bytes(private), "public": encode_bytes(public)}).encode())


def _read_blob(path: Path) -> tuple[bytes, bytes]:
    data = path.read_bytes()
    try:
        if len(data) > _MAX_BLOB_BYTES:
            raise TpmBlobError(path.name)
        raw = json.loads(data)
        return decode_bytes(raw["private"]), decode_bytes(raw["public"])
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise TpmBlobError(path.name) from error
