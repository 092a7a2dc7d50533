"""A hand at one bench of a running dock, from another process: lays cards and pages by the state file."""

from __future__ import annotations

from pathlib import Path

from demo.dock.state import STATE_FILE, BenchState, DockState, edit_state
from demo.dock.status import BenchStatus, read_status


class Hand:
    """Changes what lies at a bench; a question tells when the dock has done it. Never waits."""

    def __init__(self, folder: Path, bench: str) -> None:
        self._folder = folder
        self._bench = bench

    def change(self, **changes: object) -> None:
        """Change things at this bench, as `card="chen"`, `page="housing_proof"`, `paper="out"`."""
        edit_state(self._folder / STATE_FILE, lambda state: state.with_bench(self._bench, **changes))

    def change_network(self, **changes: object) -> None:
        """Change the network, as `network=False` or `network_bytes_per_s=4096`."""
        edit_state(self._folder / STATE_FILE, lambda state: DockState.model_validate({**state.model_dump(), **changes}))

    def network_is(self, up: bool) -> bool:
        """Whether the dock has plugged the network in, or pulled it."""
        return read_status(self._folder).state.network is up

    def applied(self) -> BenchState:
        """Return how the bench is now."""
        return read_status(self._folder).state.bench(self._bench)

    def status(self) -> BenchStatus:
        """Return the bench's ports and the slips that it printed."""
        return read_status(self._folder).benches[self._bench]
