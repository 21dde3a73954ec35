"""Reads the review of assessments: what happened to the whole, who signs, who runs it, where each cycle stands."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import RULES, Actor, MemberId
from accountability.assessment.domain.progress import Progress
from accountability.assessment.domain.stages import Standpoint, stage_of
from accountability.assessment.domain.talk import ReviewKind
from accountability.assessment.models import Assessment, Comment, Rater, ReviewStep, Suggestion
from accountability.assessment.queries.assessments import list_assessments
from accountability.assessment.queries.packs import list_asked
from accountability.organisation import queries as organisation

if TYPE_CHECKING:
    from accountability.organisation.models import Member


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """One assessment in the list of cycles."""

    assessment: Assessment
    standpoint: Standpoint

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done in it."""
        return not self.assessment.is_signed


@dataclass(frozen=True, kw_only=True)
class ReviewWork:
    """What somebody from outside was asked to look at in one assessment, and what they have done: key actions, threads begun."""

    assessment: Assessment
    asked: int
    suggested: int
    commented: int

    @property
    def is_done(self) -> bool:
        """Whether they said something of every key action."""
        return self.suggested >= self.asked


def list_review_work(session: Session, *, member_id: MemberId) -> list[ReviewWork]:
    """The assessments with key actions that this session may see, the latest first; signed ones too."""
    suggested = sa.select(Suggestion.assessment_id, Suggestion.key_action).where(Suggestion.member_id == member_id).distinct()
    commented = sa.select(Comment.assessment_id, Comment.key_action).where(Comment.member_id == member_id)
    said, written = _by_assessment(session, suggested), _by_assessment(session, commented)
    found = []
    for summary in list_assessments(session):
        asked = {each.slug for each in list_asked(session, summary.assessment)}
        found.append(
            ReviewWork(
                assessment=summary.assessment,
                asked=len(asked),
                suggested=len(asked & set(said.get(summary.assessment.id, ()))),
                commented=sum(slug in asked for slug in written.get(summary.assessment.id, ())),
            )
        )
    return [each for each in found if each.asked]


def _by_assessment(session: Session, rows: sa.Select[uuid.UUID, str]) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = {}
    for assessment_id, key_action in session.execute(rows):
        found.setdefault(assessment_id, []).append(key_action)
    return found


def list_cycles(session: Session) -> list[Cycle]:
    """All assessments and where they stand, the latest first."""
    teams = _count_teams(session)
    return [
        Cycle(
            assessment=each.assessment,
            standpoint=_standpoint(each.assessment, each.progress, *teams.get(each.assessment.id, (0, 0))),
        )
        for each in list_assessments(session)
    ]


def get_standpoint(session: Session, assessment: Assessment, *, progress: Progress) -> Standpoint:
    """Where one assessment stands."""
    raters, finished = _count_teams(session, assessment).get(assessment.id, (0, 0))
    return _standpoint(assessment, progress, raters, finished)


def list_review_steps(session: Session, assessment: Assessment) -> list[ReviewStep]:
    """What happened to the whole, the first step first."""
    steps = sa.select(ReviewStep).where(ReviewStep.assessment_id == assessment.id)
    return list(session.scalars(steps.order_by(ReviewStep.happened_at, ReviewStep.id)))


def was_signed(session: Session, assessment: Assessment) -> bool:
    """Whether anybody ever signed it, even if it is open again."""
    signed = sa.select(ReviewStep.id).where(ReviewStep.assessment_id == assessment.id, ReviewStep.kind == ReviewKind.SIGNED)
    return assessment.is_signed or session.scalar(sa.select(signed.exists())) is True


def list_signers(session: Session, *, but: Actor) -> "list[Member]":
    """Who may sign, without the one who asks."""
    return [each for each in organisation.list_members_who(session, RULES["SIGN_ASSESSMENT"]) if each.id != but.member_id]


def list_runners(session: Session, assessment: Assessment, *, but: Actor) -> "list[Member]":
    """Who is to go on with it: the one who handed it in if they still may, else all who run assessments; never the one who asks."""
    able = [each for each in organisation.list_members_who(session, RULES["RUN_ASSESSMENT"]) if each.id != but.member_id]
    return [each for each in able if each.id == assessment.submitted_by_id] or able


def _count_teams(session: Session, *assessments: Assessment) -> dict[object, tuple[int, int]]:
    """Assessment → how many are on its team, and how many of them have finished."""
    counted = sa.select(Rater.assessment_id, sa.func.count(), sa.func.count(Rater.finished_at)).group_by(Rater.assessment_id)
    if assessments:
        counted = counted.where(Rater.assessment_id.in_([each.id for each in assessments]))
    return {row[0]: (row[1], row[2]) for row in session.execute(counted)}


def _standpoint(assessment: Assessment, progress: Progress, raters: int, finished: int) -> Standpoint:
    stage = stage_of(
        way=assessment.way,
        is_closed=assessment.is_rating_closed,
        is_submitted=assessment.is_submitted,
        is_signed=assessment.is_signed,
    )
    return Standpoint(stage=stage, progress=progress, raters=raters, finished=finished)
