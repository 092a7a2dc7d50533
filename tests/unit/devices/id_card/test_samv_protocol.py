"""Frames as the protocol page writes them, and a finder that survives any stream."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.id_card.errors import TruncatedFrameError
from devices.id_card.framing import FrameFinder
from devices.id_card.protocol import (
    PREAMBLE,
    Command,
    Status,
    build_reply,
    build_request,
    format_sam_number,
    split_card_payload,
    xor_sum,
)

REQUESTS = {
    Command.RESET: "000310FFEC",
    Command.STATUS: "000311FFED",
    Command.SAM_NUMBER: "000312FFEE",
    Command.FIND: "0003200122",
    Command.SELECT: "0003200221",
    Command.READ_BASE: "0003300132",
    Command.READ_BASE_AND_FINGERPRINT: "0003301023",
    Command.READ_NEWEST_ADDRESS: "0003300330",
}


@pytest.mark.parametrize("command", list(Command), ids=lambda command: command.name)
def test_requests_are_those_of_the_page(command: Command) -> None:
    assert build_request(command).hex().upper() == "AAAAAA9669" + REQUESTS[command]


@pytest.mark.parametrize(
    ("answer", "status", "data"),
    [
        ("000800009F0000000097", Status.FOUND, bytes(4)),
        ("000400008084", Status.NO_CARD, b""),
        ("000C00009000000000000000009C", Status.OK, bytes(8)),
        ("000400008185", Status.SELECT_FAILED, b""),
        ("000400004145", Status.READ_FAILED, b""),
    ],
)
def test_canonical_answers_are_understood(answer: str, status: Status, data: bytes) -> None:
    (reply,) = FrameFinder().feed(PREAMBLE + bytes.fromhex(answer))
    assert (reply.sw1, reply.sw2, reply.status, reply.data) == (0, 0, status, data)


@given(st.sampled_from(list(Status)), st.binary(max_size=400), st.data())
def test_an_answer_is_found_in_any_chunks_behind_anything(status: Status, data: bytes, draw: st.DataObject) -> None:
    frame = build_reply(status, data)
    # Noise that can't be taken for a preamble, and at most one lost byte.
    noise = bytes(byte for byte in draw.draw(st.binary(max_size=40)) if byte != 0x96)
    stream = noise + frame[draw.draw(st.integers(0, 1)) :]
    cuts = sorted(draw.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    finder = FrameFinder()
    found = []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        found += finder.feed(stream[start:end])
    assert [(reply.status, reply.data) for reply in found] == [(status, data)]
    assert not finder.inside_frame


@given(st.lists(st.binary(max_size=64), max_size=20))
def test_no_stream_breaks_the_finder(chunks: list[bytes]) -> None:
    finder = FrameFinder()
    for chunk in chunks:
        finder.feed(chunk)
        finder.take_later_frame()
    assert finder.bytes_seen == sum(map(len, chunks))


@given(st.binary(min_size=1, max_size=300), st.data())
def test_one_flipped_bit_is_never_accepted(data: bytes, draw: st.DataObject) -> None:
    frame = bytearray(build_reply(Status.OK, data))
    place = draw.draw(st.integers(len(PREAMBLE) + 2, len(frame) - 1))
    frame[place] ^= 1 << draw.draw(st.integers(0, 7))
    finder = FrameFinder()
    assert all(reply.data != data for reply in finder.feed(bytes(frame)))


def test_a_whole_frame_behind_half_a_frame_is_found_when_the_line_is_quiet() -> None:
    finder = FrameFinder()
    half = build_reply(Status.OK, bytes(500))[:100]
    assert finder.feed(half + build_reply(Status.NO_CARD)) == []
    later = finder.take_later_frame()
    assert later is not None
    assert later.status == Status.NO_CARD


def test_an_impossible_length_is_stepped_over() -> None:
    finder = FrameFinder()
    (reply,) = finder.feed(PREAMBLE + b"\xff\xff\x00" + build_reply(Status.OK))
    assert reply.status == Status.OK
    assert finder.damaged_frames == 1


def test_the_checksum_of_a_whole_frame_is_zero() -> None:
    assert xor_sum(build_reply(Status.OK, b"1234")[len(PREAMBLE) :]) == 0


@pytest.mark.parametrize("fingerprint", [None, 0, 512, 1024])
def test_card_payload_is_cut_by_its_own_lengths(fingerprint: int | None) -> None:
    text, photo = b"t" * 256, b"p" * 1024
    sizes = (256).to_bytes(2, "big") + (1024).to_bytes(2, "big")
    tail = b""
    if fingerprint is not None:
        sizes += fingerprint.to_bytes(2, "big")
        tail = b"f" * fingerprint
    payload = split_card_payload(sizes + text + photo + tail)
    assert (payload.text, payload.photo) == (text, photo)


@given(st.binary(max_size=64))
def test_a_payload_is_whole_or_refused(data: bytes) -> None:
    try:
        payload = split_card_payload(data)
    except TruncatedFrameError:
        return
    assert len(payload.text) + len(payload.photo) <= len(data) - 4


def test_the_module_number_is_printed_as_on_its_label() -> None:
    raw = bytes.fromhex("05000300") + b"".join(
        number.to_bytes(4, "little") for number in (20170101, 1234567, 1234567890)
    )
    assert format_sam_number(raw) == "05.03-20170101-0001234567-1234567890"


def test_a_short_module_number_is_refused() -> None:
    with pytest.raises(TruncatedFrameError):
        format_sam_number(bytes(15))


def test_no_repr_shows_what_a_card_says() -> None:
    (reply,) = FrameFinder().feed(build_reply(Status.OK, "样例".encode("utf-16-le") * 40))
    assert "样" not in repr(reply)
    assert repr(reply) == "Reply(00 00 90, 160 bytes)"
