"""The command line of `python -m acceptance_platform`."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from shared.command_line import Parser
from shared.contract.terminals import ClerkRight, TerminalKind
from shared.security.suites import SUITES

REVOCATION_REASONS = ("lost", "stolen", "retired", "key_compromised", "superseded")
DATABASE_VARIABLE = "YIMEN_PLATFORM_DATABASE"


def _division(text: str) -> str:
    if not re.fullmatch(r"[0-9]{6}", text):
        message = "six digits are needed"
        raise argparse.ArgumentTypeError(message)
    return text


def _name(text: str) -> str:
    if not 1 <= len(text.strip()) <= 60:
        message = "1 to 60 characters are needed"
        raise argparse.ArgumentTypeError(message)
    return text.strip()


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        message = "a time with its zone is needed, such as 2026-11-26T09:00+08:00"
        raise argparse.ArgumentTypeError(message)
    return at


def _rights(text: str) -> frozenset[ClerkRight]:
    try:
        return frozenset(ClerkRight(right.strip()) for right in text.split(",") if right.strip())
    except ValueError as error:
        message = "known rights: " + ", ".join(ClerkRight)
        raise argparse.ArgumentTypeError(message) from error


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        message = "0 to 65535 is needed"
        raise argparse.ArgumentTypeError(message)
    return port


_AddCommand = Callable[[str, str], argparse.ArgumentParser]


def build_parser() -> argparse.ArgumentParser:
    """Return the parser; every command takes --data and --json."""
    parser = Parser(prog="python -m acceptance_platform", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.add_argument(
            "--data", type=Path, required=True, help="data directory; serve, migrate and build-catalogue make it"
        )
        added.add_argument("--json", action="store_true", help="one JSON object a line")
        added.add_argument(
            "--database",
            default=os.environ.get(DATABASE_VARIABLE),
            help=f"SQLAlchemy URL in place of DIR/platform.db (or ${DATABASE_VARIABLE})",
        )
        return added

    for add in (_serving, _terminals, _keys, _people_and_catalogue, _cases, _keeping):
        add(command)
    commands.add_parser("openapi", help="print the description of the HTTP API (docs/openapi.json)")
    return parser


def _serving(command: _AddCommand) -> None:
    """Add what runs a platform."""
    serve = command("serve", "serve the HTTP API until SIGTERM")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--tls", metavar="NAMES", help="serve https for these names and addresses, by commas")
    serve.add_argument(
        "--mutual",
        action="store_true",
        help="with --tls: only who shows a certificate is served",
    )
    serve.add_argument("--port", type=_port, default=0, help="0 takes a free one; the ready line tells which")
    command("migrate", "make the data directory and bring the database to this build's schema")


def _terminals(command: _AddCommand) -> None:
    """Add what concerns terminals."""
    token = command("enrol-token", "make a one-time token for a new terminal")
    token.add_argument("--kind", type=TerminalKind, choices=list(TerminalKind), required=True)
    token.add_argument("--name", type=_name, required=True)
    token.add_argument("--division", type=_division, required=True, help="six digits of GB/T 2260")
    renew = command("renew-token", "make a one-time token with which a terminal enrols anew and stays itself")
    renew.add_argument("terminal", type=UUID, metavar="TERMINAL-ID")
    again = command("readmit-terminal", "know a terminal again that enrolled after the backup which was restored")
    again.add_argument("certificate", type=Path, metavar="PEM", help="trust/<key id>.pem of its profile")
    again.add_argument("--case", required=True, metavar="NUMBER", help="of any case that was sealed there")
    again.add_argument("--kind", type=TerminalKind, choices=list(TerminalKind), required=True)
    again.add_argument("--name", type=_name, required=True)
    command("terminals", "list the terminals, one a line: certificate, last contact, what waits there")
    revoke = command("revoke", "believe a terminal no more; what it sealed before stays genuine")
    replace = command("replace-terminal", "revoke a terminal and make a token for the one that takes its place")
    for ending in (revoke, replace):
        ending.add_argument("terminal", type=UUID, metavar="TERMINAL-ID")
        ending.add_argument("--reason", choices=REVOCATION_REASONS, required=True)
        ending.add_argument("--since", type=_instant, help="ISO 8601 with a zone; now when left out")
    anchors = command("anchors", "list what is kept of a terminal's audit chain")
    anchors.add_argument("terminal", type=UUID, metavar="TERMINAL-ID")


def _keys(command: _AddCommand) -> None:
    """Add what concerns the platform's keys."""
    rotate = command("rotate-sealing-key", "make a new key that terminals seal to; older ones are kept for reading")
    rotate.add_argument("--suite", choices=SUITES, default=SUITES[0], help=f"the policy of sealing ({SUITES[0]})")
    custody = command("key-backup", "write an encrypted copy of the keys; the shares are printed, this once")
    custody.add_argument("--to", type=Path, required=True, metavar="FILE")
    custody.add_argument("--needed", type=int, default=3, help="custodians who must come together (3)")
    custody.add_argument("--shares", type=int, default=5, help="custodians there are (5)")
    regain = command("key-restore", "bring the keys back from shares, one a line on standard input")
    regain.add_argument("--from", dest="backup", type=Path, required=True, metavar="FILE")
    regain.add_argument("--drill", action="store_true", help="check that it would work, and keep nothing")


