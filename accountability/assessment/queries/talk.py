"""Reads what is said about key actions: threads, and what reviewers suggest. Limited to what the session may see."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from accountability.assessment.domain.ids import AssessmentId, CommentId
from accountability.assessment.models import Assessment, Comment, Suggestion
from accountability.assessment.queries.packs import get_seen_pack
from accountability.database import NotFound

MOST_ANSWERED = 5  # on the first page; more of them stand with their assessments
LOOKED_AT = 50  # the latest of them, some of which may be about what is not asked any more or not theirs to see


@dataclass(frozen=True, kw_only=True)
class Thread:
    """A first remark and the answers to it, the oldest first."""

    first: Comment
    answers: tuple[Comment, ...]

    @property
    def is_done(self) -> bool:
        """Whether somebody marked it as done."""
        return self.first.resolved_at is not None

    @property
    def last(self) -> Comment:
        """What was written last."""
        return self.answers[-1] if self.answers else self.first


@dataclass(frozen=True, kw_only=True)
class AnsweredThread:
    """An open thread that somebody took part in and others have written on since."""

    assessment_id: AssessmentId
    assessment_name: str
    thread_id: CommentId
    key_action: str
    words: str
    member_id: uuid.UUID
    written_at: datetime


def list_threads(session: Session, assessment: Assessment, *, key_action: str) -> list[Thread]:
    """Everything that was said about one key action, open threads first."""
    threads = _threads(session.scalars(_said(session, assessment).where(Comment.key_action == key_action)))
    return sorted(threads, key=lambda each: each.is_done)


def list_open_threads(session: Session, assessment: Assessment) -> dict[str, list[Thread]]:
    """The threads that are not done, by key action slug in the order of the standard."""
    found: dict[str, list[Thread]] = {slug: [] for slug in _slugs(session, assessment)}
    for each in _threads(session.scalars(_said(session, assessment))):
        if not each.is_done:
            found[each.first.key_action].append(each)
    return {slug: threads for slug, threads in found.items() if threads}


def count_open_threads(session: Session, assessment: Assessment) -> dict[str, int]:
    """How many threads are not done, by key action slug."""
    counted = sa.select(Comment.key_action, sa.func.count()).where(
        Comment.assessment_id == assessment.id,
        Comment.thread_id.is_(None),
        Comment.resolved_at.is_(None),
        Comment.key_action.in_(_slugs(session, assessment)),
    )
    return {row[0]: row[1] for row in session.execute(counted.group_by(Comment.key_action))}


def get_comment(session: Session, assessment: Assessment, *, comment_id: CommentId) -> Comment:
    """One remark. Raises NotFound."""
    found = session.scalars(_said(session, assessment).where(Comment.id == comment_id)).one_or_none()
    if found is None:
        raise NotFound("comment")
    return found


def get_thread(session: Session, assessment: Assessment, *, thread_id: CommentId) -> Thread:
    """One thread with its answers. Raises NotFound, also for the id of an answer."""
    belongs = sa.or_(Comment.id == thread_id, Comment.thread_id == thread_id)
    found = _threads(session.scalars(_said(session, assessment).where(belongs)))
    if not found:
        raise NotFound("comment")
    return found[0]


def hold_thread(session: Session, assessment: Assessment, *, thread_id: CommentId) -> Comment:
    """The first remark of a thread, held until this transaction ends. Raises NotFound, also for the id of an answer."""
    asked = _said(session, assessment).where(Comment.id == thread_id, Comment.thread_id.is_(None)).with_for_update(key_share=True)
    found = session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound("comment")
    return found


def is_followed(session: Session, comment: Comment) -> bool:
    """Whether anything was written in its thread after it."""
    thread_id = comment.thread_id or comment.id
    later = sa.select(Comment.id).where(Comment.thread_id == thread_id, Comment.id != comment.id)
    if comment.thread_id is not None:
        later = later.where(sa.or_(Comment.written_at > comment.written_at, Comment.id > comment.id))
    return session.scalar(sa.select(later.exists())) is True


def list_answered_threads(session: Session, *, member_id: uuid.UUID) -> list[AnsweredThread]:
    """Open threads of this member, begun or answered, in which somebody else has the last word; the latest word first."""
    thread_id = sa.func.coalesce(Comment.thread_id, Comment.id)
    mine = sa.select(thread_id).where(Comment.member_id == member_id)
    place = sa.func.row_number().over(partition_by=thread_id, order_by=(Comment.written_at.desc(), Comment.id.desc()))
    ranked = sa.select(Comment.id, thread_id.label("thread_id"), place.label("place")).where(thread_id.in_(mine)).subquery()
    first = aliased(Comment)
    found = (
        sa.select(Comment, first.id, Assessment)
        .join(ranked, sa.and_(ranked.c.id == Comment.id, ranked.c.place == 1))
        .join(first, first.id == ranked.c.thread_id)
        .join(Assessment, Assessment.id == Comment.assessment_id)
        .where(Comment.member_id != member_id, first.resolved_at.is_(None))
        .order_by(Comment.written_at.desc(), Comment.id.desc())
    )
    rows = session.execute(found.limit(LOOKED_AT)).all()
    shown = [row for row in rows if row[0].key_action in _slugs(session, row[2])]
    return [
        AnsweredThread(
            assessment_id=assessment.id,
            assessment_name=assessment.name,
            thread_id=first_id,
            key_action=last.key_action,
            words=last.words,
            member_id=last.member_id,
            written_at=last.written_at,
        )
        for last, first_id, assessment in shown[:MOST_ANSWERED]
    ]


def find_suggestion(session: Session, assessment: Assessment, *, key_action: str, member_id: uuid.UUID) -> Suggestion | None:
    """What a reviewer said last of one key action."""
    said = sa.select(Suggestion).where(
        Suggestion.assessment_id == assessment.id, Suggestion.key_action == key_action, Suggestion.member_id == member_id
    )
    return session.scalar(said.order_by(Suggestion.version.desc()).limit(1))


def list_suggestions(session: Session, assessment: Assessment) -> dict[str, list[Suggestion]]:
    """The last word of each reviewer by key action slug, the latest first."""
    newest = (
        sa.select(Suggestion.key_action, Suggestion.member_id, sa.func.max(Suggestion.version).label("version"))
        .where(Suggestion.assessment_id == assessment.id)
        .group_by(Suggestion.key_action, Suggestion.member_id)
        .subquery()
    )
    latest = sa.select(Suggestion).join(
        newest,
        sa.and_(
            Suggestion.key_action == newest.c.key_action,
            Suggestion.member_id == newest.c.member_id,
            Suggestion.version == newest.c.version,
        ),
    )
    latest = latest.where(Suggestion.assessment_id == assessment.id, Suggestion.key_action.in_(_slugs(session, assessment)))
    found: dict[str, list[Suggestion]] = {}
    for row in session.scalars(latest.order_by(Suggestion.suggested_at.desc(), Suggestion.id.desc())):
        found.setdefault(row.key_action, []).append(row)
    return found


def _said(session: Session, assessment: Assessment) -> sa.Select[Comment]:
    said = sa.select(Comment).where(Comment.assessment_id == assessment.id, Comment.key_action.in_(_slugs(session, assessment)))
    return said.order_by(Comment.written_at, Comment.id)


def _slugs(session: Session, assessment: Assessment) -> Sequence[str]:
    return [each.slug for each in get_seen_pack(session, assessment).key_actions]


def _threads(said: Iterable[Comment]) -> list[Thread]:
    comments = list(said)
    answers: dict[uuid.UUID, list[Comment]] = {each.id: [] for each in comments if each.thread_id is None}
    for each in comments:
        if each.thread_id in answers:
            answers[each.thread_id].append(each)
    return [Thread(first=each, answers=tuple(answers[each.id])) for each in comments if each.id in answers]
