"""Reads assessments: lists, the latest answers, progress, profiles, and what may be shared."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment.domain.ids import AssessmentId
from accountability.assessment.domain.progress import Filter, Progress, progress
from accountability.assessment.domain.ratings import Answer
from accountability.assessment.domain.refusals import AssessmentIsNotSigned
from accountability.assessment.domain.scores import Counting, Item, Profile, score
from accountability.assessment.models import Assessment, Rating
from accountability.database import NotFound
from accountability.parts import seen
from accountability.standard import queries as standard_queries
from accountability.standard.domain import Commitment, KeyAction, Pack
from accountability.tenancy import acting_for


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One assessment in a list."""

    assessment: Assessment
    progress: Progress


def list_assessments(session: Session) -> list[Summary]:
    """All assessments with their progress, the latest first."""
    assessments = session.scalars(sa.select(Assessment).order_by(Assessment.started_at.desc(), Assessment.id.desc())).all()
    newest = _newest_versions()
    counted = session.execute(
        sa.select(Rating.assessment_id, sa.func.count())
        .join(newest, _is_newest(newest))
        .where(Rating.verdict.is_not(None), _is_seen(session, *assessments))
        .group_by(Rating.assessment_id)
    )
    answered = {row[0]: row[1] for row in counted}
    return [
        Summary(
            assessment=each,
            progress=Progress(answered=answered.get(each.id, 0), total=len(_asked(session, each)), depth=each.depth),
        )
        for each in assessments
    ]


def get_assessment(session: Session, assessment_id: AssessmentId) -> Assessment:
    """The assessment. Raises NotFound."""
    assessment = session.get(Assessment, (acting_for(session), assessment_id))
    if assessment is None:
        raise NotFound
    return assessment


