"""`sniff`: what goes over a device's wire, with personal data masked."""

from __future__ import annotations

import argparse

from devices.cli.arguments import seconds
from devices.cli.output import Output
from devices.core.roles import Role


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("--device", required=True, metavar="URI", help="as in terminal.toml: serial:PATH, tcp://…")
    parser.add_argument("--role", choices=[role.value for role in Role], help="what it serves as, where that is open")
    parser.add_argument(
        "--ask", choices=("status", "read"), help="ask the device once and end: how it is, or what is on it"
    )
    parser.add_argument(
        "--for", dest="duration", type=seconds, metavar="SECONDS", help="stand between an app and the device so long"
    )


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Show one question's traffic, or stand before the device until the time is over or somebody interrupts."""
    # Loads every kind's libraries, which the other verbs should not wait for.
    from devices.cli.show_traffic import show_traffic

    show_traffic(arguments, output)
