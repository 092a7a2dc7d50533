"""The last day for deciding an item: counted when it is accepted, and again as calendars are published (D2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import Connection, select, update

from acceptance_platform.database.tables import cases, item_applications
from shared.catalogue.model import Catalogue
from shared.domain.deadlines import DueDate, WorkCalendar, add_workdays
from shared.domain.items import HandlingKind, Item


def due_of(item: Item, accepted_on: date, calendar: WorkCalendar) -> DueDate | None:
    """Return the last day for an item that was accepted on a day; none where it is decided on the spot."""
    return add_workdays(accepted_on, item.days, calendar) if item.handling is HandlingKind.PROMISED else None


def recount_provisional(
    connection: Connection, find: Callable[[str], Catalogue | None], calendar: WorkCalendar
) -> None:
    """Count every provisional due date afresh: its item as the case froze it, the working days as they are now."""
    provisional = (
        select(item_applications, cases.c.catalogue_version)
        .join(cases, cases.c.case_id == item_applications.c.case_id)
        .where(item_applications.c.due_provisional)
    )
    for row in connection.execute(provisional).all():
        frozen = find(row.catalogue_version)
        due = frozen and due_of(frozen.item(row.item_code), date.fromisoformat(row.accepted_on), calendar)
        if due:
            connection.execute(
                update(item_applications)
                .where(item_applications.c.item_number == row.item_number)
                .values(due_date=due.date.isoformat(), due_provisional=due.provisional)
            )
