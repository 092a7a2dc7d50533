"""What two terminals prove to each other and to the platform about a draft that goes over the LAN.

Knowing its one-time key without showing it: HMAC-SHA256 over draft and the terminal that asks or answers. That the
source let it go: its signature, which the platform believes from whoever brings it.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final
from uuid import UUID

from shared.contract.base import encode_bytes
from shared.contract.drafts import MAX_RELEASES, DraftArrival, DraftRelease
from shared.handoff.errors import HandoffError, HandoffFault
from shared.security.parcels import release_message, release_name
from shared.security.signing import SigningKey
from shared.store.handoffs import Handoff

PROOF_HEADER: Final = "Yimen-Draft-Proof"
"""Of the terminal that asks, in every request; of the source, in every success."""


def taker_proof(key: bytes, case_id: UUID, taker: UUID) -> str:
    """Return what the terminal shows that fetches a draft; in another terminal's hand it proves nothing."""
    return _proof(key, b"yimen-draft-taker-v1\0" + case_id.bytes + taker.bytes)


def source_proof(key: bytes, case_id: UUID, taker: UUID) -> str:
    """Return what the source answers to that terminal."""
    return _proof(key, b"yimen-draft-source-v1\0" + case_id.bytes + taker.bytes)


def is_proof(shown: str, wanted: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(shown.encode("utf-8", "replace"), wanted.encode())


def words_of_release(row: Handoff, me: UUID, taker: UUID, signing_key: SigningKey) -> DraftArrival:
    """Return the word that a draft was let go for that terminal, after those by which it came and the platform lacks.

    Args:
        row: of the draft that went, as it stands since.

    Raises:
        HandoffError: code_used, no offer stands.
    """
    if row.key is None:
        raise HandoffError(HandoffFault.CODE_USED)
    offer = release_name(row.key, row.updated_at)
    signature = signing_key.sign(release_message(row.case_id, me, taker, offer))
    word = DraftRelease(source=me, to_terminal=taker, offer=offer, signature=encode_bytes(signature))
    before = () if row.arrival is None else DraftArrival.model_validate_json(row.arrival).releases
    return DraftArrival(releases=(*before, word)[-MAX_RELEASES:])


def _proof(key: bytes, message: bytes) -> str:
    return hmac.new(key, message, hashlib.sha256).hexdigest()