def names_of(session: Session, assessment_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Assessment → its name, for those that are still there."""
    asked = sa.select(Assessment.id, Assessment.name).where(Assessment.id.in_(assessment_ids))
    return {row.id: row.name for row in session.execute(asked)}


def find_latest_assessment(session: Session) -> Assessment | None:
    """The assessment started last, signed or not."""
    return session.scalar(sa.select(Assessment).order_by(Assessment.started_at.desc(), Assessment.id.desc()).limit(1))


def list_signed_assessments(session: Session) -> list[Assessment]:
    """The frozen ones, the latest signature first."""
    signed = sa.select(Assessment).where(Assessment.signed_at.is_not(None))
    return list(session.scalars(signed.order_by(Assessment.signed_at.desc(), Assessment.id.desc())))


def get_pack(session: Session, assessment: Assessment) -> Pack:
    """The version of the standard the assessment was started with."""
    return standard_queries.get_pack(session, assessment.pack_id, assessment.pack_version)


def list_parts() -> list[tuple[str, str]]:
    """What a reviewer may be limited to: the commitments of the current pack, as (slug, title)."""
    return [(each.slug, f"{each.number} {each.title}") for each in standard_queries.shipped_pack().commitments]


def get_seen_pack(session: Session, assessment: Assessment) -> Pack:
    """The same with only the commitments that the session may see; a reviewer's has few."""
    pack, parts = get_pack(session, assessment), seen(session)
    return pack if parts is None else pack.narrowed_to(parts)


def get_key_action(session: Session, assessment: Assessment, *, slug: str) -> KeyAction:
    """A key action this assessment asks about. Raises NotFound."""
    for key_action in _asked(session, assessment):
        if key_action.slug == slug:
            return key_action
    raise NotFound


def find_rating(session: Session, assessment: Assessment, *, key_action: str, version: int | None = None) -> Rating | None:
    """A version of the answer to one key action, the latest unless named."""
    wanted = sa.select(Rating).where(Rating.assessment_id == assessment.id, Rating.key_action == key_action)
    wanted = wanted.where(_is_seen(session, assessment))
    if version is not None:
        wanted = wanted.where(Rating.version == version)
    return session.scalar(wanted.order_by(Rating.version.desc()).limit(1))


def list_ratings(session: Session, assessment: Assessment) -> dict[str, Rating]:
    """The latest rating of every key action that has one, by key action slug."""
    newest = _newest_versions()
    latest = sa.select(Rating).join(newest, _is_newest(newest))
    latest = latest.where(Rating.assessment_id == assessment.id, _is_seen(session, assessment))
    return {rating.key_action: rating for rating in session.scalars(latest.order_by(Rating.key_action))}


def list_answers(session: Session, assessment: Assessment) -> dict[str, Answer]:
    """The latest answers by key action slug."""
    return {slug: rating.answer for slug, rating in list_ratings(session, assessment).items()}


def count_versions(session: Session, assessment: Assessment) -> int:
    """How many answers were ever stored; it grows with every change, so it tells whether something changed."""
    counted = sa.select(sa.func.count()).select_from(Rating).where(Rating.assessment_id == assessment.id)
    return session.scalar(counted) or 0


def get_progress(session: Session, assessment: Assessment) -> Progress:
    """How many key actions are answered."""
    slugs = [each.slug for each in _asked(session, assessment)]
    return progress(slugs, depth=assessment.depth, answers=list_answers(session, assessment))


def get_profile(session: Session, assessment: Assessment, *, counting: Counting = Counting.LEFT_OUT) -> Profile:
    """The twelve commitments with their means."""
    answers = list_answers(session, assessment)
    return score(get_seen_pack(session, assessment), depth=assessment.depth, answers=answers, counting=counting)


def get_shared_scores(session: Session, assessment_id: AssessmentId) -> dict[str, float | None]:
    """What a signed assessment gives into a comparison: 0–100 by commitment slug, None when nothing is rated.

    Raises NotFound or AssessmentIsNotSigned.
    """
    assessment = get_assessment(session, assessment_id)
    if not assessment.is_signed:
        raise AssessmentIsNotSigned
    return get_profile(session, assessment).shares()


@dataclass(frozen=True, kw_only=True)
class Group:
    """A commitment with the key actions of it that are shown, and how many of all are answered."""

    commitment: Commitment
    items: tuple[Item, ...]
    answered: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Overview:
    """All key actions of an assessment by commitment, with the answers. `next_open` is the first that has none."""

    progress: Progress
    groups: tuple[Group, ...]
    counts: Mapping[Filter, int]
    next_open: KeyAction | None


def get_overview(session: Session, assessment: Assessment, *, shown: Filter = Filter.ALL) -> Overview:
    """The whole list as one look. Groups without a key action to show are left out."""
    profile = get_profile(session, assessment)
    items = [item for each in profile.scores for item in each.items]
    answered = sum(not item.answer.is_blank for item in items)
    groups = (_group(each.commitment, each.items, shown) for each in profile.scores)
    return Overview(
        progress=Progress(answered=answered, total=len(items), depth=assessment.depth),
        groups=tuple(group for group in groups if group.items),
        counts={each: sum(each.admits(item.answer) for item in items) for each in Filter},
        next_open=next((item.key_action for item in items if item.answer.is_blank), None),
    )


def _group(commitment: Commitment, items: tuple[Item, ...], shown: Filter) -> Group:
    return Group(
        commitment=commitment,
        items=tuple(item for item in items if shown.admits(item.answer)),
        answered=sum(not item.answer.is_blank for item in items),
        total=len(items),
    )


@dataclass(frozen=True, kw_only=True)
class Card:
    """One key action in its place. `position` counts from 1."""

    commitment: Commitment
    key_action: KeyAction
    position: int
    previous: KeyAction | None
    next: KeyAction | None


def get_card(session: Session, assessment: Assessment, *, slug: str) -> Card:
    """The card of a key action. Raises NotFound."""
    asked = [
        (commitment, each)
        for commitment in get_seen_pack(session, assessment).commitments
        for each in commitment.key_actions_at(assessment.depth)
    ]
    for index, (commitment, key_action) in enumerate(asked):
        if key_action.slug == slug:
            return Card(
                commitment=commitment,
                key_action=key_action,
                position=index + 1,
                previous=asked[index - 1][1] if index else None,
                next=asked[index + 1][1] if index + 1 < len(asked) else None,
            )
    raise NotFound


def _asked(session: Session, assessment: Assessment) -> tuple[KeyAction, ...]:
    return get_seen_pack(session, assessment).key_actions_at(assessment.depth)


def _is_seen(session: Session, *assessments: Assessment) -> sa.ColumnElement[bool]:
    """Ratings that the session may see: all of them, or those of the parts it is limited to."""
    if seen(session) is None:
        return sa.true()
    packs = [get_seen_pack(session, each) for each in assessments]
    return Rating.key_action.in_({key_action.slug for pack in packs for key_action in pack.key_actions})


def _newest_versions() -> sa.Subquery:
    newest = sa.select(Rating.assessment_id, Rating.key_action, sa.func.max(Rating.version).label("version"))
    return newest.group_by(Rating.assessment_id, Rating.key_action).subquery()


def _is_newest(newest: sa.Subquery) -> sa.ColumnElement[bool]:
    return sa.and_(
        Rating.assessment_id == newest.c.assessment_id,
        Rating.key_action == newest.c.key_action,
        Rating.version == newest.c.version,
    )
