"""A page job in a thread of its own, for tests that meddle with it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from pyipp.enums import IppOperation

from devices.core.deadline import Deadline
from devices.core.errors import DeviceError
from devices.core.page_printing import PageCause, PageOptions, PageOutcome, PageProgress
from devices.page_printer import open_page_printer
from devices.page_printer.client import IppAddress, IppClient
from devices.page_printer.states import job_facts

_ANSWER_S = 5.0
PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


@dataclass
class Running:
    """A job in a thread of its own."""

    uri: str
    deadline_s: float = 60.0
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


def has_nothing_but_taken_back(uri: str) -> bool:
    """Tell whether a printer holds no job, or only such as it was asked to cancel (RFC 8011, 5.3.8)."""
    address = IppAddress.parse(uri)
    assert address is not None
    answer = IppClient(address).ask(
        IppOperation.GET_JOBS,
        Deadline(_ANSWER_S),
        about={"which-jobs": "not-completed", "requested-attributes": ["job-id", "job-state", "job-state-reasons"]},
    )
    return all("processing-to-stop-point" in job_facts(job).reasons for job in answer["jobs"])
