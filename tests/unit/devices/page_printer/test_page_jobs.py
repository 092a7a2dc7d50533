"""A document on its way to the printer: given once, also where the answer to it is worth nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyipp.enums import IppOperation

from devices.core.errors import DeviceError, DeviceTimeoutError, ProtocolError
from devices.core.page_printing import PageCause, PageOptions, PageOutcome
from devices.core.printing import PrintState
from devices.core.simulation import SimulationPermit
from devices.page_printer import IppAddress, IppClient, open_page_printer
from devices.page_printer.driver import IppPrinter
from devices.page_printer.ipp_simulator import IppSimulator
from tests.patience import PATIENCE_S

PDF = b"%PDF-1.4\n%%EOF\n"


class SpoiltAnswers(IppClient):
    """Gives the printer every document and passes its answer on as an error."""

    def __init__(self, address: IppAddress, error: DeviceError) -> None:
        super().__init__(address)
        self._error = error
        self.given = 0

    def ask(self, operation: IppOperation, *args: Any, **kwargs: Any) -> dict[str, Any]:
        answer = super().ask(operation, *args, **kwargs)
        if operation is IppOperation.PRINT_JOB:
            self.given += 1
            raise self._error
        return answer


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[IppSimulator]:
    with IppSimulator(SimulationPermit.for_development(), tmp_path) as simulator:
        yield simulator


@pytest.mark.parametrize("error", [DeviceTimeoutError(), ProtocolError("HTTP 504")])
def test_a_document_that_was_taken_without_a_word_is_followed_by_its_name(
    simulator: IppSimulator, error: DeviceError
) -> None:
    address = IppAddress.parse(simulator.uri)
    assert address is not None
    client = SpoiltAnswers(address, error)
    outcome = IppPrinter(client).print_document(PDF, "样例", PageOptions(), deadline_s=PATIENCE_S)
    assert outcome.state is PrintState.PRINTED
    assert (client.given, len(simulator.printed)) == (1, 1)


def test_a_job_that_was_called_off_before_it_was_given_never_is(simulator: IppSimulator) -> None:
    cancelled = threading.Event()
    cancelled.set()
    outcome = open_page_printer(simulator.uri).print_document(
        PDF, "样例", PageOptions(), deadline_s=PATIENCE_S, cancelled=cancelled
    )
    assert outcome == PageOutcome(PrintState.FAILED, PageCause.CANCELLED)
    assert not simulator.jobs
