"""Anonymous raters: after closing nothing in the database leads from a count to a person, nor tells who has finished.

Each attack also runs against a naive design, where it must succeed.
"""

import secrets
from collections import Counter

import pytest
import sqlalchemy as sa

from accountability.assessment import queries
from accountability.assessment.commands import closing
from accountability.assessment.domain.ways import Way
from accountability.assessment.models import Rater
from tests.factories.assessment import FIRST
from tests.factories.raters import add_colleagues, ask, close, finish, rate_alone, says, start_blind
from tests.support.databases import all_seeing, make_postgres, make_sqlite
from tests.support.tenants import make_tenant

FINISHED, TEAM = 12, 24
CANARY = "kanarinac-u-belesci"


@pytest.fixture(params=["sqlite", "postgresql"])
def whole(request, tmp_path):
    if request.param == "sqlite":
        database = make_sqlite(tmp_path)
    else:
        database = make_postgres(request.getfixturevalue("postgres_server"), f"link_{secrets.token_hex(6)}")
    yield database
    database.engine.dispose()


def rate_in_own_transactions(tenant):
    """Each rates and finishes in transactions of their own, as people do; every second one of the team finishes."""
    with tenant.session() as session, session.begin():
        people = add_colleagues(tenant, session, TEAM, at=tenant.at)
        assessment_id = start_blind(tenant, session, way=Way.ANONYMOUS).id
    with tenant.session() as session, session.begin():
        ask(tenant, session, queries.get_assessment(session, assessment_id), people)
    finishing = people[::2]
    for number, person in enumerate(people):
        with tenant.session() as session, session.begin():
            found = queries.get_assessment(session, assessment_id)
            rate_alone(session, found, person, {FIRST: says(number % 5, note=f"{CANARY}-{number}")}, at=tenant.at)
            if person in finishing:
                finish(session, found, person, at=tenant.at)
    return assessment_id, people, finishing


def close_it(tenant, assessment_id):
    with tenant.session() as session, session.begin():
        close(tenant, session, queries.get_assessment(session, assessment_id))


def joined(connection):
    """The plainest attack: who chose what, by joining."""
    asked = "SELECT member.name, rating.level FROM rating JOIN member ON member.id = rating.member_id"
    return connection.execute(sa.text(asked)).all()


def told_apart(connection, *, is_postgres):
    """Members of the team in groups that something hidden tells apart: the version of the row on PostgreSQL, marks in columns,
    and an order of the rows on disk that is not the order of the members."""
    hidden = "xmin::text" if is_postgres else "''"
    order = "ctid" if is_postgres else "rowid"
    asked = f"SELECT member_id, {hidden}, finished_at, reminded_at FROM rater ORDER BY {order}"
    rows = connection.execute(sa.text(asked)).all()
    groups = Counter(tuple(row[1:]) for row in rows)
    members = [str(row[0]) for row in rows]
    return len(groups) > 1 or members != sorted(members)


@pytest.fixture
def closed(whole, at):
    tenant = make_tenant(whole, "Blind", at=at)
    for role in ("officer", "contributor"):
        tenant.actor(role)
    return tenant, *rate_in_own_transactions(tenant)


def attack(tenant):
    is_postgres = tenant.database.engine.dialect.name == "postgresql"
    with all_seeing(tenant.database).connect() as connection:
        return joined(connection), told_apart(connection, is_postgres=is_postgres)


def test_nothing_leads_from_a_count_to_a_person_or_tells_who_finished(closed):
    tenant, assessment_id, _people, _finishing = closed
    before, _ = attack(tenant)
    assert len(before) == TEAM
    close_it(tenant, assessment_id)
    assert attack(tenant) == ([], False)


def test_the_attack_works_where_ratings_are_kept(closed, monkeypatch):
    """The naive design: count, and leave the rows for later."""
    tenant, assessment_id, _people, _finishing = closed
    real = closing.sa.delete
    monkeypatch.setattr(closing.sa, "delete", lambda kind: real(kind).where(sa.false()) if kind is not Rater else real(kind))
    close_it(tenant, assessment_id)
    links, _ = attack(tenant)
    assert len(links) == TEAM


def test_the_attack_works_where_only_the_mark_is_cleared(closed, monkeypatch):
    """The naive design: clear the mark of those who have it. The hidden version, or the mark of the others, tells who had it."""
    tenant, assessment_id, _people, finishing = closed

    def clear(session, _assessment, raters):
        for each in raters:
            each.finished_at = None
        session.flush()

    monkeypatch.setattr(closing, "_forget_who_finished", clear)
    close_it(tenant, assessment_id)
    if tenant.database.engine.dialect.name == "postgresql":
        assert attack(tenant)[1]
        assert who_by_version(tenant, assessment_id) == {each.member_id for each in finishing}


def who_by_version(tenant, assessment_id):
    """Whose row carries the version of the closing."""
    with all_seeing(tenant.database).connect() as connection:
        last = connection.execute(sa.text("SELECT xmin::text FROM review_step")).scalar_one()
        asked = sa.text("SELECT member_id FROM rater WHERE assessment_id = :id AND xmin::text = :last")
        return {row[0] for row in connection.execute(asked, {"id": assessment_id, "last": last})}


def test_no_note_is_left_anywhere_on_disk(whole, at, tmp_path):
    """SQLite zeroes what it deletes; its log is folded in as after every erasure. PostgreSQL gives pages up with its vacuum."""
    tenant = make_tenant(whole, "Blind", at=at)
    for role in ("officer", "contributor"):
        tenant.actor(role)
    assessment_id, *_rest = rate_in_own_transactions(tenant)
    if tenant.database.engine.dialect.name != "sqlite":
        close_it(tenant, assessment_id)
        with all_seeing(tenant.database).connect() as connection:
            assert connection.execute(sa.text("SELECT count(*) FROM rating")).scalar_one() == 0
        return
    assert CANARY.encode() in b"".join(each.read_bytes() for each in tmp_path.rglob("*.db*"))
    close_it(tenant, assessment_id)
    tenant.database.forget_deleted()
    assert CANARY.encode() not in b"".join(each.read_bytes() for each in tmp_path.rglob("*.db*"))
