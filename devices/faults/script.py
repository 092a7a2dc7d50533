"""A fault script as data: when what is done to which simulator, what must come of it, and how people rehearse it.

name: paper-out-mid-slip
title: 打印到一半没纸
device: receipt_printer
expect: paper_end
steps:
  - at: line_printed      # a moment of the simulator
    nth: 3                # the third since the step before; 1 if left out
    do: paper_out         # an action of the simulator
  - after: 5              # seconds since the step before
    do: load_paper
drill:
  task: 打印一张收件凭证。
  see: 屏幕说明纸已用完，并说明没有打印完整。
  mend: 换上新纸卷，按屏幕提示补打。
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr, ValidationError
from pydantic import model_validator as validates

from devices.core.faults import FaultTarget, ParameterValue
from devices.core.roles import Role
from devices.faults.errors import FaultScriptError
from devices.faults.safe_yaml import load_plain

WORKS: Final = "ok"
"""`expect` of a script that must not keep the device from doing its work."""

_Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
_Line = Annotated[str, Field(min_length=1, max_length=300)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FaultStep(_Part):
    """One thing that is done.

    Attributes:
        at: moment of the simulator at which it is done, on the simulator's own thread.
        nth: which of these moments, counted since the step before.
        after: seconds since the step before; instead of `at`.
        do: action of the simulator.
        with_: what the action takes, `with` in the file.
    """

    do: _Name
    at: _Name | None = None
    nth: Annotated[int, Field(ge=1, le=10_000, strict=True)] = 1
    after: Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)] | None = None
    with_: Annotated[
        dict[_Name, StrictBool | StrictInt | StrictFloat | StrictStr], Field(default_factory=dict, alias="with")
    ]

    @validates(mode="after")
    def _has_one_trigger(self) -> Self:
        if (self.at is None) == (self.after is None):
            detail = "needs either at: MOMENT or after: SECONDS"
            raise ValueError(detail)
        return self


class Drill(_Part):
    """How a clerk rehearses it: what to do, what the screen ought to say, how it is mended."""

    task: _Line
    see: _Line
    mend: _Line


class FaultScript(_Part):
    """A whole script.

    Attributes:
        name: stable word, the file's name without its ending.
        title: for a menu.
        device: role of the simulator that it plays on.
        expect: code of the error or cause that the driver must report, or `ok`.
    """

    name: _Name
    title: _Line
    device: Role
    expect: _Name
    steps: Annotated[tuple[FaultStep, ...], Field(min_length=1, max_length=50)]
    drill: Drill


def read_script(file: Path) -> FaultScript:
    """Read a script from a file. Raises FaultScriptError."""
    try:
        with file.open("rb") as stream:
            data = stream.read(1 << 17)
    except OSError as error:
        raise FaultScriptError(problem=f"{file.name}: {error.strerror or 'unreadable'}") from error
    return parse_script(data)


def parse_script(data: bytes) -> FaultScript:
    """Read a script.

    Raises:
        FaultScriptError: naming the place and, where it can be told, the mend.
    """
    fields = load_plain(data)
    try:
        return FaultScript.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise FaultScriptError(place=place, problem=first["msg"], mend=_mend(first["type"], first["loc"])) from error


def check_script(script: FaultScript, target: FaultTarget) -> None:
    """Check that a simulator can play a script.

    Raises:
        FaultScriptError: it has no such moment, action or parameter.
    """
    if script.device is not target.role:
        raise FaultScriptError(place="device", problem=f"this simulator is a {target.role}, not a {script.device}")
    for number, step in enumerate(script.steps):
        _check_known(f"steps.{number}.do", step.do, target.fault_actions)
        if step.at is not None:
            _check_known(f"steps.{number}.at", step.at, target.moments.names)
        parameters = target.fault_actions[step.do].parameters
        for name, value in step.with_.items():
            _check_known(f"steps.{number}.with.{name}", name, parameters)
            if not _fits(value, parameters[name]):
                problem = f"must be a {parameters[name].__name__}"
                raise FaultScriptError(place=f"steps.{number}.with.{name}", problem=problem)


def _fits(value: ParameterValue, kind: type[ParameterValue]) -> bool:
    if kind is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return type(value) is kind


def _check_known(place: str, name: str, known: Iterable[str] | Mapping[str, object]) -> None:
    names = sorted(known)
    if name not in names:
        near = difflib.get_close_matches(name, names, 1)
        mend = f"did you mean {near[0]}?" if near else f"there are {', '.join(names) or 'none'}"
        raise FaultScriptError(place=place, problem=f"{name} is not known", mend=mend)


def _mend(kind: str, loc: tuple[int | str, ...]) -> str:
    if kind != "extra_forbidden" or not loc:
        return ""
    model = FaultStep if "steps" in loc else Drill if "drill" in loc[:-1] else FaultScript
    names = [field.alias or name for name, field in model.model_fields.items()]
    near = difflib.get_close_matches(str(loc[-1]), names, 1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
