"""Who answers at a printer's address may be anybody: every answer ends in a typed error, before the deadline."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from pyipp.enums import IppOperation

from devices.core.deadline import Deadline
from devices.core.errors import DeviceError, ProtocolError
from devices.core.page_printing import PageCause, PageOptions
from devices.core.printing import PrintState
from devices.core.status import DeviceState
from devices.page_printer import open_page_printer
from devices.page_printer.client import IppAddress, IppClient
from devices.page_printer.errors import PrinterRefusedError
from tests.patience import LATE_S, PATIENCE_S

OK_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n"
ANSWERS: dict[str, tuple[bytes, ...]] = {
    "silence": (),
    "hangs up": (b"",),
    "no http": (b"\x00\xff" * 40,),
    "no ipp": (OK_HEAD + b"Content-Length: 5\r\n\r\nhello",),
    "cut short": (OK_HEAD + b"Content-Length: 500\r\n\r\n\x02\x00",),
    "backwards": (OK_HEAD + b"Content-Length: 13\r\n\r\n\x02\x00\x00\x00\x00\x00\x00\x01\x44\xff\xf6\xff\xf6",),
    "forbidden": (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\n\xff\xfe",),
    "too large": (b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n",),
    "behind a gateway": (b"HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\n\r\n",),
    "portal": (b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/login\r\nContent-Length: 0\r\n\r\n",),
    "drips": (OK_HEAD + b"Content-Length: 4000\r\n\r\n", *[b"\x00"] * 200),
}


class Stranger:
    """Gives every host the same answer, in pieces."""

    def __init__(self, pieces: tuple[bytes, ...]) -> None:
        self._pieces = pieces
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self.uri = f"ipp://127.0.0.1:{self._listener.getsockname()[1]}/ipp/print"
        self._closed = threading.Event()
        self._threads = [threading.Thread(target=self._listen, daemon=True)]
        self._threads[0].start()

    def _listen(self) -> None:
        while not self._closed.is_set():
            try:
                host, _ = self._listener.accept()
            except TimeoutError:
                continue
            self._threads.append(threading.Thread(target=self._serve, args=(host,), daemon=True))
            self._threads[-1].start()

    def _serve(self, host: socket.socket) -> None:
        with host:
            host.settimeout(10)
            try:
                host.recv(65536)
                for piece in self._pieces:
                    host.sendall(piece)
                    if self._closed.wait(0.05):
                        return
            except OSError:
                return
            if not self._pieces:
                self._closed.wait(PATIENCE_S)

    def close(self) -> None:
        self._closed.set()
        for thread in self._threads:
            thread.join(PATIENCE_S)
        self._listener.close()


@pytest.fixture
def stranger() -> Iterator[Callable[[str], str]]:
    strangers = []

    def answering(name: str) -> str:
        strangers.append(Stranger(ANSWERS[name]))
        return strangers[-1].uri

    yield answering
    for each in strangers:
        each.close()


@pytest.mark.parametrize("name", ANSWERS)
def test_a_stranger_at_the_address(stranger: Callable[[str], str], name: str) -> None:
    printer = open_page_printer(stranger(name))
    started = time.monotonic()
    status = printer.status(0.8)
    assert status.state in {DeviceState.OFFLINE, DeviceState.UNKNOWN}
    assert time.monotonic() - started < 1.5 + LATE_S


@pytest.mark.parametrize(("name", "error"), [("too large", PrinterRefusedError), ("behind a gateway", ProtocolError)])
def test_only_who_blames_the_request_has_not_taken_it(
    stranger: Callable[[str], str], name: str, error: type[DeviceError]
) -> None:
    address = IppAddress.parse(stranger(name))
    assert address is not None
    with pytest.raises(error):
        IppClient(address).ask(IppOperation.PRINT_JOB, Deadline(PATIENCE_S), document=b"%PDF-1.4")


def test_a_name_that_nobody_knows() -> None:
    outcome = open_page_printer("ipp://no-such-printer.invalid/ipp/print").print_document(
        b"%PDF-1.4", "样例", PageOptions(), deadline_s=2.0
    )
    assert (outcome.state, outcome.cause, outcome.partial) == (PrintState.FAILED, PageCause.UNREACHABLE, False)
