"""Owners read their record as sentences, find in it, take it out; nobody else does."""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
import sqlalchemy as sa

from accountability import journal
from accountability.access import Role
from accountability.fact import Fact
from accountability.journal import JournalEntry
from accountability.organisation.domain import ColleagueInvited, ProfileChanged
from accountability.record import commands
from accountability.record.domain.reading import FORMULA_BEGINS
from accountability.survey.commands import start_survey
from accountability.survey.domain.facts import SurveyPublished
from tests.factories.record import put_outside
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant

SignIn = Callable[[str], CheckingClient]


def record(tenant: Tenant, fact: Fact, *, at: datetime, role: str = "officer") -> None:
    with tenant.session() as session, session.begin():
        journal.record(session, fact, by=tenant.actor(role), at=at)
        session.flush()
        commands.chain(session)


def exported(client: CheckingClient, form: str) -> str:
    return client.get(f"/record/export?form={form}").get_data(as_text=True)


def test_an_owner_reads_who_did_what(sign_in: SignIn, ours: Tenant, at: datetime) -> None:
    record(ours, ColleagueInvited(role="viewer"), at=at)
    text = sign_in("owner").get("/record").text
    assert f"{ours.actor('officer').name} invited a colleague as Viewer." in text


def test_an_entry_names_and_links_what_it_is_about(sign_in: SignIn, ours: Tenant, at: datetime) -> None:
    with ours.session() as session, session.begin():
        survey = start_survey(session, "Water", language="en", closes_on=None, by=ours.actor("officer"), at=at)
    record(ours, SurveyPublished(survey_id=survey.id, version=2), at=at)
    text = sign_in("owner").get("/record").text
    assert "published version 2 of the survey “Water”." in text
    assert f'href="/surveys/{survey.id}"' in text


def test_what_is_gone_is_said_to_be_gone(sign_in: SignIn, ours: Tenant, at: datetime) -> None:
    record(ours, SurveyPublished(survey_id=uuid4(), version=2), at=at)
    assert "the survey (no longer there)." in sign_in("owner").get("/record").text


def test_an_erased_name_is_said_to_be_erased(sign_in: SignIn, ours: Tenant, at: datetime) -> None:
    record(ours, ColleagueInvited(role="viewer"), at=at)
    with ours.session() as session, session.begin():
        journal.forget_member(session, ours.actor("officer").member_id)
    text = sign_in("owner").get("/record").text
    assert "Somebody (name erased) invited a colleague" in text
    assert ours.actor("officer").name not in text


def test_a_fact_that_the_release_does_not_know_any_more_is_still_shown(sign_in: SignIn, ours: Tenant, at: datetime) -> None:
    @dataclass(frozen=True)
    class SomethingOld(Fact):
        pass

    record(ours, SomethingOld(), at=at)
    assert "SomethingOld" in sign_in("owner").get("/record").text


@pytest.mark.parametrize("role", [role.value for role in Role if role not in (Role.OWNER, Role.OPERATOR)])
def test_only_owners_read_and_export(sign_in: SignIn, role: str) -> None:
    client = sign_in(role)
    client.get("/record", expect=403)
    client.get("/record/export?form=csv", expect=403)


def test_the_record_is_found_by_month_area_and_person(sign_in: SignIn, ours: Tenant, at: datetime) -> None:
    record(ours, ProfileChanged(name="Then"), at=at - timedelta(days=60))
    record(ours, ProfileChanged(name="Now"), at=at)
    record(ours, ColleagueInvited(role="board"), at=at, role="owner")
    client = sign_in("owner")
    assert "“Then”" in client.get("/record?month=2026-03").text
    assert "“Now”" not in client.get("/record?month=2026-03").text
    assert "“Now”" not in client.get("/record?area=survey").text
    assert "“Now”" not in client.get(f"/record?member={ours.actor('owner').member_id}").text
    assert "as Board." in client.get(f"/record?member={ours.actor('owner').member_id}").text


