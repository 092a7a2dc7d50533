"""The platform as a process: ready line, SIGTERM, kill -9 in the middle of a delivery, and the operator's commands."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select

from acceptance_platform.__main__ import main
from acceptance_platform.database.tables import shared_drafts
from acceptance_platform.platform import Platform, opened
from shared.catalogue.model import Catalogue
from shared.security.signing import SoftwareSigningKey
from tests.integration.platform.platform_kit import CATALOGUE_SOURCE, PASSWORD, TerminalSide
from tests.integration.sync.sync_kit import wait_until

COMMAND = (sys.executable, "-m", "acceptance_platform")
DEADLINE_S = 60


def run(data: Path, *arguments: str, text: str = "") -> tuple[int, list[dict[str, Any]]]:
    """Run a command of the operator beside the served process; it shares nothing with that but the files."""
    command, *others = arguments
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out):
        patch.setattr(sys, "stdin", io.StringIO(text))
        code = main([command, "--data", str(data), "--json", *others])
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


@contextmanager
def process(data: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with (
        (data / "serve.log").open("a") as log,
        subprocess.Popen(
            [*COMMAND, "serve", "--data", str(data), "--port", "0"], stdout=subprocess.PIPE, stderr=log, text=True
        ) as served,
    ):
        try:
            assert served.stdout is not None
            ready = json.loads(served.stdout.readline())
            assert ready["ok"] is True
            yield served, ready["url"]
        finally:
            served.kill()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "platform"


def prepare(data: Path) -> tuple[str, Catalogue]:
    """Make a platform by its commands and return an enrolment token and the catalogue."""
    code, (published,) = run(data, "build-catalogue", str(CATALOGUE_SOURCE))
    assert code == 0
    code, (clerk,) = run(
        data, "create-clerk", "--id", "c-01", "--name", "李样例", "--post", "综合", "--window", "A01",
        "--rights", "accept,refuse", text=PASSWORD + "\n",
    )  # fmt: skip
    assert (code, clerk["rights"]) == (0, ["accept", "refuse"])
    code, (token,) = run(data, "enrol-token", "--kind", "counter", "--name", "样例窗口", "--division", "441900")
    assert code == 0
    with opened(data) as platform:
        catalogue = platform.catalogues.find(published["version"])
        assert catalogue is not None
    return token["token"], catalogue


def test_a_delivery_survives_kill_9_and_is_held_once(data: Path) -> None:
    token, catalogue = prepare(data)
    side = TerminalSide(SoftwareSigningKey.generate(), token=token)
    with process(data) as (served, side.url):
        side.enrol()
        side.sign_in()
        sealed = side.seal_intake(catalogue, pages=2)
        side.upload(sealed, 0, 1)
        location = side.create_upload(sealed, 2, sealed.ciphertexts[2][:9000]).headers["Location"]
        served.kill()
    with process(data) as (served, side.url):
        assert run(data, "list") == (0, [])
        assert side.put_manifest(sealed).json()["missing"] == [2]
        assert side.head(location).headers["Upload-Offset"] == "9000"
        assert side.patch(location, 9000, sealed.ciphertexts[2][9000:]).status_code == 204
        first = side.commit(sealed).json()
        served.kill()
    with process(data) as (served, side.url):
        assert side.commit(sealed).json() == first
        decision = side.seal_decision(sealed)
        assert side.deliver(decision).state == "delivered"
        code, (case,) = run(data, "list")
        assert (code, case["ok"], case["case_number"], case["state"]) == (0, True, first["case_number"], "accepted")
        code, lines = run(data, "verify")
        assert (code, [line["ok"] for line in lines]) == (0, [True, True])
        assert lines[0]["input"] == str(sealed.id)
        assert (lines[0]["case_number"], lines[0]["parts"], lines[0]["pages"]) == (first["case_number"], 3, 2)
        served.send_signal(signal.SIGTERM)
        assert served.wait(DEADLINE_S) == 0
    side.close()

    (data / "parts" / str(sealed.id) / "1").write_bytes(b"rot")
    code, (bad, good) = run(data, "verify", first["case_number"])
    assert (code, bad["ok"], bad["error"], good["ok"]) == (2, False, "part_damaged", True)
    log = (data / "serve.log").read_text()
    for secret in (token, first["case_number"], "样例", PASSWORD):
        assert secret not in log


def test_a_draft_that_ended_leaves_nothing_behind_a_cut(data: Path) -> None:
    token, catalogue = prepare(data)
    side = TerminalSide(SoftwareSigningKey.generate(), token=token)
    with process(data) as (_, side.url):
        side.enrol()
        side.sign_in()
        sealed = side.seal_intake(catalogue)
        folder = data / "drafts" / str(sealed.manifest.envelope.case_id)
        side.deliver(sealed)
        leave_ciphertext(folder)  # as if the commit had been cut before it removed the shared draft
        assert side.commit(sealed).json()["state"] == "delivered"
        assert not folder.exists(), "a repeated commit goes to the end"
        leave_ciphertext(folder)
    with process(data):
        assert not folder.exists()
    side.close()


def test_a_draft_that_has_run_out_goes_though_no_terminal_asks_for_any(data: Path) -> None:
    token, _catalogue = prepare(data)
    side, then = TerminalSide(SoftwareSigningKey.generate(), token=token), datetime(2026, 1, 1, tzinfo=UTC)
    with process(data) as (_, side.url):
        side.enrol()
    side.close()
    draft = {"case_id": uuid4(), "owner": side.me.terminal_id, "state": "shared", "revision": 1, "begun": False}
    with opened(data) as platform:
        with platform.database.write() as connection:
            connection.execute(insert(shared_drafts).values(**draft, shared_at=then, expires_at=then))
        with process(data):
            wait_until(lambda: state_of(platform, draft["case_id"]) == "expired", "the draft's end")


def state_of(platform: Platform, case_id: UUID) -> str:
    with platform.database.read() as connection:
        query = select(shared_drafts.c.state).where(shared_drafts.c.case_id == case_id)
        return str(connection.execute(query).scalar_one())


def leave_ciphertext(folder: Path) -> None:
    folder.mkdir()
    (folder / ("a" * 64)).write_bytes(b"ciphertext")


def test_one_server_for_a_data_directory(data: Path) -> None:
    assert run(data, "migrate")[0] == 0
    with process(data):
        second = subprocess.run(
            [*COMMAND, "serve", "--data", str(data)], capture_output=True, text=True, timeout=DEADLINE_S, check=False
        )
        line = json.loads(second.stdout)
        assert (second.returncode, line["ok"], line["error"]) == (2, False, "data_dir_busy")


def test_wrong_usage_exits_with_64(data: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "enrol-token", "--data", str(data), "--kind", "fridge"],
        capture_output=True, text=True, timeout=DEADLINE_S, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (64, "")
    assert "fridge" in done.stderr
    assert not data.exists()


@pytest.mark.parametrize(
    "command",
    [
        ["list"],
        ["verify"],
        ["rotate-sealing-key"],
        ["publish-catalogue", "x.zip"],
        ["enrol-token", "--kind", "counter", "--name", "样例窗口", "--division", "441900"],
        ["key-restore", "--from", "x.ymk", "--drill"],
    ],
)
def test_no_command_begins_a_platform_where_none_is(data: Path, command: list[str]) -> None:
    code, (line,) = run(data, *command)
    assert (code, line["ok"], line["error"]) == (2, False, "data_dir_missing")
    assert not data.exists()
