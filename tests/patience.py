"""How long tests wait for what must come, and how late a busy machine may be with what has a deadline.

A machine with two cores that runs other programs besides may stop a process for seconds. What a test waits for comes
as soon as it can, so a long patience costs nothing where all is well; what has a deadline of its own is only told from
what never ends, or ends by another and much longer deadline.
"""

from __future__ import annotations

from typing import Final

#: Seconds to wait for an event, a thread or a process that must come or end.
PATIENCE_S: Final = 90.0
#: The same in milliseconds, for Qt.
PATIENCE_MS: Final = int(PATIENCE_S * 1000)
#: Seconds that a call may come back after its own deadline on a busy machine.
LATE_S: Final = 15.0
