"""`python -m shared.security verify-receipt|verify-audit`: what can be proven without a network (ARCHITECTURE §7)."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from shared.command_line import EXIT_FAILED, Parser, ends_when_unheard
from shared.domain.clock import utc_now
from shared.security.errors import SecurityError
from shared.security.receipts import Checked, ReceiptClaims, Verdict, verify_receipt
from shared.security.trust_folder import TrustFolder

_MAX_INPUT_CHARACTERS = 4096
_MESSAGES: Final = {
    Verdict.SEALED_AFTER_REVOCATION: "signed by a terminal that had been revoked by then",
    Verdict.REVOKED_TIME_UNPROVEN: "signed by a terminal that is revoked, at a time that nothing proves",
    Verdict.ALTERED: "the code was changed after it was signed",
    Verdict.UNKNOWN_TERMINAL: "no certificate of this terminal is known here; the list may be old",
    Verdict.MALFORMED: "not the code of a receipt",
}


@ends_when_unheard
def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0, 2 when the receipt is not genuine, 64 for wrong usage."""
    parser = Parser(prog="python -m shared.security", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    verify = commands.add_parser("verify-receipt", help="judge the text of a receipt's QR code")
    verify.add_argument("text", metavar="TEXT", help="the code, or - for standard input")
    verify.add_argument("--trust", type=Path, metavar="DIR", help="certificates; default: $YIMEN_PROFILE/trust")
    verify.add_argument("--json", action="store_true", help="one JSON object on standard output")
    walk = commands.add_parser("verify-audit", help="walk a terminal's audit chain up to its last anchor and beyond")
    walk.add_argument("--profile", metavar="DIR", help="default: $YIMEN_PROFILE")
    walk.add_argument(
        "--anchor", metavar="NUMBER:DIGEST", type=_anchor_argument, help="as the platform's anchors tells"
    )
    walk.add_argument("--json", action="store_true", help="one JSON object on standard output")
    walk.set_defaults(run=_verify_audit)
    verify.set_defaults(run=None)
    options = parser.parse_args(arguments)
    if options.run is not None:
        return int(options.run(options))
    folder: Path | None = options.trust or _default_trust()
    if folder is None:
        verify.error("give --trust or set YIMEN_PROFILE")
    return _verify(_text(options.text), folder, as_json=options.json)


def _anchor_argument(text: str) -> tuple[int, str]:
    match = re.fullmatch(r"([0-9]{1,10}):([0-9a-f]{64})", text)
    if match is None:
        message = "NUMBER:DIGEST is needed, the digest as 64 hex digits"
        raise argparse.ArgumentTypeError(message)
    return int(match[1]), match[2]


def _verify_audit(options: argparse.Namespace) -> int:
    from shared.store.audit_check import check_audit
    from shared.store.errors import StoreError

    try:
        finding = check_audit(options.profile, options.anchor)
    except (StoreError, SecurityError) as error:
        message = str(error) or str(type(error).__doc__)
        _say(options.json, {"ok": False, "error": error.code, "message": message})
        return EXIT_FAILED
    line = finding.as_line()
    _say(options.json, line)
    return 0 if line["ok"] else EXIT_FAILED


def _default_trust() -> Path | None:
    profile = os.environ.get("YIMEN_PROFILE")
    return Path(profile) / "trust" if profile else None


def _text(argument: str) -> str:
    return sys.stdin.read(_MAX_INPUT_CHARACTERS) if argument == "-" else argument


def _verify(text: str, folder: Path, *, as_json: bool) -> int:
    now = utc_now()
    try:
        trust = TrustFolder.load(folder)
    except SecurityError as error:
        _say(as_json, {"ok": False, "error": error.code, "message": str(error) or str(type(error).__doc__)})
        return EXIT_FAILED
    checked = verify_receipt(text, trust, now)
    _say(as_json, _line(checked) | _list_age(trust, now))
    return 0 if checked.verdict.is_genuine else EXIT_FAILED


def _list_age(trust: TrustFolder, now: datetime) -> dict[str, Any]:
    """Tell how old the list of certificates and revocations is: a verdict is as good as its list."""
    if trust.listed_at is None:
        return {"list_issued_at": None, "list_age_days": None}
    return {"list_issued_at": trust.listed_at.isoformat(), "list_age_days": max(0, (now - trust.listed_at).days)}


def _line(checked: Checked) -> dict[str, Any]:
    line: dict[str, Any] = {"ok": checked.verdict.is_genuine, "verdict": checked.verdict.value}
    if not checked.verdict.is_genuine:
        line |= {"error": checked.verdict.value, "message": _MESSAGES[checked.verdict]}
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
