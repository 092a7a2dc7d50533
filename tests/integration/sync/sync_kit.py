"""A platform as a process that can be stopped and started again, terminals enrolled at it, agents as processes."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from acceptance_platform.platform import open_platform
from acceptance_platform.terminals.tokens import issue_token
from shared.catalogue.model import Subject
from shared.catalogue.package import open_package
from shared.contract.submissions import (
    DecisionBody,
    IntakeBody,
    SealedAct,
    SealedApplicant,
    SealedItem,
    SealedMaterial,
    SealedPage,
)
from shared.contract.terminals import TerminalKind
from shared.domain.items import ItemKind
from shared.domain.submissions import DecisionAct, SubmissionKind
from shared.security.forgetting import FORGETTING
from shared.security.trust_folder import TrustFolder
from shared.store import drafts, outbox
from shared.store.agent_lock import AgentLock
from shared.store.cases import CaseDetails, IndexedItem, IndexedMaterial, ItemUpdate, get, hash_applicant
from shared.store.clock import read_clock
from shared.store.numbering import reserve_for_case, reserve_number
from shared.store.outbox import OutboxState
from shared.store.outbox_writer import OutboxWriter
from shared.store.profile import SyncSection, TerminalMode, load_config, save_config
from shared.store.sealing import SealPage, SealRequest, SealResult, seal_submission
from shared.store.terminal import Terminal, open_terminal
from shared.sync.client import PlatformClient
from shared.sync.enrol import enrol
from shared.sync.service import compose_agent
from shared.sync.trust import catalogue_verifier
from shared.sync.wake import WakeSocket, wake_agent
from tests.fixtures.commands import platform_command, terminal_command
from tests.fixtures.ports import free_port
from tests.patience import PATIENCE_S

ROOT = Path(__file__).parents[3]
CLERK = "clerk-1"
SPECIMEN_NUMBER = "441900199003070018"


def wait_until(condition: Callable[[], bool], what: str) -> float:
    """Wait until condition holds and return how many seconds that took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < PATIENCE_S, f"not within {PATIENCE_S} s: {what}"
        time.sleep(0.02)  # the poll of a condition with a deadline
    return time.monotonic() - began


def run_cli(module: str, *arguments: str, stdin: str = "", ok: bool = True) -> list[dict[str, Any]]:
    """Run a command line with --json and return its lines."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments, "--json"],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert (done.returncode == 0) is ok, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def ask_platform(*arguments: str, stdin: str = "", ok: bool = True) -> list[dict[str, Any]]:
    """Run a command of the platform and return its lines."""
    ended, lines = platform_command(*arguments, stdin=stdin)
    assert (ended == 0) is ok, lines
    return lines


def ask_terminal(terminal: Path, *arguments: str, ok: bool = True) -> list[dict[str, Any]]:
    """Run a command of a terminal, by its profile's folder, and return its lines."""
    ended, lines = terminal_command(*arguments, "--profile", str(terminal))
    assert (ended == 0) is ok, lines
    return lines


