"""`python -m shared.sync agent | enrol | outbox list|show|retry`: syncing from the command line (ARCHITECTURE §7)."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Any
from uuid import UUID

from shared.security.errors import SecurityError
from shared.store.errors import StoreError
from shared.store.profile import Profile, TerminalMode, profile_of
from shared.sync.errors import SyncError

EXIT_FAILED = 2
EXIT_USAGE = 64


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        self.print_usage(sys.stderr)
        self.exit(EXIT_USAGE, f"{self.prog}: {message}\n")


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0, 2 when something failed, 64 for wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        profile = profile_of(options.profile)
        return int(options.run(profile, options))
    except SyncError as error:
        return _failed(options, error.reason, _words(error))
    except (StoreError, SecurityError) as error:
        return _failed(options, error.code, _words(error))


def _words(error: Exception) -> str:
    """Return what an error's kind means, with what it says of this case."""
    meaning = (type(error).__doc__ or "").partition("\n")[0]
    return f"{meaning} ({error})" if str(error) else meaning


def agent_main() -> int:
    """Run the agent: the entry point `yimen-agent`."""
    return main(["agent", *sys.argv[1:]])


def _parser() -> _Parser:
    parser = _Parser(prog="python -m shared.sync", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    agent = _command(commands, "agent", "deliver the outbox until SIGTERM", _agent)
    agent.add_argument("--detach", action="store_true", help="go on in the background and return at once")
    agent.add_argument("--verbose", action="store_true", help="log to standard error too")

    enrol = _command(commands, "enrol", "make the profile into a terminal of a platform", _enrol)
    enrol.add_argument("--platform", required=True, metavar="URL")
    enrol.add_argument("--token", required=True, help="from the platform's operator; - reads the first line of stdin")
    enrol.add_argument("--again", action="store_true", help="renew an enrolled terminal with a token that renews it")
    enrol.add_argument("--mode", choices=[mode.value for mode in TerminalMode], default=TerminalMode.INSTALLED.value)

    outbox = commands.add_parser("outbox", help="what is on its way, why it waits, who must act")
    acts = outbox.add_subparsers(required=True, metavar="ACT")
    listed = _command(acts, "list", "one line a submission", _list)
    listed.add_argument("--all", action="store_true", help="the delivered ones too")
    _add_ids(_command(acts, "show", "everything about some submissions", _show), "+")
    retry = _command(acts, "retry", "ask the agent to try some submissions at once", _retry)
    _add_ids(retry, "*")
    retry.add_argument("--all", action="store_true", help="every one that is not delivered")
    retry.set_defaults(wrong_usage=retry.error)
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
    done = enrol(profile.folder, options.platform, token, mode=TerminalMode(options.mode), again=options.again)
    line = {
        "terminal_id": str(done.terminal_id),
        "kind": done.kind.value,
        "name": done.name,
        "division": done.division,
        "enrolment_code": done.enrolment_code,
        "catalogue_version": done.catalogue_version,
    }
    _print(options, {"ok": True, **line}, f"enrolled as {done.name} ({done.kind.value}, {done.enrolment_code:05d})")
    return 0


def _list(profile: Profile, options: argparse.Namespace) -> int:
    from shared.store import outbox
    from shared.sync.listing import row_line

    with _open(profile) as store:
        rows = outbox.all_rows(store, undelivered_only=not options.all)
    for row in rows:
        line = row_line(row)
        text = "{case_number} {sequence:>6} {kind:<10} {delivery:<20} {reason_text:<20} {next_try_at_text}"
        extra = {"reason_text": line["reason"] or "-", "next_try_at_text": line["next_try_at"] or ""}
        _print(options, {"ok": True, **line}, text.format(**line, **extra))
    return 0


def _show(profile: Profile, options: argparse.Namespace) -> int:
    from shared.store import outbox
    from shared.sync.listing import shown_line

    failed = False
    with _open(profile) as store:
        for submission_id in options.submission:
            try:
                line = shown_line(store, outbox.get(store, submission_id))
            except StoreError as error:
                failed = True
                _fail_line(options, error.code, _words(error), str(submission_id))
                continue
            _print(options, {"ok": True, "input": str(submission_id), **line}, json.dumps(line, indent=2))
    return EXIT_FAILED if failed else 0


def _retry(profile: Profile, options: argparse.Namespace) -> int:
    from shared.store import outbox
    from shared.sync.wake import wake_agent

    if not options.submission and not options.all:
        options.wrong_usage("name submissions, or give --all")
    failed = False
    with _open(profile) as store:
        wanted = options.submission
        if options.all:
            wanted = [row.submission_id for row in outbox.all_rows(store, undelivered_only=True)]
        for submission_id in wanted:
            try:
                outbox.ask_retry(store, submission_id)
            except StoreError as error:
                failed = True
                _fail_line(options, error.code, _words(error), str(submission_id))
                continue
            _print(options, {"ok": True, "input": str(submission_id)}, f"{submission_id}: asked")
    wake_agent(profile)
    return EXIT_FAILED if failed else 0


def _open(profile: Profile) -> Any:
    from shared.store.keys import key_source
    from shared.store.profile import load_config
    from shared.store.store import open_store

    return open_store(profile, key_source(profile, load_config(profile)).store_key())


def _print(options: argparse.Namespace, line: dict[str, Any], text: str) -> None:
    print(json.dumps(line, ensure_ascii=False) if options.json else text)


def _failed(options: argparse.Namespace, code: str, message: str) -> int:
    _fail_line(options, code, message, None)
    return EXIT_FAILED


def _fail_line(options: argparse.Namespace, code: str, message: str, about: str | None) -> None:
    line = {"ok": False, **({} if about is None else {"input": about}), "error": code, "message": message}
    if options.json:
        print(json.dumps(line, ensure_ascii=False))
    else:
        print(f"{code}: {message}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
