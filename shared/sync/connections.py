"""Connections that are quick to give up connecting and patient while sending over a slow link.

urllib3 leaves the connect timeout on the socket while a request is sent, and `sendall` takes it for the whole piece.
"""

from __future__ import annotations

import socket
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

CONNECT_TIMEOUT_S = 3.0
SEND_TIMEOUT_S = 20.0


class _PatientHttp(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _make_patient(self.sock)


class _PatientHttps(HTTPSConnection):
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
