"""One round of the proof of hand-off: a draft goes to another terminal while processes die and the network lies."""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from acceptance_platform.platform import open_platform
from acceptance_platform.terminals.tokens import issue_token
from shared.contract.terminals import TerminalKind
from shared.handoff.parcel import pages_in
from shared.intake.draft import Draft
from shared.store import drafts, handoffs
from shared.store.errors import DraftMissingError
from shared.store.handoffs import Standing
from shared.store.keys import key_source
from shared.store.profile import PlatformSection, Profile, TerminalMode, load_config, save_config
from shared.store.store import Store, open_store
from shared.sync.enrol import enrol
from shared.sync.wake import wake_agent
from tests.prove.proxy import ChaosProxy, FaultPlan
from tests.prove.roles import Role
from tests.prove.world import ROOT, World

SETTLE_DEADLINE_S = 120.0
_STEP_DEADLINE_S = 90.0
_PATIENCE_S = 2.0
_POLL_S = 0.02
_PAGES = (2, 4)
"""That the small catalogue has items for."""
_VICTIMS = ("taker", "source's agent", "target's agent", "platform", "nobody")
_NAMED = frozenset({Standing.CONTESTED, Standing.UNCONFIRMED, Standing.LEAVING})


@dataclass(frozen=True)
class Handed:
    """What came of a round; `wrong` is empty when one terminal owns the draft, whole, or the conflict has a name."""

    seed: int
    seconds: float
    victim: str
    online: bool
    way: str
    standings: tuple[str, str]
    spoilt: int
    wrong: tuple[str, ...]


class Hall(World):
    """A kiosk, a counter and their platform behind the proxy."""

    @property
    def profiles(self) -> tuple[Profile, Profile]:
        return Profile(self.folder / "kiosk"), Profile(self.folder / "counter")

    def start_agents(self) -> list[Role]:
        return [self.start("shared.sync", "agent", "--profile", str(profile.folder)) for profile in self.profiles]

    def start(self, module: str, *arguments: str) -> Role:
        """Start a command, ended with the round at the latest."""
        self.apps.append(self._start(module, *arguments))
        return self.apps[-1]

    def ask(self, module: str, *arguments: str) -> dict[str, Any]:
        """Run a command to its end and return the line that it prints."""
        role = self.start(module, *arguments, "--json")
        role.wait(_STEP_DEADLINE_S)
        lines = role.lines()
        return dict(json.loads(lines[-1])) if lines else {"ok": False, "error": "no line"}


def make_hall(folder: Path, proxy: ChaosProxy) -> Path:
    """Enrol a kiosk and a counter at a fresh platform; return the folder that rounds copy."""
    platform = open_platform(folder / "platform")
    try:
        package = platform.catalogues.build(ROOT / "tests" / "fixtures" / "catalogue_small")
        platform.catalogues.publish(package, platform.clock())
        tokens = [issue_token(platform, kind, "样例终端", "441900")[0] for kind in TerminalKind]
    finally:
        platform.close()
    hall = Hall(folder, proxy)
    hall.start_platform()
    for kind, token in zip(TerminalKind, tokens, strict=True):
        enrol(folder / kind.value, f"http://127.0.0.1:{proxy.port}", token, mode=TerminalMode.DEMO)
    hall.close()
    shutil.rmtree(folder / "run")
    return folder


@contextlib.contextmanager
def _copied(template: Path, folder: Path, proxy: ChaosProxy) -> Iterator[Hall]:
    for name in ("platform", "kiosk", "counter"):
        shutil.copytree(template / name, folder / name)
    hall = Hall(folder, proxy)
    url = f"http://127.0.0.1:{proxy.port}"
    for profile in hall.profiles:
        save_config(profile, load_config(profile).model_copy(update={"platform": PlatformSection(url=url)}))
    try:
        yield hall
    finally:
        proxy.plan = None
        hall.close()


