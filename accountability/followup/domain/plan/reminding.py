"""When whoever carries an action is reminded of it, and when the next morning is.

A week before the day, on the day after it, and then every week while it is overdue. Each is due from its day on, so a morning on
which nothing could be sent is made up for and never doubled.
"""

import enum
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BEFORE = timedelta(days=7)
WEEK = timedelta(days=7)
MORNING, NOON = 7, 12  # hours of the organisation's clock between which reminders leave


class Reminder(enum.StrEnum):
    """What a reminder says."""

    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, kw_only=True)
class Timing:
    """The days of one open action: when it was made, when it is due, when somebody was last reminded of it."""

    made_on: date
    due_on: date
    reminded_on: date | None


def reminder_of(timing: Timing, *, today: date) -> Reminder | None:
    """What to remind of this morning; None when nothing is new. Nobody is reminded of what they planned the same day."""
    if timing.made_on >= today:
        return None
    since = _last_occasion(timing.due_on, today=today)
    if since is None or (timing.reminded_on is not None and timing.reminded_on >= since):
        return None
    return Reminder.OVERDUE if today > timing.due_on else Reminder.SOON


def _last_occasion(due_on: date, *, today: date) -> date | None:
    """The last day, today or before, on which a reminder became due."""
    if today > due_on:
        first = due_on + timedelta(days=1)
        return first + WEEK * ((today - first) // WEEK)
    return due_on - BEFORE if today >= due_on - BEFORE else None


def is_morning(moment: datetime, *, zone: ZoneInfo) -> bool:
    """Whether reminders may leave now, as the clock of the organisation shows it."""
    return MORNING <= moment.astimezone(zone).hour < NOON


def next_morning(moment: datetime, *, zone: ZoneInfo) -> datetime:
    """When to look again: the next time the organisation's clock shows seven."""
    local = moment.astimezone(zone)
    day = local.date() if local.hour < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, time(hour=MORNING), tzinfo=zone)
