"""The child process that alone loads a vendor's photo library."""

from __future__ import annotations

import base64
import ctypes
from collections.abc import Mapping
from typing import Any

from devices.core.errors import DeviceNotFoundError, UnsupportedError
from devices.core.vendor_child import answer_question, load_library
from devices.id_card.errors import PhotoUndecodableError
from devices.id_card.photo import HEIGHT, WIDTH

_PICTURE_SIZE = WIDTH * HEIGHT * 3
# Libraries that write a whole BMP file, or rows of a multiple of four bytes, must not write past the end.
_ROOM = 4 * _PICTURE_SIZE
_REFUSED = 0


def main() -> None:
    """Decode one photo."""
    answer_question(_answer)


def _answer(question: Mapping[str, Any]) -> Mapping[str, object]:
    try:
        library = load_library(question["library"])
    except OSError as error:
        return {"error": DeviceNotFoundError.code, "detail": str(error)}
    try:
        unpack = library.unpack
    except AttributeError:
        return {"error": UnsupportedError.code, "detail": "unpack"}
    out = ctypes.create_string_buffer(_ROOM)
    result = unpack(base64.b64decode(question["wlt"]), out, ctypes.c_int(question["flag"]))
    picture = out.raw[:_PICTURE_SIZE]
    if result == _REFUSED or not any(picture):
        return {"error": PhotoUndecodableError.code, "detail": f"unpack gave {result}"}
    return {"bgr": base64.b64encode(picture).decode("ascii")}


if __name__ == "__main__":
    main()
