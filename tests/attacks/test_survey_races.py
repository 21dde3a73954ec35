"""Many hands at once, on PostgreSQL with real connections: every answer counts once, none is lost, none comes after closing."""

import secrets
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from accountability.database import Database
from accountability.survey import commands, domain, queries
from accountability.survey.domain import Outcome
from accountability.survey.mixer import Mixer
from accountability.survey.models import IntakeResponse, Response, Submission
from tests.factories.survey import answers, fill, make_open, send
from tests.support.databases import drop_postgres, make_postgres
from tests.support.tenants import make_tenant

HANDS = 12


@pytest.fixture(scope="module")
def database(postgres_server: str) -> Iterator[Database]:
    own = make_postgres(postgres_server, f"race_{secrets.token_hex(4)}")
    own.engine = sa.create_engine(own.url, pool_size=HANDS + 2)
    yield own
    drop_postgres(own)


@pytest.fixture
def ours(database, at):
    return make_tenant(database, "Otvorena Vrata", at=at)


@pytest.fixture
def survey_id(ours, at):
    with ours.session() as session, session.begin():
        return make_open(session, ours.actor("officer"), at).id


def post(ours, survey_id, at, key, **options):
    with ours.session() as session, session.begin():
        return send(session, queries.get_survey_for_answer(session, survey_id), at, key=key, **options)


def count(ours, survey_id, table):
    with ours.session() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(table).where(table.survey_id == survey_id))


def test_one_form_sent_by_twelve_hands_at_once_counts_once(ours, survey_id, at):
    keys = [secrets.token_hex(32) for _ in range(25)]
    with ThreadPoolExecutor(HANDS) as hands:
        outcomes = Counter(hands.map(lambda key: post(ours, survey_id, at, key), keys * HANDS))
    assert outcomes == {Outcome.ACCEPTED: 25, Outcome.REPEATED: 25 * (HANDS - 1)}
    assert count(ours, survey_id, IntakeResponse) == count(ours, survey_id, Submission) == 25


def test_other_answers_of_the_same_form_at_once_leave_one_that_counts(ours, survey_id, at):
    def hand(number):
        return post(ours, survey_id, at, "k", given=answers(texts={"6": str(number)}))

    with ThreadPoolExecutor(HANDS) as hands:
        outcomes = Counter(hands.map(hand, range(HANDS)))
    assert outcomes == {Outcome.ACCEPTED: 1, Outcome.KEPT_ASIDE: HANDS - 1}


def test_a_form_sent_again_while_the_mixer_works_never_counts_twice(ours, survey_id, at):
    keys = [secrets.token_hex(32) for _ in range(30)]

    def mix(_):
        with ours.session() as session, session.begin():
            commands.mix_survey(session, queries.get_survey(session, survey_id), at=at)

    with ThreadPoolExecutor(HANDS) as hands:
        mixing = [hands.submit(mix, turn) for turn in range(20)]
        sent = list(hands.map(lambda key: post(ours, survey_id, at, key), keys * 4))
        [each.result() for each in mixing]
    assert Counter(sent)[Outcome.ACCEPTED] == 30
    assert count(ours, survey_id, IntakeResponse) + count(ours, survey_id, Response) == 30


def test_two_mixers_at_once_move_every_answer_once(ours, survey_id, at):
    with ours.session() as session, session.begin():
        fill(session, queries.get_survey(session, survey_id), at, 40)

    def mix(_):
        with ours.session() as session, session.begin():
            commands.mix_survey(session, queries.get_survey(session, survey_id), at=at)

    with ThreadPoolExecutor(4) as hands:
        list(hands.map(mix, range(4)))
    assert count(ours, survey_id, Response) == 40
    with ours.session() as session:
        assert str(queries.get_result(session, queries.get_survey(session, survey_id), number=5).summary.answers) == "30–49"


def test_an_answer_in_flight_at_closing_is_stored_or_told_so(ours, survey_id, at):
    def hand(number):
        if number == 150:
            with ours.session() as session, session.begin():
                return commands.close_survey(session, queries.get_survey(session, survey_id), by=None, at=at)
        try:
            return post(ours, survey_id, at, secrets.token_hex(32))
        except domain.SurveyIsClosed:
            return "told"

    with ThreadPoolExecutor(HANDS) as hands:
        outcomes = Counter(hands.map(hand, range(300)))
    with ours.session() as session, session.begin():
        commands.mix_survey(session, queries.get_survey(session, survey_id), at=at)
    assert outcomes[Outcome.ACCEPTED] + outcomes["told"] == 299
    assert count(ours, survey_id, Response) == outcomes[Outcome.ACCEPTED]
    assert count(ours, survey_id, IntakeResponse) == 0


def naive_take_in(self, given, *, version, key_hash, received_hour):
    """Look first, then insert: what most programs do."""
    seen = sa.select(sa.func.count()).select_from(Submission).where(Submission.survey_id == self.key["survey_id"])
    if self.connection.scalar(seen):
        return Outcome.REPEATED
    self.connection.execute(sa.text("SELECT pg_sleep(0.02)"))
    row = {"version": version, "body": given.body(), "received_hour": received_hour}
    for table, more in ((IntakeResponse, row), (Submission, {})):
        self.connection.execute(sa.insert(table.__table__).values(**self.key, key_hash=secrets.token_hex(32), **more))
    return Outcome.ACCEPTED


def test_the_race_is_lost_by_a_shop_that_looks_before_it_inserts(ours, survey_id, at, monkeypatch):
    monkeypatch.setattr(Mixer, "take_in", naive_take_in)
    with ThreadPoolExecutor(HANDS) as hands:
        outcomes = Counter(hands.map(lambda _: post(ours, survey_id, at, "k"), range(HANDS)))
    assert outcomes[Outcome.ACCEPTED] > 1
