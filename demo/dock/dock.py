"""The dock itself: watches its state file, plays it on the benches and the network, and tells what came of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from demo.dock.bench import Bench
from demo.dock.desk_tools import DESKS
from demo.dock.relay import NetworkRelay
from demo.dock.state import STATE_FILE, DockState, DockStateError, edit_state, read_state, write_state, write_whole
from demo.dock.status import STATUS_FILE, BenchStatus, DockProblem, DockStatus
from demo.dock.workbench import WORKBENCH, Workbench
from devices.core.simulation import SimulationPermit

Signature = tuple[int, int, int] | None


class Dock:
    """Owns the simulators. One thread calls `tick` again and again; hands and scripts both write the state file."""

    def __init__(
        self, folder: Path, permit: SimulationPermit, bench_names: Iterable[str], platform_port: int | None
    ) -> None:
        """Start the simulators in a folder.

        Args:
            platform_port: where the platform listens on the loopback; None for a dock without a network.

        Raises:
            OSError: the folder can't be used, or no port is free.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._state_file = folder / STATE_FILE
        self._benches = {name: _bench(name, folder / name, permit) for name in bench_names}
        self._relay = None if platform_port is None else NetworkRelay(platform_port)
        self._seen: Signature = None
        self._state = DockState()
        self._problem: DockProblem | None = None
        self._told: DockStatus | None = None
        if not self._state_file.exists():
            write_state(self._state_file, DockState(benches={name: self._state.bench(name) for name in self._benches}))
        self.tick()

    @property
    def status(self) -> DockStatus:
        """How the dock is now."""
        return DockStatus(
            pid=os.getpid(),
            state_file=self._state_file,
            relay_port=None if self._relay is None else self._relay.port,
            benches={
                name: BenchStatus(
                    devices=bench.device_uris,
                    slips=bench.slips,
                    pages=bench.pages,
                    commands=bench.commands,
                    scripts=bench.drills.choices,
                    drill=bench.drills.status,
                )
                for name, bench in self._benches.items()
            },
            state=self._state,
            problem=self._problem,
        )

    def tick(self) -> DockStatus:
        """Play what changed in the state file, note what devices took, and renew the status file."""
        self._read_if_changed()
        for bench in self._benches.values():
            bench.tick()
        used = {name: what for name, bench in self._benches.items() if (what := bench.used_up)}
        if used:
            self.edit(lambda state: _without(state, used))
            self._read_if_changed()
        status = self.status
        if status != self._told:
            write_whole(self._folder / STATUS_FILE, status.model_dump_json(indent=2))
            self._told = status
        return status

    def edit(self, change: Callable[[DockState], DockState]) -> None:
        """Change the state file as a script would; one that was not followed is replaced by what holds now, changed."""
        self._read_if_changed()
        if self._problem is not None:
            write_state(self._state_file, change(self._state))
            return
        try:
            edit_state(self._state_file, lambda state: change(self._with_known_benches(state)))
        except DockStateError:
            write_state(self._state_file, change(self._state))

    def close(self) -> None:
        """Unplug every device and the network. May be called twice."""
        if self._relay is not None:
            self._relay.close()
        for bench in self._benches.values():
            bench.close()

    def _read_if_changed(self) -> None:
        signature = _signature(self._state_file)
        if signature == self._seen:
            return
        self._seen = signature
        try:
            self._apply(self._with_known_benches(read_state(self._state_file)))
            self._problem = None
        except DockStateError as error:
            self._problem = DockProblem(code=error.code, place=error.place, message=error.problem)

    def _with_known_benches(self, state: DockState) -> DockState:
        for name in state.benches:
            if name not in self._benches:
                place = f"benches.{name}"
                raise DockStateError(place, f"this dock has only {', '.join(self._benches)}")
        return state

    def _apply(self, state: DockState) -> None:
        for name, bench in self._benches.items():
            bench.check(state.bench(name), f"benches.{name}")
        for name, bench in self._benches.items():
            bench.apply(state.bench(name))
        if self._relay is not None:
            self._relay.set_speed(state.network_bytes_per_s)
            self._relay.set_up(state.network)
        self._state = state


def _bench(name: str, folder: Path, permit: SimulationPermit) -> Bench | Workbench:
    return Workbench(permit) if name == WORKBENCH else Bench(folder, permit, is_desk=name in DESKS)


def _without(state: DockState, used: Mapping[str, Mapping[str, str]]) -> DockState:
    """Take from the benches what was used up, where nobody laid something else there since."""
    for name, what in used.items():
        gone = {field: None for field, value in what.items() if getattr(state.bench(name), field) == value}
        state = state.with_bench(name, **gone)
    return state


def _signature(path: Path) -> Signature:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_ino, found.st_mtime_ns, found.st_size)
