"""Preparing and publishing a survey."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor
from accountability.database import refusing
from accountability.refusal import Refusal
from accountability.survey import domain, queries
from accountability.survey.domain import Promise, ProtectionDraft, QuestionDraft, SurveyCode, SurveyState, facts
from accountability.survey.models import Question, Survey, SurveyAddress, SurveyVersion
from accountability.tenancy import acting_for
from accountability.trash import put_away

CODE_BYTES = 16  # 128 bits: the address of an open survey cannot be guessed
PREFIX_TRIES = 50


class PrefixIsTaken(Refusal):
    """Another survey's receipts begin with these digits."""


def start_survey(session: Session, title: str, *, language: str, closes_on: date | None, by: Actor, at: datetime) -> Survey:
    """Begin a draft; refuses TitleIsMissing or TitleIsTooLong."""
    survey = Survey(title=domain.check_title(title), language=language, closes_on=closes_on, started_at=at)
    session.add(survey)
    session.flush()
    journal.record(session, facts.SurveyStarted(survey_id=survey.id), by=by, at=at, subject_id=survey.id)
    return survey


def describe_survey(session: Session, survey: Survey, title: str, *, language: str, closes_on: date | None) -> None:
    """Change title, language or last day; the last day only until people have been told (after that: extend_survey)."""
    survey = queries.get_survey_for_change(session, survey.id)
    domain.refuse_editing(survey.state)
    survey.title, survey.language = domain.check_title(title), language
    if survey.state is SurveyState.DRAFT:
        survey.closes_on = closes_on
    session.flush()


def add_question(session: Session, survey: Survey, draft: QuestionDraft) -> Question:
    """Put a question at the end of the draft."""
    survey = queries.get_survey_for_change(session, survey.id)
    domain.refuse_editing(survey.state)
    existing = queries.list_questions(session, survey)
    domain.refuse_more_questions(len(existing))
    survey.last_number += 1
    question = Question(survey_id=survey.id, number=survey.last_number, position=max((q.position for q in existing), default=0) + 1)
    _write(question, draft.checked())
    session.add(question)
    session.flush()
    return question


def add_bank_questions(session: Session, survey: Survey, bank_ids: Iterable[str]) -> list[Question]:
    """Put chosen questions of the bank at the end of the draft; those that are there already are left alone."""
    present = {question.bank_id for question in queries.list_questions(session, survey)}
    wanted = set(bank_ids) - present
    return [add_question(session, survey, each.draft) for each in queries.list_bank_questions() if each.id in wanted]


def change_question(session: Session, survey: Survey, question: Question, draft: QuestionDraft) -> None:
    """Change a question of the draft. One of the bank that is asked anew is the organisation's own from then on."""
    survey = queries.get_survey_for_change(session, survey.id)
    domain.refuse_editing(survey.state)
    _write(question, domain.keep_origin(question.asked, draft.checked()))
    session.flush()


def remove_survey(session: Session, survey: Survey, *, by: Actor, at: datetime) -> None:
    """Put a survey in the trash; refuses SurveyIsPublished once people were asked."""
    survey = queries.get_survey_for_change(session, survey.id)
    domain.refuse_removal(survey.version)
    put_away(survey, by=by, at=at)
    journal.record(session, facts.SurveyRemoved(survey_id=survey.id), by=by, at=at, subject_id=survey.id)
    session.flush()


def remove_question(session: Session, survey: Survey, question: Question, *, by: Actor, at: datetime) -> None:
    """Put a question of the draft in the trash. Answers to it stay with the versions that asked it."""
    survey = queries.get_survey_for_change(session, survey.id)
    domain.refuse_editing(survey.state)
    put_away(question, by=by, at=at)
    session.flush()


def move_question(session: Session, survey: Survey, question: Question, *, steps: int) -> None:
    """Move a question up (negative) or down."""
    survey = queries.get_survey_for_change(session, survey.id)
    domain.refuse_editing(survey.state)
    questions = {each.id: each for each in queries.list_questions(session, survey)}
    for position, question_id in enumerate(domain.move(list(questions), question.id, steps=steps), 1):
        questions[question_id].position = position
    session.flush()


def make_promise(session: Session, survey: Survey, promise: Promise) -> None:
    """Write what people are promised; refuses PromiseIsGiven once it was published."""
    # Held, like everything that publishing ends: nobody changes what people have just been told.
    survey = queries.get_survey_for_change(session, survey.id)
    checked = domain.check_promise(promise, version=survey.version)
    survey.can_change, survey.who_decides, survey.off_the_table = checked.can_change, checked.who_decides, checked.off_the_table
    survey.reply_by = checked.reply_by
    session.flush()


def choose_protection(session: Session, survey: Survey, draft: ProtectionDraft) -> None:
    """Choose from how many answers numbers are shown; refuses ProtectionIsFixed once people were told."""
    survey = queries.get_survey_for_change(session, survey.id)
    chosen = domain.choose_protection(draft, version=survey.version)
    survey.threshold, survey.mix_at_least = chosen.threshold, chosen.mix_at_least
    session.flush()


def publish_survey(session: Session, survey: Survey, *, by: Actor, at: datetime) -> SurveyVersion:
    """Freeze the draft as the next version and open the survey with the first one; refuses what `list_obstacles` names."""
    survey = queries.get_survey_for_change(session, survey.id)
    draft, published = queries.get_draft(session, survey), queries.find_published(session, survey)
    domain.refuse_publication(draft, state=survey.state, published=published, closes_on=survey.closes_on, today=at.date())
    survey.version += 1
    version = SurveyVersion(survey_id=survey.id, number=survey.version, questionnaire=draft.stored(), published_at=at)
    session.add(version)
    if survey.state is SurveyState.DRAFT:
        survey.state, survey.published_at = SurveyState.OPEN, at
        session.flush()
        _give_address(session, survey)
    fact = facts.SurveyPublished(survey_id=survey.id, version=survey.version)
    journal.record(session, fact, by=by, at=at, subject_id=survey.id)
    session.flush()
    return version


def _write(question: Question, draft: QuestionDraft) -> None:
    question.kind, question.settings = draft.kind.name, draft.kind.stored()
    question.wording, question.hint = draft.wording.strip(), draft.hint.strip()
    question.commitments, question.bank_id, question.is_core = list(draft.commitments), draft.bank_id, draft.is_core


def _give_address(session: Session, survey: Survey) -> None:
    for _ in range(PREFIX_TRIES):
        address = SurveyAddress(
            code=SurveyCode(secrets.token_urlsafe(CODE_BYTES)),
            receipt_prefix=str(secrets.randbelow(10**domain.PREFIX_DIGITS)).zfill(domain.PREFIX_DIGITS),
            organisation_id=acting_for(session),
            survey_id=survey.id,
        )
        try:
            with refusing(session, survey_address_receipt_prefix_is_taken=PrefixIsTaken, receipt_prefix_is_taken=PrefixIsTaken):
                session.add(address)
            return
        except PrefixIsTaken:
            continue
    raise PrefixIsTaken
