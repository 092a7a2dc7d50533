"""What the pages of a material say of the form: offered beside their picture, taken or left by the clerk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Slot

from counter_app.ports.materials import ReadingLine, ReadingsState, StageViewPort
from counter_app.words.scanning import ScanWords
from counter_app.work.facts import CaseFacts
from counter_app.work.workbench import Workbench
from devices.core.scanning import Pixels
from shared.capture.reading import Reading, open_readings
from shared.catalogue.readable import ReadableSide
from shared.forms.joined import JoinedForm
from shared.intake.draft import FieldSource
from shared.qt.jobs import Lane, Ok, Result

Read = Callable[[Pixels, str, ReadableSide | None, JoinedForm], tuple[Reading, ...]]
"""Reads a page of a material for a form, by what can be read of its side; blocking."""


def derive_readings(readings: tuple[Reading, ...], facts: CaseFacts, words: ScanWords) -> ReadingsState:
    """Return the lines; what stands in a field and reads otherwise is said beside it."""
    fields = facts.form.fields
    standing = {
        field: fields[field].label_of(value) for field, value in facts.draft.values().items() if field in fields
    }
    lines = tuple(
        ReadingLine(
            key=one.key,
            title=one.title,
            text=one.text,
            crop=one.crop,
            note=_note(one, standing.get(one.field_id, ""), words),
            is_doubtful=one.is_doubtful,
        )
        for one in readings
    )
    return ReadingsState(words.readings(len(lines)), lines, sum(not one.is_doubtful for one in readings))


def _note(reading: Reading, standing: str, words: ScanWords) -> str:
    parts = (words.doubtful() if reading.is_doubtful else "", words.standing(standing) if standing else "")
    return "，".join(part for part in parts if part)


class ReadingsPresenter(QObject):
    """Reads kept pages on a lane of its own and offers what they say. Nothing is filled without the clerk."""

    def __init__(self, view: StageViewPort, bench: Workbench, lane: Lane, read: Read, words: ScanWords) -> None:
        super().__init__()
        self._view = view
        self._bench = bench
        self._lane = lane
        self._read = read
        self._words = words
        self._case_id: UUID | None = None
        self._known: dict[str, dict[str, Reading]] = {}
        self._gone: Counter[str] = Counter()
        self._given: frozenset[str] = frozenset()
        self._shown = ""
        self._is_put_away = False
        view.readingTaken.connect(self._take)
        view.readingRefused.connect(self._refuse)
        view.readingsTaken.connect(self._take_sure)
        view.readingsLeft.connect(self._put_away)
        view.pageChosen.connect(self.offer_again)
        bench.changed.connect(self._changed)
        bench.closed.connect(self._closed)

    def read(self, material: str, pixels: Pixels, side_name: str = "") -> None:
        """Read a page that is being kept; side_name is that of its side, where that is known."""
        facts = self._follow()
        if facts is not None:
            form, case_id = facts.form, facts.draft.case_id
            known = facts.guides[material].recognition if material in facts.guides else None
            side = known.readable(side_name) if known is not None else None
            came = partial(self._came, case_id, material, self._gone[material])
            self._lane.run(lambda: self._read(pixels, material, side, form), came)

    def forget(self, material: str) -> None:
        """Drop what a material's pages said, or are being read for: one of them is gone."""
        self._known.pop(material, None)
        self._gone[material] += 1

    def show_for(self, material: str) -> None:
        """Show what a material's pages say; none for an empty code."""
        if material != self._shown:
            self._shown, self._is_put_away = material, False
        self._show()

    @Slot()
    def offer_again(self) -> None:
        """Show what was put away: a page, or the material in sight, was chosen again."""
        self._is_put_away = False
        self._show()

    def _follow(self) -> CaseFacts | None:
        facts = self._bench.facts
        if facts is not None and facts.draft.case_id != self._case_id:
            self._case_id, self._known, self._given = facts.draft.case_id, {}, frozenset()
        return facts

    def _came(self, case_id: UUID, material: str, gone: int, result: Result) -> None:
        if case_id == self._case_id and gone == self._gone[material] and isinstance(result, Ok):
            self._known.setdefault(material, {}).update({one.key: one for one in result.value})
            if material == self._shown:
                self._is_put_away = False
            self._show()

    def _open(self) -> tuple[Reading, ...]:
        facts = self._follow()
        if facts is None:
            return ()
        said = tuple(self._known.get(self._shown, {}).values())
        told = facts.draft.fields
        # What the chip said is not up for a paper to change.
        free = tuple(
            one for one in said if one.field_id not in told or told[one.field_id].source is not FieldSource.CARD
        )
        return open_readings(free, facts.draft.values(), facts.draft.refused_readings)

    @Slot(str)
    def _take(self, key: str) -> None:
        for one in self._open():
            if one.key == key:
                self._bench.take_reading(one.field_id, one.value)

    @Slot()
    def _take_sure(self) -> None:
        for one in self._open():
            if not one.is_doubtful:
                self._bench.take_reading(one.field_id, one.value)

    @Slot(str)
    def _refuse(self, key: str) -> None:
        self._bench.refuse_reading(key)

    @Slot()
    def _put_away(self) -> None:
        """Leave the room to what stands behind; what the pages say is offered when one is chosen again."""
        self._is_put_away = bool(self._open())
        self._show()

    @Slot(object)
    def _changed(self, facts: CaseFacts) -> None:
        """Drop what erased pages said: somebody else came into the role of the one whose papers they were."""
        self._follow()
        given = frozenset(code for code, material in facts.draft.materials.items() if material.pages)
        for code in self._given - given:
            self.forget(code)
        self._given = given
        self._show()

    @Slot()
    def _show(self) -> None:
        facts = self._bench.facts
        readings = () if self._is_put_away else self._open()
        state = derive_readings(readings, facts, self._words) if facts and readings else ReadingsState()
        self._view.set_readings(state)

    @Slot()
    def _closed(self) -> None:
        self._case_id, self._known, self._shown, self._is_put_away = None, {}, "", False
        self._show()
