"""The outermost layer: names the platform on every answer, turns failures into answers, logs no personal data."""

from __future__ import annotations

import logging
import time

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from acceptance_platform import VERSION
from acceptance_platform.api.answers import problem_response
from acceptance_platform.refusals import RefusalError
from acceptance_platform.uploads.protocol import VERSION as TUS_VERSION
from shared.contract.base import API_PREFIX
from shared.contract.digests import DIGEST_HEADER, content_digest
from shared.contract.problems import PLATFORM_HEADER, ProblemCode
from shared.security.traces import trace_of

UPLOADS_PATH = f"{API_PREFIX}/uploads"
_log = logging.getLogger(__name__)


def is_upload_path(path: str) -> bool:
    """Tell whether tus is spoken at a path."""
    return path == UPLOADS_PATH or path.startswith(UPLOADS_PATH + "/")


class Boundary:
    """ASGI layer around everything else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.monotonic()
        status = 0
        held: list[Message] = []

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.body" and held:
                started = held.pop()
                if not message.get("more_body", False) and message.get("body"):
                    MutableHeaders(scope=started)[DIGEST_HEADER] = content_digest(message["body"])
                await send(started)
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[PLATFORM_HEADER] = VERSION
                headers.setdefault("Cache-Control", "no-store")
                headers["X-Content-Type-Options"] = "nosniff"
                if is_upload_path(scope["path"]):
                    headers["Tus-Resumable"] = TUS_VERSION
                held.append(message)
                return
            await send(message)

        try:
            await self._answer(scope, receive, send_named)
        except Exception as error:
            _log.error("failed at %s: %s", _route_of(scope), trace_of(error))
            if not status:
                await problem_response(RefusalError(ProblemCode.INTERNAL))(scope, receive, send_named)
        finally:
            _log.info("%s %s %d %.0f ms", scope["method"], _route_of(scope), status, (time.monotonic() - began) * 1000)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except RefusalError as refusal:
            await problem_response(refusal)(scope, receive, send)


class MethodOverride:
    """X-HTTP-Method-Override at the upload routes, for clients that know GET and POST only (tus 1.0.0)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and is_upload_path(scope["path"]):
            wanted = dict(scope["headers"]).get(b"x-http-method-override")
            if wanted is not None:
                scope = {**scope, "method": wanted.decode("ascii", "replace").strip().upper()}
        await self._app(scope, receive, send)


def _route_of(scope: Scope) -> str:
    """Return the route's pattern: addresses themselves hold ids and case numbers."""
    return str(getattr(scope.get("route"), "path", "(no route)"))
