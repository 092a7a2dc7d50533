"""What receipt printers bring to the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, FunctionProvider, Provider
from devices.core.errors import UnsupportedError
from devices.core.kinds import DeviceKind, Opening
from devices.core.printing import ReceiptPrinter
from devices.core.readiness import Check, CheckOutcome, fail, ok, unknown, warn
from devices.core.roles import DeviceConfigError, DeviceUri, Role
from devices.receipt_printer.glyphs import FontMissingError, find_fonts
from devices.receipt_printer.traffic import EscPosTrafficReader
from devices.receipt_printer.uri import UsageError, open_printer

_HANZI_FONTS: Final = ("NotoSansCJK", "LXGWWenKai", "HanaMin")


def _open(uri: DeviceUri, opening: Opening) -> ReceiptPrinter:
    try:
        return open_printer(str(uri), tap=opening.tap)
    except UsageError as error:
        raise DeviceConfigError(place=f"devices.{Role.RECEIPT_PRINTER}", problem=f"{uri} names no printer") from error


def _usb_printers(_deadline: Deadline) -> Sequence[FoundDevice]:
    # Loads pyusb, which verbs without USB should not wait for.
    from devices.receipt_printer.usb_line import list_usb_printers

    return list_usb_printers()


def _providers() -> Sequence[Provider]:
    return (FunctionProvider("usb_printer", _usb_printers),)


def _ask_fonts(_deadline: Deadline) -> CheckOutcome:
    try:
        fonts = find_fonts()
    except FontMissingError:
        return fail("没有中文字体", "请安装 fonts-noto-cjk：生僻字要由它画出来。")
    names = [path.name for path in fonts if path.name.startswith(_HANZI_FONTS)]
    if not names:
        return warn("没有中文字体", "请安装 fonts-noto-cjk：生僻字会印成方框加编码。")
    return ok("、".join(names))


def _ask_usb(deadline: Deadline) -> CheckOutcome:
    try:
        printers = _usb_printers(deadline)
    except UnsupportedError as error:
        return unknown(error.detail, "用 USB 凭条打印机时，请安装 libusb-1.0-0。")
    return ok(f"USB 上有 {len(printers)} 台打印机")


def _checks() -> Sequence[Check]:
    return (
        Check("receipt_printer.fonts", "凭条上的生僻字有字体可画", _ask_fonts),
        Check("receipt_printer.usb", "能查看 USB 上的打印机", _ask_usb),
    )


RECEIPT_PRINTER: Final = DeviceKind(
    name="receipt_printer",
    openers={Role.RECEIPT_PRINTER: dict.fromkeys(("tcp", "serial", "usb", "file"), _open)},
    providers=_providers,
    checks=_checks,
    traffic=dict.fromkeys(("tcp", "serial", "usb"), EscPosTrafficReader),
)
