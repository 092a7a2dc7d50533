"""One terminal's simulated devices on their wires: reader on a pty, printer on TCP, scanner, camera, desk tools."""

from __future__ import annotations

import io
import time
from pathlib import Path

from demo.dock.camera_desk import CameraDesk
from demo.dock.desk_tools import DeskTools
from demo.dock.drills import DrillPlayer
from demo.dock.state import BenchState, DockStateError, PaperRoll
from demo.specimen_pages import draw_page
from devices.core.roles import Role
from devices.core.simulation import SimulationPermit
from devices.id_card.card_image import build_image
from devices.id_card.simulator import SamvSimulator
from devices.id_card.specimens import SPECIMENS
from devices.receipt_printer.simulator import VirtualPrinter
from devices.scanner.folder_simulator import FolderSimulator

SWAP_S = 0.8
"""Seconds that a hand takes to change one card for another; who watches the reader sees it empty meanwhile."""


class Bench:
    """Applies a BenchState to the simulators and tells the URIs that a terminal's configuration names."""

    def __init__(self, folder: Path, permit: SimulationPermit, *, is_desk: bool = False) -> None:
        slips = folder / "slips"
        slips.mkdir(parents=True, exist_ok=True)
        self._tray = FolderSimulator(permit, folder / "scanner")
        self._reader = SamvSimulator(permit, link=folder / "id-card")
        self._printer = VirtualPrinter(permit, folder=slips)
        self._camera = CameraDesk(folder, permit)
        self._tools = DeskTools(folder, permit) if is_desk else None
        self.drills = DrillPlayer(
            {
                Role.ID_CARD: self._reader,
                Role.RECEIPT_PRINTER: self._printer,
                Role.SCANNER: self._tray,
                **(self._tools.targets if self._tools else {}),
            }
        )
        self._applied = BenchState()
        self._lifted_at = -SWAP_S
        self._card_in_hand: str | None = None

    @property
    def device_uris(self) -> dict[str, str]:
        """What `[devices]` of terminal.toml must say."""
        return {
            "id_card": f"serial:{self._reader.port}",
            "receipt_printer": self._printer.uri,
            "scanner": self._tray.uri,
            "document_camera": self._camera.uri,
            **(self._tools.device_uris if self._tools else {}),
        }

    @property
    def commands(self) -> dict[str, str]:
        """None: a terminal tries its devices."""
        return {}

    @property
    def slips(self) -> tuple[Path, ...]:
        """Pictures of the slips that came out, the oldest first."""
        return tuple(slip.path for slip in self._printer.slips if slip.path is not None)

    @property
    def pages(self) -> tuple[Path, ...]:
        """PDF of the A4 pages that came out, the oldest first."""
        return () if self._tools is None else self._tools.pages

    @property
    def used_up(self) -> dict[str, str]:
        """What was laid there and is gone since, by field of BenchState: a scanned page, a sent code."""
        page = None if self._tray.holds_page else self._applied.page
        found = {"page": page, "code": self._applied.code}
        return {field: value for field, value in found.items() if value is not None}

    def check(self, wanted: BenchState, place: str) -> None:
        """Raise DockStateError where the bench can't be brought into the wanted state; nothing is touched."""
        missing = () if self._tools is not None else ("sheets", "jammed", "code")
        for field in missing:
            if getattr(wanted, field) != getattr(BenchState(), field):
                where = f"{place}.{field}"
                raise DockStateError(where, "only a counter has a printer of A4 pages and a barcode gun")
        if wanted.script is not None and not self.drills.can_play(wanted.script):
            where = f"{place}.script"
            raise DockStateError(where, f"no simulator of this bench plays {wanted.script}")

    def apply(self, wanted: BenchState) -> None:
        """Bring the simulators into the wanted state; what is as wanted is not touched."""
        if wanted.script != self._applied.script:
            self._change_script(wanted)
        if wanted.card != self._applied.card:
            self._change_card(wanted.card)
        if wanted.page != self._applied.page:
            self._lay_page(wanted.page)
        self._camera.set_view(wanted.camera)
        if (wanted.paper, wanted.cover_open) != (self._applied.paper, self._applied.cover_open):
            self._set_printer(wanted)
        if (wanted.sheets, wanted.jammed) != (self._applied.sheets, self._applied.jammed):
            self._set_page_printer(wanted)
        if wanted.code not in {None, self._applied.code}:
            self._scan(wanted.code)
        self._applied = wanted

    def tick(self) -> None:
        """Lay down the card in the hand once the plate was empty for long enough."""
        if self._card_in_hand is not None and time.monotonic() - self._lifted_at >= SWAP_S:
            self._reader.present(build_image(SPECIMENS[self._card_in_hand]))
            self._card_in_hand = None

    def close(self) -> None:
        """Unplug everything. May be called twice."""
        self.drills.play(None)
        self._reader.close()
        self._printer.close()
        self._tray.close()
        self._camera.close()
        if self._tools is not None:
            self._tools.close()

    def _change_script(self, wanted: BenchState) -> None:
        """End one script and begin another; between them everything lies as the state says."""
        was_played = self._applied.script is not None
        self.drills.play(None)
        if was_played:
            self._set_printer(wanted)
            self._set_page_printer(wanted)
            self._change_card(wanted.card)
            # What a script spoilt is gone with it.
            self._lay_page(wanted.page)
            self._applied = wanted
        self.drills.play(wanted.script)

    def _set_printer(self, wanted: BenchState) -> None:
        self._printer.set_conditions(
            paper_low=wanted.paper is PaperRoll.LOW,
            paper_out=wanted.paper is PaperRoll.OUT,
            cover_open=wanted.cover_open,
        )

    def _set_page_printer(self, wanted: BenchState) -> None:
        if self._tools is not None:
            self._tools.set_printer(wanted)

    def _scan(self, code: str | None) -> None:
        if self._tools is not None and code is not None:
            self._tools.scan(code)

    def _change_card(self, key: str | None) -> None:
        if self._applied.card is not None and self._card_in_hand is None:
            self._lifted_at = time.monotonic()
        self._reader.remove()
        self._card_in_hand = key
        self.tick()

    def _lay_page(self, key: str | None) -> None:
        self._tray.take_away()
        self._camera.lay(key)
        if key is None:
            return
        image = draw_page(key)
        picture = io.BytesIO()
        image.save(picture, format="PNG", dpi=image.info["dpi"], compress_level=1)
        self._tray.lay(picture.getvalue())
