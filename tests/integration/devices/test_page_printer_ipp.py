"""Pages on a real ippeveprinter, straight and through a real cupsd: jobs followed to every kind of end."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from devices.core.page_printing import PageCause, PageOptions, PageOutcome, PageStep
from devices.core.printing import PrintState
from devices.core.status import DeviceState
from devices.page_printer import IppPrinter, open_page_printer
from devices.page_printer.errors import DocumentFormatError, DocumentUnreadableError, PageOptionError
from tests.fixtures.ports import free_port
from tests.integration.devices.ipp_bed import CupsQueue, EvePrinter, eve_printer, until
from tests.integration.devices.page_jobs import PDF, Running

pytestmark = [pytest.mark.daemon]


def test_an_open_cover_is_a_cause_of_the_status_too(eve: EvePrinter) -> None:
    eve.on_job(*eve.wait_for("cover-open-error"), "exit 0")
    running = Running(eve.uri)
    until(running.saw(PageCause.COVER_OPEN), "the cover is not told")
    status = open_page_printer(eve.uri).status(30)
    assert (status.state, status.cause) == (DeviceState.FAULT, PageCause.COVER_OPEN)
    eve.go()
    assert running.end().state is PrintState.PRINTED
    assert open_page_printer(eve.uri).status(30).state is DeviceState.READY


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
    # A slow machine may need longer to hear that it is busy.
    outcomes = (Running(eve.uri, deadline_s=seconds).end() for seconds in (1.5, 15))
    assert PageOutcome(PrintState.FAILED, PageCause.BUSY) in outcomes
    eve.go()
    first.end()


def test_a_printer_that_dies_in_mid_job_leaves_it_unknown(tmp_path: Path, announced: dict[str, str]) -> None:
    with eve_printer(tmp_path, announced) as printer:
        printer.on_job("sleep 30")
        running = Running(printer.uri, deadline_s=5.0)
        until(lambda: PageStep.PRINTING in {each.step for each in running.progress}, "the job does not begin")
    until(lambda: not _runs_in(tmp_path), "the script of a job outlives its printer")
    outcome = running.end()
    assert (outcome.state, outcome.cause, outcome.partial) == (PrintState.UNKNOWN, PageCause.UNREACHABLE, True)


def _runs_in(folder: Path) -> bool:
    """Whether any process was started with something of a folder."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if str(folder).encode() in (process / "cmdline").read_bytes():
                return True
    return False


def test_what_the_printer_can_not_do_is_refused_before_anything_is_sent(
    tmp_path: Path, announced: dict[str, str], eve: EvePrinter
) -> None:
    printer = open_page_printer(eve.uri)
    for options in (PageOptions(copies=0), PageOptions(media="iso_a0_841x1189mm")):
        with pytest.raises(PageOptionError):
            printer.print_document(PDF, "样例", options, deadline_s=30)
    with pytest.raises(DocumentUnreadableError):
        printer.print_document(b"GIF89a", "样例", PageOptions(), deadline_s=30)
    with eve_printer(tmp_path, announced, "-f", "image/jpeg") as jpeg_only, pytest.raises(DocumentFormatError):
        open_page_printer(jpeg_only.uri).print_document(PDF, "样例", PageOptions(), deadline_s=30)


def test_nobody_there_is_unreachable_and_nothing_was_printed() -> None:
    printer = open_page_printer(f"ipp://127.0.0.1:{free_port()}/ipp/print")
    assert printer.print_document(PDF, "样例", PageOptions(), deadline_s=30) == PageOutcome(
        PrintState.FAILED, PageCause.UNREACHABLE
    )
    assert printer.status(30).state is DeviceState.OFFLINE
    printer.close()
    printer.close()


def test_an_unknown_queue_is_unreachable(queue: str) -> None:
    assert isinstance(open_page_printer(queue), IppPrinter)
    missing = open_page_printer(queue.replace("TestA4", "NoSuch"))
    assert missing.status(30).cause is PageCause.UNREACHABLE
    assert missing.print_document(PDF, "样例", PageOptions(), deadline_s=30).cause is PageCause.UNREACHABLE


@pytest.mark.parametrize(("script", "state"), [("exit 0", PrintState.PRINTED), ("exit 1", PrintState.FAILED)])
def test_a_queue_keeps_nothing_of_a_job_that_ended(
    cups: CupsQueue, eve: EvePrinter, script: str, state: PrintState
) -> None:
    eve.on_job(script)
    assert Running(cups.uri).end().state is state
    assert [path.name for path in cups.spool.iterdir() if path.is_file()] == []


def test_a_queue_that_keeps_a_document_all_the_same_is_told_of(
    cups: CupsQueue,
    eve: EvePrinter,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    expected_warnings: list[str],
) -> None:
    expected_warnings.append("a queue keeps the document of an ended page job")
    eve.on_job("exit 0")
    monkeypatch.setattr("devices.page_printer.driver.PURGE_JOB", "unheard-of")
    assert Running(cups.uri).end().state is PrintState.PRINTED
    assert expected_warnings[0] in caplog.text
    assert [path for path in cups.spool.iterdir() if path.is_file()] != []
