"""What the papers of a matter look like, on A4: a drawn sample of each material, and of what comes of it (A3, A12)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass

from shared.catalogue.extras import Sample
from shared.catalogue.model import Catalogue, Subject
from shared.notices.specimens import draw_specimen
from shared.notices.typeset import set_pages, template_of

TITLE = "材料和结果的样子"
_HOW = "图都是样例，人和单位是虚构的。带原件来，照图看看是不是这一种、这一页。"
_RESULT = "办好以后拿到的"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn sample with its name, and as the source of an image."""

    name: str
    note: str
    source: str


def has_samples(catalogue: Catalogue, subject: Subject) -> bool:
    """Tell whether the catalogue draws anything of a matter."""
    return any(True for _ in _pictures(catalogue, subject))


def samples_paper(catalogue: Catalogue, subject: Subject) -> bytes:
    """Return a PDF with a drawn sample of each material of a matter and of each result."""
    pictures = tuple(_pictures(catalogue, subject))
    title = f"{subject.name}：{TITLE}"
    html = template_of("shared.notices", "samples.html").render(title=title, how=_HOW, pictures=pictures)
    return set_pages(html)


def _pictures(catalogue: Catalogue, subject: Subject) -> Iterator[Picture]:
    drawn: set[str] = set()
    for material in subject.materials:
        code = material.code.partition(".")[0]
        sample = catalogue.extras.material_samples.get(code)
        if sample is not None and code not in drawn:
            drawn.add(code)
            guide = catalogue.material_guide(code)
            yield Picture(guide.name, guide.note, _source(sample))
    for item in subject.items:
        result = catalogue.extras_of(item.code).result_sample
        if result is not None:
            yield Picture(f"{_RESULT}：{catalogue.guide(item.code).result.name}", item.name, _source(result))


def _source(sample: Sample) -> str:
    return "data:image/svg+xml;base64," + b64encode(draw_specimen(sample).encode()).decode()
