"""What an eSCL scanner says that it can: ScannerCapabilities as a dataclass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from devices.core.errors import ProtocolError, UnsupportedError
from devices.scanner.escl.xml_reading import (
    child,
    descendants,
    number_of,
    parse_document,
    text_of,
)
from devices.scanner.sources import Source

UNITS_PER_INCH: Final = 300
MAX_EXTENT: Final = 300 * 200
MAX_RESOLUTION: Final = 9600
_MAX_LISTED: Final = 64


@dataclass(frozen=True, slots=True)
class InputCaps:
    """What one source can.

    Attributes:
        max_width, max_height: in 1/300 inch; None where it is not told.
        resolutions: discrete ones in rising order, or empty where there is a range.
        resolution_range: least and most.
        color_modes: such as RGB24, Grayscale8; empty where they are not told.
        formats: MIME types of documents.
        knows_format_ext: whether DocumentFormatExt is understood beside DocumentFormat.
    """

    max_width: int | None = None
    max_height: int | None = None
    resolutions: tuple[int, ...] = ()
    resolution_range: tuple[int, int] | None = None
    color_modes: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    knows_format_ext: bool = False

    def resolution_for(self, wanted: int) -> int:
        """Return the resolution to ask for: the next finer one that there is, else the finest."""
        if self.resolutions:
            finer = [dpi for dpi in self.resolutions if dpi >= wanted]
            return finer[0] if finer else self.resolutions[-1]
        if self.resolution_range is not None:
            least, most = self.resolution_range
            return min(max(wanted, least), most)
        return wanted

    def color_mode_for(self, *, color: bool) -> str:
        """Return the colour mode to ask for: gray where there is no colour, and the other way round."""
        wanted, other = ("RGB24", "Grayscale8") if color else ("Grayscale8", "RGB24")
        return wanted if not self.color_modes or wanted in self.color_modes or other not in self.color_modes else other


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a scanner can, by source; a feeder without a glass has no platen."""

    make_and_model: str
    version: str
    platen: InputCaps | None
    feeder: InputCaps | None
    duplex: InputCaps | None

    def source(self, wanted: Source) -> tuple[Source, InputCaps]:
        """Return the source to use for a wanted one.

        Raises:
            UnsupportedError: the scanner has no such source.
        """
        if wanted is Source.AUTO:
            wanted = Source.FLATBED if self.platen else Source.FEEDER
        caps = {Source.FLATBED: self.platen, Source.FEEDER: self.feeder, Source.DUPLEX: self.duplex}[wanted]
        if caps is None:
            detail = f"no {wanted.value}"
            raise UnsupportedError(detail)
        return wanted, caps


def parse_capabilities(data: bytes) -> Capabilities:
    """Read a ScannerCapabilities document.

    Raises:
        ProtocolError: it is none, or names no source.
    """
    root = parse_document(data, "ScannerCapabilities")
    adf = child(root, "Adf")
    capabilities = Capabilities(
        make_and_model=text_of(child(root, "MakeAndModel")) or text_of(child(root, "ModelName")),
        version=text_of(child(root, "Version")) or "2.0",
        platen=_input_caps(root, child(root, "Platen", "PlatenInputCaps")),
        feeder=_input_caps(root, None if adf is None else child(adf, "AdfSimplexInputCaps")),
        duplex=_input_caps(root, None if adf is None else child(adf, "AdfDuplexInputCaps")),
    )
    if capabilities.platen is None and capabilities.feeder is None:
        detail = "neither glass nor feeder"
        raise ProtocolError(detail)
    return capabilities


def _input_caps(root: Element, node: Element | None) -> InputCaps | None:
    if node is None:
        return None
    # Some makers list the profiles once, outside the source.
    own, common = child(node, "SettingProfiles"), child(root, "SettingProfiles")
    profiles = own if own is not None else common if common is not None else node
    return InputCaps(
        max_width=number_of(child(node, "MaxWidth"), MAX_EXTENT) or None,
        max_height=number_of(child(node, "MaxHeight"), MAX_EXTENT) or None,
        resolutions=tuple(sorted(set(_discrete(profiles)))),
        resolution_range=_range(profiles),
        color_modes=_texts(profiles, "ColorMode"),
        formats=_texts(profiles, "DocumentFormat") | _texts(profiles, "DocumentFormatExt"),
        knows_format_ext=bool(_texts(profiles, "DocumentFormatExt")),
    )


def _texts(node: Element, name: str) -> frozenset[str]:
    found = [text_of(below) for below in descendants(node, name)]
    return frozenset(text for text in found[:_MAX_LISTED] if text)


def _discrete(node: Element) -> Iterator[int]:
    for below in list(descendants(node, "DiscreteResolution"))[:_MAX_LISTED]:
        across = number_of(child(below, "XResolution"), MAX_RESOLUTION)
        down = number_of(child(below, "YResolution"), MAX_RESOLUTION)
        if across and across == down:
            yield across


def _range(node: Element) -> tuple[int, int] | None:
    found = next((below for name in ("ResolutionRange", "XResolutionRange") for below in descendants(node, name)), None)
    if found is None:
        return None
    across = child(found, "XResolution")
    bounds = found if across is None else across
    least, most = number_of(child(bounds, "Min"), MAX_RESOLUTION), number_of(child(bounds, "Max"), MAX_RESOLUTION)
    return (least, most) if least and most and least <= most else None
