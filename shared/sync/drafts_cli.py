"""The commands of drafts that go on elsewhere: what stands where, and what a face does, by hand.

A citizen number or credit code is the first line of standard input, never an argument that others can see.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.command_line import EXIT_FAILED
from shared.store.profile import Profile
from shared.sync.cli import fail_line, print_line, words

if TYPE_CHECKING:
    from shared.handoff.desk import HandoffDesk
    from shared.handoff.port import Holder, SecondFactor, TakenDraft
    from shared.store.terminal import Terminal


def add_commands(commands: Any, command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `drafts` with its acts to the parser of `python -m shared.sync`."""
    drafts = commands.add_parser("drafts", help="drafts that go on at another terminal")
    acts = drafts.add_subparsers(required=True, metavar="ACT")
    command(acts, "list", "the drafts here and where each stands", list_drafts)
    for name, text, run in (
        ("share", "offer drafts and bring them to the platform now", share),
        ("offer", "let drafts be taken elsewhere, with a network or without; prints their codes", offer),
        ("return", "take drafts back, or hand back what came and was not begun", give_back),
    ):
        act = command(acts, name, text, run)
        act.add_argument("drafts", nargs="+", type=UUID, metavar="CASE-ID")
    take = command(acts, "take", "become the owner of a draft by its code, or by case id with --person", take_draft)
    take.add_argument("draft_code", metavar="CODE-OR-CASE-ID", help="YM2:…, or the case id that `find` told")
    take.add_argument("--form", action="store_true", help="the form that the code carries, without its pages")
    find = command(acts, "find", "somebody's drafts at the platform", find_drafts)
    for act in (take, find):
        act.add_argument("--person", action="store_true", help="card number and credit code: first line of stdin")
        act.add_argument("--digits", help="the twelve digits of the slip")
        act.add_argument("--clerk", metavar="CLERK-ID", help="who confirms the person, in the place of the digits")


def list_drafts(profile: Profile, options: argparse.Namespace) -> int:
    """Print one line a draft."""
    from shared.handoff.port import DraftStanding
    from shared.intake.draft import Draft
    from shared.store import drafts, handoffs

    with _terminal(profile) as terminal:
        for summary in drafts.summaries(terminal.store):
            content = drafts.load(terminal.store, summary.case_id)
            draft = Draft.model_validate_json(content)
            row = handoffs.find(terminal.store, summary.case_id)
            standing = DraftStanding.HERE if row is None else DraftStanding(row.standing.value)
            where = "" if row is None else row.where
            line = {
                "case_id": str(summary.case_id),
                "standing": standing.value,
                "subject": draft.subject_code,
                "catalogue_version": draft.catalogue_version,
                "pages": sum(len(material.pages) for material in draft.materials.values()),
                "updated_at": summary.updated_at.isoformat(),
                "came_by": None if row is None else row.came_by,
                "begun": row is not None and row.begun,
                "peer": None if row is None or row.peer is None else str(row.peer),
                "where": where,
                "revision": 0 if row is None else row.revision,
                "changed_since_shared": row is not None
                and row.shared_digest is not None
                and row.shared_digest != drafts.state_digest(terminal.store, summary.case_id),
            }
            gone = f" at {where}" if where else ""
            text = f"{summary.case_id} {standing.value:<12} {draft.subject_code} {line['pages']} pages{gone}"
            print_line(options, {"ok": True, **line}, text)
    return 0


def share(profile: Profile, options: argparse.Namespace) -> int:
    """Offer drafts and bring them to the platform now."""
    return _offer(profile, options, lambda desk, case_id: desk.share(case_id))


def offer(profile: Profile, options: argparse.Namespace) -> int:
    """Let drafts be taken elsewhere."""
    return _offer(profile, options, lambda desk, case_id: desk.offer_by_id(case_id))


def _offer(profile: Profile, options: argparse.Namespace, act: Callable[[HandoffDesk, UUID], Any]) -> int:
    from shared.handoff.code import encode, grouped

    def run(desk: HandoffDesk, case_id: UUID) -> tuple[dict[str, Any], str]:
        made = act(desk, case_id)
        line = {
            "case_id": str(case_id),
            "code": encode(made.code),
            "digits": made.code.typed,
            "expires_at": made.code.expires_at.isoformat(),
            "addresses": [f"{one.host}:{one.port}" for one in made.code.addresses],
            "shared": made.shared,
        }
        return line, f"{line['code']}\n{grouped(made.code.typed)}"

    return _for_each(profile, options, run)


def give_back(profile: Profile, options: argparse.Namespace) -> int:
    """Take drafts back, or hand them back."""

    def run(desk: HandoffDesk, case_id: UUID) -> tuple[dict[str, Any], str]:
        standing = desk.take_back(case_id)
        return {"case_id": str(case_id), "standing": standing.value}, f"{case_id}: {standing.value}"

    return _for_each(profile, options, run)


