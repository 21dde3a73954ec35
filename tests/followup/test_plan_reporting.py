"""When somebody is reminded, what a year's report counts, and where things stand on the line of months."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accountability.followup.domain.plan import Status
from accountability.followup.domain.plan.calendar import Window, shifted, window_around, window_from
from accountability.followup.domain.plan.reminding import Reminder, Timing, is_morning, next_morning, reminder_of
from accountability.followup.domain.plan.reporting import Fate, Told, report, years

DUE = date(2026, 5, 20)
SKOPJE = ZoneInfo("Europe/Skopje")


def days_reminded(
    *, made_on: date = date(2026, 4, 1), due_on: date = DUE, skip: Collection[int] = (), until: int = 40
) -> list[int]:
    """On which days, counted from the day it is due, somebody is reminded when the job looks every day but those to `skip`."""
    reminded_on, found = None, []
    for number in range(-20, until):
        today = due_on + timedelta(days=number)
        timing = Timing(made_on=made_on, due_on=due_on, reminded_on=reminded_on)
        if number not in skip and reminder_of(timing, today=today):
            reminded_on = today
            found.append(number)
    return found


def test_a_week_before_the_day_after_and_then_every_week() -> None:
    assert days_reminded() == [-7, 1, 8, 15, 22, 29, 36]


def test_a_morning_that_was_missed_is_made_up_for_and_never_doubled() -> None:
    assert days_reminded(skip={-7, -6, 1, 8, 9, 10}, until=20) == [-5, 2, 11, 15]


def test_nobody_is_reminded_of_what_they_planned_the_same_day() -> None:
    assert days_reminded(made_on=DUE - timedelta(days=3), until=2) == [-2, 1]


def test_a_new_day_begins_anew() -> None:
    timing = Timing(made_on=date(2026, 1, 1), due_on=DUE, reminded_on=date(2026, 4, 10))
    assert reminder_of(timing, today=DUE - timedelta(days=7)) is Reminder.SOON
    assert reminder_of(timing, today=DUE + timedelta(days=1)) is Reminder.OVERDUE


@pytest.mark.parametrize(("hour", "is_so"), [(4, False), (5, True), (9, True), (10, False), (22, False)])
def test_it_is_morning_by_the_organisations_clock(hour: int, is_so: bool) -> None:
    assert is_morning(datetime(2026, 5, 4, hour, 30, tzinfo=UTC), zone=SKOPJE) is is_so


@pytest.mark.parametrize(
    ("moment", "then"),
    [
        (datetime(2026, 5, 4, 3, tzinfo=UTC), datetime(2026, 5, 4, 5, tzinfo=UTC)),
        (datetime(2026, 5, 4, 5, tzinfo=UTC), datetime(2026, 5, 5, 5, tzinfo=UTC)),
        (datetime(2026, 5, 4, 22, 30, tzinfo=UTC), datetime(2026, 5, 5, 5, tzinfo=UTC)),
        # The night on which clocks are put back is an hour longer.
        (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 6, tzinfo=UTC)),
    ],
)
def test_the_next_morning_is_seven_there(moment: datetime, then: datetime) -> None:
    assert next_morning(moment, zone=SKOPJE) == then


# The report of a year


def told(status: Status = Status.PLANNED, *, made: str = "2026-02-01", due: str = "2026-06-01", closed: str | None = None) -> Told:
    day = date.fromisoformat
    return Told(
        key=0,
        commitment="c01",
        status=status,
        made_on=day(made),
        due_on=day(due),
        closed_on=day(closed) if closed else None,
    )


@pytest.mark.parametrize(
    ("given", "year", "fate", "is_late"),
    [
        (told(), 2025, None, None),
        (told(), 2026, Fate.OPEN, True),
        (told(due="2026-09-01"), 2026, Fate.OPEN, False),
        (told(due="2026-07-01"), 2026, Fate.OPEN, False),
        (told(Status.DONE, closed="2026-06-01"), 2026, Fate.DONE, False),
        (told(Status.DONE, closed="2026-06-02"), 2026, Fate.DONE, True),
        (told(Status.DROPPED, closed="2026-06-30"), 2026, Fate.DROPPED, False),
        (told(made="2025-03-01", due="2025-09-01"), 2025, Fate.CARRIED, True),
        (told(made="2025-03-01", due="2026-09-01"), 2025, Fate.CARRIED, False),
        (told(made="2025-03-01", due="2026-09-01"), 2026, Fate.OPEN, False),
        (told(Status.DONE, made="2025-03-01", due="2025-09-01", closed="2026-02-01"), 2025, Fate.CARRIED, True),
        (told(Status.DONE, made="2025-03-01", due="2025-09-01", closed="2026-02-01"), 2026, Fate.DONE, True),
        (told(Status.DONE, made="2025-03-01", due="2025-09-01", closed="2025-08-01"), 2026, None, None),
        (told(), 2027, None, None),
    ],
)
def test_what_became_of_an_action_in_a_year(given: Told, year: int, fate: Fate | None, is_late: bool | None) -> None:
    found = report([given], year=year, today=date(2026, 7, 1), order=["c01"])
    lines = [line for section in found.sections for line in section.lines]
    assert [(line.fate, line.is_late) for line in lines] == ([(fate, is_late)] if fate else [])


def test_the_counts_are_of_the_lines() -> None:
    statuses = (Status.DONE, Status.DROPPED, Status.PLANNED)
    given = [told(each, closed="2026-06-10" if each is not Status.PLANNED else None, made="2025-12-01") for each in statuses]
    numbered = [Told(**{**vars(each), "key": number}) for number, each in enumerate([*given, told()])]
    counts = report(numbered, year=2026, today=date(2026, 7, 1), order=[]).counts
    assert (counts.total, counts.begun, counts.done, counts.late, counts.dropped, counts.still_open) == (4, 1, 1, 3, 1, 2)


def test_commitments_stand_in_the_order_of_the_standard_and_strangers_last() -> None:
    given = [Told(**{**vars(told()), "key": n, "commitment": slug}) for n, slug in enumerate(("x", "c02", "c01", "c02"))]
    found = report(given, year=2026, today=date(2026, 7, 1), order=["c01", "c02"])
    assert [(section.commitment, [line.key for line in section.lines]) for section in found.sections] == [
        ("c01", [2]),
        ("c02", [1, 3]),
        ("x", [0]),
    ]


def test_there_is_a_report_of_every_year_since_the_first_action() -> None:
    assert years([told(), told(made="2024-05-05")], today=date(2026, 7, 1)) == [2026, 2025, 2024]
    assert years([], today=date(2026, 7, 1)) == [2026]


# The line of months


def test_the_window_is_twelve_months_from_two_months_ago() -> None:
    window = window_around(date(2026, 1, 31))
    assert (window.first, window.end, len(window.months)) == (date(2025, 11, 1), date(2026, 11, 1), 12)
    assert (window.earlier, window.later) == (date(2025, 5, 1), date(2026, 5, 1))


@pytest.mark.parametrize(("year", "month"), [(1999, 12), (2100, 1), (2026, 0), (2026, 13)])
def test_nobody_plans_in_months_that_are_none(year: int, month: int) -> None:
    assert window_from(year, month) is None


@pytest.mark.parametrize(
    ("begin", "end", "is_shown"),
    [
        ("2025-12-31", "2025-12-31", False),
        ("2025-12-31", "2026-01-01", True),
        ("2026-12-31", "2027-05-01", True),
        ("2027-01-01", "2027-05-01", False),
    ],
)
def test_what_touches_the_window_is_shown(begin: str, end: str, is_shown: bool) -> None:
    assert Window(first=date(2026, 1, 1)).shows(date.fromisoformat(begin), date.fromisoformat(end)) is is_shown


def test_days_outside_are_held_at_the_edge() -> None:
    window = Window(first=date(2026, 1, 1))
    places = [window.place(date.fromisoformat(day)) for day in ("2025-01-01", "2026-01-01", "2026-07-02", "2027-06-01")]
    assert places == [0.0, 0.0, 49.86, 100.0]


def test_months_are_counted_across_years() -> None:
    assert [shifted(date(2026, 1, 1), by) for by in (-1, 0, 12, 23)] == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2027, 1, 1),
        date(2027, 12, 1),
    ]
