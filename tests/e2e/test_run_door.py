"""./run on machines that lack things: says what is missing, installs once, also when started twice at once."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.patience import PATIENCE_S

ROOT = Path(__file__).parents[2]
FAKE_PYTHON = """#!/bin/sh
echo "$@" >> "{log}"
case "$*" in
    *"-m venv"*) mkdir -p "{venv}/bin" && cp "$0" "{venv}/bin/python" ;;
    *"-m pip"*) exit {pip_exit} ;;
esac
exit 0
"""


class Machine:
    """A folder with ./run and a PATH on which some commands are stand-ins."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "checkout"
        self.commands = folder / "commands"
        self.log = folder / "python.log"
        self.tools = "/usr/bin:/bin"
        for path in (self.folder / "installer", self.commands):
            path.mkdir(parents=True)
        for name in ("run", "requirements.lock", "pyproject.toml", "installer/debian-packages.txt"):
            shutil.copy(ROOT / name, self.folder / name)

    def command(self, name: str, script: str) -> None:
        path = self.commands / name
        path.write_text(script, encoding="utf-8")
        path.chmod(0o755)

    def has_packages(self, installed: bool) -> None:
        self.command("dpkg-query", "#!/bin/sh\n" + ("echo install ok installed\n" if installed else "exit 1\n"))

    def has_python(self, *, pip_exit: int = 0) -> None:
        script = FAKE_PYTHON.format(log=self.log, venv=self.folder / ".venv", pip_exit=pip_exit)
        self.command("python3.11", script)

    def lacks(self, *names: str) -> None:
        tools = self.folder.parent / "tools"
        tools.mkdir()
        for path in Path("/usr/bin").iterdir():
            if path.name not in names:
                (tools / path.name).symlink_to(path)
        self.tools = str(tools)

    def is_no_roots(self) -> None:
        self.command("id", "#!/bin/sh\necho 1000\n")
        self.command("sudo", "#!/bin/sh\nexit 1\n")

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        environment = {"PATH": f"{self.commands}:{self.tools}", "HOME": str(self.folder)}
        return subprocess.Popen(
            [str(self.folder / "run"), *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(self, *arguments: str) -> tuple[int, str]:
        with self.start(*arguments) as process:
            output, errors = process.communicate(timeout=PATIENCE_S)
            return process.returncode, output + errors


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.has_packages(installed=True)
    made.has_python()
    return made


def test_without_a_verb_it_says_what_it_can_do(machine: Machine) -> None:
    code, text = machine.run()
    assert code == 0
    assert "demo" in text
    assert not machine.log.exists()


def test_an_unknown_verb_is_wrong_usage(machine: Machine) -> None:
    code, text = machine.run("dance")
    assert code == 64
    assert "dance" in text


def test_without_root_it_names_every_missing_package(machine: Machine) -> None:
    machine.has_packages(installed=False)
    machine.is_no_roots()
    code, text = machine.run("setup")
    assert code == 69
    assert "apt-get install" in text
    for line in (ROOT / "installer" / "debian-packages.txt").read_text(encoding="utf-8").splitlines():
        name = line.partition("#")[0].strip()
        assert name in text


def test_only_the_tests_need_node(machine: Machine) -> None:
    machine.lacks("node", "npm")
    machine.is_no_roots()
    code, text = machine.run("platform", "--help")
    assert code == 0, text
    assert "-m acceptance_platform --help" in machine.log.read_text(encoding="utf-8")
    code, text = machine.run("test")
    assert code == 69
    assert "nodejs npm" in text
    assert "-m pytest" not in machine.log.read_text(encoding="utf-8")


def test_without_a_network_it_says_that_pip_could_not(machine: Machine) -> None:
    machine.has_python(pip_exit=1)
    code, text = machine.run("setup")
    assert code == 69
    assert "network" in text
    assert not (machine.folder / ".venv" / ".yimen-setup").exists()


def test_two_at_once_install_once_and_a_third_does_nothing(machine: Machine) -> None:
    first, second = machine.start("setup"), machine.start("setup")
    with first, second:
        for process in (first, second):
            process.communicate(timeout=PATIENCE_S)
    assert (first.returncode, second.returncode) == (0, 0)
    calls = machine.log.read_text(encoding="utf-8")
    assert calls.count("-m venv") == 1
    before = machine.log.stat().st_size
    assert machine.run("setup")[0] == 0
    assert machine.log.stat().st_size == before
