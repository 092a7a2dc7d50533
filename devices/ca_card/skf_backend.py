"""A UKey behind a GM/T 0016 library, in the child process."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from devices.ca_card.certificates import CertificateFacts, KeyKind
from devices.ca_card.errors import PinIncorrectError, PinLockedError, SlotEmptyError
from devices.ca_card.schemes import SHA256_INFO, digest_of
from devices.ca_card.skf_library import SkfLibrary, error_of, text_of
from devices.ca_card.skf_types import (
    BLOB_COORDINATE,
    PIN_USER,
    PUBLIC_KEY_ROOM,
    SGD_SM3,
    SM2_COORDINATE,
    SM2_IDENTITY,
    ContainerType,
    EccSignature,
    Sar,
)
from devices.core.errors import DeviceNotFoundError, UnsupportedError
from devices.core.signing import PinLevel, PinStatus, TokenCertificate

_MOST_CERTIFICATE: Final = 1 << 16
_DIGEST_STEP: Final = 4096
_PRESENT: Final = 1
_FOR_SIGNATURES: Final = 1


class SkfBackend:
    """One device and one application on it: the first ones, or those that the configuration names."""

    def __init__(
        self,
        library: str,
        ulong_size: int = 4,
        pack: int = 0,
        device: str | None = None,
        application: str | None = None,
    ) -> None:
        """Load the library, connect the device and open its application.

        Args:
            library: path.
            ulong_size, pack: how the vendor compiled it, see skf_types.
            device: its name, label or serial number.
            application: its name on the device.

        Raises:
            DeviceNotFoundError: no such library, device or application.
        """
        self._library = SkfLibrary(library, ulong_size, pack)
        self._device = self._connect(device)
        names = self._library.names("EnumApplication", self._device)
        name = next((name for name in names if application in {None, text_of(name)}), None)
        if name is None:
            detail = f"no application {application or ''} on the device"
            raise DeviceNotFoundError(detail)
        self._application = self._library.handle("OpenApplication", self._device, name)
        self._containers: dict[str, ctypes.c_void_p] = {}

    def certificates(self) -> Sequence[TokenCertificate]:
        """Return the signature certificate of each container."""
        found = []
        for name in self._library.names("EnumContainer", self._application):
            container = self._library.handle("OpenContainer", self._application, name)
            self._containers[text_of(name)] = container
            try:
                der = self._library.data("ExportCertificate", _MOST_CERTIFICATE, container, _FOR_SIGNATURES)
            except SlotEmptyError:
                continue
            if der:
                found.append(TokenCertificate(text_of(name), der))
        return found

    def pin_status(self) -> PinStatus:
        """Tell how many wrong PINs the application still bears; unknown where the library can't say."""
        most, left, is_default = self._library.number(), self._library.number(), self._library.number()
        out = (ctypes.byref(most), ctypes.byref(left), ctypes.byref(is_default))
        try:
            self._library.call("GetPINInfo", self._application, self._library.ulong(PIN_USER), *out)
        except UnsupportedError:
            return PinStatus(None, None)
        return PinStatus.of_attempts(self._library.value(left))

    def log_in(self, pin: str) -> None:
        """Verify the PIN."""
        left = self._library.number()
        function = "VerifyPIN"
        result = self._library.result(
            function, self._application, self._library.ulong(PIN_USER), pin.encode("utf-8"), ctypes.byref(left)
        )
        attempts = self._library.value(left)
        if result == Sar.PIN_LOCKED or (result == Sar.PIN_INCORRECT and not attempts):
            raise PinLockedError(PinStatus(0, PinLevel.LOCKED))
        if result == Sar.PIN_INCORRECT:
            raise PinIncorrectError(PinStatus.of_attempts(attempts))
        if result != Sar.OK:
            raise error_of(function, result)

    def has_key(self, slot: str) -> bool:
        """Tell whether the container holds keys."""
        kind = self._library.number()
        self._library.call("GetContainerType", self._containers[slot], ctypes.byref(kind))
        return self._library.value(kind) in {ContainerType.RSA, ContainerType.SM2}

    def sign(self, slot: str, facts: CertificateFacts, data: bytes, pin: str) -> bytes:
        """Sign with the container's key; SM2 over SM3 of Z and the data."""
        container = self._containers[slot]
        if facts.kind is KeyKind.RSA:
            block = SHA256_INFO + digest_of(facts.kind, data)
            return self._library.data("RSASignData", facts.bits // 8, container, block, self._library.ulong(len(block)))
        if facts.kind is not KeyKind.SM2:
            raise UnsupportedError(facts.kind.name)
        digest = self._sm3_with_z(container, data)
        signature = EccSignature()
        self._library.call("ECCSignData", container, digest, self._library.ulong(len(digest)), ctypes.byref(signature))
        start = BLOB_COORDINATE - SM2_COORDINATE
        r, s = (int.from_bytes(bytes(part)[start:], "big") for part in (signature.r, signature.s))
        return encode_dss_signature(r, s)

    def close(self) -> None:
        """End the verified PIN first, then close what is open in reverse; what the library refuses is let be."""
        open_ones = [
            ("ClearSecureState", self._application),
            *(("CloseContainer", container) for container in self._containers.values()),
            ("CloseApplication", self._application),
            ("DisConnectDev", self._device),
        ]
        for function, handle in open_ones:
            with suppress(UnsupportedError):
                self._library.result(function, handle)

    def _sm3_with_z(self, container: ctypes.c_void_p, data: bytes) -> bytes:
        # Handed back as the library wrote it, so that nobody here need know its widths.
        public_key = ctypes.create_string_buffer(PUBLIC_KEY_ROOM)
        size, ulong = self._library.number(PUBLIC_KEY_ROOM), self._library.ulong
        self._library.call("ExportPublicKey", container, _FOR_SIGNATURES, public_key, ctypes.byref(size))
        hashing = self._library.handle(
            "DigestInit", self._device, ulong(SGD_SM3), public_key, SM2_IDENTITY, ulong(len(SM2_IDENTITY))
        )
        try:
            for start in range(0, len(data), _DIGEST_STEP):
                part = data[start : start + _DIGEST_STEP]
                self._library.call("DigestUpdate", hashing, part, ulong(len(part)))
            return self._library.data("DigestFinal", SM2_COORDINATE, hashing)
        finally:
            self._library.result("CloseHandle", hashing)

    def _connect(self, wanted: str | None) -> ctypes.c_void_p:
        for name in self._library.names("EnumDev", _PRESENT):
            device = self._library.handle("ConnectDev", name)
            if wanted is None or wanted == text_of(name) or wanted in self._library.device_info(device):
                return device
            self._library.call("DisConnectDev", device)
        detail = f"no device {wanted or ''}"
        raise DeviceNotFoundError(detail)
