"""Where the next page comes from: the scanner, or from under the document camera."""

from __future__ import annotations

from collections.abc import Callable

from counter_app.work.scan_door import PageSource


class ChosenSource:
    """One of the terminal's sources.

    Args:
        sources: what there is now.
    """

    def __init__(self, sources: Callable[[], tuple[PageSource, ...]]) -> None:
        self._sources = sources
        self.now = next(iter(sources()), PageSource.SCANNER)

    @property
    def is_camera(self) -> bool:
        """Whether pages come from under the camera."""
        return self.now is PageSource.CAMERA

    @property
    def other(self) -> PageSource | None:
        """What they could come from instead."""
        return next((source for source in self._sources() if source is not self.now), None)

    def change(self) -> bool:
        """Take the other one from now on; False where there is none."""
        other = self.other
        self.now = other or self.now
        return other is not None
