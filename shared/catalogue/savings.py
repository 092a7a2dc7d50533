"""How many fields and papers a one-matter service saves against its items taken singly (REQUIREMENTS C2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shared.catalogue.model import Catalogue
from shared.forms.joined import join_forms


@dataclass(frozen=True, slots=True)
class Saving:
    """One service at its largest: everything asked for, each repeated thing once.

    Attributes:
        applications: how many the items would take singly.
        fields, papers: asked for in the one matter; single_fields, single_papers: with each application by itself.
    """

    code: str
    name: str
    items: int
    applications: int
    fields: int
    single_fields: int
    papers: int
    single_papers: int


def savings(catalogue: Catalogue) -> Iterator[Saving]:
    """Yield the figures of every one-matter service of which something is applied for."""
    for subject in catalogue.subjects:
        if not subject.is_service or not subject.items:
            continue
        form = join_forms(catalogue, subject)
        applied = {item.code for item in subject.items}
        applications = sum(one.applications for one in subject.plan.castings if one.item_code in applied)
        yield Saving(
            subject.code,
            subject.name,
            len(applied),
            applications,
            form.asked_count,
            form.single_count,
            subject.asked_papers,
            subject.single_papers,
        )
