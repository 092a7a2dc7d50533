"""`python -m acceptance_platform`: serve, migrate, enrol-token, create-clerk, publish-catalogue, list, verify …"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from acceptance_platform.cli.arguments import build_parser
from acceptance_platform.cli.commands import run
from shared.command_line import ends_when_unheard
from shared.security.forgetting import leave_no_dump


@ends_when_unheard
def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    leave_no_dump()
    return run(build_parser().parse_args(argv))


if __name__ == "__main__":
    sys.exit(main())
