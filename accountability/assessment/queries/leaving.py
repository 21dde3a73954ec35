"""What of blind ratings may leave with their organisation: what its pages show to everybody who settles levels, and nothing else.

Of raters with names: what those who finished chose, once rating is closed. Of anonymous raters: no rating, no word on who has
finished, and in place of exact counts the smallest that give the very figures on the pages.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment.domain.spread import anonymous_opinion, counts_like
from accountability.assessment.domain.ways import Sheet, Way
from accountability.assessment.models import Assessment, BroughtIn, Rater, Rating, RatingTally
from accountability.database import Base

AT_ONCE = 500  # rows held in memory


def list_open_ratings(session: Session) -> Iterator[dict[str, Any]]:
    """Rows like those of the table of ratings: of shared sheets, and of raters with names who finished before rating closed."""
    named = sa.and_(Assessment.way == Way.NAMED, Assessment.rating_closed_at.is_not(None), Rater.finished_at.is_not(None))
    beside = sa.and_(Rater.assessment_id == Rating.assessment_id, Rater.member_id == Rating.member_id)
    asked = (
        sa.select(Rating)
        .join(Assessment, Assessment.id == Rating.assessment_id)
        .outerjoin(Rater, beside)
        .where(sa.or_(Assessment.way == Way.TOGETHER, named))
        .order_by(Rating.organisation_id, Rating.id)
    )
    for row in session.scalars(asked.execution_options(yield_per=AT_ONCE)):
        yield _values(row)


def list_open_raters(session: Session) -> Iterator[dict[str, Any]]:
    """Rows like those of the table of raters; who of anonymous raters has finished, and when, stays here."""
    asked = sa.select(Rater, Assessment.way).join(Assessment, Assessment.id == Rater.assessment_id)
    for rater, way in session.execute(asked.order_by(Rater.assessment_id, Rater.member_id)):
        kept = _values(rater)
        yield kept | {"finished_at": None, "reminded_at": None} if way is Way.ANONYMOUS else kept


def list_open_sheets(session: Session) -> Iterator[dict[str, Any]]:
    """Rows like those of the table of sheets that were brought in: into what is agreed, never onto somebody's own sheet."""
    asked = sa.select(BroughtIn).where(BroughtIn.sheet == Sheet.AGREED).order_by(BroughtIn.organisation_id, BroughtIn.id)
    for row in session.scalars(asked):
        yield _values(row)


def list_shown_rating_tallies(session: Session) -> Iterator[dict[str, Any]]:
    """Rows like those of the table of tallies, whose counts give what pages show and nothing finer."""
    asked = sa.select(RatingTally).order_by(RatingTally.assessment_id, RatingTally.key_action, RatingTally.chosen)
    counted: dict[tuple[Any, ...], dict[str, int]] = {}
    for row in session.scalars(asked):
        counted.setdefault((row.organisation_id, row.assessment_id, row.key_action), {})[row.chosen] = row.people
    for (organisation_id, assessment_id, key_action), exact in counted.items():
        for chosen, people in sorted(counts_like(anonymous_opinion(exact)).items()):
            place = {"organisation_id": organisation_id, "assessment_id": assessment_id, "key_action": key_action}
            yield {**place, "chosen": chosen, "people": people}


def _values(row: Base) -> dict[str, Any]:
    return {column.name: getattr(row, column.key) for column in sa.inspect(type(row)).columns}
