"""What a heartbeat's answer brings about: a restored platform, a backup that moved on, keys that nobody vouches for."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.contract.base import decode_bytes, encode_bytes
from shared.contract.terminals import (
    AuditAnchor,
    AuditHead,
    CertificateDirectory,
    ClerkDirectory,
    Health,
    Heartbeat,
    HeartbeatRequest,
    Revocation,
    SealingKey,
    TerminalKind,
    TlsCertificate,
    TlsCertificateRequest,
)
from shared.security.certificates import issue_tls, pem_of, terminal_name
from shared.security.root_statements import directory_version, sign_statement
from shared.security.sealing import SUITE, PlatformSealingKeys
from shared.security.signing import SigningKey, SoftwareSigningKey, VerifyingKey
from shared.security.trust_folder import DIRECTORY_FILE, TrustFolder
from shared.store import anchors, audit, clock, outbox, settings
from shared.store.agent_lock import AgentLock
from shared.store.audit import AuditEvent
from shared.store.errors import AnchorUntrustedError, DiskFullError, EnrolmentSpentError
from shared.store.outbox import OutboxState
from shared.store.outbox_writer import OutboxWriter
from shared.store.sealing import seal_submission
from shared.sync.agent import Agent
from shared.sync.client import PlatformClient
from shared.sync.download_lane import DownloadLane
from shared.sync.downloads import Heart
from shared.sync.errors import OfflineError, OfflineReason, UntrustedDownloadError
from shared.sync.service import compose_agent
from tests.unit.shared.store.specimen_terminal import NOW, SpecimenTerminal, intake, make_terminal


def directory_of(
    terminal: SpecimenTerminal, *revocations: Revocation, issued_at: datetime = NOW
) -> CertificateDirectory:
    unsigned = CertificateDirectory(
        version=directory_version((), revocations),
        issued_at=issued_at,
        certificates=(),
        revocations=revocations,
        signature="",
    )
    return sign_statement(unsigned, terminal.root_key)


class AnsweringClient(PlatformClient):
    """Answers heartbeats as a test says, and anything else as an empty platform would."""

    def __init__(self, terminal: SpecimenTerminal) -> None:
        super().__init__("http://127.0.0.1:1", terminal.enrolment.terminal_id, terminal.signing_key)
        self.answer = Heartbeat(
            clock=NOW,
            epoch=uuid4(),
            backup_watermark=0,
            catalogue_version=None,
            clerks_version="1",
            directory_version=directory_version((), ()),
            sealing_keys=terminal.enrolment.sealing_keys,
        )
        self.directory = directory_of(terminal)
        self.asked: list[HeartbeatRequest] = []
        self.fetched = 0
        self.anchoring = True
        self.terminal = terminal

    def heartbeat(self, request: HeartbeatRequest) -> Heartbeat:
        self.asked.append(request)
        head = request.audit_head
        if head is None or not self.anchoring or self.answer.anchor is not None:
            return self.answer
        return self.answer.model_copy(update={"anchor": self.anchor_of(head)})

    def anchor_of(self, head: AuditHead, key: SigningKey | None = None) -> AuditAnchor:
        unsigned = AuditAnchor(
            terminal_id=self.terminal.enrolment.terminal_id,
            number=head.number,
            digest=head.digest,
            anchored_at=NOW,
            signature="",
        )
        return sign_statement(unsigned, key or self.terminal.root_key)

    def tls_certificate(self, request: TlsCertificateRequest) -> TlsCertificate:
        key = VerifyingKey.from_spki(decode_bytes(request.public_key))
        name = terminal_name(self.terminal.enrolment.terminal_id)
        made = issue_tls(self.terminal.root, self.terminal.root_key, key, [name], NOW, for_server=False)
        return TlsCertificate(certificate_pem=pem_of(made), not_after=made.not_valid_after_utc)

    def certificate_directory(self) -> CertificateDirectory:
        self.fetched += 1
        return self.directory

    def clerks(self) -> ClerkDirectory:
        return ClerkDirectory(version=self.answer.clerks_version, clerks=())

    def change(self, **values: object) -> None:
        self.answer = self.answer.model_copy(update=values)


class AtOnce(Executor):
    """Does what it is given, before it goes on."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


