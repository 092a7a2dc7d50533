"""The guide of one matter in plain words, and where to go when it can't be taken here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk_app.viewmodels.base import ViewModel, of, rows_of
from kiosk_app.viewmodels.item_places import audience_text, elsewhere_note, elsewhere_title, where_text
from kiosk_app.words.say import QT_TRANSLATE_NOOP, listed, say
from shared.catalogue.model import Catalogue, Subject
from shared.domain.items import Channel, HandlingKind
from shared.domain.materials import Material, MaterialSource

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact: how long, what it costs, what comes of it."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """One item of the matter with its department."""

    key: str
    name: str
    department: str


@dataclass(frozen=True, slots=True)
class BringRow:
    """One thing to bring; `by_card` when laying the card is all there is to it."""

    key: str
    name: str
    note: str
    tag: str
    by_card: bool = False


@dataclass(frozen=True, slots=True)
class ItemProps:
    """Attributes:
    takes: it can be taken at this kiosk; else place, address, hours, phone lead on.
    """

    name: str = ""
    purpose: str = ""
    emblem: str = ""
    colour: str = "teal"
    facts: tuple[FactRow, ...] = ()
    parts: tuple[PartRow, ...] = ()
    bring: tuple[BringRow, ...] = ()
    bring_title: str = ""
    reach: tuple[FactRow, ...] = ()
    takes: bool = True
    elsewhere_title: str = ""
    elsewhere_note: str = ""
    elsewhere: tuple[FactRow, ...] = ()
    start_label: str = ""
    starting: bool = False


class ItemActs(Protocol):
    """What the guide can ask for."""

    def start(self) -> None: ...


@QmlElement
class ItemViewModel(ViewModel):
    """The guide. Signals: one for each field."""

    ROWS: ClassVar = {"facts": FactRow, "parts": PartRow, "bring": BringRow, "reach": FactRow, "elsewhere": FactRow}

    nameChanged = Signal()
    purposeChanged = Signal()
    emblemChanged = Signal()
    colourChanged = Signal()
    bringTitleChanged = Signal()
    takesChanged = Signal()
    elsewhereTitleChanged = Signal()
    elsewhereNoteChanged = Signal()
    startLabelChanged = Signal()
    startingChanged = Signal()

    name = Property(str, of("name"), notify=nameChanged)
    purpose = Property(str, of("purpose"), notify=purposeChanged)
    emblem = Property(str, of("emblem"), notify=emblemChanged)
    colour = Property(str, of("colour"), notify=colourChanged)
    facts = Property(QObject, rows_of("facts"), constant=True)
    parts = Property(QObject, rows_of("parts"), constant=True)
    bring = Property(QObject, rows_of("bring"), constant=True)
    bringTitle = Property(str, of("bring_title"), notify=bringTitleChanged)
    reach = Property(QObject, rows_of("reach"), constant=True)
    takes = Property(bool, of("takes"), notify=takesChanged)
    elsewhereTitle = Property(str, of("elsewhere_title"), notify=elsewhereTitleChanged)
    elsewhereNote = Property(str, of("elsewhere_note"), notify=elsewhereNoteChanged)
    elsewhere = Property(QObject, rows_of("elsewhere"), constant=True)
    startLabel = Property(str, of("start_label"), notify=startLabelChanged)
    starting = Property(bool, of("starting"), notify=startingChanged)

    def __init__(self, acts: ItemActs, props: ItemProps | None = None, parent: QObject | None = None) -> None:
        super().__init__(props or ItemProps(), parent)
        self._acts = acts

    @Slot()
    def start(self) -> None:
        self._acts.start()


@dataclass(frozen=True, slots=True)
class ItemInputs:
    """What the guide depends on."""

    subject: Subject
    catalogue: Catalogue
    starting: bool = False


def derive_item_props(inputs: ItemInputs) -> ItemProps:
    """Return the guide of a matter."""
    subject, catalogue = inputs.subject, inputs.catalogue
    channel = subject.channels[Channel.KIOSK]
    # Nobody is to look for papers for what is over.
    asked = () if subject.is_over else subject.materials
    bring = tuple(_bring_row(material, catalogue) for material in asked)
    return ItemProps(
        name=subject.name,
        purpose=subject.subtitle,
        emblem=subject.emblem,
        colour=subject.theme.colour,
        facts=_facts(subject, catalogue),
        parts=tuple(PartRow(item.code, item.name, item.department) for item in subject.members)
        if len(subject.members) > 1
        else (),
        bring=bring,
        bring_title=_bring_title(len(bring), takes=channel.takes),
        reach=_reach(subject, catalogue),
        takes=channel.takes,
        elsewhere_title=elsewhere_title(subject),
        elsewhere_note=elsewhere_note(subject),
        elsewhere=_elsewhere(inputs),
        start_label=say(QT_TRANSLATE_NOOP("Kiosk", "开始办理")),
        starting=inputs.starting,
    )


def _facts(subject: Subject, catalogue: Catalogue) -> tuple[FactRow, ...]:
    guides = [catalogue.guide(item.code) for item in subject.members]
    results = listed(guide.result.name for guide in guides)
    fees = say(QT_TRANSLATE_NOOP("Kiosk", "；")).join(dict.fromkeys(guide.fee for guide in guides))
    departments = listed(item.department for item in subject.members)
    return (
        FactRow("days", say(QT_TRANSLATE_NOOP("Kiosk", "多久办好")), _days(subject)),
        FactRow("fee", say(QT_TRANSLATE_NOOP("Kiosk", "收不收钱")), fees),
        FactRow("result", say(QT_TRANSLATE_NOOP("Kiosk", "拿到什么")), results),
        FactRow("department", say(QT_TRANSLATE_NOOP("Kiosk", "谁来办")), departments),
    )


def _reach(subject: Subject, catalogue: Catalogue) -> tuple[FactRow, ...]:
    """Return where it can be applied for, and by whom."""
    scope = "" if subject.is_service else catalogue.guide(subject.code).scope
    rows = (
        FactRow("where", say(QT_TRANSLATE_NOOP("Kiosk", "在哪申请")), where_text(subject, catalogue)),
        FactRow("audience", say(QT_TRANSLATE_NOOP("Kiosk", "谁能申请")), scope or audience_text(subject)),
    )
    return tuple(row for row in rows if row.value)


def _days(subject: Subject) -> str:
    if not subject.items:
        return say(QT_TRANSLATE_NOOP("Kiosk", "以办理部门的答复为准"))
    if all(item.handling is HandlingKind.IMMEDIATE for item in subject.items):
        return say(QT_TRANSLATE_NOOP("Kiosk", "受理后当场办好"))
    limits = [item.statutory_days for item in subject.items if item.statutory_days]
    promised = say(QT_TRANSLATE_NOOP("Kiosk", "受理后 {days} 个工作日"), days=subject.promised_days)
    if not limits or max(limits) <= subject.promised_days:
        return promised
    return promised + say(QT_TRANSLATE_NOOP("Kiosk", "（法定 {days} 个工作日）"), days=max(limits))


def _bring_row(material: Material, catalogue: Catalogue) -> BringRow:
    guide = catalogue.material_guide(material.code)
    if MaterialSource.CARD_READ in material.sources:
        tag = say(QT_TRANSLATE_NOOP("Kiosk", "刷一下就行"))
        return BringRow(
            material.code, material.name, say(QT_TRANSLATE_NOOP("Kiosk", "放到读卡区读一下，不用交。")), tag, True
        )
    tag = say(QT_TRANSLATE_NOOP("Kiosk", "带原件，拍完拿走"))
    return BringRow(material.code, material.name, guide.note, tag)


def _bring_title(count: int, *, takes: bool) -> str:
    if not takes:
        return say(QT_TRANSLATE_NOOP("Kiosk", "去之前备好这 {count} 样"), count=count)
    return say(QT_TRANSLATE_NOOP("Kiosk", "要带的 {count} 样"), count=count)


def _elsewhere(inputs: ItemInputs) -> tuple[FactRow, ...]:
    referral = inputs.subject.referral_at(Channel.KIOSK)
    hall = inputs.catalogue.hall
    rows = (
        FactRow("place", say(QT_TRANSLATE_NOOP("Kiosk", "地点")), referral.place or hall.name),
        FactRow("address", say(QT_TRANSLATE_NOOP("Kiosk", "地址")), referral.address or hall.address),
        FactRow("hours", say(QT_TRANSLATE_NOOP("Kiosk", "时间")), referral.hours or hall.hours),
        FactRow("phone", say(QT_TRANSLATE_NOOP("Kiosk", "电话")), referral.phone or hall.phone),
        FactRow("online", say(QT_TRANSLATE_NOOP("Kiosk", "网上")), referral.online),
    )
    return tuple(row for row in rows if row.value)
