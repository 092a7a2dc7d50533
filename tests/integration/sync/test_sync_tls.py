"""TLS between terminal and platform: pinned root, the terminal's own certificate and its renewal."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from shared.security.trust_folder import TrustFolder
from shared.store.profile import TerminalMode, load_config
from shared.store.terminal import open_terminal
from shared.sync.client import PlatformClient
from shared.sync.client_certificate import CLIENT_FILE, renew_client_certificate
from shared.sync.enrol import enrol
from shared.sync.errors import EnrolmentError, OfflineError, OfflineReason
from shared.sync.network import network_of
from shared.sync.transport import Network
from tests.integration.sync.sync_kit import ROOT, EnrolledTerminal, PlatformProcess, wait_until


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
        process.communicate(timeout=20)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    platform = PlatformProcess(tmp_path_factory.mktemp("tls") / "data")
    platform.prepare()
    return platform.data


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
            wait_until(lambda: terminal.is_delivered(request.submission_id), 20, terminal.delivery())
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
        with contextlib.closing(bare), pytest.raises(OfflineError):
            bare.health()


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
                assert renew_client_certificate(folder, client, root, now)
                first = x509.load_pem_x509_certificate((folder / CLIENT_FILE).read_bytes())
                assert not renew_client_certificate(folder, client, root, now + timedelta(days=4))
                assert renew_client_certificate(folder, client, root, now + timedelta(days=5))
                second = x509.load_pem_x509_certificate((folder / CLIENT_FILE).read_bytes())
                assert second.public_key() != first.public_key()
                (folder / CLIENT_FILE).write_bytes(b"spoilt")
                assert renew_client_certificate(folder, client, root, now)
