"""Devices that neither terminal of the demonstration has, to be tried with `python -m devices` and rehearsed with.

A network scanner with a feeder (eSCL), and a PC/SC service of the dock's own with a CA card and a social security card
in its two slots. Where no such service can run, the scanner is there alone.
"""

from __future__ import annotations

import datetime
import shlex
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from demo.dock.drills import DrillPlayer
from demo.dock.state import BenchState, DockStateError
from demo.specimen_pages import draw_page
from devices.ca_card.specimens import SpecimenAuthority, new_key
from devices.ca_card.virtual_piv import VirtualKey, VirtualPiv
from devices.core.errors import DeviceError
from devices.core.faults import FaultTarget
from devices.core.roles import Role
from devices.core.simulation import SimulationPermit
from devices.pcsc.simulator.daemon import SOCKET_VARIABLE, VirtualCardService, socket_of
from devices.pcsc.simulator.virtual_card import VirtualCard
from devices.scanner.escl.simulated_scanner import ScannerConditions
from devices.scanner.escl.simulator import EsclSimulator
from devices.social_card.virtual_card import VirtualSocialCard

WORKBENCH = "workbench"
"""The name of this bench in a dock."""
_PLAYABLE = frozenset({"page", "script"})
_A4_AT_200_DPI = (2339, 1654, 3)


class Workbench:
    """Applies a BenchState to the simulators and tells how each is tried. Methods are for one thread."""

    slips: tuple[Path, ...] = ()
    pages: tuple[Path, ...] = ()

    def __init__(self, permit: SimulationPermit) -> None:
        # Without a glass, so that what lies in the feeder is what is scanned.
        self._scanner = EsclSimulator(permit, conditions=ScannerConditions(has_platen=False))
        self._cards = _start_cards(permit)
        targets: dict[Role, FaultTarget] = {Role.SCANNER: self._scanner}
        if self._cards is not None:
            targets |= self._cards.targets
        self.drills = DrillPlayer(targets)
        self._applied = BenchState()

    @property
    def device_uris(self) -> dict[str, str]:
        """What `[devices]` of a terminal.toml could say."""
        return {"scanner": self._scanner.uri, **({} if self._cards is None else self._cards.device_uris)}

    @property
    def commands(self) -> dict[str, str]:
        """How each is tried from a shell, by role."""
        scan = f"./run py -m devices scan --device {shlex.quote(self._scanner.uri)} --out scans --pages all"
        return {"scanner": scan, **({} if self._cards is None else self._cards.commands)}

    @property
    def used_up(self) -> dict[str, str]:
        """A page that was scanned, as BenchState names it."""
        page = self._applied.page
        return {} if page is None or self._scanner.scanner.sheets_left else {"page": page}

    def check(self, wanted: BenchState, place: str) -> None:
        """Raise DockStateError where the bench can't be brought into the wanted state; nothing is touched."""
        new = BenchState()
        for field in BenchState.model_fields:
            if field not in _PLAYABLE and getattr(wanted, field) != getattr(new, field):
                where = f"{place}.{field}"
                raise DockStateError(where, f"a workbench has only {', '.join(sorted(_PLAYABLE))}")
        if wanted.script is not None and not self.drills.can_play(wanted.script):
            where = f"{place}.script"
            raise DockStateError(where, f"no simulator of this bench plays {wanted.script}")

    def apply(self, wanted: BenchState) -> None:
        """Bring the simulators into the wanted state; what is as wanted is not touched."""
        if wanted.script != self._applied.script:
            self.drills.play(wanted.script)
        if wanted.page != self._applied.page:
            self._scanner.scanner.take_paper_away()
            if wanted.page is not None:
                self._scanner.load([_on_a4(wanted.page)])
        self._applied = wanted

    def tick(self) -> None:
        """Nothing takes its time here."""

    def close(self) -> None:
        """Unplug everything. May be called twice."""
        self.drills.play(None)
        self._scanner.close()
        if self._cards is not None:
            self._cards.close()


class _Cards:
    """A PC/SC service with a card in each of its slots. What a script kills is started again by `restore`."""

    def __init__(self, permit: SimulationPermit) -> None:
        """Start the service and put the cards in. Raises DeviceError; then nothing is left behind."""
        # A folder of its own: the path of a socket must be short.
        self._folder = Path(tempfile.mkdtemp(prefix="yimen-cards-"))
        self._service = VirtualCardService(permit, self._folder)
        now = datetime.datetime.now(datetime.UTC)
        key = new_key("p256")
        holder = SpecimenAuthority.make("样例根证书", now).vouch("样例", key.public_key(), now)
        self._chip = VirtualPiv({"9C": VirtualKey(key, holder)})
        self._token = VirtualCard(permit, self._chip, lambda: self._service.port, self._service)
        self._social = VirtualCard(permit, VirtualSocialCard(), lambda: self._service.port + 1)
        try:
            self._service.start()
            self._token.insert()
            self._social.insert()
        except DeviceError:
            self.close()
            raise

    @property
    def targets(self) -> Mapping[Role, FaultTarget]:
        return {Role.CA_CARD: self._token, Role.SOCIAL_CARD: self._social}

    @property
    def device_uris(self) -> dict[str, str]:
        return {"ca_card": "pcsc:00 00", "social_card": "pcsc:00 01"}

    @property
    def commands(self) -> dict[str, str]:
        verb = f"{SOCKET_VARIABLE}={shlex.quote(str(socket_of(self._folder)))} ./run py -m devices"
        pin = f"echo {self._chip.pin} | "
        return {
            "ca_card": f"{pin}{verb} ca sign --reader '00 00' --data README.md",
            "social_card": f"{verb} social-card --reader '00 01'",
        }

    def close(self) -> None:
        self._token.close()
        self._social.close()
        self._service.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


def _start_cards(permit: SimulationPermit) -> _Cards | None:
    try:
        return _Cards(permit)
    except (DeviceError, OSError):
        return None


def _on_a4(key: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return a specimen page in the corner of an A4 sheet, as the feeder of a scanner takes it."""
    sheet = np.full(_A4_AT_200_DPI, 255, np.uint8)
    page = np.asarray(draw_page(key).convert("RGB"))[: sheet.shape[0], : sheet.shape[1]]
    sheet[: page.shape[0], : page.shape[1]] = page
    return sheet
