"""Devices beside what they hang on: an ID card beside its wire, APDUs beside bare pyscard, receipts beside escpos.

Simulators pace bytes as the line does; the card of the APDUs lives in a process of its own, as a chip does.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks._receipts import receipts
from benchmarks.table import Row, medians, report
from devices.core.deadline import Deadline
from devices.core.simulation import SimulationPermit
from devices.id_card.card_image import build_image
from devices.id_card.driver import SamvReader
from devices.id_card.protocol import SPEEDS, Command, Status, build_reply, build_request
from devices.id_card.simulator import SamvSimulator
from devices.id_card.specimens import CHEN
from devices.id_card.virtual_module import VirtualModule
from devices.pcsc.apdu import Apdu, exchange
from devices.pcsc.service import ServiceContext
from devices.pcsc.simulator.daemon import SOCKET_VARIABLE, VirtualCardService, socket_of

BITS_PER_BYTE = 10
APDUS = 2_000
READER = "Yimen virtual reader 00 00"
# SELECT of a file and its 16 bytes: what most of a card's reading is made of.
COMMAND = Apdu(0x00, 0xB2, 0x01, 0x04, le=16)


def id_card() -> list[Row]:
    """An ID card from request to fields: at most 1.15 times what its bytes take on the line."""
    rows = []
    for speed in (SPEEDS[0], SPEEDS[1]):
        simulator = SamvSimulator(SimulationPermit.for_development(), speed=speed)
        simulator.present(build_image(CHEN))
        reader = SamvReader.open_serial(simulator.port)
        try:
            (ours,) = medians([lambda: reader.read(10)])  # noqa: B023  called within the turn
        finally:
            reader.close()
            simulator.close()
        wire = bytes_on_the_wire() * BITS_PER_BYTE / speed
        rows.append(Row(f"ID card at {speed} baud", "ms", ours * 1000, wire * 1000, "its wire", limit=1.15, of="ratio"))
    return rows


def bytes_on_the_wire() -> int:
    """Return what one reading sends and gets: find, select, read, newest address."""
    module = VirtualModule()
    module.present(build_image(CHEN))
    commands = (Command.FIND, Command.SELECT, Command.READ_BASE, Command.READ_NEWEST_ADDRESS)
    answers = [module.answer(command.value) for command in commands]
    assert answers[0] == build_reply(Status.FOUND, bytes(4))  # noqa: S101
    return sum(map(len, answers)) + sum(len(build_request(command)) for command in commands)


def apdus() -> list[Row]:
    """APDUs through our driver: at least 0.8 of bare pyscard's rate, by its lowest call."""
    with tempfile.TemporaryDirectory(prefix="yimen-bench-") as folder, card_in_reader(Path(folder)) as context:
        card = context.connect(READER)

        def ours() -> None:
            deadline = Deadline(60)
            for _ in range(APDUS):
                exchange(card, COMMAND, deadline)

        with bare_pyscard() as bare:
            ours_s, bare_s = medians([ours, bare])
        card.close()
    rate, peer = APDUS / ours_s, APDUS / bare_s
    return [Row("APDUs", "a second", rate, peer, "SCardTransmit", limit=0.8, of="ratio", better="higher")]


@contextmanager
def card_in_reader(folder: Path) -> Iterator[ServiceContext]:
    """Run a PC/SC service of our own with a card in its reader, the card in another process."""
    os.environ[SOCKET_VARIABLE] = str(socket_of(folder))
    service = VirtualCardService(SimulationPermit.for_development(), folder)
    service.start()
    words = [sys.executable, "-m", "benchmarks._card", str(service.port)]
    card = subprocess.Popen(words, stdin=subprocess.PIPE)
    context = ServiceContext()
    try:
        deadline = Deadline(10)
        while not context.states([READER])[0].present:
            if deadline.expired:
                sys.exit("the virtual card did not come")
            context.await_change(context.states([READER]), 0.5)
        yield context
    finally:
        context.close()
        card.communicate()
        service.stop()


@contextmanager
def bare_pyscard() -> Iterator[Callable[[], None]]:
    """Give the peer: the same command by pyscard's lowest call, its lists made beforehand."""
    from smartcard import scard

    def checked(result: Any) -> Any:
        code, *rest = result
        if code != scard.SCARD_S_SUCCESS:
            sys.exit(scard.SCardGetErrorMessage(code))
        return rest

    (context,) = checked(scard.SCardEstablishContext(scard.SCARD_SCOPE_USER))
    card, _protocol = checked(scard.SCardConnect(context, READER, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_T1))
    command = list(COMMAND.encode(t0=False))

    def run() -> None:
        for _ in range(APDUS):
            code, _answer = scard.SCardTransmit(card, scard.SCARD_PCI_T1, command)
            if code != scard.SCARD_S_SUCCESS:
                sys.exit(scard.SCardGetErrorMessage(code))

    yield run
    scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)
    scard.SCardReleaseContext(context)


SECTIONS: dict[str, Callable[[], list[Row]]] = {"id-card": id_card, "apdus": apdus, "receipts": receipts}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure every section, or those that --only names."""
    parser = argparse.ArgumentParser(prog="./run bench devices")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--only", action="append", choices=list(SECTIONS), metavar="SECTION", help=", ".join(SECTIONS))
    arguments = parser.parse_args(argv)
    rows = [row for name in arguments.only or SECTIONS for row in SECTIONS[name]()]
    return report("devices", rows, arguments.json)


if __name__ == "__main__":
    sys.exit(main())
