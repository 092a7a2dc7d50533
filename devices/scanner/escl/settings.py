"""What a scan job asks for: the ScanSettings document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from devices.scanner.escl.capabilities import UNITS_PER_INCH, Capabilities
from devices.scanner.sources import Source

SCAN_NAMESPACE: Final = "http://schemas.hp.com/imaging/escl/2011/05/03"
PWG_NAMESPACE: Final = "http://www.pwg.org/schemas/2010/12/sm"
JPEG: Final = "image/jpeg"
_MM_PER_INCH: Final = 25.4
# Scanners round both sides of a picture.
_ROUNDING: Final = 0.02


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """One job.

    Attributes:
        width, height: of the area from the top left corner, in 1/300 inch.
        resolution: dots per inch, both ways.
    """

    version: str
    source: Source
    width: int
    height: int
    resolution: int
    color_mode: str
    document_format: str = JPEG
    with_format_ext: bool = True

    @property
    def expected_rows(self) -> int:
        """Lines of the image that the area makes."""
        return round(self.height * self.resolution / UNITS_PER_INCH)

    def resolution_of(self, rows: int, columns: int) -> int:
        """Return the dots per inch of a picture of the whole area: another than the asked ones where both sides agree.

        A scanner that took its whole glass, or broke off, gives a picture of another shape.
        """
        sides = ((rows, self.height), (columns, self.width))
        down, across = (dots * UNITS_PER_INCH / max(1, units) for dots, units in sides)
        is_the_area = abs(down - across) <= _ROUNDING * down
        as_asked = abs(down - self.resolution) <= _ROUNDING * self.resolution
        return round(down) if is_the_area and not as_asked else self.resolution

    def to_xml(self) -> bytes:
        """Return the document. The source is pwg:InputSource: some scanners refuse scan:InputSource."""
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<scan:ScanSettings xmlns:scan="{SCAN_NAMESPACE}" xmlns:pwg="{PWG_NAMESPACE}">',
            f"<pwg:Version>{escape(self.version)}</pwg:Version>",
            "<pwg:ScanRegions><pwg:ScanRegion>",
            "<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>",
            "<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>",
            f"<pwg:Width>{self.width}</pwg:Width><pwg:Height>{self.height}</pwg:Height>",
            "</pwg:ScanRegion></pwg:ScanRegions>",
            f"<pwg:InputSource>{'Platen' if self.source is Source.FLATBED else 'Feeder'}</pwg:InputSource>",
            f"<scan:ColorMode>{escape(self.color_mode)}</scan:ColorMode>",
            f"<pwg:DocumentFormat>{self.document_format}</pwg:DocumentFormat>",
        ]
        if self.with_format_ext:
            lines.append(f"<scan:DocumentFormatExt>{self.document_format}</scan:DocumentFormatExt>")
        lines.append(f"<scan:XResolution>{self.resolution}</scan:XResolution>")
        lines.append(f"<scan:YResolution>{self.resolution}</scan:YResolution>")
        if self.source is not Source.FLATBED:
            lines.append(f"<scan:Duplex>{'true' if self.source is Source.DUPLEX else 'false'}</scan:Duplex>")
        lines.append("</scan:ScanSettings>")
        return "".join(lines).encode()


def settings_for(
    capabilities: Capabilities, wanted: Source, resolution: int, area_mm: tuple[float, float], *, color: bool
) -> ScanSettings:
    """Return the job that comes nearest to what is wanted. Raises UnsupportedError for a source that is not there."""
    source, caps = capabilities.source(wanted)
    width, height = (round(mm / _MM_PER_INCH * UNITS_PER_INCH) for mm in area_mm)
    return ScanSettings(
        version=capabilities.version,
        source=source,
        width=_at_most(width, caps.max_width),
        height=_at_most(height, caps.max_height),
        resolution=caps.resolution_for(resolution),
        color_mode=caps.color_mode_for(color=color),
        with_format_ext=caps.knows_format_ext,
    )


def _at_most(value: int, most: int | None) -> int:
    return value if most is None else min(value, most)
