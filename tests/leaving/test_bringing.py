"""An archive arrives in another installation: the same figures, replies and links there."""

import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from accountability.identity.commands import add_account
from accountability.identity.models import Person
from accountability.leaving import commands, domain, queries
from accountability.leaving.holdings import holding
from accountability.organisation.models import FactorReset
from accountability.outbox import OutboxMail
from accountability.tenancy import act_for
from tests.factories.world import Universe, World
from tests.leaving.arriving import bring, come_back, come_back_beside, counts, old_ids_in, pages, renamed
from tests.leaving.conftest import Site, export
from tests.support.databases import all_seeing


def test_it_arrives_with_the_same_figures_replies_and_links(
    site: Site, world: World, archive: Path, other: Site, at: datetime
) -> None:
    tokens: list[str] = []
    brought = bring(other, archive, at=at, tokens=tokens)
    assert brought.organisation_id == world.tenant.organisation_id
    assert brought.changed_addresses == []
    there = come_back(other, brought, tokens, at)
    before, after = pages(site, world.tenant, world.ids, at), pages(other, there, world.ids, at)
    assert sum(text.startswith("200") for text in before.values()) >= 6
    assert after == before
    assert other.worker.storage.get(f"{brought.organisation_id}/minutes.txt") == b"We met."


def test_with_new_ids_everything_still_points_where_it_did(
    site: Site, world: World, archive: Path, at: datetime, universe: Universe
) -> None:
    """Brought in beside itself: no id and no address may be shared, and every page shows the same."""
    tokens: list[str] = []
    brought = bring(site, archive, at=at, tokens=tokens, with_new_ids=True)
    there = come_back_beside(site, brought, tokens, at)
    assert brought.organisation_id != world.tenant.organisation_id
    assert len(brought.changed_addresses) == brought.counts["survey_address"]
    ids = renamed(site, world, brought)
    asked = world.ids | {"survey_id": [value for value in world.ids["survey_id"] if is_published(site, value)]}
    before, after = pages(site, world.tenant, asked, at), pages(site, there, ids, at)
    assert list(after.values()) == list(before.values())
    assert not old_ids_in(site, world, brought)


def test_a_reset_that_was_approved_there_removes_no_factor_here(site: Site, world: World, other: Site, at: datetime) -> None:
    with world.tenant.session() as session, session.begin():
        reset = session.scalars(sa.select(FactorReset)).one()
        reset.approved_by, reset.due_at = world.tenant.actor("owner").member_id, at
    tokens: list[str] = []
    there = come_back(other, bring(other, export(site, world.tenant, at=at), at=at, tokens=tokens), tokens, at)
    with other.database.transaction() as session:
        session.get_one(Person, there.actor("data_entry").person_id).second_factor_since = at
    other.run("organisation.carry_out_factor_resets", at=at)
    with other.database.transaction(read_only=True) as session:
        assert session.get_one(Person, there.actor("data_entry").person_id).second_factor_since == at


def test_a_dry_run_says_the_same_and_writes_nothing(archive: Path, other: Site, at: datetime) -> None:
    before = counts(other)
    tried = bring(other, archive, at=at, dry_run=True)
    assert counts(other) == before
    assert other.worker.storage.keys(str(tried.organisation_id)) == []
    assert replace(tried) == bring(other, archive, at=at)


def test_members_confirm_by_mail_and_no_account_travels(archive: Path, other: Site, at: datetime) -> None:
    tokens: list[str] = []
    brought = bring(other, archive, at=at, tokens=tokens)
    assert counts(other)["person"] == counts(other)["membership"] == 0
    with other.worker.database.session() as session:
        letters = session.scalars(sa.select(OutboxMail)).all()
    assert sorted(letter.recipient for letter in letters) == sorted(brought.invited)
    assert len(tokens) == len(brought.invited) == 10


def test_a_way_back_is_for_one_person_and_for_a_month(archive: Path, other: Site, at: datetime) -> None:
    tokens: list[str] = []
    bring(other, archive, at=at, tokens=tokens)
    with other.database.transaction() as session:
        found = queries.find_rejoining(session, tokens[0])
        assert found
        act_for(session, found.organisation_id)
        stranger = add_account(session, email="stranger@example.org", password_hash=None, at=at)
        with pytest.raises(domain.WayBackIsForAnother):
            commands.rejoin(session, found, account=stranger, at=at)
        with pytest.raises(domain.WayBackHasLapsed):
            commands.rejoin(session, found, account=stranger, at=at.replace(year=2027))


def test_it_does_not_arrive_twice_under_the_same_ids(archive: Path, other: Site, at: datetime) -> None:
    bring(other, archive, at=at)
    before = counts(other)
    with pytest.raises(domain.IsHereAlready):
        bring(other, archive, at=at)
    assert counts(other) == before


def test_a_whole_round_trip_changes_no_row(site: Site, world: World, archive: Path, other: Site, at: datetime) -> None:
    """Out, in and out again: every row that can travel is the same, save who was told of the journey."""
    tokens: list[str] = []
    there = come_back(other, bring(other, archive, at=at, tokens=tokens), tokens, at)
    again = export(other, there, at=at)
    for table in ("organisation", "member", "assessment", "agreed_level", "survey", "survey_version", "theme", "reply", "tally"):
        assert rows(again, table) == rows(archive, table), table


def is_published(site: Site, survey_id: str) -> bool:
    address = holding("survey_address").table
    with all_seeing(site.database).connect() as connection:
        return connection.scalar(sa.select(address.c.code).where(address.c.survey_id == UUID(survey_id))) is not None


@pytest.mark.parametrize("kind", ["sqlite"])
def test_rows_are_written_in_batches_of_any_size(archive: Path, other: Site, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accountability.leaving.commands.bringing.AT_ONCE", 3)
    brought = bring(other, archive, at=at)
    assert counts(other)["agreed_level"] == brought.counts["agreed_level"] > 3


@pytest.mark.parametrize("kind", ["sqlite"])
def test_who_no_longer_acts_for_it_is_not_asked_to_come_back(site: Site, world: World, other: Site, at: datetime) -> None:
    commands.erase_accounts(site.worker, [world.tenant.actor("officer").person_id], at=at)
    brought = bring(other, export(site, world.tenant, at=at), at=at)
    assert len(brought.invited) >= 9
    assert not [mail for mail in brought.invited if mail.startswith("officer@") or mail.endswith(".invalid")]


def rows(path: Path, table: str) -> list[bytes]:
    with zipfile.ZipFile(path) as opened:
        return opened.read(f"data/{table}.jsonl").splitlines()
