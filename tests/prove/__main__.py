"""`./run prove crash --rounds N [--seed S]`: rounds of crashes and lies, each repeatable by its seed.

`./run prove handoff --rounds N [--seed S]`: drafts that go to another terminal under the same treatment.
`./run prove offline [--cases N]`: three days without a platform. `./run prove schema`: schemathesis on the whole API.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from shared.command_line import Parser, at_least
from tests.prove.crash import Outcome, play
from tests.prove.handing import hand_over, make_hall
from tests.prove.offline import play_offline
from tests.prove.proxy import ChaosProxy
from tests.prove.schema import check_schema
from tests.prove.world import Template

EXIT_FAILED = 2


def main(argv: list[str] | None = None) -> int:
    """Play the rounds and return 0 when every one kept the promise, 2 otherwise."""
    parser = Parser(prog="./run prove", description=__doc__)
    proofs = parser.add_subparsers(required=True, metavar="PROOF")
    crash = proofs.add_parser("crash", help="kill app, agent and platform, spoil the traffic, compare page by page")
    crash.add_argument("--rounds", type=at_least(1), default=15)
    crash.add_argument("--seed", type=int, help="of the first round; the next ones count on from it")
    crash.add_argument("--keep", type=Path, metavar="DIR", help="keep the folders of failed rounds here")
    crash.set_defaults(run=_run_crash)
    handoff = proofs.add_parser("handoff", help="hand drafts over while processes die and the traffic is spoilt")
    handoff.add_argument("--rounds", type=at_least(1), default=15)
    handoff.add_argument("--seed", type=int, help="of the first round; the next ones count on from it")
    handoff.set_defaults(run=_run_handoff)
    offline = proofs.add_parser("offline", help="seal for three days without a platform, let it return, compare")
    offline.add_argument("--cases", type=at_least(1), default=3000)
    offline.add_argument("--pages", type=at_least(1), default=5)
    offline.add_argument("--page-bytes", type=at_least(1), default=20_000)
    offline.set_defaults(run=_run_offline)
    schema = proofs.add_parser("schema", help="schemathesis on the whole API: no 5xx, no break of the schema")
    schema.add_argument("--seconds", type=at_least(1), default=600)
    schema.set_defaults(run=_run_schema)
    options = parser.parse_args(argv)
    return int(options.run(options))


def _run_schema(options: argparse.Namespace) -> int:
    status, words = check_schema(options.seconds)
    print(words)
    return EXIT_FAILED if status else 0


def _run_offline(options: argparse.Namespace) -> int:
    outage = play_offline(options.cases, options.pages, options.page_bytes)
    print(
        f"{outage.submissions} submissions, {outage.pages} pages: delivery resumed after {outage.resumed_s:.1f} s, "
        f"all delivered after {outage.drained_s:.0f} s, the agent held {outage.agent_bytes / 2**20:.0f} MiB at most"
    )
    for line in outage.wrong:
        print(line)
    return EXIT_FAILED if outage.wrong else 0


def _run_crash(options: argparse.Namespace) -> int:
    first = random.SystemRandom().randrange(1_000_000) if options.seed is None else options.seed
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    return _crash(range(first, first + options.rounds), options.keep)


def _run_handoff(options: argparse.Namespace) -> int:
    first = random.SystemRandom().randrange(1_000_000) if options.seed is None else options.seed
    failed = []
    with tempfile.TemporaryDirectory(prefix="yimen-prove-") as folder, ChaosProxy().running() as proxy:
        template = make_hall(Path(folder), proxy)
        for seed in range(first, first + options.rounds):
            done = hand_over(seed, template, proxy)
            verdict = "; ".join(done.wrong) if done.wrong else "one owner, whole"
            print(
                f"seed {seed}: {'platform' if done.online else 'no platform'}, {done.victim} killed, by {done.way}, "
                f"{' and '.join(done.standings)}, {done.spoilt} requests spoilt, {done.seconds:.1f} s: {verdict}",
                flush=True,
            )
            failed += [seed] if done.wrong else []
    print(f"{options.rounds} rounds: {len(failed)} failed")
    for seed in failed:
        print(f"repeat with: ./run prove handoff --rounds 1 --seed {seed}")
    return EXIT_FAILED if failed else 0


def _crash(seeds: range, keep: Path | None) -> int:
    began = time.monotonic()
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="yimen-prove-") as folder, ChaosProxy().running() as proxy:
        template = Template.make(Path(folder), proxy)
        for seed in seeds:
            outcomes.append(play(seed, template, proxy, keep))
            print(_line(outcomes[-1]), flush=True)
    failed = [outcome for outcome in outcomes if outcome.wrong]
    faults: Counter[str] = sum((outcome.faults for outcome in outcomes), Counter())
    events = Counter(event for outcome in outcomes for event in outcome.events)
    pages = sum(outcome.pages for outcome in outcomes)
    submissions = sum(outcome.submissions for outcome in outcomes)
    print(f"events: {_counted(events)}")
    print(f"requests: {_counted(faults)}")
    print(
        f"{len(outcomes)} rounds, {submissions} submissions, {pages} pages in {time.monotonic() - began:.0f} s: "
        f"{len(failed)} rounds failed"
    )
    for outcome in failed:
        print(f"repeat with: ./run prove crash --rounds 1 --seed {outcome.seed}")
    return EXIT_FAILED if failed else 0


def _line(outcome: Outcome) -> str:
    verdict = "; ".join(outcome.wrong) if outcome.wrong else "all there, once, readable"
    spoilt = sum(outcome.faults.values()) - outcome.faults["pass"]
    return (
        f"seed {outcome.seed}: {outcome.submissions} submissions, {outcome.pages} pages, "
        f"{len(outcome.events)} events, {spoilt} of {sum(outcome.faults.values())} requests spoilt, "
        f"{outcome.seconds:.1f} s: {verdict}"
    )


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counter.items()))


if __name__ == "__main__":
    sys.exit(main())
