"""The staff manuals of a matter's items, ready to be set on paper."""

from __future__ import annotations

from dataclasses import dataclass

from shared.catalogue.extras import StaffManual
from shared.catalogue.manuals import manual_of
from shared.catalogue.model import Catalogue
from shared.domain.items import HandlingKind, Item, ItemKind
from shared.notices.typeset import set_pages, template_of

_KINDS = {ItemKind.CHECKED: "部门核查，不向申请人要材料", ItemKind.REFERRED: "只指路，本窗口不收件"}


@dataclass(frozen=True, slots=True)
class ManualPart:
    """One item's manual.

    Attributes:
        limit: how long it takes, or what is done with it; origin: what it was drawn from, empty for a real one.
        steps: title, who acts, what follows.
    """

    code: str
    name: str
    department: str
    limit: str
    origin: str
    manual: StaffManual
    steps: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class PrintedManual:
    """The manuals of a matter.

    Attributes:
        illustrative: at least one of them was drawn from the guide, or is a demonstration.
    """

    title: str
    parts: tuple[ManualPart, ...]
    hall: str
    version: str
    illustrative: bool


def staff_manual(catalogue: Catalogue, subject_code: str) -> PrintedManual:
    """Return the manuals of all items of a matter, whatever the applicant's situation.

    Raises:
        UnknownSubjectError: there is no such item or service.
    """
    subject = catalogue.subject(subject_code)
    parts = tuple(_part(catalogue, item) for item in (*subject.items, *subject.checks, *subject.referrals))
    illustrative = any(part.manual.illustrative for part in parts)
    return PrintedManual(subject.name, parts, catalogue.hall.name, catalogue.version, illustrative)


def manual_paper(manual: PrintedManual) -> bytes:
    """Return staff manuals as a PDF of A4 pages."""
    return set_pages(template_of("shared.forms", "manual.html").render(manual=manual))


def _part(catalogue: Catalogue, item: Item) -> ManualPart:
    manual = manual_of(catalogue, item.code)
    titles = {step.id: step.title for step in manual.flow}
    steps = tuple(
        (
            step.title,
            step.who + (f"，{step.days} 个工作日" if step.days else ""),
            "；".join(f"{one.condition}→{titles[one.to]}" if one.condition else titles[one.to] for one in step.next),
        )
        for step in manual.flow
    )
    drawn = catalogue.extras_of(item.code).manual is None
    origin = "按目录的办事指南和材料生成，供演示" if drawn else "演示内容" if manual.illustrative else ""
    return ManualPart(item.code, item.name, item.department, _limit(item), origin, manual, steps)


def _limit(item: Item) -> str:
    if item.kind in _KINDS:
        return _KINDS[item.kind]
    if item.handling is HandlingKind.IMMEDIATE:
        return "即办件，当场办结"
    statutory = f"，法定 {item.statutory_days} 个工作日" if item.statutory_days else ""
    return f"承诺件，承诺 {item.days} 个工作日{statutory}"
