"""Seals one intake in a process that dies at a given step: `python -m … PROFILE STEP COUNT SUBMISSION CASE`."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from shared.store.keys import FileKeySource
from shared.store.profile import Profile
from shared.store.sealing import SealPage, SealStep, seal_submission
from shared.store.settings import enrolment
from shared.store.store import open_store
from tests.unit.shared.store.specimen_terminal import SpecimenTerminal, intake


def main(profile_dir: str, step: str, count: str, submission: str, case: str) -> None:
    """Seal, and leave without any cleaning up when `step` comes for the count-th time."""
    profile = Profile(Path(profile_dir))
    source = FileKeySource(profile)
    store = open_store(profile, source.store_key())
    terminal = SpecimenTerminal(profile, store, source.signing_key(), enrolment(store), None, None, None)  # type: ignore[arg-type]
    request = replace(intake(terminal, case_id=UUID(case), pages=3), submission_id=UUID(submission))
    assert all(isinstance(page, SealPage) for page in request.pages)
    left = int(count)

    def at_step(now: SealStep) -> None:
        nonlocal left
        left -= now == SealStep(step)
        if left == 0:
            os._exit(9)

    seal_submission(store, terminal.keys, request, at_step=at_step)
    os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
