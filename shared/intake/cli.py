"""The commands for slips that nobody answered for: a citizen who left a kiosk without saying whether one came out."""

from __future__ import annotations

import argparse
import json

from shared.store import journal
from shared.store.journal import PrintEntry
from shared.store.store import Store
from shared.store.terminal import open_terminal


def add_slips(parser: argparse.ArgumentParser) -> None:
    """Give the parser of `slips` its acts."""
    acts = parser.add_subparsers(required=True, metavar="ACT")
    listing = acts.add_parser("list", help="one line a slip, oldest first")
    settling = acts.add_parser("settle", help="note what somebody who looked at the paper saw; it is never sent again")
    settling.add_argument("id", type=int, metavar="ID", help="as `list` says it")
    seen = settling.add_mutually_exclusive_group(required=True)
    seen.add_argument("--came-out", action="store_true", help="it lies there whole")
    seen.add_argument("--not-whole", action="store_true", help="it does not, or not whole: the next copy says 补打")
    for act, run in ((listing, _list), (settling, _settle)):
        act.add_argument("--profile", metavar="DIR", help="default: YIMEN_PROFILE")
        act.add_argument("--json", action="store_true", help="JSON on standard output")
        act.set_defaults(run=run)


def _list(options: argparse.Namespace) -> int:
    with open_terminal(options.profile) as terminal:
        slips = [_line(entry) for entry in journal.open_questions(terminal.store)]
    if options.json:
        print(json.dumps({"ok": True, "slips": slips}, ensure_ascii=False))
    else:
        for slip in slips:
            print("{id}  {document}  {case_number}  copy {copy_no}  {state}  {cause}  {at}".format_map(slip))
        if not slips:
            print("no slip asks for anybody")
    return 0


def _settle(options: argparse.Namespace) -> int:
    with open_terminal(options.profile) as terminal:
        settled = _settle_one(terminal.store, options.id, came_out=options.came_out)
    told = "noted" if settled else "no slip of that number asks for anybody; see `slips list`"
    print(json.dumps({"ok": settled, "message": told}) if options.json else told)
    return 0 if settled else 2


def _settle_one(store: Store, entry_id: int, *, came_out: bool) -> bool:
    asked = {entry.id for entry in journal.open_questions(store)}
    return entry_id in asked and journal.settle(store, entry_id, came_out=came_out)


def _line(entry: PrintEntry) -> dict[str, str | int]:
    return {
        "id": entry.id,
        "document": entry.document,
        "case_number": entry.case_number,
        "copy_no": entry.copy_no,
        "state": entry.step.value,
        "cause": entry.cause or "",
        "at": entry.updated_at.isoformat(timespec="seconds"),
    }
