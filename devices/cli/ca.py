"""`ca info` and `ca sign`: what a CA card or UKey holds, and a signature by it."""

from __future__ import annotations

import argparse
import base64
import getpass
import sys
from contextlib import closing
from pathlib import Path
from typing import Final

from devices.cli.arguments import seconds
from devices.cli.errors import FileUnreadableError, UsageError
from devices.cli.messages import attempts_words
from devices.cli.output import Output, attempts_fields, table
from devices.core.errors import DeviceError
from devices.core.signing import Pin, SigningToken, TokenCertificate

_MOST_DATA: Final = 64 << 20
_LONGEST_PIN_LINE: Final = 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("action", choices=("info", "sign"), help="list certificates, or sign a file's bytes")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--reader", metavar="NAME-PART", help="a PIV card in the PC/SC reader with such a name")
    where.add_argument("--pkcs11", metavar="MODULE", help="a token behind a PKCS#11 library")
    where.add_argument("--skf", metavar="LIBRARY", help="a UKey behind a GM/T 0016 library")
    parser.add_argument("--token", metavar="LABEL", help="the token's label, with --pkcs11")
    parser.add_argument("--data", type=Path, metavar="FILE", help="what to sign")
    parser.add_argument("--slot", metavar="SLOT", help="which key signs: 9A, 9C, or as `ca info` lists it")
    parser.add_argument(
        "--use-last-attempt", action="store_true", help="try the PIN also where a wrong one locks the token"
    )
    parser.add_argument("--timeout", type=seconds, default=30.0, metavar="SECONDS", help="the end of everything (30)")


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Ask the token and write what it says."""
    _require_sense(arguments)
    given = str(arguments.data) if arguments.action == "sign" else _place(arguments)
    try:
        with closing(_open(arguments)) as token:
            if arguments.action == "info":
                _info(token, arguments, output)
            else:
                _sign(token, arguments, output)
    except DeviceError as error:
        output.failure(given, error, _address(arguments))


def _require_sense(arguments: argparse.Namespace) -> None:
    if (arguments.token is None) != (arguments.pkcs11 is None):
        detail = "--pkcs11 and --token go together"
        raise UsageError(detail)
    if arguments.action == "sign" and arguments.data is None:
        detail = "sign needs --data FILE"
        raise UsageError(detail)
    if arguments.action == "info" and (arguments.data or arguments.slot or arguments.use_last_attempt):
        detail = "--data, --slot and --use-last-attempt belong to sign"
        raise UsageError(detail)


def _place(arguments: argparse.Namespace) -> str:
    return str(arguments.skf or arguments.pkcs11 or arguments.reader)


def _address(arguments: argparse.Namespace) -> str:
    """Return where the token is, as terminal.toml would have it."""
    scheme = "skf" if arguments.skf is not None else "pkcs11" if arguments.pkcs11 is not None else "pcsc"
    return f"{scheme}:{_place(arguments)}"


def _open(arguments: argparse.Namespace) -> SigningToken:
    # Each loads libraries that the other verbs should not wait for.
    from devices.ca_card.opening import open_piv, open_pkcs11, open_skf

    if arguments.pkcs11 is not None:
        return open_pkcs11(arguments.pkcs11, arguments.token)
    return open_skf(arguments.skf) if arguments.skf is not None else open_piv(arguments.reader)


def _info(token: SigningToken, arguments: argparse.Namespace, output: Output) -> None:
    certificates = [_shown(one) for one in token.certificates(arguments.timeout)]
    pin = token.pin_status(arguments.timeout)
    rows = [(one["slot"], one["subject"], one["not_after"]) for one in certificates]
    words = [table(rows) or "没有证书。", attempts_words(pin)]
    output.success({"certificates": certificates, **attempts_fields(pin)}, "\n".join(words))


def _sign(token: SigningToken, arguments: argparse.Namespace, output: Output) -> None:
    data = _read(arguments.data)
    signature = token.sign(
        data, _read_pin(), arguments.timeout, slot=arguments.slot, use_last_attempt=arguments.use_last_attempt
    )
    value = base64.b64encode(signature.value).decode("ascii")
    pem = _shown(signature.certificate)["pem"]
    fields = {"signature": value, "mechanism": signature.mechanism.value, "certificate": pem}
    output.success(fields, f"{signature.mechanism.value}\n{value}\n{pem}".rstrip())


def _shown(certificate: TokenCertificate) -> dict[str, str]:
    from devices.ca_card.certificates import read_facts

    facts = read_facts(certificate.der)
    return {
        "slot": certificate.slot,
        "subject": facts.subject,
        "not_after": facts.not_after.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "pem": facts.pem,
    }


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_DATA + 1)
    except OSError as error:
        raise FileUnreadableError(str(path)) from error
    if len(data) > _MOST_DATA:
        detail = f"{path} is larger than {_MOST_DATA >> 20} MiB"
        raise FileUnreadableError(detail)
    return data


def _read_pin() -> Pin:
    """Take the first line of standard input; at a terminal it is asked for and not shown."""
    if sys.stdin.isatty():
        return Pin(getpass.getpass("PIN: ", sys.stderr))
    line = sys.stdin.buffer.readline(_LONGEST_PIN_LINE)
    return Pin(line.decode("utf-8", errors="replace").rstrip("\r\n"))