def _people_and_catalogue(command: _AddCommand) -> None:
    """Add clerks and catalogues."""
    clerk = command("create-clerk", "add a clerk; the password is the first line of standard input")
    clerk.add_argument("--id", dest="clerk_id", required=True)
    clerk.add_argument("--name", type=_name, required=True)
    clerk.add_argument("--post", required=True)
    clerk.add_argument("--window", required=True)
    clerk.add_argument("--rights", type=_rights, required=True, help=",".join(ClerkRight))
    clerk.add_argument("--replace", action="store_true", help="change a clerk who exists")
    publish = command("publish-catalogue", "publish a signed catalogue package")
    publish.add_argument("package", type=Path)
    build = command("build-catalogue", "build a catalogue of its sources, sign it with the root key and publish it")
    build.add_argument("source", type=Path)


def _cases(command: _AddCommand) -> None:
    """Add what looks at cases, and what keeps them."""
    listing = command("list", "list the cases, one a line, without personal data")
    which = listing.add_mutually_exclusive_group()
    for name, what in (
        ("returned", "list the submissions in quarantine instead"),
        ("told-again", "only cases whose applicant was told more than once what is missing"),
        ("readings", "list who opened a department's part of a case instead, and what for"),
        ("returned-readings", "list who opened a returned submission instead, and what for"),
    ):
        which.add_argument(f"--{name}", dest="which", action="store_const", const=name, default="cases", help=what)
    part = command("part", "write one department's part of a case: its own item's fields, papers and people, no more")
    part.add_argument("item", metavar="ITEM", help="number of the item application, such as 44190026000010000012-01")
    part.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new folder, for its owner alone")
    part.add_argument("--by", dest="clerk_id", required=True, metavar="CLERK-ID", help="who reads it, on record")
    part.add_argument("--reason", required=True, help="what for, on record")
    verify = command("verify", "open every part again and check every digest and signature")
    verify.add_argument("cases", nargs="*", metavar="CASE", help="case numbers; all cases when none is given")


def _keeping(command: _AddCommand) -> None:
    """Add the commands about what came by other ways, was returned, or might be lost."""
    opening = command("open", "write what a returned submission holds, for the person who has to resolve it")
    opening.add_argument("submission", type=UUID)
    opening.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new folder, for its owner alone")
    opening.add_argument("--by", dest="clerk_id", required=True, metavar="CLERK-ID", help="who reads it, on record")
    opening.add_argument("--reason", required=True, help="what for, on record")
    taking = command("take-on", "take on a returned submission: a person with the right to accept says that it counts")
    taking.add_argument("submission", type=UUID)
    taking.add_argument("--by", dest="clerk_id", required=True, metavar="CLERK-ID")
    taking.add_argument("--reason", required=True)
    bringing = command("import", "take on submissions that came by hand, from files or folders of `outbox export`")
    bringing.add_argument("paths", nargs="+", type=Path, metavar="FILE-OR-DIR")
    rescuing = command("rescue", "take on what lies on the disk of a terminal whose keys are lost")
    rescuing.add_argument("paths", nargs="+", type=Path, metavar="DIR", help="its profile's folders outbox and found")
    backup = command("backup", "bring a backup folder to the present state while the platform serves; holds no keys")
    backup.add_argument("--to", type=Path, required=True, metavar="DIR", help="made when missing; may be used again")
    restoring = command(
        "restore", "make an empty data directory of a backup and the platform's keys; a new epoch begins"
    )
    restoring.add_argument("--from", dest="backup", type=Path, required=True, metavar="DIR")
    restoring.add_argument("--keys", type=Path, required=True, metavar="DIR", help="the platform's key folder")
