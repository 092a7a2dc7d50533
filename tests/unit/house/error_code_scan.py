"""Finds every stable code that an error of ours can carry, by reading the sources."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

PACKAGES = ("devices", "shared", "acceptance_platform", "kiosk_app", "counter_app", "demo")
CODE_ENUMS = frozenset(
    {
        "ProblemCode",
        "ReturnReason",
        "PrintCause",
        "PageCause",
        "Verdict",
        "NumberFault",
        "ItemFault",
        "CaseFault",
        "RuleFault",
        "SubmissionFault",
        "FaultCode",
        "OfflineReason",
        "EnrolmentProblem",
        "LocalReason",
        "AuditFault",
        "HandoffFault",
    }
)


@cache
def error_codes(root: Path) -> dict[str, str]:
    """Return each code with the place that defines it, as path:line."""
    return {
        code: f"{path.relative_to(root)}:{line}"
        for package in PACKAGES
        for path in sorted((root / package).rglob("*.py"))
        for code, line in _codes_of(ast.parse(path.read_text(encoding="utf-8")))
    }


def _codes_of(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the members of the enums of codes, and whatever else is named `code` as it is given its words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in CODE_ENUMS:
            yield from ((text, line) for _, text, line in _assigned(node.body))
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            yield from ((text, line) for name, text, line in _assigned([node]) if name == "code" and text)


def _assigned(statements: Iterable[ast.stmt]) -> Iterator[tuple[str, str, int]]:
    """Yield name, text and line of each string that is assigned to a name or an attribute."""
    for statement in statements:
        if isinstance(statement, ast.AnnAssign):
            target, value = statement.target, statement.value
        elif isinstance(statement, ast.Assign):
            target, value = statement.targets[0], statement.value
        else:
            continue
        name = target.id if isinstance(target, ast.Name) else target.attr if isinstance(target, ast.Attribute) else ""
        for either in (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,):
            if isinstance(either, ast.Constant) and isinstance(either.value, str):
                yield name, either.value, statement.lineno
