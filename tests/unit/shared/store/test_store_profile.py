"""terminal.toml: what is wrong is said with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contract.terminals import TerminalKind
from shared.store.errors import ConfigError
from shared.store.profile import (
    DevicesSection,
    PlatformSection,
    Profile,
    TerminalConfig,
    TerminalMode,
    TerminalSection,
    load_config,
    profile_of,
    save_config,
)

GOOD = """
[terminal]
mode = "demo"
kind = "kiosk"
[platform]
url = "http://127.0.0.1:8080"
[devices]
id_card = "serial:/dev/ttyS0"
"""


def _written(tmp_path: Path, text: str) -> Profile:
    profile = Profile(tmp_path)
    profile.config_file.write_text(text, encoding="utf-8")
    return profile


def test_reads_a_good_one(tmp_path: Path) -> None:
    config = load_config(_written(tmp_path, GOOD))
    assert (config.terminal.mode, config.terminal.kind) == (TerminalMode.DEMO, TerminalKind.KIOSK)
    assert (config.devices.id_card, config.devices.scanner) == ("serial:/dev/ttyS0", None)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (GOOD.replace('"kiosk"', '"toaster"'), "terminal.kind"),
        (GOOD.replace("id_card", "id_crad"), "devices.id_crad"),
        (GOOD.replace("http:", "gopher:"), "platform.url"),
        (GOOD.replace("[platform]", "[plattform]"), "platform"),
        ("mode = ", ""),
        ("\ufeff\x00", ""),
    ],
)
def test_says_what_is_wrong_and_where(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(_written(tmp_path, text))
    assert (caught.value.key, caught.value.file) == (key, str(tmp_path / "terminal.toml"))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="missing"):
        load_config(Profile(tmp_path))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_what_is_saved_is_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    profile = Profile(tmp_path_factory.mktemp("profile"))
    config = TerminalConfig(
        terminal=TerminalSection(mode=TerminalMode.DEMO, kind=TerminalKind.COUNTER),
        platform=PlatformSection(url="https://platform.example"),
        devices=DevicesSection(scanner="folder:" + text),
    )
    save_config(profile, config)
    assert load_config(profile) == config


def test_the_profile_comes_from_the_argument_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConfigError):
        profile_of(None)
    monkeypatch.setenv("YIMEN_PROFILE", str(tmp_path / "a"))
    assert profile_of(None).folder == (tmp_path / "a").resolve()
    assert profile_of(tmp_path / "b").folder == (tmp_path / "b").resolve()


def test_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "p")
    profile.prepare()
    modes = {path.stat().st_mode & 0o777 for path in [profile.folder, *profile.folder.iterdir()]}
    assert modes == {0o700}
