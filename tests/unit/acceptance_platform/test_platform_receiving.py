"""Receiving a body: what arrived counts, a checked chunk counts whole, and nobody waits for ever."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fastapi import Request
from starlette.types import Message

from acceptance_platform.refusals import RefusalError
from acceptance_platform.uploads import receiving
from acceptance_platform.uploads.protocol import Checksum
from acceptance_platform.uploads.receiving import Receiver, UploadTurns
from acceptance_platform.uploads.records import Upload
from shared.contract.problems import ProblemCode

END: Message = {"type": "http.request", "body": b"", "more_body": False}
GONE: Message = {"type": "http.disconnect"}


class Pages:
    """Keeps bytes in memory where the service keeps them in a file."""

    def __init__(self) -> None:
        self.data = b""
        self.finished = False

    def append(self, upload: Upload, data: bytes) -> Upload:
        assert upload.offset == len(self.data)
        self.data += data
        return replace(upload, offset=upload.offset + len(data))

    def finish(self, upload: Upload) -> Upload:
        self.finished = True
        return upload


def upload(size: int = 100) -> Upload:
    return Upload(uuid.uuid4(), uuid.uuid4(), 1, size, 0, "", datetime.now(UTC))


def chunk(data: bytes) -> Message:
    return {"type": "http.request", "body": data, "more_body": True}


def receive(pages: Pages, messages: Iterable[Message], checksum: Checksum | None = None, size: int = 100) -> Upload:
    async def run() -> Upload:
        waiting = iter(messages)

        async def next_message() -> Message:
            for message in waiting:
                return message
            await asyncio.Event().wait()
            raise AssertionError

        request = Request({"type": "http", "headers": [], "method": "PATCH", "path": "/"}, next_message)
        return await Receiver(pages).receive(request, upload(size), checksum, asyncio.Event())  # type: ignore[arg-type]

    return asyncio.run(run())


def test_a_whole_body_finishes_its_upload() -> None:
    pages = Pages()
    assert receive(pages, [chunk(b"a" * 60), chunk(b"b" * 40), END]).offset == 100
    assert pages.finished
    assert pages.data == b"a" * 60 + b"b" * 40


def test_what_arrived_before_a_cut_counts() -> None:
    pages = Pages()
    with pytest.raises(RefusalError):
        receive(pages, [chunk(b"a" * 60), chunk(b"b"), GONE])
    assert pages.data == b"a" * 60 + b"b"
    assert not pages.finished


def test_a_cut_at_the_very_end_still_finishes() -> None:
    pages = Pages()
    with pytest.raises(RefusalError):
        receive(pages, [chunk(b"a" * 100), GONE])
    assert pages.finished


def test_a_cut_chunk_with_a_checksum_is_dropped() -> None:
    pages = Pages()
    with pytest.raises(RefusalError):
        receive(pages, [chunk(b"a" * 60), GONE], Checksum("sha256", b"\0" * 32))
    assert pages.data == b""


def test_a_stalled_body_ends_with_408_and_what_arrived(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "STALL_DEADLINE_S", 0.05)
    pages = Pages()
    with pytest.raises(RefusalError) as refused:
        receive(pages, [chunk(b"a" * 7)])
    assert refused.value.status == 408
    assert pages.data == b"a" * 7


def test_bytes_past_the_length_are_refused_and_none_of_their_chunk_is_kept() -> None:
    pages = Pages()
    with pytest.raises(RefusalError) as refused:
        receive(pages, [chunk(b"a" * 101), END])
    assert refused.value.code is ProblemCode.TOO_LARGE
    assert pages.data == b""


def test_long_bodies_are_made_durable_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "CHECKPOINT_BYTES", 10)
    pages = Pages()
    with pytest.raises(RefusalError):
        receive(pages, [chunk(b"a" * 10), chunk(b"b" * 12), chunk(b"c"), GONE])
    assert pages.data == b"a" * 10 + b"b" * 12 + b"c"


def test_the_newest_request_gets_the_upload() -> None:
    async def run() -> list[str]:
        turns, upload_id, order = UploadTurns(), uuid.uuid4(), list[str]()

        async def work(name: str, started: asyncio.Event) -> None:
            async with turns.take(upload_id) as give_way:
                started.set()
                await give_way.wait()
                order.append(name)

        tasks, started = [], [asyncio.Event() for _ in range(3)]
        for number, event in enumerate(started):
            tasks.append(asyncio.create_task(work(str(number), event)))
            await asyncio.sleep(0)
        await asyncio.wait_for(started[2].wait(), 5)
        async with turns.take(upload_id):
            order.append("last")
        await asyncio.gather(*tasks)
        return order

    assert asyncio.run(run()) == ["0", "1", "2", "last"]


def test_a_request_that_does_not_let_go_makes_the_next_one_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "TAKE_OVER_DEADLINE_S", 0.05)

    async def run() -> RefusalError:
        turns, upload_id = UploadTurns(), uuid.uuid4()
        async with turns.take(upload_id):
            with pytest.raises(RefusalError) as refused:
                async with turns.take(upload_id):
                    pass
        async with turns.take(upload_id):
            return refused.value

    refusal = asyncio.run(run())
    assert (refusal.code, refusal.status, refusal.headers["Retry-After"]) == (ProblemCode.TOO_BUSY, 423, "1")
