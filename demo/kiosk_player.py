"""The real kiosk, played: `python -m demo.kiosk_player --supervise` runs it session after session, as a kiosk does."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from demo.playing.options import player_parser
from demo.playing.supervising import SUPERVISE, log_as_the_kiosk_does, run_supervised


def main(arguments: Sequence[str] | None = None) -> int:
    """Supervise players, or play one session; the exit status is 0 when everything came as it should."""
    told = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser().parse_args(told)
    log_as_the_kiosk_does()
    if options.supervise:
        return run_supervised("demo.kiosk_player", told, options.profile)
    # Not above: the supervisor starts in a moment, as it has nothing to do with what a session loads.
    from demo.playing.kiosk_turn import play_turn

    return play_turn(options)


def _parser() -> argparse.ArgumentParser:
    parser = player_parser("python -m demo.kiosk_player", __doc__)
    parser.add_argument(SUPERVISE, action="store_true", help="one session process after another")
    return parser


if __name__ == "__main__":
    sys.exit(main())
