"""The demonstration that plays itself: real apps as processes, real clicks, the platform asked afresh in the end."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from demo.errors import DemoError
from demo.evidence import check_notice, check_platform, check_receipt
from demo.players import Player, start_player
from demo.report import REPORT_FILE, Report, Step
from demo.stage import Stage
from demo.telling import Teller
from demo.work_folder import work_folder

_PLAY_S: Final = 400.0
_DELIVERY_S: Final = 90.0
_LOOK_S: Final = 0.05
_OURS: Final = (REPORT_FILE, "kiosk-*.png", "counter-*.png", "receipt-*.png", "receipt-*.bin", "notice-*.pdf")
_LOGS: Final = "logs"


@dataclass(frozen=True, slots=True)
class Part:
    """One app in the play.

    Attributes:
        terminal: kiosk or counter.
        kinds: the submissions that its case must have at the platform.
        slips: how many its printer must have cut.
    """

    terminal: str
    kinds: tuple[str, ...]
    slips: int


PARTS: Final = (Part("kiosk", ("intake",), 1), Part("counter", ("intake", "decision"), 2))


def play(out: Path, teller: Teller, *, keep: bool = False) -> int:
    """Play the whole demonstration and leave its evidence in `out`; the exit status is 0 only when all of it holds.

    Raises:
        DemoError: nothing was begun, since `out` can't be used.
    """
    try:
        _clear(out)
    except OSError as error:
        code = "out_unusable"
        raise DemoError(code, f"{out}: {error.strerror}") from error
    report = Report()
    with work_folder(keep=keep) as folder, Stage(folder) as stage:
        try:
            _play(stage, report, out, teller)
            report.complete()
        except DemoError as error:
            teller.failed(report.fail(str(error)), str(error))
        finally:
            report.write(out)
            if not report.ok:
                _save_logs(stage, out / _LOGS)
    teller.finished(report, out)
    return 0 if report.ok else 1


def _play(stage: Stage, report: Report, out: Path, teller: Teller) -> None:
    stage.set_up(lambda name: teller.told(report, name))
    report.facts["terminals"] = {name: _about(stage, name) for name in stage.terminals}
    players = _play_apps(stage, report, out, teller)
    numbers = {name: player.case_number() for name, player in players.items()}
    report.facts["numbers"] = list(numbers.values())
    with teller.told(report, "delivery"):
        for part in PARTS:
            stage.terminals[part.terminal].wait_until_delivered(len(part.kinds), _DELIVERY_S)
    with teller.told(report, "receipts"):
        report.facts["receipts"] = [
            told for part in PARTS for told in _check_slips(stage, part, numbers[part.terminal], out)
        ]
    with teller.told(report, "notice"):
        report.facts["notices"] = _check_notices(out, stage.dock.hand("counter").status().pages)
    with teller.told(report, "platform_asked"):
        expected = {numbers[part.terminal]: part.kinds for part in PARTS}
        report.facts["platform"] = check_platform(stage.platform, expected)


def _play_apps(stage: Stage, report: Report, out: Path, teller: Teller) -> dict[str, Player]:
    """Let kiosk and counter play side by side until both have ended well. Raises DemoError."""
    players = {part.terminal: start_player(stage, part.terminal, out, pictures=True) for part in PARTS}
    heard = dict.fromkeys(players, 0)
    waiting = set(players)
    end = time.monotonic() + _PLAY_S
    try:
        while waiting:
            waiting = {name for name in waiting if not players[name].has_ended()}
            heard = {name: _hear(report, players[name], heard[name], teller) for name in players}
            if time.monotonic() > end:
                code = "too_slow"
                raise DemoError(code, f"still playing: {', '.join(waiting)}")
            time.sleep(_LOOK_S)
    finally:
        for player in players.values():
            _hear(report, player, heard[player.name], teller)
            player.running.stop()
    return players


def _hear(report: Report, player: Player, heard: int, teller: Teller) -> int:
    """Take over the steps that a player wrote down since."""
    steps = player.steps()
    for played in steps[heard:]:
        teller.step(report.add(Step(f"{player.name}: {played.name}", played.ms, played.ok, played.detail)))
    return len(steps)


def _check_slips(stage: Stage, part: Part, number: str, out: Path) -> list[dict[str, object]]:
    """Copy the slips of one printer, pictures and bytes, and let each receipt prove its case. Raises DemoError."""
    slips = stage.dock.hand(part.terminal).status().slips
    if len(slips) != part.slips:
        code = "other_slips"
        raise DemoError(code, f"{part.terminal} printed {len(slips)} slips, not {part.slips}")
    told = []
    for count, slip in enumerate(slips, start=1):
        picture = out / f"receipt-{part.terminal}-{count}.png"
        shutil.copyfile(slip, picture)
        shutil.copyfile(slip.with_suffix(".bin"), picture.with_suffix(".bin"))
        proof = check_receipt(stage.launcher, picture, stage.terminals[part.terminal].profile.trust)
        if proof["case_number"] != number:
            code = "receipt_of_another_case"
            raise DemoError(code, picture.name)
        told.append(proof)
    return told


def _check_notices(out: Path, printed: Sequence[Path]) -> list[dict[str, object]]:
    """Check the notices that were saved, and that the same came out of the printer of A4 pages."""
    notices = sorted(out.glob("notice-*.pdf"))
    if not notices:
        code = "no_notice"
        raise DemoError(code, "the counter saved no PDF")
    on_paper = {page.read_bytes() for page in printed}
    if missing := [notice.name for notice in notices if notice.read_bytes() not in on_paper]:
        code = "notice_not_printed"
        raise DemoError(code, ", ".join(missing))
    return [check_notice(notice) for notice in notices]


def _about(stage: Stage, name: str) -> dict[str, object]:
    enrolled = stage.terminals[name].enrolled
    return {
        "name": enrolled.name,
        "terminal_id": str(enrolled.terminal_id),
        "enrolment_code": enrolled.enrolment_code,
        "catalogue_version": enrolled.catalogue_version,
    }


def _clear(out: Path) -> None:
    """Make the folder, and remove what an earlier demonstration left in it, so that nothing old proves anything."""
    out.mkdir(parents=True, exist_ok=True)
    for pattern in _OURS:
        for old in out.glob(pattern):
            old.unlink()
    shutil.rmtree(out / _LOGS, ignore_errors=True)


def _save_logs(stage: Stage, target: Path) -> None:
    stage.close()
    sources: Sequence[Path] = (stage.logs, *(terminal.profile.logs for terminal in stage.terminals.values()))
    target.mkdir(parents=True, exist_ok=True)
    for source in sources:
        for log in source.glob("*.log*"):
            name = log.name if source == stage.logs else f"profile-{source.parent.name}-{log.name}"
            shutil.copyfile(log, target / name)
