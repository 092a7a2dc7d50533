"""A real TPM 2.0 in software (swtpm) for each test module, on free ports of the loopback."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.security.tpm import Tpm
from tests.fixtures.ports import free_port
from tests.patience import PATIENCE_S

_START_DEADLINE_S = 90.0


@dataclass
class SoftwareTpm:
    """One swtpm: its state lies in a folder, so that it can be stopped and come back as itself."""

    state: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def tpm(self) -> Tpm:
        return Tpm(f"swtpm:host=127.0.0.1,port={self.port}")

    def start(self) -> None:
        self.state.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            [
                "swtpm", "socket", "--tpm2", "--tpmstate", f"dir={self.state}",
                "--server", f"type=tcp,port={self.port},bindaddr=127.0.0.1",
                "--ctrl", f"type=tcp,port={self.port + 1},bindaddr=127.0.0.1",
                "--flags", "not-need-init,startup-clear", "--seccomp", "action=none",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + _START_DEADLINE_S
        while not _listens(self.port + 1):
            assert self.process.poll() is None, "swtpm ended"
            assert time.monotonic() < deadline, "swtpm does not listen"
            self.process.poll()

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE_S)
            self.process = None


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_pair() -> int:
    while True:
        port = free_port()
        with contextlib.suppress(OSError), socket.socket() as second:
            second.bind(("127.0.0.1", port + 1))
            return port


@contextmanager
def running_tpm(state: Path) -> Iterator[SoftwareTpm]:
    """Run a TPM for the time of the block."""
    made = SoftwareTpm(state, _free_pair())
    made.start()
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def software_tpm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoftwareTpm]:
    with running_tpm(tmp_path_factory.mktemp("tpm")) as made:
        yield made
