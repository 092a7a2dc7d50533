"""What CA cards and UKeys bring to the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from devices.ca_card.opening import open_piv, open_pkcs11, open_skf
from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, FunctionProvider, Provider
from devices.core.kinds import DeviceKind, Opening
from devices.core.readiness import Check, CheckOutcome, ok, warn
from devices.core.roles import DeviceConfigError, DeviceUri, Role
from devices.core.signing import SigningToken
from devices.pcsc.traffic import ApduTrafficReader


def _open_piv(uri: DeviceUri, opening: Opening) -> SigningToken:
    return open_piv(uri.place, opening.tap)


def _open_pkcs11(uri: DeviceUri, _opening: Opening) -> SigningToken:
    module, mark, label = uri.place.rpartition("#")
    if not (module and mark and label):
        raise DeviceConfigError(place=f"devices.{Role.CA_CARD}", problem="must be pkcs11:MODULE#LABEL")
    return open_pkcs11(module, label)


def _open_skf(uri: DeviceUri, _opening: Opening) -> SigningToken:
    return open_skf(uri.place)


def _readers(deadline: Deadline) -> Sequence[FoundDevice]:
    from devices.pcsc.service import list_readers

    return list_readers(deadline)


def _providers() -> Sequence[Provider]:
    return (FunctionProvider("pcsc", _readers),)


def _ask_service(deadline: Deadline) -> CheckOutcome:
    names = [found.description for found in _readers(deadline)]
    if not names:
        return warn("智能卡服务在运行，没有读卡器", "请插好智能卡读卡器；若已插好，请检查它是否受 CCID 驱动支持。")
    return ok("、".join(names))


def _checks() -> Sequence[Check]:
    return (Check("ca_card.service", "智能卡服务（pcscd）在运行，有读卡器", _ask_service),)


CA_CARD: Final = DeviceKind(
    name="ca_card",
    openers={Role.CA_CARD: {"pcsc": _open_piv, "pkcs11": _open_pkcs11, "skf": _open_skf}},
    providers=_providers,
    checks=_checks,
    traffic={"pcsc": ApduTrafficReader},
)
