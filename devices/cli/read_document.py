"""The work of `ocr`: one reader for all files, one line for each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from devices.cli.errors import UsageError
from devices.cli.image_files import read_picture
from devices.cli.output import Output
from devices.core.errors import DeviceError
from devices.imaging.ocr.check_digits import VALIDATORS
from devices.imaging.ocr.documents import KINDS, read_document
from devices.imaging.ocr.fields import Fields
from devices.imaging.ocr.text_reader import TextReader


def read_files(paths: Sequence[Path], kind: str, output: Output) -> None:
    """Write the fields of each file."""
    if kind not in KINDS:
        detail = f"no kind {kind!r}; there are: {', '.join(KINDS)}"
        raise UsageError(detail)
    reader = TextReader()
    for path in paths:
        try:
            image = read_picture(path)
            fields = read_document(reader, image.pixels, kind, VALIDATORS)
        except DeviceError as error:
            output.failure(str(path), error)
            continue
        output.success({"input": str(path), "fields": _as_json(fields, image.reduced)}, _human(path, fields))


def _as_json(fields: Fields, reduced: int) -> dict[str, dict[str, object]]:
    """Return fields with their places in pixels of the file, which was read so many times smaller."""
    return {
        name: {
            "text": field.text,
            "confidence": round(field.confidence, 3),
            "box": [value * reduced for value in field.box],
        }
        for name, field in fields.items()
    }


def _human(path: Path, fields: Fields) -> str:
    found = [f"  {name}  {field.text}  {field.confidence:.0%}" for name, field in fields.items()]
    return "\n".join([str(path), *(found or ["  没有读出内容"])])
