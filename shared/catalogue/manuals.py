"""The staff manual of every item (业务手册, A2): its own, or one drawn from its guide, materials and checks.

A drawn one says nothing that the catalogue does not say elsewhere, names no law beyond those of the materials, and is
marked illustrative.
"""

from __future__ import annotations

from collections.abc import Iterator

from shared.catalogue.extras import DepartmentCheck, FlowNext, FlowStep, StaffManual, Standard
from shared.catalogue.model import Catalogue
from shared.domain.items import Item
from shared.domain.materials import DEFERRED_WORKDAYS, Importance, Material


def manual_of(catalogue: Catalogue, item_code: str) -> StaffManual:
    """Return what a clerk works by; a referred item has steps alone."""
    extras = catalogue.extras_of(item_code)
    if extras.manual is not None:
        return extras.manual
    item = catalogue.items[item_code]
    standards = _of_check(extras.check) if extras.check else _of_materials(catalogue, item)
    return StaffManual(tuple(standards), flow=tuple(_flow(catalogue, item_code)), illustrative=True)


def _of_check(check: DepartmentCheck) -> Iterator[Standard]:
    yield Standard("核查什么", check.proves, legal_basis=check.legal_basis)
    yield Standard("到哪里核查", check.source)
    yield Standard("连不上时", check.manual)


def _of_materials(catalogue: Catalogue, item: Item) -> Iterator[Standard]:
    conditions = (condition.rstrip("。；") for condition in catalogue.guide(item.code).conditions)
    yield Standard("办理条件", "；".join(conditions) + "。")
    for material in item.materials:
        yield Standard(material.name, _what_is_right(catalogue, material), material.code, material.legal_basis)


def _what_is_right(catalogue: Catalogue, material: Material) -> str:
    """Return how a paper must be, what to look at, and what may stand in for it."""
    guide = catalogue.material_guide(material.code)
    sample = catalogue.extras.material_samples.get(material.code)
    said = [guide.official, "主要材料" if material.importance is Importance.MAIN else "次要材料"]
    if sample is not None and sample.look_at:
        said.append("核对：" + "、".join(sample.look_at))
    if material.deferrable:
        said.append(f"可以容缺，{material.deferred_days or DEFERRED_WORKDAYS} 个工作日内补交")
    if material.commitment is not None:
        said.append(f"可以由承诺代替，{material.commitment.check_days} 日内核查")
    return "。".join(part.rstrip("。") for part in said) + "。"


def _flow(catalogue: Catalogue, item_code: str) -> Iterator[FlowStep]:
    steps = catalogue.guide(item_code).steps if item_code in catalogue.guides else ()
    for number, step in enumerate(steps, start=1):
        arrows = (FlowNext(f"step{number + 1}"),) if number < len(steps) else ()
        yield FlowStep(f"step{number}", step.title, step.who, next=arrows)
