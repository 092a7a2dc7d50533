"""GM/T 0016-2012 in ctypes: structures in the widths and packings that vendors compiled theirs with, error numbers."""

from __future__ import annotations

import ctypes
from enum import IntEnum, unique
from typing import Any, Final

PIN_USER: Final = 1
SGD_SM3: Final = 1
SM2_COORDINATE: Final = 32
# Section 6.4: room for curves of up to 512 bits; SM2's 32 bytes stand at the right.
BLOB_COORDINATE: Final = 64
SM2_IDENTITY: Final = b"1234567812345678"
# A public key of either kind, with room for vendors that made the modulus longer.
PUBLIC_KEY_ROOM: Final = 1024


@unique
class Sar(IntEnum):
    """Error numbers, annex A."""

    OK = 0
    NOT_SUPPORTED = 0x0A000003
    TIMEOUT = 0x0A00000F
    KEY_NOT_FOUND = 0x0A00001B
    CERT_NOT_FOUND = 0x0A00001C
    DEVICE_REMOVED = 0x0A000023
    PIN_INCORRECT = 0x0A000024
    PIN_LOCKED = 0x0A000025
    PIN_INVALID = 0x0A000026
    PIN_LENGTH = 0x0A000027
    NOT_LOGGED_IN = 0x0A00002D
    APPLICATION_NOT_EXISTS = 0x0A00002E


@unique
class ContainerType(IntEnum):
    """What keys a container holds."""

    NONE = 0
    RSA = 1
    SM2 = 2


class EccSignature(ctypes.Structure):
    """ECCSIGNATUREBLOB; has no ULONG, so it is the same everywhere."""

    _fields_ = (("r", ctypes.c_uint8 * BLOB_COORDINATE), ("s", ctypes.c_uint8 * BLOB_COORDINATE))


def device_info_type(ulong_size: int, pack: int) -> type[ctypes.Structure]:
    """Return DEVINFO as a vendor compiled it.

    Args:
        ulong_size: bytes of ULONG: 4 by the standard, 8 where a library was built with `unsigned long` on 64-bit Linux.
        pack: 1 where its header packs structures; 0 for the compiler's own alignment.
    """
    number = ctypes.c_uint32 if ulong_size == 4 else ctypes.c_uint64
    fields: tuple[tuple[str, Any], ...] = (
        ("version", ctypes.c_uint8 * 2),
        ("manufacturer", ctypes.c_char * 64),
        ("issuer", ctypes.c_char * 64),
        ("label", ctypes.c_char * 32),
        ("serial", ctypes.c_char * 32),
        ("hardware_version", ctypes.c_uint8 * 2),
        ("firmware_version", ctypes.c_uint8 * 2),
        *((name, number) for name in ("symmetric", "asymmetric", "hash", "auth", "total_space", "free_space")),
        *((name, number) for name in ("most_ecc_data", "most_data")),
        ("reserved", ctypes.c_uint8 * 64),
    )
    layout: dict[str, Any] = {"_pack_": pack} if pack else {}
    return type("DeviceInfo", (ctypes.Structure,), {**layout, "_fields_": fields})
