"""Who handles people's papers or keys leaves no image of its memory on the disk when it crashes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tomllib
from importlib import util
from pathlib import Path

import pytest

_SCRIPTS = tomllib.loads(Path("pyproject.toml").read_text())["project"]["scripts"]
_OF_PEOPLE = sorted({target.partition(":")[0] for name, target in _SCRIPTS.items() if name != "yimen-devices"})


@pytest.mark.parametrize("module", [*_OF_PEOPLE, "kiosk_app.session"])
def test_every_program_begins_with_it(module: str) -> None:
    found = util.find_spec(module)
    assert found is not None
    assert found.origin is not None
    main = Path(found.origin).read_text().partition("\ndef main(")[2].partition("\ndef ")[0]
    assert "    leave_no_dump()\n" in main


def test_a_program_that_crashes_leaves_nothing(tmp_path: Path) -> None:
    code = "import os; from shared.security.forgetting import leave_no_dump; leave_no_dump(); os.abort()"
    script = f"ulimit -c unlimited 2>/dev/null; cd {tmp_path} && exec {sys.executable} -c '{code}'"
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(["sh", "-c", script], env=environment, timeout=60, check=False)
    assert done.returncode == -signal.SIGABRT
    assert list(tmp_path.iterdir()) == []
