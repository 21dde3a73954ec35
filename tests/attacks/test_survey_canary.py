"""The canary: somebody answers with an address, a browser, a language, a referrer and a cookie like nobody else's.

Nothing of it may be found afterwards in any table, file, log or acknowledgement. A naive shop in the same search is found out.
"""

import logging
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from accountability import clock, roles
from accountability.app import create_constituents_app
from accountability.database import Database
from accountability.survey import commands, queries
from tests.conftest import make_config
from tests.factories.survey import fill, make_open
from tests.support.databases import all_seeing, as_role, drop_postgres, make_postgres, make_sqlite
from tests.support.tenants import make_tenant

CANARIES = {
    "REMOTE_ADDR": "198.51.100.77",
    "HTTP_X_FORWARDED_FOR": "203.0.113.99",
    "HTTP_USER_AGENT": "CanaryBrowser/7.7",
    "HTTP_ACCEPT_LANGUAGE": "xx-CANARY",
    "HTTP_REFERER": "https://canary-referrer.example/page",
    "HTTP_COOKIE": "canary_cookie=canary-crumb",
}
MARKS = ("198.51.100.77", "203.0.113.99", "CanaryBrowser", "xx-CANARY", "canary-referrer", "canary-crumb")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path, postgres_server) -> Iterator[Database]:
    """A database of its own, really committed to: what a rolled-back test leaves would prove nothing."""
    if request.param == "sqlite":
        own = make_sqlite(tmp_path)
        yield own
        own.engine.dispose()
        return
    real = make_postgres(postgres_server, f"canary_{secrets.token_hex(4)}")
    yield real
    drop_postgres(real)


def everything_in(database: Database, folder: Path) -> str:
    """All rows of all tables, and all files of the installation, as one text."""
    inspector = sa.inspect(all_seeing(database))
    with all_seeing(database).connect() as connection:
        rows = [
            repr(row)
            for name in inspector.get_table_names()
            for row in connection.execute(sa.text(f'SELECT * FROM "{name}"')).all()
        ]
    files = [path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()]
    return "\n".join(rows + files)


def sightings(text: str) -> list[str]:
    return [mark for mark in MARKS if mark in text]


@pytest.fixture
def answered(database, tmp_path, at, caplog, capfd):
    """An answer by the canary, a repeated one, a broken one and a refused one; nine others; the mix."""
    caplog.set_level(logging.DEBUG)
    ours = make_tenant(database, "Otvorena Vrata", at=at)
    with ours.session() as session, session.begin():
        survey = make_open(session, ours.actor("officer"), at)
        code = queries.find_code(session, survey)
    config = make_config(tmp_path, database_url=database.url)
    browser = create_constituents_app(config, database=as_role(database, roles.INTAKE)).test_client()
    with clock.fixed(at):
        page = browser.get(f"/{code}", environ_overrides=CANARIES).text
        fields = dict(re.findall(r'name="(submission_key|version)" type="hidden" value="([^"]+)"', page))
        seen = [
            browser.post(f"/{code}", data={**fields, "q1": value, "q6": "Benches"}, environ_overrides=CANARIES).text
            for value in ("9", "9", "8", "tampered")
        ]
        seen.append(browser.post("/receipt", data={"code": "1"}, environ_overrides=CANARIES).text)
        seen.append(browser.get("/nowhere", environ_overrides=CANARIES).text)
    with ours.session() as session, session.begin():
        survey = queries.get_survey(session, survey.id)
        fill(session, survey, at, 9)
        commands.mix_survey(session, survey, at=at)
        assert queries.has_mixed_answers(session, survey)
    said = capfd.readouterr()
    return "\n".join([*seen, caplog.text, said.out, said.err])


def test_nothing_of_the_canary_is_left_anywhere(database, tmp_path, answered):
    assert sightings(answered) == []
    assert sightings(everything_in(database, tmp_path)) == []


def test_the_search_finds_a_shop_that_keeps_addresses(database, tmp_path, answered):
    with all_seeing(database).begin() as connection:
        connection.execute(sa.text("CREATE TABLE naive_answer (answers text, address text)"))
        connection.execute(sa.text(f"INSERT INTO naive_answer VALUES ('9', '{CANARIES['REMOTE_ADDR']}')"))
    (tmp_path / "access.log").write_text(f'{CANARIES["HTTP_X_FORWARDED_FOR"]} "POST /s" "{CANARIES["HTTP_USER_AGENT"]}"')
    found = sightings(everything_in(database, tmp_path))
    assert found == ["198.51.100.77", "203.0.113.99", "CanaryBrowser"]


def test_the_minute_of_an_answer_is_kept_nowhere(database, tmp_path, at, answered):
    """The survey's own dates stand in staff's tables; no anonymous table may name the minute 12:05."""
    inspector = sa.inspect(all_seeing(database))
    anonymous = ("intake_response", "intake_aside", "submission", "response", "text_answer", "tally")
    with all_seeing(database).connect() as connection:
        rows = [str(row) for name in anonymous for row in connection.execute(sa.text(f'SELECT * FROM "{name}"')).all()]
    assert set(anonymous) <= set(inspector.get_table_names())
    assert not [row for row in rows if "12:05" in row or "12, 5" in row]
