"""How makes of eSCL scanners differ from the specification. Each entry says who was seen to do it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Quirks:
    """How to treat one make.

    Attributes:
        pause_before_next_s: between two pages of a stack.
        early_404_tries: how often a "no more pages" is not believed while the scanner's list says that the job works.
        retry_s: between two tries.
    """

    pause_before_next_s: float = 0.0
    early_404_tries: int = 4
    retry_s: float = 0.5


_BY_MODEL: Final[tuple[tuple[re.Pattern[str], Quirks], ...]] = (
    # Answers 404 for the next page when it is asked at once (sane-airscan issue list, Brother MFC and ADS series).
    (re.compile(r"\bbrother\b", re.IGNORECASE), Quirks(pause_before_next_s=1.0, early_404_tries=6)),
)

# True of so many makes that they are no exceptions:
# - Location names another host, a port that is not reachable, or a host name that the network does not know:
#   only its path is used (driver.job_path).
# - scan:InputSource is refused with 400 (some HP): pwg:InputSource is sent (settings.to_xml).
# - NextDocument answers 503 while the lamp warms up: asked again (driver).
# - ScannerAdfProcessing stays after the last page (Kyocera, Epson): 404 ends the stack whatever AdfState says.


def quirks_of(make_and_model: str) -> Quirks:
    """Return how to treat a scanner of that name."""
    return next((quirks for pattern, quirks in _BY_MODEL if pattern.search(make_and_model)), Quirks())
