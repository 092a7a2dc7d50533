"""Run the command line of the devices."""

from __future__ import annotations

import signal
import sys

from devices.cli.main import main

if __name__ == "__main__":
    # A shell's background job starts with SIGINT ignored, and SIGTERM would leave a verb's relays and links behind.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    sys.exit(main())
