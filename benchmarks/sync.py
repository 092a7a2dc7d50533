"""Delivery: how fast an outbox empties beside curl and tuspy, over a good line, a bad one, and one that keeps dying.

The same sealed submissions go to a fresh copy of the same platform each time. The bad line needs root (namespaces).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from acceptance_platform.platform import opened
from acceptance_platform.terminals.tokens import issue_token
from benchmarks._link import FAR, Quality, bad_link
from benchmarks.table import Row, report
from shared.contract.terminals import TerminalKind
from shared.security.forgetting import FORGETTING
from shared.store.profile import PlatformSection, Profile, TerminalMode, load_config, save_config
from shared.sync.enrol import enrol

RUNS = 5
LINE_RUNS = 3
PAGES = 5
PAGE_BYTES = 200_000
CASES = 60
LINE_CASES = 4
DYING_CASES = 12
SLOW_BYTES_PER_S = 150_000
_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class World:
    """A platform and a terminal with a full outbox, both at rest."""

    folder: Path

    @classmethod
    def make(cls, folder: Path, cases: int) -> World:
        """Enrol a kiosk over https and seal specimen cases."""
        data, profile = folder / "platform", folder / "profile"
        with opened(data) as platform:
            package = platform.catalogues.build(_ROOT / "resources" / "catalogue")
            platform.catalogues.publish(package, platform.clock())
            token, _ = issue_token(platform, TerminalKind.KIOSK, "样例终端", "441900")
        with _serving(data, (), "127.0.0.1") as url:
            enrol(profile, url, token, mode=TerminalMode.DEMO)
        sizes = ["--count", str(cases), "--pages", str(PAGES), "--page-bytes", str(PAGE_BYTES)]
        _python((), "shared.intake", "simulate", "--profile", str(profile), *sizes)
        return cls(folder)

    def drain(self, way: str, *, near: Sequence[str] = (), far: Sequence[str] = (), host: str = "127.0.0.1") -> float:
        """Deliver a fresh copy of the outbox to a fresh copy of the platform and return the bytes a second."""
        with tempfile.TemporaryDirectory(prefix="yimen-drain-") as name:
            fresh = Path(name)
            for part in ("platform", "profile"):
                shutil.copytree(self.folder / part, fresh / part)
            with _serving(fresh / "platform", far, host) as url:
                profile = Profile(fresh / "profile")
                moved = load_config(profile).model_copy(update={"platform": PlatformSection(url=url)})
                save_config(profile, moved)
                done = json.loads(
                    _python(near, "benchmarks._drain", way, str(profile.folder), forgetting=way == "agent")
                )
            with opened(fresh / "platform") as platform:
                _check_whole(platform.data.parts, done["bytes"])
        return float(done["bytes"] / done["seconds"])


def _check_whole(parts: Path, expected: int) -> None:
    arrived = sum(path.stat().st_size for path in parts.rglob("*") if path.is_file())
    if arrived != expected:
        message = f"{arrived} of {expected} bytes arrived"
        raise RuntimeError(message)


def _python(prefix: Sequence[str], module: str, *arguments: str, forgetting: bool = False) -> str:
    command = [*prefix, sys.executable, "-m", module, *arguments]
    environment = os.environ | (FORGETTING if forgetting else {})
    return subprocess.run(command, cwd=_ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextlib.contextmanager
def _serving(data: Path, prefix: Sequence[str], host: str) -> Iterator[str]:
    command = [*prefix, sys.executable, "-m", "acceptance_platform", "serve", "--data", str(data), "--json"]
    process = subprocess.Popen(
        [*command, "--host", host, "--tls", host],
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        yield json.loads(process.stdout.readline())["url"]
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _compared(world: World, ways: Sequence[str], runs: int, **where: Sequence[str] | str) -> list[float]:
    """Return the median of each way in turn, so that a drifting machine hits all."""
    taken = [[world.drain(way, **where) for way in ways] for _ in range(runs)]  # type: ignore[arg-type]
    return [statistics.median(column) / 1e6 for column in zip(*taken, strict=True)]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; exit status 1 when a limit is not met."""
    parser = argparse.ArgumentParser(prog="./run bench sync", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args(argv)
    rows = []
    with tempfile.TemporaryDirectory(prefix="yimen-bench-") as name:
        folder = Path(name)
        ours, curl = _compared(World.make(folder / "good", CASES), ("agent", "curl"), options.runs)
        what = f"drain of {CASES} cases of {PAGES} pages, loopback"
        rows.append(Row(what, "MB/s", ours, curl, "curl", 0.8, of="ratio", better="higher"))
        if os.geteuid() == 0:
            rows += _over_bad_lines(folder, min(options.runs, LINE_RUNS))
        else:
            print("the bad lines are left out: network namespaces need root", file=sys.stderr)
    return report("sync", rows, options.json)


def _over_bad_lines(folder: Path, runs: int) -> list[Row]:
    world = World.make(folder / "bad", LINE_CASES)
    with bad_link(Quality()) as link:
        ends = {"near": ("ip", "netns", "exec", link.near), "far": ("ip", "netns", "exec", link.far), "host": FAR}
        ours, tuspy = _compared(world, ("agent", "tuspy"), runs, **ends)
    what = f"drain of {LINE_CASES} cases, 100 ms round trip, 1 % loss"
    rows = [Row(what, "MB/s", ours, tuspy, "tuspy", 3.0, of="ratio", better="higher")]
    dying = World.make(folder / "dying", DYING_CASES)
    with bad_link(Quality(loss=0.0, bytes_per_s=SLOW_BYTES_PER_S, dies_every_s=30.0)) as link:
        ends = {"near": ("ip", "netns", "exec", link.near), "far": ("ip", "netns", "exec", link.far), "host": FAR}
        (whole,) = _compared(dying, ("agent",), 1, **ends)
    what = f"{DYING_CASES} cases over a line of {SLOW_BYTES_PER_S // 1000} kB/s that dies every 30 s: all arrived"
    rows.append(Row(what, "MB/s", whole, limit=0.0, better="higher"))
    return rows


if __name__ == "__main__":
    sys.exit(main())
