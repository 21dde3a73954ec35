"""Where actions stand on a line of twelve months."""

from dataclasses import dataclass
from datetime import date

SHOWN = 12  # months
STEP = 6  # months by which the window moves
BACK = 2  # months before this one with which it begins
EARLIEST, LATEST = 2000, 2100


@dataclass(frozen=True, kw_only=True)
class Window:
    """Twelve months from the first day of one."""

    first: date

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month shown."""
        return tuple(shifted(self.first, number) for number in range(SHOWN))

    @property
    def end(self) -> date:
        """The first day after the window."""
        return shifted(self.first, SHOWN)

    @property
    def earlier(self) -> date:
        """With which month the window before begins."""
        return shifted(self.first, -STEP)

    @property
    def later(self) -> date:
        """With which month the window after begins."""
        return shifted(self.first, STEP)

    def shows(self, begin: date, end: date) -> bool:
        """Whether any day from `begin` to `end` lies in it."""
        return begin < self.end and end >= self.first

    def place(self, day: date) -> float:
        """Where a day stands, 0–100, held inside the window."""
        share = 100 * (day - self.first).days / (self.end - self.first).days
        return round(min(max(share, 0.0), 100.0), 2)


def window_around(today: date) -> Window:
    """The window that is shown first: from two months ago on."""
    return Window(first=shifted(today.replace(day=1), -BACK))


def window_from(year: int, month: int) -> Window | None:
    """The window that begins with a month somebody asked for; None for one that nobody plans in."""
    if not (EARLIEST <= year < LATEST and 1 <= month <= 12):
        return None
    return Window(first=date(year, month, 1))


def shifted(month: date, by: int) -> date:
    """The first day of the month so many months later."""
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)
