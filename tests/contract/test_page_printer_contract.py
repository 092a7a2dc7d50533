"""What every page printer promises: the printer's own IPP, and a CUPS queue before it, both real."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from devices.core.page_printing import PageCause, PageOptions, PageProgress, PageStep, Sides
from devices.core.printing import PrintState
from devices.page_printer import IppPrinter, open_page_printer
from tests.contract.device_basics import PagePrinterBasics
from tests.integration.devices.ipp_bed import EvePrinter, announcing, cups_queue, eve_printer, until
from tests.integration.devices.page_jobs import Running

pytestmark = [pytest.mark.daemon, pytest.mark.xdist_group("avahi")]


@pytest.fixture(scope="module")
def eve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EvePrinter]:
    with (
        announcing(tmp_path_factory.mktemp("avahi")) as env,
        eve_printer(tmp_path_factory.mktemp("eve"), env) as printer,
    ):
        yield printer


@pytest.fixture(scope="module")
def queue(eve: EvePrinter) -> Iterator[str]:
    with cups_queue(eve.uri) as uri:
        yield uri


class PagePrinterContract(PagePrinterBasics):
    """Subclasses give the address; the printer behind it is told what to do by a script."""

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
        ("reason", "cause"),
        [("media-empty-error", PageCause.MEDIA_EMPTY), ("media-jam-error", PageCause.PAPER_JAM)],
    )
    def test_a_fault_is_told_and_the_job_goes_on_when_it_is_mended(
        self, eve: EvePrinter, uri: str, reason: str, cause: PageCause
    ) -> None:
        eve.on_job(*eve.wait_for(reason), "exit 0")
        running = Running(uri)
        until(running.saw(cause), f"{cause} is not told: {running.progress}")
        eve.go()
        assert running.end().state is PrintState.PRINTED

    def test_an_aborted_job_has_failed_though_a_queue_lists_it_as_completed(self, eve: EvePrinter, uri: str) -> None:
        eve.on_job("exit 1")
        outcome = Running(uri).end()
        assert (outcome.state, outcome.cause, outcome.partial) == (PrintState.FAILED, PageCause.ABORTED, True)

    def test_a_job_can_be_cancelled(self, eve: EvePrinter, uri: str) -> None:
        eve.on_job(*eve.wait_for("media-empty-error"), "exit 0")
        running = Running(uri)
        until(running.saw(PageCause.MEDIA_EMPTY), "the fault is not told")
        running.cancelled.set()
        until(lambda: running.progress[-1].step is PageStep.CANCELLING, "it is not taken back")
        eve.go()
        outcome = running.end()
        assert (outcome.state, outcome.cause, outcome.partial) == (PrintState.FAILED, PageCause.CANCELLED, True)

    def test_what_is_not_out_at_the_deadline_is_taken_back(self, eve: EvePrinter, uri: str) -> None:
        eve.on_job(*eve.wait_for("media-empty-error"), "exit 0")
        started = time.monotonic()
        running = Running(uri, deadline_s=9.0)
        until(running.saw(PageCause.MEDIA_EMPTY), "the empty tray is not told")
        until(
            lambda: running.progress[-1:] != [] and running.progress[-1].step is PageStep.CANCELLING, "not taken back"
        )
        eve.go()
        outcome = running.end()
        assert time.monotonic() - started < 10.0
        assert (outcome.state, outcome.cause, outcome.partial) == (PrintState.FAILED, PageCause.MEDIA_EMPTY, True)


class TestPrinter(PagePrinterContract):
    @pytest.fixture
    def uri(self, eve: EvePrinter) -> str:
        eve.on_job("exit 0")
        return eve.uri


class TestQueue(PagePrinterContract):
    @pytest.fixture
    def uri(self, eve: EvePrinter, queue: str) -> str:
        eve.on_job("exit 0")
        return queue