class Fixture:
    """A terminal, its writer and a heart that beats at a scripted platform."""

    def __init__(self, terminal: SpecimenTerminal, lock: AgentLock) -> None:
        self.terminal = terminal
        self.store = terminal.store
        self.writer = OutboxWriter(terminal.store, lock)
        self.client = AnsweringClient(terminal)
        self.heart = Heart(
            terminal.store,
            self.writer,
            self.client,
            root=terminal.root,
            kind=TerminalKind.COUNTER,
            app_version="test",
            downloads=DownloadLane(lambda: self.monotonic, AtOnce()),
        )
        self.monotonic = 0.0
        self.delivered_so_far = 0

    def delivered(self) -> UUID:
        request = intake(self.terminal, pages=1)
        seal_submission(self.store, self.terminal.keys, request)
        self.delivered_so_far += 1
        self.writer.delivered(request.submission_id, NOW, platform_sequence=self.delivered_so_far)
        return request.submission_id


@pytest.fixture
def beating(tmp_path: Path) -> Iterator[Fixture]:
    terminal = make_terminal(tmp_path / "profile")
    with AgentLock.acquire(terminal.profile) as lock:
        made = Fixture(terminal, lock)
        yield made
        made.client.close()
    terminal.store.close()


def test_tells_counts_and_no_more(beating: Fixture) -> None:
    beating.delivered()
    beating.heart.beat(NOW)
    (asked,) = beating.client.asked
    assert (asked.waiting, asked.returned, asked.catalogue_version) == (0, 0, None)
    directory = settings.clerk_directory(beating.store)
    assert directory is not None
    assert directory.version == "1"


def test_a_backup_that_moved_on_lets_ciphertexts_go(beating: Fixture) -> None:
    first, second = beating.delivered(), beating.delivered()
    beating.heart.beat(NOW)
    folder = beating.terminal.profile.parts_folder
    assert folder(first).exists()
    beating.client.change(backup_watermark=1)
    beating.heart.beat(NOW)
    assert (folder(first).exists(), folder(second).exists()) == (False, True)


def test_a_restored_platform_is_offered_everything_above_its_backup(
    beating: Fixture, expected_warnings: list[str]
) -> None:
    expected_warnings.append("the platform was restored")
    first, second, third = beating.delivered(), beating.delivered(), beating.delivered()
    beating.client.change(backup_watermark=1)
    beating.heart.beat(NOW)
    beating.client.change(epoch=uuid4(), backup_watermark=2)
    beating.heart.beat(NOW)
    states = [outbox.get(beating.store, row).state for row in (first, second, third)]
    assert states == [OutboxState.DELIVERED, OutboxState.WAITING, OutboxState.WAITING]
    beating.writer.delivered(third, NOW, platform_sequence=3, epoch=beating.client.answer.epoch)
    beating.heart.beat(NOW)
    assert outbox.get(beating.store, third).state is OutboxState.DELIVERED, "the new epoch counts once"


def test_an_answer_of_before_the_restore_does_not_count(beating: Fixture, expected_warnings: list[str]) -> None:
    expected_warnings.append("the platform was restored")
    beating.heart.beat(NOW)
    before = beating.client.answer.epoch
    request = intake(beating.terminal, pages=1)
    seal_submission(beating.store, beating.terminal.keys, request)
    beating.client.change(epoch=uuid4())
    beating.heart.beat(NOW)
    assert not beating.writer.delivered(request.submission_id, NOW, platform_sequence=1, epoch=before)
    assert outbox.get(beating.store, request.submission_id).state is OutboxState.WAITING


def test_new_keys_are_taken_and_foreign_ones_refused(beating: Fixture) -> None:
    public = PlatformSealingKeys.public_of(PlatformSealingKeys.generate())
    unsigned = SealingKey(
        key_id=public.key_id, suite=SUITE, public_key=encode_bytes(public.raw), not_before=NOW, signature=""
    )
    foreign = sign_statement(unsigned, SoftwareSigningKey.generate())
    known = settings.sealing_key(beating.store, NOW).raw
    beating.client.change(sealing_keys=(foreign,))
    with pytest.raises(UntrustedDownloadError):
        beating.heart.beat(NOW)
    assert settings.sealing_key(beating.store, NOW).raw == known
    beating.client.change(sealing_keys=(sign_statement(unsigned, beating.terminal.root_key),))
    beating.heart.beat(NOW)
    assert settings.sealing_key(beating.store, NOW).raw == public.raw


