"""docs/openapi.json is what the code answers."""

from __future__ import annotations

import json
from pathlib import Path

from acceptance_platform.cli.commands import openapi_text

DOCUMENT = Path("docs/openapi.json")


def test_the_document_equals_the_code() -> None:
    mend = "python -m acceptance_platform openapi > docs/openapi.json"
    assert DOCUMENT.read_text(encoding="utf-8") == openapi_text(), mend


def test_every_operation_documents_its_refusals_and_the_header() -> None:
    paths = json.loads(DOCUMENT.read_text(encoding="utf-8"))["paths"]
    operations = [operation for path in paths.values() for operation in path.values()]
    assert len(operations) >= 19
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    for operation in operations:
        assert "application/problem+json" in operation["responses"]["default"]["content"]
        assert all("Yimen-Platform" in response["headers"] for response in operation["responses"].values())


def test_only_the_open_routes_need_no_sign_in() -> None:
    paths = json.loads(DOCUMENT.read_text(encoding="utf-8"))["paths"]
    open_routes = {
        (method, path)
        for path, operations in paths.items()
        for method, operation in operations.items()
        if "security" not in operation
    }
    assert open_routes == {
        ("get", "/health"),
        ("get", "/root.pem"),
        ("post", "/v1/enrolments"),
        ("post", "/v1/challenges"),
        ("post", "/v1/sessions"),
    }
