"""A command line with a fault planted in it: `python -m tests.prove.planted MODULE ARGUMENTS`.

Proves the proof: the agent calls its first row delivered that is not, and the platform takes its first submission
twice.
"""

from __future__ import annotations

import runpy
import sys
import uuid
from collections.abc import Callable
from itertools import count
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa

from acceptance_platform.database.tables import submissions
from shared.contract.submissions import SubmissionState, SubmissionStatus
from shared.security.manifests import root_digest
from shared.store import outbox
from shared.store.outbox import OutboxRow
from shared.sync.delivery import Delivery

_really_deliver = Delivery.deliver
_calls = count()


def deliver(self: Delivery, row: OutboxRow) -> SubmissionStatus:
    """Say of the first row that it is delivered."""
    if next(_calls):
        return _really_deliver(self, row)
    envelope = outbox.manifest(self._store, row.submission_id).envelope
    return SubmissionStatus(
        submission_id=envelope.submission_id,
        case_id=envelope.case_id,
        case_number=row.case_number,
        kind=envelope.kind,
        state=SubmissionState.DELIVERED,
        root=root_digest(envelope).hex(),
    )


def twice(settle: Callable[..., SubmissionStatus]) -> Callable[..., SubmissionStatus]:
    """Enter the first submission that is settled a second time, under an id of its own."""

    def settled(platform: Any, sealed_by: Any, submission_id: uuid.UUID, *more: Any) -> SubmissionStatus:
        status = settle(platform, sealed_by, submission_id, *more)
        if not next(_calls):
            with platform.database.write() as connection:
                chosen = sa.select(submissions).where(submissions.c.submission_id == submission_id)
                row = dict(connection.execute(chosen).one()._mapping)
                copy = {"submission_id": uuid.uuid4(), "sequence": 0, "platform_sequence": None}
                connection.execute(submissions.insert().values(row | copy))
        return status

    return settled


def main(module: str) -> None:
    """Run a module as it would run, but for the fault."""
    from acceptance_platform.submissions import commit

    with patch.object(Delivery, "deliver", deliver), patch.object(commit, "_settle", twice(commit._settle)):
        runpy.run_module(module, run_name="__main__", alter_sys=False)


if __name__ == "__main__":
    sys.argv = sys.argv[1:]
    main(sys.argv[0])
