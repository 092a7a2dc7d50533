"""`python -m shared.intake simulate | slips list|settle`: what an intake needs without a face (ARCHITECTURE §7)."""

from __future__ import annotations

import argparse
import json
import sys

from shared.catalogue.errors import CataloguePackageError
from shared.command_line import EXIT_FAILED, Parser, at_least, ends_when_unheard
from shared.intake.cli import add_slips
from shared.intake.errors import IntakeError
from shared.security.errors import SecurityError
from shared.store.errors import StoreError

DEFAULT_PAGE_BYTES = 60_000


@ends_when_unheard
def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0, 2 when something failed, 64 for wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (IntakeError, StoreError, SecurityError, CataloguePackageError) as error:
        meaning = (type(error).__doc__ or "").partition("\n")[0]
        message = f"{meaning} ({error})" if str(error) else meaning
        code = getattr(error, "code", "catalogue_refused")
        if options.json:
            print(json.dumps({"ok": False, "error": code, "message": message}, ensure_ascii=False))
        else:
            print(f"{code}: {message}", file=sys.stderr)
        return EXIT_FAILED


def _parser() -> Parser:
    parser = Parser(prog="python -m shared.intake", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    text = "seal specimen cases of invented people, one line for each as soon as it is sealed"
    simulate = commands.add_parser("simulate", help=text, description=text)
    simulate.add_argument("--profile", metavar="DIR", help="default: YIMEN_PROFILE")
    simulate.add_argument("--count", type=at_least(1), required=True, help="how many cases")
    simulate.add_argument("--pages", type=at_least(1), required=True, help="scanned pages of each")
    simulate.add_argument("--rate", type=float, metavar="R", help="cases a second at most; as fast as it goes without")
    simulate.add_argument(
        "--page-bytes", type=at_least(1), default=DEFAULT_PAGE_BYTES, help="about how large a page is"
    )
    simulate.add_argument("--seed", type=int, help="invents the same people and pages again")
    simulate.add_argument(
        "--unsealed", action="store_true", help="leave them as drafts, to hand over (python -m shared.sync drafts)"
    )
    simulate.add_argument("--json", action="store_true", help="one JSON object a line on standard output")
    simulate.set_defaults(run=_simulate)
    text = "receipts and notices of which only somebody who looks at the paper can say whether they came out"
    add_slips(commands.add_parser("slips", help=text, description=text))
    return parser


def _simulate(options: argparse.Namespace) -> int:
    from shared.intake.simulate import Simulation, simulate
    from shared.store.terminal import open_terminal

    wanted = Simulation(options.count, options.pages, options.page_bytes, options.rate, options.seed, options.unsealed)
    with open_terminal(options.profile) as terminal:
        for line in simulate(terminal, wanted):
            print(
                json.dumps({"ok": True, **line}) if options.json else line.get("case_number", line["case_id"]),
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
