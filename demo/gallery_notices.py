"""Every notice of the catalogue as A4 and as a slip: plain, large, bilingual, reprinted, very long; and some forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from demo.notice_samples import NOTICES, long_notice, sample_notice
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
from shared.notices.paper import paper
from shared.notices.sheet import Sheet
from shared.notices.strip import strip
from shared.notices.wording import Wording

_SLIPS: Final = (
    NoticeKind.RECEIPT,
    NoticeKind.TRANSFER_SLIP,
    NoticeKind.ACCEPTANCE,
    NoticeKind.CORRECTION,
    NoticeKind.PAYMENT,
    NoticeKind.ALL_AT_ONCE,
    NoticeKind.RETURNED_PAPERS,
    NoticeKind.APPOINTMENT,
    NoticeKind.QUEUE_TICKET,
)
_PRINT_S: Final = 60.0
_FORMS: Final = ("8", "5.1", "6.1", "7.3", "7.4", "12.7")


def render_notice_gallery(out: Path) -> Iterator[Path]:
    """Draw every notice into a folder; yields the files."""
    out.mkdir(parents=True, exist_ok=True)
    catalogue = read_source(default_source())
    chinese = Wording.of(catalogue)
    for kind in NOTICES:
        yield from _pages(out / f"notice-{kind.name.lower()}", compose(sample_notice(catalogue, kind), chinese))
    yield from _variants(out, NoticeKind.CORRECTION, Wording.of(catalogue, "en"), "en")
    yield from _variants(out, NoticeKind.ACCEPTANCE, Wording.of(catalogue, "zh-Hant"), "zh-hant")
    for kind in (NoticeKind.RECEIPT, NoticeKind.CORRECTION, NoticeKind.ALL_AT_ONCE):
        yield from _pages(out / f"notice-{kind.name.lower()}-long", compose(long_notice(catalogue, kind), chinese))
    large = compose(sample_notice(catalogue, NoticeKind.CORRECTION), chinese)
    yield from _pages(out / "notice-correction-large", large, large_print=True)
    for code in _FORMS:
        yield from _forms(out, catalogue, code)
    sheets = {kind: compose(sample_notice(catalogue, kind), chinese) for kind in _SLIPS}
    yield from _slips(out, "slip", COLUMNS_80MM, (strip(sheet) for sheet in sheets.values()))
    yield from _slips(out, "slip-58mm", COLUMNS_58MM, _narrow(catalogue, sheets[NoticeKind.RECEIPT]))


def _narrow(catalogue: Catalogue, receipt: Sheet) -> Iterator[Slip]:
    """Yield a receipt on narrow paper: plain, in large print, bilingual, and very long."""
    yield strip(receipt)
    yield strip(receipt, large=True)
    yield strip(compose(sample_notice(catalogue, NoticeKind.RECEIPT), Wording.of(catalogue, "en")))
    yield strip(compose(long_notice(catalogue, NoticeKind.RECEIPT), Wording.of(catalogue)))


def _forms(out: Path, catalogue: Catalogue, code: str) -> Iterator[Path]:
    for name, make in (("blank", blank_form), ("sample", sample_form)):
        pdf = out / f"form-{code}-{name}.pdf"
        pdf.write_bytes(form_paper(make(catalogue, code)))
        yield pdf


def _variants(out: Path, kind: NoticeKind, wording: Wording, name: str) -> Iterator[Path]:
    catalogue = read_source(default_source())
    yield from _pages(out / f"notice-{kind.name.lower()}-{name}", compose(sample_notice(catalogue, kind), wording))


def _pages(file: Path, sheet: Sheet, *, large_print: bool = False) -> Iterator[Path]:
    pdf = file.with_suffix(".pdf")
    pdf.write_bytes(paper(sheet, large=large_print))
    yield pdf


def _slips(out: Path, name: str, columns: int, slips: Iterable[Slip]) -> Iterator[Path]:
    """Print slips on the simulated printer, through the driver that prints on a real one."""
    with VirtualPrinter(SimulationPermit.for_development(), columns=columns, folder=out, name=name) as printer:
        device = open_printer(printer.uri, columns=columns)
        try:
            for place, slip in enumerate(slips, start=1):
                device.print_slip(slip, _PRINT_S)
                printer.wait_for_slip(place, _PRINT_S)
                yield out / f"{name}-{place:03d}.png"
        finally:
            device.close()
