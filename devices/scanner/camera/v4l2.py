"""What the kernel says of a camera: which of its nodes gives pictures, and in which sizes.

Structures and numbers are those of linux/videodev2.h, Video4Linux2 API.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from devices.core.discovery import FoundDevice, Transport
from devices.core.errors import (
    AccessDeniedError,
    DeviceBusyError,
    DeviceError,
    DeviceNotFoundError,
    IoError,
    UnsupportedError,
)
from devices.core.roles import Role

BY_ID: Final = Path("/dev/v4l/by-id")
CLASS: Final = Path("/sys/class/video4linux")
MJPG: Final = b"MJPG"

_VIDIOC_QUERYCAP: Final = 0x80685600
_VIDIOC_ENUM_FMT: Final = 0xC0405602
_VIDIOC_ENUM_FRAMESIZES: Final = 0xC02C564A
_QUERYCAP: Final = struct.Struct("=16s32s32sIII12x")
_FMTDESC: Final = struct.Struct("=III32s4s4x12x")
_FRMSIZE: Final = struct.Struct("=I4sI6I8x")
_BUF_CAPTURE: Final = 1
_CAP_CAPTURE: Final = 0x00000001
_CAP_CAPTURE_MPLANE: Final = 0x00001000
_CAP_DEVICE_CAPS: Final = 0x80000000
_DISCRETE: Final = 1
_MOST: Final = 64
_ERRORS: Final[dict[int, type[DeviceError]]] = {13: AccessDeniedError, 1: AccessDeniedError, 16: DeviceBusyError}


@dataclass(frozen=True, slots=True, order=True)
class Mode:
    """A size in which a camera gives pictures."""

    width: int
    height: int
    fourcc: bytes = MJPG

    @property
    def pixels(self) -> int:
        """Width by height."""
        return self.width * self.height


def capture_modes(path: Path) -> tuple[Mode, ...]:
    """Return the sizes that a node offers; empty where the driver does not list them.

    Raises:
        DeviceNotFoundError, AccessDeniedError, DeviceBusyError: it can't be opened.
        UnsupportedError: it gives no pictures: the metadata node of a camera, or no camera.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise DeviceNotFoundError(str(path)) from error
    except OSError as error:
        detail = f"{path}: {error.strerror}"
        raise _ERRORS.get(error.errno or 0, DeviceNotFoundError)(detail) from error
    try:
        _check_gives_pictures(handle, path)
        return tuple(mode for fourcc in _formats(handle) for mode in _sizes(handle, fourcc))
    finally:
        os.close(handle)


def list_cameras(by_id: Path = BY_ID, system: Path = CLASS) -> tuple[FoundDevice, ...]:
    """Return the cameras that the system names, by their lasting names where there are any, without opening one."""
    lasting = {_target(link): link for link in _entries(by_id)}
    found = []
    for entry in sorted(_entries(system), key=lambda entry: (len(entry.name), entry.name)):
        # A UVC camera has one node for pictures (index 0) and one for metadata (index 1).
        if _read(entry / "index") not in {"0", ""}:
            continue
        node = Path("/dev") / entry.name
        found.append(
            FoundDevice(
                Transport.CAMERA,
                f"camera:{lasting.get(entry.name, node)}",
                _read(entry / "name"),
                vendor_id=_read(entry / "device" / ".." / "idVendor") or None,
                product_id=_read(entry / "device" / ".." / "idProduct") or None,
                serial_number=_read(entry / "device" / ".." / "serial") or None,
                instance=_read(entry / "device" / ".." / "devnum") or _instance(node),
                roles=(Role.DOCUMENT_CAMERA,),
            )
        )
    return tuple(found)


def _check_gives_pictures(handle: int, path: Path) -> None:
    buffer = bytearray(_QUERYCAP.size)
    try:
        fcntl.ioctl(handle, _VIDIOC_QUERYCAP, buffer)
    except OSError as error:
        detail = f"{path} is no camera"
        raise (UnsupportedError if error.errno in {22, 25} else IoError)(detail) from error
    capabilities, device_caps = _QUERYCAP.unpack(buffer)[4:6]
    able = device_caps if capabilities & _CAP_DEVICE_CAPS else capabilities
    if not able & (_CAP_CAPTURE | _CAP_CAPTURE_MPLANE):
        detail = f"{path} gives no pictures: a camera has a second node for its metadata"
        raise UnsupportedError(detail)


def _formats(handle: int) -> Iterator[bytes]:
    for index in range(_MOST):
        buffer = bytearray(_FMTDESC.pack(index, _BUF_CAPTURE, 0, b"", b""))
        try:
            fcntl.ioctl(handle, _VIDIOC_ENUM_FMT, buffer)
        except OSError:
            return
        yield _FMTDESC.unpack(buffer)[4]


def _sizes(handle: int, fourcc: bytes) -> Iterator[Mode]:
    for index in range(_MOST):
        buffer = bytearray(_FRMSIZE.pack(index, fourcc, 0, 0, 0, 0, 0, 0, 0))
        try:
            fcntl.ioctl(handle, _VIDIOC_ENUM_FRAMESIZES, buffer)
        except OSError:
            return
        _, _, kind, first, second, _, _, fourth, _ = _FRMSIZE.unpack(buffer)
        if kind == _DISCRETE:
            yield Mode(first, second, fourcc)
        else:
            # min width, max width, step, min height, max height, step.
            yield Mode(second, fourth, fourcc)
            return


def _entries(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return sorted(folder.iterdir())
    return []


def _target(link: Path) -> str:
    with contextlib.suppress(OSError):
        return link.resolve().name
    return ""


def _read(file: Path) -> str:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return file.read_text(encoding="utf-8")[:200].strip()
    return ""


def _instance(node: Path) -> str:
    with contextlib.suppress(OSError):
        return str(node.stat().st_ino)
    return ""
