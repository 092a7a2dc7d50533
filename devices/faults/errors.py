"""What can be wrong with a fault script."""

from __future__ import annotations

from devices.core.errors import DeviceError


class FaultScriptError(DeviceError):
    """A fault script says something that can't be done.

    Attributes:
        place: where in the file, as `steps.2.do`; empty for the whole.
        problem: what is wrong there.
        mend: what to write instead, where that can be told.
    """

    code = "fault_script_invalid"

    def __init__(self, *, problem: str, place: str = "", mend: str = "") -> None:
        super().__init__(": ".join(filter(None, (place, problem))) + (f" ({mend})" if mend else ""))
        self.place = place
        self.problem = problem
        self.mend = mend
