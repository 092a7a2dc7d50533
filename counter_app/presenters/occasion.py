"""Leads through what is done about a sealed case beside accepting it: choose, say, be asked once more, seal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from counter_app.ports.occasion import OccasionButton, OccasionField, OccasionState, OccasionViewPort
from counter_app.words.occasion import OccasionWords
from counter_app.work.use_cases import Occasions
from counter_app.work.workbench import Workbench
from devices.core.cards import IdCard
from shared.intake.errors import OccasionRefusedError as Refused
from shared.intake.occasions import (
    CORRECTION_DAYS,
    CorrectionPoint,
    Occasion,
    OccasionOffer,
    Receiver,
    SealedOccasion,
)
from shared.store.cases import CaseIndexEntry, IndexedItem

_CODE = "occasion_refused:"
_ALL = "all"
_POINT_FIELDS = ("material", "problem", "remedy")


@dataclass(frozen=True, slots=True)
class OccasionFacts:
    """What the panel is made of.

    Attributes:
        texts: what was typed or chosen for each act, by field; it stays while the panel is closed.
        asking: the question before sealing stands.
    """

    offer: OccasionOffer | None = None
    occasion: Occasion | None = None
    texts: Mapping[Occasion, Mapping[str, str]] = field(default_factory=dict, repr=False)
    points: tuple[CorrectionPoint, ...] = ()
    problem: str = ""
    asking: bool = False
    busy: bool = False

    @property
    def said(self) -> Mapping[str, str]:
        """What was said for the act that is open."""
        return self.texts.get(self.occasion, {}) if self.occasion is not None else {}

    @property
    def items(self) -> tuple[IndexedItem, ...]:
        """What the open act is about: one item, or all on offer; also where the chosen one is not among them by now."""
        if self.offer is None or self.occasion is None:
            return ()
        offered = self.offer.items[self.occasion]
        return tuple(item for item in offered if item.number == self.said.get("item")) or offered

    def saying(self, said: Mapping[str, str]) -> OccasionFacts:
        """Return them with something more said for the act that is open."""
        if self.occasion is None:
            return self
        return replace(self, texts={**self.texts, self.occasion: {**self.said, **said}})


class OccasionPresenter(QObject):
    """Prepares and does one act at a time.

    Signals:
        sealed: SealedOccasion of the case that is shown.
    """

    sealed = Signal(object)

    def __init__(self, view: OccasionViewPort, bench: Workbench, words: OccasionWords) -> None:
        super().__init__()
        self._view = view
        self._bench = bench
        self._words = words
        self._facts = OccasionFacts()
        self._case_id: UUID | None = None
        view.chosen.connect(self._choose)
        view.said.connect(self._say)
        view.addAsked.connect(self._add)
        view.removeAsked.connect(self._remove)
        view.goAsked.connect(self._go)
        view.backAsked.connect(self._back)
        bench.occasionSealed.connect(self._sealed)
        bench.failed.connect(self._failed)

    def show_case(self, case: CaseIndexEntry) -> None:
        """Offer what may be done about a case now; what was being written about it stays."""
        if case.case_id != self._case_id:
            self._case_id = case.case_id
            self._show(OccasionFacts())
        self._bench.load_offer(case, self._offered)

    def leave(self) -> None:
        """Forget the case."""
        self._case_id = None
        self._show(OccasionFacts())

    def card_read(self, card: IdCard) -> bool:
        """Take who lays their card down as the receiver, where a result is handed over; return whether it was taken."""
        facts = self._facts
        if facts.occasion is not Occasion.HANDOVER or facts.busy:
            return False
        received = facts.saying({"name": card.name, "number": card.number})
        self._show(replace(received, problem="", asking=False))
        return True

    def _offered(self, offer: OccasionOffer | None) -> None:
        if offer is None or offer.case.case_id != self._case_id:
            return
        stays = self._facts.occasion in offer.items
        self._show(replace(self._facts, offer=offer, occasion=self._facts.occasion if stays else None))

    @Slot(str)
    def _choose(self, key: str) -> None:
        offer, occasion = self._facts.offer, Occasion(key)
        if offer is not None and occasion in offer.items and not self._facts.busy:
            opened = replace(self._facts, occasion=occasion, problem="", asking=False)
            self._show(opened.saying({**_begun(offer), **opened.said}))

    @Slot(str, str)
    def _say(self, key: str, value: str) -> None:
        """Take what is typed or chosen; what was asked about is what is sealed, and stays."""
        if not self._facts.asking:
            self._show(replace(self._facts.saying({key: value}), problem=""))

    @Slot()
    def _add(self) -> None:
        """Take what the fields say as a point, and begin another one."""
        facts, point = self._facts, self._point()
        if point is None:
            self._show(replace(facts, problem=self._words.refused(Refused.NO_POINTS)))
            return
        said = facts.saying({"problem": "", "remedy": ""})
        self._show(replace(said, points=(*facts.points, point), problem=""))

    @Slot(int)
    def _remove(self, place: int) -> None:
        """Take a point back into the fields."""
        facts = self._facts
        if place < len(facts.points) and not facts.asking:
            point = facts.points[place]
            said = dict(zip(_POINT_FIELDS, (point.material, point.problem, point.remedy), strict=True))
            self._show(replace(facts.saying(said), points=facts.points[:place] + facts.points[place + 1 :]))

    @Slot()
    def _go(self) -> None:
        """Ask once more, then seal."""
        facts = self._facts
        if facts.occasion is None or facts.busy:
            return
        if facts.asking:
            self._show(replace(facts, busy=True))
            self._bench.act(self._act())
            return
        if facts.occasion is Occasion.CORRECTION and self._point() is not None:
            self._add()
        missing = self._missing()
        if missing:
            self._show(replace(self._facts, problem=self._words.refused(missing)))
        else:
            self._show(replace(self._facts, problem="", asking=True))

    @Slot()
    def _back(self) -> None:
        facts = self._facts
        if not facts.busy:
            self._show(replace(facts, asking=False, occasion=facts.occasion if facts.asking else None, problem=""))

    def _point(self) -> CorrectionPoint | None:
        material, problem, remedy = (self._facts.said.get(key, "").strip() for key in _POINT_FIELDS)
        return CorrectionPoint(material, problem, remedy) if material and problem else None

    def _missing(self) -> str:
        """Return the reason why it can't be sealed as it stands, empty for none."""
        facts, said = self._facts, self._facts.said
        match facts.occasion:
            case Occasion.CORRECTION:
                return "" if facts.points else Refused.NO_POINTS
            case Occasion.HANDOVER:
                return "" if said.get("name", "").strip() else Refused.NO_RECEIVER
            case _:
                return "" if said.get("reason", "").strip() else Refused.NO_REASON

    def _act(self) -> Callable[[Occasions], SealedOccasion]:
        facts = self._facts
        said, offer = facts.said, facts.offer
        assert offer is not None  # noqa: S101 - an occasion is chosen from an offer
        case, items, points = offer.case, tuple(item.number for item in facts.items), facts.points
        match facts.occasion:
            case Occasion.CORRECTION:
                return lambda desk: desk.ask_correction(case, points, int(said["days"]))
            case Occasion.REFUSAL:
                return lambda desk: desk.refuse(case, said["reason"], said["basis"], said.get("authority", ""))
            case Occasion.WITHDRAWAL:
                return lambda desk: desk.withdraw(case, said["reason"], items)
            case _:
                receiver = Receiver(said["name"], said.get("number", ""), said.get("receiver") == "other")
                return lambda desk: desk.hand_over(case, items, receiver)

    @Slot(object)
    def _sealed(self, sealed: SealedOccasion) -> None:
        if sealed.case.case_id == self._case_id:
            self._show(OccasionFacts())
            self.sealed.emit(sealed)

    @Slot(str)
    def _failed(self, code: str) -> None:
        if self._facts.busy:
            problem = self._words.refused(code.removeprefix(_CODE)) if code.startswith(_CODE) else ""
            self._show(replace(self._facts, busy=False, asking=False, problem=problem))

    def _show(self, facts: OccasionFacts) -> None:
        self._facts = facts
        self._view.set_state(derive_occasion(facts, self._words))