@dataclass
class PlatformProcess:
    """`python -m acceptance_platform serve` on a data directory; keeps its port over restarts."""

    data: Path
    port: int = field(default_factory=free_port)
    url: str = ""
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Serve, on the port of the first time."""
        if self.process is not None:
            return
        command = [sys.executable, "-m", "acceptance_platform", "serve", "--data", str(self.data), "--json"]
        with (self.data.parent / "platform.log").open("a") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port)], cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert self.process.stdout is not None
        ready = json.loads(self.process.stdout.readline())
        self.url = ready["url"]

    def stop(self, with_signal: signal.Signals = signal.SIGTERM) -> None:
        """End it and wait for that."""
        if self.process is not None:
            self.process.send_signal(with_signal)
            self.process.wait(PATIENCE_S)
            assert self.process.stdout is not None
            self.process.stdout.close()
            self.process = None

    def token(self, kind: str = "counter") -> str:
        """Return a fresh enrolment token."""
        platform = open_platform(self.data)
        try:
            return issue_token(platform, TerminalKind(kind), "样例终端", "441900")[0]
        finally:
            platform.close()

    def prepare(self) -> None:
        """Publish the project's catalogue and add a clerk of every right."""
        ask_platform("build-catalogue", "--data", str(self.data), "tests/fixtures/catalogue_small")
        clerk = ["--id", CLERK, "--name", "样例文员", "--post", "综合窗口", "--window", "1"]
        rights = ["--rights", "accept,ask_correction,refuse,decide_on_the_spot"]
        ask_platform("create-clerk", "--data", str(self.data), *clerk, *rights, stdin="样例口令-not-real\n")

    def held(self, *numbers: str) -> list[dict[str, Any]]:
        """Return what the platform, asked afresh, verifies of these cases: one line a submission."""
        return ask_platform("verify", "--data", str(self.data), *numbers)

    def holds(self, *submissions: UUID) -> bool:
        """Tell whether the platform, asked afresh, holds all of these."""
        lines = ask_platform("list", "--data", str(self.data))
        held = {one["submission_id"] for line in lines for one in line["submissions"]}
        return held >= {str(one) for one in submissions}


@dataclass
class EnrolledTerminal:
    """A terminal of the platform with what tests do at it."""

    folder: Path
    terminal: Terminal
    agents: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def seal_intake(
        self, pages: Sequence[bytes] = (b"page one" * 999, b"page two" * 999), *, item_code: str | None = None
    ) -> tuple[SealRequest, SealResult]:
        """Seal a complete intake of a specimen person."""
        store, case_id, now = self.terminal.store, uuid4(), datetime.now(UTC)
        subject = self._subject
        item, material = subject.code, subject.materials[0].code
        code = item_code or item
        number = reserve_number(store, read_clock(store, now))
        drafts.begin(store, case_id, b"{}")
        sealed_pages = []
        for position, data in enumerate(pages, start=1):
            drafts.put_page(store, case_id, f"p{position}", data)
            sealed_pages.append(_sealed_page(position, material, data, now))
        body = IntakeBody(
            subject_code=item,
            channel=self.terminal.identity.kind.value,
            clerk_id=CLERK if self.terminal.identity.kind is TerminalKind.COUNTER else None,
            items=(SealedItem(number=f"{number.case_number}-01", item_code=code),),
            applicants=(
                SealedApplicant(
                    role="applicant",
                    name="陈样例",
                    number=SPECIMEN_NUMBER,
                    identified_by="card_read",
                    identified_at=now,
                ),
            ),
            fields=(),
            materials=tuple(
                SealedMaterial(material=line.code, given_by="scan", trust="C") for line in subject.materials
            ),
            pages=tuple(sealed_pages),
            confirmed_at=now,
        )
        request = SealRequest(
            submission_id=uuid4(),
            kind=SubmissionKind.INTAKE,
            case_id=case_id,
            number=number,
            based_on=None,
            item_codes=(code,),
            catalogue_version=self.terminal.catalogue_version,
            time=read_clock(store, now),
            body=body.model_dump_json().encode(),
            pages=tuple(SealPage(f"p{page.position}", page.sha256) for page in sealed_pages),
            new_case=CaseDetails(
                subject_code=item,
                subject_name="样例事项",
                channel="counter",
                clerk_id=CLERK,
                masked_name="陈**",
                applicant_hash=hash_applicant(store, SPECIMEN_NUMBER),
                items=(IndexedItem(f"{number.case_number}-01", item, "样例事项", "collected"),),
                materials=(IndexedMaterial(material, "样例材料", len(pages)),),
            ),
            receipt_text=lambda root: "YM1:" + root.hex(),
        )
        return request, seal_submission(store, self.terminal.sealing_keys, request)

    def seal_decision(self, case_id: UUID, act: SealedAct | None = None, *, state: str = "accepted") -> SealRequest:
        """Seal a clerk's act on the case's one item, acceptance where none is given."""
        store, now = self.terminal.store, datetime.now(UTC)
        entry = get(store, case_id)
        act = act or SealedAct(item_number=f"{entry.number}-01", act=DecisionAct.ACCEPTED)
        request = SealRequest(
            submission_id=uuid4(),
            kind=SubmissionKind.DECISION,
            case_id=case_id,
            number=reserve_for_case(store, entry.number),
            based_on=entry.latest_root,
            item_codes=tuple(item.code for item in entry.details.items),
            catalogue_version=entry.catalogue_version,
            time=read_clock(store, now),
            body=DecisionBody(clerk_id=CLERK, acts=(act,), decided_at=now).model_dump_json().encode(),
            takes_draft=False,
            updates=(ItemUpdate(f"{entry.number}-01", state),),
        )
        seal_submission(store, self.terminal.sealing_keys, request)
        return request

    def state(self, submission_id: UUID) -> OutboxState:
        return outbox.get(self.terminal.store, submission_id).state

    def delivery(self) -> str:
        """Return where every row stands, for a failed test to tell."""
        rows = outbox.all_rows(self.terminal.store)
        return "; ".join(f"{row.kind} {row.state} {row.reason_code} {row.reason_detail}" for row in rows)

    def is_delivered(self, *submission_ids: UUID) -> bool:
        return all(self.state(submission_id) is OutboxState.DELIVERED for submission_id in submission_ids)

    def limit(self, kib_per_s: int) -> None:
        """Let agents that start from now on upload no faster than so."""
        profile = self.terminal.profile
        slow = SyncSection(bandwidth=(f"00-24 {kib_per_s}",))
        save_config(profile, load_config(profile).model_copy(update={"sync": slow}))

    def start_agent(self) -> subprocess.Popen[bytes]:
        """Start a real agent; it is ended with the fixture at the latest."""
        command = [sys.executable, "-m", "shared.sync", "agent", "--profile", str(self.folder)]
        environment = os.environ | FORGETTING
        self.agents.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL))
        return self.agents[-1]

    def close(self) -> None:
        for agent in self.agents:
            if agent.poll() is None:
                os.kill(agent.pid, signal.SIGKILL)
            agent.wait(PATIENCE_S)
        self.terminal.close()

    @cached_property
    def _subject(self) -> Subject:
        """The catalogue's first item that is applied for."""
        verify = catalogue_verifier(TrustFolder.load(self.terminal.trust_dir).root)
        catalogue = open_package(self.terminal.catalogue_bytes, verify)
        item = next(item for item in catalogue.items.values() if item.kind is ItemKind.APPLIED and item.materials)
        return catalogue.subject(item.code)


