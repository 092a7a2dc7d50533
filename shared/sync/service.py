"""The agent as a process: opens the profile, takes the lock, runs the agent in a thread, ends within 2 s of SIGTERM."""

from __future__ import annotations

import contextlib
import importlib.metadata
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from shared.handoff.courier import HandoffCourier
from shared.handoff.platform_side import HandoffPlatform
from shared.security.errors import SecurityError
from shared.security.signing import SigningKey
from shared.security.traces import trace_of
from shared.security.trust_folder import read_root
from shared.store import settings
from shared.store.agent_lock import AgentLock
from shared.store.errors import StoreDamagedError, StoreError
from shared.store.keys import KeySource, key_source
from shared.store.outbox_writer import OutboxWriter
from shared.store.profile import Profile, RetentionSection, TerminalConfig
from shared.store.recovering import Recovered
from shared.store.reserve import keep_reserve, with_reserve
from shared.store.seal_records import record_missing
from shared.store.store import Store, open_store
from shared.store.sweeping import sweep_orphans
from shared.sync.agent import Agent, Attendant, Waker
from shared.sync.client import PlatformClient
from shared.sync.downloads import Heart
from shared.sync.lanes import LaneSettings
from shared.sync.logs import log_to_profile
from shared.sync.network import network_of
from shared.sync.wake import WakeSocket, wake_agent

_END_WITHIN_S = 1.5
_DEAF_POLL_S = 0.2
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ending:
    """Whether the agent is to end. It listens from before the profile is opened, so that no signal kills it."""

    event: threading.Event = field(default_factory=threading.Event)

    def listen(self, profile: Profile) -> None:
        """Take SIGTERM and SIGINT as the word to end."""

        def end(_signal: int, _frame: object) -> None:
            self.event.set()
            wake_agent(profile)

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)


def run_agent(profile: Profile, config: TerminalConfig, lock: AgentLock, *, verbose: bool = False) -> None:
    """Serve a profile under its agent's lock until SIGTERM or SIGINT.

    Raises:
        StoreError, SecurityError: the profile can't be opened.
    """
    ending = Ending()
    ending.listen(profile)
    log_to_profile(profile, verbose=verbose)
    try:
        _serve(profile, config, lock, ending.event)
    except (StoreError, SecurityError) as error:
        _log.error("can't serve: %s", error.code)
        raise


def _serve(profile: Profile, config: TerminalConfig, lock: AgentLock, stop: threading.Event) -> None:
    source = key_source(profile, config)
    store_key = source.store_key()
    with with_reserve(profile, lambda: open_store(profile, store_key)) as store, _waker(profile, stop) as waker:
        tidy_up(store)
        keep_reserve(profile)
        client = _client(store, config, source)
        lanes = LaneSettings(config.sync.uploads_at_once)
        writer = OutboxWriter(store, lock)
        agent = compose_agent(
            store,
            writer,
            client,
            waker,
            stop,
            lanes=lanes,
            retention=config.retention,
            attendant=compose_courier(store, client, source.signing_key(), config),
        )
        _run_until_ended(profile, agent, stop)
        agent.close()


def tidy_up(store: Store) -> None:
    """Bring rows and files together again after whatever ended the last agent.

    What a full disk keeps it from is done at the next start. Raises StoreDamagedError.
    """
    try:
        _report(sweep_orphans(store).recovered)
        record_missing(store)
    except StoreDamagedError:
        raise
    except StoreError as error:
        _log.error("can't tidy up: %s", error.code)


def _report(recovered: Recovered) -> None:
    for submission_id in recovered.rebuilt:
        _log.warning("submission %s was lost from the store and is recovered from its record", submission_id)
    for submission_id in recovered.set_aside:
        _log.error("submission %s is not known here and its record can't be used: set aside", submission_id)


def _client(store: Store, config: TerminalConfig, source: KeySource) -> PlatformClient:
    network = network_of(store.profile, config)
    return PlatformClient(config.platform.url, settings.enrolment(store).terminal_id, source.signing_key(), network)


def compose_agent(
    store: Store,
    writer: OutboxWriter,
    client: PlatformClient,
    waker: Waker,
    stop: threading.Event,
    *,
    lanes: LaneSettings | None = None,
    retention: RetentionSection | None = None,
    attendant: Attendant | None = None,
) -> Agent:
    """Put an enrolled terminal's agent together. Raises NotEnrolledError, KeyFormatError."""
    root = read_root(store.profile.trust)
    kind = settings.enrolment(store).kind
    heart = Heart(store, writer, client, root=root, kind=kind, app_version=_version())
    return Agent(
        store, writer, client, heart, waker, stopping=stop.is_set, lanes=lanes, retention=retention, attendant=attendant
    )


def compose_courier(
    store: Store, client: PlatformClient, signing_key: SigningKey, config: TerminalConfig
) -> HandoffCourier:
    """Put together what carries drafts to other terminals. Raises NotEnrolledError."""

    def clock() -> datetime:
        return datetime.now(UTC)

    platform = HandoffPlatform(store, settings.enrolment(store).terminal_id, signing_key, client, clock)
    return HandoffCourier(store, platform, config.handoff_addresses, clock=clock, monotonic=time.monotonic)


@dataclass(frozen=True, slots=True)
class _DeafWaker:
    """Waits without being woken, where the profile's file system has no sockets; the poll does the rest."""

    stop: threading.Event
    poked: threading.Event = field(default_factory=threading.Event)

    def wait(self, timeout_s: float) -> bool:
        give_up_at = time.monotonic() + timeout_s
        while not self.stop.is_set() and time.monotonic() < give_up_at:
            if self.poked.wait(min(_DEAF_POLL_S, max(0.0, give_up_at - time.monotonic()))):
                self.poked.clear()
                return True
        return False

    def poke(self) -> None:
        self.poked.set()


@contextlib.contextmanager
def _waker(profile: Profile, stop: threading.Event) -> Iterator[Waker]:
    try:
        waker = WakeSocket(profile)
    except OSError as error:
        _log.warning("no wake socket (errno %s): polling", error.errno)
        yield _DeafWaker(stop)
        return
    try:
        yield waker
    finally:
        waker.close()


def _run_until_ended(profile: Profile, agent: Agent, stop: threading.Event) -> None:
    """Run the agent in a thread while this one waits for a signal.

    A request that hangs can't be interrupted, but all that it does can be repeated: what has not ended in time is left.
    """
    ended = threading.Event()
    faults: list[BaseException] = []

    def work() -> None:
        try:
            agent.run()
        except BaseException as error:
            faults.append(error)
        finally:
            ended.set()

    _log.info("agent %d serves %s", os.getpid(), profile.folder.name)
    threading.Thread(target=work, name="agent", daemon=True).start()
    while not stop.is_set() and not ended.is_set():
        ended.wait(0.2)
    in_time = ended.wait(_END_WITHIN_S)
    if faults:
        _log.error("agent failed: %s", trace_of(faults[0]))
        raise faults[0]
    _log.info("agent ends%s", "" if in_time else ", leaving a request behind")
    logging.shutdown()
    if not in_time:
        os._exit(0)


def _version() -> str:
    try:
        return importlib.metadata.version("yimen")
    except importlib.metadata.PackageNotFoundError:
        return "0"
