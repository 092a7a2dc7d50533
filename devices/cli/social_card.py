"""`social-card`: the open data of a social security card."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import Final

from devices.cli.arguments import seconds
from devices.cli.output import Output, table
from devices.core.errors import DeviceError

_LABELS: Final = {
    "name": "姓名",
    "number": "社会保障号码",
    "sex": "性别",
    "ethnicity": "民族",
    "birth": "出生",
    "birthplace": "出生地代码",
    "card_number": "卡号",
    "card_id": "卡识别码",
    "issuing_area": "发卡地区代码",
    "card_class": "卡类别",
    "version": "规范版本",
    "institution": "初始化机构编号",
    "issued": "发卡日期",
    "valid_to": "有效期至",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("--reader", default="", metavar="NAME-PART", help="a part of the PC/SC reader's name (any)")
    parser.add_argument("--wait", type=seconds, default=3.0, metavar="SECONDS", help="how long to wait for a card (3)")
    parser.add_argument("--timeout", type=seconds, default=30.0, metavar="SECONDS", help="the end of everything (30)")


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Read one card and write it."""
    # Loads pyscard, which the other verbs should not wait for.
    from devices.social_card.driver import PcscSocialCardReader

    try:
        with closing(PcscSocialCardReader(arguments.reader)) as reader:
            card = reader.read(arguments.timeout, arguments.wait).to_json()
    except DeviceError as error:
        output.failure(arguments.reader, error)
        return
    output.success({"card": card}, table([(label, card[name]) for name, label in _LABELS.items() if name in card]))
