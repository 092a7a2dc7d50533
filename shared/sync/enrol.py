"""Enrolment: a one-time token and a fresh key make a profile into a terminal. May be repeated after a cut.

The token is `YM-<26 base32 characters>.<SHA-256 of the root certificate, hex>`: the second half pins the root, so that
whoever stands in the way can't put another platform in its place.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from cryptography import x509
from cryptography.x509.oid import NameOID

from shared.contract.base import encode_bytes
from shared.contract.terminals import ENROLMENT_CONTEXT, Enrolment, EnrolmentRequest, TerminalKind
from shared.files import write_atomically
from shared.security.certificates import check_issued_by, fingerprint, load_certificate, verifying_key
from shared.security.errors import KeyFormatError, SignatureError
from shared.security.signing import SigningKey
from shared.security.tpm import DEFAULT_TCTI
from shared.security.trust_folder import ROOT_FILE, TrustFolder
from shared.store import anchors, audit, settings
from shared.store.agent_lock import AgentLock
from shared.store.audit import AuditEvent
from shared.store.errors import ConfigError, NotEnrolledError
from shared.store.files import typed_file_errors
from shared.store.keys import FileKeySource, KeySource, TpmKeySource, key_source
from shared.store.profile import (
    KeyPlace,
    PlatformSection,
    Profile,
    TerminalConfig,
    TerminalMode,
    TerminalSection,
    load_config,
    profile_of,
    save_config,
)
from shared.store.store import Store, open_store
from shared.store.submission_rows import sealed_by
from shared.sync.client import AnonymousClient, PlatformClient
from shared.sync.downloads import certify_connection, fetch_catalogue, fetch_clerks
from shared.sync.errors import EnrolmentError, EnrolmentProblem, TerminalForgottenError
from shared.sync.network import network_of
from shared.sync.root_fetch import pin_root
from shared.sync.transport import Network
from shared.sync.trust import check_sealing_keys

_TLS_ROOTS = "tls-roots.pem"
_TOKEN = re.compile(r"YM-[A-Z2-7]{26}\.([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What became of the profile. `catalogue_version` is None where the platform has published none yet."""

    terminal_id: UUID
    kind: TerminalKind
    name: str
    division: str
    enrolment_code: int
    catalogue_version: str | None


@typed_file_errors()
def enrol(
    profile_dir: str | os.PathLike[str],
    url: str,
    token: str,
    *,
    mode: TerminalMode,
    again: bool = False,
    tls_roots: Path | None = None,
    keys: KeyPlace = KeyPlace.CREDENTIALS,
    tcti: str = DEFAULT_TCTI,
) -> Enrolled:
    """Make a profile into a terminal: keys, store, trust, first downloads.

    Args:
        profile_dir: the profile; made when it isn't there. An existing terminal.toml keeps its devices.
        url: the platform's base address.
        token: from the platform's operator; the same one may be given again to finish what was cut.
        mode: whether this is a demonstration, whose keys lie in files, or an installation.
        keys: where an installation's keys come from; tcti: how its TPM is reached.
        again: enrol a terminal anew with a token that renews it: it stays itself, gets a new certificate and a new
            enrolment code, and keeps what waits to be delivered.
        tls_roots: a PEM file of what the platform's TLS front is trusted by, kept in the profile; without it the
            platform's own root, which the token names.

    Raises:
        EnrolmentError: token_malformed, already_enrolled, root_mismatch, certificate_invalid, other_terminal,
            terminal_forgotten.
        UntrustedDownloadError: a sealing key or the catalogue is not signed by the root.
        SyncError: the platform can't be reached or refuses.
        StoreError: the profile can't be made or written, or an agent is running in it.
    """
    root_digest = _root_digest_of(token)
    profile = profile_of(profile_dir)
    profile.prepare()
    with AgentLock.acquire(profile):
        section = TerminalSection(mode=mode, kind=TerminalKind.KIOSK, keys=keys, tcti=tcti)
        config = _config(profile, url, section)
        source = _keys(profile, config)
        known = _known_terminal(profile, source, token, again=again)
        if known is not None:
            _check_same_root(profile, root_digest)
        config = _with_roots(profile, config, tls_roots)
        if config.platform.url.startswith("https://") and config.sync.tls_roots is None:
            pin_root(config.platform.url, root_digest, profile.trust)
        network = network_of(profile, config)
        answer = _ask(url, token, source.signing_key(), network, known)
        if known is not None and answer.terminal_id != known:
            raise EnrolmentError(EnrolmentProblem.OTHER_TERMINAL)
        root = _check_answer(answer, root_digest, source.signing_key())
        save_config(
            profile, config.model_copy(update={"terminal": config.terminal.model_copy(update={"kind": answer.kind})})
        )
        with open_store(profile, source.store_key(), create=True) as store:
            TrustFolder.store(profile.trust, root, is_root=True)
            TrustFolder.store(profile.trust, load_certificate(answer.certificate_pem))
            _record(store, answer, token)
            client = PlatformClient(url, answer.terminal_id, source.signing_key(), network)
            version = _download(store, client, answer.kind, root)
    return Enrolled(
        terminal_id=answer.terminal_id,
        kind=answer.kind,
        name=answer.name,
        division=answer.division,
        enrolment_code=answer.enrolment_code,
        catalogue_version=version,
    )


