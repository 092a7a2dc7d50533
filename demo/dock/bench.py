"""One terminal's simulated devices on their wires: reader on a pty, printer on TCP, scanner on a folder."""

from __future__ import annotations

import time
from pathlib import Path

from demo.dock.state import BenchState, PaperRoll
from demo.specimen_pages import draw_page
from devices.core.simulation import SimulationPermit
from devices.id_card.card_image import build_image
from devices.id_card.simulator import SamvSimulator
from devices.id_card.specimens import SPECIMENS
from devices.receipt_printer.simulator import VirtualPrinter

_WAITING_PAGE = "next.png"
SWAP_S = 0.8
"""Seconds that a hand takes to change one card for another; who watches the reader sees it empty meanwhile."""


class Bench:
    """Applies a BenchState to the simulators and tells the URIs that a terminal's configuration names."""

    def __init__(self, folder: Path, permit: SimulationPermit) -> None:
        slips = folder / "slips"
        self._tray = folder / "scanner"
        for place in (slips, self._tray):
            place.mkdir(parents=True, exist_ok=True)
        self._page = self._tray / _WAITING_PAGE
        self._page.unlink(missing_ok=True)
        self._reader = SamvSimulator(permit, link=folder / "id-card")
        self._printer = VirtualPrinter(permit, folder=slips)
        self._applied = BenchState()
        self._lifted_at = -SWAP_S
        self._card_in_hand: str | None = None

    @property
    def device_uris(self) -> dict[str, str]:
        """What `[devices]` of terminal.toml must say."""
        return {
            "id_card": f"serial:{self._reader.port}",
            "receipt_printer": self._printer.uri,
            "scanner": f"folder:{self._tray}",
        }

    @property
    def slips(self) -> tuple[Path, ...]:
        """Pictures of the slips that came out, the oldest first."""
        return tuple(slip.path for slip in self._printer.slips if slip.path is not None)

    @property
    def taken_page(self) -> str | None:
        """The key of the page that was laid in and that the scanner took since, else None."""
        return None if self._page.exists() else self._applied.page

    def apply(self, wanted: BenchState) -> None:
        """Bring the simulators into the wanted state; what is as wanted is not touched."""
        if wanted.card != self._applied.card:
            self._change_card(wanted.card)
        if wanted.page != self._applied.page:
            self._lay_page(wanted.page)
        self._printer.set_conditions(
            paper_low=wanted.paper is PaperRoll.LOW,
            paper_out=wanted.paper is PaperRoll.OUT,
            cover_open=wanted.cover_open,
        )
        self._applied = wanted

    def tick(self) -> None:
        """Lay down the card in the hand once the plate was empty for long enough."""
        if self._card_in_hand is not None and time.monotonic() - self._lifted_at >= SWAP_S:
            self._reader.present(build_image(SPECIMENS[self._card_in_hand]))
            self._card_in_hand = None

    def close(self) -> None:
        """Unplug everything. May be called twice."""
        self._reader.close()
        self._printer.close()

    def _change_card(self, key: str | None) -> None:
        if self._applied.card is not None and self._card_in_hand is None:
            self._lifted_at = time.monotonic()
        self._reader.remove()
        self._card_in_hand = key
        self.tick()

    def _lay_page(self, key: str | None) -> None:
        if key is None:
            self._page.unlink(missing_ok=True)
            return
        image = draw_page(key)
        hidden = self._tray / f".{_WAITING_PAGE}.part"
        image.save(hidden, format="PNG", dpi=image.info["dpi"], compress_level=1)
        hidden.replace(self._page)
