"""A simulated device's place on the network: an HTTP server on the loopback whose plug can be pulled."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from http.server import ThreadingHTTPServer
from typing import Any, Final

_RESET: Final = b"\x01\x00\x00\x00\x00\x00\x00\x00"
_LOOK_S: Final = 0.02
OLD_CLOCK: Final = 946_684_800
"""2000-01-01T00:00:00Z: where a clock begins whose battery is empty."""


class NetworkPlug:
    """Where a simulated device is plugged in: pulled and put back, it is found on the same port."""

    def __init__(self, handler: Any, name: str, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        """Plug it in.

        Args:
            handler: a request handler's class.
            name: of its thread.
            port: 0 for one that is free.
            tls: with the device's certificate, for https.

        Raises:
            OSError: the port is taken.
        """
        self._handler, self._name, self._tls = handler, name, tls
        self.port = port
        self._server: _Server | None = None
        self.put_back()

    def put_back(self) -> None:
        """Be on the network again. Does nothing when it already is."""
        if self._server is not None:
            return
        self._server = server = _Server(("127.0.0.1", self.port), self._handler)
        if self._tls is not None:
            server.socket = self._tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = server.server_address[1]
        server.serve_apart(self._name)

    def pull(self) -> None:
        """Vanish from the network; living connections break. Does nothing when it is not there."""
        server, self._server = self._server, None
        if server is not None:
            server.cut()


class _Server(ThreadingHTTPServer):
    """Serves each connection on a thread of its own until it is cut."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], handler: Any) -> None:
        self._guard = threading.Lock()
        self._connections: set[socket.socket] = set()
        super().__init__(address, handler)

    def serve_apart(self, name: str) -> None:
        """Serve on a thread of that name."""
        threading.Thread(target=self.serve_forever, args=(_LOOK_S,), name=name, daemon=True).start()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection, and know of it while it lives."""
        with self._guard:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """End a connection."""
        with self._guard:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: who is cut off in mid-answer is meant to be."""

    def cut(self) -> None:
        """Vanish: nobody listens any more, and living connections break."""
        self.shutdown()
        self.server_close()
        with self._guard:
            living = tuple(self._connections)
        for connection in living:
            with contextlib.suppress(OSError):
                # The other side gets a reset, as from a host that came back without its connections.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                connection.shutdown(socket.SHUT_RDWR)
