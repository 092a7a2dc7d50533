"""Run the command line of the devices."""

from __future__ import annotations

import sys

from devices.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
