"""Signing and checking manifests: the root digest covers envelope and, through its digests, every ciphertext."""

from __future__ import annotations

import hashlib
import hmac

import rfc8785

from shared.contract.base import WireModel, decode_bytes, encode_bytes
from shared.contract.submissions import MANIFEST_CONTEXT, Envelope, Manifest, PartDigest
from shared.security.errors import SignatureError
from shared.security.signing import SigningKey, VerifyingKey


def canonical(model: WireModel, *, without: frozenset[str] = frozenset()) -> bytes:
    """Return the RFC 8785 canonical JSON of a wire model."""
    return rfc8785.dumps(model.model_dump(mode="json", exclude=set(without)))


def root_digest(envelope: Envelope) -> bytes:
    """Return SHA-256 over the envelope's canonical JSON: 32 bytes."""
    return hashlib.sha256(canonical(envelope)).digest()


def sign_manifest(envelope: Envelope, key: SigningKey) -> Manifest:
    """Return the envelope with the terminal's signature over its root digest."""
    signature = key.sign(MANIFEST_CONTEXT + root_digest(envelope))
    return Manifest(envelope=envelope, signing_key_id=key.verifying_key.key_id, signature=encode_bytes(signature))


def check_manifest(manifest: Manifest, key: VerifyingKey) -> bytes:
    """Check the signature and return the root digest.

    Raises:
        SignatureError: another key is named, or the signature does not fit.
    """
    if not hmac.compare_digest(manifest.signing_key_id, key.key_id):
        message = "signed by another key"
        raise SignatureError(message)
    root = root_digest(manifest.envelope)
    key.verify(MANIFEST_CONTEXT + root, decode_bytes(manifest.signature))
    return root


def digest_part(position: int, ciphertext: bytes) -> PartDigest:
    """Return the digest entry of one ciphertext."""
    return PartDigest(position=position, sha256=hashlib.sha256(ciphertext).hexdigest(), size=len(ciphertext))
