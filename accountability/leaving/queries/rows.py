"""The rows of an organisation as they leave: one table after the other, only the columns that may."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment import queries as assessments
from accountability.leaving.domain import Holds
from accountability.leaving.holdings import Holding, holdings
from accountability.survey import queries as surveys
from accountability.tenancy import acting_for

AT_ONCE = 500  # rows held in memory
Row = Mapping[str, Any]
# What leaves only as pages show it, and who says how that is.
SHOWN: Mapping[str, Callable[[Session], Iterator[dict[str, Any]]]] = {
    "tally": surveys.list_shown_tallies,
    "text_answer": surveys.list_shown_texts,
    "rating": assessments.list_open_ratings,
    "rater": assessments.list_open_raters,
    "brought_in": assessments.list_open_sheets,
    "rating_tally": assessments.list_shown_rating_tallies,
}


@dataclass(frozen=True)
class Leaving:
    """One table that leaves: its name, its columns, and its rows, read anew with each call."""

    name: str
    columns: list[str]
    rows: Callable[[], Iterator[Row]]


def list_tables(session: Session) -> list[Leaving]:
    """All that leaves with the organisation the session acts for, in an order in which it can be written again."""
    return [_leaving(session, each) for each in holdings() if each.travels or each.is_shown_only]


def _leaving(session: Session, table: Holding) -> Leaving:
    if table.is_shown_only:
        return Leaving(table.name, [column.name for column in table.table.columns], lambda: SHOWN[table.name](session))
    return Leaving(table.name, table.leaving, lambda: _rows(session, table))


def _rows(session: Session, table: Holding) -> Iterator[Row]:
    asked = sa.select(*(table.of(name) for name in table.leaving)).order_by(*(table.of(key) for key in table.keys))
    if not table.is_owned and not table.is_shared:
        # Directories have no guard of their own.
        asked = asked.where(table.of("organisation_id") == acting_for(session))
    for row in session.execute(asked.execution_options(yield_per=AT_ONCE)):
        found = dict(row._mapping)
        yield _side_of_convenor(table, found) if _is_anothers(session, table, found) else found


def _is_anothers(session: Session, table: Holding, row: Row) -> bool:
    return table.is_shared and row["organisation_id"] != acting_for(session)


def _side_of_convenor(table: Holding, row: dict[str, Any]) -> Row:
    """Who did it over there is not the convenor's to know."""
    return row | dict.fromkeys(table.named(Holds.MEMBER))
