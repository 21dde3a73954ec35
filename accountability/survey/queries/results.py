"""Reads results: always from kept tallies of mixed answers, always through the safe summaries."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.database import NotFound
from accountability.survey.domain import (
    AnswersClass,
    AskedQuestion,
    Questionnaire,
    Summary,
    SurveyId,
    SurveyState,
    TextState,
    Voice,
    answers_class,
    join_voices,
    summarise,
)
from accountability.survey.models import IntakeResponse, Survey, SurveyVersion, Tally, TextAnswer
from accountability.survey.queries.authoring import list_versions

Counts = Mapping[tuple[int, int], Mapping[str, int]]  # (version, question number) → option → number of people


@dataclass(frozen=True, kw_only=True)
class QuestionResult:
    """One wording of one question with what may be shown of its answers. `versions` are those that asked it so."""

    question: AskedQuestion
    versions: tuple[int, ...]
    summary: Summary


def list_results(session: Session, survey: Survey) -> list[QuestionResult]:
    """Results per question in the order of the last version; wordings that are no longer asked come at the end."""
    return _results(list_versions(session, survey), _counts(session, survey.id)[survey.id], threshold=survey.threshold)


def get_result(session: Session, survey: Survey, *, number: int) -> QuestionResult:
    """The result of one question as it was asked last; NotFound."""
    found = [result for result in list_results(session, survey) if result.question.number == number]
    if not found:
        raise NotFound("question")
    return found[0]


def find_responses_class(session: Session, survey: Survey) -> AnswersClass | None:
    """How many responses are mixed, as a class; None when fewer than may be shown."""
    counted = sa.select(sa.func.sum(Tally.answers)).where(Tally.survey_id == survey.id, Tally.question == 0)
    responses = session.scalar(counted) or 0
    return answers_class(responses) if responses >= survey.threshold else None


def has_mixed_answers(session: Session, survey: Survey) -> bool:
    """Whether a batch of answers has been mixed."""
    return session.scalar(sa.select(Tally.answers).where(Tally.survey_id == survey.id, Tally.question == 0).limit(1)) is not None


def has_hidden_answers(session: Session, survey: Survey) -> bool:
    """Whether answers wait that are too few to be mixed. Only asked about closed surveys: else it would be a live counter."""
    waiting = sa.select(IntakeResponse.version).where(IntakeResponse.survey_id == survey.id).limit(1)
    return survey.settled_at is not None and session.scalar(waiting) is not None


def list_texts(session: Session, survey: Survey, result: QuestionResult) -> list[TextAnswer]:
    """All texts to one question in the order of their random ids; none while they are too few."""
    if result.summary.answers is None:
        return []
    mine = sa.select(TextAnswer).where(
        TextAnswer.survey_id == survey.id,
        TextAnswer.question == result.question.number,
        TextAnswer.version.in_(result.versions),
    )
    return list(session.scalars(mine.order_by(TextAnswer.id)))


def pick_text(texts: Iterable[TextAnswer], text_id: uuid.UUID) -> TextAnswer:
    """One of the listed texts; NotFound."""
    found = next((text for text in texts if text.id == text_id), None)
    if found is None:
        raise NotFound("text")
    return found


def list_checked_texts(session: Session, survey: Survey, results: Iterable[QuestionResult]) -> dict[AskedQuestion, list[str]]:
    """The texts that a person has checked, by question, in the order of their random ids."""
    shown = [result for result in results if result.question.kind.is_text and result.summary.answers is not None]
    checked = sa.select(TextAnswer).where(TextAnswer.survey_id == survey.id, TextAnswer.state == TextState.CHECKED)
    texts = defaultdict(list)
    for text in session.scalars(checked.order_by(TextAnswer.id)) if shown else ():
        texts[text.question, text.version].append(text.text)
    return {
        result.question: [text for version in result.versions for text in texts[result.question.number, version]]
        for result in shown
    }


def voice_by_commitment(session: Session) -> dict[str, Voice]:
    """Per commitment what constituents said in the latest survey that may show it; from the safe summaries only."""
    found: dict[str, Voice] = {}
    for results in _all_results(session):
        for slug, voice in _voices(results).items():
            earlier = found.get(slug)
            if earlier is None or (earlier.score is None and voice.score is not None):
                found[slug] = voice
    return found


def _voices(results: list[QuestionResult]) -> dict[str, Voice]:
    summaries: dict[str, list[Summary]] = defaultdict(list)
    for result in results:
        if result.question.kind.has_worth:
            for slug in result.question.commitments:
                summaries[slug].append(result.summary)
    return {slug: join_voices(each) for slug, each in summaries.items()}


def _all_results(session: Session) -> Iterable[list[QuestionResult]]:
    asked = sa.select(Survey, SurveyVersion).join(SurveyVersion, SurveyVersion.survey_id == Survey.id)
    asked = asked.where(Survey.state != SurveyState.DRAFT)
    latest_first = asked.order_by(Survey.published_at.desc(), Survey.id, SurveyVersion.number)
    versions: dict[Survey, list[SurveyVersion]] = defaultdict(list)
    for survey, version in session.execute(latest_first):
        versions[survey].append(version)
    counts = _counts(session)
    for survey, each in versions.items():
        yield _results(each, counts[survey.id], threshold=survey.threshold)


def _counts(session: Session, survey_id: SurveyId | None = None) -> defaultdict[SurveyId, Counts]:
    wanted = sa.select(Tally) if survey_id is None else sa.select(Tally).where(Tally.survey_id == survey_id)
    counts: dict[SurveyId, defaultdict[tuple[int, int], dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for tally in session.scalars(wanted):
        counts[tally.survey_id][tally.version, tally.question][tally.option] = tally.answers
    return defaultdict(dict, counts)


def _results(versions: list[SurveyVersion], counts: Counts, *, threshold: int) -> list[QuestionResult]:
    wordings: list[tuple[AskedQuestion, list[int]]] = []
    for version in reversed(versions):
        for question in Questionnaire.restored(version.questionnaire).questions:
            same = next((numbers for known, numbers in wordings if known.asks_the_same(question)), None)
            if same is None:
                wordings.append((question, [version.number]))
            else:
                same.append(version.number)
    return [
        QuestionResult(
            question=question,
            versions=tuple(sorted(numbers)),
            summary=_summarise(question, [counts.get((number, question.number), {}) for number in numbers], threshold=threshold),
        )
        for question, numbers in wordings
    ]


def _summarise(question: AskedQuestion, parts: list[Mapping[str, int]], *, threshold: int) -> Summary:
    counts: dict[str, int] = defaultdict(int)
    for part in parts:
        for option, people in part.items():
            counts[option] += people
    return summarise(question.kind, counts=counts, answers=counts.get("", 0), threshold=threshold)
