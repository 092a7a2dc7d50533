"""What `sniff` does, in a module of its own: it loads every kind's libraries."""

from __future__ import annotations

import argparse
import threading
import time
from typing import Any

from devices.cli.errors import UsageError
from devices.cli.output import Output
from devices.core.errors import DeviceError, DeviceNotFoundError, UnsupportedError
from devices.core.kinds import Opening
from devices.core.roles import DeviceConfigError, DeviceUri, Role
from devices.core.status import DeviceState
from devices.core.traffic import Direction, Message, OpaqueReader, Traffic, TrafficReader
from devices.kinds import KINDS
from devices.opening import open_device, opener_of, roles_of

_READ_S = 10.0
_ARROWS = {Direction.TO_DEVICE: "→", Direction.FROM_DEVICE: "←"}


def show_traffic(arguments: argparse.Namespace, output: Output) -> None:
    """Show one question's traffic, or stand before the device until the time is over or somebody interrupts."""
    try:
        uri = DeviceUri.parse(arguments.device)
        role = _role(uri, arguments.role)
        opener_of(role, uri.scheme)
    except DeviceConfigError as error:
        detail = f"{arguments.device!r}: {error.problem}"
        raise UsageError(detail) from error
    screen = _Screen(output, role, uri.scheme)
    try:
        if arguments.ask:
            _ask(role, uri, arguments.ask, screen, output)
        else:
            _stand_before(uri, arguments.duration, screen, output)
    except DeviceError as error:
        output.failure(arguments.device, error)


def _role(uri: DeviceUri, named: str | None) -> Role:
    return roles_of(uri.scheme)[0] if named is None else Role(named)


def _stand_before(uri: DeviceUri, duration: float | None, screen: _Screen, output: Output) -> None:
    from devices.sniffing.relay import open_relay

    try:
        relay = open_relay(uri, screen.connection)
    except UnsupportedError:
        output.note(f"程序和 {uri.scheme}: 设备之间插不进来。请加 --ask status 或 --ask read，由本程序去问设备。")
        raise
    try:
        output.success({"attach": str(relay.address)}, f"请让程序改用这个地址：{relay.address}　（Ctrl-C 结束）")
        threading.Event().wait(duration)
    finally:
        relay.close()


def _ask(role: Role, uri: DeviceUri, what: str, screen: _Screen, output: Output) -> None:
    """Ask by way of a relay where one can stand before the device, else by the driver's own tap."""
    from devices.sniffing.relay import open_relay

    try:
        relay = open_relay(uri, screen.connection)
    except UnsupportedError:
        connection = screen.connection()
        try:
            answer = _answer(open_device(role, uri, Opening(connection.feed)), what)
        finally:
            connection.finish()
    else:
        try:
            answer = _answer(open_device(role, relay.address), what)
        finally:
            relay.close()
    if not screen.shown and answer == DeviceState.OFFLINE:
        raise DeviceNotFoundError(str(uri))
    if not screen.shown:
        detail = f"{uri.scheme}: shows no traffic"
        raise UnsupportedError(detail)
    output.success({"answer": answer}, f"回答：{answer}")


def _answer(device: Any, what: str) -> str:
    try:
        if what == "read":
            ask = getattr(device, "read", None) or getattr(device, "scan", None)
            if ask is None:
                detail = "read"
                raise UnsupportedError(detail)
            ask(_READ_S)
            return "read"
        try:
            told = device.status()
        except TypeError:
            told = device.status(_READ_S)
        return str(getattr(told, "state", told).value)
    finally:
        device.close()


class _Screen:
    """Writes messages one after another, whichever connection they belong to."""

    def __init__(self, output: Output, role: Role, scheme: str) -> None:
        self.shown = 0
        self._output = output
        self._started = time.monotonic()
        self._guard = threading.Lock()
        readers = [kind.traffic[scheme] for kind in KINDS if role in kind.openers and scheme in kind.traffic]
        self._make_reader = readers[0] if readers else OpaqueReader

    def connection(self) -> _ShownConnection:
        """Return what shows one connection."""
        return _ShownConnection(self._make_reader(), self)

    def show(self, message: Message) -> None:
        with self._guard:
            self.shown += 1
            at = max(0.0, message.at - self._started)
            self._output.success({"at": round(at, 3), **message.to_json()}, _human(message, at))


class _ShownConnection:
    def __init__(self, reader: TrafficReader, screen: _Screen) -> None:
        self._reader = reader
        self._screen = screen
        self._guard = threading.Lock()

    def feed(self, traffic: Traffic) -> None:
        with self._guard:
            for message in self._reader.feed(traffic):
                self._screen.show(message)

    def finish(self) -> None:
        with self._guard:
            for message in self._reader.finish():
                self._screen.show(message)


def _human(message: Message, at: float) -> str:
    parts = " ".join(
        f"{part.name}[{part.length}]=" + ("■■■" if part.shown is None else part.shown) for part in message.parts
    )
    return f"{at:8.3f} {_ARROWS[message.direction]} {message.summary:<24} {parts}"
