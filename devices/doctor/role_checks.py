"""Each device that the configuration names: is its address one, is it there, how does it say that it is."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, Final

from devices.core.deadline import Deadline
from devices.core.errors import DeviceError
from devices.core.kinds import DeviceKind, Opening
from devices.core.readiness import Check, CheckOutcome, fail, ok, unknown, warn
from devices.core.roles import DeviceConfigError, DeviceRoles, DeviceUri, Role
from devices.core.status import DeviceState
from devices.kinds import KINDS
from devices.opening import open_device

ROLE_TITLES: Final = {
    Role.ID_CARD: "身份证读卡器",
    Role.CA_CARD: "CA 证书",
    Role.SOCIAL_CARD: "社保卡读卡器",
    Role.RECEIPT_PRINTER: "凭条打印机",
    Role.PAGE_PRINTER: "A4 打印机",
    Role.SCANNER: "扫描仪",
    Role.DOCUMENT_CAMERA: "高拍仪",
    Role.BARCODE: "扫码枪",
}
_MEND: Final = "请检查电源、线缆和 terminal.toml 里的地址。"

_TROUBLES: Final[dict[DeviceState, tuple[Callable[[str, str], CheckOutcome], str, str]]] = {
    DeviceState.BUSY: (warn, "正被使用", "请结束占用它的程序后再检查。"),
    DeviceState.ATTENTION: (warn, "需要处理", "请看设备上的提示。"),
    DeviceState.FAULT: (fail, "故障", "请关机重启；若仍如此请报修。"),
    DeviceState.OFFLINE: (fail, "不在", _MEND),
}

Sentence = Callable[[str], str]
"""What an error code means, for people."""


def role_checks(roles: DeviceRoles, sentence: Sentence, kinds: Sequence[DeviceKind] = KINDS) -> Sequence[Check]:
    """Return one check for each configured device."""
    return tuple(
        Check(f"role.{role}", f"{ROLE_TITLES[role]}（{uri}）", _asking(role, uri, sentence, kinds))
        for role, uri in roles
    )


def _asking(
    role: Role, uri: DeviceUri, sentence: Sentence, kinds: Sequence[DeviceKind]
) -> Callable[[Deadline], CheckOutcome]:
    def ask(deadline: Deadline) -> CheckOutcome:
        try:
            device: Any = open_device(role, uri, Opening(), kinds)
        except DeviceConfigError as error:
            return fail(f"地址写得不对（{error.problem}）", "请改正 terminal.toml 的 [devices] 一节。")
        except DeviceError as error:
            return fail(sentence(error.code), _MEND)
        try:
            return _outcome(device, deadline, sentence)
        finally:
            device.close()

    return ask


def _outcome(device: Any, deadline: Deadline, sentence: Sentence) -> CheckOutcome:
    """Ask a device how it is. Protocols differ: a state, or a state with its cause, with or without a deadline."""
    ask = getattr(device, "status", None)
    if ask is None:
        return unknown("这种设备说不出自己的状态", "请实际使用一次来确认。")
    told = ask(deadline.remaining) if inspect.signature(ask).parameters else ask()
    state = told if isinstance(told, DeviceState) else told.state
    cause = getattr(told, "cause", None)
    words = sentence(str(cause)) if cause else ""
    if state is DeviceState.READY:
        return warn("就绪，纸将用完", "请准备新纸。") if getattr(told, "paper_low", False) else ok("就绪")
    make, shown, remedy = _TROUBLES.get(state, (fail, "没有应答", _MEND))
    return make(words or shown, remedy)
