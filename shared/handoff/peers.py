"""Whom a terminal trusts on the LAN: TLS certificates under the pinned root, less the terminals that were revoked."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from cryptography import x509
from cryptography.x509.oid import NameOID

from shared.handoff.errors import HandoffError, HandoffFault
from shared.security.certificates import terminal_of
from shared.security.errors import KeyFormatError, UntrustedDirectoryError
from shared.security.trust_folder import DIRECTORY_FILE, ROOT_FILE, TrustFolder
from shared.store.profile import Profile
from shared.sync.client_certificate import CLIENT_FILE


@dataclass
class PeerTrust:
    """What the profile's trust folder says of other terminals; read again when its directory is a new one."""

    profile: Profile
    _known: TrustFolder | None = field(default=None, repr=False)
    _read_at: int = -1

    def check_terminal(self, certificate_der: bytes | None) -> UUID:
        """Return whose verified TLS certificate this is.

        Raises:
            HandoffError: terminal_refused, it is no terminal's, or every key of that terminal is revoked.
        """
        terminal = None if certificate_der is None else terminal_of(x509.load_der_x509_certificate(certificate_der))
        if terminal is None:
            raise HandoffError(HandoffFault.TERMINAL_REFUSED, "no terminal's certificate")
        folder = self._folder()
        keys = [key_id for key_id, certificate in folder.terminals.items() if _owner(certificate) == terminal]
        if keys and all(key_id in folder.revocations for key_id in keys):
            raise HandoffError(HandoffFault.TERMINAL_REFUSED, "revoked")
        return terminal

    def owner_of(self, key_id: str) -> UUID | None:
        """Return the terminal that a signing key is of, None where the directory here does not know it."""
        certificate = self._folder().terminals.get(key_id)
        return None if certificate is None else _owner(certificate)

    def context(self, *, as_server: bool) -> ssl.SSLContext:
        """Return TLS 1.3 that shows this terminal's certificate and takes none but the root's.

        Raises:
            HandoffError: terminal_refused, this terminal has no certificate yet.
        """
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if as_server else ssl.PROTOCOL_TLS_CLIENT)
        made.minimum_version = ssl.TLSVersion.TLSv1_3
        made.check_hostname = False  # terminals have names of their own kind, checked after the handshake
        made.verify_mode = ssl.CERT_REQUIRED
        try:
            made.load_cert_chain(self.profile.tls / CLIENT_FILE)
            made.load_verify_locations(self.profile.trust / ROOT_FILE)
        except (OSError, ssl.SSLError) as error:
            raise HandoffError(HandoffFault.TERMINAL_REFUSED, "no certificate here yet") from error
        return made

    def _folder(self) -> TrustFolder:
        path: Path = self.profile.trust / DIRECTORY_FILE
        read_at = path.stat().st_mtime_ns if path.exists() else 0
        if self._known is None or read_at != self._read_at:
            try:
                self._known, self._read_at = TrustFolder.load(self.profile.trust), read_at
            except (KeyFormatError, UntrustedDirectoryError) as error:
                raise HandoffError(HandoffFault.TERMINAL_REFUSED, "no directory to trust") from error
        return self._known


def _owner(certificate: x509.Certificate) -> UUID | None:
    try:
        (name,) = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return UUID(str(name.value))
    except ValueError:
        return None
