"""What stands in for the selected material: offered by the engine's rules, given and taken back by the clerk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from counter_app.ports.stand_in import StandInState, StandInViewPort
from counter_app.words.stand_in import StandInWords
from counter_app.work.facts import CaseFacts
from counter_app.work.workbench import Workbench
from shared.intake.gaps import Gap, GapKind


def derive_stand_in(facts: CaseFacts, selected: str, words: StandInWords) -> StandInState:
    """Return what the selected material allows; nothing for one that may neither follow nor be replaced."""
    material = next((one for one in facts.subject.materials if one.code == selected), None)
    if material is None:
        return StandInState()
    given = facts.draft.materials.get(selected)
    if given is not None and given.commitment is not None:
        text = words.declared(material.name, given.commitment.check_days)
        return StandInState(text, given.commitment.text, take_back=words.take_back())
    gap = _gap_of(facts, selected)
    if given is not None and given.promise is not None:
        until = given.promise
        text = words.past(material.name, until) if gap else words.promised(material.name, until) + words.breach()
        return StandInState(text, take_back=words.take_back())
    if gap is None or not (gap.later_until or gap.commitment):
        return StandInState()
    return StandInState(
        text=words.offered(material.name, later=gap.later_until, declared=bool(gap.commitment)),
        detail=gap.commitment,
        promise=words.promise(gap.later_until) if gap.later_until else "",
        commit=words.commit() if gap.commitment else "",
    )


def _gap_of(facts: CaseFacts, code: str) -> Gap | None:
    return next((gap for gap in facts.gaps if gap.kind is GapKind.MATERIAL and gap.where == code), None)


class StandInPresenter(QObject):
    """Shows the strip for the material that is selected in the checklist."""

    def __init__(self, view: StandInViewPort, bench: Workbench, words: StandInWords) -> None:
        super().__init__()
        self._view = view
        self._bench = bench
        self._words = words
        self._selected = ""
        view.promiseAsked.connect(self._promise)
        view.commitAsked.connect(self._commit)
        view.takeBackAsked.connect(self._take_back)
        bench.changed.connect(self._show)
        bench.closed.connect(self._closed)

    @Slot(str)
    def select(self, code: str) -> None:
        """Speak of another material."""
        self._selected = code
        if self._bench.facts is not None:
            self._show(self._bench.facts)

    @Slot()
    def _promise(self) -> None:
        self._act(self._bench.promise)

    @Slot()
    def _commit(self) -> None:
        self._act(self._bench.commit)

    @Slot()
    def _take_back(self) -> None:
        self._act(self._bench.take_back)

    def _act(self, act: Callable[[str], None]) -> None:
        if self._selected and not self._bench.busy:
            act(self._selected)

    @Slot(object)
    def _show(self, facts: CaseFacts) -> None:
        self._view.set_state(derive_stand_in(facts, self._selected, self._words))

    @Slot()
    def _closed(self) -> None:
        self._selected = ""
        self._view.set_state(StandInState())
