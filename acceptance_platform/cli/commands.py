"""The operator's commands, each a function of its arguments and an opened platform."""

from __future__ import annotations

import argparse
import errno
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from acceptance_platform.backup import back_up, restore
from acceptance_platform.cli.output import Printer, words_after_restore
from acceptance_platform.data_dir import DataDir
from acceptance_platform.database.engine import DatabaseBusyError, DatabaseFullError
from acceptance_platform.errors import FaultCode, PlatformError
from acceptance_platform.key_backup import back_up_keys, drill, restore_keys
from acceptance_platform.platform import Platform, opened, rotate_sealing_key
from acceptance_platform.submissions.carrying import Imported, import_files
from acceptance_platform.submissions.handing_out import Reader, hand_out, list_readings
from acceptance_platform.submissions.inspecting import list_cases, list_returned, list_told_again
from acceptance_platform.submissions.opening_returned import list_returned_readings, open_returned
from acceptance_platform.submissions.rescuing import rescue
from acceptance_platform.submissions.resolving import take_on_returned
from acceptance_platform.submissions.returned import ReturnedError
from acceptance_platform.submissions.verifying import verify_cases
from acceptance_platform.terminals.anchors import anchors_of
from acceptance_platform.terminals.certificates import list_terminals, revoke
from acceptance_platform.terminals.clerks import NewClerk, create_clerk
from acceptance_platform.terminals.readmission import readmit
from acceptance_platform.terminals.tokens import issue_renewal_token, issue_replacement_token, issue_token
from shared.contract.carried import carried_files
from shared.contract.problems import ProblemCode
from shared.security.errors import SuiteUnavailableError
from shared.security.suites import check_suite

_MAX_SHARES_TEXT = 65_536
Command = Callable[[Platform, argparse.Namespace, Printer], None]
_LISTS: Mapping[str, Callable[[Platform], Iterable[dict[str, Any]]]] = MappingProxyType(
    {
        "cases": list_cases,
        "returned": list_returned,
        "told-again": list_told_again,
        "readings": list_readings,
        "returned-readings": list_returned_readings,
    }
)


def _migrate(platform: Platform, _args: argparse.Namespace, printer: Printer) -> None:
    printer.line({"epoch": str(platform.epoch), "data": str(platform.data.root)})


