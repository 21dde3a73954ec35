"""What the calendar does with surveys, through the worker."""

from datetime import timedelta

from accountability import jobs
from accountability.survey import jobs as survey_jobs
from accountability.survey import queries
from accountability.survey.domain import SurveyState
from tests.factories.survey import close_and_mix, fill, make_open


def open_survey(session, ours, at, **changes):
    with session.begin():
        return make_open(session, ours.actor("officer"), at, **changes)


def reload(session, survey):
    with session.begin():
        session.expire_all()
        return queries.get_survey(session, survey.id)


def test_the_worker_mixes_whole_batches(session, ours, worker, at):
    survey = open_survey(session, ours, at)
    with session.begin():
        fill(session, survey, at, 10)
    jobs.run("survey.mix_due_surveys", worker, at=at)
    with session.begin():
        assert queries.has_mixed_answers(session, survey)


def test_the_worker_closes_on_the_day_after_the_last_and_settles(session, ours, worker, at):
    survey = open_survey(session, ours, at, closes_on=at.date())
    jobs.run("survey.close_due_surveys", worker, at=at)
    assert reload(session, survey).state is SurveyState.OPEN
    jobs.run("survey.close_due_surveys", worker, at=at + timedelta(days=1))
    jobs.run("survey.mix_due_surveys", worker, at=at + timedelta(days=1))
    assert reload(session, survey).settled_at == at + timedelta(days=1)


def test_a_settled_survey_is_left_alone(session, ours, worker, at):
    survey = open_survey(session, ours, at)
    with session.begin():
        close_and_mix(session, survey, at)
    jobs.run("survey.mix_due_surveys", worker, at=at + timedelta(days=1))
    assert reload(session, survey).settled_at == at


def test_each_job_is_known_to_the_worker():
    assert {"survey.mix_due_surveys", "survey.close_due_surveys"} <= set(jobs.REGISTRY)
    assert survey_jobs.jobs.capability == "survey"
