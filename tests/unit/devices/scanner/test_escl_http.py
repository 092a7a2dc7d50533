"""Exchanges with a scanner on a real socket: what is left of one that nobody waits for any more."""

from __future__ import annotations

import contextlib
import socket
import threading

import pytest

from devices.core.deadline import Deadline
from devices.core.errors import DeviceTimeoutError
from devices.scanner.escl.http import EsclAddress, EsclHttp
from tests.patience import PATIENCE_S


def test_an_answer_that_drips_in_is_let_go_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            host, _ = listener.accept()
            with host, contextlib.suppress(OSError):
                host.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n")
                while not pause.wait(0.02):
                    host.sendall(b"x")

        pause = threading.Event()
        scanner = threading.Thread(target=drip, daemon=True)
        scanner.start()
        http = EsclHttp(EsclAddress.parse(f"http://127.0.0.1:{listener.getsockname()[1]}/eSCL"))
        with pytest.raises(DeviceTimeoutError):
            http.get("ScannerStatus", Deadline(0.5), 1 << 20)
        scanner.join(PATIENCE_S)
        is_let_go = not scanner.is_alive()
        pause.set()
    assert is_let_go
