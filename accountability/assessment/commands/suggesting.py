"""What a reviewer from outside would say: a level and why, in versions. It stands beside the agreed level and replaces nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor
from accountability.assessment import queries
from accountability.assessment.domain.talk import LevelSuggested, SuggestionIsTaken, check_suggesting, checked_words
from accountability.assessment.models import Assessment, Suggestion
from accountability.database import refusing


def suggest_level(
    session: Session, assessment: Assessment, *, key_action: str, level: int | None, words: str, by: Actor, at: datetime
) -> Suggestion:
    """Say which level one would give and why, also after sign-off. The same again is no new version.

    Raises NotFound for what is not asked or not theirs to see, LevelIsNotSuggested, WordsAreMissing or WordsAreTooLong.
    """
    queries.get_key_action(session, assessment, slug=key_action)
    chosen, why = check_suggesting(level), checked_words(words)
    latest = queries.find_suggestion(session, assessment, key_action=key_action, member_id=by.member_id)
    if latest is not None and (latest.level, latest.words) == (chosen, why):
        return latest
    made = Suggestion(
        assessment_id=assessment.id,
        key_action=key_action,
        version=latest.version + 1 if latest else 1,
        level=chosen,
        words=why,
        member_id=by.member_id,
        suggested_at=at,
    )
    with refusing(session, suggestion_version_is_taken=SuggestionIsTaken):
        session.add(made)
    journal.record(session, LevelSuggested(key_action=key_action), by=by, at=at, subject_id=assessment.id)
    session.flush()
    return made
