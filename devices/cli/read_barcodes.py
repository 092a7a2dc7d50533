"""The work of `barcodes`: one file."""

from __future__ import annotations

from pathlib import Path

from devices.cli.image_files import read_image_file
from devices.cli.output import Output
from devices.core.errors import DeviceError
from devices.imaging.codes import Code, read_codes
from devices.imaging.decode import decode_image


def read_file(path: Path, output: Output) -> None:
    """Write what one file holds."""
    try:
        codes = read_codes(decode_image(read_image_file(path), gray=True).pixels)
    except DeviceError as error:
        output.failure(str(path), error)
        return
    listed = [{"format": code.format, "text": code.text, "corners": code.corners} for code in codes]
    output.success({"input": str(path), "codes": listed}, _human(path, codes))


def _human(path: Path, codes: tuple[Code, ...]) -> str:
    found = [f"  {code.format}  {_on_one_line(code.text)}" for code in codes] or ["  没有条码"]
    return "\n".join([str(path), *found])


def _on_one_line(text: str) -> str:
    """Return a text whose characters can all be seen: a code may hold line feeds, and orders to a terminal."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
