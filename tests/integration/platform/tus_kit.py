"""What tests of the tus server ask again and again."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from contextlib import closing

from tests.integration.platform.platform_kit import OFFSET_TYPE, TUS, TerminalSide
from tests.integration.platform.sealing_kit import Sealed
from tests.patience import PATIENCE_S


def offset_at(side: TerminalSide, location: str) -> int:
    response = side.head(location)
    assert response.status_code == 200
    return int(response.headers["Upload-Offset"])


def wait_for(condition: Callable[[], bool], deadline_s: float = PATIENCE_S) -> None:
    """Ask again and again: a HEAD may come to the server before the request that was sent earlier."""
    ends = time.monotonic() + deadline_s
    while not condition():
        assert time.monotonic() < ends, "it did not come true in time"


def held(side: TerminalSide, sealed: Sealed) -> set[int]:
    missing = side.get(f"/v1/submissions/{sealed.id}").json()["missing"]
    return set(range(len(sealed.ciphertexts))) - set(missing)


def begin_patch(side: TerminalSide, location: str, length: int, offset: int, **more: str) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection(side.url.removeprefix("http://"), timeout=PATIENCE_S)
    connection.putrequest("PATCH", location)
    headers = {**TUS, **OFFSET_TYPE, "Upload-Offset": str(offset), "Content-Length": str(length), **more}
    headers["Authorization"] = str(side.http.headers["Authorization"])
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection


def send_and_hang_up(side: TerminalSide, location: str, announced: bytes, sent: bytes, **more: str) -> None:
    with closing(begin_patch(side, location, len(announced), 0, **more)) as connection:
        connection.send(sent)
