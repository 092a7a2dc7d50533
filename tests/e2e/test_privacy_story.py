"""A citizen goes and nothing of them stays: not on disk, not in a log, not in the memory of what goes on running."""

from __future__ import annotations

import base64
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import cv2
import numpy as np
import pytest

from acceptance_platform.database.tables import submissions
from acceptance_platform.platform import opened
from demo.players import start_player
from demo.processes import marked
from demo.report import Report, ScoreSheet
from demo.specimen_pages import DPI, draw_page
from demo.stage import Stage
from demo.work_folder import work_folder
from devices.id_card.specimens import SPECIMENS
from devices.imaging.encode import encode_page
from devices.receipt_printer.uri import open_printer
from shared.contract.base import decode_bytes
from shared.contract.submissions import Manifest
from shared.domain.items import Channel
from shared.handoff.code import typed_code
from shared.handoff.desk import HandoffDesk
from shared.handoff.port import Holder, SlipDigits
from shared.intake.catalogues import CatalogueShelf
from shared.intake.desk import IntakeDesk
from shared.intake.documents import Documents
from shared.intake.draft import Draft
from shared.intake.print_desk import PrintDesk
from shared.store import cases, drafts, handoffs, outbox
from shared.store.handoffs import Handoff
from shared.store.profile import PlatformSection, load_config, save_config
from shared.store.terminal import Terminal, open_terminal
from tests.prove.proxy import ChaosProxy, FaultPlan
from tests.prove.searching import PICTURE_STARTS, in_files, in_memory, needles_of

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]
MATTER, MATERIAL = "7.1", "household_register"
PATIENCE_S = 200.0
VISITS_S = 400.0
LOOK_S = 0.05


@dataclass(frozen=True)
class Hall:
    """A stage whose processes have a place of their own for temporary files."""

    stage: Stage
    temporary: Path
    out: Path

    def folders_of(self, terminal: str) -> list[Path]:
        """Return every place on the disk where something of a session at a terminal could lie."""
        return [self.stage.terminals[terminal].profile.folder, self.temporary, self.stage.logs]

    def open(self, terminal: str) -> Terminal:
        """Open a terminal beside its apps."""
        return open_terminal(self.stage.terminals[terminal].profile.folder)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with (
        tempfile.TemporaryDirectory(prefix="ymt-") as temporary,
        pytest.MonkeyPatch.context() as patch,
        work_folder() as folder,
        Stage(folder) as stage,
    ):
        for name, value in (("TMPDIR", temporary), ("QT_QPA_PLATFORM", "offscreen"), ("QT_QUICK_BACKEND", "software")):
            patch.setenv(name, value)
        stage.set_up(Report().step)
        profile = stage.terminals["kiosk"].profile
        config = load_config(profile)
        pages = load_config(stage.terminals["counter"].profile).devices.page_printer
        devices = config.devices.model_copy(update={"page_printer": pages})
        save_config(profile, config.model_copy(update={"devices": devices}))
        yield Hall(stage, Path(temporary), tmp_path_factory.mktemp("out"))


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
                found[f"page {part.position} of {row.submission_id}"] = opener.open(part.position, sealed)
    return found


def drafted_pages(terminal: Terminal) -> dict[str, bytes]:
    """Return the pages of the drafts that are kept at a terminal."""
    found = {}
    for summary in drafts.summaries(terminal.store):
        draft = Draft.model_validate_json(drafts.load(terminal.store, summary.case_id))
        for page in draft.pages():
            image = drafts.get_page(terminal.store, draft.case_id, page.page_id.hex)
            found[f"page of {draft.applicants[0].name}'s draft"] = image
    return found


def of_person(*names: str) -> dict[str, str]:
    texts = {}
    for name in names:
        card = SPECIMENS[name]
        texts |= {f"{name}'s name": card.name, f"{name}'s number": card.number, f"{name}'s address": card.address or ""}
    return {key: text for key, text in texts.items() if text}


def begin_at_counter(terminal: Terminal, card: str) -> Draft:
    desk = IntakeDesk(terminal, CatalogueShelf(terminal))
    draft = desk.begin(MATTER, Channel.COUNTER.value)
    draft = desk.identify(draft, desk.subject(draft).roles[0].code, SPECIMENS[card])
    return desk.attach_page(draft, MATERIAL, encode_page(np.asarray(draw_page(MATERIAL)), DPI))


