"""`list`: what is plugged in."""

from __future__ import annotations

import argparse

from devices.cli.arguments import seconds
from devices.cli.messages import message_for
from devices.cli.output import Output, table
from devices.core.discovery import DEFAULT_INTERVAL_S, find_devices


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("--probe", action="store_true", help="also ask SANE for scanners, which takes seconds")
    parser.add_argument("--timeout", type=seconds, default=30.0, metavar="SECONDS", help="the end of probing (30)")


def run(arguments: argparse.Namespace, output: Output) -> None:
    """List devices without opening one."""
    # Loads every kind's libraries, which the other verbs should not wait for.
    from devices.kinds import KINDS

    providers = [
        provider
        for kind in KINDS
        for provider in kind.providers()
        if arguments.probe or provider.interval_s <= DEFAULT_INTERVAL_S
    ]
    found, failures = find_devices(providers, arguments.timeout)
    fields: dict[str, object] = {"devices": [device.to_json() for device in found]}
    if failures:
        fields["failures"] = [
            {"provider": failure.provider, "error": failure.error.code, "message": message_for(failure.error.code)}
            for failure in failures
        ]
    rows = [(device.transport.value, device.address, device.description) for device in found]
    rows += [(failure.provider, "", message_for(failure.error.code)) for failure in failures]
    output.success(fields, table(rows) or "没有找到设备。")
