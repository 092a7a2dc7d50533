"""The seam for a vendor's photo library (WLT to picture): it runs in a child process, killed at its deadline."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Final

from devices.core.deadline import Deadline
from devices.core.errors import DeviceNotFoundError, ProtocolError, UnsupportedError
from devices.core.photos import Portrait
from devices.core.vendor_process import ask_child
from devices.id_card.errors import PhotoUndecodableError

CHILD: Final = "devices.id_card.photo_child"
WIDTH: Final = 102
HEIGHT: Final = 126
WLT_SIZE: Final = 1024


@dataclass(frozen=True, slots=True)
class VendorPhotoDecoder:
    """A PhotoDecoder on a library that exports `int unpack(in[1024], out[38556], flag)`.

    Attributes:
        library: path.
        flag: the third parameter; vendors differ.
        bottom_up: the library gives the lowest row first, as a BMP file has it.
        interpreter: the Python for a library of another architecture; ours where it is empty.
    """

    library: str
    flag: int = 0
    bottom_up: bool = False
    interpreter: tuple[str, ...] = ()

    def decode(self, wlt: bytes, deadline_s: float) -> Portrait:
        """Decode one photo; see PhotoDecoder.

        Raises:
            PhotoUndecodableError: the bytes are no photo, or the library refuses them.
            DeviceNotFoundError, UnsupportedError: no such library, or without such a function.
            IoError, DeviceTimeoutError: it crashed or hangs.
        """
        if len(wlt) != WLT_SIZE or not any(wlt):
            detail = f"{len(wlt)} bytes"
            raise PhotoUndecodableError(detail)
        question = {"library": self.library, "flag": self.flag, "wlt": base64.b64encode(wlt).decode("ascii")}
        answer = ask_child(CHILD, question, Deadline(deadline_s), self.interpreter)
        errors = {kind.code: kind for kind in (PhotoUndecodableError, DeviceNotFoundError, UnsupportedError)}
        if "error" in answer:
            raise errors.get(str(answer["error"]), ProtocolError)(str(answer.get("detail", "")))
        try:
            bgr = base64.b64decode(answer["bgr"], validate=True)
        except (KeyError, TypeError, binascii.Error) as error:
            detail = "no picture"
            raise ProtocolError(detail) from error
        return Portrait(WIDTH, HEIGHT, rgb_of(bgr, bottom_up=self.bottom_up))


def rgb_of(bgr: bytes, *, bottom_up: bool) -> bytes:
    """Turn a library's pixels into RGB rows from the top.

    Raises:
        ProtocolError: these are not the bytes of a photo.
    """
    if len(bgr) != WIDTH * HEIGHT * 3:
        detail = f"{len(bgr)} bytes of picture"
        raise ProtocolError(detail)
    rgb = bytearray(len(bgr))
    rgb[0::3], rgb[1::3], rgb[2::3] = bgr[2::3], bgr[1::3], bgr[0::3]
    if not bottom_up:
        return bytes(rgb)
    row = WIDTH * 3
    return b"".join(bytes(rgb[start : start + row]) for start in range(len(rgb) - row, -1, -row))
