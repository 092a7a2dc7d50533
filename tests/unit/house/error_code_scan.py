"""Finds every stable code that an error of ours can carry, by reading the sources."""

from __future__ import annotations

import ast
from collections.abc import Iterator
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
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        if node.name.endswith("Error"):
            yield from ((code, line) for name, code, line in _strings(node) if name == "code")
        elif node.name in CODE_ENUMS:
            yield from ((code, line) for _, code, line in _strings(node))


def _strings(node: ast.ClassDef) -> Iterator[tuple[str, str, int]]:
    """Yield name, value and line of each string that a class body assigns."""
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign):
            target, value = statement.target, statement.value
        elif isinstance(statement, ast.Assign):
            target, value = statement.targets[0], statement.value
        else:
            continue
        if isinstance(target, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield target.id, value.value, statement.lineno
