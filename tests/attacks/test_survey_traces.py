"""What a copy of the disk tells about a mixed answer: no time, no order, no transaction of its own."""

import uuid

import pytest
import sqlalchemy as sa

from accountability.database import Base, load_models
from accountability.journal import JournalEntry
from accountability.survey import commands
from accountability.survey.mixer import Mixer
from accountability.survey.models import IntakeAside, IntakeResponse, Response, Submission, Tally, TextAnswer
from tests.factories.survey import answers, close_and_mix, fill, make_open, send

ANONYMOUS = (IntakeAside, IntakeResponse, Response, Submission, Tally, TextAnswer)
TIMES = (sa.DateTime, sa.Date, sa.Time, sa.Interval)


@pytest.fixture
def survey(session, ours, at):
    return make_open(session, ours.actor("officer"), at)


def is_time(column):
    kind = column.type
    return isinstance(kind, TIMES) or isinstance(getattr(kind, "impl", None), TIMES) or column.name.endswith(("_at", "_on"))


@pytest.mark.parametrize("model", ANONYMOUS)
def test_no_anonymous_table_has_a_time_save_the_hour_of_the_intake(model):
    times = {column.name for column in model.__table__.columns if is_time(column)}
    assert times == ({"received_hour"} if model is IntakeResponse else set())


def test_the_check_for_times_sees_a_planted_one():
    planted = sa.Table(
        "planted", sa.MetaData(), sa.Column("sent_at", sa.Text()), sa.Column("day", sa.Date()), sa.Column("n", sa.Text())
    )
    assert [column.name for column in planted.columns if is_time(column)] == ["sent_at", "day"]


@pytest.mark.parametrize("model", ANONYMOUS)
def test_no_anonymous_table_says_who_or_whence(model):
    words = {"address", "agent", "language", "referrer", "member_id", "person_id", "duration", "device"}
    assert not words & {column.name for column in model.__table__.columns}


@pytest.mark.parametrize("model", ANONYMOUS)
def test_sqlite_keeps_anonymous_tables_without_hidden_row_numbers(sqlite_database, model):
    with sqlite_database.engine.connect() as connection:
        with pytest.raises(sa.exc.OperationalError, match="no such column: rowid"):
            connection.execute(sa.text(f"SELECT rowid FROM {model.__tablename__}"))
        assert connection.execute(sa.text("SELECT rowid FROM survey")).all() is not None


def test_sqlite_overwrites_what_is_deleted(sqlite_database):
    with sqlite_database.engine.connect() as connection:
        assert connection.scalar(sa.text("PRAGMA secure_delete")) == 1


def test_nothing_points_from_a_mixed_answer_to_its_form():
    load_models()
    for name in ("response", "text_answer", "tally"):
        assert not {"key_hash", "submission_key"} & set(Base.metadata.tables[name].columns.keys())


def order_of(session, survey, numbers):
    """The order in which answers lie on the disk (PostgreSQL) or under their keys (SQLite)."""
    place = sa.text("ctid") if session.get_bind().dialect.name == "postgresql" else Response.id
    rows = session.execute(sa.select(Response.answers).where(Response.survey_id == survey.id).order_by(place))
    return [numbers.index(row.answers["1"][0]) for row in rows]


def send_in_order(session, survey, at, number):
    names = [str(place) for place in range(number)]
    for name in names:
        send(session, survey, at, key=f"{int(name):064d}", given=answers(choices={"1": (name,)}, texts={}))
    return names


def displacement(order):
    """Mean distance of an answer from the place it came in; a third of the length when order is lost."""
    return sum(abs(place - came) for place, came in enumerate(order)) / len(order) / len(order)


def test_answers_lie_in_another_order_than_they_came_in(session, survey, at):
    names = send_in_order(session, survey, at, 120)
    commands.mix_survey(session, survey, at=at)
    assert 0.2 < displacement(order_of(session, survey, names)) < 0.47


def test_the_order_is_lost_again_at_close(session, survey, at):
    names = send_in_order(session, survey, at, 120)
    commands.mix_survey(session, survey, at=at)
    before = order_of(session, survey, names)
    close_and_mix(session, survey, at)
    after = order_of(session, survey, names)
    moved = [after.index(name) for name in before]
    assert 0.2 < displacement(moved) < 0.47


def test_a_mixer_that_does_not_shuffle_is_found_out(session, survey, at, monkeypatch):
    if session.get_bind().dialect.name == "sqlite":
        ids = iter(range(10_000))
        monkeypatch.setattr("accountability.survey.mixer.random_id", lambda: uuid.UUID(int=next(ids)))
    monkeypatch.setattr("accountability.survey.mixer.chance.shuffle", lambda _rows: None)
    names = send_in_order(session, survey, at, 120)
    commands.mix_survey(session, survey, at=at)
    assert displacement(order_of(session, survey, names)) < 0.05


def test_a_batch_carries_one_transaction_number(session, survey, at):
    if session.get_bind().dialect.name != "postgresql":
        assert not hasattr(Response, "xmin")
        return
    fill(session, survey, at, 20)
    commands.mix_survey(session, survey, at=at)
    for model in (Response, TextAnswer, Submission):
        numbers = session.scalars(sa.select(sa.text("xmin::text")).select_from(model).where(model.survey_id == survey.id))
        assert len(set(numbers)) == 1


def test_a_thousand_answers_are_mixed_in_parts_no_smaller_than_a_batch(session, survey, at, monkeypatch):
    sizes = []
    claim = Mixer._claim
    monkeypatch.setattr("accountability.survey.mixer.MOST_AT_ONCE", 20)
    monkeypatch.setattr(Mixer, "_claim", lambda self, *a, **k: sizes.append(len(found := claim(self, *a, **k))) or found)
    fill(session, survey, at, 65)
    commands.mix_survey(session, survey, at=at)
    assert [size for size in sizes if size] == [20, 20, 25]


def test_the_journal_holds_no_word_of_single_answers(session, survey, at):
    fill(session, survey, at, 12)
    commands.mix_survey(session, survey, at=at)
    kinds = set(session.scalars(sa.select(JournalEntry.kind)))
    assert kinds == {"SurveyStarted", "SurveyPublished"}
