"""docs/glossary.md names what exists, and every notice, role and state that people meet is in it."""

from __future__ import annotations

import importlib
import pkgutil
import re
from enum import Enum
from pathlib import Path

import pytest

import shared.domain
from shared.domain.applicants import __all__ as applicant_names
from shared.domain.case_states import CaseState
from shared.domain.identifiers import CitizenNumberKind
from shared.domain.item_states import ItemApplicationState
from shared.domain.numbers import NoticeKind
from shared.domain.submissions import DeliveryState, SubmissionKind

GLOSSARY = Path(__file__).parents[4] / "docs" / "glossary.md"
MODULES = {
    info.name: importlib.import_module(f"shared.domain.{info.name}")
    for info in pkgutil.iter_modules(shared.domain.__path__)
}
PACKAGES = ("devices", "shared", "demo", "acceptance_platform")
NAMES = {name: value for module in MODULES.values() for name, value in vars(module).items() if name[0].isupper()}


def _code_words() -> list[str]:
    rows = [line for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("|")]
    return [word for row in rows for word in re.findall(r"`([^`]+)`", row.split("|")[3])]


def _resolves(dotted: str) -> bool:
    head, *rest = dotted.split(".")
    if head in PACKAGES:
        module, _, name = dotted.rpartition(".")
        return hasattr(importlib.import_module(module), name)
    place: object = MODULES.get(head, NAMES.get(head))
    for name in rest:
        place = getattr(place, name, None)
    return place is not None


def _is_member(word: str) -> bool:
    kinds: tuple[type[Enum], ...] = (ItemApplicationState, NoticeKind, CitizenNumberKind)
    return any(word in kind.__members__ for kind in kinds)


@pytest.mark.parametrize("word", [word for word in _code_words() if word != "shared.catalogue" and not word.islower()])
def test_every_name_in_the_glossary_exists(word: str) -> None:
    assert _resolves(word) or _is_member(word)


def test_the_glossary_is_read_at_all() -> None:
    assert len(_code_words()) > 80


@pytest.mark.parametrize(
    "member",
    [*NoticeKind, *ItemApplicationState, *DeliveryState, *(kind for kind in SubmissionKind if kind != "decision")],
)
def test_every_notice_state_and_submission_is_in_the_glossary(member: Enum) -> None:
    words = {word.rpartition(".")[2] for word in _code_words()}
    assert member.name in words


def test_every_role_is_in_the_glossary() -> None:
    roles = {vars(MODULES["applicants"])[name] for name in applicant_names if name.startswith("ROLE_")}
    assert roles <= set(re.findall(r"`([a-z_]+)`", GLOSSARY.read_text("utf-8")))


def test_case_states_reuse_the_words_of_item_states() -> None:
    derived_only = {CaseState.IN_PROGRESS, CaseState.DECIDED, CaseState.FINISHED}
    assert {state.value for state in set(CaseState) - derived_only} <= {state.value for state in ItemApplicationState}
