"""A PIV card from the chip's side: commands in, answers out; counts PINs, locks, chains both ways."""

from __future__ import annotations

import gzip
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar, Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from devices.ca_card.piv import APPLICATION, CERTIFICATE_OBJECTS, PIN_SIZE, WITHOUT_PIN
from devices.core.errors import ProtocolError
from devices.core.roles import Role
from devices.pcsc.apdu import Status
from devices.pcsc.simulator.virtual_card import build_atr
from devices.pcsc.tlv import build_tlv, find_tlv

TRIES: Final = 3

_CHAINED: Final = 0x10
_MOMENT_OF: Final = {0xA4: "select", 0x20: "verify", 0xCB: "read_certificate", 0x87: "sign"}
_OBJECT_SLOTS: Final = {number.to_bytes(3, "big"): slot for slot, number in CERTIFICATE_OBJECTS.items()}
_PREHASHED: Final = {32: hashes.SHA256(), 48: hashes.SHA384()}

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True, repr=False)
class VirtualKey:
    """A key and its certificate; `compressed` stores the certificate as gzip."""

    private: PrivateKey
    certificate: bytes
    compressed: bool = False


@dataclass(slots=True)
class VirtualPiv:
    """A chip. Not for several threads.

    Attributes:
        pin: the right one.
        t1: which protocol its answer to reset names.
        portion: bytes that it gives at once; the rest is announced by 61xx.
        exact_length: answers 6Cxx where Le is not what it has, as many T=0 cards do.
        tells_attempts: answers VERIFY without data with its counter; old cards don't.
    """

    keys: dict[str, VirtualKey] = field(default_factory=dict)
    pin: str = "123456"
    t1: bool = True
    portion: int = 256
    exact_length: bool = False
    tells_attempts: bool = True
    tries_left: int = TRIES
    role: ClassVar[Role] = Role.CA_CARD
    moments: ClassVar[tuple[str, ...]] = tuple(_MOMENT_OF.values())
    _selected: bool = False
    _verified: bool = False
    _fresh: bool = False
    _chain: bytes = b""
    _pending: bytes = b""

    @property
    def atr(self) -> bytes:
        """What it answers to reset."""
        return build_atr("样例PIV".encode("gb18030"), t1=self.t1)

    def reset(self) -> None:
        """Forget selection, PIN, and what was half said."""
        self._selected = self._verified = self._fresh = False
        self._chain = self._pending = b""

    def moment_of(self, command: bytes) -> str | None:
        """Name the point that a command brings the card to."""
        if len(command) < 5 or command[0] & _CHAINED:
            return None
        return _MOMENT_OF.get(command[1])

    def answer(self, command: bytes) -> bytes:
        """Carry out one command and return data and status word."""
        if len(command) < 4:
            return _status(Status.WRONG_LENGTH)
        cla, ins, p1, p2 = command[:4]
        data, le = _body(command[4:])
        if ins == 0xC0:
            return self._give(le)
        self._pending = b""
        self._chain += data
        if cla & _CHAINED:
            return _status(Status.OK)
        data, self._chain = self._chain, b""
        fresh, self._fresh = self._fresh, False
        if ins == 0xA4:
            return self._select(data)
        carry_out: dict[int, Callable[[], bytes]] = {
            0x20: lambda: self._verify(data) if data else self._tell_attempts(),
            0xCB: lambda: self._read(data, le),
            0x87: lambda: self._sign(p1, f"{p2:02X}", data, fresh=fresh),
        }
        act = carry_out.get(ins) if self._selected else None
        return act() if act else _status(Status.NO_INSTRUCTION)

    def _select(self, data: bytes) -> bytes:
        if not data or not APPLICATION.startswith(data):
            self._selected = False
            return _status(Status.NOT_FOUND)
        self._selected = True
        return self._hold(build_tlv(0x61, build_tlv(0x4F, APPLICATION[-4:])))

    def _tell_attempts(self) -> bytes:
        if not self.tells_attempts:
            return _status(Status.WRONG_LENGTH)
        if self._verified:
            return _status(Status.OK)
        return self._refusal()

    def _verify(self, data: bytes) -> bytes:
        if len(data) != PIN_SIZE:
            return _status(Status.WRONG_DATA)
        if not self.tries_left:
            return self._refusal()
        self._verified = self._fresh = hmac.compare_digest(data, self.pin.encode("ascii").ljust(PIN_SIZE, b"\xff"))
        self.tries_left = TRIES if self._verified else self.tries_left - 1
        return _status(Status.OK) if self._verified else self._refusal()

    def _refusal(self) -> bytes:
        return _status(0x63C0 | self.tries_left if self.tries_left else Status.BLOCKED)

    def _read(self, data: bytes, le: int | None) -> bytes:
        key = self.keys.get(_OBJECT_SLOTS.get(data[2:], ""))
        if key is None or data[:2] != b"\x5c\x03":
            return _status(Status.NOT_FOUND)
        stored = gzip.compress(key.certificate) if key.compressed else key.certificate
        information = build_tlv(0x71, bytes((int(key.compressed),)))
        content = build_tlv(0x53, build_tlv(0x70, stored) + information + build_tlv(0xFE, b""))
        if self.exact_length and le not in {None, len(content)} and len(content) <= 256:
            return _status(0x6C00 | len(content) & 0xFF)
        return self._hold(content)

    def _sign(self, algorithm: int, slot: str, data: bytes, *, fresh: bool) -> bytes:
        key = self.keys.get(slot)
        if key is None:
            return _status(Status.NO_REFERENCE)
        if slot not in WITHOUT_PIN and not (self._verified and (fresh or slot != "9C")):
            return _status(Status.NOT_SATISFIED)
        try:
            block = find_tlv(data, 0x7C, 0x81)
        except ProtocolError:
            return _status(Status.WRONG_DATA)
        signature = None if block is None else _signature(key.private, algorithm, block)
        if signature is None:
            return _status(Status.WRONG_DATA)
        return self._hold(build_tlv(0x7C, build_tlv(0x82, signature)))

    def _hold(self, data: bytes) -> bytes:
        """Give the first portion and keep the rest for GET RESPONSE; T=0 announces all of it first."""
        self._pending = data
        return self._give(None) if self.t1 else self._announced()

    def _give(self, le: int | None) -> bytes:
        size = min(le or self.portion, self.portion)
        given, self._pending = self._pending[:size], self._pending[size:]
        return given + (self._announced() if self._pending else _status(Status.OK))

    def _announced(self) -> bytes:
        return _status(0x6100 | min(len(self._pending), self.portion, 255))


def _body(rest: bytes) -> tuple[bytes, int | None]:
    """Take a short command's body apart: Le, or Lc and data, or both."""
    if not rest:
        return b"", None
    if len(rest) == 1:
        return b"", rest[0] or 256
    data = rest[1 : 1 + rest[0]]
    return data, (rest[-1] or 256) if len(rest) > 1 + rest[0] else None


def _signature(private: PrivateKey, algorithm: int, block: bytes) -> bytes | None:
    if isinstance(private, rsa.RSAPrivateKey):
        if len(block) * 8 != private.key_size:
            return None
        numbers = private.private_numbers()
        number = pow(int.from_bytes(block, "big"), numbers.d, numbers.public_numbers.n)
        return number.to_bytes(len(block), "big")
    if len(block) not in _PREHASHED or algorithm not in {0x11, 0x14}:
        return None
    return private.sign(block, ec.ECDSA(Prehashed(_PREHASHED[len(block)])))


def _status(word: int) -> bytes:
    return word.to_bytes(2, "big")
