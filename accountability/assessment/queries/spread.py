"""Reads how far apart raters are. Who may see it is decided here: nothing is read for those who may not."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment.domain.closing import count_answers
from accountability.assessment.domain.ratings import Answer
from accountability.assessment.domain.spread import Opinion, anonymous_opinion, named_opinion
from accountability.assessment.domain.ways import Standing, Way
from accountability.assessment.models import Assessment, RatingTally
from accountability.assessment.queries.packs import get_seen_pack
from accountability.assessment.queries.sheets import list_answers, list_of_all
from accountability.assessment.queries.team import list_raters
from accountability.database import NotFound
from accountability.standard.domain import Commitment, KeyAction


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One key action as raters saw it. `said`: member → answer, of raters with names only. `agreed` is None until something is."""

    commitment: Commitment
    key_action: KeyAction
    opinion: Opinion
    said: Mapping[uuid.UUID, Answer]
    agreed: Answer | None

    @property
    def is_agreed(self) -> bool:
        """Whether a level, or that there is none, is written down."""
        return self.agreed is not None and not self.agreed.is_blank


@dataclass(frozen=True, kw_only=True)
class Spread:
    """All key actions: where raters are apart, the furthest first; where they say the same; where too few answered."""

    apart: tuple[Compared, ...] = ()
    same: tuple[Compared, ...] = ()
    thin: tuple[Compared, ...] = ()

    @property
    def items(self) -> tuple[Compared, ...]:
        """All of them, in the order in which they are talked about."""
        return (*self.apart, *self.same, *self.thin)

    @property
    def waiting(self) -> tuple[Compared, ...]:
        """Those on which nothing is agreed yet."""
        return tuple(each for each in self.items if not each.is_agreed)

    @property
    def to_take_over(self) -> tuple[Compared, ...]:
        """Those on which raters say the same level and nothing is written down yet."""
        return tuple(each for each in self.same if not each.is_agreed)


def get_spread(session: Session, assessment: Assessment, *, standing: Standing) -> Spread | None:
    """How far apart raters are; None while this person may not see it. Of raters who have not finished nothing is ever in it."""
    if not assessment.way.is_blind or not standing.is_revealed:
        return None
    said = _said(session, assessment)
    opinions = _anonymous(session, assessment) if assessment.way is Way.ANONYMOUS else _named(said)
    agreed = list_answers(session, assessment)
    nothing = anonymous_opinion({}) if assessment.way is Way.ANONYMOUS else named_opinion([], counted={})
    items = [
        Compared(
            commitment=commitment,
            key_action=each,
            opinion=opinions.get(each.slug, nothing),
            said=said.get(each.slug, {}),
            agreed=agreed.get(each.slug),
        )
        for commitment in get_seen_pack(session, assessment).commitments
        for each in commitment.key_actions_at(assessment.depth)
    ]
    # A stable sort: what is equally far apart stays in the order of the standard.
    apart = sorted((each for each in items if each.opinion.is_split), key=lambda each: each.opinion.distance, reverse=True)
    rest = [each for each in items if not each.opinion.is_split]
    same = [each for each in rest if each.opinion.common_level is not None]
    return Spread(apart=tuple(apart), same=tuple(same), thin=tuple(each for each in rest if each.opinion.common_level is None))


def get_compared(spread: Spread, slug: str) -> Compared:
    """One key action of a spread. Raises NotFound."""
    for each in spread.items:
        if each.key_action.slug == slug:
            return each
    raise NotFound


def _said(session: Session, assessment: Assessment) -> dict[str, dict[uuid.UUID, Answer]]:
    if assessment.way is Way.ANONYMOUS:
        return {}
    finished = {each.member_id for each in list_raters(session, assessment) if each.finished_at is not None}
    return {
        slug: {member_id: row.answer for member_id, row in rows.items() if member_id in finished and not row.answer.is_blank}
        for slug, rows in list_of_all(session, assessment).items()
    }


def _named(said: Mapping[str, Mapping[uuid.UUID, Answer]]) -> dict[str, Opinion]:
    return {slug: named_opinion(given.values(), counted=count_answers(given.values())) for slug, given in said.items()}


def _anonymous(session: Session, assessment: Assessment) -> dict[str, Opinion]:
    counted: dict[str, dict[str, int]] = {}
    for row in session.scalars(sa.select(RatingTally).where(RatingTally.assessment_id == assessment.id)):
        counted.setdefault(row.key_action, {})[row.chosen] = row.people
    return {slug: anonymous_opinion(each) for slug, each in counted.items()}
