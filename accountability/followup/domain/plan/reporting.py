"""The plan of one year, commitment by commitment: what was planned, done, late, dropped with why, and carried over."""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accountability.followup.domain.plan.values import Status


class Fate(enum.StrEnum):
    """What became of an action in a year. Of a year that is not over, what is open is open; of one that is, it was carried over."""

    DONE = "done"
    DROPPED = "dropped"
    OPEN = "open"
    CARRIED = "carried over"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the report needs of an action. `key` is its place in the caller's list."""

    key: int
    commitment: str
    status: Status
    made_on: date
    due_on: date
    closed_on: date | None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One action of the report."""

    key: int
    fate: Fate
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many actions: all of the year, those that began in it, what became of them; late ones, done or open."""

    total: int
    begun: int
    done: int
    late: int
    dropped: int
    still_open: int


@dataclass(frozen=True, kw_only=True)
class Section:
    """The actions for one commitment, by the day they were due."""

    commitment: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Report:
    """The year as a whole."""

    year: int
    is_over: bool
    sections: tuple[Section, ...]
    counts: Counts


def report(told: Iterable[Told], *, year: int, today: date, order: Sequence[str]) -> Report:
    """The report of a year as things stand on `today`; commitments in `order`, others after them. An action belongs to every year
    from the one in which it was made to the one in which it was done or dropped."""
    end = min(date(year, 12, 31), today)
    of_year = sorted((each for each in told if _belongs(each, year, end)), key=lambda each: (each.due_on, each.key))
    lines = {each.key: _line(each, year=year, end=end, today=today) for each in of_year}
    slugs = sorted({each.commitment for each in of_year}, key=lambda slug: (_place(order, slug), slug))
    sections = (Section(commitment=slug, lines=tuple(lines[e.key] for e in of_year if e.commitment == slug)) for slug in slugs)
    begun = sum(each.made_on.year == year for each in of_year)
    counts = _count(list(lines.values()), begun=begun)
    return Report(year=year, is_over=today.year > year, sections=tuple(sections), counts=counts)


def years(told: Iterable[Told], *, today: date) -> list[int]:
    """The years there is a report of, the latest first: from the first action to this year."""
    first = min((each.made_on.year for each in told), default=today.year)
    return list(range(today.year, first - 1, -1))


def _belongs(each: Told, year: int, end: date) -> bool:
    has_begun = date(year, 1, 1) <= end
    return has_begun and each.made_on <= end and (each.closed_on is None or each.closed_on.year >= year)


def _line(each: Told, *, year: int, end: date, today: date) -> Line:
    is_closed = each.closed_on is not None and each.closed_on <= end
    if is_closed:
        fate = Fate.DONE if each.status is Status.DONE else Fate.DROPPED
    else:
        fate = Fate.CARRIED if today.year > year else Fate.OPEN
    until = each.closed_on if is_closed and each.closed_on else end
    return Line(key=each.key, fate=fate, is_late=until > each.due_on and fate is not Fate.DROPPED)


def _count(lines: Sequence[Line], *, begun: int) -> Counts:
    fates = [line.fate for line in lines]
    return Counts(
        total=len(lines),
        begun=begun,
        done=fates.count(Fate.DONE),
        late=sum(line.is_late for line in lines),
        dropped=fates.count(Fate.DROPPED),
        still_open=fates.count(Fate.OPEN) + fates.count(Fate.CARRIED),
    )


def _place(order: Sequence[str], slug: str) -> int:
    return order.index(slug) if slug in order else len(order)
