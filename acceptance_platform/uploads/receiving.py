"""Receiving the bytes of one request: bounded, with deadlines, let go of when the client comes back for its upload."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from uuid import UUID

from anyio import to_thread
from fastapi import Request
from starlette.requests import ClientDisconnect

from acceptance_platform.refusals import RefusalError
from acceptance_platform.uploads.protocol import CHECKSUM_MISMATCH, Checksum
from acceptance_platform.uploads.records import Upload
from acceptance_platform.uploads.service import UploadService
from shared.contract.problems import ProblemCode

STALL_DEADLINE_S = 60.0
TAKE_OVER_DEADLINE_S = 15.0
PAUSE_S = 0.2
CHECKPOINT_BYTES = 4 * 1024 * 1024


class _Turn:
    """Who works on an upload, and how to ask them to let go."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.give_way = asyncio.Event()
        self.users = 0


class UploadTurns:
    """One request at a time for an upload. A newer one makes an older let go as soon as its body pauses, for then its
    connection is likely dead."""

    def __init__(self) -> None:
        self._turns: dict[UUID, _Turn] = {}

    @asynccontextmanager
    async def take(self, upload_id: UUID) -> AsyncIterator[asyncio.Event]:
        """Hold an upload; the event that is given is set when somebody else wants it.

        Raises:
            RefusalError: too_busy, the older request did not let go in time.
        """
        turn = self._turns.setdefault(upload_id, _Turn())
        turn.users += 1
        try:
            turn.give_way.set()
            try:
                await asyncio.wait_for(turn.lock.acquire(), TAKE_OVER_DEADLINE_S)
            except TimeoutError as error:
                raise RefusalError(ProblemCode.TOO_BUSY, status=423, headers={"Retry-After": "1"}) from error
            turn.give_way = give_way = asyncio.Event()
            if turn.users > 1:
                give_way.set()  # whoever else is here came later
            try:
                yield give_way
            finally:
                turn.lock.release()
        finally:
            turn.users -= 1
            if not turn.users:
                del self._turns[upload_id]


class Receiver:
    """Takes the body of a request into an upload."""

    def __init__(self, service: UploadService) -> None:
        self._service = service

    async def receive(
        self, request: Request, upload: Upload, checksum: Checksum | None, give_way: asyncio.Event
    ) -> Upload:
        """Append the body and return the upload as it stands then; finish it when it is whole.

        Without a checksum, what arrived of a broken body counts. With one, a chunk counts whole or not at all.

        Raises:
            RefusalError: too_large, digest_mismatch (460 for the chunk), bad_request (408 when the client stalled).
        """
        announced = _announced_length(request.headers)
        left = upload.size - upload.offset
        if announced is not None and announced > left:
            raise RefusalError(ProblemCode.TOO_LARGE, "the body goes past Upload-Length")
        buffer = bytearray()
        try:
            async for chunk in _chunks(request, give_way):
                buffer += chunk
                if len(buffer) > upload.size - upload.offset:
                    raise RefusalError(ProblemCode.TOO_LARGE, "the body goes past Upload-Length")
                if checksum is None and len(buffer) >= CHECKPOINT_BYTES:
                    upload, buffer = await self._append(upload, buffer), bytearray()
        except (_CutError, RefusalError):
            if checksum is None and len(buffer) <= upload.size - upload.offset:
                await self._append(upload, buffer)
            raise
        if checksum is not None and not await to_thread.run_sync(checksum.fits, bytes(buffer)):
            raise RefusalError(ProblemCode.DIGEST_MISMATCH, "Upload-Checksum", status=CHECKSUM_MISMATCH)
        return await self._append(upload, buffer)

    async def _append(self, upload: Upload, buffer: bytearray) -> Upload:
        if buffer:
            upload = await to_thread.run_sync(partial(self._service.append, upload, bytes(buffer)))
        if buffer and upload.finished:
            return await to_thread.run_sync(self._service.finish, upload)
        return upload


class _CutError(RefusalError):
    """The body did not come to its end."""


async def _chunks(request: Request, give_way: asyncio.Event) -> AsyncIterator[bytes]:
    """Give the body's chunks.

    Raises:
        _CutError: the client went away, stalled, or came back on another connection.
    """
    stream = request.stream().__aiter__()
    asked_to_let_go = asyncio.ensure_future(give_way.wait())
    try:
        while True:
            coming = asyncio.ensure_future(anext(stream))
            await asyncio.wait({coming, asked_to_let_go}, timeout=STALL_DEADLINE_S, return_when=asyncio.FIRST_COMPLETED)
            if not coming.done() and asked_to_let_go.done():
                await asyncio.wait({coming}, timeout=PAUSE_S)  # what has arrived already still counts
            if not coming.done():
                coming.cancel()
                detail = "another request took the upload over" if asked_to_let_go.done() else "the body stalled"
                raise _CutError(ProblemCode.BAD_REQUEST, detail, status=408, headers={"Connection": "close"})
            try:
                yield coming.result()
            except StopAsyncIteration:
                return
            except ClientDisconnect as error:
                raise _CutError(ProblemCode.BAD_REQUEST, "the body was cut", status=400) from error
    finally:
        asked_to_let_go.cancel()


def _announced_length(headers: Mapping[str, str]) -> int | None:
    text = headers.get("content-length", "")
    return int(text) if text.isdecimal() else None
