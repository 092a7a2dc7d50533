"""`doctor`: the readiness of every device and prerequisite, as text, JSON and paper."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from devices.cli.arguments import seconds
from devices.cli.errors import OutputFailedError
from devices.cli.messages import message_for
from devices.cli.output import Output, table
from devices.core.errors import DeviceError

PROFILE_VARIABLE = "YIMEN_PROFILE"
CONFIG_FILE = "terminal.toml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("--config", type=Path, metavar="FILE", help=f"{CONFIG_FILE} (that of {PROFILE_VARIABLE})")
    parser.add_argument("--pdf", type=Path, metavar="FILE", help="also write an A4 report to be signed")
    parser.add_argument("--terminal", default="", metavar="NAME", help="name for the heading (the machine's)")
    parser.add_argument("--quick", action="store_true", help="don't ask SANE and the network, which takes seconds")
    parser.add_argument("--timeout", type=seconds, default=20.0, metavar="SECONDS", help="the end of each check (20)")


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Ask everything and write the report; a failed check is a failure of the command."""
    from devices.doctor.report import VERDICT_WORDS, make_report

    report = make_report(
        arguments.config or _config_of_profile(),
        message_for,
        each_s=arguments.timeout,
        probes_network=not arguments.quick,
        terminal=arguments.terminal,
    )
    fields = report.to_json()
    if arguments.pdf is not None:
        from devices.doctor.paper import render_pdf

        try:
            _write(arguments.pdf, render_pdf(report))
        except DeviceError as error:
            output.failure(str(arguments.pdf), error)
            return
        fields["file"] = str(arguments.pdf)
    lines = []
    for title, results in report.groups():
        rows = [(f"  {VERDICT_WORDS[one.outcome.verdict]}", one.title, one.outcome.detail) for one in results]
        remedies = [f"        → {one.title}：{one.outcome.remedy}" for one in results if one.outcome.remedy]
        lines += [title, table(rows), *remedies]
    human = "\n".join(lines)
    if report.is_ready:
        output.success(fields, human)
    else:
        output.verdict("doctor", "not_ready", fields, human)


def _config_of_profile() -> Path | None:
    profile = os.environ.get(PROFILE_VARIABLE)
    return Path(profile).expanduser() / CONFIG_FILE if profile else None


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise OutputFailedError(str(path)) from error
