"""`read-id`: what the card on a reader says."""

from __future__ import annotations

import argparse
from contextlib import closing

from devices.cli.arguments import seconds
from devices.cli.output import Output, table
from devices.core.cards import IdCard
from devices.core.errors import DeviceError
from devices.id_card.driver import SamvReader

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
    parser.add_argument("--wait", type=seconds, default=3.0, metavar="SECONDS", help="how long to wait for a card (3)")
    parser.add_argument("--timeout", type=seconds, default=30.0, metavar="SECONDS", help="the end of everything (30)")


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Read one card and write it."""
    port: str = arguments.port
    try:
        with closing(_open(port)) as reader:
            card = reader.read(arguments.timeout, arguments.wait)
    except DeviceError as error:
        output.failure(port, error)
        return
    output.success({"card": card.to_json()}, _human(card))


def _open(port: str) -> SamvReader:
    """Open what a path or a URI names; a path needs no scheme."""
    if port.startswith("usb:"):
        return SamvReader.open_usb(port)
    return SamvReader.open_serial(port.removeprefix("serial:"))


def _human(card: IdCard) -> str:
    fields = card.to_json()
    fields["type"] = _TYPES[fields["type"]]
    return table([(label, fields[name]) for name, label in _LABELS.items() if name in fields])
