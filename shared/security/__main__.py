"""`python -m shared.security verify-receipt TEXT`: judges a receipt's code without a network (ARCHITECTURE §7)."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from shared.security.certificates import TrustFolder
from shared.security.errors import KeyFormatError
from shared.security.receipts import Checked, ReceiptClaims, verify_receipt

EXIT_FAILED = 2
EXIT_USAGE = 64
_MAX_INPUT_CHARACTERS = 4096


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        self.print_usage(sys.stderr)
        self.exit(EXIT_USAGE, f"{self.prog}: {message}\n")


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0, 2 when the receipt is not genuine, 64 for wrong usage."""
    parser = _Parser(prog="python -m shared.security", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    verify = commands.add_parser("verify-receipt", help="judge the text of a receipt's QR code")
    verify.add_argument("text", metavar="TEXT", help="the code, or - for standard input")
    verify.add_argument("--trust", type=Path, metavar="DIR", help="certificates; default: $YIMEN_PROFILE/trust")
    verify.add_argument("--json", action="store_true", help="one JSON object on standard output")
    options = parser.parse_args(arguments)
    folder: Path | None = options.trust or _default_trust()
    if folder is None:
        verify.error("give --trust or set YIMEN_PROFILE")
        return EXIT_USAGE
    return _verify(_text(options.text), folder, as_json=options.json)


def _default_trust() -> Path | None:
    profile = os.environ.get("YIMEN_PROFILE")
    return Path(profile) / "trust" if profile else None


def _text(argument: str) -> str:
    return sys.stdin.read(_MAX_INPUT_CHARACTERS) if argument == "-" else argument


def _verify(text: str, folder: Path, *, as_json: bool) -> int:
    try:
        checked = verify_receipt(text, TrustFolder.load(folder))
    except KeyFormatError as error:
        _say(as_json, {"ok": False, "error": error.code, "message": str(error)})
        return EXIT_FAILED
    _say(as_json, _line(checked))
    return 0 if checked.verdict.is_genuine else EXIT_FAILED


def _line(checked: Checked) -> dict[str, Any]:
    line: dict[str, Any] = {"ok": checked.verdict.is_genuine, "verdict": checked.verdict.value}
    if not checked.verdict.is_genuine:
        line |= {"error": checked.verdict.value, "message": "the receipt is not proven"}
    if checked.key_id is not None:
        line["key_id"] = checked.key_id
    return line | ({} if checked.claims is None else _claims(checked.claims))


def _claims(claims: ReceiptClaims) -> dict[str, Any]:
    return {
        "case_number": claims.case_number,
        "items": list(claims.items),
        "item_count": claims.item_count,
        "items_digest": None if claims.items_digest is None else claims.items_digest.hex(),
        "catalogue_version": claims.catalogue_version,
        "sealed_at": claims.sealed_at.isoformat(),
        "time_proven": claims.time_proven,
        "enrolment_code": claims.enrolment_code,
        "page_counts": list(claims.page_counts),
        "root": claims.root.hex(),
    }


def _say(as_json: bool, line: dict[str, Any]) -> None:
    if as_json:
        print(json.dumps(line, ensure_ascii=False))
        return
    for key, value in line.items():
        print(f"{key}: {value}")


if __name__ == "__main__":
    sys.exit(main())
