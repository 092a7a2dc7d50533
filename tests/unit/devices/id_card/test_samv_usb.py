"""SAM-V on USB: addresses, shapes by descriptors, and what a bus can do to a transfer."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import usb.core
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.core.deadline import Deadline
from devices.core.errors import (
    AccessDeniedError,
    DeviceBusyError,
    DeviceDisconnectedError,
    DeviceError,
    DeviceNotFoundError,
    UnsupportedError,
)
from devices.core.readiness import Readiness
from devices.core.simulation import SimulationPermit
from devices.core.traffic import Traffic
from devices.id_card import kind
from devices.id_card.card_image import build_image
from devices.id_card.driver import SamvReader
from devices.id_card.faults import Fault
from devices.id_card.kind import ID_CARD
from devices.id_card.protocol import Status, build_reply
from devices.id_card.specimens import CHEN
from devices.id_card.traffic import SamvTrafficReader
from devices.id_card.usb_address import UsbAddress
from devices.id_card.usb_line import UsbLine, list_usb_readers
from devices.id_card.usb_shape import (
    BULK,
    INTERRUPT,
    Endpoint,
    UsbForm,
    choose_shape,
    missing_bytes,
    require_shape,
)
from devices.id_card.usb_simulator import UsbReaderSimulator, usb_error
from tests.patience import LATE_S
from tests.unit.devices.id_card.test_samv_simulator import EXPECTED


@pytest.fixture(params=list(UsbForm), ids=lambda form: form.value)
def simulator(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UsbReaderSimulator]:
    simulator = UsbReaderSimulator(SimulationPermit.for_development(tmp_path / "installed"), request.param)
    simulator.present(build_image(CHEN))
    yield simulator
    simulator.close()


@pytest.fixture
def reader(simulator: UsbReaderSimulator) -> Iterator[SamvReader]:
    reader = SamvReader.open_usb("usb:any", simulator)
    yield reader
    reader.close()


@pytest.mark.parametrize("text", ["usb:any", "usb:0400:c35a", "usb:0400:c35a@1-2.3", "usb:@3-1"])
def test_an_address_reads_back(text: str) -> None:
    assert str(UsbAddress.parse(text)) == text


@given(st.text() | st.from_regex(r"usb:[0-9a-f:@.-]{0,20}"))
def test_any_other_text_is_no_address(text: str) -> None:
    try:
        address = UsbAddress.parse(text)
    except DeviceNotFoundError:
        return
    assert UsbAddress.parse(str(address)) == address


def test_no_numbers_is_any_reader() -> None:
    assert UsbAddress.parse("usb:") == UsbAddress.parse("usb:any") == UsbAddress()


def test_only_known_readers_fit_without_numbers() -> None:
    assert UsbAddress().fits(0x0400, 0xC35A, 1, (2,))
    assert not UsbAddress().fits(0x0400, 0x05DC, 1, (2,))
    assert UsbAddress.parse("usb:0400:05dc").fits(0x0400, 0x05DC, None, ())
    assert not UsbAddress.parse("usb:0400:c35a@1-2").fits(0x0400, 0xC35A, 1, (3,))


def _endpoint(address: int, transfer: int = BULK) -> Endpoint:
    return Endpoint(address, transfer, 64)


def test_the_descriptors_decide_the_shape() -> None:
    split = choose_shape([_endpoint(address) for address in (0x81, 0x02, 0x85, 0x06)])
    assert split is not None
    assert (split.form, split.header_out, split.body_out, split.header_in, split.body_in) == (
        UsbForm.SPLIT,
        0x02,
        0x06,
        0x81,
        0x85,
    )
    whole = choose_shape([_endpoint(0x81), _endpoint(0x02)])
    assert whole is not None
    assert (whole.form, whole.header_out, whole.body_in) == (UsbForm.WHOLE, 0x02, 0x81)
    reports = choose_shape([_endpoint(0x81, INTERRUPT), _endpoint(0x01, INTERRUPT)])
    assert reports is not None
    assert reports.form is UsbForm.REPORTS


def test_a_thing_without_such_endpoints_is_named() -> None:
    with pytest.raises(UnsupportedError) as refused:
        require_shape([[_endpoint(0x83, INTERRUPT)], []])
    assert "83" in refused.value.detail
    assert require_shape([[_endpoint(0x83, INTERRUPT)], [_endpoint(0x81), _endpoint(0x02)]])[0] == 1


@given(
    st.lists(st.builds(Endpoint, st.integers(0, 255), st.integers(0, 3), st.integers(0, 2048)), max_size=8),
)
def test_any_descriptors_give_a_shape_or_none(endpoints: list[Endpoint]) -> None:
    shape = choose_shape(endpoints)
    assert shape is None or (shape.header_in >= 0x80 > shape.header_out and shape.packet_size > 0)


@given(st.binary(max_size=80))
def test_what_is_missing_of_a_frame_is_never_below_zero(chunk: bytes) -> None:
    assert 0 <= missing_bytes(chunk) <= 8192


@pytest.mark.parametrize("size", [0, 10, 1288])
@pytest.mark.parametrize("lost", [0, 1])
def test_what_is_missing_of_a_frame_is_known_from_its_head(size: int, lost: int) -> None:
    frame = build_reply(Status.OK, bytes(size))[lost:]
    for head in (7 - lost, len(frame)):
        assert missing_bytes(frame[:head]) == len(frame) - head


@pytest.mark.parametrize("fault", list(Fault), ids=str)
def test_every_fault_shows_as_its_code_and_passes_when_cleared(
    simulator: UsbReaderSimulator, reader: SamvReader, fault: Fault
) -> None:
    simulator.set_fault(fault)
    code = None
    started = time.monotonic()
    try:
        reader.read(30)
    except DeviceError as error:
        code = error.code
    assert time.monotonic() - started < 9 + LATE_S
    assert code == EXPECTED[fault]
    simulator.set_fault(None)
    simulator.replug()
    simulator.present(build_image(CHEN))
    assert reader.read(30).number == CHEN.number


def test_a_reader_is_listed_without_being_opened(simulator: UsbReaderSimulator) -> None:
    (found,) = list_usb_readers(simulator)
    assert found.address in {"usb:0400:c35a@1-2", "usb:2b8b:2721@1-2"}
    assert SamvReader.open_usb(found.address, simulator).read(30).number == CHEN.number
    simulator.unplug()
    assert list_usb_readers(simulator) == ()


def test_a_reader_that_is_held_is_busy(simulator: UsbReaderSimulator, reader: SamvReader) -> None:
    reader.sam_number(30)
    with pytest.raises(DeviceBusyError):
        SamvReader.open_usb("usb:any", simulator).read(30)


def test_a_keyboard_driver_is_sent_away(simulator: UsbReaderSimulator, reader: SamvReader) -> None:
    simulator.kernel_driver_active = True
    assert reader.read(30).number == CHEN.number
    assert not simulator.kernel_driver_active


def test_another_reader_is_not_taken(simulator: UsbReaderSimulator) -> None:
    with pytest.raises(DeviceNotFoundError):
        SamvReader.open_usb("usb:1234:5678", simulator).read(30)
    with pytest.raises(DeviceNotFoundError):
        SamvReader.open_usb("usb:somewhere", simulator)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.EACCES, AccessDeniedError),
        (errno.EBUSY, DeviceBusyError),
        (errno.ENODEV, DeviceDisconnectedError),
        (errno.EIO, DeviceDisconnectedError),
    ],
)
def test_what_the_bus_says_is_a_typed_error(
    simulator: UsbReaderSimulator, monkeypatch: pytest.MonkeyPatch, number: int, expected: type[DeviceError]
) -> None:
    def refuse(*_arguments: Any) -> None:
        raise usb_error(number)

    monkeypatch.setattr(simulator, "claim_interface", refuse)
    with pytest.raises(expected):
        UsbLine(UsbAddress(), simulator)


def test_a_stalled_endpoint_is_cleared(
    simulator: UsbReaderSimulator, reader: SamvReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleared: list[int] = []
    monkeypatch.setattr(simulator, "clear_halt", lambda _device, pipe: cleared.append(pipe))
    line = UsbLine(UsbAddress(), simulator)

    def stall(*_arguments: Any) -> int:
        raise usb_error(errno.EPIPE)

    monkeypatch.setattr(simulator, "bulk_read", stall)
    monkeypatch.setattr(simulator, "intr_read", stall)
    with pytest.raises(DeviceError) as failed:
        line.read(64, 1)
    assert failed.value.code == "protocol_error"
    assert cleared == [0x81]
    line.close()
    line.close()


def test_a_tap_sees_the_frames_of_every_shape(simulator: UsbReaderSimulator) -> None:
    seen: list[Traffic] = []
    reader = SamvReader.open_usb("usb:any", simulator, seen.append)
    reader.sam_number(30)
    reader.close()
    messages = [message.summary for traffic in seen for message in SamvTrafficReader().feed(traffic)]
    assert "sam_number" in messages


@pytest.mark.parametrize(
    ("may_open", "verdict"), [(True, Readiness.OK), (False, Readiness.FAIL)], ids=["allowed", "forbidden"]
)
def test_the_doctor_asks_whether_a_reader_may_be_opened(
    simulator: UsbReaderSimulator, monkeypatch: pytest.MonkeyPatch, *, may_open: bool, verdict: Readiness
) -> None:
    (check,) = ID_CARD.checks()
    monkeypatch.setattr(kind, "_usb_readers", lambda _deadline: list_usb_readers(simulator))
    nodes: list[Path] = []
    monkeypatch.setattr(kind.os, "access", lambda node, _mode: nodes.append(node) or may_open)
    assert check.act(Deadline(60)).verdict is verdict
    assert nodes == [Path("/dev/bus/usb/001/001")]
    simulator.unplug()
    assert check.act(Deadline(60)).verdict is Readiness.OK


@settings(max_examples=40)
@given(st.lists(st.binary(max_size=64), max_size=40), st.sampled_from(UsbForm))
def test_whatever_comes_over_the_bus_is_a_card_or_a_typed_error_in_time(packets: list[bytes], form: UsbForm) -> None:
    simulator = UsbReaderSimulator(SimulationPermit.for_development(Path("/nonexistent")), form)
    left = list(packets)

    def pour(_device: int, _endpoint: int, _interface: int, buff: Any, _timeout: int) -> int:
        if not left:
            raise usb.core.USBTimeoutError(os.strerror(errno.ETIMEDOUT), None, errno.ETIMEDOUT)
        packet = left.pop(0)
        buff[: len(packet)] = type(buff)("B", packet)
        return len(packet)

    simulator.bulk_read = simulator.intr_read = pour
    reader = SamvReader.open_usb("usb:any", simulator)
    started = time.monotonic()
    with pytest.raises(DeviceError):
        reader.read(0.02)
    assert time.monotonic() - started < 2 + LATE_S
    reader.close()
