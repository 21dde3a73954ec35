"""Remarks on a key action, in threads. Nobody changes words that were written; who wrote them may take back a slip."""

from datetime import datetime

from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.assessment import queries
from accountability.assessment.domain.ids import CommentId
from accountability.assessment.domain.talk import check_answering, check_removing, checked_words
from accountability.assessment.models import Assessment, Comment


def write_comment(session: Session, assessment: Assessment, *, key_action: str, words: str, by: Actor, at: datetime) -> Comment:
    """Begin a thread. Raises NotFound for what is not asked or not seen, WordsAreMissing or WordsAreTooLong."""
    queries.get_key_action(session, assessment, slug=key_action)
    comment = Comment(
        assessment_id=assessment.id, key_action=key_action, words=checked_words(words), member_id=by.member_id, written_at=at
    )
    session.add(comment)
    session.flush()
    return comment


def answer_comment(
    session: Session, assessment: Assessment, *, thread_id: CommentId, words: str, by: Actor, at: datetime
) -> Comment:
    """Write on in a thread. Raises NotFound, ThreadIsDone, WordsAreMissing or WordsAreTooLong."""
    thread = queries.hold_thread(session, assessment, thread_id=thread_id)
    check_answering(is_done=thread.resolved_at is not None)
    answer = Comment(
        assessment_id=assessment.id,
        key_action=thread.key_action,
        thread_id=thread.id,
        words=checked_words(words),
        member_id=by.member_id,
        written_at=at,
    )
    session.add(answer)
    session.flush()
    return answer


def resolve_thread(session: Session, assessment: Assessment, *, thread_id: CommentId, by: Actor, at: datetime) -> Comment:
    """Mark a thread as done; done twice is done. Raises NotFound."""
    thread = queries.hold_thread(session, assessment, thread_id=thread_id)
    if thread.resolved_at is None:
        thread.resolved_at, thread.resolved_by_id = at, by.member_id
    session.flush()
    return thread


def reopen_thread(session: Session, assessment: Assessment, *, thread_id: CommentId) -> Comment:
    """Go on with a thread that was marked as done. Raises NotFound."""
    thread = queries.hold_thread(session, assessment, thread_id=thread_id)
    thread.resolved_at = thread.resolved_by_id = None
    session.flush()
    return thread


def remove_comment(session: Session, assessment: Assessment, *, comment_id: CommentId, by: Actor, at: datetime) -> Comment:
    """Take one's own words back. Raises NotFound, CommentIsNotYours, CommentIsAnswered or CommentIsSettled."""
    comment = queries.get_comment(session, assessment, comment_id=comment_id)
    # Whoever answers holds the thread too, so no answer is written to words that are about to go.
    queries.hold_thread(session, assessment, thread_id=comment.thread_id or comment.id)
    is_answered = queries.is_followed(session, comment)
    check_removing(is_own=comment.member_id == by.member_id, is_answered=is_answered, age=at - comment.written_at)
    session.delete(comment)
    session.flush()
    return comment
