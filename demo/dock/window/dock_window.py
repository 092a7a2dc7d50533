"""The window: the network at the top, a column for each bench below."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from demo.dock.state import DockState
from demo.dock.status import DockProblem, DockStatus
from demo.dock.window.bench_view import BenchView
from demo.dock.window.choices import Choice, ChoiceGrid
from demo.dock.window.style import build_stylesheet
from demo.dock.window.workbench_view import WorkbenchView
from demo.dock.workbench import WORKBENCH

SLOW_BYTES_PER_S: Final = 16 * 1024
_NETWORK: Final = (
    Choice("up", "网络正常", "rest"),
    Choice("slow", "网络很慢", "warn"),
    Choice("down", "拔掉网线", "bad"),
)
_NETWORK_CHANGES: Final[dict[str, dict[str, object]]] = {
    "up": {"network": True, "network_bytes_per_s": None},
    "slow": {"network": True, "network_bytes_per_s": SLOW_BYTES_PER_S},
    "down": {"network": False},
}


class DockWindow(QWidget):
    """Shows the dock's status and hands every press on as a change of the state.

    Signals:
        changed: a callable from the present DockState to the wanted one.
    """

    changed = Signal(object)

    def __init__(self, bench_names: Iterable[str], state_file: Path) -> None:
        super().__init__()
        self.setObjectName("dock")
        self.setWindowTitle("一门 · 设备坞")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(build_stylesheet())
        self._network = ChoiceGrid("network", _NETWORK, 3)
        self._network.picked.connect(self._change_network)
        self._problem = _Problem()
        self._benches = {name: WorkbenchView(name) if name == WORKBENCH else BenchView(name) for name in bench_names}
        self._lay_out(state_file)
        for bench in self._benches.values():
            bench.wanted.connect(self._change_bench)

    def show_status(self, status: DockStatus) -> None:
        """Show how everything is."""
        self._network.setVisible(status.relay_port is not None)
        self._network.show_held(_network_key(status.state))
        self._problem.show_problem(status.problem)
        lying = _lying(status)
        for name, bench in self._benches.items():
            state, told = status.state.bench(name), status.benches[name]
            if isinstance(bench, BenchView):
                bench.show_bench(state, told, lying)
            else:
                bench.show_bench(state, told)

    def _lay_out(self, state_file: Path) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._band(state_file))
        whole.addWidget(self._problem)
        terminals = _row_of([bench for bench in self._benches.values() if isinstance(bench, BenchView)])
        workbench = self._benches.get(WORKBENCH)
        if workbench is None:
            whole.addWidget(terminals, 1)
            return
        tabs = QTabWidget()
        tabs.setObjectName("tabs")
        tabs.addTab(terminals, "终端")
        tabs.addTab(_row_of([workbench]), "设备桌")
        whole.addWidget(tabs, 1)

    def _band(self, state_file: Path) -> QFrame:
        band = QFrame()
        band.setObjectName("band")
        row = QHBoxLayout(band)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(16)
        heading = QLabel("设备坞")
        heading.setObjectName("heading")
        row.addWidget(heading)
        words = QLabel(f"这里的人、卡和纸都是样例。也可以改文件：{state_file.name}")
        words.setToolTip(str(state_file))
        row.addWidget(words)
        row.addStretch(1)
        row.addWidget(self._network)
        return band

    @Slot(str)
    def _change_network(self, key: str) -> None:
        update = _NETWORK_CHANGES[key]
        self.changed.emit(lambda state: state.model_copy(update=update))

    @Slot(str, object)
    def _change_bench(self, name: str, changes: dict[str, object]) -> None:
        self.changed.emit(lambda state: state.with_bench(name, **changes))


def _row_of(benches: Iterable[QWidget]) -> QWidget:
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(12, 12, 12, 12)
    row.setSpacing(12)
    for bench in benches:
        row.addWidget(bench)
    return page


class _Problem(QFrame):
    """A band that says why the state file was not followed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("problem")
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 10, 24, 10)
        layout.addWidget(self._words)
        self.hide()

    def show_problem(self, problem: DockProblem | None) -> None:
        """Show a problem, or nothing."""
        self.setVisible(problem is not None)
        if problem is not None:
            place = f"“{problem.place}”处" if problem.place else ""
            self._words.setText(
                f"状态文件{place}写得不对，没有照办；先前的状态仍然有效。改对了会自动生效。（{problem.message}）"
            )


def _lying(status: DockStatus) -> tuple[Path, ...]:
    """Return the slips of every bench, the oldest first."""
    slips = [slip for bench in status.benches.values() for slip in bench.slips if slip.exists()]
    return tuple(sorted(slips, key=lambda slip: slip.stat().st_mtime))


def _network_key(state: DockState) -> str:
    if not state.network:
        return "down"
    return "up" if state.network_bytes_per_s is None else "slow"
