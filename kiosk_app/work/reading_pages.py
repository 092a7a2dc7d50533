"""What kept pages say of the form: offered beside their picture, filled only by the citizen's finger."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

from devices.core.scanning import Pixels
from kiosk_app.work.desk_jobs import DeskJobs
from kiosk_app.work.state import SessionState, StateBox
from shared.capture.reading import Reading, open_readings
from shared.catalogue.readable import ReadableSide
from shared.forms.joined import JoinedForm
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft, FieldSource
from shared.qt.jobs import Lane, Ok, Result

Read = Callable[[Pixels, str, ReadableSide | None, JoinedForm], tuple[Reading, ...]]
"""Reads a page of a material for a form, by what can be read of its side; blocking."""
_CROP: Final = "reading-"


def crop_of(reading: Reading) -> str:
    """Return the key of a reading's picture: part of an address, so it holds nothing of what was read."""
    return _CROP + hashlib.blake2s(reading.key.encode(), digest_size=8).hexdigest()


def offered(state: SessionState) -> tuple[Reading, ...]:
    """Return what the pages of the material on the stage say that is not known yet, nor refused."""
    draft, code = state.draft, state.material
    if draft is None or code is None:
        return ()
    by_card = {field for field, told in draft.fields.items() if told.source is FieldSource.CARD}
    said = tuple(one for one in state.readings.get(code, ()) if one.field_id not in by_card)
    return open_readings(said, draft.values(), draft.refused_readings)


class ReadingPages:
    """Reads on a lane of its own. GUI thread only.

    Args:
        put: keeps a picture for the face; any thread.
    """

    def __init__(
        self,
        *,
        box: StateBox,
        jobs: DeskJobs,
        desk: IntakeDesk,
        lane: Lane,
        read: Read,
        put: Callable[[str, bytes], None],
    ) -> None:
        self._box = box
        self._jobs = jobs
        self._desk = desk
        self._lane = lane
        self._read = read
        self._put = put
        self._case_id: UUID | None = None
        self._gone: Counter[str] = Counter()
        self._asked: set[str] = set()

    def follow(self, draft: Draft | None) -> None:
        """Forget what pages said that are gone: another case's, and those of whoever was in a role before."""
        case_id = draft.case_id if draft else None
        if case_id != self._case_id:
            self._case_id = case_id
            self._asked.clear()
            self._box.change(readings={})
        given = {code for code, material in draft.materials.items() if material.pages} if draft else set()
        for code in self._asked - given:
            self.forget(code)

    def read(self, code: str, pixels: Pixels, side_name: str = "") -> None:
        """Read a page that was kept; side_name is that of its side, where that is known."""
        state = self._box.now
        if state.form is None or state.draft is None:
            return
        form, case_id = state.form, state.draft.case_id
        known = self._desk.catalogue_of(state.draft).material_guide(code).recognition
        side = known.readable(side_name) if known is not None else None
        self._asked.add(code)

        def job() -> tuple[Reading, ...]:
            said = self._read(pixels, code, side, form)
            for one in said:
                self._put(crop_of(one), one.crop)
            return said

        self._lane.run(job, partial(self._came, case_id, code, self._gone[code]))

    def forget(self, code: str) -> None:
        """Drop what a material's pages said, or are being read for: one of them is gone."""
        self._gone[code] += 1
        self._asked.discard(code)
        self._box.change(readings={key: said for key, said in self._box.now.readings.items() if key != code})

    def take(self, key: str) -> None:
        """Fill in what was read."""
        self._fill(tuple(one for one in offered(self._box.now) if one.key == key))

    def take_sure(self) -> None:
        """Fill in everything that was read without doubt."""
        self._fill(tuple(one for one in offered(self._box.now) if not one.is_doubtful))

    def refuse(self, key: str) -> None:
        """Never offer it again, also where the draft is carried on."""
        draft = self._box.now.draft
        if draft is not None:
            self._jobs.run(lambda: self._desk.refuse_reading(draft, key), lambda kept: self._box.change(draft=kept))

    def _fill(self, readings: tuple[Reading, ...]) -> None:
        draft = self._box.now.draft
        if draft is None or not readings:
            return

        def job() -> tuple[Draft, JoinedForm]:
            filled = draft
            for one in readings:
                filled = self._desk.take_reading(filled, one.field_id, one.value)
            return filled, self._desk.form(filled)

        self._jobs.run(job, self._filled)

    def _filled(self, outcome: tuple[Draft, JoinedForm]) -> None:
        draft, form = outcome
        typed = {key: text for key, text in self._box.now.typed.items() if key not in draft.fields}
        self._box.change(draft=draft, form=form, typed=typed)

    def _came(self, case_id: UUID, code: str, gone: int, result: Result) -> None:
        state = self._box.now
        if not isinstance(result, Ok) or gone != self._gone[code]:
            return
        if state.draft is not None and state.draft.case_id == case_id:
            known = {one.key: one for one in (*state.readings.get(code, ()), *result.value)}
            self._box.change(readings={**state.readings, code: tuple(known.values())})
