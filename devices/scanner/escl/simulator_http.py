"""The HTTP side of the simulated eSCL scanner."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler
from typing import Final
from xml.etree.ElementTree import Element

from devices.core.errors import ProtocolError
from devices.core.simulated_network import OLD_CLOCK
from devices.scanner.escl.settings import PWG_NAMESPACE, SCAN_NAMESPACE
from devices.scanner.escl.simulated_scanner import (
    MAX_HEIGHT,
    MAX_WIDTH,
    RESOLUTIONS,
    ScanJob,
    SimulatedScanner,
    new_path,
)
from devices.scanner.escl.xml_reading import child, descendants, parse_document, text_of

_ROOT: Final = "/eSCL/"
_MAX_BODY: Final = 65536
_GARBAGE: Final = bytes(range(256)) * 4
_TICKS_PER_S: Final = 20
_HEAD: Final = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<scan:{{name}} xmlns:scan="{SCAN_NAMESPACE}" xmlns:pwg="{PWG_NAMESPACE}">'
    "<pwg:Version>2.63</pwg:Version>"
)


def make_handler(scanner: SimulatedScanner) -> type[BaseHTTPRequestHandler]:
    """Return a handler class that serves this scanner."""

    class Handler(_Handler):
        _scanner = scanner

    return Handler


class _Handler(BaseHTTPRequestHandler):
    _scanner: SimulatedScanner
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Return the Date header: of the year 2000 from a scanner whose battery is empty."""
        return super().date_time_string(OLD_CLOCK if self._scanner.conditions.wrong_clock else timestamp)

    def do_GET(self) -> None:
        """Capabilities, status, pages."""
        if not self._speaks():
            return
        if self.path == f"{_ROOT}ScannerCapabilities":
            self._send(200, _capabilities(self._scanner).encode())
        elif self.path == f"{_ROOT}ScannerStatus":
            self._send(200, _status(self._scanner).encode())
        elif self.path.endswith("/NextDocument"):
            self._send_page(self.path.removesuffix("/NextDocument"))
        else:
            self._send(404)

    def do_POST(self) -> None:
        """A new job."""
        body = self.rfile.read(min(int(self.headers.get("Content-Length", "0")), _MAX_BODY))
        if not self._speaks():
            return
        try:
            job = _job(parse_document(body, "ScanSettings"), only_pwg=self._scanner.conditions.only_pwg_source)
        except (ProtocolError, ValueError):
            self._send(400)
            return
        status = self._scanner.begin(job) if self.path == f"{_ROOT}ScanJobs" else 404
        if status != 201:
            self._send(status)
            return
        host = self._scanner.conditions.location_host
        where = f"http://{host}{job.path}" if host else f"http://{self.headers.get('Host', '')}{job.path}"
        self._send(201, headers={"Location": where})

    def do_DELETE(self) -> None:
        """A job that nobody wants."""
        if self._speaks():
            self._send(200 if self._scanner.delete(self.path) else 404)

    def _speaks(self) -> bool:
        self._scanner.wait_while_silent()
        if self._scanner.conditions.garbage:
            self._send(200, _GARBAGE)
            return False
        return True

    def _send(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_page(self, path: str) -> None:
        status, picture = self._scanner.next_page(path)
        if status != 200:
            self._send(status)
            return
        self.send_response(200)
        self.send_header("Content-Type", "image/jpeg")
        self.send_header("Content-Length", str(len(picture)))
        self.end_headers()
        half = len(picture) // 2
        self._pour(picture[:half])
        self._scanner.moments.reached("page_half_sent")
        self._pour(picture[half:])
        self.wfile.flush()
        self._scanner.note_sent(path)

    def _pour(self, data: bytes) -> None:
        sent = 0
        while sent < len(data):
            speed = self._scanner.conditions.bytes_per_s
            size = len(data) - sent if speed is None else max(1, speed // _TICKS_PER_S)
            self.wfile.write(data[sent : sent + size])
            sent += size
            if speed is not None:
                time.sleep(1 / _TICKS_PER_S)


def _job(settings: Element, *, only_pwg: bool) -> ScanJob:
    source = next(iter(descendants(settings, "InputSource")), None)
    if source is None or (only_pwg and source.tag != f"{{{PWG_NAMESPACE}}}InputSource"):
        detail = "source"
        raise ValueError(detail)
    region = next(iter(descendants(settings, "ScanRegion")), None)
    width = text_of(None if region is None else child(region, "Width")) or str(MAX_WIDTH)
    height = text_of(None if region is None else child(region, "Height")) or str(MAX_HEIGHT)
    return ScanJob(
        path=new_path(),
        from_feeder=text_of(source) == "Feeder",
        duplex=text_of(child(settings, "Duplex")) == "true",
        width=min(int(width), MAX_WIDTH),
        height=min(int(height), MAX_HEIGHT),
        resolution=min(int(text_of(child(settings, "XResolution")) or "200"), RESOLUTIONS[-1]),
        color=text_of(child(settings, "ColorMode")) != "Grayscale8",
    )


def _capabilities(scanner: SimulatedScanner) -> str:
    resolutions = "".join(
        f"<scan:DiscreteResolution><scan:XResolution>{dpi}</scan:XResolution><scan:YResolution>{dpi}</scan:YResolution>"
        "</scan:DiscreteResolution>"
        for dpi in RESOLUTIONS
    )
    caps = (
        f"<scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>{MAX_WIDTH}</scan:MaxWidth>"
        f"<scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>{MAX_HEIGHT}</scan:MaxHeight>"
        "<scan:MaxScanRegions>1</scan:MaxScanRegions><scan:SettingProfiles><scan:SettingProfile><scan:ColorModes>"
        "<scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>"
        "<scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>"
        "<scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>"
        f"<scan:SupportedResolutions><scan:DiscreteResolutions>{resolutions}</scan:DiscreteResolutions>"
        "</scan:SupportedResolutions></scan:SettingProfile></scan:SettingProfiles>"
    )
    platen = f"<scan:Platen><scan:PlatenInputCaps>{caps}</scan:PlatenInputCaps></scan:Platen>"
    return (
        _HEAD.format(name="ScannerCapabilities")
        + f"<pwg:MakeAndModel>{scanner.conditions.make_and_model}</pwg:MakeAndModel>"
        + (platen if scanner.conditions.has_platen else "")
        + f"<scan:Adf><scan:AdfSimplexInputCaps>{caps}</scan:AdfSimplexInputCaps>"
        + f"<scan:AdfDuplexInputCaps>{caps}</scan:AdfDuplexInputCaps><scan:FeederCapacity>50</scan:FeederCapacity>"
        + "</scan:Adf></scan:ScannerCapabilities>"
    )


def _status(scanner: SimulatedScanner) -> str:
    jobs = "".join(
        f"<scan:JobInfo><pwg:JobUri>{job.path}</pwg:JobUri><pwg:JobState>{job.state}</pwg:JobState>"
        f"<pwg:ImagesCompleted>{job.sent}</pwg:ImagesCompleted></scan:JobInfo>"
        for job in reversed(scanner.jobs[-10:])
    )
    return (
        _HEAD.format(name="ScannerStatus")
        + f"<pwg:State>{scanner.state}</pwg:State><scan:AdfState>{scanner.adf_state}</scan:AdfState>"
        + (f"<scan:Jobs>{jobs}</scan:Jobs>" if jobs else "")
        + "</scan:ScannerStatus>"
    )
