"""A small demo region, loaded end to end on both databases."""

import json
import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from accountability import clock, roles
from accountability.access import PersonId, Role
from accountability.app import create_app, create_constituents_app
from accountability.assessment.domain.ways import Way
from accountability.assessment.models import AgreedLevel, Assessment, Rating, Support
from accountability.benchmark.models import Release, WithheldRelease
from accountability.config import Config
from accountability.database import Database, NotFound
from accountability.demo import cli
from accountability.demo.factors import code_of
from accountability.demo.links import Places, find_links
from accountability.demo.loading import DemoState, find_state, load_demo
from accountability.demo.loading.listening import AnswerWasNotTaken
from accountability.demo.stories import World
from accountability.demo.world import build_world
from accountability.followup.domain import ReplyState
from accountability.followup.models import Action
from accountability.followup.queries import list_reply_duties
from accountability.identity.commands import check_password
from accountability.identity.commands.factors import use_code
from accountability.identity.domain import Credentials
from accountability.identity.queries import find_account
from accountability.network.models import RoundMember
from accountability.organisation.models import Member, Organisation
from accountability.outbox import OutboxMail
from accountability.sealing import Seal
from accountability.survey.models import IntakeResponse, Response, Survey
from accountability.tenancy import across_tenants, act_for
from tests.conftest import make_config
from tests.support.databases import PinnedDatabase, all_seeing, as_role, make_postgres, make_sqlite
from tests.support.tenants import Tenant

