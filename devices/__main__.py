"""Run the command line of the devices."""

from __future__ import annotations

import signal
import sys

from devices.cli.main import main as run_verb


def main() -> int:
    """Run one verb, which ends well when the process is told to end: `yimen-devices` begins here too."""
    # A shell's background job starts with SIGINT ignored, and SIGTERM would leave a verb's relays and links behind.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    return run_verb()


if __name__ == "__main__":
    sys.exit(main())
