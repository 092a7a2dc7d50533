"""`./run demo` and `./run gallery` from the outside: what they say when they can't, and where results go."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo import gallery
from demo.__main__ import main as demo_main
from demo.dock.__main__ import main as dock_main
from demo.errors import DemoError
from demo.headless import play
from demo.telling import Teller
from devices.core.errors import SimulationForbiddenError
from devices.core.simulation import SimulationPermit


def test_without_a_display_it_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert demo_main([]) == 64
    assert "--headless" in capsys.readouterr().out


def test_results_that_can_not_be_written_are_a_named_failure(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file")
    with pytest.raises(DemoError, match="out_unusable"):
        play(taken, Teller())


def test_no_dock_starts_on_an_installed_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> SimulationPermit:
        raise SimulationForbiddenError

    monkeypatch.setattr(SimulationPermit, "for_development", refuse)
    assert dock_main(["--folder", str(tmp_path)]) == 2
    assert "已安装" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_gallery_is_drawn_by_its_face_and_its_files_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(gallery._RENDERERS, "kiosk", lambda out, language: [out / f"kiosk-home-{language}.png"])
    assert gallery.main(["kiosk", "--out", str(tmp_path), "--language", "en"]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "kiosk-home-en.png")
    monkeypatch.setitem(gallery._RENDERERS, "kiosk", lambda *_: [])
    assert gallery.main(["kiosk", "--out", str(tmp_path)]) == 1
