"""Our tus client uses what OPTIONS announces and nothing else, so that another server, tusd say, can stand there."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from uuid import uuid4

import pytest

from shared.contract.submissions import PartDigest
from shared.sync.errors import MalformedAnswerError, RefusedError
from shared.sync.transport import Answer, Call
from shared.sync.tus import TusClient

DATA = bytes(range(256)) * 8
PART = PartDigest(position=1, sha256=hashlib.sha256(DATA).hexdigest(), size=len(DATA))
TUSD = "creation,creation-with-upload,termination,concatenation,creation-defer-length"


class Server:
    """Announces what a test says and notes what is asked of it."""

    def __init__(self, **announced: str) -> None:
        self.announced = {name.replace("_", "-"): value for name, value in announced.items()}
        self.calls: list[Call] = []
        self.transport = self

    def own_url(self, location: str) -> str:
        return location

    def call(self, call: Call) -> Answer:
        self.calls.append(call)
        if call.method == "OPTIONS":
            return Answer(204, self.announced, b"")
        length = {"POST": len(call.body), "PATCH": len(call.body) + int(self.header("Upload-Offset", "0"))}
        return Answer(201, {"Location": "/v1/uploads/1", "Upload-Offset": str(length[call.method])}, b"")

    def header(self, name: str, otherwise: str = "") -> str:
        headers: Mapping[str, str] = self.calls[-1].headers or {}
        return headers.get(name, otherwise)


def client_of(server: Server) -> TusClient:
    return TusClient(server)  # type: ignore[arg-type]


def test_the_whole_of_ours_is_used() -> None:
    server = Server(Tus_Version="1.0.0", Tus_Extension="creation,creation-with-upload,checksum",
                    Tus_Checksum_Algorithm="sha256,sha1")  # fmt: skip
    assert client_of(server).create(uuid4(), PART, DATA) == ("/v1/uploads/1", len(DATA))
    assert server.calls[-1].body == DATA
    assert server.header("Upload-Checksum") == "sha256 " + base64.b64encode(bytes.fromhex(PART.sha256)).decode()


@pytest.mark.parametrize(("extensions", "with_bytes"), [("creation", False), (TUSD, True)])
def test_a_server_without_checksum_is_sent_none(extensions: str, with_bytes: bool) -> None:
    server = Server(Tus_Version="1.0.0,0.2.2", Tus_Extension=extensions, Tus_Max_Size="0")
    tus = client_of(server)
    url, offset = tus.create(uuid4(), PART, DATA[:1000])
    assert (len(server.calls[-1].body), offset) == ((1000, 1000) if with_bytes else (0, 0))
    assert server.header("Content-Type") == ("application/offset+octet-stream" if with_bytes else "")
    tus.append(url, offset, DATA[offset:], PART)
    assert (server.header("Upload-Checksum"), server.header("Upload-Offset")) == ("", str(offset))


def test_sha1_is_taken_where_nothing_better_is_offered() -> None:
    server = Server(Tus_Extension="creation,checksum", Tus_Checksum_Algorithm="md5,sha1")
    client_of(server).append("/v1/uploads/1", 0, DATA[:9], PART)
    assert server.header("Upload-Checksum").startswith("sha1 ")


def test_a_server_that_cant_be_spoken_with_is_named() -> None:
    for announced in ({"Tus_Version": "0.2.2", "Tus_Extension": "creation"}, {"Tus_Version": "1.0.0"}):
        with pytest.raises(MalformedAnswerError):
            client_of(Server(**announced)).create(uuid4(), PART, b"")
    with pytest.raises(RefusedError):
        client_of(Server(Tus_Extension="creation", Tus_Max_Size="100")).create(uuid4(), PART, b"")
