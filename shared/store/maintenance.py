"""The quiet hours: is the database sound, what is no longer needed, and can it be smaller.

What runs out by age goes only under a clock that the platform confirmed within a day: one that jumped ahead by years
must not take anything.
"""

from __future__ import annotations

import itertools
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from pydantic import AwareDatetime, BaseModel, ConfigDict
from sqlalchemy.engine import Connection

from shared.domain.clock import CHINA_TIME
from shared.store import audit, backups, drafts
from shared.store.audit import AuditEvent
from shared.store.clock import agreed_with_platform_at
from shared.store.files import typed_file_errors
from shared.store.handoffs import OPEN
from shared.store.outbox import OutboxState
from shared.store.profile import RetentionSection
from shared.store.settings import current_version, get_model, put_model
from shared.store.store import Store
from shared.store.tables import (
    case_acts,
    cases,
    catalogues,
    close_requests,
    handoffs,
    outbox,
    print_journal,
    retry_requests,
    submissions,
    uploads,
)
from shared.store.tables import drafts as drafts_table
from shared.store.tables import settings as settings_table

_MAINTENANCE = "maintenance"
_QUIET_HOURS = range(2, 5)
_OVERDUE = timedelta(days=2)
_CLOCK_TRUSTED_FOR = timedelta(days=1)
_FREE_SHARE = 0.25
_FREE_PAGES = 256
_ENDED = (OutboxState.DELIVERED.value, OutboxState.CLOSED.value)


class Maintenance(BaseModel):
    """What was found and done.

    Attributes:
        damage: what is wrong with the database; then nothing else was done.
        retained: False when the clock was not to be trusted with what runs out.
        removed: how many of each kind ran out.
        freed_bytes: by how much the file became smaller.
    """

    model_config = ConfigDict(frozen=True)

    at: AwareDatetime
    damage: tuple[str, ...] = ()
    retained: bool = False
    removed: dict[str, int] = {}
    freed_bytes: int = 0


def last_maintenance(connection: Connection) -> Maintenance | None:
    """Return what the last one found, None before the first."""
    return get_model(connection, _MAINTENANCE, Maintenance)


def forget(connection: Connection) -> None:
    """Forget what the last one found."""
    connection.execute(settings_table.delete().where(settings_table.c.key == _MAINTENANCE))


def is_due(store: Store, now: datetime) -> bool:
    """Tell whether it is time: once a night in Beijing, and by day where a terminal is off at night."""
    with store.read() as connection:
        last = last_maintenance(connection)
    if last is None:
        return True
    since = abs(now - last.at)
    local, before = now.astimezone(CHINA_TIME), last.at.astimezone(CHINA_TIME)
    return since > _OVERDUE or (local.hour in _QUIET_HOURS and local.date() != before.date())


def maintain(store: Store, retention: RetentionSection, now: datetime) -> Maintenance:
    """Check the database, let go of what ran out, make the file smaller, and keep the finding. Raises StoreError."""
    store.checkpoint()
    damage = store.damage()
    if damage:
        done = Maintenance(at=now, damage=damage)
    else:
        trusted = _is_clock_trusted(store, now)
        removed = _let_go(store, retention, now) if trusted else {}
        if forgotten := _forget_in_backups(store):
            removed["drafts_in_backups"] = forgotten
        done = Maintenance(at=now, retained=trusted, removed=removed, freed_bytes=_shrink(store))
    with store.write() as connection:
        put_model(connection, _MAINTENANCE, done)
    return done


def _is_clock_trusted(store: Store, now: datetime) -> bool:
    with store.read() as connection:
        agreed_at = agreed_with_platform_at(connection)
    return agreed_at is not None and abs(now - agreed_at) <= _CLOCK_TRUSTED_FOR


def _let_go(store: Store, retention: RetentionSection, now: datetime) -> dict[str, int]:
    removed = {
        "drafts": _discard_drafts(store, now - timedelta(days=retention.drafts_days), now),
        "cases": _forget_cases(store, now - timedelta(days=retention.cases_days)),
        "catalogues": _forget_catalogues(store),
        "backups": backups.remove_old(store.profile, now),
        "damaged": _remove_damaged(store, now - timedelta(days=retention.damaged_days)),
    }
    return {what: count for what, count in removed.items() if count}


def _discard_drafts(store: Store, before: datetime, now: datetime) -> int:
    offered = sa.select(handoffs.c.case_id).where(handoffs.c.standing.in_(OPEN), handoffs.c.expires_at > now)
    query = sa.select(drafts_table.c.case_id).where(
        drafts_table.c.updated_at < before,
        drafts_table.c.case_id.not_in(offered),  # until when somebody's slip says
    )
    with store.read() as connection:
        case_ids = connection.execute(query).scalars().all()
    for case_id in case_ids:
        drafts.discard(store, case_id)
        audit.append(store, AuditEvent.DRAFT_DISCARDED, None, {"draft": str(case_id), "ran_out": True}, now=now)
    return len(case_ids)


