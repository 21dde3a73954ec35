"""Reads who rates, who has finished, and what one person may see and write."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import MemberId
from accountability.assessment.domain.ways import Standing, Way
from accountability.assessment.models import AgreedLevel, Assessment, Rater, Rating
from accountability.organisation import queries as organisation

if TYPE_CHECKING:
    pass


def list_raters(session: Session, assessment: Assessment) -> list[Rater]:
    """The team, in the order in which they were asked."""
    found = sa.select(Rater).where(Rater.assessment_id == assessment.id)
    return list(session.scalars(found.order_by(Rater.asked_at, Rater.member_id)))


def find_rater(session: Session, assessment: Assessment, *, member_id: uuid.UUID) -> Rater | None:
    """The place of a member on the team."""
    found = sa.select(Rater).where(Rater.assessment_id == assessment.id, Rater.member_id == member_id)
    return session.scalars(found).one_or_none()


def get_standing(session: Session, assessment: Assessment, *, member_id: uuid.UUID) -> Standing:
    """Where the rating stands for one member, on the team or not."""
    raters = list_raters(session, assessment)
    own = next((each for each in raters if each.member_id == member_id), None)
    return Standing(
        way=assessment.way,
        least=assessment.least_raters,
        finished=sum(each.finished_at is not None for each in raters),
        is_closed=assessment.is_rating_closed,
        is_rater=own is not None,
        has_finished=own is not None and own.finished_at is not None,
        sections=None if own is None or own.sections is None else frozenset(own.sections),
        has_team=bool(raters),
    )


@dataclass(frozen=True, kw_only=True)
class OnTeam:
    """A rater with their name. What raters who are anonymous have done is in no `OnTeam`: `has_finished` is then None."""

    member_id: MemberId
    name: str
    email: str
    sections: tuple[str, ...] | None
    has_finished: bool | None
    is_here: bool  # still a member


def list_team(session: Session, assessment: Assessment) -> list[OnTeam]:
    """The team by name, for the page of those who run it."""
    known = {each.id: each for each in (*organisation.list_former_members(session), *organisation.list_members(session))}
    rows = [(rater, known[MemberId(rater.member_id)]) for rater in list_raters(session, assessment)]
    return [
        OnTeam(
            member_id=member.id,
            name=member.name,
            email=member.email,
            sections=None if rater.sections is None else tuple(rater.sections),
            has_finished=None if assessment.way is not Way.NAMED else rater.finished_at is not None,
            is_here=member.left_at is None,
        )
        for rater, member in sorted(rows, key=lambda row: (row[1].name, row[1].id))
    ]


def has_begun(session: Session, assessment: Assessment) -> bool:
    """Whether anybody has rated anything, on whichever sheet."""
    rated = sa.exists().where(Rating.assessment_id == assessment.id)
    agreed = sa.exists().where(AgreedLevel.assessment_id == assessment.id)
    return bool(session.scalar(sa.select(sa.or_(rated, agreed))))


def has_rated(session: Session, assessment: Assessment, *, member_id: uuid.UUID) -> bool:
    """Whether this member has rated anything on a sheet of their own."""
    rated = sa.exists().where(Rating.assessment_id == assessment.id, Rating.member_id == member_id)
    return bool(session.scalar(sa.select(rated)))
