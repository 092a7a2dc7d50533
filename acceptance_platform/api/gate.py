"""The sign-in gate: every route is closed but those that are named here."""

from __future__ import annotations

from typing import Annotated

from anyio import to_thread
from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from starlette.types import ASGIApp, Receive, Scope, Send

from acceptance_platform.api.peers import peer_in
from acceptance_platform.platform import Platform
from acceptance_platform.refusals import RefusalError
from acceptance_platform.terminals.sign_in import SignedIn, find_signed_in
from shared.contract.base import API_PREFIX
from shared.contract.problems import ProblemCode

OPEN_PATHS = frozenset({f"{API_PREFIX}/enrolments", f"{API_PREFIX}/challenges", f"{API_PREFIX}/sessions"})
BARE_PATHS = frozenset({f"{API_PREFIX}/tls-certificate"})
"""Closed, but never for want of a client certificate: here a terminal gets its first one, and one after the last."""
_TERMINAL = "terminal"
_bearer = HTTPBearer(auto_error=False, scheme_name="terminal", description="The token of POST /v1/sessions.")


class SignInGate:
    """Lets requests below the API prefix through only when they are signed in; their bodies are read after that."""

    def __init__(self, app: ASGIApp, platform: Platform, *, mutual: bool = False) -> None:
        """Guard an application; mutual asks for a client certificate too."""
        self._app = app
        self._platform = platform
        self._mutual = mutual

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _is_closed(scope["path"]):
            terminal = await self._terminal_of(scope)
            if self._mutual and scope["path"] not in BARE_PATHS and peer_in(scope) is None:
                raise RefusalError(ProblemCode.CERTIFICATE_REQUIRED)
            scope.setdefault("state", {})[_TERMINAL] = terminal
        await self._app(scope, receive, send)

    async def _terminal_of(self, scope: Scope) -> SignedIn:
        header = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise RefusalError(ProblemCode.NOT_SIGNED_IN)
        terminal = await to_thread.run_sync(find_signed_in, self._platform, token.strip(), peer_in(scope))
        if terminal is None:
            raise RefusalError(ProblemCode.NOT_SIGNED_IN)
        return terminal


def _is_closed(path: str) -> bool:
    return path.startswith(f"{API_PREFIX}/") and path not in OPEN_PATHS


def _signed_in(request: Request, _documented: Annotated[object, Depends(_bearer)]) -> SignedIn:
    terminal: SignedIn = getattr(request.state, _TERMINAL)
    return terminal


CurrentTerminal = Annotated[SignedIn, Depends(_signed_in)]
"""What a route asks for to know where a request comes from."""
