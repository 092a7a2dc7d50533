"""Connections that are quick to give up connecting, patient while sending over a slow link, and timely in hearing.

urllib3 leaves the connect timeout on the socket while a request is sent, and `sendall` takes it for the whole piece.
Its read timeout begins anew with each byte, so that an answer that drips would never end.
"""

from __future__ import annotations

import http.client
import io
import socket
import time
from contextvars import ContextVar
from typing import Any, BinaryIO

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

CONNECT_TIMEOUT_S = 3.0
SEND_TIMEOUT_S = 20.0
ANSWER_WITHIN_S: ContextVar[float] = ContextVar("ANSWER_WITHIN_S", default=60.0)
"""How long an answer to this thread may take, from when its request was sent."""


class _TimedReads(io.RawIOBase):
    """What a socket says until a deadline; no silence longer than the timeout that the socket has now."""

    def __init__(self, connection: socket.socket, within_s: float) -> None:
        self._connection = connection
        self._silence_s = connection.gettimeout() or within_s
        self._until = time.monotonic() + within_s
        self._reads = connection.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        """Read what is there. Raises TimeoutError."""
        left_s = self._until - time.monotonic()
        if left_s <= 0:
            raise TimeoutError
        self._connection.settimeout(min(left_s, self._silence_s))
        return self._reads.readinto(buffer)

    def close(self) -> None:
        self._reads.close()
        super().close()


class _TimedSocket:
    """As much of a socket as an answer needs."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def makefile(self, _mode: str) -> BinaryIO:
        return io.BufferedReader(_TimedReads(self._connection, ANSWER_WITHIN_S.get()))


class TimedResponse(http.client.HTTPResponse):
    """An answer, its head and its body, that comes within ANSWER_WITHIN_S or ends in a TimeoutError."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(_TimedSocket(sock), *args, **kwargs)  # type: ignore[arg-type]


class _PatientHttp(HTTPConnection):
    response_class = TimedResponse

    def connect(self) -> None:
        super().connect()
        _make_patient(self.sock)


class _PatientHttps(HTTPSConnection):
    response_class = TimedResponse

    def connect(self) -> None:
        super().connect()
        _make_patient(self.sock)


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _PatientHttp


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _PatientHttps


class PatientAdapter(HTTPAdapter):
    """Gives each piece of a body SEND_TIMEOUT_S, and gives up a peer that acknowledges nothing for so long."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Have our connections made, and closed with the session: else they stay while an error refers to them."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pools.dispose_func = HTTPConnectionPool.close
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}


def _make_patient(connection: socket.socket | None) -> None:
    if connection is None:
        return
    connection.settimeout(SEND_TIMEOUT_S)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(SEND_TIMEOUT_S * 1000))
