"""Seals specimen cases one after the other, as a face would: through the desk, the store and the agent's wake-up."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shared.domain.items import Channel
from shared.intake.catalogues import CatalogueShelf
from shared.intake.desk import IntakeDesk
from shared.intake.specimens import plan_case, take_specimen
from shared.store import outbox
from shared.store.terminal import Terminal
from shared.sync.wake import wake_agent


@dataclass(frozen=True, slots=True)
class Simulation:
    """What to seal.

    Attributes:
        rate: cases a second at most, None for as fast as it goes.
        seed: makes people and pages repeatable; None for fresh ones.
        unsealed: leave them as drafts.
    """

    count: int
    pages: int
    page_bytes: int
    rate: float | None = None
    seed: int | None = None
    unsealed: bool = False


def simulate(terminal: Terminal, wanted: Simulation) -> Iterator[dict[str, Any]]:
    """Seal the cases and yield a line for each once it is sealed, with the digests of its pages before sealing.

    What is left unsealed is told with the number of its invented applicant, whose card its taker would lay.

    Raises:
        IntakeError: no item takes so many pages here.
        StoreError: the disk is full, say; what was yielded is sealed.
    """
    desk = IntakeDesk(terminal, CatalogueShelf(terminal))
    channel = Channel(terminal.identity.kind.value)
    plan = plan_case(desk, channel, wanted.pages)
    rng = random.Random(wanted.seed)  # noqa: S311 - invents people, keeps no secret
    began = time.monotonic()
    for done in range(wanted.count):
        if wanted.rate:
            time.sleep(max(0.0, began + done / wanted.rate - time.monotonic()))
        draft = take_specimen(desk, plan, channel, rng, wanted.page_bytes)
        pages = [page.sha256 for page in draft.pages()]
        if wanted.unsealed:
            yield {"case_id": str(draft.case_id), "person": draft.applicants[0].number, "pages": pages}
            continue
        sealed = desk.seal(draft)
        wake_agent(terminal.profile)
        row = outbox.of_cases(terminal.store, [draft.case_id])[0]
        yield {
            "case_number": sealed.case.number,
            "case_id": str(draft.case_id),
            "submission_id": str(row.submission_id),
            "pages": pages,
        }
