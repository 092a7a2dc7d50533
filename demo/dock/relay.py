"""The network between terminals and platform as a switch: a TCP relay on the loopback that can be pulled."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading

_CONNECT_S = 5.0
_CHUNK = 65_536
_STEPS_PER_S = 20
_LINGER_NOT = struct.pack("ii", 1, 0)


class NetworkRelay:
    """Listens on a port of its own and passes every connection on to the platform while the network is up.

    Pulling the network resets living connections at once and every new one as soon as it is made. The port stays held
    meanwhile, so that nobody else can get it. Any thread may call.
    """

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._up = True
        self._bytes_per_s: int | None = None
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, name="relay-accept", daemon=True).start()

    @property
    def is_up(self) -> bool:
        """Whether the cable is plugged in."""
        return self._up

    def set_up(self, up: bool) -> None:
        """Plug the network in or pull it. Doing it twice changes nothing."""
        with self._lock:
            self._up = up
            living = () if up else tuple(self._open)
        for connection in living:
            _reset(connection)

    def set_speed(self, bytes_per_s: int | None) -> None:
        """Say how fast each connection carries bytes towards the platform; None is as fast as it can."""
        self._bytes_per_s = bytes_per_s

    def close(self) -> None:
        """Stop relaying. May be called twice."""
        self._closed.set()
        self.set_up(False)
        _shut(self._listener)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._relay, args=(client,), name="relay", daemon=True).start()

    def _relay(self, client: socket.socket) -> None:
        server = self._reach_platform() if self._up else None
        if server is None:
            _reset(client)
            return
        with self._lock:
            self._open |= {client, server}
            pulled = not self._up
        if not pulled:
            back = threading.Thread(target=_pump, args=(server, client), name="relay-back", daemon=True)
            back.start()
            self._send(client, server)
            back.join()
        with self._lock:
            self._open -= {client, server}
        for connection in (client, server):
            if pulled:
                _reset(connection)
            connection.close()

    def _reach_platform(self) -> socket.socket | None:
        try:
            server = socket.create_connection(("127.0.0.1", self._target_port), _CONNECT_S)
        except OSError:
            return None
        server.settimeout(None)
        return server

    def _send(self, client: socket.socket, server: socket.socket) -> None:
        """Pass on what a terminal says, no faster than the line is meant to be."""
        with contextlib.suppress(OSError):
            while data := client.recv(self._step()):
                server.sendall(data)
                if (speed := self._bytes_per_s) is not None and self._closed.wait(len(data) / speed):
                    return
            server.shutdown(socket.SHUT_WR)

    def _step(self) -> int:
        return _CHUNK if self._bytes_per_s is None else max(1, self._bytes_per_s // _STEPS_PER_S)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(_CHUNK):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def _reset(connection: socket.socket) -> None:
    """Break a connection as a pulled cable does: the other side gets a reset."""
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
    _shut(connection)


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