TODAY = date(2026, 11, 20)
SEAL = Seal(["a-sealing-key-of-the-tests-0123456789"])
PLACES = Places(base_url="http://localhost", survey_root="http://localhost/s", address=lambda endpoint, **_: f"/{endpoint}")


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(today=TODAY, size=16, responses=150)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def loaded(
    request: pytest.FixtureRequest, world: World, config: Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """The region in a database of its own, loaded once for all tests that only look."""
    if request.param == "sqlite":
        database = make_sqlite(tmp_path_factory.mktemp("demo"))
    else:
        database = make_postgres(request.getfixturevalue("postgres_server"), f"demo_{secrets.token_hex(6)}")
    rights = partial(as_role, database)
    apps = create_app(config, database=rights(roles.WEB)), create_constituents_app(config, database=rights(roles.INTAKE))
    pages = Client(DispatcherMiddleware(apps[0].wsgi_app, {"/s": apps[1]}))
    load_demo(rights(roles.WEB), pages, world, as_role=rights, seal=SEAL)
    yield database
    database.engine.dispose()


@pytest.fixture
def pages(app: Flask, constituents_app: Flask) -> Client:
    return Client(DispatcherMiddleware(app.wsgi_app, {"/s": constituents_app}))


@pytest.fixture
def everything(loaded: Database) -> Iterator[Session]:
    with Session(all_seeing(loaded)) as session, across_tenants(session, "a test looks at the whole region"):
        yield session


def count(session: Session, kind: type, *conditions: sa.ColumnElement[bool]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(kind).where(*conditions)) or 0


def test_the_region_stands_as_the_story_tells_it(everything: Session, loaded: Database, world: World) -> None:
    assert find_state(loaded, world) is DemoState.COMPLETE
    assert count(everything, Organisation) == 17
    rated = sum(len(past.participants) for past in world.past_rounds) + len(world.open_round.participants)
    assert count(everything, Assessment) == rated + 1  # the cycle in which a team rates alone
    assert count(everything, Survey) == len(world.surveys)
    assert count(everything, Release) == 3
    assert count(everything, WithheldRelease) == 0


def test_every_response_came_in_and_all_but_the_few_are_mixed(everything: Session, world: World) -> None:
    few = sum(survey.responses for survey in world.surveys if survey.responses < 10)
    waiting = count(everything, IntakeResponse)
    assert count(everything, Response) + waiting == world.responses
    assert few <= waiting < few + 10  # less than a batch of the open survey may wait


def test_organisations_of_the_open_round_are_at_different_points(everything: Session, world: World) -> None:
    rows = everything.scalars(sa.select(RoundMember).where(RoundMember.round_name == world.open_round.name))
    assert {row.progress.value for row in rows} == {"not_started", "rating", "signed_off", "contributed"}


def test_a_team_rated_alone_agreed_signed_and_made_a_plan(everything: Session, world: World) -> None:
    cycle = everything.scalars(sa.select(Assessment).where(Assessment.way == Way.NAMED)).one()
    assert cycle.is_signed
    assert count(everything, Rating, Rating.assessment_id == cycle.id) == 5 * 24
    assert count(everything, AgreedLevel, AgreedLevel.assessment_id == cycle.id, AgreedLevel.minority_note != "") == 1
    assert count(everything, Support, Support.assessment_id == cycle.id) == 4
    assert count(everything, Action, Action.assessment_id == cycle.id) == 5


def test_replies_are_published_but_for_one_that_is_overdue(everything: Session, loaded: Database, world: World) -> None:
    main = everything.scalars(sa.select(Organisation.organisation_id).where(Organisation.name == world.main.name)).one()
    with loaded.session(read_only=True) as session:
        act_for(session, main)
        states = [duty.state for duty in list_reply_duties(session, today=TODAY)]
    assert sorted(state.value for state in states) == ["overdue", "promised", "published"]
    assert ReplyState.OVERDUE in states


def test_no_mail_of_the_region_ever_leaves(everything: Session) -> None:
    assert count(everything, OutboxMail) > 10
    assert count(everything, OutboxMail, OutboxMail.due_at.is_not(None)) == 0


def test_the_links_lead_into_the_region(loaded: Database, world: World) -> None:
    links = find_links(loaded, build_world(today=TODAY + timedelta(days=1)), PLACES, today=TODAY)
    assert set(links) == {"base_address", "open_survey", "release", "public_page", "sign_ins"}
    assert links["public_page"].startswith("http://localhost/s/")
    assert json.dumps(links)


def test_every_printed_sign_in_works_with_its_role(loaded: Database, everything: Session, world: World) -> None:
    links = find_links(loaded, world, PLACES, today=TODAY)
    assert set(links["sign_ins"]) == {"owner", "officer", "contributor", "board", "viewer", "coordinator"}
    for role, sign_in in links["sign_ins"].items():
        credentials = Credentials(email=sign_in["email"], password=sign_in["password"])
        with loaded.session() as session:
            assert check_password(session, credentials).has_second_factor is (role == "coordinator")
    for role, sign_in in links["sign_ins"].items():
        members = everything.scalars(sa.select(Member).where(Member.email == sign_in["email"])).all()
        assert Role(role) in {member.role for member in members}


def test_the_printed_code_is_the_coordinator_s(loaded: Database, world: World, at: datetime) -> None:
    sign_in = find_links(loaded, world, PLACES, today=TODAY)["sign_ins"]["coordinator"]
    code = pyotp.TOTP(sign_in["second_factor"].replace(" ", "")).at(at)
    assert code_of(world.seed, at=at) == code
    with loaded.session() as session:
        account = find_account(session, email=sign_in["email"])
        assert account
        use_code(session, PersonId(account.person_id), code, seal=SEAL, at=at)


def test_an_empty_database_has_no_links(database: PinnedDatabase, world: World) -> None:
    with pytest.raises(NotFound):
        find_links(database, world, PLACES, today=TODAY)


def test_a_region_that_was_interrupted_is_known_as_such(
    database: PinnedDatabase, pages: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_state(database, world) is DemoState.EMPTY

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("accountability.demo.loading.rounds.convene", stop)
    with pytest.raises(KeyboardInterrupt):
        load_demo(database, pages, world, seal=SEAL)
    assert find_state(database, world) is DemoState.PARTIAL


def test_organisations_of_ones_own_are_left_alone(database: PinnedDatabase, ours: Tenant, world: World) -> None:
    ours.actor("owner")
    assert find_state(database, world) is DemoState.OTHER


def test_an_answer_the_page_does_not_take_stops_loading(database: PinnedDatabase, app: Flask, world: World) -> None:
    with pytest.raises(AnswerWasNotTaken):
        load_demo(database, Client(app.wsgi_app), world, seal=SEAL)  # without the constituents' pages


@pytest.fixture
def runner(app: Flask, constituents_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(app, "wsgi_app", DispatcherMiddleware(app.wsgi_app, {"/s": constituents_app}))
    return app


def test_the_command_loads_once_and_then_prints_links(runner: Flask, database: PinnedDatabase) -> None:
    commands = runner.test_cli_runner()
    assert cli.NOT_LOADED in commands.invoke(args=["demo-links"]).output
    first = commands.invoke(args=["demo", "--size", "12", "--responses", "80"])
    assert "12 organisations, 80 responses, 3 published rounds" in first.output, first.output
    again = commands.invoke(args=["demo", "--size", "12", "--responses", "80"])
    assert (again.exit_code, again.output) == (0, "")
    links = json.loads(commands.invoke(args=["demo-links"]).stdout)
    with clock.fixed(datetime.now().astimezone()):
        assert Client(runner.wsgi_app).get(links["open_survey"].removeprefix("http://localhost")).status_code == 200
        assert Client(runner.wsgi_app).get(links["public_page"].removeprefix("http://localhost")).status_code == 200


def test_the_command_leaves_a_database_in_use_alone(runner: Flask, ours: Tenant) -> None:
    ours.actor("owner")
    assert cli.OTHER in runner.test_cli_runner().invoke(args=["demo"]).output


def test_the_command_says_when_loading_was_interrupted(
    runner: Flask, database: PinnedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "find_state", lambda *_: DemoState.PARTIAL)
    refused = runner.test_cli_runner().invoke(args=["demo"])
    assert refused.exit_code == 1
    assert cli.PARTIAL in refused.output


def test_sign_ins_that_everybody_knows_stay_out_of_real_installations(
    runner: Flask, database: PinnedDatabase, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(runner.extensions, "config", make_config(tmp_path, development=False))
    refused = runner.test_cli_runner().invoke(args=["demo"])
    assert refused.exit_code == 1
    assert cli.ONLY_FOR_TRYING in refused.output
