"""Each role does its own work and nothing beside it: what may not be read is tried, with what may be as the control."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from accountability import roles
from accountability.tenancy import act_for
from tests.factories.world import Universe
from tests.support.databases import PostgresDatabase

# role → what it must not be able to ask.
FORBIDDEN = [
    *(
        (roles.INTAKE, f"SELECT * FROM {table}")
        for table in ("intake_response", "intake_aside", "submission", "response", "text_answer", "member", "person", "rating")
    ),
    (roles.INTAKE, "SELECT option FROM tally"),
    (roles.INTAKE, "INSERT INTO submission SELECT organisation_id, survey_id, 'x' FROM survey_version"),
    (roles.INTAKE, "DELETE FROM reply"),
    (roles.INTAKE, "UPDATE survey SET state = 'closed'"),
    (roles.INTAKE, "UPDATE survey SET settled_at = now()"),
    (roles.INTAKE, "SELECT * FROM outbox_mail"),
    (roles.WEB, "SELECT body FROM intake_response"),
    (roles.WEB, "SELECT answers FROM response"),
    (roles.WEB, "SELECT bands FROM benchmark_contribution"),
    (roles.WEB, "UPDATE journal_entry SET kind = 'x'"),
    (roles.WEB, "DELETE FROM journal_entry"),
    (roles.WEB, "UPDATE rating SET level = 4"),
    (roles.WEB, "TRUNCATE survey"),
    (roles.WEB, "SELECT text FROM outbox_mail"),
    *((roles.BENCHMARK, f"SELECT * FROM {table}") for table in ("response", "tally", "rating", "person", "member", "assessment")),
    (roles.BENCHMARK, "UPDATE round SET closes_on = now()"),
    *((role, "CREATE TABLE planted (id uuid)") for role in (roles.WEB, roles.INTAKE, roles.WORKER, roles.BENCHMARK)),
    (roles.WORKER, "TRUNCATE journal_entry"),
    (roles.WORKER, "UPDATE journal_entry SET details = '{}'"),
]
ALLOWED = [
    (roles.INTAKE, "SELECT * FROM survey_version"),
    (roles.INTAKE, "SELECT sum(answers) FROM tally WHERE question = 0"),
    (roles.INTAKE, "SELECT id FROM survey FOR SHARE"),
    (roles.WEB, "SELECT version FROM intake_response"),
    (roles.WEB, "SELECT contributor_key FROM benchmark_contribution"),
    (roles.BENCHMARK, "SELECT bands FROM benchmark_contribution"),
    (roles.WORKER, "SELECT body FROM intake_response FOR UPDATE"),
]


def ask(real: PostgresDatabase, universe: Universe, role: str, asked: str) -> None:
    with real.as_role(role).session() as session:
        act_for(session, universe.worlds["A1"].tenant.organisation_id)
        session.execute(sa.text(asked))


@pytest.mark.parametrize(("role", "asked"), FORBIDDEN)
def test_nobody_does_anothers_work(real: PostgresDatabase, universe: Universe, role: str, asked: str) -> None:
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner|row-level security"):
        ask(real, universe, role, asked)


@pytest.mark.parametrize(("role", "asked"), ALLOWED)
def test_everybody_does_their_own(real: PostgresDatabase, universe: Universe, role: str, asked: str) -> None:
    ask(real, universe, role, asked)


def test_the_public_pages_see_only_what_is_published(real: PostgresDatabase, universe: Universe) -> None:
    us = universe.worlds["A1"].tenant.organisation_id
    for table, hidden in (("survey", "state = 'draft'"), ("reply", "published_at IS NULL"), ("tally", "question > 0")):
        asked = sa.text(f"SELECT count(*) FROM {table} WHERE {hidden}")
        with real.as_role(roles.INTAKE).session() as public, real.administrator.connect() as all_seeing:
            act_for(public, us)
            assert public.scalar(asked) == 0, table
            assert all_seeing.scalar(asked), f"the World has no hidden {table} to be found"


def test_an_answer_is_handed_in_for_the_organisation_that_is_said_and_no_other(real: PostgresDatabase, universe: Universe) -> None:
    ours, theirs = (universe.worlds[key].tenant.organisation_id for key in ("A1", "B1"))
    hand_in = sa.text("SELECT receive_response(:survey, :key, 1, '{}', now(), 3)")
    asked = sa.text("SELECT survey_id FROM survey_version")
    with real.as_role(roles.INTAKE).session() as session:
        act_for(session, theirs)
        survey_id = session.scalars(asked).first()
        act_for(session, ours)
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(hand_in, {"survey": survey_id, "key": "planted"})
        assert session.scalar(hand_in, {"survey": session.scalars(asked).first(), "key": "planted"}) == "accepted"


def test_nobody_hands_an_answer_in_for_nobody(real: PostgresDatabase, universe: Universe) -> None:
    with real.as_role(roles.INTAKE).session() as session, pytest.raises(DBAPIError):
        session.execute(sa.text("SELECT receive_response(gen_random_uuid(), 'planted', 1, '{}', now(), 3)"))


LOOKS_LIKE_IT = "CREATE TEMP TABLE submission (organisation_id uuid, survey_id uuid, key_hash text) ON COMMIT DROP"


def hand_in_beside_a_temporary_table(real: PostgresDatabase, universe: Universe) -> int:
    """Take an answer in while a table made for the moment bears the name of the intake's own; how many rows that one got."""
    with real.as_role(roles.INTAKE).session() as session:
        act_for(session, universe.worlds["A1"].tenant.organisation_id)
        session.execute(sa.text(LOOKS_LIKE_IT))
        session.execute(sa.text(f"GRANT ALL ON submission TO {roles.OWNER}"))
        survey_id = session.scalars(sa.text("SELECT survey_id FROM survey_version")).first()
        session.execute(sa.text("SELECT receive_response(:survey, 'aside', 1, '{}', now(), 3)"), {"survey": survey_id})
        return session.scalar(sa.text("SELECT count(*) FROM pg_temp.submission")) or 0


def test_a_table_made_for_the_moment_takes_no_answer_away(real: PostgresDatabase, universe: Universe) -> None:
    assert hand_in_beside_a_temporary_table(real, universe) == 0


def test_with_the_path_left_open_it_would(real: PostgresDatabase, universe: Universe) -> None:
    receive = "receive_response(uuid, text, integer, text, timestamptz, integer)"
    with real.administrator.begin() as connection:
        connection.execute(sa.text(f"ALTER FUNCTION {receive} SET search_path = pg_catalog, public"))
    try:
        assert hand_in_beside_a_temporary_table(real, universe) == 1
    finally:
        with real.administrator.begin() as connection:
            connection.execute(sa.text(f"ALTER FUNCTION {receive} SET search_path = pg_catalog, public, pg_temp"))
