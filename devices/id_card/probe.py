"""Finds the speed at which a reader listens."""

from __future__ import annotations

from devices.core.deadline import Deadline
from devices.core.errors import DeviceError, DeviceTimeoutError, ProtocolError
from devices.id_card.errors import ChecksumError, TruncatedFrameError
from devices.id_card.link import SamvLink
from devices.id_card.protocol import Command, Reply
from devices.id_card.replies import require_sound_module
from devices.id_card.transport import SpeedLine

# A first quick round, and a patient one with another harmless question for a reader that missed the first.
_ROUNDS = ((Command.STATUS, 0.3), (Command.FIND, 0.8))
_CONFIRM_S = 1.0


def find_speed(line: SpeedLine, deadline: Deadline, first: int | None = None) -> int:
    """Set the line to the speed of the reader on it and return that speed.

    An answer counts only when the reader answers again at the same speed: on a line without a speed of its own (a pty,
    a network bridge) the late answer to the speed before would be taken for one to this.

    Args:
        line: an open line.
        deadline: the end of all tries.
        first: the speed to try first, the one that worked last time.

    Raises:
        ReaderFaultError: the module reports that it is not fit for use.
        ChecksumError, TruncatedFrameError: a reader is there, but its frames come damaged.
        ProtocolError: something answers, in no speed with a frame.
        DeviceTimeoutError: nothing answers.
        DeviceDisconnectedError: the line is gone.
    """
    link = SamvLink(line)
    speeds = sorted(line.speeds, key=lambda speed: speed != first)
    worst: DeviceError = DeviceTimeoutError()
    for command, patience_s in _ROUNDS:
        for speed in speeds:
            if deadline.expired:
                raise worst
            line.set_speed(speed)
            try:
                _ask_with_one_retry(link, command, patience_s, deadline)
                reply = _ask_with_one_retry(link, command, _CONFIRM_S, deadline)
            except (ChecksumError, TruncatedFrameError):
                raise
            except ProtocolError as error:
                worst = error
            except DeviceTimeoutError:
                continue
            else:
                require_sound_module(reply)
                return speed
    raise worst


def _ask_with_one_retry(link: SamvLink, command: Command, patience_s: float, deadline: Deadline) -> Reply:
    try:
        return link.ask(command, patience_s, deadline)
    except (ChecksumError, TruncatedFrameError):
        # A preamble came through, so this is the speed; the frame may have been hit by noise.
        return link.ask(command, patience_s, deadline)
