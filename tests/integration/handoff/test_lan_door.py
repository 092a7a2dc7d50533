"""The open door on the LAN: mutual TLS, a code that counts once; strangers, silence and nonsense get nothing."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from acceptance_platform.terminals.certificates import revoke
from shared.contract.terminals import TerminalKind
from shared.domain.clock import utc_now
from shared.handoff import lan_listener
from shared.handoff.code import new_key
from shared.handoff.desk import platform_client
from shared.handoff.errors import HandoffFault
from shared.handoff.listening import listening
from shared.handoff.peers import PeerTrust
from shared.handoff.port import DraftStanding, Holder
from shared.security.trust_folder import ROOT_FILE, TrustFolder
from shared.store.profile import split_address
from shared.sync.client_certificate import CLIENT_FILE, renew_client_certificate
from tests.integration.handoff.handoff_kit import Side, enrolled_side, holder_of, refresh_directory, refused
from tests.integration.platform.platform_kit import ServedPlatform
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.usefixtures("no_platform")


def test_a_code_counts_once_and_its_key_alone(
    kiosk: Side, counter: Side, platform: ServedPlatform, folder: Path
) -> None:
    draft = kiosk.draft()
    code = kiosk.lan_code(draft)
    with refused(HandoffFault.HOLDER_WRONG):
        counter.handoff.take(code, Holder("441900199003070018"))
    for _ in range(5):
        with refused(HandoffFault.DRAFT_CODE_WRONG):
            counter.handoff.take(replace(code, key=new_key()))
    with refused(HandoffFault.TOO_MANY_TRIES) as locked:
        counter.handoff.take(code)
    assert locked.value.detail == "15", "minutes, not until somebody offers it anew"
    assert kiosk.handoff.take_back(draft.case_id) is DraftStanding.HERE
    code = kiosk.lan_code(draft)
    assert counter.handoff.take(code, holder_of(draft)).confirmed
    token = platform.terminal_token(TerminalKind.COUNTER)
    with enrolled_side(folder / "thief", platform.url, token) as third:
        third.line.down = True
        with refused(HandoffFault.CODE_USED):
            third.handoff.take(code)
        offered = kiosk.lan_code(kiosk.draft(3))
        revoke(platform.platform, third.terminal.identity.terminal_id, "stolen")
        refresh_directory(kiosk.terminal)
        with refused(HandoffFault.TERMINAL_REFUSED):
            third.handoff.take(offered)
        # And a revoked source is not believed: what it offers is fetched by nobody.
        refresh_directory(counter.terminal)
        with refused(HandoffFault.TERMINAL_REFUSED):
            counter.handoff.take(third.lan_code(third.draft()))


def test_a_kiosk_needs_the_card(kiosk: Side, counter: Side) -> None:
    draft = counter.draft()
    code = counter.lan_code(draft)
    with refused(HandoffFault.HOLDER_NEEDED):
        kiosk.handoff.take(code)
    assert kiosk.handoff.take(code, holder_of(draft)).draft.channel == "kiosk"


def test_a_stranger_in_the_place_of_the_source_is_noticed(kiosk: Side, counter: Side) -> None:
    """Another terminal, a trusted one, answers at the address on the slip."""
    draft = kiosk.draft()
    code = kiosk.lan_code(draft)
    elsewhere = counter.lan_code(counter.draft())
    with refused(HandoffFault.NOT_FROM_HERE):
        counter.handoff.take(replace(code, addresses=elsewhere.addresses))


def test_nothing_listens_unless_a_draft_is_offered(kiosk: Side) -> None:
    kiosk.open_door()
    assert listening(kiosk.store) == ()
    kiosk.lan_code(kiosk.draft())
    (address,) = listening(kiosk.store)
    assert address.startswith("127.0.0.1:")
    kiosk.forget_drafts()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(split_address(address), PATIENCE_S)


def test_without_a_certificate_nothing_is_answered(kiosk: Side) -> None:
    kiosk.lan_code(kiosk.draft())
    address = split_address(listening(kiosk.store)[0])
    anonymous = ssl.create_default_context(cafile=str(kiosk.terminal.trust_dir / ROOT_FILE))
    anonymous.check_hostname = False
    with socket.create_connection(address, PATIENCE_S) as line, pytest.raises((ssl.SSLError, ConnectionError)):
        ask_anonymously(anonymous, line)


def test_a_door_that_stays_open_shows_the_certificate_that_was_renewed_meanwhile(kiosk: Side, counter: Side) -> None:
    """A kiosk has offers for weeks, a certificate lasts for one."""
    kiosk.lan_code(kiosk.draft())
    terminal, client = kiosk.terminal, platform_client(kiosk.terminal)
    root, later = TrustFolder.load(terminal.trust_dir).root, utc_now() + timedelta(days=6)
    assert renew_client_certificate(terminal.profile.tls, client, root, later)
    client.close()
    renewed = x509.load_pem_x509_certificate((terminal.profile.tls / CLIENT_FILE).read_bytes())
    context = PeerTrust(counter.terminal.profile).context(as_server=False)
    line = socket.create_connection(split_address(listening(kiosk.store)[0]), PATIENCE_S)
    with context.wrap_socket(line) as secured:
        assert secured.getpeercert(binary_form=True) == renewed.public_bytes(Encoding.DER)


def test_a_stranger_who_drips_is_cut(kiosk: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then ends no silence, but there are few places."""
    monkeypatch.setattr(lan_listener, "HANDSHAKE_S", 0.3)
    kiosk.lan_code(kiosk.draft())
    hello = iter(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc" + bytes(23))
    with socket.create_connection(split_address(listening(kiosk.store)[0]), PATIENCE_S) as line:
        line.settimeout(1.0)
        for byte in hello:
            with suppress(TimeoutError, ConnectionError):
                line.sendall(bytes((byte,)))
                if not line.recv(1):
                    return
    pytest.fail("the line was held open")


def ask_anonymously(context: ssl.SSLContext, line: socket.socket) -> None:
    """Ask without a certificate; the end of the line is as good as a refusal in the handshake."""
    with context.wrap_socket(line) as secured:
        secured.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert secured.recv(1) == b""
    raise ConnectionError


@pytest.mark.parametrize(
    "request_text",
    [
        b"GET /handoff/v1/x/form HTTP/1.1\r\n\r\n",
        b"POST /handoff/v1/00000000-0000-0000-0000-000000000000/form HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
        b"DELETE / HTTP/1.1\r\n\r\n",
        b"\x00\xff nonsense\r\n\r\n",
    ],
)
def test_odd_questions_get_small_refusals(kiosk: Side, counter: Side, request_text: bytes) -> None:
    code = kiosk.lan_code(kiosk.draft())
    context = PeerTrust(counter.terminal.profile).context(as_server=False)
    line = socket.create_connection(split_address(listening(kiosk.store)[0]), PATIENCE_S)
    with context.wrap_socket(line) as secured:
        secured.sendall(request_text)
        answer = secured.recv(4096)
    assert b" 200 " not in answer
    assert counter.handoff.take(code).confirmed
