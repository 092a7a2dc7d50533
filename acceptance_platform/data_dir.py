"""Where the platform keeps its files."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from acceptance_platform.errors import FaultCode, PlatformError

_FOLDER_MODE = 0o700
_FILE_MODE = 0o600
_OTHERS = 0o077
ARRIVING, RESCUE = "arriving-", "rescue-"
"""How the names begin of what is brought by hand, in the data directory."""


@dataclass(frozen=True, slots=True)
class DataDir:
    """The data directory: database, ciphertexts, keys and catalogue packages. Names are made of ids only."""

    root: Path

    @property
    def database_url(self) -> str:
        """The URL of the SQLite database inside."""
        return f"sqlite:///{self._database_file}"

    @property
    def _database_file(self) -> Path:
        return self.root / "platform.db"

    @property
    def parts(self) -> Path:
        return self.root / "parts"

    @property
    def uploads(self) -> Path:
        return self.root / "uploads"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def catalogue(self) -> Path:
        return self.root / "catalogue"

    @property
    def drafts(self) -> Path:
        return self.root / "drafts"

    def draft_part(self, case_id: UUID, sha256: str) -> Path:
        """Return where a part of a shared draft lies, by the digest of its ciphertext."""
        return self.drafts / str(case_id) / sha256

    def part(self, submission: UUID, position: int) -> Path:
        """Return where a part's ciphertext lies."""
        return self.parts / str(submission) / str(position)

    def upload(self, upload: UUID) -> Path:
        """Return where the bytes of an unfinished upload lie."""
        return self.uploads / upload.hex

    def package(self, sha256: str) -> Path:
        """Return where the catalogue package of a digest lies."""
        return self.catalogue / f"{sha256}.zip"

    def create(self) -> None:
        """Make the folders that are missing, and keep everybody but the owner out."""
        for folder in (self.root, self.parts, self.uploads, self.keys, self.catalogue, self.drafts):
            folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        with suppress(PermissionError):  # somebody else's folder, lent to the platform: theirs to close
            self.root.chmod(stat.S_IMODE(self.root.stat().st_mode) & ~_OTHERS)

    def create_database(self) -> None:
        """Make the SQLite database's file, for its owner alone; what SQLite puts beside it takes the same mode."""
        self._database_file.touch(mode=_FILE_MODE)
        self._database_file.chmod(_FILE_MODE)

    @contextmanager
    def hold(self, name: str, *, wait: bool) -> Iterator[None]:
        """Hold a lock file while the block runs.

        Raises:
            PlatformError: data_dir_busy, another process holds it and `wait` is false.
        """
        descriptor = os.open(self.root / f"{name}.lock", os.O_RDWR | os.O_CREAT, _FILE_MODE)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise PlatformError(FaultCode.DATA_DIR_BUSY, f"{name} is at work in another process") from error
        try:
            yield
        finally:
            os.close(descriptor)

    @contextmanager
    def arrivals(self) -> Iterator[None]:
        """Let what is brought by hand lie beside the parts while the block runs, its names begun as above.

        What a command that was killed left there goes first, unless another one is at work.
        """
        descriptor = os.open(self.root / "arrivals.lock", os.O_RDWR | os.O_CREAT, _FILE_MODE)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                self._remove_arrivals()
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            yield
        finally:
            os.close(descriptor)

    def _remove_arrivals(self) -> None:
        for left in (*self.root.glob(f"{ARRIVING}*"), *self.root.glob(f"{RESCUE}*")):
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink(missing_ok=True)
