"""IPP answers: states and reasons read by their meaning, and nonsense of every kind refused in time."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.core.errors import AccessDeniedError, DeviceBusyError, DeviceError, ProtocolError
from devices.core.page_printing import PageCause
from devices.core.status import DeviceState
from devices.page_printer.client import IppAddress, read_answer
from devices.page_printer.errors import DocumentFormatError, JobGoneError, PrinterRefusedError
from devices.page_printer.framing import checked
from devices.page_printer.states import JobState, cause_of, job_facts, printer_facts

KEYWORD, INTEGER, ENUM, COLLECTION, END_COLLECTION = 0x44, 0x21, 0x23, 0x34, 0x37


def attribute(tag: int, name: bytes, value: bytes) -> bytes:
    return bytes((tag,)) + struct.pack(">H", len(name)) + name + struct.pack(">H", len(value)) + value


def answer(*attributes: bytes, status: int = 0, group: int = 0x04) -> bytes:
    charset = attribute(0x47, b"attributes-charset", b"utf-8")
    return (
        b"\x02\x00"
        + struct.pack(">HI", status, 1)
        + b"\x01"
        + charset
        + bytes((group,))
        + b"".join(attributes)
        + b"\x03"
    )


def number(tag: int, name: bytes, value: int) -> bytes:
    return attribute(tag, name, struct.pack(">i", value))


IDLE = answer(number(ENUM, b"printer-state", 3), attribute(KEYWORD, b"printer-state-reasons", b"none"))


def test_a_printer_that_is_well() -> None:
    facts = printer_facts(read_answer(IDLE)["printers"][0])
    assert (facts.status.state, facts.cause, facts.is_stopped) == (DeviceState.READY, None, False)


@pytest.mark.parametrize(
    ("reasons", "cause"),
    [
        ("media-empty-error", PageCause.MEDIA_EMPTY),
        ("media-empty-warning", PageCause.MEDIA_EMPTY),
        ("media-empty", PageCause.MEDIA_EMPTY),
        (["media-low-warning", "media-jam-error"], PageCause.PAPER_JAM),
        (["media-empty-error", "cover-open-report"], PageCause.COVER_OPEN),
        (["door-open"], PageCause.COVER_OPEN),
        ("marker-supply-empty-error", PageCause.TONER_EMPTY),
        ("output-area-full-warning", PageCause.OUTPUT_FULL),
        ("offline-report", PageCause.OFFLINE),
        ("connecting-to-device", PageCause.OFFLINE),
        ("paused", PageCause.PAUSED),
        ("vendor-thing-error", PageCause.MECHANICAL),
        ("vendor-thing-warning", None),
        ("cups-missing-filter-warning", None),
        ("toner-low-warning", None),
        ("none", None),
        ([], None),
        (None, None),
        (7, None),
    ],
)
def test_reasons_are_known_by_their_beginning(reasons: object, cause: PageCause | None) -> None:
    facts = printer_facts({"printer-state": 3, "printer-state-reasons": reasons})
    assert facts.cause is cause


def test_what_stopped_without_a_word_is_the_machine_and_what_takes_no_jobs_is_paused() -> None:
    assert printer_facts({"printer-state": 5}).cause is PageCause.MECHANICAL
    assert printer_facts({"printer-state": 3, "printer-is-accepting-jobs": False}).cause is PageCause.PAUSED


def test_low_supplies_want_attention() -> None:
    status = printer_facts({"printer-state": 3, "printer-state-reasons": ["toner-low-report"]}).status
    assert (status.state, status.supplies_low) == (DeviceState.ATTENTION, True)


def test_a_job() -> None:
    told = {
        "job-id": 7,
        "job-state": 9,
        "job-media-sheets-completed": 2,
        "job-state-reasons": "job-completed-with-errors",
    }
    job = job_facts(told)
    assert (job.id, job.state, job.sheets, job.has_errors) == (7, JobState.COMPLETED, 2, True)


@pytest.mark.parametrize("told", [{}, {"job-state": 77}, {"job-state": "9"}, {"job-state": [9]}])
def test_a_job_without_a_state_is_against_the_protocol(told: dict[str, object]) -> None:
    with pytest.raises(ProtocolError):
        job_facts(told)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (1287, DeviceBusyError),
        (0x0406, JobGoneError),
        (0x040A, DocumentFormatError),
        (0x0403, AccessDeniedError),
        (0x0501, PrinterRefusedError),
        (0xFFFF, PrinterRefusedError),
    ],
)
def test_statuses_have_types(status: int, error: type[DeviceError]) -> None:
    with pytest.raises(error):
        read_answer(answer(status=status))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x02\x00\x00\x00\x00\x00\x00\x01",
        IDLE[:-1],
        IDLE[:20],
        answer(bytes((KEYWORD,)) + b"\x00\x01a\xff\xf6"),
        answer(bytes((KEYWORD,)) + b"\xff\xf0"),
        answer(*[attribute(COLLECTION, b"media-col", b"")] * 40),
        answer(attribute(END_COLLECTION, b"", b"")),
        answer(attribute(ENUM, b"printer-state", b"")),
        answer(number(ENUM, b"job-state", 99)),
    ],
)
def test_broken_answers_are_refused(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        read_answer(data)


@given(st.binary(max_size=300))
def test_nonsense_is_refused(data: bytes) -> None:
    try:
        read_answer(b"\x02\x00\x00\x00\x00\x00\x00\x01" + data)
    except DeviceError:
        return


@given(st.integers(8, len(IDLE) - 1), st.binary(min_size=1, max_size=4))
def test_a_spoilt_answer_is_read_or_refused(place: int, bad: bytes) -> None:
    try:
        told = read_answer(IDLE[:place] + bad + IDLE[place + len(bad) :])
        for attributes in told["printers"]:
            printer_facts(attributes)
    except DeviceError:
        return


@given(
    st.dictionaries(
        st.sampled_from(["printer-state", "printer-state-reasons", "sides-supported"]),
        st.integers() | st.text() | st.lists(st.text() | st.integers()) | st.none(),
    )
)
def test_any_attributes_are_read_or_refused(attributes: dict[str, object]) -> None:
    try:
        assert printer_facts(attributes).status.state in set(DeviceState)
    except ProtocolError:
        return


@given(st.lists(st.text()))
def test_any_reasons_have_a_cause_or_none(reasons: list[str]) -> None:
    assert cause_of(reasons) in {None, *PageCause}


def test_a_whole_answer_has_a_whole_frame() -> None:
    assert checked(IDLE) == IDLE


def test_empty_groups_are_no_error() -> None:
    told = read_answer(answer(group=0x02))
    assert (told["jobs"], told["printers"]) == ([], [])


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        ("ipp://printer", "ipp://printer:631/ipp/print"),
        ("ipp://192.0.2.7:8631/ipp/print", "ipp://192.0.2.7:8631/ipp/print"),
        ("ipp://localhost:631/printers/HP_2", "ipp://localhost:631/printers/HP_2"),
        (f"ipps://[::1]/ipp/print?fingerprint={'ab' * 32}", "ipps://[::1]:631/ipp/print"),
    ],
)
def test_addresses(text: str, uri: str) -> None:
    address = IppAddress.parse(text)
    assert address is not None
    assert address.uri == uri
    assert (address.fingerprint is not None) == ("fingerprint" in text)


@pytest.mark.parametrize(
    "text",
    ["", "ipp:", "ipp://", "http://printer/", "ipp://user@printer/", "ipp://printer:x/", "ipp://printer:0/", "ipp://p/?x=1",
     "ipps://p/?fingerprint=12", "ipp://[::1"],
)  # fmt: skip
def test_what_is_no_address(text: str) -> None:
    assert IppAddress.parse(text) is None
