"""A terminal, its platform and the proxy between them, made afresh for each round from a template."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from acceptance_platform.platform import open_platform, opened
from acceptance_platform.terminals.tokens import issue_token
from shared.contract.terminals import TerminalKind
from shared.store.profile import PlatformSection, Profile, TerminalMode, load_config, save_config
from shared.sync.enrol import enrol
from shared.sync.wake import wake_agent
from tests.prove.proxy import ChaosProxy
from tests.prove.roles import Role

ROOT = Path(__file__).parents[2]
START_DEADLINE_S = 90.0


class RoleLostError(Exception):
    """A process that was to serve ended by itself."""


@dataclass(frozen=True)
class Template:
    """An enrolled kiosk and its platform with a published catalogue, both at rest."""

    folder: Path

    @classmethod
    def make(cls, folder: Path, proxy: ChaosProxy) -> Template:
        """Make both by the ordinary ways."""
        platform = open_platform(folder / "platform")
        try:
            package = platform.catalogues.build(ROOT / "resources" / "catalogue")
            platform.catalogues.publish(package, platform.clock())
            token, _ = issue_token(platform, TerminalKind.KIOSK, "样例终端", "441900")
        finally:
            platform.close()
        world = World(folder, proxy)
        world.start_platform()
        enrol(world.profile.folder, f"http://127.0.0.1:{proxy.port}", token, mode=TerminalMode.DEMO)
        world.close()
        shutil.rmtree(folder / "run")
        return cls(folder)

    @contextlib.contextmanager
    def world(self, folder: Path, proxy: ChaosProxy, *, planted: bool = False) -> Iterator[World]:
        """Give a fresh copy of it for the time of the block; see tests.prove.planted for what is planted."""
        for name in ("platform", "profile"):
            shutil.copytree(self.folder / name, folder / name)
        world = World(folder, proxy, planted=planted)
        profile = world.profile
        url = f"http://127.0.0.1:{proxy.port}"
        save_config(profile, load_config(profile).model_copy(update={"platform": PlatformSection(url=url)}))
        try:
            yield world
        finally:
            world.close()


@dataclass
class World:
    """What lives in one round's folder."""

    folder: Path
    proxy: ChaosProxy
    platform: Role | None = None
    agent: Role | None = None
    apps: list[Role] = field(default_factory=list)
    reader: Role | None = None
    started: int = 0
    restored: int = 0
    planted: bool = False

    def __post_init__(self) -> None:
        (self.folder / "run").mkdir(parents=True, exist_ok=True)

    @property
    def profile(self) -> Profile:
        return Profile(self.folder / "profile")

    @property
    def data(self) -> Path:
        return self.folder / "platform"

    def start_platform(self) -> None:
        """Serve the platform and let the proxy lead to it."""
        self.platform = self._start("acceptance_platform", "serve", "--data", str(self.data), "--json")
        ready = self.platform.first_line(START_DEADLINE_S)
        if not ready:
            what = "the platform did not start"
            raise RoleLostError(what)
        self.proxy.upstream = int(json.loads(ready)["url"].rsplit(":", 1)[1])

    def start_agent(self) -> None:
        self.agent = self._start("shared.sync", "agent", "--profile", str(self.profile.folder))

    def start_app(self, count: int, pages: int, page_bytes: int, seed: int) -> None:
        """Seal specimen cases as a kiosk does."""
        numbers = ["--count", str(count), "--pages", str(pages), "--page-bytes", str(page_bytes), "--seed", str(seed)]
        self.apps.append(
            self._start("shared.intake", "simulate", "--profile", str(self.profile.folder), *numbers, "--json")
        )

    def start_reader(self) -> None:
        """Have the store's write-ahead log kept full, as a list that stands open at a counter does."""
        self.reader = self._start("tests.prove.reader", str(self.profile.folder))

    def stop_reader(self) -> None:
        if self.reader is not None:
            self.reader.kill()

    @property
    def backup(self) -> Path:
        return self.folder / "backup"

    def back_up(self) -> None:
        """Have the operator's command back the platform up, whether it serves or not."""
        self._command("backup", "--data", str(self.data), "--to", str(self.backup))

    def restore(self) -> None:
        """Lose the platform's disk and restore it from the last backup, with the keys that lay elsewhere."""
        if self.platform is not None:
            self.platform.kill()
        self.restored += 1
        lost = self.data.rename(self.folder / f"lost-{self.restored}")
        keys = str(lost / "keys")
        self._command("restore", "--data", str(self.data), "--from", str(self.backup), "--keys", keys)
        self.start_platform()

    def lose_log(self) -> None:
        """Take the write-ahead log of the terminal's store away, once nobody has it open any more."""
        self.stop_reader()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.profile.store_file}{suffix}").unlink(missing_ok=True)

    def epoch(self) -> UUID:
        """Return the epoch that the platform is in."""
        with opened(self.data) as platform:
            return platform.epoch

    def _command(self, *arguments: str) -> None:
        role = self._start("acceptance_platform", *arguments, "--json")
        if not role.wait(START_DEADLINE_S) or role.process.exitcode != 0:
            what = f"{arguments[0]}: {role.lines()}"
            raise RoleLostError(what)

    def wake(self) -> None:
        wake_agent(self.profile)

    def sealed(self) -> dict[str, list[str]]:
        """Return what the apps said they had sealed: digests of the pages' plaintexts by submission id."""
        lines = [json.loads(line) for app in self.apps for line in app.lines()]
        return {line["submission_id"]: line["pages"] for line in lines if line["ok"]}

    def faults(self) -> list[str]:
        """Return what processes wrote to standard error that no process should."""
        refused = [line for app in self.apps for line in app.lines() if not json.loads(line)["ok"]]
        return refused + self.faults_of_errors()

    def faults_of_errors(self) -> list[str]:
        """Return what processes that failed wrote to standard error."""
        texts = {path.name: path.read_text("utf-8", "replace") for path in sorted((self.folder / "run").glob("*.err"))}
        return [f"{name}: {text[-2000:]}" for name, text in texts.items() if "Traceback" in text]

    def close(self) -> None:
        """End whatever still lives."""
        for role in (*self.apps, self.reader, self.agent, self.platform):
            if role is not None and role.alive:
                role.kill()

    def _start(self, module: str, *arguments: str) -> Role:
        self.started += 1
        output = self.folder / "run" / f"{self.started:02d}-{module}-{os.getpid()}"
        if self.planted:
            return Role.start("tests.prove.planted", (module, *arguments), output)
        return Role.start(module, arguments, output)
