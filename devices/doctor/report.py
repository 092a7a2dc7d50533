"""The readiness report as data: what was asked, what came of it, what is plugged in."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Final

from devices.core.discovery import DEFAULT_INTERVAL_S, FoundDevice, ProviderFailure, find_devices
from devices.core.kinds import DeviceKind
from devices.core.readiness import Check, CheckOutcome, CheckResult, Readiness, fail, run_checks, unknown
from devices.core.roles import DeviceConfigError, DeviceRoles
from devices.doctor.role_checks import Sentence, role_checks
from devices.doctor.system_checks import system_checks
from devices.kinds import KINDS

GROUP_TITLES: Final = {
    "role": "本终端配置的设备",
    "id_card": "身份证读卡器",
    "ca_card": "CA 证书与智能卡",
    "social_card": "社保卡",
    "receipt_printer": "凭条打印机",
    "page_printer": "A4 打印机",
    "scanner": "扫描仪与高拍仪",
    "barcode": "扫码枪",
    "system": "系统与程序库",
}
VERDICT_WORDS: Final = {
    Readiness.OK: "通过",
    Readiness.WARN: "注意",
    Readiness.FAIL: "未通过",
    Readiness.UNKNOWN: "无法判断",
}


@dataclass(frozen=True, slots=True)
class Report:
    """A readiness report.

    Attributes:
        terminal: what the terminal is called, for the heading.
        host: name and system of the machine.
    """

    terminal: str
    host: str
    made_at: datetime
    results: tuple[CheckResult, ...]
    devices: tuple[FoundDevice, ...]
    failures: tuple[ProviderFailure, ...]

    @property
    def counts(self) -> dict[Readiness, int]:
        """How many checks came to each verdict."""
        counted = Counter(result.outcome.verdict for result in self.results)
        return {verdict: counted[verdict] for verdict in Readiness}

    @property
    def is_ready(self) -> bool:
        """Whether nothing failed."""
        return not self.counts[Readiness.FAIL]

    def groups(self) -> list[tuple[str, list[CheckResult]]]:
        """Return the results by group with each group's title, the configured devices first."""
        order = list(GROUP_TITLES)

        def place(result: CheckResult) -> int:
            return order.index(_group(result)) if _group(result) in order else len(order)

        grouped = groupby(sorted(self.results, key=place), key=_group)
        return [(GROUP_TITLES.get(name, name), list(results)) for name, results in grouped]

    def to_json(self) -> dict[str, object]:
        """Return the report as `doctor --json` prints it."""
        return {
            "terminal": self.terminal,
            "host": self.host,
            "made_at": self.made_at.isoformat(timespec="seconds"),
            "summary": {verdict.value: count for verdict, count in self.counts.items()},
            "checks": [result.to_json() for result in self.results],
            "devices": [device.to_json() for device in self.devices],
            "failures": [{"provider": failure.provider, "error": failure.error.code} for failure in self.failures],
        }


def make_report(
    config: Path | None,
    sentence: Sentence,
    *,
    each_s: float,
    probes_network: bool,
    terminal: str = "",
    kinds: Sequence[DeviceKind] = KINDS,
) -> Report:
    """Ask everything.

    Args:
        config: the terminal's configuration; None where there is none.
        sentence: what an error code means, for people.
        each_s: how long each check may take; they are asked at the same time.
        probes_network: also ask what takes seconds, such as SANE and mDNS.
    """
    roles, configured = _configured(config, sentence, kinds)
    checks: list[Check] = [*configured, *system_checks()]
    optional: set[str] = set()
    for kind in kinds:
        asked = [check for check in kind.checks() if probes_network or not check.is_slow]
        checks += asked
        if roles is not None and not any(role in roles.addresses for role in kind.openers):
            optional.update(check.name for check in asked)
    results = tuple(_softened(result, optional) for result in run_checks(checks, each_s, sentence))
    providers = [provider for kind in kinds for provider in kind.providers()]
    quick = [provider for provider in providers if probes_network or provider.interval_s <= DEFAULT_INTERVAL_S]
    devices, failures = find_devices(quick, each_s)
    return Report(
        terminal=terminal or platform.node(),
        host=f"{platform.node()} · {platform.system()} {platform.release()} · Python {platform.python_version()}",
        made_at=datetime.now().astimezone(),
        results=results,
        devices=devices,
        failures=failures,
    )


def _configured(
    config: Path | None, sentence: Sentence, kinds: Sequence[DeviceKind]
) -> tuple[DeviceRoles | None, Sequence[Check]]:
    """Return the configured roles, where they can be read, and the checks of their devices."""
    if config is None:
        absent = unknown("没有给出配置文件", "请用 --config 指明 terminal.toml，或设置 YIMEN_PROFILE。")
        return None, (_settled(absent),)
    if not config.is_file():
        return None, (_settled(fail(f"没有这个文件：{config}", "请核对 --config 或 YIMEN_PROFILE 里的路径。")),)
    try:
        roles = DeviceRoles.load(config)
    except DeviceConfigError as error:
        return None, (_settled(fail(f"配置写得不对（{error}）", "请改正配置文件的 [devices] 一节。")),)
    if not roles.addresses:
        empty = unknown(f"{config} 没有配置任何设备", "请在 [devices] 一节写上设备地址。")
        return roles, (_settled(empty),)
    return roles, role_checks(roles, sentence, kinds)


def _softened(result: CheckResult, optional: set[str]) -> CheckResult:
    """What a terminal does not use can't keep it from being ready."""
    outcome = result.outcome
    if result.name not in optional or outcome.verdict is not Readiness.FAIL:
        return result
    return replace(result, outcome=replace(outcome, verdict=Readiness.WARN, detail=f"{outcome.detail}（本终端未配置）"))


def _settled(outcome: CheckOutcome) -> Check:
    return Check("role.configuration", "终端配置", lambda _deadline: outcome)


def _group(result: CheckResult) -> str:
    return result.name.partition(".")[0]
