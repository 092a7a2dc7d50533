"""One question and its answer on a SAM-V line, each wait with a deadline."""

from __future__ import annotations

from devices.core.deadline import Deadline
from devices.core.errors import DeviceError, DeviceTimeoutError, ProtocolError
from devices.id_card.errors import ChecksumError, TruncatedFrameError
from devices.id_card.framing import FrameFinder
from devices.id_card.protocol import MAX_LENGTH, Command, Reply, Status, build_request
from devices.id_card.transport import SpeedLine

# A line that pauses longer than this inside a frame has lost the rest of it.
GAP_S = 1.0
# After this much silence a half frame is checked for a whole one behind it.
QUIET_S = 0.25
# How long a good frame may lag behind a damaged one.
AFTER_DAMAGE_S = 0.4
_CHUNK = 4096
# Several times the longest reply: a line that pours out bytes without end is not a reader.
_MOST_BYTES = 32768

# Sizes of data that a successful answer can have: what tells it from a late answer to an earlier question.
_DATA_SIZES = {
    Command.SAM_NUMBER: range(16, 64),
    Command.SELECT: range(16),
    Command.READ_BASE: range(64, MAX_LENGTH),
    Command.READ_BASE_AND_FINGERPRINT: range(64, MAX_LENGTH),
    Command.READ_NEWEST_ADDRESS: range(1024),
}


class SamvLink:
    """Asks a reader over an open line."""

    def __init__(self, line: SpeedLine) -> None:
        self._line = line

    def ask(self, command: Command, reply_within_s: float, deadline: Deadline) -> Reply:
        """Send a command and return the answer to it.

        Args:
            command: what to ask.
            reply_within_s: how long the answer may take to begin; a frame that has begun may take longer as long as
                bytes keep coming.
            deadline: the end of everything.

        Raises:
            DeviceTimeoutError: nothing came.
            ProtocolError: bytes came, but no frame.
            ChecksumError: a frame came with a wrong checksum.
            TruncatedFrameError: a frame began and did not end.
            DeviceDisconnectedError: the line is gone.
        """
        self._line.discard_input()
        self._line.send(build_request(command), deadline.remaining)
        return self._await(command, deadline.within(reply_within_s), deadline)

    def _await(self, command: Command, first_by: Deadline, deadline: Deadline) -> Reply:
        finder = FrameFinder()
        quiet_s = 0.0
        damaged_by: Deadline | None = None
        while True:
            wait_s = self._patience(finder, first_by, damaged_by, quiet_s)
            step_s = min(wait_s, QUIET_S, deadline.remaining)
            if step_s <= 0 or finder.bytes_seen > _MOST_BYTES:
                raise _failure(finder, still_coming=deadline.expired and quiet_s < GAP_S)
            chunk = self._line.read(_CHUNK, step_s)
            if chunk:
                quiet_s = 0.0
                replies = finder.feed(chunk)
            else:
                quiet_s += step_s
                later = finder.take_later_frame()
                replies = [later] if later else []
            for reply in replies:
                if answers(command, reply):
                    return reply
            if finder.damaged_frames and damaged_by is None:
                damaged_by = deadline.within(AFTER_DAMAGE_S)

    @staticmethod
    def _patience(finder: FrameFinder, first_by: Deadline, damaged_by: Deadline | None, quiet_s: float) -> float:
        """Return how much longer silence is borne."""
        if finder.header_seen:
            return GAP_S - quiet_s
        outside = first_by.remaining if damaged_by is None else damaged_by.remaining
        return max(outside, GAP_S - quiet_s if finder.inside_frame else 0.0)


def answers(command: Command, reply: Reply) -> bool:
    """Tell whether a reply can belong to the command; frames carry no name of the question."""
    if reply.status == Status.FOUND:
        return command is Command.FIND
    if reply.status == Status.OK:
        return command is not Command.FIND and len(reply.data) in _DATA_SIZES.get(command, range(MAX_LENGTH))
    return True


def _failure(finder: FrameFinder, *, still_coming: bool) -> DeviceError:
    if finder.header_seen and not still_coming:
        return TruncatedFrameError()
    if finder.damaged_frames:
        return ChecksumError()
    if finder.bytes_seen and not finder.header_seen:
        detail = f"{finder.bytes_seen} bytes without a frame"
        return ProtocolError(detail)
    return DeviceTimeoutError()
