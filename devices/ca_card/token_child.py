"""The child process that alone loads a token's library: one question, one answer, then it ends."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any, Protocol

from devices.ca_card.certificates import CertificateFacts, read_facts
from devices.ca_card.errors import CertificateUnreadableError, PinError, SlotEmptyError, TokenError
from devices.ca_card.pin import require_attempts, require_pin
from devices.ca_card.schemes import scheme_of, verify_signature
from devices.core.errors import DeviceError
from devices.core.signing import Pin, PinStatus, TokenCertificate, TokenSignature
from devices.core.vendor_child import answer_question


class Backend(Protocol):
    """What a kind of library must be able to do; calls block as long as they like."""

    def certificates(self) -> Sequence[TokenCertificate]:
        """Return what the token holds, readable or not."""

    def pin_status(self) -> PinStatus:
        """Tell how near the PIN is to locking."""

    def log_in(self, pin: str) -> None:
        """Verify the PIN. Raises PinIncorrectError, PinLockedError, PinInvalidError."""

    def has_key(self, slot: str) -> bool:
        """Tell whether there is a key to a certificate, as far as that shows after log_in."""

    def sign(self, slot: str, facts: CertificateFacts, data: bytes, pin: str) -> bytes:
        """Sign with the key of a slot, after log_in; ECDSA and SM2 as DER."""

    def close(self) -> None:
        """Have the PIN verified no longer and let the token go. Never raises; no other call follows."""


def main() -> None:
    """Answer one question."""
    opened = ExitStack()
    answer_question(partial(_answer, opened), opened.close)


def _answer(opened: ExitStack, question: Mapping[str, Any]) -> Mapping[str, object]:
    try:
        backend = _backend(question["library"]["kind"], question["library"]["options"])
        opened.callback(backend.close)
        return _OPERATIONS[question["operation"]](backend, question)
    except PinError as error:
        return {"error": error.code, **_pin_fields(error.pin)}
    except TokenError as error:
        return {"error": error.code, "detail": error.detail, "status": error.status}
    except DeviceError as error:
        return {"error": error.code, "detail": error.detail}


def _backend(kind: str, options: Mapping[str, Any]) -> Backend:
    # Each loads what the other has no need of.
    if kind == "pkcs11":
        from devices.ca_card.pkcs11_backend import Pkcs11Backend

        return Pkcs11Backend(**options)
    from devices.ca_card.skf_backend import SkfBackend

    return SkfBackend(**options)


def _certificates(backend: Backend, _question: Mapping[str, Any]) -> Mapping[str, object]:
    found, unreadable = [], None
    for certificate in backend.certificates():
        try:
            read_facts(certificate.der)
        except CertificateUnreadableError as error:
            unreadable = error
        else:
            found.append(_certificate_fields(certificate))
    if unreadable is not None and not found:
        raise unreadable
    return {"certificates": found}


def _pin_status(backend: Backend, _question: Mapping[str, Any]) -> Mapping[str, object]:
    return _pin_fields(backend.pin_status())


def _verify_pin(backend: Backend, question: Mapping[str, Any]) -> Mapping[str, object]:
    pin = require_pin(Pin(question["pin"]))
    require_attempts(backend.pin_status(), use_last_attempt=bool(question["use_last_attempt"]))
    backend.log_in(pin)
    return {}


def _sign(backend: Backend, question: Mapping[str, Any]) -> Mapping[str, object]:
    candidates = _candidates(backend.certificates(), question["slot"])
    _verify_pin(backend, question)
    certificate = next((one for one in candidates if backend.has_key(one.slot)), None)
    if certificate is None:
        detail = "certificate without a key"
        raise SlotEmptyError(detail)
    facts = read_facts(certificate.der)
    data = base64.b64decode(question["data"])
    value = backend.sign(certificate.slot, facts, data, question["pin"])
    signature = TokenSignature(value, scheme_of(facts.kind).mechanism, certificate)
    verify_signature(signature, data)
    return {
        "signature": base64.b64encode(value).decode("ascii"),
        "mechanism": signature.mechanism.value,
        **_certificate_fields(certificate),
    }


def _candidates(certificates: Sequence[TokenCertificate], slot: str | None) -> Sequence[TokenCertificate]:
    wanted = [one for one in certificates if slot is None or one.slot.lower() == slot.lower()]
    if not wanted:
        raise SlotEmptyError(slot or "no certificate")
    return wanted


def _certificate_fields(certificate: TokenCertificate) -> Mapping[str, object]:
    return {"slot": certificate.slot, "der": base64.b64encode(certificate.der).decode("ascii")}


def _pin_fields(pin: PinStatus) -> Mapping[str, object]:
    return {"attempts": pin.attempts, "level": None if pin.level is None else pin.level.value}


_OPERATIONS = {"certificates": _certificates, "pin_status": _pin_status, "verify_pin": _verify_pin, "sign": _sign}

if __name__ == "__main__":
    main()
