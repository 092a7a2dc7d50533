"""Every notice of the catalogue as A4 and as a slip: plain, large, bilingual, reprinted, very long; and some forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from demo.draft_slip_samples import draft_slips
from devices.core.simulation import SimulationPermit
from devices.core.slip import Slip
from devices.receipt_printer import open_printer
from devices.receipt_printer.layout import COLUMNS_58MM, COLUMNS_80MM
from devices.receipt_printer.simulator.printer import VirtualPrinter
from shared.catalogue.checker import read_source
from shared.catalogue.model import Catalogue
from shared.catalogue.sources import default_source
from shared.domain.numbers import NoticeKind
from shared.forms.paper import form_paper
from shared.forms.printed import blank_form, sample_form
from shared.notices.compose import compose
from shared.notices.examples import NOTICES, long_notice, sample_notice
from shared.notices.paper import paper
from shared.notices.sheet import Sheet
from shared.notices.strip import strip
from shared.notices.wording import Wording
from shared.qt.pdf_pages import pdf_pages

_PRINT_S: Final = 60.0
_DPI: Final = 100
_FORMS: Final = ("8", "5.1", "6.1", "7.3", "7.4", "12.7")
_NARROW: Final = (NoticeKind.RECEIPT, NoticeKind.CORRECTION, NoticeKind.QUEUE_TICKET)


@dataclass(frozen=True, slots=True)
class _Style:
    """One look of a notice; its name stands in its files."""

    name: str
    language: str = ""
    large: bool = False
    long: bool = False


_STYLES: Final = (
    _Style("plain"),
    _Style("en", language="en"),
    _Style("zh-hant", language="zh-Hant"),
    _Style("large", large=True),
    _Style("long", long=True),
)


def render_notice_gallery(out: Path) -> Iterator[Path]:
    """Draw every notice into a folder, each as PDF, as pictures of its pages and as a slip; yields the files."""
    out.mkdir(parents=True, exist_ok=True)
    catalogue = read_source(default_source())
    for style in _STYLES:
        sheets = {kind: _sheet(catalogue, kind, style) for kind in NOTICES}
        for kind, sheet in sheets.items():
            name = f"{kind.name.lower()}-{style.name}"
            yield from _pages(out, f"notice-{name}", paper(sheet, large=style.large))
        slips = {f"slip-{kind.name.lower()}-{style.name}": strip(sheets[kind], large=style.large) for kind in NOTICES}
        yield from _slips(out, COLUMNS_80MM, slips)
        narrow = {f"slip-58mm-{kind.name.lower()}-{style.name}": sheets[kind] for kind in _NARROW}
        yield from _slips(out, COLUMNS_58MM, {name: strip(sheet, large=style.large) for name, sheet in narrow.items()})
    for code in _FORMS:
        yield from _forms(out, catalogue, code)
    for columns, name in ((COLUMNS_80MM, "slip-draft"), (COLUMNS_58MM, "slip-58mm-draft")):
        yield from _slips(out, columns, {f"{name}-{kind}": slip for kind, slip in draft_slips(catalogue).items()})


def _sheet(catalogue: Catalogue, kind: NoticeKind, style: _Style) -> Sheet:
    make = long_notice if style.long else sample_notice
    return compose(make(catalogue, kind), Wording.of(catalogue, style.language))


def _forms(out: Path, catalogue: Catalogue, code: str) -> Iterator[Path]:
    for name, make in (("blank", blank_form), ("sample", sample_form)):
        yield from _pages(out, f"form-{code}-{name}", form_paper(make(catalogue, code)))


def _pages(out: Path, name: str, pdf: bytes) -> Iterator[Path]:
    file = out / f"{name}.pdf"
    file.write_bytes(pdf)
    yield file
    for number, page in enumerate(pdf_pages(pdf, _DPI), start=1):
        picture = out / f"{name}-{number:02d}.png"
        page.save(str(picture))
        yield picture


def _slips(out: Path, columns: int, slips: dict[str, Slip]) -> Iterator[Path]:
    """Print slips on the simulated printer, through the driver that prints on a real one."""
    for name, slip in slips.items():
        with VirtualPrinter(SimulationPermit.for_development(), columns=columns, folder=out, name=name) as printer:
            device = open_printer(printer.uri, columns=columns)
            try:
                device.print_slip(slip, _PRINT_S)
                printer.wait_for_slip(1, _PRINT_S)
                yield (out / f"{name}-001.png").rename(out / f"{name}.png")
            finally:
                device.close()