def _begun(offer: OccasionOffer) -> dict[str, str]:
    """Return what stands in an act's fields when it is opened for the first time."""
    begun = {"item": _ALL, "receiver": "self", "days": str(CORRECTION_DAYS[1])}
    if offer.materials:
        begun["material"] = offer.materials[0][0]
    if offer.bases:
        begun["basis"] = offer.bases[0]
    return begun


def derive_occasion(facts: OccasionFacts, words: OccasionWords) -> OccasionState:
    """Return the strip of acts and the panel that is open."""
    offer, occasion = facts.offer, facts.occasion
    if offer is None:
        return OccasionState()
    buttons = tuple(OccasionButton(each.value, *words.button(each)) for each in Occasion if each in offer.items)
    if occasion is None:
        return OccasionState(buttons=buttons)
    items = offer.items[occasion]
    count = len(facts.points) if occasion is Occasion.CORRECTION else len(facts.items)
    names = dict(offer.materials)
    return OccasionState(
        buttons=buttons,
        chosen=occasion.value,
        title=words.title(occasion),
        hint=words.hint(occasion, "、".join(item.name for item in items)),
        points=tuple(
            words.point(place, names.get(point.material, ""), point.problem, point.remedy)
            for place, point in enumerate(facts.points, start=1)
        )
        if occasion is Occasion.CORRECTION
        else (),
        can_add=occasion is Occasion.CORRECTION,
        fields=_fields(facts, offer, occasion, words),
        problem=facts.problem,
        confirm=words.confirm(occasion, count, int(facts.said.get("days", "0"))) if facts.asking else "",
        busy=facts.busy,
    )


def _fields(
    facts: OccasionFacts, offer: OccasionOffer, occasion: Occasion, words: OccasionWords
) -> tuple[OccasionField, ...]:
    def one(key: str, options: tuple[tuple[str, str], ...] = (), offers: tuple[str, ...] = ()) -> OccasionField:
        return OccasionField(key, words.label(key), facts.said.get(key, ""), options, offers)

    items = offer.items[occasion]
    several = ((_ALL, words.all_items(len(items))),) if len(items) > 1 else ()
    which = one("item", (*several, *((item.number, item.name) for item in items)))
    which = replace(which, value=_ALL if len(facts.items) > 1 else facts.items[0].number)
    match occasion:
        case Occasion.CORRECTION:
            days = tuple((str(each), words.days(each)) for each in CORRECTION_DAYS)
            if facts.asking:
                return (one("days", days),)
            return (
                one("material", offer.materials),
                one("problem", (), words.problems()),
                one("remedy", (), words.remedies()),
                one("days", days),
            )
        case Occasion.REFUSAL:
            bases = tuple((basis, basis) for basis in offer.bases)
            return (one("reason", (), words.refusals()), one("basis", bases), one("authority", (), offer.departments))
        case Occasion.WITHDRAWAL:
            return (which, one("reason", (), words.withdrawals()))
        case Occasion.HANDOVER:
            return (which, one("receiver", words.who_receives()), one("name"), one("number"))
