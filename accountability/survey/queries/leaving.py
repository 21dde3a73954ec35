"""What of anonymous answers may leave with their organisation: the figures as its pages show them, and texts from ten on.

Exact counts stay. In their place go the smallest counts that give the very figures on the pages and nothing finer: they are
computed from those figures alone, so whoever reads them knows no more than whoever reads the pages.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from sqlalchemy.orm import Session

from accountability.database import random_id
from accountability.survey.domain import AskedQuestion, Summary, SurveyState
from accountability.survey.domain.summaries import SafeScore, net_score, safe_score, safe_share, summarise
from accountability.survey.queries.authoring import list_surveys
from accountability.survey.queries.results import QuestionResult, find_responses_class, list_results, list_texts

PROMOTERS, PASSIVES = ("9", "10"), ("7", "8")


def list_shown_tallies(session: Session) -> Iterator[dict[str, Any]]:
    """Rows like those of the table of tallies, of every survey of the organisation."""
    for survey in list_surveys(session):
        responses = None if survey.state is SurveyState.DRAFT else find_responses_class(session, survey)
        if responses is None:
            continue
        key = {"organisation_id": survey.organisation_id, "survey_id": survey.id}
        yield {**key, "version": survey.version, "question": 0, "option": "", "answers": responses.low}
        for result in list_results(session, survey):
            place = {**key, "version": result.versions[-1], "question": result.question.number}
            for option, people in counts_like(result.question, result.summary, threshold=survey.threshold).items():
                yield {**place, "option": option, "answers": people}


def list_shown_texts(session: Session) -> Iterator[dict[str, Any]]:
    """Texts that pages show, under new random ids and in their order, so that neither tells where a text lay here."""
    found = []
    for survey in list_surveys(session):
        results = [] if survey.state is SurveyState.DRAFT else list_results(session, survey)
        for result in results:
            found += [(random_id(), survey, result, text) for text in _texts(session, survey, result)]
    for new, survey, result, text in sorted(found, key=lambda each: each[0]):
        key = {"organisation_id": survey.organisation_id, "id": new, "survey_id": survey.id}
        yield {
            **key,
            "version": result.versions[-1],
            "question": result.question.number,
            "text": text.text,
            "state": text.state,
        }


def _texts(session: Session, survey: Any, result: QuestionResult) -> list[Any]:
    return list_texts(session, survey, result) if result.question.kind.is_text else []


def counts_like(question: AskedQuestion, shown: Summary, *, threshold: int) -> dict[str, int]:
    """The smallest counts (option → people; '' for all who answered) that are shown exactly so; empty when nothing is shown."""
    if shown.answers is None:
        return {}
    for answers in range(max(shown.answers.low, threshold), shown.answers.high + 1):
        counts = _counts_of(shown, answers)
        if counts is not None:
            found = {option: people for option, people in counts.items() if people}
            if summarise(question.kind, counts=found, answers=answers, threshold=threshold) == shown:
                return {"": answers, **found}
    raise ValueError("figures that no counts give")


def _counts_of(shown: Summary, answers: int) -> dict[str, int] | None:
    ranges = {share.option.key: _counts_with(share.percent, answers) for share in shown.shares}
    if not all(ranges.values()):
        return None
    if shown.recommendation is None:
        return {option: possible[0] for option, possible in ranges.items()}
    return _counts_with_score(ranges, shown.recommendation, answers)


def _counts_with(percent: int, answers: int) -> range:
    """The numbers of people that are shown as this share."""
    middle = percent * answers // 100
    width = answers // 20 + 2
    fitting = [count for count in range(max(0, middle - 2 * width), min(answers, middle + 2 * width) + 1)
               if safe_share(count, answers) == percent]  # fmt: skip
    return range(fitting[0], fitting[-1] + 1) if fitting else range(0)


def _counts_with_score(ranges: Mapping[str, range], score: SafeScore, answers: int) -> dict[str, int] | None:
    """Counts whose recommendation score is this one too, going through sums of promoters and of passives."""
    base = {option: possible[0] for option, possible in ranges.items()}
    spare = [sum(len(ranges[option]) - 1 for option in options) for options in (PROMOTERS, PASSIVES)]
    for more_promoters, more_passives in product(*(range(each + 1) for each in spare)):
        promoters = sum(base[option] for option in PROMOTERS) + more_promoters
        passives = sum(base[option] for option in PASSIVES) + more_passives
        if _is_scored(promoters, passives, answers, score):
            return {**base, **_spread(ranges, PROMOTERS, more_promoters), **_spread(ranges, PASSIVES, more_passives)}
    return None


def _spread(ranges: Mapping[str, range], options: tuple[str, ...], more: int) -> dict[str, int]:
    counts = {}
    for option in options:
        taken = min(more, len(ranges[option]) - 1)
        counts[option], more = ranges[option][taken], more - taken
    return counts


def _is_scored(promoters: int, passives: int, answers: int, score: SafeScore) -> bool:
    detractors = answers - promoters - passives
    net = net_score(promoters=promoters, passives=passives, detractors=detractors) if detractors >= 0 else None
    return net is not None and safe_score(net, answers=answers) == score
