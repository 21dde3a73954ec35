"""Closing rating while others close, rate and finish, with real connections: counted once or refused, never lost silently."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from accountability.assessment import queries
from accountability.assessment.commands import closing
from accountability.assessment.domain.ways import Way
from accountability.assessment.models import Rating, RatingTally
from accountability.refusal import Refusal
from tests.factories.assessment import FIRST, SECOND, level
from tests.factories.raters import add_colleagues, ask, close, finish, rate_alone, start_blind
from tests.support.databases import make_postgres, make_sqlite
from tests.support.tenants import make_tenant


def make_race(database, at):
    tenant = make_tenant(database, "Race", at=at)
    for role in ("officer", "contributor"):
        tenant.actor(role)
    return tenant


@pytest.fixture(params=["sqlite", "postgresql"])
def racing(request, tmp_path, at):
    if request.param == "sqlite":
        database = make_sqlite(tmp_path)
        yield make_race(database, at)
        database.engine.dispose()
    else:
        yield request.getfixturevalue("on_postgres")


@pytest.fixture
def on_postgres(postgres_server, at):
    database = make_postgres(postgres_server, f"blind_{secrets.token_hex(6)}")
    yield make_race(database, at)
    database.engine.dispose()


def begin(tenant):
    """Eleven anonymous raters who have answered one key action; ten of them have finished."""
    with tenant.session() as session, session.begin():
        people = add_colleagues(tenant, session, 11, at=tenant.at)
        assessment = start_blind(tenant, session, way=Way.ANONYMOUS)
        ask(tenant, session, assessment, people)
        for each in people:
            rate_alone(session, assessment, each, {FIRST: level(2)}, at=tenant.at)
        finish(session, assessment, *people[:10], at=tenant.at)
        return assessment.id, people


def at_once(tenant, assessment_id, *deeds):
    """Do all deeds in sessions that begin together; what each came to, in the order of the deeds."""
    gate = Barrier(len(deeds))

    def do(deed):
        gate.wait()
        try:
            with tenant.session() as session, session.begin():
                deed(session, queries.get_assessment(session, assessment_id))
        except Refusal as refusal:
            return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def closes(tenant):
    return lambda session, assessment: close(tenant, session, assessment)


def tallies(tenant):
    with tenant.session() as session:
        counted = {row.key_action: row.people for row in session.scalars(sa.select(RatingTally))}
        return counted, session.scalar(sa.select(sa.func.count()).select_from(Rating))


def test_of_closings_at_once_one_counts(racing):
    assessment_id, _people = begin(racing)
    outcome = at_once(racing, assessment_id, *[closes(racing)] * 4)
    assert sorted(outcome) == ["RatingIsClosedAlready"] * 3 + ["done"]
    assert tallies(racing) == ({FIRST: 10}, 0)


def test_who_finishes_at_the_moment_of_closing_is_counted_or_told(racing):
    assessment_id, people = begin(racing)

    def last(session, assessment):
        finish(session, assessment, people[10], at=racing.at)

    closed, finished = at_once(racing, assessment_id, closes(racing), last)
    assert (closed, finished) in {("done", "done"), ("done", "RatingIsClosed")}
    assert tallies(racing) == ({FIRST: 11 if finished == "done" else 10}, 0)


def test_who_answers_at_the_moment_of_closing_leaves_no_row_behind(racing):
    assessment_id, people = begin(racing)

    def answer(session, assessment):
        rate_alone(session, assessment, people[10], {SECOND: level(1)}, at=racing.at)

    closed, answered = at_once(racing, assessment_id, closes(racing), answer)
    assert closed == "done"
    assert answered in {"done", "RatingIsClosed"}
    assert tallies(racing) == ({FIRST: 10}, 0)


def test_without_holding_the_assessment_closings_collide(on_postgres, monkeypatch):
    """The control: were the assessment not held, all would count, and only the database's key would stop the second."""
    together = Barrier(2)
    monkeypatch.setattr(closing, "hold", lambda _session, _assessment: together.wait())
    assessment_id, _people = begin(on_postgres)
    with pytest.raises(sa.exc.IntegrityError):
        at_once(on_postgres, assessment_id, *[closes(on_postgres)] * 2)
