"""`python -m shared.sync agent | enrol | outbox list|show|retry|export|import|close | store status|check|recover |
drafts list|share|offer|take|find|return`.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from shared.command_line import EXIT_FAILED, Parser, ends_when_unheard
from shared.security.errors import SecurityError
from shared.security.forgetting import leave_no_dump, start_over_forgetting
from shared.security.tpm import DEFAULT_TCTI
from shared.store.errors import StoreError
from shared.store.profile import KeyPlace, Profile, TerminalMode, profile_of
from shared.sync import cli, drafts_cli, store_cli
from shared.sync.errors import SyncError


@ends_when_unheard
def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0, 2 when something failed, 64 for wrong usage."""
    leave_no_dump()
    options = _parser().parse_args(arguments)
    try:
        profile = profile_of(options.profile)
        return int(options.run(profile, options))
    except SyncError as error:
        return _failed(options, error.reason, cli.words(error))
    except (StoreError, SecurityError) as error:
        return _failed(options, error.code, cli.words(error))


def agent_main() -> int:
    """Run the agent: the entry point `yimen-agent`."""
    start_over_forgetting()
    return main(["agent", *sys.argv[1:]])


def _parser() -> Parser:
    parser = Parser(prog="python -m shared.sync", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    agent = _command(commands, "agent", "deliver the outbox until SIGTERM", _agent)
    agent.add_argument("--detach", action="store_true", help="go on in the background and return at once")
    agent.add_argument("--verbose", action="store_true", help="log to standard error too")

    enrol = _command(commands, "enrol", "make the profile into a terminal of a platform", _enrol)
    enrol.add_argument("--platform", required=True, metavar="URL")
    enrol.add_argument("--token", required=True, help="from the platform's operator; - reads the first line of stdin")
    enrol.add_argument("--again", action="store_true", help="renew an enrolled terminal with a token that renews it")
    enrol.add_argument("--tls-roots", type=Path, metavar="PEM", help="what the platform's TLS front is trusted by")
    places = [place.value for place in KeyPlace]
    enrol.add_argument("--keys", choices=places, default=KeyPlace.CREDENTIALS.value, help="where the keys are kept")
    enrol.add_argument("--tcti", default=DEFAULT_TCTI, help="how the TPM is reached (tss2-tcti(7))")
    enrol.add_argument("--mode", choices=[mode.value for mode in TerminalMode], default=TerminalMode.INSTALLED.value)

    outbox = commands.add_parser("outbox", help="what is on its way, why it waits, who must act")
    acts = outbox.add_subparsers(required=True, metavar="ACT")
    listed = _command(acts, "list", "one line a submission", cli.list_rows)
    listed.add_argument("--all", action="store_true", help="the delivered ones too")
    _add_ids(_command(acts, "show", "everything about some submissions", cli.show), "+")
    retry = _command(acts, "retry", "ask the agent to try some submissions at once", cli.retry)
    _add_ids(retry, "*")
    retry.add_argument("--all", action="store_true", help="every one that is not delivered")
    retry.set_defaults(wrong_usage=retry.error)
    export = _command(acts, "export", "write sealed submissions to a removable disk; they stay here too", cli.export)
    _add_ids(export, "*")
    export.add_argument("--all", action="store_true", help="every one that is not delivered")
    export.add_argument("--to", type=Path, required=True, metavar="DIR")
    export.set_defaults(wrong_usage=export.error)
    bring = _command(acts, "import", "bring submissions of another terminal to the platform from files", cli.bring)
    bring.add_argument("paths", nargs="+", type=Path, metavar="FILE-OR-DIR")
    close = _command(acts, "close", "close a returned submission because another takes its place", cli.close)
    close.add_argument("submission", type=UUID, metavar="SUBMISSION-ID")
    close.add_argument("--by", dest="person", required=True, metavar="CLERK-ID", help="who decides it")
    close.add_argument("--reason", required=True)
    close.add_argument("--follow-up", type=UUID, required=True, metavar="SUBMISSION-ID")

    store = commands.add_parser("store", help="the terminal's database: whether it is sound, and what to do if not")
    acts = store.add_subparsers(required=True, metavar="ACT")
    _command(acts, "status", "what the quiet hours found, and what lies in the profile for a person", store_cli.status)
    _command(acts, "check", "read the whole database and say what is damaged", store_cli.check)
    text = "put a fresh database in the place of a damaged one, with every submission that is still here"
    _command(acts, "recover", text, store_cli.recover)

    drafts_cli.add_commands(commands, _command)
    return parser


def _command(commands: Any, name: str, text: str, run: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("--profile", metavar="DIR", help="default: YIMEN_PROFILE")
    parser.add_argument("--json", action="store_true", help="one JSON object a line on standard output")
    parser.set_defaults(run=run)
    return parser


def _add_ids(parser: argparse.ArgumentParser, count: str) -> None:
    parser.add_argument("submission", nargs=count, type=UUID, metavar="SUBMISSION-ID")


def _agent(profile: Profile, options: argparse.Namespace) -> int:
    from shared.store.agent_lock import AgentLock
    from shared.store.profile import load_config

    config = load_config(profile)
    # The lock is of the open file, which the child shares: it is held before the caller hears that an agent runs.
    lock = AgentLock.acquire(profile)
    if options.detach and os.fork():
        return 0
    if options.detach:
        _leave_caller()
    from shared.sync.service import run_agent

    with lock:
        run_agent(profile, config, lock, verbose=options.verbose)
    return 0


def _leave_caller() -> None:
    """Leave the caller's session and its pipes, so that nobody waits for this process."""
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)


def _enrol(profile: Profile, options: argparse.Namespace) -> int:
    from shared.sync.enrol import enrol

    token = sys.stdin.readline().strip() if options.token == "-" else options.token  # noqa: S105 - a dash
    done = enrol(
        profile.folder,
        options.platform,
        token,
        mode=TerminalMode(options.mode),
        again=options.again,
        tls_roots=options.tls_roots,
        keys=KeyPlace(options.keys),
        tcti=options.tcti,
    )
    line = {
        "terminal_id": str(done.terminal_id),
        "kind": done.kind.value,
        "name": done.name,
        "division": done.division,
        "enrolment_code": done.enrolment_code,
        "catalogue_version": done.catalogue_version,
    }
    cli.print_line(
        options, {"ok": True, **line}, f"enrolled as {done.name} ({done.kind.value}, {done.enrolment_code:05d})"
    )
    return 0


def _failed(options: argparse.Namespace, code: str, message: str) -> int:
    cli.fail_line(options, code, message, None)
    return EXIT_FAILED


if __name__ == "__main__":
    if sys.argv[1:2] == ["agent"]:
        start_over_forgetting()
    sys.exit(main())
