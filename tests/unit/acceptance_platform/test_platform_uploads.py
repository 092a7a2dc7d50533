"""Files and rows of uploads where something was lost between them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from acceptance_platform.database.tables import parts, submissions, terminals, uploads
from acceptance_platform.platform import Platform, open_platform
from acceptance_platform.refusals import RefusalError
from acceptance_platform.terminals.sign_in import SignedIn
from acceptance_platform.uploads.protocol import Creation
from acceptance_platform.uploads.service import UPLOAD_LIFETIME, UploadService
from shared.contract.problems import ProblemCode
from shared.contract.terminals import TerminalKind

DATA = b"ciphertext of a part"
SHA256 = "a" * 64


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def platform(tmp_path: Path, clock: Clock) -> Iterator[Platform]:
    opened = open_platform(tmp_path, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def terminal() -> SignedIn:
    return SignedIn(uuid.uuid4(), TerminalKind.COUNTER, "441900", frozenset({1}), {})


@pytest.fixture
def creation(platform: Platform, terminal: SignedIn) -> Creation:
    """Announce one submission of one part, without its manifest."""
    submission_id = uuid.uuid4()
    now = platform.clock()
    with platform.database.write() as connection:
        connection.execute(
            insert(terminals).values(
                terminal_id=terminal.terminal_id, kind="counter", name="样例", division="441900", enrolment_code=1,
                key_id="0" * 16, certificate_pem="", enrolled_at=now,
            )
        )  # fmt: skip
        connection.execute(
            insert(submissions).values(
                submission_id=submission_id, terminal_id=terminal.terminal_id, sequence=1, kind="intake",
                case_id=uuid.uuid4(), case_number="44190026000010000012", root=SHA256, manifest="{}",
                state="awaiting_parts", reason_detail="", announced_at=now,
            )
        )  # fmt: skip
        connection.execute(insert(parts).values(submission_id=submission_id, position=0, sha256=SHA256, size=len(DATA)))
    return Creation(len(DATA), submission_id, 0, SHA256, "")


def test_bytes_beyond_the_offset_never_count(platform: Platform, terminal: SignedIn, creation: Creation) -> None:
    service = UploadService(platform)
    upload = service.append(service.begin(terminal, creation), DATA[:5])
    path = platform.data.upload(upload.upload_id)
    path.write_bytes(path.read_bytes() + b"zeros after a power cut")
    assert service.find(terminal, upload.upload_id).offset == 5
    service.append(upload, DATA[5:10])
    assert path.read_bytes() == DATA[:10]


def test_an_upload_whose_bytes_are_gone_is_given_up(platform: Platform, terminal: SignedIn, creation: Creation) -> None:
    service = UploadService(platform)
    upload = service.append(service.begin(terminal, creation), DATA[:5])
    platform.data.upload(upload.upload_id).write_bytes(DATA[:3])
    with pytest.raises(RefusalError) as refused:
        service.append(upload, DATA[5:])
    assert refused.value.code is ProblemCode.NOT_FOUND
    with pytest.raises(RefusalError):
        service.find(terminal, upload.upload_id)
    assert not platform.data.upload(upload.upload_id).exists()


def test_the_start_of_a_server_sweeps(platform: Platform, terminal: SignedIn, creation: Creation, clock: Clock) -> None:
    service = UploadService(platform)
    old = service.append(service.begin(terminal, creation), DATA[:5])
    clock.now += UPLOAD_LIFETIME
    young = service.append(service.begin(terminal, creation), DATA[:5])
    orphan = platform.data.upload(uuid.uuid4())
    orphan.write_bytes(b"x")
    service.sweep()
    assert [path.name for path in platform.data.uploads.iterdir()] == [young.upload_id.hex]
    with platform.database.read() as connection:
        assert list(connection.execute(select(uploads.c.upload_id)).scalars()) == [young.upload_id]
    with pytest.raises(RefusalError):
        service.find(terminal, old.upload_id)


def test_every_append_puts_the_end_off(
    platform: Platform, terminal: SignedIn, creation: Creation, clock: Clock
) -> None:
    service = UploadService(platform)
    upload = service.begin(terminal, creation)
    clock.now += timedelta(hours=20)
    upload = service.append(upload, DATA[:5])
    clock.now += timedelta(hours=20)
    assert service.find(terminal, upload.upload_id).offset == 5
    assert upload.expires_at == clock.now + timedelta(hours=4)
