"""The case index: what a terminal still knows of a sealed case, enough for reprints and lists, names masked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from shared.contract.submissions import CaseStatus, SubmissionState
from shared.domain.clock import CHINA_TIME
from shared.store.errors import CaseMovedOnError, CaseUnknownError
from shared.store.settings import keyed_hash
from shared.store.store import Store
from shared.store.tables import cases, outbox, submissions

_DELIVERED, _CLOSED = "delivered", "closed"


@dataclass(frozen=True, slots=True)
class IndexedItem:
    """One item application of a case.

    Attributes:
        number: the case number and -01 ….
        state: a value of ItemApplicationState.
        due_date: YYYY-MM-DD, once the clock runs.
    """

    number: str
    code: str
    name: str
    state: str
    due_date: str | None = None
    due_provisional: bool = False


@dataclass(frozen=True, slots=True)
class IndexedMaterial:
    """A line of the receipt: a material, how many pages of it were given, how, and by when one that follows later.

    Attributes:
        kept_by: id (hex) of the submission that brought what was promised, None while none did.
        is_seen: whether a clerk held the original; None of what an older release sealed, which says it of the channel.
    """

    code: str
    name: str
    pages: int
    given_by: str = "scan"
    promised_until: str | None = None
    kept_by: str | None = None
    is_seen: bool | None = None


@dataclass(frozen=True, slots=True)
class CaseDetails:
    """What the intake tells the index about a case at sealing.

    Attributes:
        channel: `kiosk` or `counter`.
        masked_name: of the applicant, by shared.domain.masking.
        applicant_hash: of the first applicant, by `hash_applicant`; empty for a case of another terminal.
        other_applicants: the same of the further ones; empty also for what an older release sealed.
    """

    subject_code: str
    subject_name: str
    channel: str
    clerk_id: str | None
    masked_name: str
    applicant_hash: str
    items: tuple[IndexedItem, ...]
    materials: tuple[IndexedMaterial, ...]
    other_applicants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseIndexEntry:
    """A case as this terminal knows it.

    Attributes:
        latest_root: root digest (hex) of the last submission sealed here: the `based_on` of the next.
        platform_state: the case's state by the platform, None until it answered.
    """

    case_id: UUID
    number: str
    details: CaseDetails
    catalogue_version: str
    sealed_at: datetime
    time_proven: bool
    receipt_text: str
    latest_root: str
    platform_state: str | None

    def moved_on(self, root: str, updates: Iterable[ItemUpdate]) -> CaseIndexEntry:
        """Return the case as a further submission leaves it, whose root digest (hex) and item updates are given."""
        by_number = {update.number: asdict(update) for update in updates}
        items = tuple(replace(item, **by_number.get(item.number, {})) for item in self.details.items)
        return replace(self, details=replace(self.details, items=items), latest_root=root, platform_state=None)

    def with_kept(self, materials: Collection[str], submission_id: UUID) -> CaseIndexEntry:
        """Return the case after a submission brought some of the materials that were promised, by their codes."""
        lines = tuple(
            replace(line, kept_by=submission_id.hex) if line.promised_until and line.code in materials else line
            for line in self.details.materials
        )
        return replace(self, details=replace(self.details, materials=lines))

    @property
    def page_counts(self) -> tuple[int, ...]:
        """Pages per material, in the order of the receipt."""
        return tuple(material.pages for material in self.details.materials)


@dataclass(frozen=True, slots=True)
class ItemUpdate:
    """A new state of one item application, as a decision gives it at sealing."""

    number: str
    state: str
    due_date: str | None = None
    due_provisional: bool = False


def hash_applicant(store: Store, number: str) -> str:
    """Return the keyed hash under which an applicant's cases are found again at this terminal, 64 hex digits."""
    return keyed_hash(store, "applicant", number.strip().upper())


def sealed_on(store: Store, day: date) -> tuple[CaseIndexEntry, ...]:
    """Return the cases sealed here on a day in Beijing, the last first."""
    start = datetime.combine(day, time.min, tzinfo=CHINA_TIME)
    query = sa.select(cases).where(cases.c.sealed_at >= start, cases.c.sealed_at < start + timedelta(days=1))
    return _entries(store, query)


