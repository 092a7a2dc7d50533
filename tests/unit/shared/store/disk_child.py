"""What a terminal does on a small disk that fills up or can't be written: `python -m … DISK`.

Runs in a mount namespace of its own, where DISK is a tmpfs; prints one JSON object, of each scenario.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from shared.store import audit, cases, drafts, outbox
from shared.store.agent_lock import AgentLock
from shared.store.audit import AuditEvent
from shared.store.errors import StoreError
from shared.store.keys import FileKeySource
from shared.store.outbox import OutboxState
from shared.store.outbox_writer import OutboxWriter
from shared.store.rebuilding import rebuild_store
from shared.store.seal_request import SealStep
from shared.store.sealing import SealRequest, seal_submission
from shared.store.store import open_store
from shared.store.sweeping import sweep_orphans
from shared.sync.service import tidy_up
from tests.fixtures.disks import filled
from tests.unit.shared.store.specimen_terminal import SpecimenTerminal, intake, make_terminal
from tests.unit.shared.store.turning_disk import TurningDisk

FREE = (0, 4_096, 16_384, 40_960, 57_344, 73_728, 90_112, 131_072, 262_144)
PAGES = 4


def full(disk: Path) -> dict[str, Any]:
    """Seal with ever more room left; each time the case is sealed whole or is a whole draft."""
    terminal = make_terminal(disk / "profile")
    seal_submission(terminal.store, terminal.keys, intake(terminal))
    ends, wrong = [], []
    for free in FREE:
        request = intake(terminal, pages=PAGES)
        terminal.store.checkpoint()
        with filled(disk, free):
            ends.append(_try(lambda request=request: seal_submission(terminal.store, terminal.keys, request)))  # type: ignore[misc]
        wrong += _not_whole(terminal, request, sealed=ends[-1] == "sealed")
        if ends[-1] != "sealed":
            # The number was burnt before; with room again the same draft is sealed.
            seal_submission(terminal.store, terminal.keys, replace(request, submission_id=uuid4()))
    record = terminal.profile.record_file(outbox.all_rows(terminal.store)[0].submission_id)
    record.unlink()
    with filled(disk, 0):
        tidy_up(terminal.store)  # the agent starts all the same
    tidy_up(terminal.store)
    wrong += [] if record.exists() else ["a missing record was not written when there was room"]
    terminal.store.close()
    key = FileKeySource(terminal.profile).store_key()
    store_file = terminal.profile.store_file
    store_file.write_bytes(store_file.read_bytes()[:-4096])
    damaged = store_file.read_bytes()
    with filled(disk, 8_192):
        ends.append(_try(lambda: outbox.all_rows(open_store(terminal.profile, key))))
        ends.append(_try(lambda: rebuild_store(terminal.profile, key)))
    wrong += [] if store_file.read_bytes() == damaged else ["a rebuilding without room changed the store"]
    rebuild_store(terminal.profile, key)
    with open_store(terminal.profile, key) as store:
        waiting = len(outbox.all_rows(store))
    return {"ends": ends, "wrong": wrong, "waiting": waiting, "tried": len(FREE) + 1}


def read_only(disk: Path) -> dict[str, Any]:
    """Open, keep and seal on a disk that turned read-only; it is as it was when it can be written again."""
    terminal = make_terminal(disk / "profile")
    request = intake(terminal)
    terminal.store.close()
    key = FileKeySource(terminal.profile).store_key()
    _mount("remount,ro", disk)
    ends = [
        _try(lambda: open_store(terminal.profile, key)),
        _try(lambda: rebuild_store(terminal.profile, key)),
        _try(lambda: AgentLock.acquire(terminal.profile)),
    ]
    _mount("remount,rw", disk)
    with open_store(terminal.profile, key) as store:
        sweep_orphans(store)
        again = replace(terminal, store=store)
        wrong = _not_whole(again, request, sealed=False)
        seal_submission(store, again.keys, request)
        wrong += _not_whole(again, request, sealed=True)
    return {"ends": ends, "wrong": wrong}


def turning(disk: Path) -> dict[str, Any]:
    """Keep, seal and deliver while the disk turns read-only under the open store, at each step of sealing too."""
    terminal, turn = make_terminal(disk / "profile"), TurningDisk(disk)
    store, kept, request = terminal.store, intake(terminal), intake(terminal)
    sealed = seal_submission(store, terminal.keys, kept).submission_id
    content = drafts.load(store, request.case_id)
    with AgentLock.acquire(terminal.profile) as lock:
        writer = OutboxWriter(store, lock)
        turn.turn_read_only()
        ends = [
            _try(lambda: drafts.save(store, request.case_id, b"{}")),
            _try(lambda: drafts.put_page(store, request.case_id, "p9", b"a page")),
            _try(lambda: drafts.discard(store, request.case_id)),
            _try(lambda: seal_submission(store, terminal.keys, request)),
            _try(lambda: outbox.ask_retry(store, sealed)),
            _try(lambda: writer.sending(sealed)),
            _try(lambda: audit.append(store, AuditEvent.DRAFTS_LISTED, None, {})),
        ]
        wrong = [] if drafts.load(store, request.case_id) == content else ["a refused act changed the draft"]
        wrong += [] if outbox.get(store, sealed).state is OutboxState.WAITING else ["a refused act changed the outbox"]
        turn.turn_back()
        writer.sending(sealed)
    steps, wrong = {}, wrong + _not_whole(terminal, request, sealed=False)
    for step in SealStep:
        at_step = _once(step, turn.turn_read_only)
        steps[step.value] = _try(lambda: seal_submission(store, terminal.keys, request, at_step=at_step))  # noqa: B023
        turn.turn_back()
        is_sealed = steps[step.value] == "sealed"
        wrong += [f"{step.value}: {fault}" for fault in _not_whole(terminal, request, sealed=is_sealed)]
        if not is_sealed:
            request = replace(request, submission_id=uuid4())
            seal_submission(store, terminal.keys, request)
            wrong += [f"{step.value}, again: {fault}" for fault in _not_whole(terminal, request, sealed=True)]
        request = intake(terminal)
    store.close()
    with open_store(terminal.profile, FileKeySource(terminal.profile).store_key()) as again:
        wrong += [*again.damage(), *(["the audit chain broke"] if not audit.verify(again).ok else [])]
        return {"ends": ends, "steps": steps, "wrong": wrong, "waiting": len(outbox.all_rows(again))}


def _once(step: SealStep, act: Callable[[], None]) -> Callable[[SealStep], None]:
    left = [act]

    def at_step(now: SealStep) -> None:
        if now is step and left:
            left.pop()()

    return at_step


def _try(act: Any) -> str:
    try:
        act()
    except StoreError as error:
        return error.code
    return "sealed"


def _not_whole(terminal: SpecimenTerminal, request: SealRequest, *, sealed: bool) -> list[str]:
    store, profile = terminal.store, terminal.profile
    sweep_orphans(store)
    known = request.submission_id in {row.submission_id for row in outbox.all_rows(store)}
    drafted = request.case_id in {draft.case_id for draft in drafts.summaries(store)}
    wrong = [] if (known, drafted) == (sealed, not sealed) else [f"sealed {known}, draft {drafted}"]
    if sealed:
        cases.get(store, request.case_id)
        parts = outbox.manifest(store, request.submission_id).envelope.parts
        sizes = [profile.part_file(request.submission_id, part.position).stat().st_size for part in parts]
        wrong += [] if sizes == [part.size for part in parts] else ["a part is not whole"]
    else:
        for page in request.pages:
            drafts.get_page(store, request.case_id, page.page_id)
        wrong += ["parts of no submission"] if profile.parts_folder(request.submission_id).exists() else []
    return wrong


def _mount(options: str, disk: Path) -> None:
    subprocess.run(["mount", "-o", options, str(disk)], check=True, timeout=60)


def _emptied(disk: Path) -> Path:
    for left in disk.iterdir():
        shutil.rmtree(left)
    return disk


if __name__ == "__main__":
    scenarios = {"full": full, "read_only": read_only, "turning": turning}
    json.dump({name: play(_emptied(Path(sys.argv[1]))) for name, play in scenarios.items()}, sys.stdout)
