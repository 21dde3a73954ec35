"""Taking answers in, mixing, closing, extending, destroying, checking texts, on both databases."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from accountability.survey import commands, domain, queries
from accountability.survey.domain import Outcome, SurveyState
from accountability.survey.models import IntakeAside, IntakeResponse, Response, Submission, Tally, TextAnswer
from tests.factories.survey import answers, close_and_mix, fill, make_draft, make_open, send


def count(session, table):
    return session.scalar(sa.select(sa.func.count()).select_from(table))


def test_an_answer_waits_in_the_intake_with_its_hour_only(session, survey, at):
    assert send(session, survey, at) is Outcome.ACCEPTED
    waiting = session.scalars(sa.select(IntakeResponse)).one()
    assert waiting.received_hour == at.replace(minute=0)
    assert count(session, Response) == 0


def test_the_same_form_sent_again_counts_once(session, survey, at):
    outcomes = [send(session, survey, at, key="k") for _ in range(3)]
    assert outcomes == [Outcome.ACCEPTED, Outcome.REPEATED, Outcome.REPEATED]
    assert count(session, IntakeResponse) == 1


def test_other_answers_from_the_same_form_are_kept_aside(session, survey, at):
    send(session, survey, at, key="k")
    other = answers(choices={"5": ("no",)})
    assert [send(session, survey, at, key="k", given=other) for _ in range(2)] == [Outcome.KEPT_ASIDE] * 2
    assert (count(session, IntakeResponse), count(session, IntakeAside)) == (1, 1)


def test_only_a_few_bodies_are_kept_aside_for_one_form(session, survey, at):
    send(session, survey, at, key="k")
    for number in range(9):
        send(session, survey, at, key="k", given=answers(texts={"6": str(number)}))
    assert count(session, IntakeAside) == domain.ASIDES_AT_MOST


def test_after_the_mix_the_key_alone_says_already_received(session, survey, at):
    send(session, survey, at, key="k")
    fill(session, survey, at, 9)
    commands.mix_survey(session, survey, at=at)
    outcomes = {send(session, survey, at, key="k"), send(session, survey, at, key="k", given=answers(choices={"5": ("no",)}))}
    assert outcomes == {Outcome.ALREADY_RECEIVED}
    assert count(session, IntakeResponse) == count(session, IntakeAside) == 0


def test_the_same_key_in_two_surveys_is_two_people(session, survey, officer, at):
    other = make_open(session, officer, at)
    assert send(session, survey, at, key="k") is send(session, other, at, key="k") is Outcome.ACCEPTED


@pytest.mark.parametrize("state", [SurveyState.DRAFT, SurveyState.CLOSED])
def test_a_survey_that_is_not_open_takes_nothing(session, officer, at, state):
    survey = make_draft(session, officer, at)
    survey.state = state
    with pytest.raises(domain.SurveyIsClosed):
        send(session, survey, at, version=1)
    survey.state = SurveyState.DRAFT


def test_nine_answers_are_not_mixed(session, survey, at):
    fill(session, survey, at, 9)
    commands.mix_survey(session, survey, at=at)
    assert (count(session, IntakeResponse), count(session, Response)) == (9, 0)


def test_ten_answers_are_mixed_at_once_and_leave_the_intake(session, survey, at):
    fill(session, survey, at, 10)
    commands.mix_survey(session, survey, at=at)
    assert (count(session, IntakeResponse), count(session, Response), count(session, TextAnswer)) == (0, 10, 10)
    assert count(session, Submission) == 10


def test_a_survey_at_risk_mixes_twenty_five_at_once(session, officer, at):
    survey = make_open(session, officer, at, mix_at_least=25)
    fill(session, survey, at, 24)
    commands.mix_survey(session, survey, at=at)
    assert count(session, Response) == 0


def test_no_counter_moves_before_a_batch_is_mixed(session, survey, at):
    fill(session, survey, at, 10)
    commands.mix_survey(session, survey, at=at)
    before = queries.list_results(session, survey)
    fill(session, survey, at, 9)
    commands.mix_survey(session, survey, at=at)
    assert queries.list_results(session, survey) == before


def test_what_another_worker_left_of_a_batch_is_none(session, survey, at, monkeypatch):
    """It was counted whole, and taken before it was held."""
    monkeypatch.setattr("accountability.survey.mixer.may_mix", lambda **_counted: True)
    fill(session, survey, at, 9)
    commands.mix_survey(session, survey, at=at)
    assert count(session, Response) == 0


def test_two_versions_are_never_mixed_into_one_batch(session, survey, officer, at):
    fill(session, survey, at, 6)
    commands.remove_question(session, survey, queries.list_questions(session, survey)[0], by=officer, at=at)
    commands.publish_survey(session, survey, by=officer, at=at)
    fill(session, survey, at, 6)
    commands.mix_survey(session, survey, at=at)
    assert (count(session, IntakeResponse), count(session, Response)) == (12, 0)


def test_answers_stay_bound_to_the_version_people_saw(session, survey, officer, at):
    commands.remove_question(session, survey, queries.list_questions(session, survey)[0], by=officer, at=at)
    commands.publish_survey(session, survey, by=officer, at=at)
    fill(session, survey, at, 10, version=1)
    commands.mix_survey(session, survey, at=at)
    assert set(session.scalars(sa.select(Response.version))) == {1}
    first = next(result for result in queries.list_results(session, survey) if result.question.number == 1)
    assert (first.versions, str(first.summary.answers)) == ((1,), "10–14")


def test_responses_carry_no_free_text_and_texts_no_response(session, survey, at):
    fill(session, survey, at, 10)
    commands.mix_survey(session, survey, at=at)
    assert all("6" not in answers for answers in session.scalars(sa.select(Response.answers)))
    assert not set(session.scalars(sa.select(Response.id))) & set(session.scalars(sa.select(TextAnswer.id)))


def test_the_rest_joins_at_close_and_everything_gets_new_ids(session, survey, at):
    fill(session, survey, at, 10)
    commands.mix_survey(session, survey, at=at)
    before = set(session.scalars(sa.select(Response.id))) | set(session.scalars(sa.select(TextAnswer.id)))
    fill(session, survey, at, 3)
    close_and_mix(session, survey, at)
    after = set(session.scalars(sa.select(Response.id))) | set(session.scalars(sa.select(TextAnswer.id)))
    assert len(after) == 26
    assert not before & after
    assert {each.version for each in after} == {4}


def test_fewer_than_ten_at_close_stay_hidden(session, survey, at):
    fill(session, survey, at, 9)
    close_and_mix(session, survey, at)
    assert queries.has_hidden_answers(session, survey)
    assert not queries.has_mixed_answers(session, survey)
    assert all(result.summary.answers is None for result in queries.list_results(session, survey))


def test_hidden_answers_are_not_spoken_of_before_the_survey_is_settled(session, survey, at):
    fill(session, survey, at, 9)
    assert not queries.has_hidden_answers(session, survey)


def test_a_survey_with_too_few_is_extended_and_counts_them_later(session, survey, officer, at):
    fill(session, survey, at, 9)
    close_and_mix(session, survey, at)
    later = {"closes_on": date(2026, 6, 1), "reply_by": date(2026, 8, 1)}
    commands.extend_survey(session, survey, **later, by=officer, at=at)
    fill(session, survey, at, 1)
    commands.mix_survey(session, survey, at=at)
    assert count(session, Response) == 10
    assert (survey.state, survey.closes_on, survey.promise.reply_by) == (SurveyState.OPEN, *later.values())


def test_a_survey_with_enough_answers_is_not_opened_again(session, survey, officer, at):
    fill(session, survey, at, 10)
    close_and_mix(session, survey, at)
    with pytest.raises(domain.AnswersAreShown):
        commands.extend_survey(session, survey, closes_on=date(2026, 6, 1), reply_by=date(2026, 8, 1), by=officer, at=at)


def test_hidden_answers_are_destroyed_with_every_trace(session, survey, ours, at):
    fill(session, survey, at, 9)
    send(session, survey, at, key="k")
    send(session, survey, at, key="k", given=answers(texts={}))
    session.execute(sa.delete(IntakeResponse).where(IntakeResponse.key_hash != "k"))
    close_and_mix(session, survey, at)
    commands.destroy_hidden_answers(session, survey, by=ours.actor("owner"), at=at)
    assert [count(session, table) for table in (IntakeResponse, IntakeAside, Response, TextAnswer, Tally)] == [0] * 5
    assert "k" not in set(session.scalars(sa.select(Submission.key_hash)))


def test_destroying_leaves_the_other_surveys_alone(session, survey, ours, officer, at):
    other = make_open(session, officer, at)
    fill(session, other, at, 3)
    fill(session, survey, at, 3)
    close_and_mix(session, survey, at)
    commands.destroy_hidden_answers(session, survey, by=ours.actor("owner"), at=at)
    assert count(session, IntakeResponse) == 3


def test_nothing_hidden_is_nothing_to_destroy(session, survey, ours, at):
    close_and_mix(session, survey, at)
    with pytest.raises(domain.NothingIsHidden):
        commands.destroy_hidden_answers(session, survey, by=ours.actor("owner"), at=at)


def test_closing_asks_for_a_mix_soon(session, survey, officer, at):
    commands.close_survey(session, survey, by=officer, at=at)
    assert "survey.mix_due_surveys" in session.info["wake"]
    assert (survey.state, survey.closed_at) == (SurveyState.CLOSED, at)


def test_a_closed_survey_is_not_closed_again(session, survey, officer, at):
    commands.close_survey(session, survey, by=officer, at=at)
    with pytest.raises(domain.SurveyIsNotOpen):
        commands.close_survey(session, survey, by=officer, at=at)


def test_the_calendar_closes_a_survey_on_the_day_after_its_last(session, officer, at):
    survey = make_open(session, officer, at, closes_on=at.date())
    commands.close_due_surveys(session, at=at)
    assert survey.state is SurveyState.OPEN
    commands.close_due_surveys(session, at=at + timedelta(days=1))
    assert survey.state is SurveyState.CLOSED
