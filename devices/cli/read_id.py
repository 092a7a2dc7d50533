"""`read-id`: what the card on a reader says."""

from __future__ import annotations

import argparse
import io
import os
from contextlib import closing
from pathlib import Path

from devices.cli.arguments import seconds
from devices.cli.errors import OutputFailedError, UsageError
from devices.cli.output import Output, table
from devices.core.cards import IdCard
from devices.core.errors import DeviceError
from devices.id_card.driver import SamvReader
from devices.id_card.photo import VendorPhotoDecoder

_LABELS = {
    "type": "类型",
    "name": "姓名",
    "name_en": "英文姓名",
    "sex": "性别",
    "ethnicity": "民族",
    "nationality": "国籍",
    "birth": "出生",
    "number": "证件号码",
    "address": "住址",
    "issuer": "签发机关",
    "valid_from": "有效期起",
    "valid_to": "有效期至",
    "pass_number": "通行证号码",
    "issue_count": "签发次数",
}
_TYPES = {
    "resident": "居民身份证",
    "permit": "港澳台居民居住证",
    "foreign2017": "外国人永久居留身份证（2017 版）",
    "foreign2023": "外国人永久居留身份证（2023 版）",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument(
        "--port", required=True, metavar="PATH", help="serial port of the reader, or usb:any, usb:VVVV:PPPP[@BUS-PORT]"
    )
    parser.add_argument("--photo", type=Path, metavar="FILE", help="also write the photo, as PNG or as the card has it")
    parser.add_argument("--photo-library", metavar="LIBRARY", help="the vendor's library that decodes it into PNG")
    parser.add_argument("--wait", type=seconds, default=3.0, metavar="SECONDS", help="how long to wait for a card (3)")
    parser.add_argument("--timeout", type=seconds, default=30.0, metavar="SECONDS", help="the end of everything (30)")


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Read one card and write it."""
    if arguments.photo_library is not None and arguments.photo is None:
        detail = "--photo-library belongs to --photo FILE"
        raise UsageError(detail)
    port: str = arguments.port
    try:
        with closing(_open(port)) as reader:
            card = reader.read(arguments.timeout, arguments.wait)
    except DeviceError as error:
        output.failure(port, error)
        return
    fields: dict[str, object] = {"card": card.to_json()}
    if arguments.photo is not None:
        try:
            fields["photo"] = _save_photo(card, arguments)
        except DeviceError as error:
            output.failure(str(arguments.photo), error)
            return
    output.success(fields, _human(card))


def _save_photo(card: IdCard, arguments: argparse.Namespace) -> dict[str, str]:
    """Write the photo, readable by its owner only: a picture by the vendor's library, else as the card has it."""
    if arguments.photo_library is None:
        data, form = card.photo_wlt, "wlt"
    else:
        # Loads the image library, which a card without a photo has no need of.
        from PIL import Image

        portrait = VendorPhotoDecoder(arguments.photo_library).decode(card.photo_wlt, arguments.timeout)
        picture = io.BytesIO()
        Image.frombytes("RGB", (portrait.width, portrait.height), portrait.rgb).save(picture, "PNG")
        data, form = picture.getvalue(), "png"
    try:
        handle = os.open(arguments.photo, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            os.fchmod(handle, 0o600)
            file.write(data)
    except OSError as error:
        raise OutputFailedError(str(arguments.photo)) from error
    return {"file": str(arguments.photo), "format": form}


def _open(port: str) -> SamvReader:
    """Open what a path or a URI names; a path needs no scheme."""
    if port.startswith("usb:"):
        return SamvReader.open_usb(port)
    return SamvReader.open_serial(port.removeprefix("serial:"))


def _human(card: IdCard) -> str:
    fields = card.to_json()
    fields["type"] = _TYPES[fields["type"]]
    return table([(label, fields[name]) for name, label in _LABELS.items() if name in fields])