def keep_at_counter(terminal: Terminal, card: str) -> str:
    """Keep somebody's draft at the counter and return the digits of its slip."""
    return typed_code(HandoffDesk(terminal).share(begin_at_counter(terminal, card).case_id).code.key)


def wait_until_brought(terminal: Terminal) -> None:
    """Wait until the platform has every draft that is kept there: whoever brings one has it in the clear meanwhile."""
    wait_until(
        lambda: all(is_brought(terminal, row) for row in handoffs.all_of(terminal.store)), "every draft is brought"
    )


def is_brought(terminal: Terminal, row: Handoff) -> bool:
    return row.standing not in handoffs.OPEN or row.shared_digest == drafts.state_digest(terminal.store, row.case_id)


@contextmanager
def after_visits(hall: Hall, visits: tuple[str, ...]) -> Iterator[ScoreSheet]:
    """Let citizens come to the kiosk one after another; give what they saw once the session after the last is ready."""
    stage = hall.stage
    score_file = hall.out / "visits.score"
    sheet = ScoreSheet(score_file)
    told = ["--profile", str(stage.terminals["kiosk"].profile.folder), "--dock", str(stage.dock.folder)]
    arguments = ["-m", "tests.e2e.kiosk_visits", "--supervise", *told, "--score", str(score_file), *visits]
    running = stage.launcher.start("kiosk", arguments)
    try:
        end = time.monotonic() + VISITS_S
        while "ready" not in (score := sheet.read()).facts:
            assert [f"{step.name}: {step.detail}" for step in score.steps if not step.ok] == []
            assert running.is_alive
            assert time.monotonic() < end, sorted(score.facts)
            time.sleep(LOOK_S)
        yield sheet
    finally:
        running.stop()


def is_agent_of(pid: int, terminal: str) -> bool:
    command = Path(f"/proc/{pid}/cmdline").read_bytes()
    return b"shared.sync\0agent" in command and terminal.encode() in command


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, f"not within {PATIENCE_S:.0f} s: {what}"
        time.sleep(LOOK_S)


def is_of_kiosk(pid: int) -> bool:
    """Tell the kiosk's own processes from the dock, which plays the devices and holds the card, and the platform."""
    command = Path(f"/proc/{pid}/cmdline").read_bytes()
    return b"kiosk" in command and b"demo.dock" not in command


def test_nothing_of_a_citizen_outlives_their_session_at_a_kiosk(hall: Hall) -> None:
    with hall.open("counter") as counter:
        digits = keep_at_counter(counter, "long-name")
        pages = drafted_pages(counter)
    visits = ("deliver/liang", "keep/li", f"resume/long-name/{digits}", "leave-idle/foreign-2017", "print/foreign-2023")
    with after_visits(hall, (*visits, "crash/zhang")) as sheet:
        facts = sheet.read().facts
        assert [visit for visit in visits if f"{visit}:ended" not in facts] == []
        hall.stage.terminals["kiosk"].wait_until_delivered(1, PATIENCE_S)
        with hall.open("kiosk") as kiosk:
            pages |= drafted_pages(kiosk) | pages_of(hall.stage)
            wait_until_brought(kiosk)
        assert len(pages) == 4
        people = of_person("liang", "li", "long-name", "foreign-2017", "foreign-2023", "zhang")
        needles = needles_of(people, pages)
        living = [pid for pid in marked(hall.stage.folder) if is_of_kiosk(pid)]
        assert len(living) >= 3, "supervisor, next session, agent"
        found = [line for pid in living for line in in_memory(pid, needles)]
    assert in_files(hall.folders_of("kiosk"), needles | PICTURE_STARTS) == []
    assert found == []


def test_nothing_readable_of_a_case_lies_on_the_counters_disk(hall: Hall) -> None:
    player = start_player(hall.stage, "counter", hall.out)
    player.wait_until_ended(PATIENCE_S)
    hall.stage.terminals["counter"].wait_until_delivered(2, PATIENCE_S)
    player.running.stop()
    pages = pages_of(hall.stage)
    with hall.open("counter") as counter:
        digits = ScoreSheet(hall.out / "visits.score").read().facts["keep/li:digits"]
        (found,) = HandoffDesk(counter).drafts_of(Holder(SPECIMENS["li"].number), SlipDigits(digits))
        HandoffDesk(counter).take_found(found.case_id, Holder(SPECIMENS["li"].number), SlipDigits(digits))
        pages |= drafted_pages(counter)
        reprint(counter)
    assert len(pages) > 7
    # 陈样例 is in the catalogue's drawn samples.
    people = {what: text for what, text in of_person("chen", "ouyang", "li").items() if what != "chen's name"}
    assert in_files(hall.folders_of("counter"), needles_of(people, pages) | PICTURE_STARTS) == []


