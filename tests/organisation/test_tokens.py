"""Personal tokens: what they open, for how long, and what they never do."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from accountability import bearer, clock
from accountability.access import RULES, Role
from accountability.identity.queries import token_hash
from accountability.journal import JournalEntry
from accountability.organisation.domain import tokens as domain
from accountability.organisation.models import Member, PersonalToken, TokenAddress
from accountability.organisation.queries import tokens as queries
from accountability.outbox import OutboxMail
from accountability.throttle import Throttle
from forms.organisation.tokens import GRACE, LASTS, READING
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant

WANTED = {"name": "Monthly report", "scope": ["READ_SURVEYS"], "lasts_days": "30"}


@dataclass
class Program:
    """Something that comes with a token and no browser."""

    app: Flask
    at: datetime

    def ask(self, token: str, path: str = "/surveys", *, method: str = "GET", **options: Any) -> TestResponse:
        with clock.fixed(self.at):
            headers = {"Authorization": f"Bearer {token}"}
            return self.app.test_client().open(path, method=method, headers=headers, **options)


@pytest.fixture
def program(app: Flask, at: datetime) -> Program:
    app.extensions["throttle"] = Throttle()
    return Program(app, at)


def make(client: CheckingClient, **changes: Any) -> str:
    """A new token of whoever the browser is."""
    return shown(client.post("/tokens/make", WANTED | changes, expect=200))


def shown(page: TestResponse) -> str:
    found = re.search(r'value="(acct_\w+)"', page.text)
    assert found
    return found[1]


def row_of(session: Session) -> PersonalToken:
    session.expire_all()
    return session.scalars(sa.select(PersonalToken)).one()


def test_a_token_reads_what_it_was_made_for_and_nothing_else(sign_in: Callable[[str], CheckingClient], program: Program) -> None:
    token = make(sign_in("officer"))
    assert program.ask(token).status_code == 200
    answer = program.ask(token, "/assessments")
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert answer.json["title"] == "The token does not include this"
    assert program.ask(token, "/").status_code == 403


def test_a_token_carries_no_cookie_and_needs_none(sign_in: Callable[[str], CheckingClient], program: Program) -> None:
    answer = program.ask(make(sign_in("officer")))
    assert "Set-Cookie" not in answer.headers


def test_a_cookie_beside_a_token_counts_for_nothing(sign_in: Callable[[str], CheckingClient], at: datetime) -> None:
    client = sign_in("officer")
    token = make(client)
    client.get("/assessments")
    client.get("/assessments", headers={"Authorization": f"Bearer {token}"}, expect=403)
    client.get("/assessments", headers={"Authorization": "Bearer acct_nothing"}, expect=401)


def test_a_token_changes_nothing(sign_in: Callable[[str], CheckingClient], program: Program) -> None:
    client = sign_in("officer")
    token = make(client)
    answer = program.ask(token, "/surveys/start", method="POST", data={"csrf_token": client.csrf_token(), "title": "x"})
    assert (answer.status_code, answer.json["title"]) == (403, "A token only reads")


def test_a_token_would_write_if_nobody_looked_at_the_method(
    sign_in: Callable[[str], CheckingClient], program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = make(sign_in("officer"))
    monkeypatch.setattr(bearer, "READING", {"GET", "POST"})
    assert program.ask(token, "/surveys/start", method="POST").json["title"] != "A token only reads"


@pytest.mark.parametrize("path", ["/tokens", "/tokens/make", "/account", "/organisations/switch", "/organisation/describe"])
def test_a_token_does_not_reach_what_belongs_to_a_browser(
    path: str, sign_in: Callable[[str], CheckingClient], program: Program
) -> None:
    assert program.ask(make(sign_in("owner")), path).status_code == 403


def test_only_a_hash_is_kept_and_a_mail_tells_of_it(sign_in: Callable[[str], CheckingClient], session: Session) -> None:
    token = make(sign_in("officer"))
    assert row_of(session).token_hash == token_hash(token)
    mail = session.scalars(sa.select(OutboxMail)).one()
    assert "Monthly report" in mail.text
    assert token not in mail.text + mail.html
    facts = session.scalars(sa.select(JournalEntry).where(JournalEntry.kind == "TokenMade")).one()
    assert token not in str(facts.details)


def test_a_token_is_shown_once(sign_in: Callable[[str], CheckingClient]) -> None:
    client = sign_in("officer")
    token = make(client)
    assert token not in client.get("/tokens").text + client.get("/tokens/make").text


def test_making_one_wants_a_fresh_proof(sign_in: Callable[[str], CheckingClient], at: datetime) -> None:
    client = sign_in("officer")
    client.at = at + timedelta(minutes=31)
    assert "/confirm" in client.post("/tokens/make", WANTED, expect=303).headers["Location"]


def test_nobody_gives_a_token_more_than_they_may(sign_in: Callable[[str], CheckingClient]) -> None:
    client = sign_in("data_entry")
    assert "READ_SURVEYS" not in client.get("/tokens/make").text
    client.post("/tokens/make", WANTED, expect=422)
    sign_in("officer").post("/tokens/make", WANTED | {"scope": ["DESCRIBE_ORGANISATION"]}, expect=422)


def test_a_token_reads_no_more_than_its_maker_may_now(
    sign_in: Callable[[str], CheckingClient], program: Program, session: Session, ours: Tenant
) -> None:
    token = make(sign_in("officer"))
    session.get_one(Member, (ours.organisation_id, ours.actor("officer").member_id)).role = Role.DATA_ENTRY
    session.commit()
    assert program.ask(token).status_code == 403


def test_a_token_ends_with_the_membership(sign_in: Callable[[str], CheckingClient], program: Program, ours: Tenant) -> None:
    token = make(sign_in("viewer"))
    sign_in("owner").post(f"/organisation/members/{ours.actor('viewer').member_id}/end")
    assert program.ask(token).status_code == 401


def test_a_token_lapses(sign_in: Callable[[str], CheckingClient], program: Program) -> None:
    token = make(sign_in("officer"))
    program.at += timedelta(days=30, seconds=-1)
    assert program.ask(token).status_code == 200
    program.at += timedelta(seconds=1)
    assert program.ask(token).status_code == 401


def test_wrong_tokens_are_answered_alike_and_not_without_end(sign_in: Callable[[str], CheckingClient], program: Program) -> None:
    token = make(sign_in("officer"))
    unknown = domain.write_token("a" * domain.BODY_LENGTH)
    answers = [program.ask(wrong) for wrong in ("", "acct_", "x" * 9000, token[:-1], token + "0", unknown)]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].headers["WWW-Authenticate"] == "Bearer"
    assert {program.ask(unknown).status_code for _try in range(30)} == {401, 429}
    assert program.ask(token).status_code == 200


def test_another_scheme_is_none_of_our_business(program: Program, client: CheckingClient) -> None:
    client.get("/sign-in", headers={"Authorization": "Basic eDp5"})


def start_survey(client: CheckingClient) -> str:
    """The page of a new survey, which its readers may open."""
    client.may_see_neighbour = True
    made = client.post("/surveys/start", {"title": "A survey", "language": "en"}).headers["Location"]
    return "/".join(made.split("/")[:3])


def test_things_of_others_are_not_found(sign_in: Callable[[str], CheckingClient], program: Program, theirs: Tenant) -> None:
    client = sign_in("officer")
    token, own = make(client), start_survey(client)
    foreign = start_survey(client.sign_in(theirs, "officer"))
    assert program.ask(token, own).status_code == 200
    answer = program.ask(token, foreign)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert theirs.name not in answer.text


def test_the_last_day_of_use_is_written(sign_in: Callable[[str], CheckingClient], program: Program, session: Session) -> None:
    token = make(sign_in("officer"))
    program.ask(token)
    assert row_of(session).used_on == program.at.date()


def rotate(client: CheckingClient, session: Session, *, hours: int) -> str:
    return shown(client.post(f"/tokens/{row_of(session).id}/change", {"grace_hours": str(hours)}, expect=200))


def test_after_a_change_the_secret_before_stops_at_once(
    sign_in: Callable[[str], CheckingClient], program: Program, session: Session
) -> None:
    client = sign_in("officer")
    old = make(client)
    new = rotate(client, session, hours=0)
    assert (program.ask(old).status_code, program.ask(new).status_code) == (401, 200)
    assert len(session.scalars(sa.select(TokenAddress)).all()) == 1


def test_after_a_change_the_secret_before_works_on_for_a_while_if_wished(
    sign_in: Callable[[str], CheckingClient], program: Program, session: Session
) -> None:
    client = sign_in("officer")
    oldest = make(client)
    old = rotate(client, session, hours=24)
    new = rotate(client, session, hours=1)
    assert [program.ask(token).status_code for token in (oldest, old, new)] == [401, 200, 200]
    program.at += timedelta(hours=1)
    assert [program.ask(token).status_code for token in (oldest, old, new)] == [401, 401, 200]


def test_a_lapsed_secret_would_open_if_nobody_looked_at_the_time(
    sign_in: Callable[[str], CheckingClient], program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = make(sign_in("officer"))
    program.at += timedelta(days=31)
    monkeypatch.setattr(queries.domain, "opens", lambda *_args, **_more: True)
    assert program.ask(token).status_code == 200


def test_a_token_would_read_everything_without_its_scope(
    sign_in: Callable[[str], CheckingClient], program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = make(sign_in("officer"))
    monkeypatch.setattr(queries, "replace", lambda actor, **_more: actor)
    assert program.ask(token, "/assessments").status_code == 200


def test_a_token_is_ended_by_its_maker_or_an_owner(
    sign_in: Callable[[str], CheckingClient], program: Program, session: Session
) -> None:
    token = make(sign_in("officer"))
    path = f"/tokens/{row_of(session).id}"
    sign_in("viewer").post(f"{path}/end", expect=404)
    sign_in("viewer").get(f"{path}/change", expect=404)
    owner = sign_in("owner")
    assert "Officer of Otvorena Vrata" in owner.get("/tokens").text
    owner.get(f"{path}/change", expect=404)
    owner.post(f"{path}/end")
    assert program.ask(token).status_code == 401


def test_nobody_hoards_tokens(sign_in: Callable[[str], CheckingClient], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain, "MOST_TOKENS", 1)
    client = sign_in("officer")
    make(client)
    assert "20 tokens already" in client.post("/tokens/make", WANTED, expect=422).text


def test_a_token_has_256_bits_and_a_checksum() -> None:
    assert len(domain.LETTERS) ** domain.BODY_LENGTH > 2**256
    token = domain.write_token("k" * domain.BODY_LENGTH)
    assert domain.is_well_formed(token)
    wrong = (token[:-1] + "_", token.replace("k", "l", 1), token.replace("acct_", "akct_"), token[:20])
    assert not any(domain.is_well_formed(each) for each in wrong)


def test_all_that_a_token_may_hold_is_read_and_has_words(app: Flask) -> None:
    assert set(READING) == set(domain.READING) <= set(RULES)
    assert set(LASTS) == set(domain.LASTS_DAYS)
    assert set(GRACE) == set(domain.GRACE_HOURS)
    rules = [rule for view in app.view_functions.values() for rule in [getattr(view, "access", {})]]
    assert not [rule["POST"].name for rule in rules if "POST" in rule and rule["POST"].name in domain.READING]
