"""Routes of the tus server. Asynchronous, since a body is taken as it comes; files and rows are touched in threads."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from anyio import to_thread
from fastapi import APIRouter, Request, Response

from acceptance_platform.api.answers import documented
from acceptance_platform.api.gate import CurrentTerminal
from acceptance_platform.refusals import RefusalError
from acceptance_platform.terminals.sign_in import SignedIn
from acceptance_platform.uploads import protocol
from acceptance_platform.uploads.receiving import Receiver, UploadTurns
from acceptance_platform.uploads.records import Upload
from acceptance_platform.uploads.service import UploadService
from shared.contract.base import API_PREFIX
from shared.contract.problems import ProblemCode as Code
from shared.contract.submissions import MAX_PART_BYTES

_VERSION = (Code.BAD_REQUEST, 412)
_TURN = (Code.TOO_BUSY, 423)
_OPTIONS = documented(Code.NOT_SIGNED_IN)
_KNOWN = documented(Code.NOT_SIGNED_IN, Code.NOT_FOUND, _VERSION, _TURN)
_RECEIVING = documented(
    Code.BAD_REQUEST,
    (Code.BAD_REQUEST, 408),
    (Code.BAD_REQUEST, 415),
    Code.TOO_LARGE,
    Code.DIGEST_MISMATCH,
    (Code.DIGEST_MISMATCH, protocol.CHECKSUM_MISMATCH),
)
_BODY = {"requestBody": {"content": {protocol.OFFSET_MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}}}


def _header(name: str, schema: dict[str, object], *, required: bool = True) -> dict[str, object]:
    return {"name": name, "in": "header", "required": required, "schema": schema}


_SIZE = {"type": "integer", "minimum": 0, "maximum": MAX_PART_BYTES}
_RESUMABLE = _header("Tus-Resumable", {"const": protocol.VERSION})
_LENGTH = _header("Upload-Length", _SIZE)
_OFFSET = _header("Upload-Offset", _SIZE)
_METADATA = _header(
    "Upload-Metadata",
    {
        "type": "string",
        "description": "submission, position, sha256; values in base64",
        "maxLength": protocol.MAX_METADATA_CHARACTERS,
    },
)
_CHECKSUM = _header("Upload-Checksum", {"type": "string", "description": "sha256 or sha1, and base64"}, required=False)


def upload_router(service: UploadService) -> APIRouter:
    """Return the routes of the tus server."""
    router = APIRouter(prefix="/uploads", tags=["uploads"])
    turns, receiver = UploadTurns(), Receiver(service)

    @router.options("", status_code=204, response_class=Response, responses=_OPTIONS)
    async def options_uploads(_terminal: CurrentTerminal) -> Response:
        """Tell what the server speaks."""
        return Response(status_code=204, headers=protocol.announcement(MAX_PART_BYTES))

    @router.options("/{upload_id}", status_code=204, response_class=Response, responses=_OPTIONS)
    async def options_upload(upload_id: str, _terminal: CurrentTerminal) -> Response:
        """Tell what the server speaks, at the address of any upload."""
        del upload_id
        return Response(status_code=204, headers=protocol.announcement(MAX_PART_BYTES))

    @router.post(
        "",
        status_code=201,
        response_class=Response,
        responses={**_KNOWN, **documented(Code.FORBIDDEN, Code.DIFFERENT_BODY), **_RECEIVING},
        openapi_extra={"parameters": [_RESUMABLE, _LENGTH, _METADATA, _CHECKSUM], **_BODY},
    )
    async def post_upload(request: Request, terminal: CurrentTerminal) -> Response:
        """Begin an upload, with its first bytes where there is a body. A part held already is finished at once."""
        protocol.require_version(request.headers)
        creation = protocol.read_creation(request.headers)
        if creation.length > MAX_PART_BYTES:
            raise RefusalError(Code.TOO_LARGE, "Upload-Length: above Tus-Max-Size")
        with_bytes = _announces_bytes(request)
        checksum = protocol.read_checksum(request.headers)
        upload = await to_thread.run_sync(service.begin, terminal, creation)
        if with_bytes and not upload.finished:
            async with turns.take(upload.upload_id) as give_way:
                upload = await receiver.receive(request, upload, checksum, give_way)
        location = f"{API_PREFIX}/uploads/{upload.upload_id}"
        return Response(status_code=201, headers={"Location": location, **_standing(upload)})

    @router.head(
        "/{upload_id}",
        response_class=Response,
        responses=_KNOWN,
        status_code=200,
        openapi_extra={"parameters": [_RESUMABLE]},
    )
    async def head_upload(upload_id: str, request: Request, terminal: CurrentTerminal) -> Response:
        """Tell where an upload stands."""
        protocol.require_version(request.headers)
        own_id = await _own_id(service, terminal, upload_id)
        async with turns.take(own_id):
            upload = await to_thread.run_sync(service.find, terminal, own_id)
        headers = {"Upload-Length": str(upload.size), "Upload-Metadata": upload.metadata, **_standing(upload)}
        return Response(status_code=200, headers=headers)

    @router.patch(
        "/{upload_id}",
        status_code=204,
        response_class=Response,
        responses={**_KNOWN, **documented(Code.OFFSET_MISMATCH), **_RECEIVING},
        openapi_extra={"parameters": [_RESUMABLE, _OFFSET, _CHECKSUM], **_BODY},
    )
    async def patch_upload(upload_id: str, request: Request, terminal: CurrentTerminal) -> Response:
        """Append bytes at the offset; the last ones make it a part of its submission."""
        protocol.require_version(request.headers)
        protocol.require_offset_media_type(request.headers)
        offset = protocol.number_header(request.headers, "Upload-Offset")
        checksum = protocol.read_checksum(request.headers)
        own_id = await _own_id(service, terminal, upload_id)
        async with turns.take(own_id) as give_way:
            upload = await to_thread.run_sync(service.find, terminal, own_id)
            with _telling_expiry(upload):
                if upload.offset != offset:
                    raise RefusalError(Code.OFFSET_MISMATCH, headers={"Upload-Offset": str(upload.offset)})
                upload = await receiver.receive(request, upload, checksum, give_way)
        return Response(status_code=204, headers=_standing(upload))

    @router.delete(
        "/{upload_id}",
        status_code=204,
        response_class=Response,
        responses=_KNOWN,
        openapi_extra={"parameters": [_RESUMABLE]},
    )
    async def delete_upload(upload_id: str, request: Request, terminal: CurrentTerminal) -> Response:
        """End an upload; a part that is whole stays with its submission."""
        protocol.require_version(request.headers)
        own_id = await _own_id(service, terminal, upload_id)
        async with turns.take(own_id):
            upload = await to_thread.run_sync(service.find, terminal, own_id)
            await to_thread.run_sync(service.end, upload)
        return Response(status_code=204)

    return router


async def _own_id(service: UploadService, terminal: SignedIn, text: str) -> UUID:
    """Return the id of a terminal's own upload before its turn is taken: nobody makes another's request let go."""
    try:
        upload_id = uuid.UUID(text)
    except ValueError:
        raise RefusalError(Code.NOT_FOUND) from None
    return (await to_thread.run_sync(service.find, terminal, upload_id)).upload_id


@contextmanager
def _telling_expiry(upload: Upload) -> Iterator[None]:
    """Have a refusal say when the upload runs out, as every answer to PATCH does."""
    try:
        yield
    except RefusalError as refusal:
        refusal.headers = {**refusal.headers, **protocol.expires_header(upload.expires_at)}
        raise


def _announces_bytes(request: Request) -> bool:
    """Tell whether a creation brings bytes; a body of another media type is refused."""
    if protocol.has_offset_media_type(request.headers):
        return True
    if request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers:
        protocol.require_offset_media_type(request.headers)
    return False


def _standing(upload: Upload) -> dict[str, str]:
    return {"Upload-Offset": str(upload.offset), **protocol.expires_header(upload.expires_at)}
