"""From words to tokens; each kind's libraries are loaded when one is opened."""

from __future__ import annotations

from devices.core.errors import UnsupportedError
from devices.core.signing import SigningToken
from devices.core.traffic import Tap


def open_piv(reader_part: str, tap: Tap | None = None) -> SigningToken:
    """Return the PIV card in a reader whose name contains reader_part."""
    from devices.ca_card.piv_driver import PivToken

    return PivToken(reader_part, tap)


def open_pkcs11(module: str, label: str) -> SigningToken:
    """Return the token with a label behind a PKCS#11 library."""
    from devices.ca_card.hosted import HostedToken, Library

    return HostedToken(Library("pkcs11", {"module": module, "label": label}))


def open_skf(library: str) -> SigningToken:
    """Return the first UKey behind a GM/T 0016 library."""
    raise UnsupportedError(library)
