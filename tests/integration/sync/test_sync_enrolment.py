"""Enrolment at a real platform: pinned to its root, repeatable, never over another terminal's profile."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.contract.problems import ProblemCode
from shared.contract.terminals import TerminalKind
from shared.security.trust_folder import TrustFolder
from shared.store import settings
from shared.store.agent_lock import AgentLock
from shared.store.errors import AgentRunningError, KeyMissingError
from shared.store.keys import FileKeySource
from shared.store.profile import DevicesSection, Profile, TerminalMode, load_config, save_config
from shared.store.store import open_store
from shared.store.terminal import open_terminal
from shared.sync.client import PlatformClient
from shared.sync.enrol import enrol
from shared.sync.errors import EnrolmentError, InsecureUrlError, OfflineError, RefusedError, SignInRefusedError
from tests.integration.sync.sync_kit import EnrolledTerminal, PlatformProcess, ask_platform, ask_terminal, run_cli


def test_makes_a_terminal(platform: PlatformProcess, tmp_path: Path) -> None:
    done = enrol(tmp_path / "kiosk", platform.url, platform.token("kiosk"), mode=TerminalMode.DEMO)
    with open_terminal(tmp_path / "kiosk") as terminal:
        assert terminal.identity.terminal_id == done.terminal_id
        assert (terminal.identity.kind, done.kind) == (TerminalKind.KIOSK, TerminalKind.KIOSK)
        assert terminal.catalogue_version == done.catalogue_version
        assert len(terminal.sealing_key.raw) == 32
        assert terminal.is_demo
        assert settings.clerk_directory(terminal.store) is None, "clerks are for counters"
        trust = TrustFolder.load(terminal.trust_dir)
        assert set(trust.terminals) == {terminal.signing_key.verifying_key.key_id}


def test_a_counter_gets_its_clerks(terminal: EnrolledTerminal) -> None:
    directory = settings.clerk_directory(terminal.terminal.store)
    assert directory is not None
    assert [clerk.clerk_id for clerk in directory.clerks] == ["clerk-1"]


def test_may_be_repeated_and_keeps_the_devices(platform: PlatformProcess, tmp_path: Path) -> None:
    token, profile = platform.token(), Profile(tmp_path / "profile")
    first = enrol(profile.folder, platform.url, token, mode=TerminalMode.DEMO)
    config = load_config(profile)
    devices = DevicesSection(id_card="serial:/dev/ttyS9")
    save_config(profile, config.model_copy(update={"devices": devices}))
    assert enrol(profile.folder, platform.url, token, mode=TerminalMode.DEMO) == first
    assert load_config(profile).devices == devices


def test_finishes_what_was_cut_after_the_platform_had_answered(platform: PlatformProcess, tmp_path: Path) -> None:
    token, profile = platform.token(), Profile(tmp_path / "profile")
    first = enrol(profile.folder, platform.url, token, mode=TerminalMode.DEMO)
    for path in [profile.store_file, profile.key_check_file, profile.config_file, *profile.trust.iterdir()]:
        path.unlink()
    assert enrol(profile.folder, platform.url, token, mode=TerminalMode.DEMO) == first
    with open_terminal(profile.folder) as terminal:
        assert terminal.identity.terminal_id == first.terminal_id


def test_another_platform_in_its_place_is_refused(platform: PlatformProcess, tmp_path: Path) -> None:
    token = platform.token()
    forged = token[:-64] + "0" * 64
    with pytest.raises(RefusedError) as refused:
        enrol(tmp_path / "profile", platform.url, forged, mode=TerminalMode.DEMO)
    assert refused.value.problem is ProblemCode.TOKEN_INVALID
    assert not Profile(tmp_path / "profile").store_file.exists()


def test_a_used_token_is_refused(platform: PlatformProcess, tmp_path: Path) -> None:
    token = platform.token()
    enrol(tmp_path / "one", platform.url, token, mode=TerminalMode.DEMO)
    with pytest.raises(RefusedError) as refused:
        enrol(tmp_path / "two", platform.url, token, mode=TerminalMode.DEMO)
    assert refused.value.problem is ProblemCode.TOKEN_USED


def test_an_enrolled_profile_is_not_enrolled_over(platform: PlatformProcess, tmp_path: Path) -> None:
    done = enrol(tmp_path / "profile", platform.url, platform.token(), mode=TerminalMode.DEMO)
    with pytest.raises(EnrolmentError, match="already_enrolled"):
        enrol(tmp_path / "profile", platform.url, platform.token(), mode=TerminalMode.DEMO)
    with open_terminal(tmp_path / "profile") as terminal:
        assert terminal.identity.terminal_id == done.terminal_id


def test_a_terminal_that_the_platform_forgot_does_not_become_another(platform: PlatformProcess, tmp_path: Path) -> None:
    folder, backup = tmp_path / "profile", tmp_path / "backup"
    ask_platform("backup", "--data", str(platform.data), "--to", str(backup))
    enrol(folder, platform.url, platform.token(), mode=TerminalMode.DEMO)
    platform.stop()
    lost = platform.data.rename(tmp_path / "lost")
    ask_platform("restore", "--data", str(platform.data), "--from", str(backup), "--keys", str(lost / "keys"))
    platform.start()
    with pytest.raises(EnrolmentError, match="terminal_forgotten"):
        enrol(folder, platform.url, platform.token(), mode=TerminalMode.DEMO, again=True)


def test_a_disk_that_refuses_the_profile_is_named(platform: PlatformProcess, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    token = ["--token", platform.token(), "--platform", platform.url]
    (line,) = ask_terminal(tmp_path / "file" / "profile", "enrol", *token, ok=False)
    assert line["error"] == "store_file_error"


def test_a_lost_key_is_never_replaced(platform: PlatformProcess, tmp_path: Path) -> None:
    token, profile = platform.token(), Profile(tmp_path / "profile")
    enrol(profile.folder, platform.url, token, mode=TerminalMode.DEMO)
    (profile.keys / "store.key").unlink()
    with pytest.raises(KeyMissingError):
        enrol(profile.folder, platform.url, token, mode=TerminalMode.DEMO)
    with pytest.raises(KeyMissingError):
        open_terminal(profile.folder)


def test_not_under_a_running_agent(platform: PlatformProcess, tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    profile.prepare()
    with AgentLock.acquire(profile), pytest.raises(AgentRunningError):
        enrol(profile.folder, platform.url, platform.token(), mode=TerminalMode.DEMO)


@pytest.mark.parametrize("token", ["", "YM-", "YM-ABC.00", "YM-" + "a" * 26 + "." + "0" * 64, "x" * 5000])
def test_a_malformed_token_is_said_before_anything_is_made(tmp_path: Path, token: str) -> None:
    with pytest.raises(EnrolmentError, match="token_malformed"):
        enrol(tmp_path / "profile", "http://127.0.0.1:1", token, mode=TerminalMode.DEMO)
    assert not (tmp_path / "profile").exists()


def test_nobody_there_and_open_lines(tmp_path: Path) -> None:
    token = "YM-" + "A" * 26 + "." + "0" * 64
    with pytest.raises(OfflineError):
        enrol(tmp_path / "profile", "http://127.0.0.1:1", token, mode=TerminalMode.DEMO)
    with pytest.raises(InsecureUrlError):
        enrol(tmp_path / "profile", "http://platform.example", token, mode=TerminalMode.DEMO)


def test_another_key_does_not_sign_in(platform: PlatformProcess, terminal: EnrolledTerminal, tmp_path: Path) -> None:
    profile = Profile(tmp_path / "other")
    profile.prepare()
    keys = FileKeySource(profile)
    keys.create_missing()
    client = PlatformClient(platform.url, terminal.terminal.identity.terminal_id, keys.signing_key())
    with pytest.raises(SignInRefusedError):
        client.sign_in()
    client.close()


def test_the_command_line_enrols(platform: PlatformProcess, tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    arguments = ["enrol", "--profile", str(folder), "--platform", platform.url, "--token", "-", "--mode", "demo"]
    (line,) = run_cli("shared.sync", *arguments, stdin=platform.token() + "\n")
    assert (line["ok"], line["kind"], line["division"]) == (True, "counter", "441900")
    source = FileKeySource(Profile(folder))
    with open_store(Profile(folder), source.store_key()) as store:
        assert str(settings.enrolment(store).terminal_id) == line["terminal_id"]
    (line,) = run_cli("shared.sync", *arguments, stdin="nonsense\n", ok=False)
    assert line["error"] == "token_malformed"
