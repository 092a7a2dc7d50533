"""What both players are told on the command line."""

from __future__ import annotations

import argparse
from enum import StrEnum, unique
from pathlib import Path

from shared.command_line import Parser


@unique
class Ending(StrEnum):
    """How far a player plays.

    DELIVERED: to the platform's answer and the end of the session.
    KEPT: the same without a network: the face says that the case waits here.
    PRINTED: until the paper is out; then the app lives on until it is killed.
    """

    DELIVERED = "delivered"
    KEPT = "kept"
    PRINTED = "printed"


def player_parser(program: str, text: str | None) -> argparse.ArgumentParser:
    """Return a parser with the options that both players have."""
    parser = Parser(prog=program, description=text)
    parser.add_argument("--profile", type=Path, required=True)
    parser.add_argument("--dock", type=Path, required=True, help="folder of the running dock")
    parser.add_argument("--out", type=Path, required=True, help="where pictures and notices go")
    parser.add_argument("--no-pictures", action="store_true", help="take no picture of any step")
    parser.add_argument("--score", type=Path, required=True, help="where steps are written down")
    parser.add_argument("--card", default="chen", help="the citizen's card, by the dock's name for it (kiosk)")
    parser.add_argument("--ending", type=Ending, choices=list(Ending), default=Ending.DELIVERED)
    return parser
