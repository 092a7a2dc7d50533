"""Every notice of the catalogue as A4 and as a slip: plain, in large print, bilingual, reprinted and very long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from demo.notice_samples import NOTICES, long_notice, sample_notice
from devices.core.simulation import SimulationPermit
from devices.core.slip import Slip
from devices.receipt_printer import open_printer
from devices.receipt_printer.simulator.printer import VirtualPrinter
from shared.catalogue.checker import read_source
from shared.catalogue.sources import default_source
from shared.domain.numbers import NoticeKind
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
_PRINT_S: Final = 30.0


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
    with VirtualPrinter(SimulationPermit.for_development(), folder=out, name="slip") as printer:
        for place, kind in enumerate(_SLIPS, start=1):
            yield _printed(printer, strip(compose(sample_notice(catalogue, kind), chinese)), place, out)


def _variants(out: Path, kind: NoticeKind, wording: Wording, name: str) -> Iterator[Path]:
    catalogue = read_source(default_source())
    yield from _pages(out / f"notice-{kind.name.lower()}-{name}", compose(sample_notice(catalogue, kind), wording))


def _pages(file: Path, sheet: Sheet, *, large_print: bool = False) -> Iterator[Path]:
    pdf = file.with_suffix(".pdf")
    pdf.write_bytes(paper(sheet, large=large_print))
    yield pdf


def _printed(printer: VirtualPrinter, slip: Slip, place: int, out: Path) -> Path:
    """Print a slip on the simulated printer, through the driver that prints on a real one."""
    device = open_printer(printer.uri)
    try:
        device.print_slip(slip, _PRINT_S)
    finally:
        device.close()
    printer.wait_for_slip(place, _PRINT_S)
    return out / f"slip-{place:03d}.png"
