"""Commands and answers of smart cards: forms, chaining both ways, and any nonsense that a card may answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.core.deadline import Deadline
from devices.core.errors import DeviceTimeoutError, ProtocolError
from devices.pcsc.apdu import Answer, Apdu, exchange
from devices.pcsc.errors import CardRefusedError
from devices.pcsc.tlv import build_tlv, find_tlv, parse_tlv, require_tlv


class Channel:
    """A card that answers by a function, and remembers what it was told."""

    def __init__(self, answer: Callable[[bytes], bytes], *, t0: bool = False) -> None:
        self.t0 = t0
        self.told: list[bytes] = []
        self._answer = answer

    def transmit(self, command: bytes) -> bytes:
        self.told.append(command)
        return self._answer(command)


def ask(channel: Channel, apdu: Apdu) -> Answer:
    return exchange(channel, apdu, Deadline(60))


@pytest.mark.parametrize(
    ("apdu", "t1", "t0"),
    [
        (Apdu(0, 0x20, 0, 0x80), "00200080", "0020008000"),
        (Apdu(0, 0xC0, 0, 0, le=256), "00C0000000", "00C0000000"),
        (Apdu(0, 0xB2, 7, 4, le=11), "00B207040B", "00B207040B"),
        (Apdu(0, 0xA4, 4, 0, b"ab"), "00A40400026162", "00A40400026162"),
        (Apdu(0, 0xA4, 4, 0, b"ab", le=256), "00A4040002616200", "00A40400026162"),
    ],
)
def test_a_command_has_a_form_for_each_protocol(apdu: Apdu, t1: str, t0: str) -> None:
    assert apdu.encode(t0=False).hex().upper() == t1
    assert apdu.encode(t0=True).hex().upper() == t0


@pytest.mark.parametrize("size", [0, 1, 255, 256, 510, 511, 700])
def test_long_data_goes_out_in_a_chain(size: int) -> None:
    data = bytes(range(256)) * 3
    links = list(Apdu(0, 0x87, 7, 0x9A, data[:size], le=256).links())
    assert b"".join(link.data for link in links) == data[:size]
    assert [link.cla for link in links] == [0x10] * (len(links) - 1) + [0]
    assert [link.le for link in links] == [None] * (len(links) - 1) + [256]
    assert all(len(link.data) <= 255 for link in links)


def test_a_chain_ends_where_the_card_refuses() -> None:
    channel = Channel(lambda command: b"\x69\x82" if command[0] == 0x10 else b"\x90\x00")
    answer = ask(channel, Apdu(0, 0x87, 7, 0x9A, bytes(600)))
    assert answer.status == 0x6982
    assert len(channel.told) == 1
    with pytest.raises(CardRefusedError) as refused:
        answer.require_ok()
    assert refused.value.status == 0x6982


@pytest.mark.parametrize("t0", [True, False])
def test_what_a_card_holds_back_is_fetched(t0: bool) -> None:
    parts = [b"one", b"two", b"end"]

    def answer(command: bytes) -> bytes:
        data = b"" if command[1] != 0xC0 else parts.pop(0)
        return data + (b"\x61\x03" if parts else b"\x90\x00")

    channel = Channel(answer, t0=t0)
    assert ask(channel, Apdu(0, 0xCB, 0x3F, 0xFF, b"x", le=256)) == Answer(b"onetwoend", 0x9000)
    assert [command[1] for command in channel.told] == [0xCB, 0xC0, 0xC0, 0xC0]
    assert channel.told[1] == bytes.fromhex("00C0000003")


def test_a_wrong_length_is_asked_again_with_the_right_one() -> None:
    channel = Channel(lambda command: b"\x6c\x05" if command[-1] != 5 else b"hello\x90\x00")
    assert ask(channel, Apdu(0, 0xB2, 1, 4, le=3)).data == b"hello"
    assert [command[-1] for command in channel.told] == [3, 5]


def test_a_card_that_never_agrees_on_a_length_is_asked_twice_only() -> None:
    channel = Channel(lambda _command: b"\x6c\x05")
    assert ask(channel, Apdu(0, 0xB2, 1, 4, le=3)).status == 0x6C05
    assert len(channel.told) == 2


@pytest.mark.parametrize("answer", [b"\x61\x10", b"x" * 256 + b"\x61\x00"])
def test_an_answer_without_end_is_given_up(answer: bytes) -> None:
    with pytest.raises(ProtocolError):
        ask(Channel(lambda _command: answer), Apdu(0, 0xCB, 0, 0, le=256))


def test_no_deadline_is_passed_within_a_chain() -> None:
    now = [0.0]

    def slow(_command: bytes) -> bytes:
        now[0] += 1
        return b"\x90\x00"

    channel = Channel(slow)
    with pytest.raises(DeviceTimeoutError):
        exchange(channel, Apdu(0, 0x87, 0, 0, bytes(2000)), Deadline(2.5, lambda: now[0]))
    assert len(channel.told) == 3


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=20), st.booleans(), st.binary(max_size=600))
def test_whatever_a_card_answers_is_an_answer_or_a_typed_error(answers: list[bytes], t0: bool, data: bytes) -> None:
    left = list(answers)
    channel = Channel(lambda _command: left.pop(0) if left else b"\x90\x00", t0=t0)
    with suppress(ProtocolError):
        ask(channel, Apdu(0, 0xCB, 0x3F, 0xFF, data, le=256))
    assert len(channel.told) < 50


def test_nothing_that_a_command_carries_is_shown() -> None:
    assert "1234" not in f"{Apdu(0, 0x20, 0, 0x80, b'123456')!r} {Answer(b'123456', 0x9000)!r}"


@given(
    st.lists(st.tuples(st.sampled_from([0x53, 0x70, 0x71, 0x9F36, 0x5F2D, 0x01]), st.binary(max_size=400)), max_size=6)
)
def test_data_objects_read_back(objects: list[tuple[int, bytes]]) -> None:
    data = b"".join(build_tlv(tag, value) for tag, value in objects)
    assert [(item.tag, item.value) for item in parse_tlv(data)] == objects


@given(st.binary(max_size=200))
def test_any_bytes_are_data_objects_or_a_typed_error(data: bytes) -> None:
    try:
        items = list(parse_tlv(data))
    except ProtocolError:
        return
    assert sum(len(item.value) for item in items) <= len(data)


def test_a_path_of_tags_is_followed() -> None:
    data = build_tlv(0x7C, build_tlv(0x82, b"") + build_tlv(0x81, b"x" * 200))
    assert find_tlv(data, 0x7C, 0x81) == b"x" * 200
    assert find_tlv(data, 0x7C, 0x83) is None
    with pytest.raises(ProtocolError):
        require_tlv(data, 0x7C, 0x83)