def test_a_catalogue_that_is_refused_keeps_no_clerk_signed_in(
    beating: Fixture, monkeypatch: pytest.MonkeyPatch, expected_warnings: list[str]
) -> None:
    what = "catalogue"
    expected_warnings.append("refused a download: catalogue")

    def refuse() -> None:
        raise UntrustedDownloadError(what)

    beating.heart.beat(NOW)
    monkeypatch.setattr(beating.client, "catalogue_info", refuse)
    beating.client.change(catalogue_version="2099.1", clerks_version="2")
    beating.heart.beat(NOW)
    known = settings.clerk_directory(beating.store)
    assert known is not None
    assert known.version == "2"


def test_the_platforms_clock_mends_a_time_that_lay_in_the_future(beating: Fixture) -> None:
    with beating.store.write() as connection:
        clock.record_time(connection, NOW + timedelta(days=900))
    assert not clock.read_clock(beating.store, NOW).proven
    beating.client.change(clock=NOW + timedelta(days=2))
    beating.heart.beat(NOW)
    assert not clock.read_clock(beating.store, NOW).proven
    beating.client.change(clock=NOW + timedelta(seconds=20))
    beating.heart.beat(NOW)
    assert clock.read_clock(beating.store, NOW).proven


def test_the_certificate_directory_comes_when_it_changes_and_once_a_day(beating: Fixture) -> None:
    trust = beating.terminal.profile.trust
    beating.heart.beat(NOW)
    beating.heart.beat(NOW)
    assert beating.client.fetched == 1
    assert TrustFolder.load(trust).listed_at == NOW
    gone = Revocation(key_id=beating.terminal.signing_key.verifying_key.key_id, revoked_at=NOW, reason="lost")
    beating.client.directory = directory_of(beating.terminal, gone)
    beating.client.change(directory_version=beating.client.directory.version)
    beating.heart.beat(NOW)
    assert set(TrustFolder.load(trust).revocations) == {gone.key_id}
    beating.heart.beat(NOW + timedelta(days=800))
    assert beating.client.fetched == 2, "a clock that jumped ahead here says nothing of its age"
    beating.client.change(clock=NOW + timedelta(hours=25))
    beating.heart.beat(NOW + timedelta(hours=25))
    assert beating.client.fetched == 3


def test_a_directory_that_is_spoilt_on_the_disk_is_fetched_again(beating: Fixture) -> None:
    trust = beating.terminal.profile.trust
    beating.heart.beat(NOW)
    (trust / DIRECTORY_FILE).write_bytes(b"{")
    stop = threading.Event()
    compose_agent(beating.store, beating.writer, beating.client, _Unwoken(), stop).close()
    beating.heart.beat(NOW)
    assert TrustFolder.load(trust).listed_at == NOW


class _Unwoken:
    """A waker that nobody wakes and that waits for nothing."""

    def wait(self, _timeout_s: float) -> bool:
        return False

    def poke(self) -> None:
        """Nobody waits."""


class _FaultyAttendant:
    def attend(self, *, online: bool) -> None:
        raise ZeroDivisionError

    def close(self) -> None:
        """Nothing is open."""


