"""The platform's own TLS: a server certificate under its root, and short-lived ones for terminals (ARCHITECTURE §3)."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509

from acceptance_platform.keys import PlatformKeys
from acceptance_platform.refusals import RefusalError
from acceptance_platform.terminals.sign_in import SignedIn
from shared.contract.base import decode_bytes
from shared.contract.problems import ProblemCode
from shared.contract.terminals import TlsCertificate, TlsCertificateRequest
from shared.files import write_atomically
from shared.security.certificates import TLS_SERVER_LIFETIME, issue_tls, pem_of, terminal_name
from shared.security.errors import KeyFormatError
from shared.security.signing import SoftwareSigningKey, VerifyingKey

_CERTIFICATE, _KEY, _ROOT = "tls-server.pem", "tls-server.key", "tls-clients.pem"


@dataclass(frozen=True, slots=True)
class ServerTls:
    """Files of the server's certificate and key, and of the root that terminals' certificates are checked by."""

    certificate: Path
    key: Path
    client_root: Path


def make_server_tls(folder: Path, keys: PlatformKeys, names: Sequence[str], now: datetime) -> ServerTls:
    """Issue a fresh certificate for the names and addresses that terminals know the platform by."""
    key = SoftwareSigningKey.generate()
    certificate = issue_tls(
        keys.root, keys.root_key, key.verifying_key, [_general(name) for name in names], now, for_server=True
    )
    made = ServerTls(folder / _CERTIFICATE, folder / _KEY, folder / _ROOT)
    made.key.unlink(missing_ok=True)
    key.save(made.key)
    write_atomically(made.certificate, (pem_of(certificate) + keys.root_pem).encode("ascii"))
    write_atomically(made.client_root, keys.root_pem.encode("ascii"))
    return made


@dataclass
class ServerCertificate:
    """The server's certificate for as long as it runs: made afresh at the start and after two thirds of its life.

    Args:
        folder: where its files lie; names: that terminals know the platform by, also addresses.
    """

    folder: Path
    keys: PlatformKeys
    names: Sequence[str]
    clock: Callable[[], datetime]
    made: ServerTls = field(init=False)
    _renew_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self._make()

    def _make(self) -> None:
        now = self.clock()
        self.made = make_server_tls(self.folder, self.keys, self.names, now)
        self._renew_at = now + TLS_SERVER_LIFETIME * 2 / 3

    def renew_if_due(self, context: ssl.SSLContext) -> bool:
        """Have who connects from now on shown a new certificate once it is time; return whether it was.

        Raises:
            OSError: it could not be written; the one before is shown on, and it is due still.
        """
        if self.clock() < self._renew_at:
            return False
        self._make()
        context.load_cert_chain(self.made.certificate, self.made.key)
        return True


def issue_client(
    keys: PlatformKeys, terminal: SignedIn, request: TlsCertificateRequest, now: datetime
) -> TlsCertificate:
    """Certify a terminal's short-lived TLS key; it asks with a token given for its signing key.

    Raises:
        RefusalError: bad_request, no P-256 key.
    """
    try:
        key = VerifyingKey.from_spki(decode_bytes(request.public_key))
    except KeyFormatError as error:
        raise RefusalError(ProblemCode.BAD_REQUEST, "public_key: a P-256 SubjectPublicKeyInfo is needed") from error
    name = terminal_name(terminal.terminal_id)
    certificate = issue_tls(keys.root, keys.root_key, key, [name], now, for_server=False)
    return TlsCertificate(certificate_pem=pem_of(certificate), not_after=certificate.not_valid_after_utc)


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
