"""From words to tokens; each kind's libraries are loaded when one is opened."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from devices.core.roles import DeviceConfigError
from devices.core.signing import SigningToken
from devices.core.traffic import Tap

_NUMBERS: Final = {"ulong": ("4", "8"), "pack": ("0", "1", "2", "4", "8")}
_SKF_WORDS: Final = ("ulong", "pack", "device", "application", "interpreter")


def open_piv(reader_part: str, tap: Tap | None = None) -> SigningToken:
    """Return the PIV card in a reader whose name contains reader_part."""
    from devices.ca_card.piv_driver import PivToken

    return PivToken(reader_part, tap)


def open_pkcs11(module: str, label: str) -> SigningToken:
    """Return the token with a label behind a PKCS#11 library."""
    from devices.ca_card.hosted import HostedToken, Library

    return HostedToken(Library("pkcs11", {"module": module, "label": label}))


def open_skf(library: str) -> SigningToken:
    """Return a UKey behind a GM/T 0016 library.

    Args:
        library: its path, and after ? how the vendor compiled it and which key is meant, each where it differs:
            ulong (4; 8 for libraries built with `unsigned long`), pack (0; 1 for packed structures), device (name,
            label or serial number; the first), application (the first), interpreter (of another architecture; ours).

    Raises:
        DeviceConfigError: what stands behind ? makes no sense.
    """
    from devices.ca_card.hosted import HostedToken, Library

    path, _, query = library.partition("?")
    words = _words(query)
    options: dict[str, str | int | None] = {
        "library": path,
        "ulong_size": _number(words, "ulong", 4),
        "pack": _number(words, "pack", 0),
        "device": words.get("device"),
        "application": words.get("application"),
    }
    interpreter = words.get("interpreter")
    return HostedToken(Library("skf", options, (interpreter,) if interpreter else ()))


def _words(query: str) -> dict[str, str]:
    try:
        words = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=True)) if query else {}
    except ValueError as error:
        raise DeviceConfigError(problem=f"skf library: {error}") from error
    if unknown := set(words) - set(_SKF_WORDS):
        raise DeviceConfigError(problem=f"skf library: {', '.join(sorted(unknown))} is none of {', '.join(_SKF_WORDS)}")
    return words


def _number(words: dict[str, str], name: str, usual: int) -> int:
    text = words.get(name, str(usual))
    if text not in _NUMBERS[name]:
        raise DeviceConfigError(problem=f"skf library: {name} is one of {', '.join(_NUMBERS[name])}")
    return int(text)
