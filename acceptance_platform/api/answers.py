"""Problem answers (RFC 9457) and how every kind of failure becomes one."""

from __future__ import annotations

import errno
import logging
from typing import cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import compile_path

from acceptance_platform.database.engine import DatabaseBusyError, DatabaseFullError
from acceptance_platform.refusals import RefusalError, status_of
from acceptance_platform.wording import validation_place
from shared.contract.problems import PROBLEM_MEDIA_TYPE, Problem, ProblemCode

MANIFEST_ROUTE = "put_manifest"
_RETRY_BUSY = {"Retry-After": "2"}
_RETRY_FULL = {"Retry-After": "60"}
_log = logging.getLogger(__name__)


def problem_response(refusal: RefusalError) -> Response:
    """Return the answer to a refused request."""
    headers = dict(refusal.headers)
    if refusal.status == 401:
        headers.setdefault("WWW-Authenticate", 'Bearer realm="yimen"')
    return Response(refusal.problem.model_dump_json(), refusal.status, headers=headers, media_type=PROBLEM_MEDIA_TYPE)


def add_handlers(app: FastAPI) -> None:
    """Make the app answer its failures with problems."""
    app.add_exception_handler(RefusalError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(DatabaseBusyError, _busy)
    app.add_exception_handler(DatabaseFullError, _full)
    app.add_exception_handler(OSError, _refused_by_the_disk)


def documented(*refusals: ProblemCode | tuple[ProblemCode, int]) -> dict[int | str, dict[str, object]]:
    """Return the OpenAPI responses of a route's refusals; a pair names a status other than the code's own."""
    found: dict[int, list[str]] = {}
    for refusal in refusals:
        code, status = refusal if isinstance(refusal, tuple) else (refusal, status_of(refusal))
        found.setdefault(status, []).append(code.value)
    return {
        status: {"description": ", ".join(names), "content": {PROBLEM_MEDIA_TYPE: {"schema": _SCHEMA}}}
        for status, names in sorted(found.items())
    }


_SCHEMA = {"$ref": f"#/components/schemas/{Problem.__name__}"}


def _refused(_request: Request, error: Exception) -> Response:
    return problem_response(cast("RefusalError", error))


def _invalid(request: Request, error: Exception) -> Response:
    faults = cast("RequestValidationError", error).errors()
    if faults and all(fault["loc"][:1] == ("path",) for fault in faults):
        return problem_response(RefusalError(ProblemCode.NOT_FOUND))
    route = getattr(request.scope.get("route"), "name", "")
    code = ProblemCode.MANIFEST_INVALID if route == MANIFEST_ROUTE else ProblemCode.BAD_REQUEST
    return problem_response(RefusalError(code, validation_place(faults), status=422))


def _http(request: Request, error: Exception) -> Response:
    refused = cast("HTTPException", error)
    if refused.status_code == 404:
        return problem_response(RefusalError(ProblemCode.NOT_FOUND))
    headers = {"Allow": _allowed(request)} if refused.status_code == 405 else refused.headers
    return problem_response(RefusalError(ProblemCode.BAD_REQUEST, status=refused.status_code, headers=headers))


def _allowed(request: Request) -> str:
    """Return every method of the path; Starlette names those of its first route alone (RFC 9110, section 15.5.6)."""
    described = request.app.openapi()["paths"].items()
    here = [methods for path, methods in described if compile_path(path)[0].match(request.scope["path"])]
    return ", ".join(sorted({method.upper() for methods in here for method in methods}))


def _busy(_request: Request, _error: Exception) -> Response:
    return problem_response(RefusalError(ProblemCode.TOO_BUSY, status=503, headers=_RETRY_BUSY))


def _full(_request: Request, _error: Exception) -> Response:
    _log.error("no room is left on the disk")
    return problem_response(RefusalError(ProblemCode.NO_ROOM, headers=_RETRY_FULL))


def _refused_by_the_disk(request: Request, error: Exception) -> Response:
    if cast("OSError", error).errno in {errno.ENOSPC, errno.EDQUOT}:
        return _full(request, error)
    raise error