@pytest.fixture
def spoilt_line(hall: Hall) -> Iterator[ChaosProxy]:
    """The counter's agent behind a line that spoils each part of a draft on its way."""
    terminal = hall.stage.terminals["counter"]
    config = load_config(terminal.profile)
    with ChaosProxy().running() as proxy:
        proxy.upstream = hall.stage.platform.port
        proxy.plan = FaultPlan(seed=3, share=1.0, only=b"/parts/")
        hall.stage.agents["counter"].stop()
        line = PlatformSection(url=f"http://127.0.0.1:{proxy.port}")
        save_config(terminal.profile, config.model_copy(update={"platform": line}))
        hall.stage.restart_agent("counter")
        yield proxy
        hall.stage.agents["counter"].stop()
        save_config(terminal.profile, config)
        hall.stage.restart_agent("counter")


def test_an_agent_holds_nothing_of_a_draft_that_it_could_not_bring(hall: Hall, spoilt_line: ChaosProxy) -> None:
    plan = spoilt_line.plan
    assert plan is not None
    (agent,) = (pid for pid in marked(hall.stage.folder) if is_agent_of(pid, "counter"))
    with hall.open("counter") as counter:
        case_id = begin_at_counter(counter, "ouyang").case_id
        needles = needles_of(of_person("ouyang"), drafted_pages(counter))
        HandoffDesk(counter).offer_by_id(case_id, share=False)
        for tries in (2, 4):
            wait_until(lambda least=tries: plan.count >= least, f"{tries} tries")
            # It tries again every few seconds, and holds the draft while it does.
            wait_until(lambda: in_memory(agent, needles) == [], "the agent holds nothing")
        spoilt_line.plan = None
        wait_until_brought(counter)
        assert in_memory(agent, needles) == []


def reprint(terminal: Terminal) -> None:
    """Print the receipt of the terminal's only case again."""
    (number,) = {row.case_number for row in outbox.all_rows(terminal.store)}
    case = cases.find(terminal.store, number)
    assert case is not None
    printer = open_printer(str(terminal.config.devices.receipt_printer))
    try:
        desk = PrintDesk(terminal.store, printer, Documents(terminal, CatalogueShelf(terminal).current))
        assert desk.reprint_receipt(case).is_reprint
    finally:
        printer.close()


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    needles = needles_of({"name": "陈样例样例样例"}, {"page": bytes(range(256)) * 4})
    (tmp_path / "log").write_bytes(b"x" * 9_000_000 + "陈样例样例样例".encode("utf-16-le"))
    (tmp_path / "spool").write_bytes(bytes(range(256)) * 4)
    assert in_files([tmp_path], needles) == [f"name (utf-16-le): {tmp_path}/log", f"page: {tmp_path}/spool"]
    assert "name (utf-8): process" in " ".join(in_memory(os.getpid(), needles))


@pytest.mark.parametrize("before", ["", "x", "xy"])
def test_the_search_finds_it_in_every_wrapping(tmp_path: Path, before: str) -> None:
    text, page = "陈样例", encode_page(np.asarray(draw_page(MATERIAL)), DPI).jpeg
    needles = needles_of({"name": text}, {"page": page})
    pixels = cv2.imdecode(np.frombuffer(page, np.uint8), cv2.IMREAD_COLOR)
    wrapped = {
        "base64": base64.b64encode(f"{before}{text}。".encode()),
        "hex": f"{before}{text}".encode().hex().encode(),
        "JSON": json.dumps({"name": before + text}).encode(),
        "percent": quote(before + text).encode(),
        "page (base64": base64.b64encode(before.encode() + page),
        "BGR pixels": pixels.tobytes(),
        "RGBA pixels": cv2.cvtColor(pixels, cv2.COLOR_BGR2RGBA).tobytes(),
        "page (PNG": cv2.imencode(".png", pixels)[1].tobytes(),
    }
    for form, data in wrapped.items():
        (tmp_path / "file").write_bytes(before.encode() + data)
        assert form in " ".join(in_files([tmp_path], needles)), form
