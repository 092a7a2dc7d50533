"""eSCL scanners that announce themselves by mDNS, as the tool of sane-airscan lists them."""

from __future__ import annotations

import re
import subprocess
from typing import Final

from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, Transport
from devices.core.errors import DeviceTimeoutError, UnsupportedError
from devices.core.roles import DeviceConfigError, Role
from devices.scanner.escl.http import EsclAddress

TOOL: Final = ("airscan-discover",)
_MOST: Final = 200
_MAX_OUTPUT: Final = 1 << 20
# Its man page: a line is `  name = url, protocol` below [devices].
_LINE: Final = re.compile(r"^\s+(?P<name>\S.{0,200}?) = (?P<url>https?://\S{1,500}), eSCL\s*$", re.MULTILINE)


def list_escl_scanners(deadline: Deadline, tool: tuple[str, ...] = TOOL) -> tuple[FoundDevice, ...]:
    """Ask the network for scanners; it takes seconds.

    Raises:
        UnsupportedError: the tool is not installed.
        DeviceTimeoutError: it did not end in time.
    """
    try:
        done = subprocess.run(
            tool, capture_output=True, timeout=max(0.1, deadline.remaining), check=False, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError as error:
        raise UnsupportedError(tool[0]) from error
    except subprocess.TimeoutExpired as error:
        raise DeviceTimeoutError(tool[0]) from error
    return parse_listing(done.stdout[:_MAX_OUTPUT].decode("utf-8", "replace"))


def parse_listing(text: str) -> tuple[FoundDevice, ...]:
    """Return the eSCL scanners of a listing; what is none is passed over."""
    found: dict[str, FoundDevice] = {}
    for match in list(_LINE.finditer(text))[:_MOST]:
        try:
            address = EsclAddress.parse(match["url"])
        except DeviceConfigError:
            continue
        uri = f"escl:{address.origin}{address.root}"
        found[uri] = FoundDevice(Transport.ESCL, uri, match["name"], roles=(Role.SCANNER,))
    return tuple(found.values())