def today(store: Store, now: datetime | None = None) -> tuple[CaseIndexEntry, ...]:
    """Return the cases sealed here today in Beijing, the last first."""
    return sealed_on(store, (now or datetime.now(UTC)).astimezone(CHINA_TIME).date())


def recent(store: Store, limit: int = 100) -> tuple[CaseIndexEntry, ...]:
    """Return the cases sealed here, the last first."""
    return _entries(store, sa.select(cases).limit(limit))


def of_applicant(store: Store, applicant_hash: str) -> tuple[CaseIndexEntry, ...]:
    """Return an applicant's cases sealed here, the last first; the hash is by `hash_applicant`."""
    return _entries(store, sa.select(cases).where(cases.c.applicant_hash == applicant_hash))


def find(store: Store, number: str) -> CaseIndexEntry | None:
    """Return the case of a number (20 digits, grouped or not), None where this terminal doesn't know it."""
    found = _entries(store, sa.select(cases).where(cases.c.number == "".join(number.split())))
    return found[0] if found else None


def find_by_receipt(store: Store, receipt_text: str) -> CaseIndexEntry | None:
    """Return the case whose receipt carries a code, None where this terminal doesn't know it."""
    found = _entries(store, sa.select(cases).where(cases.c.receipt_text == receipt_text))
    return found[0] if found else None


def get(store: Store, case_id: UUID) -> CaseIndexEntry:
    """Return a case by its id. Raises CaseUnknownError."""
    found = _entries(store, sa.select(cases).where(cases.c.case_id == case_id))
    if not found:
        raise CaseUnknownError(str(case_id))
    return found[0]


def unanswered(store: Store, limit: int = 50) -> tuple[str, ...]:
    """Return numbers of cases whose submissions are delivered or closed and that the platform said nothing of since."""
    of_rows = sa.select(submissions.c.case_id).join(outbox, outbox.c.submission_id == submissions.c.submission_id)
    query = sa.select(cases.c.number).where(
        cases.c.platform_state.is_(None),
        cases.c.case_id.in_(of_rows.where(outbox.c.state == _DELIVERED)),
        cases.c.case_id.not_in(of_rows.where(outbox.c.state.not_in((_DELIVERED, _CLOSED)))),
    )
    with store.read() as connection:
        return tuple(connection.execute(query.order_by(cases.c.sealed_at.desc()).limit(limit)).scalars())


def _entries(store: Store, query: sa.Select[Any]) -> tuple[CaseIndexEntry, ...]:
    with store.read() as connection:
        return tuple(_entry(row) for row in connection.execute(query.order_by(cases.c.sealed_at.desc())))


def _entry(row: Row[Any]) -> CaseIndexEntry:
    return CaseIndexEntry(
        case_id=row.case_id,
        number=row.number,
        details=CaseDetails(
            subject_code=row.subject_code,
            subject_name=row.subject_name,
            channel=row.channel,
            clerk_id=row.clerk_id,
            masked_name=row.masked_name,
            applicant_hash=row.applicant_hash,
            items=tuple(IndexedItem(**item) for item in row.applied_items),
            materials=tuple(IndexedMaterial(**material) for material in row.materials),
            other_applicants=tuple(row.other_applicants),
        ),
        catalogue_version=row.catalogue_version,
        sealed_at=row.sealed_at,
        time_proven=row.time_proven,
        receipt_text=row.receipt_text,
        latest_root=row.latest_root,
        platform_state=row.platform_state,
    )


def insert_case(connection: Connection, entry: CaseIndexEntry) -> None:
    """Add a case in the transaction that seals its first submission here."""
    details = entry.details
    connection.execute(
        cases.insert().values(
            case_id=entry.case_id,
            number=entry.number,
            subject_code=details.subject_code,
            subject_name=details.subject_name,
            channel=details.channel,
            clerk_id=details.clerk_id,
            masked_name=details.masked_name,
            applicant_hash=details.applicant_hash,
            other_applicants=list(details.other_applicants),
            catalogue_version=entry.catalogue_version,
            sealed_at=entry.sealed_at,
            time_proven=entry.time_proven,
            applied_items=[asdict(item) for item in details.items],
            materials=_lines(details.materials),
            receipt_text=entry.receipt_text,
            latest_root=entry.latest_root,
            platform_state=entry.platform_state,
        )
    )


