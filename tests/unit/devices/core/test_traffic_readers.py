"""Readers of traffic: whatever comes, in whatever chunks, is counted, and nothing secret is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.core.traffic import Direction, Message, OpaqueReader, TappedLine, Traffic, TrafficReader, shown_bytes
from devices.id_card.protocol import Command, Status, build_reply, build_request
from devices.id_card.traffic import SamvTrafficReader
from devices.pcsc.traffic import ApduTrafficReader
from devices.receipt_printer.traffic import EscPosTrafficReader
from devices.sniffing.http_traffic import HttpTrafficReader

TO, FROM = Direction.TO_DEVICE, Direction.FROM_DEVICE
SECRET = "张样例11010519900101"
READERS: list[Callable[[], TrafficReader]] = [
    OpaqueReader,
    SamvTrafficReader,
    EscPosTrafficReader,
    ApduTrafficReader,
    HttpTrafficReader,
]


def messages(reader: TrafficReader, *traffic: tuple[Direction, bytes]) -> list[Message]:
    found: list[Message] = []
    for direction, data in traffic:
        found.extend(reader.feed(Traffic(direction, data)))
    return [*found, *reader.finish()]


@pytest.mark.parametrize("make", READERS)
@given(chunks=st.lists(st.tuples(st.sampled_from(Direction), st.binary(max_size=80)), max_size=12))
def test_any_bytes_are_shown_or_masked(
    make: Callable[[], TrafficReader], chunks: list[tuple[Direction, bytes]]
) -> None:
    for message in messages(make(), *chunks):
        assert all(part.length >= 0 for part in message.parts)
        assert message.to_json()["direction"] in {"to_device", "from_device"}


def test_frames_are_put_together_from_any_chunks() -> None:
    request, reply = build_request(Command.READ_BASE), build_reply(Status.OK, SECRET.encode("utf-16-le"))

    def bytewise(direction: Direction, data: bytes) -> Iterator[tuple[Direction, bytes]]:
        return ((direction, bytes([byte])) for byte in data)

    stream = [*bytewise(TO, request), *bytewise(FROM, b"\x00\x01" + reply), *bytewise(FROM, reply[:9])]
    found = messages(SamvTrafficReader(), *stream)
    assert [message.summary for message in found] == ["read_base", "noise", "ok", "incomplete frame"]
    (data,) = [part for part in found[2].parts if part.name == "data"]
    assert (data.length, data.shown) == (len(SECRET.encode("utf-16-le")), None)


def test_a_wrong_checksum_is_told() -> None:
    reply = build_reply(Status.OK, b"abc")
    (message,) = messages(SamvTrafficReader(), (FROM, reply[:-1] + bytes([reply[-1] ^ 1])))
    assert message.summary == "ok, wrong checksum"


def test_a_pin_is_masked_and_a_selected_name_is_not() -> None:
    select = bytes.fromhex("00A4040009A00000030800001000")
    verify = bytes.fromhex("0020008008") + b"123456\xff\xff"
    found = messages(ApduTrafficReader(), (TO, select), (FROM, b"\x90\x00"), (TO, verify), (FROM, b"\x63\xc2"))
    assert [message.summary for message in found] == ["select", "9000", "verify", "63C2"]
    assert found[0].parts[1].shown is not None
    assert found[2].parts[1].shown is None


def test_http_across_chunks_and_without_an_end() -> None:
    request = b"POST /eSCL/ScanJobs?who=me HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody"
    found = messages(
        HttpTrafficReader(), (TO, request[:30]), (TO, request[30:]), (FROM, b"HTTP/1.1 200 OK\r\n\r\nrest")
    )
    assert [message.summary for message in found] == [
        "POST /eSCL/ScanJobs?…",
        "body",
        "HTTP 200",
        "body, cut off",
    ]
    assert "me" not in str([part.shown for message in found for part in message.parts])


def test_printed_text_and_codes_are_masked() -> None:
    qr = b"\x1d(k" + (len(SECRET) + 3).to_bytes(2, "little") + b"1P0" + b"x" * len(SECRET)
    found = messages(EscPosTrafficReader(), (TO, b"\x1b@" + SECRET.encode("gb18030") + b"\n" + qr + b"\x1dV\x00"))
    assert [message.summary for message in found] == ["init", "text", "line feed", "command", "cut"]
    assert found[1].parts[0].shown is None
    assert found[3].parts[1].shown is None


def test_long_harmless_bytes_are_cut() -> None:
    part = shown_bytes("x", bytes(100))
    assert part.length == 100
    assert part.shown is not None
    assert part.shown.endswith("…")


class Echo:
    """A line that answers what it was sent."""

    def __init__(self) -> None:
        self.sent = b""
        self.closed = False

    def send(self, data: bytes, deadline_s: float) -> None:
        self.sent += data

    def read(self, size: int, deadline_s: float) -> bytes:
        data, self.sent = self.sent[:size], self.sent[size:]
        return data

    def close(self) -> None:
        self.closed = True


def test_a_tapped_line_shows_both_ways() -> None:
    seen: list[tuple[Direction, bytes]] = []
    echo = Echo()
    line = TappedLine(echo, lambda traffic: seen.append((traffic.direction, traffic.data)))
    line.send(b"ab", 1)
    assert line.read(9, 1) == b"ab"
    assert line.read(9, 1) == b""
    line.close()
    assert seen == [(TO, b"ab"), (FROM, b"ab")]
    assert echo.closed
    assert "ab" not in repr(Traffic(TO, b"ab"))