def _root_digest_of(token: str) -> str:
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise EnrolmentError(EnrolmentProblem.TOKEN_MALFORMED)
    return match[1]


def _config(profile: Profile, url: str, section: TerminalSection) -> TerminalConfig:
    """Return terminal.toml for this enrolment; the kind is the platform's to say and set after."""
    if not profile.config_file.exists():
        return TerminalConfig(terminal=section, platform=_platform_section(url))
    known = load_config(profile)
    return known.model_copy(update={"terminal": section, "platform": _platform_section(url)})


def _with_roots(profile: Profile, config: TerminalConfig, tls_roots: Path | None) -> TerminalConfig:
    """Keep a copy of the roots that the operator names."""
    if tls_roots is None:
        return config
    try:
        write_atomically(profile.folder / _TLS_ROOTS, tls_roots.read_bytes())
    except OSError as error:
        raise ConfigError(str(tls_roots), "tls_roots", "can't be read") from error
    return config.model_copy(update={"sync": config.sync.model_copy(update={"tls_roots": _TLS_ROOTS})})


def _platform_section(url: str) -> PlatformSection:
    try:
        return PlatformSection(url=url)
    except ValueError as error:
        raise ConfigError("terminal.toml", "platform.url", "no address of a platform") from error  # noqa: EM101


def _keys(profile: Profile, config: TerminalConfig) -> KeySource:
    """Return the keys, making them where the profile is new and keeps its own."""
    source = key_source(profile, config)
    if isinstance(source, FileKeySource | TpmKeySource) and not profile.store_file.exists():
        source.create_missing()
    return source


def _known_terminal(profile: Profile, source: KeySource, token: str, *, again: bool) -> UUID | None:
    """Let a profile through that is new, was enrolled with this very token, or is to be enrolled again."""
    if not profile.store_file.exists():
        return None
    with open_store(profile, source.store_key(), create=True) as store:
        try:
            known = settings.enrolment(store).terminal_id
        except NotEnrolledError:
            return sealed_by(store)  # of a rebuilt store whose enrolment was lost
        if not again and settings.enrolment_token_digest(store) != _digest(token):
            raise EnrolmentError(EnrolmentProblem.ALREADY_ENROLLED)
    return known


def _check_same_root(profile: Profile, root_digest: str) -> None:
    """Refuse another platform's token before anything that this terminal trusts is written over."""
    try:
        root = load_certificate((profile.trust / ROOT_FILE).read_bytes())
    except (OSError, KeyFormatError):
        return  # lost or spoilt: the token says which it was
    if not hmac.compare_digest(fingerprint(root), root_digest):
        raise EnrolmentError(EnrolmentProblem.ROOT_MISMATCH)


def _ask(url: str, token: str, key: SigningKey, network: Network, known: UUID | None) -> Enrolment:
    """Ask for the enrolment; one that would make a terminal which is known here into another is not asked for."""
    proof = key.sign(ENROLMENT_CONTEXT + hashlib.sha256(token.encode()).digest())
    request = EnrolmentRequest(token=token, signing_key=encode_bytes(key.verifying_key.spki), proof=encode_bytes(proof))
    client = AnonymousClient(url, network)
    try:
        if known is not None and not client.knows(known):
            raise TerminalForgottenError
        return client.enrol(request)
    finally:
        client.close()


def _check_answer(answer: Enrolment, root_digest: str, key: SigningKey) -> x509.Certificate:
    """Check what came back against the token and our own key, and return the root."""
    try:
        root = load_certificate(answer.root_pem)
        if not hmac.compare_digest(fingerprint(root), root_digest):
            raise EnrolmentError(EnrolmentProblem.ROOT_MISMATCH)
        certificate = load_certificate(answer.certificate_pem)
        check_issued_by(certificate, root)
        (name,) = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        ours = verifying_key(certificate).key_id == key.verifying_key.key_id
    except (KeyFormatError, SignatureError, ValueError) as error:
        raise EnrolmentError(EnrolmentProblem.CERTIFICATE_INVALID) from error
    if not ours or name.value != str(answer.terminal_id):
        raise EnrolmentError(EnrolmentProblem.CERTIFICATE_INVALID)
    check_sealing_keys(answer.sealing_keys, root)
    return root


def _record(store: Store, answer: Enrolment, token: str) -> None:
    """Keep the answer; a new enrolment, and not the repetition of one that was cut, begins a new audit chain."""
    if settings.enrolment_token_digest(store) == _digest(token):
        settings.record_enrolment(store, answer, token_digest=_digest(token))
        return
    anchors.forget_anchor(store)
    settings.record_enrolment(store, answer, token_digest=_digest(token))
    audit.append(store, AuditEvent.ENROLLED, None, {"enrolment_code": answer.enrolment_code})


def _download(store: Store, client: PlatformClient, kind: TerminalKind, root: x509.Certificate) -> str | None:
    try:
        certify_connection(store, client, root, datetime.now(UTC))
        version = fetch_catalogue(store, client, root)
        if kind is TerminalKind.COUNTER:
            fetch_clerks(store, client)
    finally:
        client.close()
    return version


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
