"""The platform's own certificate lasts for ninety days, and the platform runs for longer."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from acceptance_platform.cli import serving
from acceptance_platform.keys import PlatformKeys, load_keys, make_root, make_sealing_key
from acceptance_platform.tls import ServerCertificate
from shared.security.signing import SoftwareSigningKey
from tests.patience import PATIENCE_S


@pytest.fixture
def keys(tmp_path: Path) -> PlatformKeys:
    now, folder = datetime.now(UTC), tmp_path / "keys"
    folder.mkdir(mode=0o700)
    make_root(folder, now)
    make_sealing_key(folder, SoftwareSigningKey.load(folder / "root.key"), now)
    return load_keys(folder)


@contextmanager
def answering(context: ssl.SSLContext, line: socket.socket) -> Iterator[None]:
    def shake() -> None:
        with context.wrap_socket(line, server_side=True):
            pass

    server = threading.Thread(target=shake)
    server.start()
    yield
    server.join(PATIENCE_S)


def shown_by(context: ssl.SSLContext, root_pem: str) -> bytes | None:
    """Shake hands with a server of that context and return the certificate that it shows."""
    client = ssl.create_default_context(cadata=root_pem)
    ours, theirs = socket.socketpair()
    with ours, theirs, answering(context, theirs), client.wrap_socket(ours, server_hostname="localhost") as secured:
        return secured.getpeercert(binary_form=True)


def test_it_is_renewed_while_the_server_runs(keys: PlatformKeys, tmp_path: Path) -> None:
    now = [datetime.now(UTC) - timedelta(days=61)]
    certificate = ServerCertificate(tmp_path, keys, ["localhost", "127.0.0.1"], lambda: now[0])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.made.certificate, certificate.made.key)
    first = shown_by(context, keys.root_pem)
    now[0] += timedelta(days=59)
    assert not certificate.renew_if_due(context)
    now[0] += timedelta(days=2)
    assert certificate.renew_if_due(context)
    second = shown_by(context, keys.root_pem)
    assert first is not None
    assert second is not None
    assert first != second
    assert not certificate.renew_if_due(context)


def test_a_full_disk_ends_no_server_and_it_is_tried_again(
    keys: PlatformKeys, tmp_path: Path, expected_warnings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_warnings.append("the server's certificate was not renewed")
    now = [datetime.now(UTC)]
    certificate = ServerCertificate(tmp_path, keys, ["localhost"], lambda: now[0])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.made.certificate, certificate.made.key)
    now[0] += timedelta(days=61)
    with monkeypatch.context() as patch:
        patch.setattr("acceptance_platform.tls.write_atomically", _full)
        serving._renew(certificate, context)
    assert certificate.renew_if_due(context)


def _full(_path: Path, _data: bytes) -> None:
    raise OSError(28, "full")
