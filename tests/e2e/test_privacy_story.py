"""A citizen goes and nothing of them stays: not on disk, not in a log, not in the memory of what goes on running."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from acceptance_platform.database.tables import submissions
from acceptance_platform.platform import opened
from demo.players import start_player
from demo.playing.options import Ending
from demo.processes import marked
from demo.stage import Stage
from devices.id_card.specimens import SPECIMENS
from shared.contract.base import decode_bytes
from shared.contract.submissions import Manifest
from tests.prove.searching import in_files, in_memory, needles_of

CITIZEN = "liang"
"""Not 陈样例, whose name stands in the catalogue's drawn samples."""

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place for the temporary files of everything that is started."""
    with tempfile.TemporaryDirectory(prefix="ymt-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield Path(folder)


def pages_of(stage: Stage) -> dict[str, bytes]:
    """Return the pages that the platform holds, opened with its key."""
    found = {}
    with opened(stage.folder / "platform") as platform:
        with platform.database.read() as connection:
            rows = connection.execute(submissions.select()).all()
        for row in rows:
            manifest = Manifest.model_validate_json(row.manifest)
            envelope = manifest.envelope
            opener = platform.keys.sealing.opener(
                suite=envelope.suite,
                key_id=envelope.sealing_key_id,
                wrapped_key=decode_bytes(envelope.wrapped_key),
                submission=envelope.submission_id,
                terminal=envelope.terminal_id,
            )
            for part in envelope.parts[1:]:
                sealed = platform.data.part(row.submission_id, part.position).read_bytes()
                found[f"page {part.position} of {row.kind}"] = opener.open(part.position, sealed)
    return found


def is_of_kiosk(pid: int) -> bool:
    """Tell the kiosk's own processes from the dock, which plays the devices and holds the card, and the platform."""
    command = Path(f"/proc/{pid}/cmdline").read_bytes()
    return b"kiosk" in command and b"demo.dock" not in command


def of_person(*names: str) -> dict[str, str]:
    texts = {}
    for name in names:
        card = SPECIMENS[name]
        texts |= {f"{name}'s name": card.name, f"{name}'s number": card.number, f"{name}'s address": card.address or ""}
    return {key: text for key, text in texts.items() if text}


def test_nothing_of_a_citizen_outlives_their_session_at_a_kiosk(stage: Stage, temporary: Path, tmp_path: Path) -> None:
    player = start_player(stage, "kiosk", tmp_path, Ending.DELIVERED, card=CITIZEN)
    player.wait_until_ended(220)
    stage.terminals["kiosk"].wait_until_delivered(1, 30)
    pages = pages_of(stage)
    assert pages, "the platform holds pages to look for"
    needles = needles_of(of_person(CITIZEN), pages)
    profile = stage.terminals["kiosk"].profile.folder
    assert in_files([profile, temporary, stage.logs], needles) == []
    living = [pid for pid in marked(stage.folder) if is_of_kiosk(pid)]
    assert len(living) >= 3, "supervisor, next session, agent"
    found = [line for pid in living for line in in_memory(pid, needles)]
    player.running.stop()
    assert found == []


def test_nothing_readable_of_a_case_lies_on_the_counters_disk(stage: Stage, temporary: Path, tmp_path: Path) -> None:
    player = start_player(stage, "counter", tmp_path, Ending.DELIVERED)
    player.wait_until_ended(220)
    stage.terminals["counter"].wait_until_delivered(2, 30)
    player.running.stop()
    people = {what: text for what, text in of_person("chen", "ouyang").items() if not what.endswith("name")}
    needles = needles_of(people, pages_of(stage))
    assert in_files([stage.terminals["counter"].profile.folder, temporary, stage.logs], needles) == []


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    needles = needles_of({"name": "陈样例样例样例"}, {"page": bytes(range(256)) * 4})
    (tmp_path / "log").write_bytes(b"x" * 9_000_000 + "陈样例样例样例".encode("utf-16-le"))
    (tmp_path / "spool").write_bytes(bytes(range(256)) * 4)
    assert in_files([tmp_path], needles) == [f"name (utf-16-le): {tmp_path}/log", f"page: {tmp_path}/spool"]
    assert "name (utf-8): process" in " ".join(in_memory(os.getpid(), needles))
