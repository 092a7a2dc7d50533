"""What an eSCL scanner says of itself: dataclasses from its documents, typed errors from anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.core.deadline import Deadline
from devices.core.errors import DeviceTimeoutError, ProtocolError, UnsupportedError
from devices.core.roles import DeviceConfigError
from devices.core.status import DeviceState
from devices.scanner.escl.capabilities import parse_capabilities
from devices.scanner.escl.discovery import list_escl_scanners, parse_listing
from devices.scanner.escl.http import EsclAddress, job_path
from devices.scanner.escl.quirks import quirks_of
from devices.scanner.escl.settings import settings_for
from devices.scanner.escl.status import parse_status
from devices.scanner.escl.xml_reading import MAX_XML, parse_document, text_of
from devices.scanner.sources import Source

CAPS = """<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerCapabilities xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"
 xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">
<pwg:Version>2.63</pwg:Version><pwg:MakeAndModel>Brother 样例</pwg:MakeAndModel>
{platen}<scan:Adf><scan:AdfSimplexInputCaps><scan:MaxWidth>2550</scan:MaxWidth><scan:MaxHeight>{height}</scan:MaxHeight>
<scan:SettingProfiles><scan:SettingProfile><scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode>
</scan:ColorModes><scan:SupportedResolutions>{resolutions}</scan:SupportedResolutions></scan:SettingProfile>
</scan:SettingProfiles></scan:AdfSimplexInputCaps></scan:Adf></scan:ScannerCapabilities>"""
PLATEN = "<scan:Platen><scan:PlatenInputCaps/></scan:Platen>"
DISCRETE = "<scan:DiscreteResolutions>{}</scan:DiscreteResolutions>".format(
    "".join(
        f"<scan:DiscreteResolution><scan:XResolution>{x}</scan:XResolution><scan:YResolution>{y}</scan:YResolution>"
        "</scan:DiscreteResolution>"
        for x, y in ((300, 300), (100, 100), (600, 300))
    )
)
RANGE = (
    "<scan:ResolutionRange><scan:XResolution><scan:Min>75</scan:Min><scan:Max>400</scan:Max></scan:XResolution>"
    "</scan:ResolutionRange>"
)


def caps(platen: str = PLATEN, height: str = "3508", resolutions: str = DISCRETE) -> bytes:
    return CAPS.format(platen=platen, height=height, resolutions=resolutions).encode()


def status(state: str, adf: str = "", jobs: str = "") -> bytes:
    adf_node = f"<s:AdfState>{adf}</s:AdfState>" if adf else ""
    return f'<s:ScannerStatus xmlns:s="x"><s:State>{state}</s:State>{adf_node}{jobs}</s:ScannerStatus>'.encode()


def test_capabilities_by_source() -> None:
    read = parse_capabilities(caps())
    assert read.make_and_model == "Brother 样例"
    assert read.platen is not None
    assert read.feeder is not None
    assert read.duplex is None
    assert read.feeder.resolutions == (100, 300)
    assert [read.feeder.resolution_for(dpi) for dpi in (50, 150, 900)] == [100, 300, 300]
    assert read.feeder.color_mode_for(color=True) == "Grayscale8"
    assert read.source(Source.AUTO)[0] is Source.FLATBED
    with pytest.raises(UnsupportedError):
        read.source(Source.DUPLEX)


def test_a_feeder_without_a_glass_is_taken_by_itself() -> None:
    read = parse_capabilities(caps(platen="", resolutions=RANGE))
    assert read.source(Source.AUTO)[0] is Source.FEEDER
    assert read.feeder is not None
    assert [read.feeder.resolution_for(dpi) for dpi in (50, 150, 900)] == [75, 150, 400]
    with pytest.raises(UnsupportedError):
        read.source(Source.FLATBED)


def test_settings_keep_within_what_the_scanner_has() -> None:
    settings = settings_for(parse_capabilities(caps(height="1000")), Source.FEEDER, 200, (210.0, 297.0), color=True)
    assert (settings.height, settings.resolution, settings.expected_rows) == (1000, 300, 1000)
    root = parse_document(settings.to_xml(), "ScanSettings")
    texts = {node.tag.rpartition("}")[2]: text_of(node) for node in root.iter()}
    assert texts["InputSource"] == "Feeder"
    assert texts["Duplex"] == "false"
    assert texts["ColorMode"] == "Grayscale8"
    assert "DocumentFormatExt" not in texts
    assert b"<pwg:InputSource>" in settings.to_xml()


@pytest.mark.parametrize(
    ("rows", "columns", "resolution"),
    [(2339, 1654, 200), (2352, 1664, 200), (3508, 2480, 300), (1169, 827, 100), (2800, 1700, 200), (1169, 1654, 200)],
    ids=["as asked", "rounded up", "finer", "coarser", "the whole glass", "broken off"],
)
def test_a_picture_tells_its_resolution_where_both_sides_agree(rows: int, columns: int, resolution: int) -> None:
    settings = settings_for(parse_capabilities(caps(resolutions="")), Source.FLATBED, 200, (210.0, 297.0), color=True)
    assert settings.resolution_of(rows, columns) == resolution


@pytest.mark.parametrize(
    ("state", "adf", "expected", "code"),
    [
        ("Idle", "", DeviceState.READY, None),
        ("Idle", "ScannerAdfEmpty", DeviceState.READY, "no_paper"),
        ("Idle", "ScannerAdfJam", DeviceState.ATTENTION, "paper_jam"),
        ("Idle", "ScannerAdfDoorOpen", DeviceState.ATTENTION, "cover_open"),
        ("Processing", "ScannerAdfProcessing", DeviceState.BUSY, None),
        ("Down", "", DeviceState.FAULT, None),
        ("Meditating", "", DeviceState.UNKNOWN, None),
    ],
)
def test_status_in_our_words(state: str, adf: str, expected: DeviceState, code: str | None) -> None:
    read = parse_status(status(state, adf))
    assert read.device_state is expected
    assert (read.adf_error.code if read.adf_error else None) == code


def test_a_job_is_found_whatever_host_stands_before_it() -> None:
    job = (
        "<s:Jobs><s:JobInfo><s:JobUri>http://printer.local/eSCL/ScanJobs/7</s:JobUri><s:JobState>Processing"
        "</s:JobState><s:ImagesToTransfer>0</s:ImagesToTransfer></s:JobInfo></s:Jobs>"
    )
    found = parse_status(status("Idle", jobs=job)).job("/eSCL/ScanJobs/7")
    assert found is not None
    assert not found.is_working
    assert parse_status(status("Idle", jobs=job)).job("/eSCL/ScanJobs/8") is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a/>",
        b"<ScannerCapabilities/>",
        b"<ScannerCapabilities>",
        b"\xff\xfe<",
        caps(height="-1"),
        caps(height="99999999999"),
        caps(height="1e3"),
        b'<!DOCTYPE x [<!ENTITY a "b">]><ScannerCapabilities/>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><ScannerCapabilities/>',
        b"<ScannerCapabilities>" + b" " * MAX_XML + b"</ScannerCapabilities>",
        b'<?xml version="1.0" encoding="martian"?><ScannerCapabilities/>',
    ],
    ids=range(12),
)
def test_what_is_no_capabilities_is_a_protocol_error(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        parse_capabilities(data)


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for parse in (parse_capabilities, parse_status):
        try:
            parse(data)
        except ProtocolError:
            continue


_WORDS = st.sampled_from(
    [
        "ScannerStatus",
        "State",
        "AdfState",
        "Jobs",
        "JobInfo",
        "JobUri",
        "JobState",
        "ImagesToTransfer",
        "Adf",
        "Platen",
        "PlatenInputCaps",
        "AdfSimplexInputCaps",
        "MaxWidth",
        "XResolution",
        "DiscreteResolution",
        "ScannerCapabilities",
    ]
)
_TREES = st.recursive(
    st.tuples(_WORDS, st.sampled_from(["", "3", "-3", "Idle", "9" * 30, "零"])).map(
        lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
    ),
    lambda below: st.tuples(_WORDS, st.lists(below, max_size=4)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=12,
)


@given(_TREES, st.sampled_from(["ScannerStatus", "ScannerCapabilities"]))
def test_any_tree_of_known_words_is_read_or_refused(tree: str, root: str) -> None:
    parse = parse_status if root == "ScannerStatus" else parse_capabilities
    try:
        parse(f"<{root}>{tree}</{root}>".encode())
    except ProtocolError:
        return


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("http://10.0.0.9/eSCL/ScanJobs/1", "/eSCL/ScanJobs/1"),
        ("https://printer.local:8443/eSCL/ScanJobs/1/", "/eSCL/ScanJobs/1"),
        ("/eSCL/ScanJobs/1", "/eSCL/ScanJobs/1"),
        ("ScanJobs/1", "/eSCL/ScanJobs/1"),
    ],
)
def test_only_the_path_of_a_location_counts(location: str, path: str) -> None:
    assert job_path(location, "/eSCL") == path


@given(st.text(max_size=1200))
def test_any_location_is_a_path_or_refused(location: str) -> None:
    try:
        path = job_path(location, "/eSCL")
    except ProtocolError:
        return
    assert path.startswith("/") or path == ""
    assert path.isprintable()


@pytest.mark.parametrize(
    ("url", "origin", "root"),
    [
        ("http://10.0.0.5", "http://10.0.0.5", "/eSCL"),
        ("http://10.0.0.5:8080/eSCL/", "http://10.0.0.5:8080", "/eSCL"),
        (f"https://[fe80::1]/scan#sha256={'ab' * 32}", "https://[fe80::1]", "/scan"),
    ],
)
def test_addresses(url: str, origin: str, root: str) -> None:
    read = EsclAddress.parse(url)
    assert (read.origin, read.root) == (origin, root)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "10.0.0.5",
        "ftp://x/eSCL",
        "http://",
        "http://u:p@x/eSCL",
        "http://x:99999/",
        "http://x/#a",
        "http://x/?q=1",
        "https://x/eSCL#sha256=12",
        f"http://x/eSCL#sha256={'ab' * 32}",
        "http://[::1/eSCL",
    ],
)
def test_wrong_addresses_are_named(url: str) -> None:
    with pytest.raises(DeviceConfigError):
        EsclAddress.parse(url)


def test_quirks_go_by_the_name_of_the_make() -> None:
    assert quirks_of("Brother MFC-L2710DW").pause_before_next_s > 0
    assert quirks_of("样例 eSCL 1000").pause_before_next_s == 0


LISTING = """[devices]
  Hall Scanner = http://192.168.1.7:80/eSCL/, eSCL
  Hall Scanner (2) = https://192.168.1.7:443/eSCL/, eSCL
  Old = http://192.168.1.9:80/wsd/scan, WSD
  broken = http://[::1/eSCL, eSCL
"""


def test_announced_scanners_are_listed() -> None:
    found = parse_listing(LISTING)
    assert [device.address for device in found] == [
        "escl:http://192.168.1.7:80/eSCL",
        "escl:https://192.168.1.7:443/eSCL",
    ]
    assert found[0].description == "Hall Scanner"


@given(st.text(max_size=600))
def test_any_listing_is_read(text: str) -> None:
    assert all(device.address.startswith("escl:http") for device in parse_listing("[devices]\n  a = " + text))


def test_a_tool_that_is_missing_or_hangs_is_named() -> None:
    with pytest.raises(UnsupportedError):
        list_escl_scanners(Deadline(5), ("no-such-tool-here",))
    with pytest.raises(DeviceTimeoutError):
        list_escl_scanners(Deadline(0.2), ("sleep", "30"))
