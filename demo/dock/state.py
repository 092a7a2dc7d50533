"""The dock's state file: what lies on the readers, what is in the printers, whether the network is there."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum, unique
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from demo.dock.camera_desk import CameraView
from demo.dock.drills import scripts_by_name
from demo.specimen_pages import page_labels
from devices.id_card.specimens import SPECIMENS

STATE_FILE = "dock.json"
_LOCK_FILE = ".dock.lock"


@unique
class PaperRoll(StrEnum):
    """How much paper a printer has."""

    OK = "ok"
    LOW = "low"
    OUT = "out"


def _one_of(names: Iterable[str]) -> AfterValidator:
    known = frozenset(names)

    def check(key: str) -> str:
        if key not in known:
            detail = f"none of {', '.join(sorted(known))}"
            raise ValueError(detail)
        return key

    return AfterValidator(check)


class BenchState(BaseModel):
    """The devices of one terminal.

    Attributes:
        card: key of the specimen card on the reader, None when there is none.
        page: key of the specimen page in the scanner and under the document camera; once the scanner took it, the dock
            sets it to None.
        camera: how the document camera is.
        paper, cover_open: of the receipt printer.
        sheets, jammed: of the printer of A4 pages, where the bench has one.
        code: what the barcode gun is held to, where the bench has one; once it was sent, the dock sets it to None.
        script: name of the fault script that is played, None for none; see devices/faults/scripts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    card: Annotated[str, _one_of(SPECIMENS)] | None = None
    page: Annotated[str, _one_of(page_labels())] | None = None
    camera: CameraView = CameraView.OK
    paper: PaperRoll = PaperRoll.OK
    cover_open: bool = False
    sheets: PaperRoll = PaperRoll.OK
    jammed: bool = False
    code: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
    script: Annotated[str, _one_of(scripts_by_name())] | None = None


class DockState(BaseModel):
    """All benches by terminal name, and the network.

    Attributes:
        network: whether the cable between terminals and platform is plugged in.
        network_bytes_per_s: how fast each connection carries bytes to the platform; None is as fast as it can.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    benches: dict[str, BenchState] = {}
    network: bool = True
    network_bytes_per_s: int | None = Field(default=None, ge=256)

    def bench(self, name: str) -> BenchState:
        """Return the state of one bench; one that is not named is as new."""
        return self.benches.get(name, BenchState())

    def with_bench(self, name: str, **changes: object) -> DockState:
        """Return the state with some things at one bench changed (ValidationError for a wrong value)."""
        bench = BenchState.model_validate({**self.bench(name).model_dump(), **changes})
        return self.model_copy(update={"benches": {**self.benches, name: bench}})


class DockStateError(Exception):
    """The state file does not say what a dock can do.

    Attributes:
        code: stable machine word.
        place: where in the file, as `benches.kiosk.paper`; empty for the whole.
        problem: what is wrong there.
    """

    code = "dock_state"

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}" if place else problem)
        self.place = place
        self.problem = problem


def read_state(path: Path) -> DockState:
    """Read the state file; a missing one is a dock where nothing lies.

    Raises:
        DockStateError: it can't be read, or is no JSON of the right shape.
    """
    try:
        return DockState.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return DockState()
    except OSError as error:
        place = ""
        raise DockStateError(place, error.strerror or "unreadable") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise DockStateError(".".join(str(step) for step in first["loc"]), first["msg"]) from error


def write_state(path: Path, state: DockState) -> None:
    """Replace the state file in one step, so that no reader sees half of it."""
    write_whole(path, state.model_dump_json(indent=2))


def edit_state(path: Path, change: Callable[[DockState], DockState]) -> DockState:
    """Read, change and replace the state file while no other edit happens.

    Raises:
        DockStateError: what is there can't be read; it is left as it is.
    """
    with _editing(path):
        state = change(read_state(path))
        write_state(path, state)
        return state


def write_whole(path: Path, text: str) -> None:
    """Put text at path whole or not at all."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(path)


@contextmanager
def _editing(path: Path) -> Iterator[None]:
    with path.with_name(_LOCK_FILE).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