def _forget_cases(store: Store, before: datetime) -> int:
    """Delete all that is known of cases that moved last before a day and whose ciphertexts were let go."""
    moving = sa.select(submissions.c.case_id).join(outbox, outbox.c.submission_id == submissions.c.submission_id).where(
        sa.or_(
            submissions.c.sealed_at >= before,
            outbox.c.state.not_in(_ENDED),
            (outbox.c.state == OutboxState.DELIVERED.value) & outbox.c.parts_removed_at.is_(None),
        )
    )  # fmt: skip
    old = sa.select(cases.c.case_id, cases.c.number).where(cases.c.sealed_at < before, cases.c.case_id.not_in(moving))
    with store.writing_files(), store.write() as connection:
        found = connection.execute(old).all()
        for case in found:
            of_case = submissions.c.case_id == case.case_id
            ids = connection.execute(sa.select(submissions.c.submission_id).where(of_case)).scalars().all()
            for (
                submission_id
            ) in ids:  # of a closed one they are still here; with a record they would bring its row back
                shutil.rmtree(store.profile.parts_folder(submission_id), ignore_errors=True)
            for table in (uploads, retry_requests, close_requests, outbox):
                connection.execute(table.delete().where(table.c.submission_id.in_(ids)))
            connection.execute(submissions.delete().where(of_case))
            connection.execute(print_journal.delete().where(print_journal.c.case_number == case.number))
            connection.execute(case_acts.delete().where(case_acts.c.case_id == case.case_id))
            connection.execute(cases.delete().where(cases.c.case_id == case.case_id))
    return len(found)


def _forget_catalogues(store: Store) -> int:
    """Delete packages that no case names and no draft can have frozen: the next one came before the oldest draft."""
    with store.write() as connection:
        oldest_draft = connection.execute(sa.select(sa.func.min(drafts_table.c.created_at))).scalar()
        kept = set(connection.execute(sa.select(cases.c.catalogue_version).distinct()).scalars())
        kept.add(current_version(connection) or "")
        by_age = connection.execute(
            sa.select(catalogues.c.version, catalogues.c.received_at).order_by(catalogues.c.received_at)
        ).all()
        # min() has lost the column's type: the text is in the order of time, as UtcTime keeps it.
        gone = [
            package.version
            for package, newer in itertools.pairwise(by_age)
            if package.version not in kept and (oldest_draft is None or newer.received_at < _as_time(oldest_draft))
        ]
        connection.execute(catalogues.delete().where(catalogues.c.version.in_(gone)))
    return len(gone)


def _as_time(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _remove_damaged(store: Store, before: datetime) -> int:
    """Remove databases that were set aside, and what a rebuilding that was cut left of its work."""
    with typed_file_errors():
        aside = [*store.profile.damaged.glob("*"), *store.profile.folder.glob("rebuild-*")]
        old = [path for path in aside if path.stat().st_mtime < before.timestamp()]
        for path in old:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return len(old)


def _forget_in_backups(store: Store) -> int:
    with store.read() as connection:
        living = frozenset(connection.execute(sa.select(drafts_table.c.case_id)).scalars())
    return store.forget_drafts_in_backups_but(living)


def _shrink(store: Store) -> int:
    """Write the file anew where a quarter of it is free; return by how much it became smaller."""
    with store.read() as connection:
        free, pages, size = (
            int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
            for name in ("freelist_count", "page_count", "page_size")
        )
    room = shutil.disk_usage(store.profile.folder).free
    if free < _FREE_PAGES or free < pages * _FREE_SHARE or room < 3 * pages * size:
        return 0
    store.vacuum()
    store.checkpoint()
    return free * size


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """What `store status` tells: the last look at the database and what lies beside it for a person."""

    last: Maintenance | None
    store_bytes: int
    free_bytes: int
    backups: int
    damaged: tuple[str, ...]
    found: tuple[str, ...]


def store_health(store: Store) -> StoreHealth:
    """Return how the store is, by the last maintenance and by what lies in the profile. Raises StoreError."""
    profile = store.profile
    with store.read() as connection:
        last = last_maintenance(connection)
    with typed_file_errors():
        return StoreHealth(
            last=last,
            store_bytes=profile.store_file.stat().st_size,
            free_bytes=shutil.disk_usage(profile.folder).free,
            backups=len(backups.copies(profile)),
            damaged=tuple(sorted(path.name for path in profile.damaged.glob("*"))),
            found=tuple(sorted(path.name for path in profile.found.glob("*"))),
        )