def _enrol_token(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    token, expires_at = issue_token(platform, args.kind, args.name, args.division)
    printer.line({"token": token, "kind": args.kind.value, "name": args.name, "expires_at": expires_at.isoformat()})


def _renew_token(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    token, expires_at = issue_renewal_token(platform, args.terminal)
    printer.line({"token": token, "terminal_id": str(args.terminal), "expires_at": expires_at.isoformat()})


def _readmit_terminal(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    try:
        pem = args.certificate.read_bytes()
    except OSError as error:
        raise PlatformError(FaultCode.FILE_UNREADABLE, str(args.certificate)) from error
    readmitted = readmit(platform, pem, args.case, kind=args.kind, name=args.name)
    printer.line({"terminal_id": str(readmitted.terminal_id), "enrolment_code": readmitted.enrolment_code})


def _terminals(platform: Platform, _args: argparse.Namespace, printer: Printer) -> None:
    with platform.database.read() as connection:
        for line in list_terminals(connection):
            printer.line(line)


def _revoke(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    revoked = revoke(platform, args.terminal, args.reason, args.since)
    printer.line({"terminal_id": str(args.terminal), "keys_revoked": revoked})


def _replace_terminal(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    revoked = revoke(platform, args.terminal, args.reason, args.since)
    token, expires_at = issue_replacement_token(platform, args.terminal)
    printer.line(
        {
            "replaces": str(args.terminal),
            "keys_revoked": revoked,
            "token": token,
            "expires_at": expires_at.isoformat(),
        }
    )


def _anchors(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    with platform.database.read() as connection:
        for line in anchors_of(connection, args.terminal):
            printer.line(line)


def _rotate(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    try:
        check_suite(args.suite)
    except SuiteUnavailableError as error:
        raise PlatformError(FaultCode.SUITE_UNAVAILABLE, str(error)) from error
    key = rotate_sealing_key(platform)
    printer.line({"key_id": key.key_id, "suite": key.suite, "not_before": key.not_before.isoformat()})


def _key_backup(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    custody, shares = back_up_keys(platform, args.to, needed=args.needed, shares=args.shares)
    printer.line(custody.as_line())
    for number, words in enumerate(shares, start=1):
        printer.line({"share": f"{number}/{custody.shares}", "needed": custody.needed, "words": words})


def _key_restore(args: argparse.Namespace, printer: Printer) -> None:
    shares = [line for line in sys.stdin.read(_MAX_SHARES_TEXT).splitlines() if line.strip()]
    if not args.drill:
        printer.line(restore_keys(args.backup, shares, DataDir(args.data).keys).as_line())
        return
    with _opened(args) as platform:
        printer.line({**drill(platform, args.backup, shares).as_line(), "drill": True})


def _create_clerk(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    password = sys.stdin.readline().rstrip("\r\n")
    new = NewClerk(args.clerk_id, args.name, args.post, args.window, args.rights)
    try:
        clerk = create_clerk(platform, new, password, replace=args.replace)
    except ValidationError as error:
        raise PlatformError(
            FaultCode.CLERK_INVALID, ", ".join(str(fault["loc"][0]) for fault in error.errors(include_input=False))
        ) from None
    printer.line({"clerk_id": clerk.clerk_id, "rights": sorted(clerk.rights)})


def _publish(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    try:
        package = args.package.read_bytes()
    except OSError as error:
        raise PlatformError(FaultCode.FILE_UNREADABLE, str(args.package)) from error
    printer.line(platform.catalogues.publish(package, platform.clock()).model_dump())


def _build(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    package = platform.catalogues.build(args.source)
    printer.line(platform.catalogues.publish(package, platform.clock()).model_dump())


def _list(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    for line in _LISTS[args.which](platform):
        printer.line(line)


def _verify(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    for result in verify_cases(platform, tuple(args.cases)):
        if result.error is None:
            printer.line({"input": result.subject, **result.values})
        else:
            printer.failure(result.error, given=result.subject, detail=result.detail, **result.values)


def _part(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    try:
        part = hand_out(platform, args.item, Reader(args.clerk_id, args.reason), args.out)
    except ReturnedError as fault:
        printer.failure(fault.reason, given=args.item, detail=fault.detail)
        return
    printer.line(
        {
            "input": args.item,
            "item_code": part.item_code,
            "item": part.item_name,
            "department": part.department,
            "fields": len(part.fields),
            "materials": len(part.materials),
            "pages": len(part.pages),
            "out": str(args.out),
        }
    )


def _open(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    given = str(args.submission)
    try:
        opened = open_returned(platform, args.submission, Reader(args.clerk_id, args.reason), args.out)
    except ReturnedError as fault:
        printer.failure(fault.reason, given=given, detail=fault.detail)
        return
    printer.line({"input": given, **asdict(opened), "out": str(args.out)})


def _take_on(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    status = take_on_returned(platform, args.submission, args.clerk_id, args.reason)
    printer.line({"input": str(args.submission), "state": status.state.value, "case_number": status.case_number})


def _import(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    _print_imported(import_files(platform, carried_files(args.paths)), printer)


def _rescue(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    _print_imported(rescue(platform, args.paths), printer)


def _print_imported(results: Iterable[Imported], printer: Printer) -> None:
    for imported in results:
        if imported.error is None:
            printer.line({"input": imported.subject, **imported.values})
        else:
            printer.failure(imported.error, given=imported.subject, detail=imported.detail, **imported.values)


def _backup(platform: Platform, args: argparse.Namespace, printer: Printer) -> None:
    backup = back_up(platform, args.to)
    for part in backup.damaged:
        given, detail = str(part.submission_id), f"part {part.position}"
        printer.failure(FaultCode.PART_DAMAGED, given=given, detail=detail, case_number=part.case_number)
    printer.line(asdict(backup.statement))


COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "migrate": _migrate,
        "enrol-token": _enrol_token,
        "renew-token": _renew_token,
        "terminals": _terminals,
        "revoke": _revoke,
        "replace-terminal": _replace_terminal,
        "readmit-terminal": _readmit_terminal,
        "anchors": _anchors,
        "rotate-sealing-key": _rotate,
        "key-backup": _key_backup,
        "create-clerk": _create_clerk,
        "publish-catalogue": _publish,
        "build-catalogue": _build,
        "list": _list,
        "verify": _verify,
        "part": _part,
        "backup": _backup,
        "open": _open,
        "take-on": _take_on,
        "import": _import,
        "rescue": _rescue,
    }
)


_MAKING = frozenset({"serve", "migrate", "build-catalogue"})
"""Commands that begin a platform; from any other a mistyped directory would get one, with a root of its own."""


def run(args: argparse.Namespace) -> int:
    """Run a parsed command and return its exit code."""
    if args.command == "openapi":
        sys.stdout.write(openapi_text())
        return 0
    printer = Printer(as_json=args.json or args.command == "serve")
    try:
        if args.command == "restore":
            restored = restore(args.backup, args.data, args.keys)
            printer.line({**asdict(restored), "do_again": words_after_restore(restored.made_at)})
            return printer.exit_code
        if args.command == "key-restore":
            _key_restore(args, printer)
            return printer.exit_code
        with _opened(args) as platform:
            if args.command == "serve":
                # Loaded when needed: the server takes longer to load than most commands to run.
                from acceptance_platform.cli.serving import ServeSettings, serve

                return serve(platform, ServeSettings(args.host, args.port, args.tls, args.mutual), printer)
            COMMANDS[args.command](platform, args, printer)
    except PlatformError as error:
        printer.failure(error.code, detail=error.detail)
    except DatabaseBusyError:
        printer.failure(ProblemCode.TOO_BUSY)
    except DatabaseFullError:
        printer.failure(ProblemCode.NO_ROOM)
    except BrokenPipeError:
        raise
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        printer.failure(ProblemCode.NO_ROOM if full else FaultCode.FILE_REFUSED, detail=_place_of(error))
    return printer.exit_code


def _opened(args: argparse.Namespace) -> AbstractContextManager[Platform]:
    if args.command not in _MAKING and not DataDir(args.data).keys.is_dir():
        raise PlatformError(FaultCode.DATA_DIR_MISSING, str(args.data))
    return opened(args.data, args.database)


def _place_of(error: OSError) -> str:
    """Return which file it is about and what the system says of it."""
    return ": ".join(str(part) for part in (error.filename, error.strerror) if part)


def openapi_text() -> str:
    """Return the API's description as docs/openapi.json holds it."""
    from acceptance_platform.api.app import create_app

    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as platform:
        schema = create_app(platform).openapi()
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