def put_case(connection: Connection, entry: CaseIndexEntry) -> None:
    """Add a case, or put a newer look at it in the place of the one known."""
    if connection.execute(sa.select(cases.c.case_id).where(cases.c.case_id == entry.case_id)).first() is None:
        insert_case(connection, entry)
        return
    updates = {item.number: ItemUpdate(item.number, item.state, item.due_date, item.due_provisional)
               for item in entry.details.items}  # fmt: skip
    materials = _lines(entry.details.materials)
    others = {"latest_root": entry.latest_root, "platform_state": None, "materials": materials}
    _change_items(connection, entry.case_id, updates, others)


def append_submission(
    connection: Connection,
    case_id: UUID,
    based_on: str | None,
    root: str,
    updates: Iterable[ItemUpdate],
    *,
    materials: tuple[IndexedMaterial, ...] | None = None,
) -> None:
    """Move a case on in the transaction that seals a further submission.

    Args:
        materials: the receipt's lines from now on; None leaves them as they are.

    Raises:
        CaseUnknownError: it is not in the index.
        CaseMovedOnError: based_on is not its last submission.
    """
    if _latest_root(connection, case_id) != based_on:
        raise CaseMovedOnError(str(case_id))
    by_number = {update.number: update for update in updates}
    others: dict[str, Any] = {"latest_root": root, "platform_state": None}
    if materials is not None:
        others["materials"] = _lines(materials)
    _change_items(connection, case_id, by_number, others)


def update_after_answer(connection: Connection, status: CaseStatus) -> bool:
    """Take on the states that the platform gives a case and what the next submission is to be based on; return whether
    the answer was fresh enough for that.

    An answer that does not know the last submission sealed here would take back what that one says, unless a person
    closed it. Raises CaseUnknownError.
    """
    taken_on = {one.root for one in status.submissions if one.state is SubmissionState.DELIVERED}
    latest = _latest_root(connection, status.case_id)
    if latest not in taken_on and not _is_closed(connection, latest):
        return False
    updates = {
        item.item_number: ItemUpdate(item.item_number, item.state, item.due_date, item.due_provisional)
        for item in status.items
    }
    others = {"platform_state": status.state, "latest_root": status.latest_root or latest}
    _change_items(connection, status.case_id, updates, others)
    return True


def pass_over_closed(connection: Connection, case_id: UUID) -> None:
    """Have the next submission of a case based on the last one that no person closed."""
    root = _latest_root(connection, case_id)
    closed = sa.select(submissions.c.based_on).join(outbox, outbox.c.submission_id == submissions.c.submission_id)
    closed = closed.where(submissions.c.case_id == case_id, outbox.c.state == _CLOSED)
    while (before := connection.execute(closed.where(submissions.c.root == root)).scalar()) is not None:
        root = str(before)
    connection.execute(cases.update().where(cases.c.case_id == case_id).values(latest_root=root))


def ask_again(connection: Connection, case_id: UUID) -> None:
    """Have the platform asked how a case stands, as after a submission of this terminal."""
    connection.execute(cases.update().where(cases.c.case_id == case_id).values(platform_state=None))


def _lines(materials: tuple[IndexedMaterial, ...]) -> list[dict[str, Any]]:
    return [asdict(material) for material in materials]


def _latest_root(connection: Connection, case_id: UUID) -> str:
    root = connection.execute(sa.select(cases.c.latest_root).where(cases.c.case_id == case_id)).scalar()
    if root is None:
        raise CaseUnknownError(str(case_id))
    return str(root)


def _is_closed(connection: Connection, root: str) -> bool:
    query = (
        sa.select(outbox.c.state)
        .join(submissions, submissions.c.submission_id == outbox.c.submission_id)
        .where(submissions.c.root == root)
    )
    return connection.execute(query).scalar() == _CLOSED


def _change_items(
    connection: Connection, case_id: UUID, updates: Mapping[str, ItemUpdate], others: Mapping[str, Any]
) -> None:
    stored = connection.execute(sa.select(cases.c.applied_items).where(cases.c.case_id == case_id)).scalar_one()
    items = [item | (asdict(updates[item["number"]]) if item["number"] in updates else {}) for item in stored]
    connection.execute(cases.update().where(cases.c.case_id == case_id).values(applied_items=items, **others))
