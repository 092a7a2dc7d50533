"""Due dates by the shipped calendar, counted by hand: Spring Festival 2026 with both make-up Saturdays, and 2027."""

from __future__ import annotations

from datetime import date

import pytest

from shared.catalogue.model import Catalogue
from shared.domain.calendars import LayeredCalendar, StaticCalendar, WorkCalendar
from shared.domain.deadlines import (
    DueDate,
    LimitSignal,
    Pause,
    PauseKind,
    acceptance_clock,
    add_workdays,
    due_date,
    limit_signal,
    silence_expired,
    workdays_used,
)


@pytest.fixture(scope="module")
def calendar(shipped: Catalogue) -> WorkCalendar:
    return shipped.work_calendar()


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (day(2, 11), 5, day(2, 25)),  # 12, 13, make-up Saturday 14, festival 15 to 23, 24, 25
        (day(2, 13), 10, day(3, 5)),  # 14, 24, 25, 26, 27, make-up Saturday 28, 2 to 5 March
        (day(2, 14), 1, day(2, 24)),  # handed in on the make-up Saturday itself
        (day(2, 18), 1, day(2, 24)),  # in the middle of the festival
        (day(9, 18), 3, day(9, 22)),  # make-up Sunday 20 September, 21, 22
        (day(9, 30), 2, day(10, 9)),  # National Day 1 to 7, then 8 and 9
        (day(10, 9), 1, day(10, 10)),  # a make-up Saturday is a working day
        (day(4, 30), 4, day(5, 9)),  # 6, 7, 8, make-up Saturday 9
    ],
)
def test_holidays_and_make_up_days_are_counted_as_published(
    calendar: WorkCalendar, start: date, count: int, end: date
) -> None:
    assert add_workdays(start, count, calendar) == DueDate(end, provisional=False)


def test_the_overrun_of_a_special_procedure_counts_and_a_suspension_does_not(calendar: WorkCalendar) -> None:
    accepted = day(2, 2)
    # Its five working days are 5, 6, 9, 10, 11 February; what it took until the 26th is the item's own time.
    special = Pause(PauseKind.SPECIAL_PROCEDURE, day(2, 4), day(2, 26), limit_days=5)
    assert due_date(accepted, 10, [special], calendar) == DueDate(day(2, 28), provisional=False)
    assert workdays_used(accepted, day(2, 26), [special], calendar).days == 8
    suspended = Pause(PauseKind.SUSPENSION, day(2, 4), day(2, 24))
    assert due_date(accepted, 5, [suspended], calendar) == DueDate(day(2, 27), provisional=False)
    extended = due_date(accepted, 5 + 3, [suspended], calendar)
    assert extended == DueDate(day(3, 3), provisional=False), "extended by three working days"
    assert due_date(accepted, 5, [Pause(PauseKind.SUSPENSION, day(2, 4))], calendar) is None, "while it lasts"
    both = due_date(accepted, 10, [special, Pause(PauseKind.SUSPENSION, day(2, 9), day(2, 24))], calendar)
    # Left out: 5 to 11 February and 10 to 24; counted: 3, 4, then 25, 26, 27, 28 February, 2 to 5 March.
    assert both == DueDate(day(3, 5), provisional=False), "what both leave out is left out once"


def test_silence_accepts_after_five_working_days_and_never_by_a_provisional_date(calendar: WorkCalendar) -> None:
    clock = acceptance_clock(day(2, 11), day(2, 14), calendar)
    assert (clock.last_day.date, clock.days_left, clock.expired) == (day(2, 25), 2, False)
    assert not silence_expired(day(2, 11), day(2, 25), calendar)
    assert silence_expired(day(2, 11), day(2, 26), calendar)
    received = day(12, 29)
    last = add_workdays(received, 5, calendar)
    assert last == DueDate(day(1, 5, 2027), provisional=True), "30, 31, then Monday to Friday are assumed: 1, 4, 5"
    assert not silence_expired(received, day(1, 20, 2027), calendar)
    published = LayeredCalendar(calendar, StaticCalendar.of([2027], [day(1, 1, 2027)]))
    assert add_workdays(received, 5, published) == DueDate(day(1, 6, 2027), provisional=False)
    assert silence_expired(received, day(1, 7, 2027), published)
    assert add_workdays(day(2, 1, 2027), 5, calendar) == DueDate(day(2, 8, 2027), provisional=True)


def test_yellow_comes_at_the_share_and_red_past_the_limit(calendar: WorkCalendar) -> None:
    used = [workdays_used(day(2, 9), on, (), calendar).days for on in (day(2, 23), day(2, 24), day(2, 28), day(3, 2))]
    assert used == [5, 6, 10, 11], "10 to 14; 24; 25 to 28; 2 March"
    assert [limit_signal(days, 10) for days in (7, 8, 10, 11)] == [
        LimitSignal.GREEN,
        LimitSignal.YELLOW,
        LimitSignal.YELLOW,
        LimitSignal.RED,
    ]
