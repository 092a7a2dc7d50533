"""The desk under a bench's document camera: the page that lies there, and what is wrong with the camera."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum, unique
from pathlib import Path
from typing import Final

from demo.desk_view import DeskScene, see, with_noise
from devices.core.scanning import Pixels
from devices.core.simulation import SimulationPermit
from devices.scanner.camera.simulator import CameraSimulator, See

_SMALL: Final = 2000
_SHOTS: Final = 3


@unique
class CameraView(StrEnum):
    """How the camera is."""

    OK = "ok"
    DARK = "dark"
    COVERED = "covered"
    UNPLUGGED = "unplugged"


class CameraDesk:
    """One camera and the desk under it."""

    def __init__(self, folder: Path, permit: SimulationPermit) -> None:
        self._page: str | None = None
        self._view = CameraView.OK
        self._camera = CameraSimulator(permit, folder / "document-camera", _shots(DeskScene()))

    @property
    def uri(self) -> str:
        """What `[devices]` of terminal.toml must say."""
        return self._camera.uri

    def lay(self, page: str | None) -> None:
        """Put a specimen page under the camera in place of what lies there; None clears the desk."""
        if page != self._page:
            self._page = page
            self._show()

    def set_view(self, view: CameraView) -> None:
        """Do something to the camera, or put it right."""
        if view is self._view:
            return
        self._view = view
        if view is CameraView.UNPLUGGED:
            self._camera.unplug()
        else:
            self._camera.restore()
            self._show()

    def close(self) -> None:
        """Unplug it for good. May be called twice."""
        self._camera.close()

    def _show(self) -> None:
        is_dark, is_covered = self._view is CameraView.DARK, self._view is CameraView.COVERED
        self._camera.show(_shots(DeskScene(self._page, is_dark=is_dark, is_covered=is_covered)))


def _shots(scene: DeskScene) -> See:
    """Return some noisy pictures of a scene in the size for watching, and one in full size."""

    def shots(size: tuple[int, int]) -> Sequence[Pixels]:
        picture = see(scene, size)
        return [with_noise(picture, number) for number in range(_SHOTS)] if size[0] < _SMALL else [picture]

    return shots
