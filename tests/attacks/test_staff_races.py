"""Two members of staff at once, on PostgreSQL with real connections: nothing promised is changed, nobody is passed by."""

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from accountability.access import Role
from accountability.database import Database
from accountability.network import commands as networks
from accountability.network import queries as network_queries
from accountability.network.domain import IsMemberAlready, JoinedElsewhereJustNow, RoundPlan
from accountability.network.models import NetworkMember, RoundMember
from accountability.survey import commands, domain, queries
from tests.factories import network as make
from tests.factories.survey import PROMISE, make_draft, make_open, send
from tests.support.databases import drop_postgres, make_postgres
from tests.support.tenants import Tenant, make_tenant


@pytest.fixture(scope="module")
def database(postgres_server: str) -> Iterator[Database]:
    own = make_postgres(postgres_server, f"staff_{secrets.token_hex(4)}")
    yield own
    drop_postgres(own)


@pytest.fixture
def ours(database: Database, at: datetime) -> Tenant:
    tenant = make_tenant(database, "Otvorena Vrata", at=at)
    tenant.actor("officer"), tenant.actor("coordinator")
    return tenant


def published_meanwhile(ours: Tenant, at: datetime, change: Callable[..., Any]) -> None:
    """Read a draft, have a colleague publish it, then change it with what was read."""
    with ours.session() as session, session.begin():
        survey_id = make_draft(session, ours.actor("officer"), at).id
    with ours.session() as slow, slow.begin():
        survey = queries.get_survey(slow, survey_id)
        with ours.session() as quick, quick.begin():
            commands.publish_survey(quick, queries.get_survey(quick, survey_id), by=ours.actor("officer"), at=at)
        change(slow, survey)


def test_the_protection_people_were_told_stays(ours: Tenant, at: datetime) -> None:
    five = domain.ProtectionDraft(threshold=5, is_without_sensitive_questions=True, is_open_context=True)
    with pytest.raises(domain.ProtectionIsFixed):
        published_meanwhile(ours, at, lambda session, survey: commands.choose_protection(session, survey, five))


def test_the_promise_people_were_given_stays(ours: Tenant, at: datetime) -> None:
    with pytest.raises(domain.PromiseIsGiven):
        published_meanwhile(ours, at, lambda session, survey: commands.make_promise(session, survey, PROMISE))


def test_answers_given_after_reopening_are_not_destroyed(ours: Tenant, at: datetime) -> None:
    by = ours.actor("officer")
    with ours.session() as session, session.begin():
        survey = make_open(session, by, at)
        send(session, survey, at)
        commands.close_survey(session, survey, by=by, at=at)
        commands.mix_survey(session, survey, at=at)
    with ours.session() as slow, slow.begin():
        seen = queries.get_survey(slow, survey.id)
        with ours.session() as quick, quick.begin():
            days = {"closes_on": date(2026, 6, 1), "reply_by": date(2026, 8, 1)}
            commands.extend_survey(quick, queries.get_survey(quick, survey.id), by=by, at=at, **days)
        with pytest.raises(domain.SurveyIsNotClosed):
            commands.destroy_hidden_answers(slow, seen, by=by, at=at)


def together(*tasks: Callable[[], Any]) -> list[Any]:
    """What each of the tasks gave or raised, all begun at once."""

    def outcome(task: Callable[[], Any]) -> Any:
        try:
            return task()
        except Exception as error:
            return type(error)

    with ThreadPoolExecutor(len(tasks)) as hands:
        return list(hands.map(outcome, tasks))


def accept(tenant: Tenant, token: str, at: datetime) -> str:
    with tenant.session() as session, session.begin():
        invitation = network_queries.find_invitation_address(session, token)
        assert invitation
        networks.accept_invitation(session, invitation, by=tenant.actor("officer"), at=at)
        session.execute(sa.text("SELECT pg_sleep(0.2)"))
    return "joined"


def test_joining_twice_with_two_invitations_at_once_joins_once(ours: Tenant, database: Database, at: datetime) -> None:
    circle = make.convene(make_tenant(database, "Mreža", at=at), at=at)
    tokens = [make.invite(circle, at=at, email=f"{number}@example.org") for number in range(2)]
    assert set(together(*(partial(accept, ours, token, at) for token in tokens))) == {"joined", IsMemberAlready}


def test_joining_two_networks_at_once_leaves_one_home(ours: Tenant, database: Database, at: datetime) -> None:
    circles = [make.convene(make_tenant(database, f"Mreža {number}", at=at), at=at) for number in range(2)]
    tokens = [make.invite(circle, at=at) for circle in circles]
    assert set(together(*(partial(accept, ours, token, at) for token in tokens))) == {"joined", JoinedElsewhereJustNow}


def test_a_member_confirmed_while_a_round_opens_is_in_it(ours: Tenant, database: Database, at: datetime) -> None:
    circle, member = make.convene(ours, at=at), make_tenant(database, "Nova", at=at)
    make.join(circle, member, at=at, is_verified=False)
    today, by = at.date(), ours.actor(Role.COORDINATOR)
    plan = RoundPlan(name="2026", opens_on=today, closes_on=today + timedelta(days=30), publishes_on=None)

    def open_slowly() -> str:
        with ours.session() as session, session.begin():
            networks.open_round(session, network_queries.get_network(session, circle.network_id), plan, by=by, at=at)
            session.execute(sa.text("SELECT pg_sleep(0.3)"))
        return "opened"

    def confirm() -> str:
        with ours.session() as session, session.begin():
            session.execute(sa.text("SELECT pg_sleep(0.1)"))
            network = network_queries.get_network(session, circle.network_id)
            found = network_queries.get_member(session, network, member.organisation_id)
            networks.verify_member(session, found, by=by, at=at)
        return "confirmed"

    assert together(open_slowly, confirm) == ["opened", "confirmed"]
    with member.session() as session:
        assert (
            session.scalar(sa.select(sa.func.count()).select_from(RoundMember).where(RoundMember.network_id == circle.network_id))
            == 1
        )
        assert session.scalars(sa.select(NetworkMember)).one().verified_at == at
