"""The certificate that a client showed in mutual TLS, handed on to the routes with each request."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import MutableMapping
from typing import Any
from uuid import UUID

from cryptography import x509
from starlette.types import Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

from acceptance_platform.terminals.sign_in import Peer
from shared.security.certificates import terminal_of

_PEER = "peer"


class PeerProtocol(H11Protocol):
    """Uvicorn's HTTP, which also remembers the certificate of each connection. Behind a TLS front there is none."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Note the peer of a new connection in the state of its requests."""
        super().connection_made(transport)
        tls = transport.get_extra_info("ssl_object")
        shown = None if tls is None else tls.getpeercert(binary_form=True)
        if shown:
            self.app_state = {**self.app_state, _PEER: peer_of(shown)}


def peer_of(certificate: bytes) -> Peer:
    """Return the thumbprint (RFC 8705, section 3.1) and the terminal of a certificate in DER that TLS has verified."""
    name: UUID | None = terminal_of(x509.load_der_x509_certificate(certificate))
    return Peer(hashlib.sha256(certificate).digest(), name)


def peer_in(scope: Scope | MutableMapping[str, Any]) -> Peer | None:
    """Return the peer of a request, None where it showed no certificate."""
    peer: Peer | None = scope.get("state", {}).get(_PEER)
    return peer
