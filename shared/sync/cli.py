"""The commands of the outbox: what is on its way, why it waits, who must act, and ways by hand."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.command_line import EXIT_FAILED
from shared.store.agent_lock import agent_runs
from shared.store.errors import StoreError
from shared.store.profile import Profile
from shared.sync.errors import LocalPartError, SyncError

if TYPE_CHECKING:
    from shared.store.store import Store
    from shared.sync.client import PlatformClient

_NOTHING_WAITS = "nothing waits"


def words(error: Exception) -> str:
    """Return what an error's kind means, with what it says of this case."""
    meaning = (type(error).__doc__ or "").partition("\n")[0]
    return f"{meaning} ({error})" if str(error) else meaning


def list_rows(profile: Profile, options: argparse.Namespace) -> int:
    """Print one line a submission."""
    from shared.store import outbox
    from shared.store.agent_state import agent_state
    from shared.sync.listing import row_line, row_text

    with _open(profile) as store:
        rows, agent = outbox.all_rows(store, undelivered_only=not options.all), agent_state(store)
    for row in rows:
        line = row_line(row, agent)
        print_line(options, {"ok": True, **line}, row_text(line))
    if not rows and not options.json:
        print("nothing was sealed here" if options.all else _NOTHING_WAITS)
    if any(row.who_acts is outbox.WhoActs.AGENT for row in rows):
        _say_where_no_agent_runs(profile, options)
    return 0


def _say_where_no_agent_runs(profile: Profile, options: argparse.Namespace) -> None:
    if not options.json and not agent_runs(profile):
        print("no agent runs here, so nothing is delivered: ./run agent", file=sys.stderr)


def show(profile: Profile, options: argparse.Namespace) -> int:
    """Print everything about some submissions."""
    from shared.store import outbox
    from shared.sync.listing import shown_line

    with _open(profile) as store:

        def shown(submission_id: UUID) -> tuple[dict[str, Any], str]:
            line = shown_line(store, outbox.get(store, submission_id))
            return line, json.dumps(line, indent=2)

        return _each(options, options.submission, shown)


def retry(profile: Profile, options: argparse.Namespace) -> int:
    """Ask the agent to try some submissions at once."""
    from shared.store import outbox
    from shared.sync.wake import wake_agent

    _check_that_some_are_named(options)
    with _open(profile) as store:

        def asked(submission_id: UUID) -> tuple[dict[str, Any], str]:
            outbox.ask_retry(store, submission_id)
            return {}, f"{submission_id}: asked"

        ended = _each(options, _wanted(store, options), asked)
    wake_agent(profile)
    _say_where_no_agent_runs(profile, options)
    return ended


def export(profile: Profile, options: argparse.Namespace) -> int:
    """Write sealed submissions to a folder."""
    from shared.sync.carrying import export_submission

    _check_that_some_are_named(options)
    with _open(profile) as store:

        def written(submission_id: UUID) -> tuple[dict[str, Any], str]:
            path = str(export_submission(store, submission_id, options.to))
            return {"file": path}, path

        return _each(options, _wanted(store, options), written)


def _check_that_some_are_named(options: argparse.Namespace) -> None:
    if not options.submission and not options.all:
        options.wrong_usage("name submissions, or give --all")


def _wanted(store: Store, options: argparse.Namespace) -> Sequence[UUID]:
    """Return the submissions that are named, or with --all those that wait."""
    from shared.store import outbox

    named: Sequence[UUID] = options.submission
    if not options.all:
        return named
    waiting = [row.submission_id for row in outbox.all_rows(store, undelivered_only=True)]
    if not waiting and not options.json:
        print(_NOTHING_WAITS)
    return waiting


def _each(
    options: argparse.Namespace, wanted: Iterable[UUID], act: Callable[[UUID], tuple[dict[str, Any], str]]
) -> int:
    """Do something for each submission, print what came of it as a line or a text, and return the exit status."""
    ended = 0
    for submission_id in wanted:
        try:
            line, text = act(submission_id)
        except (LocalPartError, StoreError) as error:
            ended = EXIT_FAILED
            code = error.reason if isinstance(error, LocalPartError) else error.code
            fail_line(options, code, words(error), str(submission_id))
        else:
            print_line(options, {"ok": True, "input": str(submission_id), **line}, text)
    return ended


def bring(profile: Profile, options: argparse.Namespace) -> int:
    """Bring files of another terminal's submissions to the platform."""
    from shared.contract.carried import carried_files

    failed = False
    with _client(profile) as client:
        for given in options.paths:
            files = tuple(carried_files([given]))
            if not files:
                print_line(options, {"ok": True, "input": str(given), "files": 0}, f"{given}: nothing to bring")
            for path in files:
                failed = not _bring(client, path, options) or failed
    return EXIT_FAILED if failed else 0


def _bring(client: PlatformClient, path: Path, options: argparse.Namespace) -> bool:
    """Bring one file, say what became of it, and return whether it is there."""
    from shared.contract.carried import CarriedError
    from shared.sync.carrying import import_submission

    try:
        status = import_submission(client, path)
    except CarriedError as error:
        fail_line(options, "file_unreadable", str(error), str(path))
        return False
    except SyncError as error:
        fail_line(options, error.reason, words(error), str(path))
        return False
    except StoreError as error:
        fail_line(options, error.code, words(error), str(path))
        return False
    if status.reason is not None:
        fail_line(options, status.reason.value, status.reason_detail, str(path))
        return False
    line = {"submission_id": str(status.submission_id), "case_number": status.case_number}
    state = status.state.value
    print_line(options, {"ok": True, "input": str(path), **line, "state": state}, f"{path}: {state}")
    return True


def close(profile: Profile, options: argparse.Namespace) -> int:
    """Ask the agent to close a returned submission."""
    from shared.store import outbox
    from shared.sync.wake import wake_agent

    with _open(profile) as store:
        outbox.ask_close(
            store, options.submission, person=options.person, reason=options.reason, follow_up=options.follow_up
        )
    wake_agent(profile)
    print_line(options, {"ok": True, "input": str(options.submission)}, f"{options.submission}: asked")
    _say_where_no_agent_runs(profile, options)
    return 0


@contextlib.contextmanager
def _client(profile: Profile) -> Iterator[PlatformClient]:
    """Open this terminal's own way to the platform, with its agent running or not."""
    from shared.store import settings
    from shared.store.keys import key_source
    from shared.store.profile import load_config
    from shared.sync.client import PlatformClient
    from shared.sync.network import network_of

    config = load_config(profile)
    with _open(profile) as store:
        terminal_id = settings.enrolment(store).terminal_id
    key = key_source(profile, config).signing_key()
    client = PlatformClient(config.platform.url, terminal_id, key, network_of(profile, config))
    try:
        yield client
    finally:
        client.close()


def _open(profile: Profile) -> Any:
    from shared.store.keys import key_source
    from shared.store.profile import load_config
    from shared.store.store import open_store

    return open_store(profile, key_source(profile, load_config(profile)).store_key())


def print_line(options: argparse.Namespace, line: dict[str, Any], text: str) -> None:
    """Print a success: as JSON, or its text."""
    print(json.dumps(line, ensure_ascii=False) if options.json else text)


def fail_line(options: argparse.Namespace, code: str, message: str, about: str | None) -> None:
    """Print a failure: as JSON on standard output, or its text on standard error."""
    line = {"ok": False, **({} if about is None else {"input": about}), "error": code, "message": message}
    if options.json:
        print(json.dumps(line, ensure_ascii=False))
    else:
        named = "" if about is None or about in message else f"{about}: "
        print(f"{named}{code}: {message}", file=sys.stderr)
