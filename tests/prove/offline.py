"""Three days without a platform: all that was sealed is delivered once it returns, by an agent of little memory."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from shared.store import outbox
from shared.store.keys import key_source
from shared.store.profile import load_config
from shared.store.store import open_store
from tests.prove.ledger import differences, read_ledger
from tests.prove.proxy import ChaosProxy
from tests.prove.world import Template, World

MAX_AGENT_BYTES = 200 * 1024 * 1024
MAX_RESUME_S = 10.0
_SEAL_DEADLINE_S = 3600.0
_DRAIN_DEADLINE_S = 3600.0
_POLL_S = 0.1


@dataclass(frozen=True)
class Outage:
    """What came of it.

    Attributes:
        resumed_s: from the platform's return to the first delivery.
        drained_s: from its return to the last.
        agent_bytes: the most memory that the agent held (resident set), while waiting or delivering.
    """

    submissions: int
    pages: int
    resumed_s: float
    drained_s: float
    agent_bytes: int
    wrong: tuple[str, ...]


def play_offline(cases: int, pages: int, page_bytes: int, max_resume_s: float = MAX_RESUME_S) -> Outage:
    """Seal so many cases while there is no platform, let it return, and compare page by page."""
    with tempfile.TemporaryDirectory(prefix="yimen-prove-") as name, ChaosProxy().running() as proxy:
        folder = Path(name)
        template = Template.make(folder / "template", proxy)
        with template.world(folder / "world", proxy) as world:
            world.start_agent()
            world.start_app(cases, pages, page_bytes, 1)
            if not world.apps[0].wait(_SEAL_DEADLINE_S):
                return Outage(0, 0, 0.0, 0.0, 0, ("sealing took too long",))
            resumed, drained, most = _watch(world)
            for role in (world.agent, world.platform):
                if role is not None:
                    role.stop()
            ledger = read_ledger(world.profile)
            wrong = [*differences(ledger, world.sealed(), world.data), *world.faults()]
            if len(ledger.rows) != cases:
                wrong.append(f"{len(ledger.rows)} of {cases} cases were sealed")
            if most > MAX_AGENT_BYTES:
                wrong.append(f"the agent held {most} bytes")
            if resumed > max_resume_s:
                wrong.append(f"delivery resumed after {resumed:.1f} s")
            return Outage(len(ledger.rows), ledger.pages, resumed, drained, most, tuple(wrong))


def _watch(world: World) -> tuple[float, float, int]:
    """Let the platform return and watch the outbox and the agent's memory until all is delivered."""
    assert world.agent is not None
    agent = psutil.Process(world.agent.process.pid)
    most = agent.memory_info().rss
    profile = world.profile
    with open_store(profile, key_source(profile, load_config(profile)).store_key()) as store:
        pending = outbox.counts(store).waiting
        world.start_platform()
        began, resumed = time.monotonic(), 0.0
        while (waiting := outbox.counts(store).waiting) and time.monotonic() - began < _DRAIN_DEADLINE_S:
            most = max(most, agent.memory_info().rss)
            if waiting < pending and not resumed:
                resumed = time.monotonic() - began
            time.sleep(_POLL_S)
    took = time.monotonic() - began
    return resumed or took, took, most
