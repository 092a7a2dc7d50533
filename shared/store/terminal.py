"""Everything that a face needs of its terminal, opened in one call."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from shared.contract.terminals import TerminalKind
from shared.security.sealing import SealingPublicKey
from shared.security.signing import SigningKey
from shared.store.errors import StoreDamagedError
from shared.store.keys import key_source
from shared.store.maintenance import last_maintenance
from shared.store.profile import Profile, TerminalConfig, load_config, profile_of
from shared.store.sealing import SealingKeys
from shared.store.settings import check_numbering, current_catalogue, enrolment, sealing_key
from shared.store.store import Store, open_store
from shared.store.sweeping import sweep_orphans


@dataclass(frozen=True, slots=True)
class TerminalIdentity:
    """Who this terminal is, by its enrolment."""

    terminal_id: UUID
    kind: TerminalKind
    name: str
    division: str
    enrolment_code: int


@dataclass(frozen=True, slots=True)
class Terminal:
    """An open terminal.

    Attributes:
        catalogue_bytes: the newest signed package.
        is_demo: the keys lie in plain files, which the faces must show.
    """

    profile: Profile
    config: TerminalConfig
    store: Store
    identity: TerminalIdentity
    signing_key: SigningKey
    trust_dir: Path
    catalogue_version: str
    catalogue_bytes: bytes
    is_demo: bool

    @property
    def sealing_key(self) -> SealingPublicKey:
        """The platform's newest valid key, looked up afresh: the agent may have brought another."""
        return sealing_key(self.store, datetime.now(UTC))

    @property
    def sealing_keys(self) -> SealingKeys:
        """What seal_submission needs to know about this terminal."""
        return SealingKeys(self.identity.terminal_id, self.signing_key, self.sealing_key)

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_terminal(profile_dir: str | os.PathLike[str] | None = None) -> Terminal:
    """Open an enrolled terminal (None means YIMEN_PROFILE) and sweep what a crash left behind.

    Raises:
        ConfigError: terminal.toml is missing or wrong.
        StoreError: no or wrong key, no store, not enrolled, not enrolled again since the store was rebuilt, no
            catalogue yet, or the store can't be opened.
    """
    profile = profile_of(profile_dir)
    config = load_config(profile)
    source = key_source(profile, config)
    signing_key = source.signing_key()
    store = open_store(profile, source.store_key())
    try:
        sweep_orphans(store)
        known = enrolment(store)
        with store.read() as connection:
            check_numbering(connection)
            last = last_maintenance(connection)
        if last is not None and last.damage:
            raise StoreDamagedError(last.damage[0])
        package = current_catalogue(store)
    except BaseException:
        store.close()
        raise
    return Terminal(
        profile=profile,
        config=config,
        store=store,
        identity=TerminalIdentity(
            terminal_id=known.terminal_id,
            kind=known.kind,
            name=known.name,
            division=known.division,
            enrolment_code=known.enrolment_code,
        ),
        signing_key=signing_key,
        trust_dir=profile.trust,
        catalogue_version=package.version,
        catalogue_bytes=package.data,
        is_demo=source.is_demo,
    )
