"""A scene of the kiosk's gallery and the frame around its screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from kiosk_app.viewmodels.shell import DeviceRow, ShellProps, StepRow


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture.

    Attributes:
        name: in the file's name; model: name of the screen's view model; props: what that shows.
        shell: the frame around it.
        typing: what a hand does: text:WORDS into the search, focus:FIELD, hold:ITEM.
        is_alike: it differs from another one in its words alone.
    """

    name: str
    model: str
    props: Any
    shell: ShellProps
    typing: str = ""
    is_alike: bool = False


WELL = (
    DeviceRow("card", "读卡 正常", "good"),
    DeviceRow("scanner", "扫描 正常", "good"),
    DeviceRow("printer", "打印 正常", "good"),
    DeviceRow("network", "网络 已连接", "good"),
)
ILL = (
    DeviceRow("card", "读卡 不能用", "bad"),
    DeviceRow("scanner", "扫描 正常", "good"),
    DeviceRow("printer", "打印 纸快用完", "warn"),
    DeviceRow("network", "网络 断开", "warn"),
)
LABELS = ("身份", "填表", "材料", "核对", "完成")


def steps(now: int, part: float = 0.5) -> tuple[StepRow, ...]:
    return tuple(
        StepRow(label, label, 1.0 if place < now else part if place == now else 0.0, place == now)
        for place, label in enumerate(LABELS)
    )


QUIET = ShellProps(
    hall="东莞市政务服务中心",
    help_place="东莞市南城街道鸿福西路68号 一楼咨询台",
    help_hours="周一至周五 9:00—12:00，13:00—17:00（法定节假日除外）",
    demo=True,
    devices=WELL,
)


def on(screen: str, now: int | None = None, part: float = 0.5, **changes: Any) -> ShellProps:
    return replace(
        QUIET,
        screen=screen,
        steps=() if now is None else steps(now, part),
        can_go_back=now is not None,
        can_leave=now is not None,
        **changes,
    )