def test_the_record_is_read_in_pages(sign_in: SignIn, ours: Tenant, at: datetime) -> None:
    for number in range(52):
        record(ours, ProfileChanged(name=f"Name {number}."), at=at + timedelta(seconds=number))
    client = sign_in("owner")
    first, second = client.get("/record").text, client.get("/record?page=2").text
    assert "“Name 51.”" in first
    assert "“Name 1.”" not in first
    assert "“Name 1.”" in second
    assert "page=2" in first
    assert "page=1" in second


@pytest.mark.parametrize("asked", ["month=2026-13", "area=x&member=y&page=-1", "page=99999999999", "month=%00", "page=²"])
def test_odd_searches_find_everything_or_nothing(sign_in: SignIn, ours: Tenant, at: datetime, asked: str) -> None:
    sign_in("owner").get(f"/record?{asked}")


def test_nothing_of_a_neighbour_stands_in_our_record(sign_in: SignIn, theirs: Tenant, at: datetime) -> None:
    record(theirs, ProfileChanged(name=theirs.name), at=at)
    client = sign_in("owner")
    client.get("/record")
    assert theirs.name not in exported(client, "csv") + exported(client, "jsonl")


def test_the_page_says_what_was_last_sealed(sign_in: SignIn, ours: Tenant, at: datetime) -> None:
    client = sign_in("owner")
    assert "Nothing is sealed yet" in client.get("/record").text
    record(ours, ColleagueInvited(role="viewer"), at=at)
    [anchor] = put_outside(ours, at=at).anchors
    assert anchor.digest in client.get("/record").text


def test_an_export_asks_who_one_is_again(sign_in: SignIn, client: CheckingClient) -> None:
    sign_in("owner")
    client.at += timedelta(minutes=11)
    assert "/confirm" in client.get("/record/export?form=csv", expect=303).location


def test_an_export_writes_itself_into_the_record_first(sign_in: SignIn, ours: Tenant) -> None:
    assert "took this record out as CSV" in exported(sign_in("owner"), "csv")
    with ours.session() as session:
        assert "RecordExported" in session.scalars(sa.select(JournalEntry.kind)).all()


def test_a_csv_cell_is_never_a_formula(sign_in: SignIn, ours: Tenant, at: datetime) -> None:
    for begin in FORMULA_BEGINS:
        with ours.session() as session, session.begin():
            journal.store(session, f"{begin}1+1", {}, [("who", None, f"{begin}1+1")], at=at)
    rows = list(csv.reader(StringIO(exported(sign_in("owner"), "csv"))))
    cells = [cell for row in rows for cell in row]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(FORMULA_BEGINS)]


def test_the_lines_of_an_export_prove_themselves(sign_in: SignIn, ours: Tenant, at: datetime) -> None:
    record(ours, ColleagueInvited(role="viewer"), at=at)
    head, first, *_ = (json.loads(line) for line in exported(sign_in("owner"), "jsonl").splitlines())
    assert head["organisation"] == str(ours.organisation_id)
    assert first["parts"][0]["value"] == ours.actor("officer").name
    assert len(first["digest"]) == 64


def test_there_is_no_other_form_of_export(sign_in: SignIn) -> None:
    sign_in("owner").get("/record/export?form=pdf", expect=404)


def test_the_record_costs_the_same_for_10_entries_and_for_1000(sign_in: SignIn, ours: Tenant, at: datetime) -> None:
    def cost(numbers: range) -> int:
        with ours.session() as session, session.begin():
            for number in numbers:
                journal.record(session, SurveyPublished(survey_id=uuid4(), version=number), by=ours.actor("officer"), at=at)
                journal.record(session, ProfileChanged(name="x"), by=ours.actor("owner"), at=at)
        client.get("/record")
        return client.queries

    client = sign_in("owner")
    few, many = cost(range(5)), cost(range(5, 500))
    assert few == many <= 14
