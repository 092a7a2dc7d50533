"""The zbar library called for raw bytes: on its own it takes GBK text for Big5 and gives other characters."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from devices.core.errors import UnsupportedError
from devices.core.scanning import Pixels

if TYPE_CHECKING:
    from types import ModuleType

# Left out on purpose: PDF417, which zbar only pretends to know, and DataBar, which it finds in noise.
SYMBOLS: Final = ("QRCODE", "CODE128", "CODE39", "CODE93", "EAN13", "EAN8", "UPCA", "UPCE", "I25", "CODABAR")
# ZBAR_CFG_BINARY in zbar.h since 0.23.1, where pyzbar's own list ends; older libraries refuse it, which does no harm.
_BINARY: Final = 4
_GRAY_8: Final = int.from_bytes(b"Y800", "little")


@dataclass(frozen=True, slots=True, repr=False)
class Symbol:
    """One code as zbar sees it: its type's name, its payload, some points of its outline."""

    name: str
    data: bytes
    points: tuple[tuple[int, int], ...]

    def __repr__(self) -> str:
        """Leave the payload out; it may name a person."""
        return f"Symbol({self.name}, {len(self.data)} bytes)"


def find_symbols(gray: Pixels) -> list[Symbol]:
    """Return the codes in a gray picture.

    Raises:
        UnsupportedError: the zbar library is not installed.
    """
    zbar = _library()
    height, width = gray.shape
    data = gray.tobytes()
    with _scanner(zbar) as scanner, _image(zbar) as image:
        zbar.zbar_image_set_format(image, _GRAY_8)
        zbar.zbar_image_set_size(image, width, height)
        zbar.zbar_image_set_data(image, ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p), len(data), None)
        zbar.zbar_scan_image(scanner, image)
        return list(_symbols(zbar, image))


def _library() -> ModuleType:
    try:
        from pyzbar import wrapper
    except ImportError as error:
        detail = "libzbar0 is not installed"
        raise UnsupportedError(detail) from error
    module: ModuleType = wrapper
    return module


@contextmanager
def _scanner(zbar: ModuleType) -> Iterator[Any]:
    scanner = zbar.zbar_image_scanner_create()
    try:
        for symbol in zbar.ZBarSymbol:
            zbar.zbar_image_scanner_set_config(scanner, symbol, zbar.ZBarConfig.CFG_ENABLE, int(symbol.name in SYMBOLS))
        zbar.zbar_image_scanner_set_config(scanner, zbar.ZBarSymbol.QRCODE, _BINARY, 1)
        yield scanner
    finally:
        zbar.zbar_image_scanner_destroy(scanner)


@contextmanager
def _image(zbar: ModuleType) -> Iterator[Any]:
    image = zbar.zbar_image_create()
    try:
        yield image
    finally:
        zbar.zbar_image_destroy(image)


def _symbols(zbar: ModuleType, image: Any) -> Iterator[Symbol]:
    symbol = zbar.zbar_image_first_symbol(image)
    while symbol:
        name = zbar.ZBarSymbol(symbol.contents.type).name
        data = ctypes.string_at(zbar.zbar_symbol_get_data(symbol), zbar.zbar_symbol_get_data_length(symbol))
        points = tuple(
            (zbar.zbar_symbol_get_loc_x(symbol, index), zbar.zbar_symbol_get_loc_y(symbol, index))
            for index in range(zbar.zbar_symbol_get_loc_size(symbol))
        )
        yield Symbol(name, data, points)
        symbol = zbar.zbar_symbol_next(symbol)
