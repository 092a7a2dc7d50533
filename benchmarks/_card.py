"""A card that answers sixteen bytes to whatever it is asked, in a process of its own until standard input ends."""

from __future__ import annotations

import sys

from devices.core.roles import Role
from devices.core.simulation import SimulationPermit
from devices.pcsc.simulator.virtual_card import VirtualCard, build_atr


class SixteenBytes:
    """The chip."""

    role = Role.CA_CARD
    atr = build_atr(b"bench", t1=True)
    moments: tuple[str, ...] = ()

    def reset(self) -> None:
        """There is nothing to forget."""

    def moment_of(self, _command: bytes) -> None:
        """No script strikes here."""

    def answer(self, _command: bytes) -> bytes:
        """Return the same to everything."""
        return bytes(16) + b"\x90\x00"


def main() -> None:
    """Lie in the reader of a port."""
    port = int(sys.argv[1])
    card = VirtualCard(SimulationPermit.for_development(), SixteenBytes(), lambda: port)
    card.insert()
    sys.stdin.read()
    card.close()


if __name__ == "__main__":
    main()
