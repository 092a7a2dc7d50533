"""What the agent keeps in order while it delivers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from shared.contract.submissions import CaseStatus, Manifest, SubmissionStatus
from shared.contract.terminals import CatalogueInfo, Heartbeat, HeartbeatRequest, TerminalKind
from shared.store import maintenance, outbox
from shared.store.agent_lock import AgentLock
from shared.store.outbox import WhoActs
from shared.store.outbox_writer import OutboxWriter
from shared.store.sealing import seal_submission
from shared.store.store import Store
from shared.sync.agent import Agent
from shared.sync.clocks import Clocks
from shared.sync.downloads import Heart
from shared.sync.errors import MalformedAnswerError, OfflineError, OfflineReason, ServerFaultError, StoppedError
from shared.sync.service import compose_agent
from tests.patience import LATE_S, PATIENCE_S
from tests.unit.shared.store.specimen_terminal import NOW, SpecimenTerminal, intake, make_terminal
from tests.unit.shared.sync.test_sync_heart import AnsweringClient

_MANY_LOOKS = 200


class _Patient:
    """Waits a moment for whatever is waited for."""

    def __init__(self) -> None:
        self._poked = threading.Event()

    def wait(self, timeout_s: float) -> bool:
        poked = self._poked.wait(min(timeout_s, 0.05))
        self._poked.clear()
        return poked

    def poke(self) -> None:
        self._poked.set()


class _Impatient:
    """Ends the agent once it looked around often."""

    def __init__(self, *ends: threading.Event) -> None:
        self._ends = ends
        self._looks = 0

    def wait(self, _timeout_s: float) -> bool:
        self._looks += 1
        if self._looks == _MANY_LOOKS:
            for end in self._ends:
                end.set()
        return True

    def poke(self) -> None:
        """Nobody waits."""


class _Offered(AnsweringClient):
    """A platform that hears and answers, and ends the agent once something sealed is offered to it."""

    def __init__(self, terminal: SpecimenTerminal, stop: threading.Event) -> None:
        super().__init__(terminal)
        self.stop = stop
        self.offered = threading.Event()

    def health(self) -> None:  # type: ignore[override]
        """There."""

    def sign_in(self) -> None:
        self.sign_ins += 1

    def put_manifest(self, _manifest: Manifest) -> SubmissionStatus:
        self.offered.set()
        self.stop.set()
        raise StoppedError


class _SlowCatalogue(_Offered):
    def catalogue_info(self) -> CatalogueInfo | None:
        self.offered.wait(LATE_S)
        return None


class _SlowHeartbeat(_Offered):
    """Each heartbeat takes longer than the time from one to the next."""

    monotonic = 0.0

    def heartbeat(self, request: HeartbeatRequest) -> Heartbeat:
        self.monotonic += 1000.0
        return super().heartbeat(request)


class _HeartbeatThatTimesOut(_Offered):
    def heartbeat(self, _request: HeartbeatRequest) -> Heartbeat:
        raise OfflineError(OfflineReason.TIMED_OUT)


@pytest.mark.parametrize("kind", [_SlowCatalogue, _SlowHeartbeat, _HeartbeatThatTimesOut])
def test_what_is_sealed_goes_however_slow_heartbeats_and_downloads_are(tmp_path: Path, kind: type[_Offered]) -> None:
    terminal, stop = make_terminal(tmp_path / "profile"), threading.Event()
    seal_submission(terminal.store, terminal.keys, intake(terminal, pages=1))
    client = kind(terminal, stop)
    client.change(catalogue_version="2099.1")
    give_up = threading.Timer(LATE_S / 2, stop.set)
    give_up.start()
    with AgentLock.acquire(terminal.profile) as lock:
        writer = OutboxWriter(terminal.store, lock)
        heart = Heart(terminal.store, writer, client, root=terminal.root, kind=TerminalKind.KIOSK, app_version="test")
        clocks = Clocks(monotonic=lambda: getattr(client, "monotonic", 0.0) + time.monotonic())
        agent = Agent(terminal.store, writer, client, heart, _Patient(), stopping=stop.is_set, clocks=clocks)
        agent.run()
        agent.close()
    give_up.cancel()
    terminal.store.close()
    assert client.offered.is_set()


class _FaultyAtFirst(_Offered):
    """A platform that fails at what is sealed, and takes it the second time."""

    faults = 0

    def put_manifest(self, manifest: Manifest) -> SubmissionStatus:
        if self.faults:
            return super().put_manifest(manifest)
        self.faults += 1
        raise ServerFaultError(500)


def test_a_clock_that_is_put_back_makes_nothing_wait_longer(tmp_path: Path) -> None:
    terminal, stop = make_terminal(tmp_path / "profile"), threading.Event()
    request = intake(terminal, pages=1)
    seal_submission(terminal.store, terminal.keys, request)
    client, times = _FaultyAtFirst(terminal, stop), [NOW]

    class _PutsBack(_Impatient):
        def wait(self, timeout_s: float) -> bool:
            if outbox.get(terminal.store, request.submission_id).next_try_at is not None:
                times[0] = NOW - timedelta(minutes=110)
            return super().wait(timeout_s)

    with AgentLock.acquire(terminal.profile) as lock:
        writer = OutboxWriter(terminal.store, lock)
        heart = Heart(terminal.store, writer, client, root=terminal.root, kind=TerminalKind.KIOSK, app_version="test")
        agent = Agent(
            terminal.store,
            writer,
            client,
            heart,
            _PutsBack(stop),
            stopping=stop.is_set,
            clocks=Clocks(lambda: times[0]),
        )
        agent.run()
        agent.close()
    terminal.store.close()
    assert client.offered.is_set()


class _MalformedOfOne(_Offered):
    """A platform whose word on a closed submission nobody here understands."""

    def __init__(self, terminal: SpecimenTerminal, stop: threading.Event) -> None:
        super().__init__(terminal, stop)
        self.asked_of_closed = 0

    def submission(self, submission_id: UUID) -> SubmissionStatus:
        self.asked_of_closed += 1
        what = str(submission_id)
        raise MalformedAnswerError(what)

    def case(self, case_number: str, root: str | None = None) -> CaseStatus:
        self.offered.set()
        self.stop.set()
        raise ServerFaultError(500)


def test_a_closed_submission_whose_state_can_not_be_read_keeps_no_case_from_being_asked_about(tmp_path: Path) -> None:
    terminal, stop = make_terminal(tmp_path / "profile"), threading.Event()
    first, second = intake(terminal, pages=1), intake(terminal, pages=1)
    for request in (first, second):
        seal_submission(terminal.store, terminal.keys, request)
    client = _MalformedOfOne(terminal, stop)
    with AgentLock.acquire(terminal.profile) as lock:
        writer = OutboxWriter(terminal.store, lock)
        writer.delivered(second.submission_id, NOW, platform_sequence=1)
        writer.returned(first.submission_id, "draft_sealed_elsewhere", "", WhoActs.PLATFORM_STAFF, NOW)
        outbox.ask_close(
            terminal.store, first.submission_id, person="clerk-1", reason="样例", follow_up=second.submission_id
        )
        agent = compose_agent(terminal.store, writer, client, _Impatient(stop), stop)
        agent.run()
        agent.close()
    terminal.store.close()
    assert client.offered.is_set()
    assert client.asked_of_closed == 1, "asked again later"


def test_the_log_is_emptied_while_an_upload_lasts_and_nothing_slow_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal, stop, let_go, under_way = make_terminal(tmp_path / "profile"), threading.Event(), threading.Event(), []
    emptied: list[bool] = []
    checkpoint: Callable[[Store], bool] = Store.checkpoint

    class Slow(AnsweringClient):
        def health(self) -> None:  # type: ignore[override]
            """There."""

        def sign_in(self) -> None:
            """Let in."""

        def put_manifest(self, _manifest: Manifest) -> SubmissionStatus:
            under_way.append(True)
            assert let_go.wait(PATIENCE_S)
            raise StoppedError

    def emptying(store: Store) -> bool:
        if under_way:
            emptied.append(True)
            stop.set()
            let_go.set()
        return checkpoint(store)

    seal_submission(terminal.store, terminal.keys, intake(terminal, pages=1))
    monkeypatch.setattr(Store, "checkpoint", emptying)
    monkeypatch.setattr("shared.sync.agent.CHECKPOINT_S", 0.0)
    with AgentLock.acquire(terminal.profile) as lock:
        agent = compose_agent(
            terminal.store, OutboxWriter(terminal.store, lock), Slow(terminal), _Impatient(stop, let_go), stop
        )
        agent.run()
        agent.close()
    with terminal.store.read() as connection:
        assert maintenance.last_maintenance(connection) is None, "it would keep others from writing"
    terminal.store.close()
    assert emptied
