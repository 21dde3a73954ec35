"""What is kept in memory is only what can never change, and never more than a shelf of it."""

from accountability.survey import commands, queries
from accountability.survey.routes import frozen
from accountability.survey.routes.frozen import Shelf
from tests.factories.survey import make_open


def test_a_shelf_makes_a_thing_once_and_lets_the_oldest_go(monkeypatch):
    monkeypatch.setattr(frozen, "KEPT", 2)
    shelf, made = Shelf(), []
    for key in "abacab":
        shelf.get(key, lambda key=key: made.append(key) or key)
    assert made == ["a", "b", "c", "b"]


def test_a_new_version_is_asked_at_once(constituent, session, ours, at):
    with session.begin():
        survey = make_open(session, ours.actor("officer"), at)
        code = queries.find_code(session, survey)
    assert "kind scale_0_10" in constituent.get(f"/{code}").text
    with session.begin():
        commands.remove_question(session, survey, queries.list_questions(session, survey)[0], by=ours.actor("officer"), at=at)
        commands.publish_survey(session, survey, by=ours.actor("officer"), at=at)
    assert "kind scale_0_10" not in constituent.get(f"/{code}").text


def test_one_person_s_typing_is_never_shown_to_the_next(constituent, session, ours, at):
    with session.begin():
        code = queries.find_code(session, make_open(session, ours.actor("officer"), at))
    constituent.post(f"/{code}", {"q1": "9", "q6": "My own words"}, expect=422)
    assert "My own words" not in constituent.get(f"/{code}").text


def test_a_second_look_asks_the_database_for_the_survey_and_the_name_only(constituent, session, ours, at):
    with session.begin():
        code = queries.find_code(session, make_open(session, ours.actor("officer"), at))
    constituent.get(f"/{code}")
    constituent.get(f"/{code}")
    assert constituent.queries == 2
