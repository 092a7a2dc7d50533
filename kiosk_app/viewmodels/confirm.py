"""The declaration and what happens to the data, agreed to with one touch; then handing in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk_app.viewmodels.base import ViewModel, of, rows_of
from kiosk_app.words.say import QT_TRANSLATE_NOOP, listed, say
from shared.catalogue.model import Subject
from shared.intake.draft import Draft

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One sentence that is agreed to."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class ConfirmProps:
    """The last look before handing in."""

    title: str = ""
    summary: str = ""
    who: str = ""
    promises: tuple[PromiseRow, ...] = ()
    privacy: tuple[PromiseRow, ...] = ()
    agree_label: str = ""
    agreed: bool = False
    sealing: bool = False


class ConfirmActs(Protocol):
    """What the confirmation can ask for."""

    def toggle_agreed(self) -> None: ...
    def submit(self) -> None: ...


@QmlElement
class ConfirmViewModel(ViewModel):
    """The confirmation. Signals: one for each field."""

    ROWS: ClassVar = {"promises": PromiseRow, "privacy": PromiseRow}

    titleChanged = Signal()
    summaryChanged = Signal()
    whoChanged = Signal()
    agreeLabelChanged = Signal()
    agreedChanged = Signal()
    sealingChanged = Signal()

    title = Property(str, of("title"), notify=titleChanged)
    summary = Property(str, of("summary"), notify=summaryChanged)
    who = Property(str, of("who"), notify=whoChanged)
    promises = Property(QObject, rows_of("promises"), constant=True)
    privacy = Property(QObject, rows_of("privacy"), constant=True)
    agreeLabel = Property(str, of("agree_label"), notify=agreeLabelChanged)
    agreed = Property(bool, of("agreed"), notify=agreedChanged)
    sealing = Property(bool, of("sealing"), notify=sealingChanged)

    def __init__(self, acts: ConfirmActs, props: ConfirmProps | None = None, parent: QObject | None = None) -> None:
        super().__init__(props or ConfirmProps(), parent)
        self._acts = acts

    @Slot()
    def toggleAgreed(self) -> None:
        self._acts.toggle_agreed()

    @Slot()
    def submit(self) -> None:
        self._acts.submit()


@dataclass(frozen=True, slots=True)
class ConfirmInputs:
    """What the confirmation depends on."""

    draft: Draft
    subject: Subject
    agreed: bool = False
    busy: bool = False


def derive_confirm_props(inputs: ConfirmInputs) -> ConfirmProps:
    """Return the declaration."""
    draft, subject = inputs.draft, inputs.subject
    # A paper that an answer made needless stays in the draft and is not handed in.
    given = [draft.materials[each.code] for each in subject.materials if each.code in draft.materials]
    departments = listed(item.department for item in subject.items)
    return ConfirmProps(
        title=say(QT_TRANSLATE_NOOP("Kiosk", "最后一步：确认")),
        summary=say(
            QT_TRANSLATE_NOOP("Kiosk", "{name}：{items} 个事项，{materials} 份材料，拍了 {pages} 页"),
            name=subject.name,
            items=len(subject.items),
            materials=len(given),
            pages=sum(len(material.pages) for material in given),
        ),
        who=listed(
            say(QT_TRANSLATE_NOOP("Kiosk", "{role}：{name}"), role=_label(subject, applicant.role), name=applicant.name)
            for applicant in draft.applicants
        ),
        promises=(
            PromiseRow("true", say(QT_TRANSLATE_NOOP("Kiosk", "填的内容、交的材料都是真的，和原件一样。"))),
            PromiseRow(
                "liable",
                say(QT_TRANSLATE_NOOP("Kiosk", "要是不真实，我愿意承担法律责任，办出来的结果可以被撤销。")),
            ),
        ),
        privacy=(
            PromiseRow(
                "purpose",
                say(
                    QT_TRANSLATE_NOOP("Kiosk", "只用来办这件事，只交给办这件事的部门：{departments}。"),
                    departments=departments,
                ),
            ),
            PromiseRow(
                "sealed",
                say(QT_TRANSLATE_NOOP("Kiosk", "提交后加密封好再送出，这台机器自己也打不开；屏幕上的内容随即清除。")),
            ),
            PromiseRow(
                "rights",
                say(QT_TRANSLATE_NOOP("Kiosk", "想查、想改、想撤回，凭收件凭证到窗口，或者打 12345。")),
            ),
        ),
        agree_label=say(QT_TRANSLATE_NOOP("Kiosk", "我看清楚了，都是真的，同意提交")),
        agreed=inputs.agreed,
        sealing=inputs.busy,
    )


def _label(subject: Subject, role: str) -> str:
    found = subject.role(role)
    return found.label if found else ""
