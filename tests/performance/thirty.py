"""Thirty people on one assessment at once, over the web: together on one sheet, and each alone. Run it by itself:

    python -m tests.performance.thirty                  on a PostgreSQL server that is started for it
    python -m tests.performance.thirty postgresql://…   on one whose login may create databases
    python -m tests.performance.thirty sqlite           on SQLite

Each has a client and a sign-in of their own and a thread; every answer is sent as the card's script sends it. A dispute (two
different answers to the same key action) is looked at and decided as a person would: keep mine, upon what stands. In the end every
answer that was acknowledged is in the history, versions have no gap, and each version stands upon the one that was seen.
"""

import json
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from threading import Barrier
from typing import Any

import sqlalchemy as sa
from flask import Flask

from accountability import clock, roles
from accountability.access import Actor, MemberId, PersonId, Role
from accountability.app import create_app
from accountability.assessment import queries
from accountability.assessment.domain.ways import Way
from accountability.assessment.models import AgreedLevel, Assessment, Rating
from accountability.database import Database, new_id
from accountability.identity.commands import sign_in
from accountability.identity.models import Person
from accountability.organisation.models import Member, Membership
from accountability.organisation.queries import get_actor
from tests.conftest import make_config
from tests.factories.assessment import start
from tests.factories.raters import ask, start_blind
from tests.support.client import CheckingClient
from tests.support.databases import PostgresDatabase, as_role, drop_postgres, make_postgres, make_sqlite
from tests.support.postgres import running_postgres
from tests.support.tenants import PASSWORD_HASH, Tenant, make_tenant


@dataclass
class Told:
    """What the clients were told: acknowledged answers as (person, key action, level), disputes, other refusals, seconds each."""

    saved: list[tuple[int, str, int]] = field(default_factory=list)
    disputes: int = 0
    faults: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


def add_people(tenant: Tenant, number: int) -> list[Actor]:
    """Contributors with an account each."""
    with tenant.session() as session, session.begin():
        return [_add_person(tenant, session, each) for each in range(number)]


def _add_person(tenant: Tenant, session: Any, number: int) -> Actor:
    email = f"person{number}@{tenant.organisation_id}.example"
    person = Person(id=PersonId(new_id()), email=email, password_hash=PASSWORD_HASH, joined_at=tenant.at)
    member = Member(id=MemberId(new_id()), name=f"Person {number}", email=email, role=Role.CONTRIBUTOR, joined_at=tenant.at)
    session.add_all([person, member])
    session.flush()
    session.add(Membership(person_id=person.id, organisation_id=tenant.organisation_id, member_id=member.id))
    session.flush()
    return get_actor(session, member.id, person_id=person.id)


class Somebody:
    """One person at their browser."""

    def __init__(self, app: Flask, tenant: Tenant, actor: Actor, number: int) -> None:
        self.client, self.number = CheckingClient(app, at=tenant.at), number
        self.client.actor = actor
        with tenant.database.transaction() as session:
            token = sign_in(session, actor.person_id, acting_for=tenant.organisation_id, at=tenant.at, factor_at=tenant.at)
        with self.client.browser.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        self.csrf = self.client.csrf_token()

    def save(self, address: str, slug: str, level: int, told: Told) -> None:
        """Send an answer; when somebody else answered otherwise meanwhile, look and keep mine, up to fifty times."""
        upon = 0
        for _again in range(50):
            sent = {"choice": str(level), "version": str(upon), "csrf_token": self.csrf, "acting_for": self._organisation}
            began = time.perf_counter()
            answer = self.client.browser.post(f"{address}/key-actions/{slug}/save", data=sent)
            told.seconds.append(time.perf_counter() - began)
            said = json.loads(answer.text) if answer.mimetype == "application/json" else {}
            if answer.status_code == 200:
                told.saved.append((self.number, slug, level))
                return
            if answer.status_code != 409 or not said.get("dispute"):
                told.faults[answer.status_code] += 1
                return
            told.disputes += 1
            upon = said["dispute"]["version"]
        told.faults[0] += 1

    @property
    def _organisation(self) -> str:
        assert self.client.actor is not None
        return str(self.client.actor.organisation_id)


def work(people: Sequence[Somebody], address: str, slugs: Sequence[str], choose: Callable[[int, int], int]) -> Told:
    """Everybody answers every key action, all beginning at the same moment, each with another one first."""
    gate, told = Barrier(len(people)), [Told() for _ in people]

    def go(person: Somebody) -> None:
        gate.wait()
        for step in range(len(slugs)):
            place = (step + person.number) % len(slugs)
            person.save(address, slugs[place], choose(person.number, place), told[person.number])

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(go, people))
    whole = Told()
    for each in told:
        whole.saved += each.saved
        whole.disputes += each.disputes
        whole.faults += each.faults
        whole.seconds += each.seconds
    return whole


