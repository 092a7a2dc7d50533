"""What the agent keeps in order while it delivers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.contract.submissions import Manifest, SubmissionStatus
from shared.store import maintenance
from shared.store.agent_lock import AgentLock
from shared.store.outbox_writer import OutboxWriter
from shared.store.sealing import seal_submission
from shared.store.store import Store
from shared.sync.errors import StoppedError
from shared.sync.service import compose_agent
from tests.patience import PATIENCE_S
from tests.unit.shared.store.specimen_terminal import intake, make_terminal
from tests.unit.shared.sync.test_sync_heart import AnsweringClient

_MANY_LOOKS = 200


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
