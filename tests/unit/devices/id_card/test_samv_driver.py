"""The driver on a scripted line: what it asks, how often, and when it gives up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from devices.core.errors import (
    DeviceBusyError,
    DeviceDisconnectedError,
    DeviceNotFoundError,
    DeviceTimeoutError,
    NoCardError,
)
from devices.core.status import DeviceState
from devices.id_card.card_image import build_image
from devices.id_card.driver import SamvReader
from devices.id_card.errors import CardAuthFailedError, CardReadFailedError
from devices.id_card.protocol import SPEEDS, Command, Status, build_reply
from devices.id_card.specimens import CHEN
from devices.id_card.virtual_module import RequestFinder, VirtualModule
from tests.patience import LATE_S, PATIENCE_S

READ = Command.READ_BASE.value


class ModuleLine:
    """A line with a virtual module on its other end, without a wire. Answers can be replaced by command."""

    speeds = SPEEDS

    def __init__(self, module: VirtualModule) -> None:
        self.module = module
        self.instead: dict[bytes, list[bytes]] = {}
        self.asked: list[bytes] = []
        self.set_to: list[int] = []
        self.gone = False
        self.closed = False
        self._finder = RequestFinder()
        self._waiting = b""

    def set_speed(self, baud: int) -> None:
        self.set_to.append(baud)

    def discard_input(self) -> None:
        if self.gone:
            raise DeviceDisconnectedError
        self._waiting = b""

    def send(self, data: bytes, deadline_s: float) -> None:
        for request in self._finder.feed(data):
            assert isinstance(request, bytes)
            self.asked.append(request)
            script = self.instead.get(request)
            self._waiting += script.pop(0) if script else self.module.answer(request)

    def read(self, size: int, deadline_s: float) -> bytes:
        if self.gone:
            raise DeviceDisconnectedError
        data, self._waiting = self._waiting[:size], self._waiting[size:]
        if not data:
            threading.Event().wait(deadline_s)
        return data

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def line() -> ModuleLine:
    module = VirtualModule()
    module.present(build_image(CHEN))
    return ModuleLine(module)


@pytest.fixture
def reader(line: ModuleLine) -> SamvReader:
    return SamvReader(lambda: line)


def _count(line: ModuleLine, command: Command) -> int:
    return line.asked.count(command.value)


def test_a_card_is_read_by_find_select_read_and_newest_address(line: ModuleLine, reader: SamvReader) -> None:
    assert reader.read(30).to_json() == CHEN.to_json()
    assert [Command(request) for request in line.asked[-4:]] == [
        Command.FIND,
        Command.SELECT,
        Command.READ_BASE,
        Command.READ_NEWEST_ADDRESS,
    ]


def test_the_line_stays_open_between_cards(line: ModuleLine, reader: SamvReader) -> None:
    reader.read(30)
    asked = _count(line, Command.STATUS)
    reader.read(30)
    assert _count(line, Command.STATUS) == asked
    assert line.set_to == [115200]


@pytest.mark.parametrize("status", [Status.READ_FAILED, Status.CARD_AUTH_FAILED, Status.RANDOM_FAILED])
def test_a_passing_failure_is_tried_once_more(line: ModuleLine, reader: SamvReader, status: Status) -> None:
    line.instead[READ] = [build_reply(status)]
    assert reader.read(30).number == CHEN.number
    assert _count(line, Command.READ_BASE) == 2
    assert _count(line, Command.RESET) == (status is Status.RANDOM_FAILED)


def test_a_lasting_failure_is_tried_no_third_time(line: ModuleLine, reader: SamvReader) -> None:
    line.instead[READ] = [build_reply(Status.SAM_AUTH_FAILED)] * 3
    with pytest.raises(CardAuthFailedError) as failed:
        reader.read(30)
    assert failed.value.status == Status.SAM_AUTH_FAILED
    assert _count(line, Command.READ_BASE) == 2


def test_a_frame_that_the_reader_got_damaged_is_sent_again(line: ModuleLine, reader: SamvReader) -> None:
    line.instead[Command.SELECT.value] = [build_reply(Status.OUR_CHECKSUM)]
    assert reader.read(30).number == CHEN.number
    assert _count(line, Command.SELECT) == 2


def test_a_card_pulled_in_mid_read_was_not_read(line: ModuleLine, reader: SamvReader) -> None:
    line.instead[READ] = [build_reply(Status.READ_FAILED)]
    line.instead[Command.FIND.value] = [build_reply(Status.FOUND, bytes(4)), build_reply(Status.NO_CARD)]
    with pytest.raises(CardReadFailedError):
        reader.read(30)


def test_a_card_pulled_before_its_newest_address_was_not_read(line: ModuleLine, reader: SamvReader) -> None:
    line.instead[Command.READ_NEWEST_ADDRESS.value] = [build_reply(Status.READ_FAILED)]
    line.instead[Command.FIND.value] = [build_reply(Status.FOUND, bytes(4)), build_reply(Status.NO_CARD)]
    with pytest.raises(CardReadFailedError):
        reader.read(30)


def test_a_late_answer_is_not_taken_for_another_question(line: ModuleLine, reader: SamvReader) -> None:
    late = build_reply(Status.FOUND, bytes(4))
    line.instead[Command.SELECT.value] = [late + build_reply(Status.OK, bytes(8))]
    assert reader.read(30).number == CHEN.number


def test_no_card_is_looked_for_until_the_wait_is_over(line: ModuleLine, reader: SamvReader) -> None:
    line.module.remove()
    started = time.monotonic()
    with pytest.raises(NoCardError):
        reader.read(30, wait_s=0.7)
    assert 0.3 < time.monotonic() - started < 2 + LATE_S
    assert _count(line, Command.FIND) == 3


def test_present_tells_and_does_not_read(line: ModuleLine, reader: SamvReader) -> None:
    assert reader.present(30)
    line.module.remove()
    assert not reader.present(30)
    assert _count(line, Command.READ_BASE) == 0


@pytest.mark.parametrize("damage", [lambda frame: frame[:-1] + b"\x00", lambda frame: frame[:-4]])
def test_a_look_whose_answer_was_hit_by_noise_is_made_once_more(
    line: ModuleLine, reader: SamvReader, damage: Callable[[bytes], bytes]
) -> None:
    assert reader.present(30)
    line.instead[Command.FIND.value] = [damage(build_reply(Status.FOUND, bytes(4)))]
    assert reader.present(30)
    assert line.set_to == [115200]


def test_a_card_that_was_read_is_still_there_after_a_reset() -> None:
    module = VirtualModule(finds_again=False)
    module.present(build_image(CHEN))
    line = ModuleLine(module)
    reader = SamvReader(lambda: line)
    reader.read(30)
    assert not reader.present(30)
    assert reader.still_there(30)
    assert _count(line, Command.RESET) == 1
    assert _count(line, Command.READ_BASE) == 1
    module.remove()
    assert not reader.still_there(30)


def test_a_module_that_finds_a_card_again_is_not_reset(line: ModuleLine, reader: SamvReader) -> None:
    reader.read(30)
    assert reader.still_there(30)
    assert _count(line, Command.RESET) == 0


@pytest.mark.parametrize("answer", [Status.SELF_TEST_FAILED, Status.NOT_AUTHORISED])
def test_an_unfit_module_is_a_fault(line: ModuleLine, reader: SamvReader, answer: Status) -> None:
    line.instead[Command.STATUS.value] = [build_reply(answer)] * 4
    assert reader.status() is DeviceState.FAULT


def test_a_line_that_broke_while_idle_is_opened_anew(line: ModuleLine) -> None:
    fresh = ModuleLine(line.module)
    lines = [line, fresh]
    reader = SamvReader(lambda: lines.pop(0))
    reader.read(30)
    line.gone = True
    assert reader.read(30).number == CHEN.number
    assert line.closed


def test_a_line_that_breaks_during_a_call_is_opened_anew_by_the_next(line: ModuleLine) -> None:
    fresh = ModuleLine(line.module)
    lines = [line, fresh]
    reader = SamvReader(lambda: lines.pop(0))
    reader.read(30)

    def breaking(size: int, deadline_s: float) -> bytes:
        raise DeviceDisconnectedError

    line.read = breaking  # type: ignore[method-assign]
    with pytest.raises(DeviceDisconnectedError):
        reader.read(30)
    assert reader.read(30).number == CHEN.number


def test_after_a_timeout_the_speed_is_looked_for_again(line: ModuleLine, reader: SamvReader) -> None:
    reader.read(30)
    line.instead[Command.FIND.value] = [b""]
    with pytest.raises(DeviceTimeoutError):
        reader.present(30)
    assert reader.speed is None
    assert reader.present(30)


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (DeviceNotFoundError, DeviceState.OFFLINE),
        (DeviceDisconnectedError, DeviceState.OFFLINE),
        (DeviceBusyError, DeviceState.BUSY),
        (DeviceTimeoutError, DeviceState.UNKNOWN),
    ],
)
def test_status_never_raises(error: Callable[[], Exception], state: DeviceState) -> None:
    def refuse() -> ModuleLine:
        raise error()

    assert SamvReader(refuse).status() is state


def test_a_second_caller_waits_for_its_turn_and_no_longer_than_its_deadline(line: ModuleLine) -> None:
    opening, may_open = threading.Event(), threading.Event()

    def slow_open() -> ModuleLine:
        opening.set()
        assert may_open.wait(PATIENCE_S)
        return line

    reader = SamvReader(slow_open)
    first = threading.Thread(target=reader.read, args=(10,))
    first.start()
    assert opening.wait(PATIENCE_S)
    with pytest.raises(DeviceBusyError):
        reader.present(0.1)
    may_open.set()
    assert reader.present(30)
    first.join(PATIENCE_S)


def test_a_closed_reader_says_so(line: ModuleLine, reader: SamvReader) -> None:
    reader.read(30)
    reader.close()
    reader.close()
    assert line.closed
    with pytest.raises(DeviceDisconnectedError):
        reader.read(30)
    assert reader.status() is DeviceState.OFFLINE
