"""The scripts that come with the library."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from devices.faults.errors import FaultScriptError
from devices.faults.script import FaultScript, read_script

FOLDER: Final = Path(__file__).parent / "scripts"


def shipped_scripts(folder: Path = FOLDER) -> tuple[FaultScript, ...]:
    """Return all scripts of a folder, ordered by device and name.

    Raises:
        FaultScriptError: one of them is faulty, or is not named as its file.
    """
    scripts = []
    for file in sorted(folder.glob("*.yaml")):
        try:
            script = read_script(file)
        except FaultScriptError as error:
            place = f"{file.name}: {error.place}" if error.place else file.name
            raise FaultScriptError(place=place, problem=error.problem, mend=error.mend) from error
        if script.name != file.stem:
            raise FaultScriptError(place=f"{file.name}: name", problem=f"must be {file.stem}, as the file is named")
        scripts.append(script)
    return tuple(sorted(scripts, key=lambda script: (script.device.value, script.name)))
