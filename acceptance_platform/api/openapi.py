"""The OpenAPI description: FastAPI's, with our problems in place of its own validation errors."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from acceptance_platform import VERSION
from shared.contract.problems import PLATFORM_HEADER, PROBLEM_MEDIA_TYPE, Problem

_OF_FASTAPI = "Validation Error"
_PROBLEM_CONTENT = {PROBLEM_MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_HEADER = {PLATFORM_HEADER: {"schema": {"type": "string"}, "description": "version of the platform"}}


def describe(app: FastAPI) -> None:
    """Make `app.openapi()` return what the platform really answers."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _description(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _description(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(title=app.title, version=VERSION, routes=app.routes)
    schemas = schema["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
    for path in schema["paths"].values():
        for operation in path.values():
            _mend_operation(operation)
    return schema


def _mend_operation(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    if responses.get("422", {}).get("description") == _OF_FASTAPI:
        if "requestBody" in operation:
            responses["422"] = {"description": "bad_request", "content": _PROBLEM_CONTENT}
        else:
            del responses["422"]  # a faulty address is answered as not found
    responses["default"] = {"description": "Any other refusal, such as internal.", "content": _PROBLEM_CONTENT}
    for response in responses.values():
        response["headers"] = _HEADER
