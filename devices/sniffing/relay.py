"""Stands between an app and its device: the app is pointed to the relay, and everything that passes is shown."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import socket
import termios
import threading
import tty
from collections.abc import Callable
from typing import Final, Protocol
from urllib.parse import urlsplit

from devices.core.errors import DeviceError, DeviceNotFoundError, UnsupportedError
from devices.core.roles import DeviceConfigError, DeviceUri
from devices.core.traffic import Direction, Traffic

_CONNECT_S: Final = 5.0
_TICK_S: Final = 0.02
_CHUNK: Final = 65_536
_SPEEDS: Final = {getattr(termios, f"B{speed}"): speed for speed in (9600, 19200, 38400, 57600, 115200)}


class Connection(Protocol):
    """Is shown one connection's traffic from its begin to its end."""

    def feed(self, traffic: Traffic) -> None: ...

    def finish(self) -> None: ...


Connections = Callable[[], Connection]


class Relay(Protocol):
    """A running relay.

    Attributes:
        address: what the app is to be pointed to.
    """

    @property
    def address(self) -> DeviceUri: ...

    def close(self) -> None:
        """Stop relaying. May be called twice."""


def open_relay(uri: DeviceUri, connections: Connections) -> Relay:
    """Start a relay before a device.

    Raises:
        UnsupportedError: nothing can stand before a device with such an address.
        DeviceError: the device can't be opened.
    """
    if uri.scheme == "serial":
        return SerialRelay(uri, connections())
    host_and_port = _network_place(uri)
    if host_and_port is None:
        detail = f"nothing can stand before {uri.scheme}:"
        raise UnsupportedError(detail)
    return TcpRelay(uri, *host_and_port, connections)


class SerialRelay:
    """A pty before a serial port; it follows the speed that the app sets."""

    def __init__(self, uri: DeviceUri, connection: Connection) -> None:
        """Open the port and the pty; options behind a question mark are the app's. Raises DeviceError."""
        from devices.id_card.transport import SerialLine

        place, question, options = uri.place.partition("?")
        self._speed = 115200
        self._line = SerialLine(place, self._speed)
        self._near, self._far = pty.openpty()
        tty.setraw(self._far)
        self._connection = connection
        self._stop = threading.Event()
        self.address = DeviceUri("serial", f"{os.ttyname(self._far)}{question}{options}")
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop relaying. May be called twice."""
        if self._stop.is_set():
            return
        self._stop.set()
        self._thread.join(2.0)
        self._line.close()
        os.close(self._near)
        os.close(self._far)
        self._connection.finish()

    def _run(self) -> None:
        with contextlib.suppress(DeviceError, OSError):
            while not self._stop.is_set():
                if select.select([self._near], [], [], 0)[0]:
                    self._follow_speed()
                    self._pass_on(os.read(self._near, _CHUNK))
                if data := self._line.read(_CHUNK, _TICK_S):
                    self._connection.feed(Traffic(Direction.FROM_DEVICE, data))
                    os.write(self._near, data)

    def _pass_on(self, data: bytes) -> None:
        self._connection.feed(Traffic(Direction.TO_DEVICE, data))
        self._line.send(data, _CONNECT_S)

    def _follow_speed(self) -> None:
        wanted = _SPEEDS.get(termios.tcgetattr(self._near)[5], self._speed)
        if wanted != self._speed:
            self._speed = wanted
            self._line.set_speed(wanted)


class TcpRelay:
    """A port on the loopback before a host and port."""

    def __init__(self, uri: DeviceUri, host: str, port: int, connections: Connections) -> None:
        self._target = (host, port)
        self._connections = connections
        self._listener = socket.create_server(("127.0.0.1", 0))
        own = f"127.0.0.1:{self._listener.getsockname()[1]}"
        place = uri.place
        self.address = DeviceUri(uri.scheme, place.replace(urlsplit(place).netloc, own, 1))
        self._open: set[socket.socket] = set()
        self._stop = threading.Event()
        threading.Thread(target=self._accept, name="relay-accept", daemon=True).start()

    def close(self) -> None:
        """Stop relaying. May be called twice."""
        self._stop.set()
        for connection in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while not self._stop.is_set():
                client, _ = self._listener.accept()
                threading.Thread(target=self._relay, args=(client,), name="relay", daemon=True).start()

    def _relay(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(self._target, _CONNECT_S)
        except OSError:
            client.close()
            return
        server.settimeout(None)
        self._open |= {client, server}
        connection = self._connections()
        back = threading.Thread(
            target=_pump, args=(server, client, Direction.FROM_DEVICE, connection), name="relay-back", daemon=True
        )
        back.start()
        _pump(client, server, Direction.TO_DEVICE, connection)
        back.join()
        self._open -= {client, server}
        for end in (client, server):
            end.close()
        connection.finish()


def _pump(source: socket.socket, sink: socket.socket, direction: Direction, connection: Connection) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(_CHUNK):
            # Shown first, so that a question is never seen after its answer.
            connection.feed(Traffic(direction, data))
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def _network_place(uri: DeviceUri) -> tuple[str, int] | None:
    ports = {"tcp": 9100, "ipp": 631, "http": 80}
    text = uri.place if uri.scheme == "escl" else str(uri)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise DeviceConfigError(problem=f"{uri} is no address") from error
    if parts.scheme not in ports:
        return None
    if not parts.hostname:
        raise DeviceNotFoundError(str(uri))
    return parts.hostname, port or ports[parts.scheme]
