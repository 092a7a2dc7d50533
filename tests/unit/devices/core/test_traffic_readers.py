"""Readers of traffic: whatever comes, in whatever chunks, is counted, and nothing secret is shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyipp.enums import IppOperation, IppStatus, IppTag
from pyipp.serializer import encode_dict

from devices.core.traffic import Direction, Message, OpaqueReader, TappedLine, Traffic, TrafficReader, shown_bytes
from devices.id_card.protocol import Command, Status, build_reply, build_request
from devices.id_card.traffic import SamvTrafficReader
from devices.page_printer.ipp_message import write_answer
from devices.page_printer.traffic import IppTrafficReader, new_http_reader
from devices.pcsc.traffic import ApduTrafficReader
from devices.receipt_printer.traffic import EscPosTrafficReader
from devices.scanner.sane_traffic import SaneTrafficReader
from devices.sniffing.http_traffic import HttpTrafficReader

TO, FROM = Direction.TO_DEVICE, Direction.FROM_DEVICE
SECRET = "张样例11010519900101"
READERS: list[Callable[[], TrafficReader]] = [
    OpaqueReader,
    SamvTrafficReader,
    EscPosTrafficReader,
    ApduTrafficReader,
    HttpTrafficReader,
    new_http_reader,
    IppTrafficReader,
    SaneTrafficReader,
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


def print_job() -> bytes:
    about = {"requesting-user-name": SECRET, "job-name": SECRET, "document-format": "application/pdf"}
    message = {"version": (2, 0), "operation": IppOperation.PRINT_JOB, "operation-attributes-tag": about}
    return encode_dict({**message, "data": b"%PDF-" + SECRET.encode()})


def test_ipp_in_chunks_of_http_is_named_and_its_people_are_masked() -> None:
    job = print_job()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (job[:40], job[40:])) + b"0\r\n\r\n"
    stream = b"POST /ipp/print HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"GET / HTTP/1.1\r\n\r\n"
    for step in (7, len(stream)):
        pieces = [(TO, stream[at : at + step]) for at in range(0, len(stream), step)]
        found = messages(new_http_reader(), *pieces)
        assert [message.summary for message in found] == ["POST /ipp/print", "Print-Job", "GET /"]
        parts = {part.name: part.shown for part in found[1].parts}
        assert (parts["document-format"], parts["job-name"], parts["document"]) == ("application/pdf", None, None)
        assert SECRET not in str(found)


def test_ipp_inside_tls_is_named_as_the_driver_sends_it() -> None:
    answer = write_answer(IppStatus.ERROR_BUSY, 7, [(IppTag.PRINTER, [("printer-state", IppTag.ENUM, 4)])])
    found = messages(IppTrafficReader(), (TO, print_job()), (FROM, answer))
    assert [message.summary for message in found] == ["Print-Job", "error-busy"]
    assert {part.name: part.shown for part in found[1].parts}["printer-state"] == "processing"


def test_a_sane_option_that_may_hold_words_is_masked() -> None:
    calls = [
        {"call": "set_option", "option": "mode", "value": "Color"},
        {"call": "set_option", "option": "note", "value": SECRET},
    ]
    found = messages(SaneTrafficReader(), *[(TO, json.dumps(call).encode()) for call in calls])
    assert [message.parts[0].shown for message in found] == ["Color", None]


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
