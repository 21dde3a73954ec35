"""While people answer and after: taking answers in, mixing, closing, extending, destroying, checking texts."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor
from accountability.jobs import wake
from accountability.survey import domain, queries
from accountability.survey.domain import Answers, Outcome, SurveyState, TextState, facts
from accountability.survey.mixer import Mixer
from accountability.survey.models import Survey, TextAnswer


def receive_response(
    session: Session, survey: Survey, answers: Answers, *, version: int, key_hash: str, received_at: datetime
) -> Outcome:
    """Take one person's answers in, once. The survey must come from `get_survey_for_answer`; refuses SurveyIsClosed.

    Only the hour of the moment is kept, and only until the mix.
    """
    if survey.state is not SurveyState.OPEN:
        raise domain.SurveyIsClosed
    hour = received_at.replace(minute=0, second=0, microsecond=0)
    return Mixer(session, survey.id).take_in(answers, version=version, key_hash=key_hash, received_hour=hour)


def mix_survey(session: Session, survey: Survey, *, at: datetime) -> None:
    """Mix what waits, in whole batches; of a closed survey also the rest, after which it is settled."""
    if survey.is_closed:
        # Held, so that nobody gives people more time while the last answers are being rewritten.
        survey = queries.get_survey_for_change(session, survey.id)
    Mixer(session, survey.id).mix(survey)
    survey.settled_at = at if survey.is_closed else None
    session.flush()


def close_survey(session: Session, survey: Survey, *, by: Actor | None, at: datetime) -> None:
    """Take no more answers, and have the last ones mixed soon; refuses SurveyIsNotOpen. `by` is None for the calendar."""
    held = queries.get_survey_for_change(session, survey.id)
    domain.refuse_closing(held.state)
    held.state, held.closed_at = SurveyState.CLOSED, at
    journal.record(session, facts.SurveyClosed(survey_id=held.id), by=by, at=at, subject_id=held.id)
    wake(session, "survey.mix_due_surveys")
    session.flush()


def close_due_surveys(session: Session, *, at: datetime) -> None:
    """Close every open survey whose last day has passed."""
    for survey in queries.list_surveys_due_to_close(session, today=at.date()):
        close_survey(session, survey, by=None, at=at)


def extend_survey(session: Session, survey: Survey, *, closes_on: date, reply_by: date | None, by: Actor, at: datetime) -> None:
    """Take answers until another day, again if it was closed with too few; the reply may only move later."""
    held = queries.get_survey_for_change(session, survey.id)
    domain.refuse_extension(
        held.state,
        has_enough=queries.has_mixed_answers(session, held),
        closes_on=closes_on,
        reply_by=reply_by,
        promised=held.reply_by,
        today=at.date(),
    )
    held.closes_on, held.reply_by = closes_on, reply_by
    held.state, held.closed_at, held.settled_at = SurveyState.OPEN, None, None
    fact = facts.SurveyExtended(survey_id=held.id, closes_on=closes_on)
    journal.record(session, fact, by=by, at=at, subject_id=held.id)
    session.flush()


def destroy_hidden_answers(session: Session, survey: Survey, *, by: Actor, at: datetime) -> None:
    """Delete, unread, answers of a closed survey that are too few to be shown."""
    # Held, so that nobody reopens it meanwhile: answers acknowledged after that must stay.
    survey = queries.get_survey_for_change(session, survey.id)
    domain.refuse_destruction(survey.state, has_hidden=queries.has_hidden_answers(session, survey))
    Mixer(session, survey.id).destroy_waiting()
    journal.record(session, facts.HiddenAnswersDestroyed(survey_id=survey.id), by=by, at=at, subject_id=survey.id)
    session.flush()


def check_text(session: Session, text: TextAnswer, *, redacted: str) -> None:
    """Release one text for reading as it stands in `redacted`; the original wording is gone if it differs."""
    text.text, text.state = domain.check_redaction(redacted), TextState.CHECKED
    session.flush()


def leave_text_out(session: Session, text: TextAnswer) -> None:
    """Keep one text from being read by others; it still counts."""
    text.state = TextState.LEFT_OUT
    session.flush()