@contextmanager
def agent_thread(terminal: Terminal) -> Iterator[None]:
    """Run the terminal's agent in this process for the time of the block."""
    stop = threading.Event()
    profile = terminal.profile
    with AgentLock.acquire(profile) as lock, contextlib.closing(WakeSocket(profile)) as waker:
        url = load_config(profile).platform.url
        client = PlatformClient(url, terminal.identity.terminal_id, terminal.signing_key)
        agent = compose_agent(terminal.store, OutboxWriter(terminal.store, lock), client, waker, stop)
        thread = threading.Thread(target=agent.run, daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            wake_agent(profile)
            thread.join(PATIENCE_S)
            assert not thread.is_alive()
            agent.close()


@contextmanager
def enrolled(
    platform: PlatformProcess, folder: Path, kind: str = "counter", *, url: str | None = None
) -> Iterator[EnrolledTerminal]:
    """Enrol a terminal for the time of the block, at another address of the platform where one is given."""
    enrol(folder, url or platform.url, platform.token(kind), mode=TerminalMode.DEMO)
    made = EnrolledTerminal(folder, open_terminal(folder))
    try:
        yield made
    finally:
        made.close()


def _sealed_page(position: int, material: str, data: bytes, now: datetime) -> SealedPage:
    return SealedPage(
        position=position,
        material=material,
        page=position,
        name=f"样例 {position}",
        media_type="image/jpeg",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        trust="C",
        taken_at=now,
    )
