"""The platform's keys in m-of-n custody: an encrypted copy of the key folder, opened by m custodians together.

The copy is opened by a random key that nobody holds whole: it is split by SLIP-39 into n lists of words, of which m
give it back and fewer tell nothing (https://github.com/satoshilabs/slips/blob/master/slip-0039.md). The copy itself may
lie anywhere, beside the platform's backup say. A drill opens it and checks every key, and leaves none behind.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from acceptance_platform.errors import FaultCode, PlatformError
from acceptance_platform.facts import put_fact
from acceptance_platform.keys import load_keys, read_key_files
from acceptance_platform.platform import Platform
from shared.contract.base import decode_bytes, encode_bytes
from shared.files import fsync_folder, write_atomically
from shared.security.certificates import fingerprint
from shared.security.signing import write_secret

FORMAT: Final = "yimen-key-backup-v1"
DRILLED_AT: Final = "key_drill_at"
MAX_SHARES: Final = 16
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32
_MAX_FILE_BYTES: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Custody:
    """What a key backup says of itself in the clear: no secret, but enough to tell which one lies there.

    Attributes:
        root: fingerprint of the platform's root certificate.
        needed, shares: how many custodians must come together, and how many there are.
    """

    made_at: datetime
    root: str
    sealing_keys: tuple[str, ...]
    needed: int
    shares: int

    def as_line(self) -> dict[str, Any]:
        """Return it as a command prints it."""
        return {
            "made_at": self.made_at.isoformat(),
            "root": self.root,
            "sealing_keys": list(self.sealing_keys),
            "needed": self.needed,
            "shares": self.shares,
        }


def back_up_keys(platform: Platform, target: Path, *, needed: int, shares: int) -> tuple[Custody, tuple[str, ...]]:
    """Write an encrypted copy of the key folder and return the custodians' lists of words, which are kept nowhere.

    Raises:
        PlatformError: shares_invalid for numbers that make no custody, file_exists, keys_unreadable.
    """
    if not 2 <= needed <= shares <= MAX_SHARES:
        raise PlatformError(FaultCode.SHARES_INVALID, f"2 <= needed <= shares <= {MAX_SHARES}")
    if target.exists():
        raise PlatformError(FaultCode.FILE_EXISTS, target.name)
    key = os.urandom(_KEY_BYTES)
    files = read_key_files(platform.data.keys)
    custody = Custody(
        made_at=platform.clock(),
        root=fingerprint(platform.keys.root),
        sealing_keys=tuple(sorted(platform.keys.sealing.private)),
        needed=needed,
        shares=shares,
    )
    header = _header(custody)
    nonce = os.urandom(_NONCE_BYTES)
    plaintext = json.dumps({name: encode_bytes(data) for name, data in files.items()}).encode()
    sealed = nonce + AESGCM(key).encrypt(nonce, plaintext, header)
    write_atomically(target, json.dumps({**json.loads(header), "sealed": encode_bytes(sealed)}).encode())
    (words,) = generate_mnemonics(1, [(needed, shares)], key)
    return custody, tuple(words)


def restore_keys(source: Path, shares: Sequence[str], target: Path) -> Custody:
    """Bring shares together and put the keys into an empty folder.

    Raises:
        PlatformError: shares_too_few, shares_invalid, backup_damaged, file_unreadable, keys_exist.
    """
    custody, files = _opened(source, shares)
    if target.exists() and any(target.iterdir()):
        raise PlatformError(FaultCode.KEYS_EXIST, "keys are never written over others")
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, data in files.items():
        write_secret(target / name, data)
    fsync_folder(target)
    load_keys(target)
    return custody


def drill(platform: Platform, source: Path, shares: Sequence[str]) -> Custody:
    """Open a key backup in memory, check that it would bring this platform back, and note that it was done.

    Raises:
        PlatformError: as restore_keys, and keys_differ when the copy lacks a key that is in use.
    """
    custody, files = _opened(source, shares)
    present = read_key_files(platform.data.keys)
    lacking = sorted(name for name, data in present.items() if files.get(name) != data)
    if lacking:
        raise PlatformError(FaultCode.KEYS_DIFFER, ", ".join(lacking))
    with platform.database.write() as connection:
        put_fact(connection, DRILLED_AT, platform.clock().isoformat())
    return custody


def _opened(source: Path, shares: Sequence[str]) -> tuple[Custody, Mapping[str, bytes]]:
    custody, sealed = _read(source)
    key = _key_of(shares, custody)
    nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        plaintext = AESGCM(key).decrypt(nonce, ciphertext, _header(custody))
    except (InvalidTag, ValueError) as error:
        raise PlatformError(FaultCode.SHARES_INVALID, "these shares are of another key backup") from error
    files = {name: decode_bytes(text) for name, text in json.loads(plaintext).items()}
    return custody, files


def _key_of(shares: Sequence[str], custody: Custody) -> bytes:
    different = {" ".join(share.split()).lower() for share in shares if share.strip()}
    if len(different) < custody.needed:
        detail = f"{custody.needed} are needed, {len(different)} are here"
        raise PlatformError(FaultCode.SHARES_TOO_FEW, detail)
    try:
        return bytes(combine_mnemonics(sorted(different)[: custody.needed]))
    except MnemonicError as error:
        raise PlatformError(FaultCode.SHARES_INVALID, "a word is misspelt, or a share is of another backup") from error


def _read(source: Path) -> tuple[Custody, bytes]:
    try:
        if source.stat().st_size > _MAX_FILE_BYTES:
            raise PlatformError(FaultCode.BACKUP_DAMAGED, source.name)
        raw = json.loads(source.read_bytes())
        if raw["format"] != FORMAT:
            raise PlatformError(FaultCode.BACKUP_DAMAGED, source.name)
        custody = Custody(
            made_at=datetime.fromisoformat(raw["made_at"]),
            root=str(raw["root"]),
            sealing_keys=tuple(str(key_id) for key_id in raw["sealing_keys"]),
            needed=int(raw["needed"]),
            shares=int(raw["shares"]),
        )
        return custody, decode_bytes(raw["sealed"])
    except OSError as error:
        raise PlatformError(FaultCode.FILE_UNREADABLE, source.name) from error
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise PlatformError(FaultCode.BACKUP_DAMAGED, source.name) from error


def _header(custody: Custody) -> bytes:
    """Return what stands in the clear, bound to the ciphertext as its associated data."""
    return json.dumps({"format": FORMAT, **custody.as_line()}, sort_keys=True).encode()
