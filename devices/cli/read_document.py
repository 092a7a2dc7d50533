"""The work of `ocr`: one reader for all files, one line for each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from devices.cli.errors import UsageError
from devices.cli.image_files import read_image_file
from devices.cli.output import Output
from devices.core.errors import DeviceError
from devices.imaging.decode import decode_page
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
            fields = read_document(reader, decode_page(read_image_file(path)), kind, VALIDATORS)
        except DeviceError as error:
            output.failure(str(path), error)
            continue
        output.success({"input": str(path), "fields": _as_json(fields)}, _human(path, fields))


def _as_json(fields: Fields) -> dict[str, dict[str, object]]:
    return {
        name: {"text": field.text, "confidence": round(field.confidence, 3), "box": field.box}
        for name, field in fields.items()
    }


def _human(path: Path, fields: Fields) -> str:
    found = [f"  {name}  {field.text}  {field.confidence:.0%}" for name, field in fields.items()]
    return "\n".join([str(path), *(found or ["  没有读出内容"])])