def test_no_fault_ends_the_agent(
    beating: Fixture, expected_warnings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_warnings += ["agent: PermissionError", "attendant: ZeroDivisionError"]
    looks = []

    def health() -> Health:
        looks.append(1)
        raise PermissionError

    monkeypatch.setattr(beating.client, "health", health)
    monkeypatch.setattr("shared.sync.agent.POLL_S", 0.0)
    agent = Agent(
        beating.store,
        beating.writer,
        beating.client,
        beating.heart,
        _Unwoken(),
        stopping=lambda: len(looks) > 1,
        attendant=_FaultyAttendant(),
    )
    agent.run()
    assert len(looks) == 2


def test_a_directory_that_the_root_did_not_sign_changes_nothing(beating: Fixture, expected_warnings: list[str]) -> None:
    expected_warnings.append("refused a download: certificate_directory")
    beating.heart.beat(NOW)
    beating.client.directory = sign_statement(directory_of(beating.terminal), SoftwareSigningKey.generate())
    beating.client.change(directory_version="f" * 64)
    beating.heart.beat(NOW)
    assert TrustFolder.load(beating.terminal.profile.trust).listed_at == NOW


def test_a_download_that_fails_backs_off_and_keeps_no_other_from_coming(
    beating: Fixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[float] = []

    def too_slow() -> CertificateDirectory:
        tried.append(beating.monotonic)
        raise OfflineError(OfflineReason.TIMED_OUT)

    monkeypatch.setattr(beating.client, "certificate_directory", too_slow)
    for minute in range(60):
        beating.monotonic = minute * 60.0
        beating.client.change(clerks_version=f"{minute}")
        beating.heart.beat(NOW)
        directory = settings.clerk_directory(beating.store)
        assert directory is not None
        assert directory.version == f"{minute}"
    assert tried[:2] == [0.0, 60.0], "the next heartbeat tries again"
    assert 6 < len(tried) < 12, "a slow line is the outbox's, too"
    assert max(later - earlier for earlier, later in pairwise(tried)) <= 11 * 60
    monkeypatch.undo()
    beating.monotonic += 660.0
    beating.heart.beat(NOW)
    assert TrustFolder.load(beating.terminal.profile.trust).listed_at == NOW


def test_a_full_disk_and_what_is_refused_keep_nothing_else_of_a_heartbeat(
    beating: Fixture, monkeypatch: pytest.MonkeyPatch, expected_warnings: list[str]
) -> None:
    expected_warnings.append("download of the certificate directory: disk_full")
    lets_go = beating.delivered()

    def full(_path: Path, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "full")

    for place in ("client_certificate", "downloads"):
        monkeypatch.setattr(f"shared.sync.{place}.write_atomically", full)
    forged = beating.terminal.enrolment.sealing_keys[0].model_copy(update={"signature": ""})
    beating.client.change(sealing_keys=(forged,), backup_watermark=1, clerks_version="2")
    with pytest.raises(DiskFullError):
        beating.heart.beat(NOW)
    assert not beating.terminal.profile.parts_folder(lets_go).exists(), "there is room again"
    directory = settings.clerk_directory(beating.store)
    assert directory is not None
    assert directory.version == "2"


def test_a_chain_that_is_not_confirmed_stops_no_numbers(beating: Fixture, expected_warnings: list[str]) -> None:
    """A store that lost its log lost entries of its chain; the numbers that it gave lie in the records, too."""
    expected_warnings.append("the platform doesn't confirm")
    audit.append(beating.store, AuditEvent.CASE_READ)
    beating.client.anchoring = False
    beating.heart.beat(NOW)
    assert intake(beating.terminal, pages=1).number.sequence


def test_a_terminal_from_which_the_platform_had_a_higher_number_gives_none_until_it_is_enrolled_again(
    beating: Fixture, expected_warnings: list[str]
) -> None:
    given = intake(beating.terminal, pages=1).number.sequence
    beating.client.change(last_sequence=given)
    beating.heart.beat(NOW)
    assert intake(beating.terminal, pages=1).number.sequence == given + 1
    expected_warnings.append("this terminal was put back to what it was")
    beating.client.change(last_sequence=given + 2)
    beating.heart.beat(NOW)
    beating.heart.beat(NOW)
    with pytest.raises(EnrolmentSpentError):
        intake(beating.terminal, pages=1)


def test_the_audit_head_is_told_and_its_anchor_kept(beating: Fixture, expected_warnings: list[str]) -> None:
    expected_warnings.append("the platform doesn't confirm")
    audit.append(beating.store, AuditEvent.CASE_READ)
    beating.client.anchoring = False
    beating.heart.beat(NOW)
    head = beating.client.asked[-1].audit_head
    assert head is not None
    assert anchors.last_anchor(beating.store, beating.terminal.root) is None
    beating.client.change(anchor=beating.client.anchor_of(head.model_copy(update={"number": head.number + 1})))
    with pytest.raises(UntrustedDownloadError):
        beating.heart.beat(NOW)
    beating.client.change(anchor=beating.client.anchor_of(head, SoftwareSigningKey.generate()))
    with pytest.raises(UntrustedDownloadError):
        beating.heart.beat(NOW)
    elsewhere = beating.client.anchor_of(head).model_copy(update={"terminal_id": uuid4()})
    elsewhere = sign_statement(elsewhere, beating.terminal.root_key)
    beating.client.change(anchor=elsewhere)
    with pytest.raises(UntrustedDownloadError):
        beating.heart.beat(NOW)
    (beating.terminal.profile.trust / anchors.ANCHOR_FILE).write_text(elsewhere.model_dump_json())
    with pytest.raises(AnchorUntrustedError):
        anchors.last_anchor(beating.store, beating.terminal.root)
    beating.client.change(anchor=beating.client.anchor_of(head))
    beating.heart.beat(NOW)
    kept = anchors.last_anchor(beating.store, beating.terminal.root)
    assert kept is not None
    assert kept.digest == head.digest
