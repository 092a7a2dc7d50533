"""What every page printer promises: the printer's own IPP, a CUPS queue before it, both real, and the dock's one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Protocol

import pytest

from devices.core.page_printing import PageCause, PageOptions, PageProgress, PageStep, Sides
from devices.core.printing import PrintState
from devices.core.simulation import SimulationPermit
from devices.core.status import DeviceState
from devices.page_printer import IppPrinter, open_page_printer
from devices.page_printer.ipp_simulator import IppSimulator
from tests.contract.device_basics import PagePrinterBasics
from tests.integration.devices.ipp_bed import EvePrinter, announcing, cups_queue, eve_printer, until
from tests.integration.devices.page_jobs import Running, has_nothing_but_taken_back
from tests.patience import LATE_S

REAL = [pytest.mark.daemon]
_REASONS = {PageCause.MEDIA_EMPTY: "media-empty-error", PageCause.PAPER_JAM: "media-jam-error"}
_CONDITIONS = {PageCause.MEDIA_EMPTY: "paper_out", PageCause.PAPER_JAM: "jammed"}


@pytest.fixture(scope="module")
def eve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EvePrinter]:
    with (
        announcing(tmp_path_factory.mktemp("avahi")) as env,
        eve_printer(tmp_path_factory.mktemp("eve"), env) as printer,
    ):
        yield printer


@pytest.fixture(scope="module")
def queue(eve: EvePrinter) -> Iterator[str]:
    with cups_queue(eve.uri) as running:
        yield running.uri


class Hands(Protocol):
    """What a person can do to the printer of the test."""

    def spoil(self, cause: PageCause) -> None:
        """Let the next job find that."""

    def mend(self) -> None:
        """Put right what the job waits for."""

    def abort(self) -> None:
        """Let the printer give the next job up."""


class EveHands:
    """A script that a real ippeveprinter runs for each job."""

    def __init__(self, eve: EvePrinter) -> None:
        self._eve = eve
        eve.go()
        # While it lets go of a job that was taken back it refuses the next one, and a queue asks again after 10 s only.
        until(lambda: open_page_printer(eve.uri).status(1.0).state is DeviceState.READY, "the last job never ends")
        eve.on_job("exit 0")

    def spoil(self, cause: PageCause) -> None:
        self._eve.on_job(*self._eve.wait_for(_REASONS[cause]), "exit 0")

    def mend(self) -> None:
        self._eve.go()

    def abort(self) -> None:
        self._eve.on_job("exit 1")


class SimulatorHands:
    def __init__(self, simulator: IppSimulator) -> None:
        self._simulator = simulator

    def spoil(self, cause: PageCause) -> None:
        # While a job is there: an empty tray beforehand is told before anything is sent.
        spoilt = {_CONDITIONS[cause]: True}
        self._simulator.moments.subscribe(
            lambda moment: self._simulator.set_conditions(**spoilt) if moment == "job_begun" else None
        )

    def mend(self) -> None:
        self._simulator.restore()

    def abort(self) -> None:
        self._simulator.set_conditions(aborting=True)


class PagePrinterContract(PagePrinterBasics):
    """Subclasses give the address and the hands at the printer behind it."""

    patience_s = 9.0

    @pytest.fixture
    def page_printer(self, uri: str) -> IppPrinter:
        return open_page_printer(uri)

    def test_a_job_is_followed_to_its_end(self, uri: str) -> None:
        running = Running(uri, options=PageOptions(copies=2, sides=Sides.LONG_EDGE))
        outcome = running.end()
        assert (outcome.state, outcome.cause, outcome.partial) == (PrintState.PRINTED, None, False)
        assert outcome.job_id
        assert running.progress[0] == PageProgress(PageStep.SENDING)

    @pytest.mark.parametrize(
        "cause",
        [PageCause.MEDIA_EMPTY, PageCause.PAPER_JAM],
    )
    def test_a_fault_is_told_and_the_job_goes_on_when_it_is_mended(
        self, hands: Hands, uri: str, cause: PageCause
    ) -> None:
        hands.spoil(cause)
        running = Running(uri)
        until(running.saw(cause), f"{cause} is not told: {running.progress}")
        hands.mend()
        assert running.end().state is PrintState.PRINTED

    def test_an_aborted_job_has_failed_though_a_queue_lists_it_as_completed(self, hands: Hands, uri: str) -> None:
        hands.abort()
        outcome = Running(uri).end()
        assert (outcome.state, outcome.cause, outcome.partial) == (PrintState.FAILED, PageCause.ABORTED, True)

    def test_a_job_can_be_cancelled(self, hands: Hands, uri: str) -> None:
        hands.spoil(PageCause.MEDIA_EMPTY)
        running = Running(uri)
        until(running.saw(PageCause.MEDIA_EMPTY), "the fault is not told")
        running.cancelled.set()
        until(lambda: has_nothing_but_taken_back(uri), "it is not taken back")
        hands.mend()
        outcome = running.end()
        assert (outcome.state, outcome.cause, outcome.partial) == (PrintState.FAILED, PageCause.CANCELLED, True)

    def test_what_is_not_out_at_the_deadline_is_taken_back(self, hands: Hands, uri: str) -> None:
        hands.spoil(PageCause.MEDIA_EMPTY)
        started = time.monotonic()
        running = Running(uri, deadline_s=self.patience_s)
        until(running.saw(PageCause.MEDIA_EMPTY), "the empty tray is not told")
        until(lambda: has_nothing_but_taken_back(uri), "it is not taken back")
        hands.mend()
        outcome = running.end()
        assert time.monotonic() - started < self.patience_s + 1 + LATE_S
        assert (outcome.state, outcome.cause, outcome.partial) == (PrintState.FAILED, PageCause.MEDIA_EMPTY, True)


class TestPrinter(PagePrinterContract):
    pytestmark = REAL

    @pytest.fixture(autouse=True)
    def hands(self, eve: EvePrinter) -> Hands:
        # Also where a test wants no hands: what the one before left is put away.
        return EveHands(eve)

    @pytest.fixture
    def uri(self, eve: EvePrinter) -> str:
        return eve.uri


class TestQueue(TestPrinter):
    @pytest.fixture
    def uri(self, queue: str) -> str:
        return queue


class TestSimulator(PagePrinterContract):
    patience_s = 2.0

    @pytest.fixture
    def simulator(self) -> Iterator[IppSimulator]:
        with IppSimulator(SimulationPermit.for_development()) as simulator:
            yield simulator

    @pytest.fixture
    def hands(self, simulator: IppSimulator) -> Hands:
        return SimulatorHands(simulator)

    @pytest.fixture
    def uri(self, simulator: IppSimulator) -> str:
        return simulator.uri