def take_draft(profile: Profile, options: argparse.Namespace) -> int:
    """Become the owner of a draft."""
    from shared.handoff.code import decode, is_draft_code

    def run(desk: HandoffDesk) -> TakenDraft:
        holder = _holder(options)
        if not is_draft_code(options.draft_code):
            return desk.take_found(UUID(options.draft_code), _required(holder), _factor(options))
        code = decode(options.draft_code)
        return desk.take_form(code, _required(holder)) if options.form else desk.take(code, holder)

    with _desk(profile) as desk:
        try:
            taken = run(desk)
        except ValueError:
            return _failed(options, "draft_code_malformed", "neither a draft's code nor a case id")
        except _errors() as error:
            return _failed(options, _code_of(error), _words_of(error))
    line = {
        "case_id": str(taken.draft.case_id),
        "way": taken.way.value,
        "confirmed": taken.confirmed,
        "subject": taken.draft.subject_code,
        "pages": sum(len(material.pages) for material in taken.draft.materials.values()),
        "pages_left_behind": list(taken.pages_left_behind),
        "kept": list(taken.kept),
        "differing": list(taken.differing),
    }
    text = f"{line['case_id']}: here, by {taken.way.value}"
    for what, names in (("kept from here", taken.kept), ("to be chosen or looked at", taken.differing)):
        text += f"\n  {what}: {', '.join(names)}" if names else ""
    print_line(options, {"ok": True, **line}, text)
    return 0


def find_drafts(profile: Profile, options: argparse.Namespace) -> int:
    """Print somebody's drafts at the platform, one a line."""
    with _desk(profile) as desk:
        try:
            found = desk.drafts_of(_required(_holder(options)), _factor(options))
        except _errors() as error:
            return _failed(options, _code_of(error), _words_of(error))
    for one in found:
        line = {
            "case_id": str(one.case_id),
            "subject": one.subject_code,
            "catalogue_version": one.catalogue_version,
            "holder": one.holder,
            "here": one.here,
            "begun": one.begun,
            "shared_at": one.shared_at.isoformat(),
            "expires_at": one.expires_at.isoformat(),
            "pages": one.pages,
            "size": one.size,
        }
        print_line(options, {"ok": True, **line}, f"{one.case_id} {one.subject_code} at {one.holder}")
    return 0


def _for_each(
    profile: Profile, options: argparse.Namespace, act: Callable[[HandoffDesk, UUID], tuple[dict[str, Any], str]]
) -> int:
    failed = False
    with _desk(profile) as desk:
        for case_id in options.drafts:
            try:
                line, text = act(desk, case_id)
            except _errors() as error:
                failed = True
                fail_line(options, _code_of(error), _words_of(error), str(case_id))
                continue
            print_line(options, {"ok": True, "input": str(case_id), **line}, text)
    return EXIT_FAILED if failed else 0


def _holder(options: argparse.Namespace) -> Holder | None:
    from shared.handoff.port import Holder

    if not options.person:
        return None
    number, _, credit_code = sys.stdin.readline().strip().partition(" ")
    return Holder(number, credit_code.strip())


def _required(holder: Holder | None) -> Holder:
    from shared.handoff.errors import HandoffError, HandoffFault

    if holder is None:
        raise HandoffError(HandoffFault.HOLDER_NEEDED, "give --person")
    return holder


def _factor(options: argparse.Namespace) -> SecondFactor:
    from shared.handoff.port import ClerkConfirms, SlipDigits

    return ClerkConfirms(options.clerk) if options.clerk else SlipDigits(options.digits or "")


def _errors() -> tuple[type[Exception], ...]:
    from shared.handoff.errors import DraftCodeError, HandoffError
    from shared.store.errors import StoreError

    return (HandoffError, DraftCodeError, StoreError)


def _code_of(error: Exception) -> str:
    return str(getattr(error, "reason", None) or getattr(error, "code", "handoff_error"))


def _words_of(error: Exception) -> str:
    return str(getattr(error, "meaning", None) or words(error))


def _failed(options: argparse.Namespace, code: str, message: str) -> int:
    fail_line(options, code, message, None)
    return EXIT_FAILED


@contextlib.contextmanager
def _terminal(profile: Profile) -> Iterator[Terminal]:
    from shared.store.terminal import open_terminal

    with open_terminal(profile.folder) as terminal:
        yield terminal


@contextlib.contextmanager
def _desk(profile: Profile) -> Iterator[HandoffDesk]:
    from shared.handoff.desk import HandoffDesk

    with _terminal(profile) as terminal:
        yield HandoffDesk(terminal)
