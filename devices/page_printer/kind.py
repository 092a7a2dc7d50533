"""What page printers bring to the library."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import Final

from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, FunctionProvider, Provider, Transport
from devices.core.errors import DeviceNotFoundError
from devices.core.kinds import DeviceKind, Opening
from devices.core.page_printing import PagePrinter
from devices.core.readiness import Check, CheckOutcome, ok, unknown, warn
from devices.core.roles import DeviceConfigError, DeviceUri, Role
from devices.core.traffic import TrafficReader

CUPS_URI: Final = "ipp://localhost:631/"
_INTERVAL_S: Final = 10.0


def _open(uri: DeviceUri, opening: Opening) -> PagePrinter:
    from devices.page_printer import open_page_printer
    from devices.page_printer.client import IppAddress

    if IppAddress.parse(str(uri)) is None:
        raise DeviceConfigError(place=f"devices.{Role.PAGE_PRINTER}", problem=f"{uri} names no printer")
    return open_page_printer(str(uri), opening.tap)


def _queues(deadline: Deadline) -> Sequence[FoundDevice]:
    """List the queues of this machine's CUPS; none where CUPS does not run."""
    from devices.page_printer.queues import list_queues

    try:
        queues = list_queues(CUPS_URI, deadline)
    except DeviceNotFoundError:
        return ()
    return [FoundDevice(Transport.IPP, queue.uri, queue.description, roles=(Role.PAGE_PRINTER,)) for queue in queues]


def _providers() -> Sequence[Provider]:
    return (FunctionProvider("cups", _queues, _INTERVAL_S),)


def _ask_cups(deadline: Deadline) -> CheckOutcome:
    if shutil.which("cupsd") is None:
        return ok("没有装 CUPS：打印机直接连接")
    from devices.page_printer.queues import list_queues

    try:
        queues = list_queues(CUPS_URI, deadline)
    except DeviceNotFoundError:
        return unknown("CUPS 没有运行", "经 CUPS 打印时，请启动 cups 服务。")
    if not queues:
        return warn("CUPS 里没有打印队列", "请用 lpadmin 添加打印机，或在 terminal.toml 里直接写 ipp:// 地址。")
    return ok(f"{len(queues)} 个打印队列")


def _checks() -> Sequence[Check]:
    return (Check("page_printer.cups", "打印服务（CUPS）有队列", _ask_cups),)


def _new_reader() -> TrafficReader:
    from devices.page_printer.traffic import new_http_reader

    return new_http_reader()


def _new_tls_reader() -> TrafficReader:
    from devices.page_printer.traffic import IppTrafficReader

    return IppTrafficReader()


PAGE_PRINTER: Final = DeviceKind(
    name="page_printer",
    openers={Role.PAGE_PRINTER: dict.fromkeys(("ipp", "ipps"), _open)},
    providers=_providers,
    checks=_checks,
    traffic={"ipp": _new_reader, "ipps": _new_tls_reader},
)
