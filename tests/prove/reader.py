"""Holds an old view of a terminal's store until it is killed, so that no checkpoint empties the write-ahead log."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from shared.store.keys import key_source
from shared.store.profile import Profile, load_config
from shared.store.store import open_store


def main(profile_dir: str) -> None:
    """Read, and wait for the end."""
    profile = Profile(Path(profile_dir))
    with (
        open_store(profile, key_source(profile, load_config(profile)).store_key()) as store,
        store.read() as connection,
    ):
        connection.exec_driver_sql("SELECT count(*) FROM cases")
        signal.pause()


if __name__ == "__main__":
    main(sys.argv[1])