def problems_together(tenant: Tenant, assessment: Assessment, told: Told, people: Sequence[Actor]) -> list[str]:
    """Acknowledged answers that are in no version, and key actions whose versions have a gap."""
    with tenant.session(read_only=True) as session:
        rows = session.scalars(sa.select(AgreedLevel).where(AgreedLevel.assessment_id == assessment.id)).all()
    versions = Counter((row.key_action, row.version) for row in rows)
    return _missing(rows, told, people, is_same_enough=True) + _holes(versions)


def problems_alone(tenant: Tenant, assessment: Assessment, told: Told, people: Sequence[Actor]) -> list[str]:
    """The same on each one's own sheet; besides nobody's answer stands on a sheet of others."""
    with tenant.session(read_only=True) as session:
        rows = session.scalars(sa.select(Rating).where(Rating.assessment_id == assessment.id)).all()
        shared = queries.list_answers(session, assessment)
    problems = ["an answer of one stands on the shared sheet"] if shared else []
    return problems + _missing(rows, told, people, is_same_enough=False)


def _missing(rows: Sequence[Any], told: Told, people: Sequence[Actor], *, is_same_enough: bool) -> list[str]:
    """On a shared sheet who says what stands already adds no version: that it stood is enough."""
    by = {(row.member_id, row.key_action, row.level) for row in rows}
    stood = {(row.key_action, row.level) for row in rows}
    return [
        f"the answer {level} of person {number} to {slug} is lost"
        for number, slug, level in told.saved
        if (people[number].member_id, slug, level) not in by and not (is_same_enough and (slug, level) in stood)
    ]


def _holes(versions: Counter[tuple[str, int]]) -> list[str]:
    found = [f"version {version} of {slug} twice" for (slug, version), times in versions.items() if times > 1]
    return found + [f"version {v - 1} of {slug} is missing" for slug, v in versions if v > 1 and (slug, v - 1) not in versions]


@dataclass(frozen=True)
class Outcome:
    """What came of one run."""

    way: Way
    people: int
    told: Told
    problems: list[str]
    seconds: float

    def __str__(self) -> str:
        cuts = quantiles(self.told.seconds, n=20)
        return (
            f"{self.way.value}: {self.people} people, {len(self.told.saved)} answers acknowledged, {self.told.disputes} disputes"
            f" shown and decided, {sum(self.told.faults.values())} refused otherwise, {len(self.problems)} lost or overwritten"
            f" unseen; {len(self.told.seconds) / self.seconds:.0f} requests a second, median {cuts[9] * 1000:.0f} ms,"
            f" 95 % {cuts[18] * 1000:.0f} ms"
        )


def run(database: Database, folder: Path, *, way: Way, people: int, items: int) -> Outcome:
    """So many people at once on one assessment with so many key actions."""
    tenant = make_tenant(database, "Thirty", at=clock.now())
    tenant.actor("officer")
    actors = add_people(tenant, people)
    with tenant.session() as session, session.begin():
        assessment = start(tenant, session) if way is Way.TOGETHER else start_blind(tenant, session, way=way)
        ask(tenant, session, assessment, actors)
        slugs = [each.slug for each in queries.list_asked(session, assessment)][:items]
    app = create_app(make_config(folder), database=as_role(database, roles.WEB))
    somebodies = [Somebody(app, tenant, each, number) for number, each in enumerate(actors)]
    began = time.perf_counter()
    told = work(somebodies, f"/assessments/{assessment.id}", slugs, lambda number, place: (number + place) % 5)
    seconds = time.perf_counter() - began
    check = problems_together if way is Way.TOGETHER else problems_alone
    return Outcome(way, people, told, check(tenant, assessment, told, actors), seconds)


def main(where: str) -> int:
    """Both ways; exit with 1 when anything was lost."""
    if where != "postgresql":
        return _both(None if where == "sqlite" else where)
    with running_postgres() as server:
        return _both(server)


def _both(server: str | None) -> int:
    lost = 0
    for way in (Way.TOGETHER, Way.NAMED):
        with tempfile.TemporaryDirectory() as folder:
            made = make_postgres(server, f"thirty_{secrets.token_hex(4)}") if server else make_sqlite(Path(folder))
            outcome = run(made, Path(folder), way=way, people=30, items=24)
            made.engine.dispose()
            if isinstance(made, PostgresDatabase):
                drop_postgres(made)
        print(outcome, flush=True)
        lost += len(outcome.problems) + sum(outcome.told.faults.values())
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "postgresql"))
