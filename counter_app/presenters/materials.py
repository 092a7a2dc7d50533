"""The checklist: every material of the matter with how it stands."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from counter_app.keys import MATERIAL_KEYS
from counter_app.ports.materials import MaterialRow, MaterialsViewPort
from counter_app.ports.tone import Tone
from counter_app.words.case import MaterialWords
from counter_app.work.facts import CaseFacts
from counter_app.work.workbench import Workbench
from shared.domain.materials import Material, MaterialSource
from shared.intake.draft import DraftMaterial
from shared.intake.gaps import GapKind


def derive_rows(facts: CaseFacts, words: MaterialWords) -> tuple[MaterialRow, ...]:
    """Return the lines: what is asked for, then what another item of the same matter supplies."""
    asked = tuple(_row(material, number, facts, words) for number, material in enumerate(facts.subject.materials))
    supplied = tuple(
        MaterialRow(
            f"supplied.{entry.code}",
            entry.name,
            words.supplied(),
            words.brief_supplied(),
            "",
            "",
            Tone.NEUTRAL,
            entry.note,
        )
        for entry in facts.subject.supplied_materials
    )
    return (*asked, *supplied)


def _row(material: Material, number: int, facts: CaseFacts, words: MaterialWords) -> MaterialRow:
    key = MATERIAL_KEYS[number].replace("+", " ") if number < len(MATERIAL_KEYS) else ""
    guide = facts.guides.get(material.code)
    note = "\n".join(part for part in (guide.official if guide else "", material.legal_basis) if part)
    given = facts.draft.materials.get(material.code)
    if given is None:
        by_card = MaterialSource.CARD_READ in material.sources
        status = words.by_card() if by_card else words.not_given(deferrable=material.deferrable)
        brief = words.by_card() if by_card else words.brief_missing()
        return MaterialRow(material.code, material.name, status, brief, "", key, Tone.WAITING, note)
    wrong = any(gap.kind is GapKind.MATERIAL and gap.where == material.code for gap in facts.gaps)
    return MaterialRow(
        code=material.code,
        name=material.name,
        status=_status(given, words, open_gap=wrong),
        brief=words.brief(given.given_by, len(given.pages)),
        trust=words.trust(given.trust.value),
        key=key,
        tone=_tone(given, open_gap=wrong),
        note=note,
    )


def _tone(given: DraftMaterial, *, open_gap: bool) -> Tone:
    """Return how a material stands: what is promised is neither missing nor there."""
    if open_gap:
        return Tone.BAD
    return Tone.WARN if given.promise is not None else Tone.GOOD


def _status(given: DraftMaterial, words: MaterialWords, *, open_gap: bool) -> str:
    if given.promise is not None:
        return words.promised(given.promise, kept_open=not open_gap)
    if any(page.override_reason for page in given.pages):
        return words.overridden(len(given.pages))
    return words.given(given.given_by, len(given.pages), is_seen=given.is_original_seen)


def derive_summary(facts: CaseFacts, words: MaterialWords) -> str:
    """Return how many papers are asked for and how many it would be singly."""
    return words.summary(facts.subject.asked_papers, facts.subject.single_papers)


class MaterialsPresenter(QObject):
    """Shows the checklist; which line is selected is said to the stage.

    Signals:
        selected: a material's code.
        scanWanted: the code of the material to scan.
    """

    selected = Signal(str)
    scanWanted = Signal(str)

    def __init__(self, view: MaterialsViewPort, bench: Workbench, words: MaterialWords) -> None:
        super().__init__()
        self._view = view
        self._bench = bench
        self._words = words
        self._selected = ""
        view.materialSelected.connect(self.select)
        view.scanAsked.connect(self._scan)
        view.demanded.connect(self._demand)
        bench.opened.connect(self._opened)
        bench.changed.connect(self._show)
        bench.closed.connect(self._closed)

    @Slot(str)
    def select(self, code: str) -> None:
        """Select a line."""
        facts = self._bench.facts
        if facts is None or code not in {material.code for material in facts.subject.materials}:
            return
        self._selected = code
        self._show(facts)
        self.selected.emit(code)

    @Slot(str)
    def _scan(self, code: str) -> None:
        self.select(code)
        if self._selected == code:
            self.scanWanted.emit(code)

    @Slot(str)
    def _demand(self, wanted: str) -> None:
        if self._bench.facts is not None:
            self._bench.demand(wanted, self.select)

    @Slot(object)
    def _opened(self, facts: CaseFacts) -> None:
        self._view.close_demand()
        # The first paper that a hand must lay down; cards are read.
        scanned = (m.code for m in facts.subject.materials if MaterialSource.CARD_READ not in m.sources)
        self._selected = next(scanned, "")
        self._show(facts)
        self.selected.emit(self._selected)

    @Slot()
    def _closed(self) -> None:
        self._view.close_demand()

    @Slot(object)
    def _show(self, facts: CaseFacts) -> None:
        self._view.set_rows(derive_rows(facts, self._words), self._selected)
        self._view.set_summary(derive_summary(facts, self._words))
