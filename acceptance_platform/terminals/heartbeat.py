"""The heartbeat: what a terminal tells of itself and what it learns (ARCHITECTURE §3, epoch and backup watermark)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update

from acceptance_platform.database.tables import terminals
from acceptance_platform.facts import watermark
from acceptance_platform.platform import Platform, read_sealing_keys
from acceptance_platform.terminals.anchors import anchor
from acceptance_platform.terminals.certificates import version_of_directory
from acceptance_platform.terminals.clerks import read_directory
from acceptance_platform.terminals.sequences import last_sequence
from acceptance_platform.terminals.sign_in import SignedIn
from shared.contract.terminals import Heartbeat, HeartbeatRequest

_MAX_COUNT = 2**31 - 1
_HELD_UP_FOR = timedelta(minutes=10)


def beat(platform: Platform, terminal: SignedIn, request: HeartbeatRequest) -> Heartbeat:
    """Record what a terminal tells and answer with the platform's state."""
    now = platform.clock()
    own = terminals.c.terminal_id == terminal.terminal_id
    with platform.database.write() as connection:
        told_last = connection.execute(select(terminals.c.seen_clock).where(own)).scalar_one()
        overtaken = _is_overtaken(request, told_last)
        connection.execute(
            update(terminals)
            .where(own)
            .values(
                seen_at=now,
                seen_clock=request.clock.isoformat(),
                app_version=request.app_version,
                catalogue_version=request.catalogue_version,
                waiting=min(request.waiting, _MAX_COUNT),
                returned=min(request.returned, _MAX_COUNT),
            )
        )
        catalogue = platform.catalogues.newest(connection)
        return Heartbeat(
            clock=now,
            epoch=platform.epoch,
            backup_watermark=watermark(connection),
            catalogue_version=catalogue.version if catalogue else None,
            clerks_version=read_directory(connection).version,
            directory_version=version_of_directory(connection),
            sealing_keys=read_sealing_keys(connection),
            anchor=anchor(platform, connection, terminal, request.audit_head, overtaken=overtaken),
            last_sequence=last_sequence(connection, terminal.terminal_id),
        )


def _is_overtaken(request: HeartbeatRequest, told_last: str | None) -> bool:
    """Tell whether a later heartbeat came before this one, which something held up on its way."""
    if told_last is None:
        return False
    return timedelta() < datetime.fromisoformat(told_last) - request.clock <= _HELD_UP_FOR
