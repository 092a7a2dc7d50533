"""A GM/T 0016 library loaded by ctypes: each function with typed errors, every out-parameter zeroed and wide enough."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, Final

from devices.ca_card.errors import (
    PinInvalidError,
    SlotEmptyError,
    TokenError,
)
from devices.ca_card.skf_types import Sar, device_info_type
from devices.core.errors import (
    DeviceDisconnectedError,
    DeviceError,
    DeviceNotFoundError,
    DeviceTimeoutError,
    UnsupportedError,
)
from devices.core.vendor_child import load_library

_MOST_LIST: Final = 1 << 16
_PLAIN: Final[dict[int, type[DeviceError]]] = {
    Sar.NOT_SUPPORTED: UnsupportedError,
    Sar.TIMEOUT: DeviceTimeoutError,
    Sar.KEY_NOT_FOUND: SlotEmptyError,
    Sar.CERT_NOT_FOUND: SlotEmptyError,
    Sar.DEVICE_REMOVED: DeviceDisconnectedError,
    Sar.PIN_INVALID: PinInvalidError,
    Sar.PIN_LENGTH: PinInvalidError,
    Sar.APPLICATION_NOT_EXISTS: DeviceNotFoundError,
}


class SkfLibrary:
    """The functions of one library. Not for several threads; blocks as long as the library likes."""

    def __init__(self, path: str, ulong_size: int, pack: int) -> None:
        """Load the library.

        Args:
            ulong_size, pack: how the vendor compiled it, see skf_types.device_info_type.

        Raises:
            DeviceNotFoundError: there is no such library, or it can't be loaded here.
            UnsupportedError: no library has such widths.
        """
        if ulong_size not in {4, 8} or pack not in {0, 1, 2, 4, 8}:
            detail = f"ulong={ulong_size} pack={pack}"
            raise UnsupportedError(detail)
        try:
            self._library = load_library(path)
        except OSError as error:
            raise DeviceNotFoundError(str(error)) from error
        self._mask = (1 << ulong_size * 8) - 1
        self.ulong = ctypes.c_uint32 if ulong_size == 4 else ctypes.c_uint64
        self._info_type = device_info_type(ulong_size, pack)

    def call(self, name: str, *arguments: Any) -> None:
        """Call a function.

        Raises:
            DeviceError: its result as a typed error.
        """
        result = self.result(name, *arguments)
        if result != Sar.OK:
            raise error_of(name, result)

    def result(self, name: str, *arguments: Any) -> int:
        """Call a function and return its error number.

        Raises:
            UnsupportedError: the library has no such function.
        """
        try:
            function: Callable[..., int] = getattr(self._library, f"SKF_{name}")
        except AttributeError as error:
            raise UnsupportedError(name) from error
        function.restype = ctypes.c_uint32  # type: ignore[attr-defined] # a ctypes function pointer
        return function(*arguments)

    def number(self, value: int = 0) -> ctypes.c_uint64:
        """Return an in-out ULONG, wide enough whatever the library writes."""
        return ctypes.c_uint64(value)

    def value(self, number: ctypes.c_uint64) -> int:
        """Return what a library wrote into a ULONG."""
        return number.value & self._mask

    def handle(self, name: str, *arguments: Any) -> ctypes.c_void_p:
        """Call a function whose last parameter is a handle to be filled."""
        handle = ctypes.c_void_p()
        self.call(name, *arguments, ctypes.byref(handle))
        return handle

    def names(self, name: str, *arguments: Any) -> list[bytes]:
        """Call a function that lists names: asked for the size first, then for the list, each ended by a zero.

        As bytes: they are handed back as they came, whatever the vendor encodes them in.
        """
        size = self.number()
        self.call(name, *arguments, None, ctypes.byref(size))
        room = min(self.value(size), _MOST_LIST)
        if not room:
            return []
        buffer = ctypes.create_string_buffer(room + 2)
        size = self.number(room)
        self.call(name, *arguments, buffer, ctypes.byref(size))
        return [part for part in buffer.raw.split(b"\0\0")[0].split(b"\0") if part]

    def data(self, name: str, room: int, *arguments: Any) -> bytes:
        """Call a function whose last two parameters are a buffer and its size."""
        buffer = ctypes.create_string_buffer(room)
        size = self.number(room)
        self.call(name, *arguments, buffer, ctypes.byref(size))
        return buffer.raw[: min(self.value(size), room)]

    def device_info(self, device: ctypes.c_void_p) -> tuple[str, str]:
        """Return label and serial number of a connected device."""
        room = ctypes.create_string_buffer(ctypes.sizeof(self._info_type) + 64)
        self.call("GetDevInfo", device, room)
        info: Any = self._info_type.from_buffer(room)
        return text_of(info.label), text_of(info.serial)


def error_of(name: str, result: int) -> DeviceError:
    """Return the error that a function's number stands for."""
    kind = _PLAIN.get(result)
    if kind is not None:
        return kind(f"SKF_{name} {result:08X}")
    return TokenError(f"SKF_{name}", result)


def text_of(raw: bytes) -> str:
    """Return a name as text: UTF-8, or the encoding of older libraries."""
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace").strip()
