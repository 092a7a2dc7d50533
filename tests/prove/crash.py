"""One round of the crash proof: cases are sealed and delivered while processes die and the network lies."""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from shared.store import outbox, settings
from shared.store.keys import key_source
from shared.store.outbox import OutboxState
from shared.store.profile import load_config
from shared.store.store import Store, open_store
from tests.prove.ledger import differences, read_ledger
from tests.prove.proxy import ChaosProxy, FaultPlan
from tests.prove.world import RoleLostError, Template, World

SETTLE_DEADLINE_S = 120.0
_CHAOS_S = 1.2
_POLL_S = 0.1
_SEALED_WITHIN_S = 60.0
_PAGE_BYTES = (2_000, 10_000, 60_000, 400_000, 900_000)


@dataclass(frozen=True)
class Event:
    """Something that befalls a process, so many seconds after the round began."""

    at: float
    what: str


@dataclass(frozen=True)
class RoundPlan:
    """Everything of a round that is drawn from its seed."""

    seed: int
    events: tuple[Event, ...]
    apps: tuple[tuple[int, int, int], ...]
    faults: float

    @classmethod
    def draw(cls, seed: int) -> RoundPlan:
        rng = random.Random(seed)
        apps = tuple((rng.randint(1, 3), rng.randint(1, 5), rng.choice(_PAGE_BYTES)) for _ in range(rng.randint(1, 2)))
        kinds = rng.choices(list(EVENTS), weights=[weight for _, weight in EVENTS.values()], k=rng.randint(2, 5))
        times = sorted(rng.uniform(0.0, _CHAOS_S) for _ in kinds)
        events = tuple(Event(at, what) for at, what in zip(times, kinds, strict=True))
        return cls(seed, events, apps, rng.choice((0.05, 0.2, 0.4, 0.6)))


@dataclass(frozen=True)
class Outcome:
    """What came of a round; `wrong` is empty when nothing was lost, doubled or unreadable."""

    seed: int
    seconds: float
    submissions: int
    pages: int
    events: tuple[str, ...]
    faults: Counter[str]
    wrong: tuple[str, ...] = field(default=())


def play(
    seed: int, template: Template, proxy: ChaosProxy, keep: Path | None = None, *, planted: bool = False
) -> Outcome:
    """Play the round of a seed in a fresh folder, which is kept below `keep` where that is given and it went wrong.

    Args:
        planted: whether the processes have the faults of tests.prove.planted.
    """
    plan = RoundPlan.draw(seed)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="yimen-prove-", ignore_cleanup_errors=True) as folder:
        with template.world(Path(folder), proxy, planted=planted) as world:
            try:
                _chaos(world, plan)
                unresolved = settle(world)
            except RoleLostError as error:
                unresolved = [str(error)]
            happened = proxy.plan.happened if proxy.plan else Counter()
            proxy.plan = None
            for role in (world.agent, world.platform):
                if role is not None:
                    role.stop()
            sealed = world.sealed()
            ledger = read_ledger(world.profile)
            wrong = (*unresolved, *differences(ledger, sealed, world.data), *world.faults())
        if wrong and keep is not None:
            Path(folder).rename(keep / f"round-{seed}")
    events = tuple(event.what for event in plan.events)
    took = time.monotonic() - began
    return Outcome(seed, took, len(ledger.rows), ledger.pages, events, happened, wrong)


def _chaos(world: World, plan: RoundPlan) -> None:
    world.proxy.plan = None
    world.start_platform()
    world.start_agent()
    if any(event.what == _LOG_LOST for event in plan.events):
        world.start_reader()
    world.proxy.plan = FaultPlan(plan.seed, plan.faults)
    for place, (count, pages, size) in enumerate(plan.apps):
        world.start_app(count, pages, size, plan.seed + place)
    began = time.monotonic()
    for event in plan.events:
        time.sleep(max(0.0, began + event.at - time.monotonic()))
        act, _ = EVENTS[event.what]
        act(world)
    time.sleep(max(0.0, began + _CHAOS_S - time.monotonic()))


def settle(world: World) -> list[str]:
    """Bring the network back and wait until everything sealed is delivered; a person's retry shortens the waits."""
    world.stop_reader()
    if world.proxy.plan is not None:
        world.proxy.plan.share = 0.0
    give_up_at = time.monotonic() + SETTLE_DEADLINE_S
    for app in world.apps:
        app.wait(SETTLE_DEADLINE_S)
    if world.restored:
        _kill_agent(world)  # its first heartbeat tells it of the new epoch; without that the next one would
    profile, epoch = world.profile, world.epoch()
    with open_store(profile, key_source(profile, load_config(profile)).store_key()) as store:
        while (rows := outbox.all_rows(store, undelivered_only=True)) or not _knows(store, epoch):
            returned = [row for row in rows if row.state is OutboxState.RETURNED]
            if returned:
                return [f"returned to a person: {row.submission_id} {row.reason_code}" for row in returned]
            if time.monotonic() > give_up_at:
                return ["the queue did not empty"]
            for row in rows:
                if row.state is OutboxState.WAITING:
                    outbox.ask_retry(store, row.submission_id)
            world.wake()
            time.sleep(_POLL_S)
    return []


def _knows(store: Store, epoch: UUID) -> bool:
    """Tell whether the terminal has heard of the platform's epoch."""
    with store.read() as connection:
        position = settings.platform_position(connection)
    return position is not None and position.epoch == epoch


def _kill_app(world: World) -> None:
    for app in world.apps:
        app.kill()
    world.start_app(1, 2, _PAGE_BYTES[1], world.started)


def _kill_agent(world: World) -> None:
    if world.agent is not None:
        world.agent.kill()
    world.start_agent()


def _lose_log(world: World) -> None:
    """Power goes after a case was sealed, and with it the store's write-ahead log, in which that case still lies."""
    give_up_at = time.monotonic() + _SEALED_WITHIN_S
    while not world.sealed() and any(app.alive for app in world.apps) and time.monotonic() < give_up_at:
        time.sleep(_POLL_S)
    for app in world.apps:
        app.kill()
    if world.agent is not None:
        world.agent.kill()
    world.lose_log()
    world.start_agent()
    world.start_app(1, 2, _PAGE_BYTES[1], world.started)


def _kill_platform(world: World) -> None:
    if world.platform is not None:
        world.platform.kill()
    world.start_platform()


def _stop_agent(world: World) -> None:
    if world.agent is not None:
        world.agent.stop()
    world.start_agent()


def _back_up(world: World) -> None:
    world.back_up()


def _restore(world: World) -> None:
    """The disk is lost; where there is no backup yet it was only a scare."""
    if (world.backup / "backup.json").exists():
        world.restore()


_LOG_LOST = "log lost"
EVENTS: dict[str, tuple[Callable[[World], None], int]] = {
    "app killed": (_kill_app, 3),
    "agent killed": (_kill_agent, 4),
    "platform killed": (_kill_platform, 4),
    "agent stopped": (_stop_agent, 1),
    _LOG_LOST: (_lose_log, 2),
    "backed up": (_back_up, 2),
    "restored from backup": (_restore, 2),
}
