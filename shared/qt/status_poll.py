"""Asks a device how it is, now and then, on the lane where the device is worked with."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from shared.qt.jobs import Err, Lane, Result


class StatusPoll(QObject):
    """Polls while started; an answer that takes long is waited for, never asked twice.

    Signals:
        told: what the device said.
        failed: it could not be asked.
    """

    told = Signal(object)
    failed = Signal()

    def __init__(self, lane: Lane, ask: Callable[[], object], every_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._ask = ask
        self._asked = False
        self._timer = QTimer(self)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self.ask)

    def start(self) -> None:
        """Ask now and from now on."""
        self._timer.start()
        self.ask()

    def stop(self) -> None:
        """Ask no more."""
        self._timer.stop()

    @Slot()
    def ask(self) -> None:
        """Ask once, unless an answer is still to come."""
        if not self._asked:
            self._asked = True
            self._lane.run(self._ask, self._deliver)

    def _deliver(self, result: Result) -> None:
        self._asked = False
        if isinstance(result, Err):
            self.failed.emit()
        else:
            self.told.emit(result.value)
