"""Pages on a real ippeveprinter, straight and through a real cupsd: jobs followed to every kind of end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from devices.core.errors import DeviceError
from devices.core.page_printing import PageCause, PageOptions, PageOutcome, PageProgress, PageStep, Sides
from devices.core.printing import PrintState
from devices.core.status import DeviceState
from devices.page_printer import IppPrinter, open_page_printer
from devices.page_printer.errors import DocumentFormatError, DocumentUnreadableError, PageOptionError
from tests.integration.devices.ipp_bed import EvePrinter, eve_printer, free_port, until

pytestmark = [pytest.mark.daemon, pytest.mark.xdist_group("avahi")]
PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


@pytest.fixture(params=["printer", "cups"])
def uri(request: pytest.FixtureRequest, eve: EvePrinter) -> str:
    eve.on_job("exit 0")
    return eve.uri if request.param == "printer" else str(request.getfixturevalue("queue"))


@dataclass
class Running:
    """A job in a thread of its own."""

    uri: str
    deadline_s: float = 20.0
    options: PageOptions = PageOptions()  # noqa: RUF009
    progress: list[PageProgress] = field(default_factory=list)
    cancelled: threading.Event = field(default_factory=threading.Event)
    ends: list[PageOutcome | DeviceError] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        printer = open_page_printer(self.uri)
        try:
            self.ends.append(
                printer.print_document(
                    PDF,
                    "样例通知书",
                    self.options,
                    deadline_s=self.deadline_s,
                    on_progress=self.progress.append,
                    cancelled=self.cancelled,
                )
            )
        except DeviceError as error:
            self.ends.append(error)

    def saw(self, cause: PageCause) -> Callable[[], bool]:
        return lambda: any(each.cause is cause for each in self.progress)

    def end(self) -> PageOutcome:
        self._thread.join(self.deadline_s + 2)
        (end,) = self.ends
        assert isinstance(end, PageOutcome), end
        return end


def test_a_job_is_followed_to_its_end(uri: str) -> None:
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
    eve: EvePrinter, uri: str, reason: str, cause: PageCause
) -> None:
    eve.on_job(*eve.wait_for(reason), "exit 0")
    running = Running(uri)
    until(running.saw(cause), f"{cause} is not told: {running.progress}")
    eve.go()
    assert running.end().state is PrintState.PRINTED


def test_an_open_cover_is_a_cause_of_the_status_too(eve: EvePrinter) -> None:
    eve.on_job(*eve.wait_for("cover-open-error"), "exit 0")
    running = Running(eve.uri)
    until(running.saw(PageCause.COVER_OPEN), "the cover is not told")
    status = open_page_printer(eve.uri).status(5.0)
    assert (status.state, status.cause) == (DeviceState.FAULT, PageCause.COVER_OPEN)
    eve.go()
    assert running.end().state is PrintState.PRINTED
    assert open_page_printer(eve.uri).status(5.0).state is DeviceState.READY


def test_an_aborted_job_has_failed_though_a_queue_lists_it_as_completed(eve: EvePrinter, uri: str) -> None:
    eve.on_job("exit 1")
    outcome = Running(uri).end()
    assert (outcome.state, outcome.cause, outcome.partial) == (PrintState.FAILED, PageCause.ABORTED, True)


def test_a_busy_printer_is_waited_for(eve: EvePrinter) -> None:
    eve.on_job(*eve.wait_for("media-low-warning"), "exit 0")
    first = Running(eve.uri)
    until(lambda: PageStep.PRINTING in {each.step for each in first.progress}, "the first job does not begin")
    second = Running(eve.uri)
    until(second.saw(PageCause.BUSY), "the second is not told to wait")
    eve.on_job("exit 0")
    eve.go()
    assert (first.end().state, second.end().state) == (PrintState.PRINTED, PrintState.PRINTED)


def test_a_printer_that_stays_busy_got_nothing(eve: EvePrinter) -> None:
    eve.on_job(*eve.wait_for("media-low-warning"), "exit 0")
    first = Running(eve.uri)
    until(lambda: PageStep.PRINTING in {each.step for each in first.progress}, "the first job does not begin")
    assert Running(eve.uri, deadline_s=1.5).end() == PageOutcome(PrintState.FAILED, PageCause.BUSY)
    eve.go()
    first.end()


def test_a_job_can_be_cancelled(eve: EvePrinter, uri: str) -> None:
    eve.on_job(*eve.wait_for("media-empty-error"), "exit 0")
    running = Running(uri)
    until(running.saw(PageCause.MEDIA_EMPTY), "the fault is not told")
    running.cancelled.set()
    until(lambda: running.progress[-1].step is PageStep.CANCELLING, "it is not taken back")
    eve.go()
    outcome = running.end()
    assert (outcome.state, outcome.cause, outcome.partial) == (PrintState.FAILED, PageCause.CANCELLED, True)


def test_what_is_not_out_at_the_deadline_is_taken_back(eve: EvePrinter, uri: str) -> None:
    eve.on_job(*eve.wait_for("media-empty-error"), "exit 0")
    started = time.monotonic()
    running = Running(uri, deadline_s=4.0)
    until(lambda: running.progress[-1:] != [] and running.progress[-1].step is PageStep.CANCELLING, "not taken back")
    eve.go()
    outcome = running.end()
    assert time.monotonic() - started < 5.0
    assert (outcome.state, outcome.cause, outcome.partial) == (PrintState.FAILED, PageCause.MEDIA_EMPTY, True)


def test_a_printer_that_dies_in_mid_job_leaves_it_unknown(tmp_path: Path, announced: dict[str, str]) -> None:
    with eve_printer(tmp_path, announced) as printer:
        printer.on_job("sleep 30")
        running = Running(printer.uri, deadline_s=5.0)
        until(lambda: PageStep.PRINTING in {each.step for each in running.progress}, "the job does not begin")
    outcome = running.end()
    assert (outcome.state, outcome.cause, outcome.partial) == (PrintState.UNKNOWN, PageCause.UNREACHABLE, True)


def test_what_the_printer_can_not_do_is_refused_before_anything_is_sent(
    tmp_path: Path, announced: dict[str, str], eve: EvePrinter
) -> None:
    printer = open_page_printer(eve.uri)
    for options in (PageOptions(copies=0), PageOptions(media="iso_a0_841x1189mm")):
        with pytest.raises(PageOptionError):
            printer.print_document(PDF, "样例", options, deadline_s=5.0)
    with pytest.raises(DocumentUnreadableError):
        printer.print_document(b"GIF89a", "样例", PageOptions(), deadline_s=5.0)
    with eve_printer(tmp_path, announced, "-f", "image/jpeg") as jpeg_only, pytest.raises(DocumentFormatError):
        open_page_printer(jpeg_only.uri).print_document(PDF, "样例", PageOptions(), deadline_s=5.0)


def test_nobody_there_is_unreachable_and_nothing_was_printed() -> None:
    printer = open_page_printer(f"ipp://127.0.0.1:{free_port()}/ipp/print")
    assert printer.print_document(PDF, "样例", PageOptions(), deadline_s=3.0) == PageOutcome(
        PrintState.FAILED, PageCause.UNREACHABLE
    )
    assert printer.status(3.0).state is DeviceState.OFFLINE
    printer.close()
    printer.close()


def test_an_unknown_queue_is_unreachable(queue: str) -> None:
    assert isinstance(open_page_printer(queue), IppPrinter)
    missing = open_page_printer(queue.replace("TestA4", "NoSuch"))
    assert missing.status(3.0).cause is PageCause.UNREACHABLE
    assert missing.print_document(PDF, "样例", PageOptions(), deadline_s=3.0).cause is PageCause.UNREACHABLE
