"""TLS between terminal and platform: pinned root, the terminal's own certificate and its renewal."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from acceptance_platform.platform import opened
from acceptance_platform.terminals.sign_in import find_terminal
from acceptance_platform.tls import issue_client
from shared.contract.base import encode_bytes
from shared.contract.problems import ProblemCode
from shared.contract.terminals import TlsCertificateRequest
from shared.security.signing import SoftwareSigningKey
from shared.security.trust_folder import TrustFolder
from shared.store.profile import TerminalMode, load_config
from shared.store.terminal import Terminal, open_terminal
from shared.sync.client import PlatformClient
from shared.sync.client_certificate import CLIENT_FILE, renew_client_certificate
from shared.sync.enrol import enrol
from shared.sync.errors import EnrolmentError, OfflineError, OfflineReason, SignInRefusedError
from shared.sync.network import network_of
from shared.sync.transport import Network
from tests.integration.sync.sync_kit import ROOT, EnrolledTerminal, PlatformProcess, wait_until
from tests.patience import PATIENCE_S


@contextmanager
def serving(data: Path, *arguments: str) -> Iterator[str]:
    """Serve a data directory over https for the time of the block and give the address."""
    command = [sys.executable, "-m", "acceptance_platform", "serve", "--data", str(data), "--json", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["url"]
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE_S)


@pytest.fixture(scope="module")
def data(prepared: PlatformProcess, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(prepared.data, tmp_path_factory.mktemp("tls") / "data"))


def test_a_terminal_pins_the_root_and_shows_its_own_certificate(data: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    token = PlatformProcess(data).token("kiosk")
    with serving(data, "--tls", "127.0.0.1,localhost") as url:
        assert url.startswith("https://")
        with pytest.raises(EnrolmentError) as mismatch:
            enrol(tmp_path / "other", url, token[:-4] + "0000", mode=TerminalMode.DEMO)
        assert mismatch.value.reason == "root_mismatch"
        enrol(profile, url, token, mode=TerminalMode.DEMO)
        terminal = EnrolledTerminal(profile, open_terminal(profile))
        try:
            request, _ = terminal.seal_intake()
            terminal.start_agent()
            wait_until(lambda: terminal.is_delivered(request.submission_id), terminal.delivery())
            client_file = terminal.terminal.profile.tls / CLIENT_FILE
            assert client_file.stat().st_mode & 0o777 == 0o600
        finally:
            terminal.close()
        unpinned = PlatformClient(url, terminal.terminal.identity.terminal_id, terminal.terminal.signing_key)
        with contextlib.closing(unpinned), pytest.raises(OfflineError) as untrusted:
            unpinned.health()
        assert untrusted.value.kind is OfflineReason.TLS_UNTRUSTED

    with serving(data, "--tls", "127.0.0.1", "--mutual") as url, open_terminal(profile) as opened:
        network = network_of(opened.profile, load_config(opened.profile))
        mine = PlatformClient(url, opened.identity.terminal_id, opened.signing_key, network)
        with contextlib.closing(mine):
            assert mine.health().ok
        bare = PlatformClient(
            url, opened.identity.terminal_id, opened.signing_key, Network(tls_roots=network.tls_roots)
        )
        with contextlib.closing(bare):
            assert bare.health().ok
            with pytest.raises(SignInRefusedError) as refused:
                bare.certificate_directory()
            assert refused.value.problem is ProblemCode.CERTIFICATE_REQUIRED


def test_a_new_terminal_enrols_and_delivers_where_a_certificate_is_required(data: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with serving(data, "--tls", "127.0.0.1", "--mutual") as url:
        enrol(profile, url, PlatformProcess(data).token("counter"), mode=TerminalMode.DEMO)
        terminal = EnrolledTerminal(profile, open_terminal(profile))
        try:
            _let_the_certificate_run_out(data, terminal.terminal)
            request, _ = terminal.seal_intake()
            terminal.start_agent()
            wait_until(lambda: terminal.is_delivered(request.submission_id), terminal.delivery())
        finally:
            terminal.close()


def _let_the_certificate_run_out(data: Path, terminal: Terminal) -> None:
    """As after a month without power."""
    key, month_ago = SoftwareSigningKey.generate(), datetime.now(UTC) - timedelta(days=30)
    with opened(data) as platform, platform.database.read() as connection:
        owner = find_terminal(connection, terminal.identity.terminal_id)
        assert owner is not None
        asked = TlsCertificateRequest(public_key=encode_bytes(key.verifying_key.spki))
        issued = issue_client(platform.keys, owner, asked, month_ago)
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    client_file = terminal.profile.tls / CLIENT_FILE
    assert client_file.exists()
    client_file.write_bytes(key.key.private_bytes(*form) + issued.certificate_pem.encode("ascii"))


def test_the_certificate_is_renewed_before_it_runs_out(data: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with serving(data, "--tls", "127.0.0.1") as url:
        enrol(profile, url, PlatformProcess(data).token("kiosk"), mode=TerminalMode.DEMO)
        with open_terminal(profile) as opened:
            root = TrustFolder.load(opened.trust_dir).root
            network = network_of(opened.profile, load_config(opened.profile))
            client = PlatformClient(url, opened.identity.terminal_id, opened.signing_key, network)
            folder, now = opened.profile.tls, datetime.now(UTC)
            with contextlib.closing(client):
                assert not renew_client_certificate(folder, client, root, now)
                first = x509.load_pem_x509_certificate((folder / CLIENT_FILE).read_bytes())
                assert not renew_client_certificate(folder, client, root, now + timedelta(days=4))
                assert renew_client_certificate(folder, client, root, now + timedelta(days=5))
                second = x509.load_pem_x509_certificate((folder / CLIENT_FILE).read_bytes())
                assert second.public_key() != first.public_key()
                (folder / CLIENT_FILE).write_bytes(b"spoilt")
                assert renew_client_certificate(folder, client, root, now)


SLOW = timedelta(minutes=10)


class _SlowClock(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) - SLOW


def test_a_terminal_whose_clock_is_slow_shows_its_certificate_and_renews_it_in_time(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = tmp_path / "profile"
    with serving(data, "--tls", "127.0.0.1", "--mutual") as url:
        enrol(profile, url, PlatformProcess(data).token("kiosk"), mode=TerminalMode.DEMO)
        monkeypatch.setattr("shared.sync.transport.datetime", _SlowClock)
        with open_terminal(profile) as opened:
            root, client_file = TrustFolder.load(opened.trust_dir).root, opened.profile.tls / CLIENT_FILE
            network = network_of(opened.profile, load_config(opened.profile))
            client = PlatformClient(url, opened.identity.terminal_id, opened.signing_key, network)
            with contextlib.closing(client):
                assert renew_client_certificate(opened.profile.tls, client, root, _SlowClock.now(UTC)), "put back since"
                came = _SlowClock.now(UTC)
                os.utime(client_file, (came.timestamp(), came.timestamp()))
                assert not renew_client_certificate(opened.profile.tls, client, root, _SlowClock.now(UTC))
                assert client.certificate_directory(), "it is shown"
                assert renew_client_certificate(opened.profile.tls, client, root, came + timedelta(days=5))


def test_a_token_counts_with_the_certificate_that_it_was_given_for(data: Path, tmp_path: Path) -> None:
    with serving(data, "--tls", "127.0.0.1") as url, contextlib.ExitStack() as opened:
        terminals, networks = [], []
        for name in ("one", "other"):
            enrol(tmp_path / name, url, PlatformProcess(data).token("kiosk"), mode=TerminalMode.DEMO)
            terminal = opened.enter_context(open_terminal(tmp_path / name))
            networks.append(network_of(terminal.profile, load_config(terminal.profile)))
            terminals.append(terminal)
        one = terminals[0]
        bare = Network(tls_roots=networks[0].tls_roots)

        bound = _client(opened, url, one, networks[0])
        bound.sign_in()
        assert _asked(url, bound.token, networks[0]) == 200
        assert _asked(url, bound.token, bare) == 401, "stolen, and the key of the certificate was not"
        assert _asked(url, bound.token, networks[1]) == 401, "in another terminal's hands"
        assert bound.sealing_keys()
        unbound = _client(opened, url, one, bare)
        unbound.sign_in()
        assert _asked(url, unbound.token, bare) == 200, "where there is no certificate, none is asked for"

        with pytest.raises(SignInRefusedError) as refused:
            _client(opened, url, one, networks[1]).sign_in()
        assert refused.value.problem is ProblemCode.PROOF_INVALID, "another terminal's certificate"

        # A renewed certificate makes the old token void; the next request signs in again by itself.
        before = bound.sign_ins
        root = TrustFolder.load(one.trust_dir).root
        assert renew_client_certificate(one.profile.tls, bound, root, datetime.now(UTC) + timedelta(days=5))
        bound.close()
        assert bound.sealing_keys()
        assert bound.sign_ins == before + 1


def _client(opened: contextlib.ExitStack, url: str, terminal: Terminal, network: Network) -> PlatformClient:
    client = PlatformClient(url, terminal.identity.terminal_id, terminal.signing_key, network)
    opened.callback(client.close)
    return client


def _asked(url: str, token: str | None, network: Network) -> int:
    """Return the status of a request with a token over a connection of its own."""
    certificate = network.client_certificate
    answer = requests.get(
        f"{url}/v1/sealing-keys",
        headers={"Authorization": f"Bearer {token}"},
        verify=str(network.tls_roots),
        cert=None if certificate is None else str(certificate),
        timeout=PATIENCE_S,
    )
    return answer.status_code