def hand_over(seed: int, template: Path, proxy: ChaosProxy) -> Handed:
    """Play the round of a seed in a fresh folder."""
    rng, began = random.Random(seed), time.monotonic()
    victim, online = rng.choice(_VICTIMS), rng.random() < 0.6
    with (
        tempfile.TemporaryDirectory(prefix="yimen-hand-", ignore_cleanup_errors=True) as folder,
        _copied(template, Path(folder), proxy) as hall,
    ):
        hall.start_platform()
        agents = hall.start_agents()
        kiosk, counter = (str(profile.folder) for profile in hall.profiles)
        pages = str(rng.randint(*_PAGES))
        asked = ["--profile", kiosk, "--count", "1", "--pages", pages, "--page-bytes", "20000", "--unsealed"]
        made = hall.ask("shared.intake", "simulate", *asked)
        if not made["ok"]:
            return Handed(seed, time.monotonic() - began, victim, online, "", ("", ""), 0, (f"no draft: {made}",))
        if not online and hall.platform is not None:
            hall.platform.kill()
        proxy.plan = FaultPlan(seed, rng.choice((0.0, 0.2, 0.4)))
        offer = hall.ask("shared.sync", "drafts", "offer", made["case_id"], "--profile", kiosk)
        if not offer["ok"]:
            return Handed(seed, time.monotonic() - began, victim, online, "", ("", ""), 0, (f"no offer: {offer}",))
        taker = hall.start("shared.sync", "drafts", "take", offer["code"], "--profile", counter, "--json")
        time.sleep(rng.uniform(0.0, 1.2))  # somewhere within the taking: that is what is tried
        _strike(hall, victim, taker, agents)
        taker.wait(_STEP_DEADLINE_S)
        plan, proxy.plan = proxy.plan, None
        if hall.platform is None or not hall.platform.alive:
            hall.start_platform()
        answers = _settle(hall, offer["code"], counter, UUID(made["case_id"]))
        for agent in (role for role in hall.apps if role.alive):
            agent.stop()
        standings = _standings(hall, UUID(made["case_id"]))
        wrong = (*_differences(hall, UUID(made["case_id"]), made["pages"], standings), *hall.faults_of_errors())
        spoilt = sum(plan.happened.values()) - plan.happened["pass"]
        told = (standings[0] or "-", standings[1] or "-")
        return Handed(seed, time.monotonic() - began, victim, online, answers, told, spoilt, wrong)


def _strike(hall: Hall, victim: str, taker: Role, agents: list[Role]) -> None:
    if victim == "taker":
        taker.kill()
    elif victim == "platform" and hall.platform is not None:
        hall.platform.kill()
    elif victim.endswith("agent"):
        place = 0 if victim.startswith("source") else 1
        agents[place].kill()
        hall.start("shared.sync", "agent", "--profile", str(hall.profiles[place].folder))


def _settle(hall: Hall, code: str, counter: str, case_id: UUID) -> str:
    """Let the clerk try again, and the agents work, until one owns it; return by which way it came."""
    give_up_at = time.monotonic() + SETTLE_DEADLINE_S
    way = ""
    while time.monotonic() < give_up_at:
        if not way:
            answer = hall.ask("shared.sync", "drafts", "take", code, "--profile", counter)
            way = str(answer.get("way", "")) if answer["ok"] else ""
        for profile in hall.profiles:
            wake_agent(profile)
        if _moved_within(hall, case_id, _PATIENCE_S):
            return way
    return way


def _moved_within(hall: Hall, case_id: UUID, patience_s: float) -> bool:
    """Wait until the draft is the counter's alone; what the agents were woken for takes them a moment."""
    give_up_at = time.monotonic() + patience_s
    while _standings(hall, case_id) != (Standing.HANDED_OVER, Standing.HERE):
        if time.monotonic() > give_up_at:
            return False
        time.sleep(_POLL_S)
    return True


def _standings(hall: Hall, case_id: UUID) -> tuple[Standing | None, Standing | None]:
    """Return where the draft stands at kiosk and counter, None where it is not."""
    found = []
    for profile in hall.profiles:
        with _opened(profile) as store:
            found.append(_standing(store, case_id))
    return found[0], found[1]


def _standing(store: Store, case_id: UUID) -> Standing | None:
    try:
        drafts.load(store, case_id)
    except DraftMissingError:
        return None
    row = handoffs.find(store, case_id)
    return Standing.HERE if row is None else row.standing


def _opened(profile: Profile) -> Store:
    return open_store(profile, key_source(profile, load_config(profile)).store_key())


def _differences(
    hall: Hall, case_id: UUID, pages: list[str], standings: tuple[Standing | None, Standing | None]
) -> Iterator[str]:
    owners = [one for one in standings if one not in {None, Standing.HANDED_OVER}]
    if not owners:
        yield f"nobody owns it: {standings}"
    if len(owners) > 1 and not _NAMED & set(owners):
        yield f"two own it: {standings}"
    if standings[1] is None:
        yield "it never arrived"
        return
    with _opened(hall.profiles[1]) as store:
        draft = Draft.model_validate_json(drafts.load(store, case_id))
        held = [drafts.get_page(store, case_id, page.page_id.hex) for page in pages_in(draft)]
    if [hashlib.sha256(data).hexdigest() for data in held] != pages:
        yield "other pages than were given"
