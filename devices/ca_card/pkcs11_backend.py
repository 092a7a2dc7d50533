"""A token behind a PKCS#11 module (OASIS PKCS #11 v2.40), in the child process; alone knows python-pkcs11."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final

import pkcs11
from pkcs11 import exceptions
from pkcs11.constants import TokenFlag

from devices.ca_card.certificates import CertificateFacts, KeyKind
from devices.ca_card.errors import (
    PinIncorrectError,
    PinInvalidError,
    PinLockedError,
    SlotEmptyError,
    TokenError,
)
from devices.ca_card.schemes import SHA256_INFO, der_of_pair, digest_of
from devices.core.errors import DeviceDisconnectedError, DeviceNotFoundError, UnsupportedError
from devices.core.signing import PinLevel, PinStatus, TokenCertificate

# Section 3.2: the token tells no number, only how near it is. Worst first.
_LEVELS: Final = (
    (TokenFlag.USER_PIN_LOCKED, PinLevel.LOCKED),
    (TokenFlag.USER_PIN_FINAL_TRY, PinLevel.FINAL),
    (TokenFlag.USER_PIN_COUNT_LOW, PinLevel.LOW),
)


class Pkcs11Backend:
    """One token of a module, found by its label."""

    def __init__(self, module: str, label: str) -> None:
        """Load the module.

        Raises:
            DeviceNotFoundError: there is no such module, or no token of that label in it.
            TokenError: several tokens have that label.
        """
        self._label = label
        with _typed_errors():
            try:
                self._library = pkcs11.lib(module)
            except RuntimeError as error:
                raise DeviceNotFoundError(str(error)) from error
            self._token = self._find()
            self._session = self._token.open()

    def certificates(self) -> Sequence[TokenCertificate]:
        """Return the X.509 certificates in the order of their ids."""
        with _typed_errors():
            template = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}
            found = [
                TokenCertificate(_slot(one), bytes(one[pkcs11.Attribute.VALUE]))
                for one in self._session.get_objects(template)
            ]
        return sorted(found, key=lambda certificate: certificate.slot)

    def pin_status(self) -> PinStatus:
        """Tell how near the PIN is to locking."""
        with _typed_errors():
            return pin_status_of(self._find().flags)

    def log_in(self, pin: str) -> None:
        """Verify the PIN."""
        with _typed_errors():
            self._session.close()
            try:
                self._session = self._token.open(user_pin=pin)
            except exceptions.PinIncorrect as error:
                raise PinIncorrectError(self.pin_status()) from error
            except exceptions.PinLocked as error:
                raise PinLockedError(PinStatus(None, PinLevel.LOCKED)) from error

    def has_key(self, slot: str) -> bool:
        """Tell whether there is a private key with the certificate's id or label."""
        with _typed_errors():
            return self._key(slot) is not None

    def sign(self, slot: str, facts: CertificateFacts, data: bytes, pin: str) -> bytes:
        """Sign a digest: modules without the hashing mechanisms are common, and the data need not go in."""
        with _typed_errors():
            key = self._key(slot)
            if key is None:
                raise SlotEmptyError(slot)
            if _attribute(key, pkcs11.Attribute.ALWAYS_AUTHENTICATE):
                self._session.reaffirm_credentials(pin)
            if facts.kind is KeyKind.RSA:
                block = SHA256_INFO + digest_of(facts.kind, data)
                return bytes(key.sign(block, mechanism=pkcs11.Mechanism.RSA_PKCS))
            if facts.kind is KeyKind.SM2:
                # SM2 has no common mechanism number: each vendor made its own.
                detail = "SM2 behind PKCS#11; use the vendor's SKF library"
                raise UnsupportedError(detail)
            return der_of_pair(bytes(key.sign(digest_of(facts.kind, data), mechanism=pkcs11.Mechanism.ECDSA)))

    def close(self) -> None:
        """Log out and close the session."""
        with suppress(exceptions.PKCS11Error):
            self._session.close()

    def _find(self) -> Any:
        fitting = []
        for slot in self._library.get_slots(token_present=True):
            try:
                token = slot.get_token()
            except (exceptions.TokenNotPresent, exceptions.TokenNotRecognised):
                continue
            if token.label.strip() == self._label:
                fitting.append(token)
        if not fitting:
            detail = f"no token labelled {self._label!r}"
            raise DeviceNotFoundError(detail)
        if len(fitting) > 1:
            detail = f"{len(fitting)} tokens labelled {self._label!r}"
            raise TokenError(detail)
        return fitting[0]

    def _key(self, slot: str) -> Any:
        for key in self._session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY}):
            if _slot(key) == slot:
                return key
        return None


def pin_status_of(flags: TokenFlag) -> PinStatus:
    """Return what a token's flags tell of its PIN."""
    return PinStatus(None, next((level for flag, level in _LEVELS if flags & flag), PinLevel.OK))


def _slot(item: Any) -> str:
    """Name an object by its id in hexadecimal, or by its label where it has none."""
    number = _attribute(item, pkcs11.Attribute.ID)
    return bytes(number).hex().upper() if number else str(_attribute(item, pkcs11.Attribute.LABEL) or "")


def _attribute(item: Any, name: Any) -> Any:
    try:
        return item[name]
    except (exceptions.AttributeTypeInvalid, exceptions.AttributeSensitive):
        return None


@contextmanager
def _typed_errors() -> Iterator[None]:
    try:
        yield
    except (exceptions.PinInvalid, exceptions.PinLenRange) as error:
        raise PinInvalidError from error
    except (exceptions.TokenNotPresent, exceptions.DeviceRemoved, exceptions.SlotIDInvalid) as error:
        raise DeviceDisconnectedError(type(error).__name__) from error
    except exceptions.PKCS11Error as error:
        raise TokenError(type(error).__name__) from error
