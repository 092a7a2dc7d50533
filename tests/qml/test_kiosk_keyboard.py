"""The on-screen keyboard: Pinyin becomes words, and what it learns lies where the session wipes it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from kiosk_app.session import wipe_keyboard
from tests.patience import PATIENCE_S


def test_pinyin_typed_by_finger_becomes_words_and_the_memory_is_wiped(tmp_path: Path) -> None:
    folder = tmp_path / "keyboard"
    done = subprocess.run(
        [sys.executable, "-m", "tests.qml.typing_probe", str(folder)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["keyboard"]
    assert told["composing"] == "nihao"
    assert told["text"] == "你好"
    assert any("pinyin" in path for path in told["learned"]), "the dictionary is not where it is wiped"
    wipe_keyboard(folder)
    assert not folder.exists()
