"""Reading results, texts and the voice of constituents, on both databases."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from accountability.database import NotFound
from accountability.survey import commands, domain, queries
from accountability.survey.domain import TextState
from accountability.survey.models import Question, Response, Survey
from tests.factories.survey import answers, close_and_mix, fill, make_draft, make_open, send


def texts_of(session, survey):
    return queries.list_texts(session, survey, queries.get_result(session, survey, number=6))


def test_shown_numbers_equal_those_from_raw_answers(session, survey, at):
    for number in range(24):
        send(session, survey, at, given=answers(choices={"1": (str(number % 11),)}, texts={}))
    close_and_mix(session, survey, at)
    raw = [answers["1"][0] for answers in session.scalars(sa.select(Response.answers))]
    counts = {option: raw.count(option) for option in set(raw)}
    question = queries.get_result(session, survey, number=1)
    assert question.summary == domain.summarise(question.question.kind, counts=counts, answers=len(raw), threshold=10)


def test_texts_are_listed_from_ten_and_read_by_others_once_checked(session, survey, at):
    fill(session, survey, at, 10)
    commands.mix_survey(session, survey, at=at)
    first, second, *_ = texts_of(session, survey)
    commands.check_text(session, first, redacted="More benches")
    commands.leave_text_out(session, second)
    results = queries.list_results(session, survey)
    assert list(queries.list_checked_texts(session, survey, results).values()) == [["More benches"]]
    assert second.state is TextState.LEFT_OUT


def test_nine_texts_stay_closed_even_when_ten_people_answered(session, survey, at):
    fill(session, survey, at, 9)
    send(session, survey, at, given=answers(texts={}))
    commands.mix_survey(session, survey, at=at)
    assert texts_of(session, survey) == []
    assert queries.list_checked_texts(session, survey, queries.list_results(session, survey)) == {}


def test_nine_answers_to_a_question_stay_closed_even_when_ten_people_answered(session, survey, at):
    fill(session, survey, at, 9)
    send(session, survey, at, given=answers(choices={"2": ("4",)}))
    commands.mix_survey(session, survey, at=at)
    shown = {result.question.number: result.summary.answers for result in queries.list_results(session, survey)}
    assert shown[1] is None
    assert shown[2]


def test_an_empty_text_is_not_released(session, survey, at):
    fill(session, survey, at, 10)
    commands.mix_survey(session, survey, at=at)
    with pytest.raises(domain.TextIsEmpty):
        commands.check_text(session, texts_of(session, survey)[0], redacted=" ")


def test_the_number_of_responses_is_a_class_once_it_may_be_shown(session, survey, at):
    assert queries.find_responses_class(session, survey) is None
    fill(session, survey, at, 12)
    commands.mix_survey(session, survey, at=at)
    assert str(queries.find_responses_class(session, survey)) == "10–14"


def test_a_voice_comes_from_the_latest_survey_that_may_show_it(session, survey, officer, at):
    fill(session, survey, at, 10)
    commands.mix_survey(session, survey, at=at)
    make_open(session, officer, at + timedelta(days=1))
    voice = queries.voice_by_commitment(session)["c11-responsive-decisions"]
    assert (voice.score, voice.answers_class) == (85, "10–14")


def test_the_latest_voice_stands_even_if_an_older_one_was_louder(session, survey, officer, at):
    fill(session, survey, at, 10)
    later = make_open(session, officer, at + timedelta(days=1))
    fill(session, later, at, 15, given=answers(choices={"5": ("no",)}))
    for each in (survey, later):
        commands.mix_survey(session, each, at=at)
    assert queries.voice_by_commitment(session)["c11-responsive-decisions"].answers_class == "15–19"


def test_a_voice_from_too_few_answers_says_so(session, survey, at):
    fill(session, survey, at, 9)
    voice = queries.voice_by_commitment(session)["c11-responsive-decisions"]
    assert (voice.score, voice.reason_hidden) == (None, domain.HiddenReason.TOO_FEW_ANSWERS)


def test_results_take_two_queries_however_many_answered(session, survey, at):
    fill(session, survey, at, 40)
    commands.mix_survey(session, survey, at=at)
    statements = []
    sa.event.listen(session.get_bind(), "before_cursor_execute", lambda *a: statements.append(a[2]))
    queries.list_results(session, session.get(Survey, (survey.organisation_id, survey.id)))
    assert len([each for each in statements if each.startswith("SELECT") and "set_config" not in each]) == 2


def test_a_question_of_another_survey_is_not_found(session, ours, at):
    first, second = (make_draft(session, ours.actor(), at) for _ in range(2))
    question = session.scalars(sa.select(Question).where(Question.survey_id == first.id)).first()
    assert queries.get_question(session, first, question.id) is question
    with pytest.raises(NotFound):
        queries.get_question(session, second, question.id)
