"""The operator looks only where and while they are let, changes nothing, sees no answers, and every look is written down first."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from accountability import jobs
from accountability.access import RULES, Actor, PersonId, Role, Rule
from accountability.journal import JournalEntry
from accountability.operating import queries
from accountability.operating.models import OperatorGrant, OperatorGrantAddress
from tests.operating.conftest import REASON, browser_of
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant

LetIn = Callable[[Tenant], OperatorGrant]
SignIn = Callable[[str], CheckingClient]
SEEN = ("/organisation", "/assessments", "/networks")
HIDDEN = (
    *("/", "/surveys", "/benchmarks", "/trash", "/assessments/gap"),
    *("/record", "/record/export?form=csv", "/organisation/operator"),
)
WRONG = ({"reason": "", "length": "4"}, {"reason": "x", "length": "5"}, {"reason": "x" * 501, "length": "1"})


def enter(operator: CheckingClient, grant: OperatorGrant, *, expect: int = 303) -> None:
    operator.post(f"/operator/{grant.id}/enter", expect=expect)


def stay(operator: CheckingClient) -> None:
    """An hour and a minute later, without having been idle for an hour."""
    operator.at += timedelta(minutes=50)
    operator.get("/operator")
    operator.at += timedelta(minutes=11)


def kinds(tenant: Tenant) -> list[str]:
    with tenant.session() as session:
        return [row.kind for row in session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id))]


def looks(tenant: Tenant) -> list[str]:
    with tenant.session() as session:
        asked = sa.select(JournalEntry.details).where(JournalEntry.kind == "OperatorLooked").order_by(JournalEntry.id)
        return [row["page"] for row in session.scalars(asked)]


def test_an_owner_lets_the_operator_look_and_ends_it(sign_in: SignIn, ours: Tenant) -> None:
    client = sign_in("owner")
    client.post("/organisation/operator", {"reason": REASON, "length": "4"})
    page = client.get("/organisation/operator").text
    assert REASON in page
    path = re.findall(r"/organisation/operator/[0-9a-f-]+/end", page)[0]
    client.post(path)
    assert "can no longer look" in client.get("/organisation/operator").text
    assert kinds(ours) == ["OperatorLetIn", "OperatorShutOut"]


@pytest.mark.parametrize("given", WRONG)
def test_a_grant_needs_a_reason_and_one_of_four_lengths(sign_in: SignIn, given: dict[str, str]) -> None:
    sign_in("owner").post("/organisation/operator", given, expect=422)


def test_the_operator_is_let_in_once_at_a_time(sign_in: SignIn, ours: Tenant, let_in: LetIn) -> None:
    let_in(ours)
    assert "may look already" in sign_in("owner").post("/organisation/operator", {"reason": "x", "length": "1"}, expect=422).text


@pytest.mark.parametrize("role", [role.value for role in Role if role not in (Role.OWNER, Role.OPERATOR)])
def test_only_owners_let_the_operator_in(sign_in: SignIn, role: str) -> None:
    sign_in(role).get("/organisation/operator", expect=403)


def test_letting_the_operator_in_wants_a_fresh_proof(sign_in: SignIn, client: CheckingClient) -> None:
    sign_in("owner")
    client.at += timedelta(minutes=31)
    assert "/confirm" in client.post("/organisation/operator", {"reason": "x", "length": "1"}).location


def test_the_operator_sees_the_organisations_that_let_them(
    operator: CheckingClient, ours: Tenant, theirs: Tenant, let_in: LetIn
) -> None:
    let_in(ours)
    page = operator.get("/operator").text
    assert ours.name in page
    assert REASON in page
    assert theirs.name not in page


def test_the_operator_looks_at_what_is_no_answer(operator: CheckingClient, ours: Tenant, let_in: LetIn) -> None:
    enter(operator, let_in(ours))
    for path in SEEN:
        assert "You look at" in operator.get(path).text
    for path in HIDDEN:
        operator.get(path, expect=403)


def test_every_look_stands_in_the_record_of_the_organisation(
    operator: CheckingClient, sign_in: SignIn, ours: Tenant, home: Tenant, let_in: LetIn
) -> None:
    enter(operator, let_in(ours))
    for path in SEEN:
        operator.get(path)
    operator.post("/operator/leave")
    assert looks(ours) == list(SEEN)
    assert kinds(ours)[:2] == ["OperatorLetIn", "OperatorEntered"]
    assert kinds(ours)[-1] == "OperatorLeft"
    assert "The operator looked at the page /assessments." in sign_in("owner").get("/record?area=operator").text
    assert "OperatorLooked" not in kinds(home)


def test_a_page_that_could_not_be_written_down_does_not_leave(
    operator: CheckingClient, ours: Tenant, let_in: LetIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(operator, let_in(ours))

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("accountability.operating.commands.look", fail)
    page = operator.get("/organisation", expect=500)
    assert "Democracy and rule of law" not in page.text
    assert looks(ours) == []


def test_a_look_that_nobody_writes_down_would_be_noticed(
    operator: CheckingClient, ours: Tenant, let_in: LetIn, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(operator, let_in(ours))
    monkeypatch.setitem(app.after_request_funcs, None, [])
    operator.get("/organisation")
    assert looks(ours) == []


def test_the_operator_can_post_nothing_but_leaving() -> None:
    inside = Actor(
        **dict.fromkeys(("person_id", "organisation_id", "member_id")),  # type: ignore[arg-type]
        role=Role.OPERATOR,
        name="",
        organisation_name="",
        is_operator=True,
    )
    assert {name for name, rule in RULES.items() if rule.allows(inside)} == {
        "ANYONE",
        "OPERATE",
        "READ_ASSESSMENTS",
        "READ_NETWORKS",
        "READ_ORGANISATION",
    }


def posts(app: Flask) -> Iterator[tuple[str, Rule]]:
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            yield rule.endpoint, app.view_functions[rule.endpoint].access["POST"]  # type: ignore[attr-defined]


def test_no_post_holds_what_the_operator_may_read(app: Flask) -> None:
    reading = {RULES[name] for name in ("READ_ASSESSMENTS", "READ_NETWORKS", "READ_ORGANISATION")}
    assert not [endpoint for endpoint, rule in posts(app) if rule in reading]
    assert {endpoint for endpoint, rule in posts(app) if rule is RULES["OPERATE"]} == {
        "operating.enter_organisation",
        "operating.leave_organisation",
    }


def test_a_grant_that_is_over_lets_nobody_on(operator: CheckingClient, ours: Tenant, let_in: LetIn) -> None:
    enter(operator, let_in(ours))
    operator.at += timedelta(minutes=59)
    operator.get("/organisation")
    operator.at += timedelta(minutes=1)
    assert "/sign-in" in operator.get("/organisation", expect=303).location
    assert len(looks(ours)) == 1


def test_a_grant_that_was_ended_lets_nobody_on(operator: CheckingClient, sign_in: SignIn, ours: Tenant, let_in: LetIn) -> None:
    grant = let_in(ours)
    enter(operator, grant)
    sign_in("owner").post(f"/organisation/operator/{grant.id}/end")
    assert "/sign-in" in operator.get("/organisation", expect=303).location


def test_who_is_no_operator_any_more_is_out(
    operator: CheckingClient, ours: Tenant, home: Tenant, let_in: LetIn, app: Flask
) -> None:
    enter(operator, let_in(ours))
    said = app.test_cli_runner().invoke(args=["operator", "remove", f"owner@{home.organisation_id}.example"])
    assert said.exit_code == 0
    operator.get("/organisation", expect=303)


def test_a_grant_of_the_past_or_of_nobody_cannot_be_entered(
    operator: CheckingClient, ours: Tenant, let_in: LetIn, at: datetime
) -> None:
    grant = let_in(ours)
    operator.post("/operator/0190a0b1-c2d3-7e4f-8a5b-6c7d8e9f0a1b/enter", expect=404)
    stay(operator)
    enter(operator, grant, expect=404)
    assert ours.name not in operator.get("/operator").text


def test_leaving_leads_back_to_the_operators_own_organisation(
    operator: CheckingClient, ours: Tenant, home: Tenant, let_in: LetIn
) -> None:
    enter(operator, let_in(ours))
    operator.post("/operator/leave")
    assert home.name in operator.get("/organisation").text
    operator.post("/operator/leave", expect=404)


@pytest.mark.parametrize("role", [role.value for role in Role if role is not Role.OPERATOR])
def test_the_operators_pages_do_not_exist_for_others(sign_in: SignIn, ours: Tenant, let_in: LetIn, role: str) -> None:
    grant, client = let_in(ours), sign_in(role)
    random = client.get("/surprise", expect=404).text
    assert client.get("/operator", expect=404).text == random
    enter(client, grant, expect=404)
    client.post("/operator/leave", expect=404)


def test_the_operators_pages_do_not_exist_for_the_signed_out(client: CheckingClient) -> None:
    client.get("/operator", expect=404)


def test_an_operator_without_a_second_factor_sees_nothing(
    app: Flask, ours: Tenant, home: Tenant, person: PersonId, let_in: LetIn, at: datetime
) -> None:
    grant = let_in(ours)
    client = browser_of(app, home, person, at=at, has_factor=False)
    client.get("/operator", expect=404)
    enter(client, grant, expect=404)


def test_an_operator_let_in_without_a_check_of_the_factor_would_be_noticed(
    app: Flask, home: Tenant, person: PersonId, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accountability.identity.domain.people.SignIn.proves_operator", True)
    browser_of(app, home, person, at=at, has_factor=False).get("/operator")


def test_a_grant_that_is_not_asked_for_its_time_would_be_noticed(
    operator: CheckingClient, ours: Tenant, let_in: LetIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(operator, let_in(ours))
    monkeypatch.setattr(queries, "is_open", lambda *_, **__: True)
    stay(operator)
    operator.get("/organisation")


def test_what_leads_to_a_grant_that_is_over_is_forgotten(
    ours: Tenant, theirs: Tenant, let_in: LetIn, worker: jobs.Worker, at: datetime
) -> None:
    grants = [let_in(ours), let_in(theirs)]
    with ours.session() as session:
        addresses = sa.select(OperatorGrantAddress.grant_id).where(
            OperatorGrantAddress.grant_id.in_([grant.id for grant in grants])
        )
        jobs.run("operating.forget_lapsed", worker, at=at)
        assert len(session.scalars(addresses).all()) == 2
        jobs.run("operating.forget_lapsed", worker, at=at + timedelta(hours=2))
        assert session.scalars(addresses).all() == []


def test_an_operator_is_named_on_the_machine(app: Flask, home: Tenant, person: PersonId) -> None:
    said = app.test_cli_runner().invoke(args=["operator", "add", "nobody@example.org"])
    assert said.exit_code == 1
    assert "Nobody has an account" in said.output
