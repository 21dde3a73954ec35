"""Bringing archives in, coming back as their members, and looking at what is there then."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from accountability import clock, roles
from accountability.app import create_app, create_constituents_app
from accountability.identity.commands import add_account
from accountability.leaving import commands, queries
from accountability.leaving.cli import bring_in
from accountability.leaving.commands import Brought
from accountability.leaving.holdings import holding, holdings
from accountability.organisation.queries import list_members
from accountability.tenancy import OrganisationId, act_for
from tests.factories.world import World
from tests.leaving.conftest import Site
from tests.support.client import CheckingClient
from tests.support.databases import all_seeing, as_role
from tests.support.tenants import Tenant

STAFF = ("assessment.show_profile", "assessment.show_gap", "survey.show_results", "followup.show_followup")
MAIL = re.compile(r"@[0-9a-f-]{36}\.example")  # members of tests have their organisation's id in their address
CHANGING = re.compile(r'name="csrf_token" value="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}')


def bring(site: Site, archive: Path, *, at: datetime, tokens: list[str] | None = None, **options: Any) -> Brought:
    noted = tokens if tokens is not None else []
    with clock.fixed(at):
        chosen = {"dry_run": False, "with_new_ids": False} | options
        return bring_in(site.worker, archive, address=lambda token: noted.append(token) or token, **chosen)


def counts(site: Site) -> dict[str, int]:
    """How many rows each table has."""
    with all_seeing(site.database).connect() as connection:
        return {table.name: connection.scalar(sa.select(sa.func.count()).select_from(table.table)) or 0 for table in holdings()}


def come_back(site: Site, brought: Brought, tokens: list[str], at: datetime) -> Tenant:
    """Every member of a restored organisation confirms who they are."""
    tenant = Tenant(site.database, brought.organisation_id, brought.name, at)
    for token in tokens:
        with as_role(site.database, roles.WEB).transaction() as session:
            found = queries.find_rejoining(session, token)
            assert found
            act_for(session, found.organisation_id)
            member = next(each for each in list_members(session) if each.id == found.member_id)
            account = add_account(session, email=member.email, password_hash=None, at=at)
            actor = commands.rejoin(session, found, account=account, at=at)
            tenant.actors[actor.role] = actor
    return tenant


def pages(site: Site, tenant: Tenant, ids: dict[str, list[str]], at: datetime) -> dict[str, str]:
    """What the profile, gap, results and reply pages show, without what changes with every look."""
    config = replace(site.config)
    app = create_app(config, database=as_role(site.database, roles.WEB))
    public = create_constituents_app(config, database=as_role(site.database, roles.INTAKE))
    client = CheckingClient(app, at=at).sign_in(tenant, "officer")
    outside = CheckingClient(public, at=at)
    found, codes = {}, re.compile("|".join(map(re.escape, ids["code"])))
    with app.test_request_context():
        paths = [
            app.url_for(endpoint, **{name: value})
            for endpoint in STAFF
            for name in ("assessment_id" if endpoint.startswith("assessment") else "survey_id",)
            for value in ids[name]
        ]
    for path in paths:
        answer = client._open("GET", path)
        text = codes.sub("", CHANGING.sub("", answer.text))
        found[f"{paths.index(path)} {CHANGING.sub('', path)}"] = f"{answer.status_code} {text}"
    for place, code in enumerate(ids["code"]):
        answer = outside._open("GET", f"/{code}/reply")
        found[f"reply {place}"] = f"{answer.status_code} {codes.sub('', CHANGING.sub('', answer.text))}"
    return found


def come_back_beside(site: Site, brought: Brought, tokens: list[str], at: datetime) -> Tenant:
    """The same people act for both."""
    tenant = Tenant(site.database, brought.organisation_id, brought.name, at)
    person = holding("person").model
    for token in tokens:
        with as_role(site.database, roles.WEB).transaction() as session:
            found = queries.find_rejoining(session, token)
            assert found
            act_for(session, found.organisation_id)
            member = next(each for each in list_members(session) if each.id == found.member_id)
            account = session.scalars(sa.select(person).where(person.email == member.email)).one()
            actor = commands.rejoin(session, found, account=Account(account.id, account.email), at=at)
            tenant.actors[actor.role] = actor
    return tenant


class Account:
    """An account as `rejoin` asks for it."""

    def __init__(self, person_id: Any, email: str) -> None:
        self.person_id, self.email = person_id, email


def renamed(site: Site, world: World, brought: Brought) -> dict[str, list[str]]:
    """The ids of the world as they are in the copy: surveys by their addresses, the rest by the order of their ids' times."""
    codes = dict(brought.changed_addresses)
    pairs = dict(
        zip(*(listed(site, "assessment", each) for each in (world.tenant.organisation_id, brought.organisation_id)), strict=True)
    )
    pairs |= {survey_of(site, old): survey_of(site, new) for old, new in codes.items()}
    known = [value for value in world.ids["survey_id"] if value in pairs]
    return {
        "assessment_id": [pairs[value] for value in world.ids["assessment_id"]],
        "survey_id": [pairs[value] for value in known],
        "code": [codes[code] for code in world.ids["code"]],
    }


def listed(site: Site, table: str, organisation_id: OrganisationId) -> list[str]:
    """The ids of an organisation's rows in the order in which they were made."""
    found = holding(table).table
    asked = sa.select(found.c.id).where(found.c.organisation_id == organisation_id)
    with all_seeing(site.database).connect() as connection:
        return [str(id_) for id_ in sorted(connection.scalars(asked), key=lambda each: each.int >> 64)]


def survey_of(site: Site, code: str) -> str:
    """The survey behind an address."""
    address = holding("survey_address").table
    with all_seeing(site.database).connect() as connection:
        return str(connection.scalar(sa.select(address.c.survey_id).where(address.c.code == code)))


def old_ids_in(site: Site, world: World, brought: Brought) -> list[str]:
    """Tables of the copy in which an old id still stands."""
    old = {str(world.tenant.organisation_id), *world.ids["assessment_id"], *world.ids["survey_id"]}
    found = []
    with all_seeing(site.database).connect() as connection:
        for table in (each for each in holdings() if each.is_owned):
            mine = sa.select(table.table).where(table.table.c.organisation_id == brought.organisation_id)
            texts = [MAIL.sub("", " ".join(map(str, row))) for row in connection.execute(mine)]
            found += [table.name for text in texts if any(each in text for each in old)]
    return found
