"""The stored journal: only added to, chained by one job, signed once a day, whole after people are erased."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from accountability import jobs, journal
from accountability.access import Role
from accountability.fact import PersonFact
from accountability.journal import JournalEntry, JournalPersonal
from accountability.outbox import OutboxMail
from accountability.record import commands, queries
from accountability.record.domain import Finding, Tampering, read_anchor, verify
from accountability.record.models import JournalAnchor
from tests.factories.record import TRUSTED, Outside, Planted, put_outside, record_facts
from tests.support.databases import PinnedDatabase
from tests.support.tenants import Tenant

DAY = timedelta(days=1)
BENT = {
    "edit": "UPDATE journal_entry SET kind = 'Other' WHERE organisation_id = :o AND position = 2",
    "move the time": "UPDATE journal_entry SET happened_at = '2020-01-01 00:00:00' WHERE organisation_id = :o AND position = 2",
    "delete": "DELETE FROM journal_entry WHERE organisation_id = :o AND position = 2",
    "reorder": "UPDATE journal_entry SET position = 10 - position WHERE organisation_id = :o",
    "truncate": "DELETE FROM journal_entry WHERE organisation_id = :o AND position > 2",
    "insert": "UPDATE journal_entry SET position = 1 + position WHERE organisation_id = :o",
}


def look(tenant: Tenant, outside: Outside, at: datetime) -> Finding:
    with tenant.session() as session:
        return queries.check(session, outside.anchors, at=at + DAY)


def bend(tenant: Tenant, statement: str) -> None:
    """Change the stored journal as somebody could who owns the database and takes its guards away first."""
    connection: Any = tenant.database.connection  # type: ignore[attr-defined]
    if connection.dialect.name == "postgresql":
        guards = ("RESET ROLE", "SET CONSTRAINTS ALL IMMEDIATE", "ALTER TABLE journal_entry DISABLE TRIGGER ALL")
    else:
        guards = ("PRAGMA defer_foreign_keys=ON", *(f"DROP TRIGGER journal_entry_refuses_{verb}" for verb in ("update", "delete")))
    for guard in (*guards, "DROP INDEX journal_entry_by_position"):
        connection.execute(sa.text(guard))
    connection.execute(sa.text(statement).bindparams(sa.bindparam("o", tenant.organisation_id, sa.Uuid())))
    connection.info.pop("said", None)


def test_what_was_recorded_gets_its_place_within_a_minute(ours: Tenant, theirs: Tenant, worker: jobs.Worker, at: datetime) -> None:
    for tenant in (ours, theirs):
        with tenant.session() as session, session.begin():
            journal.record(session, Planted(number=1), by=tenant.actor(), at=at)
    jobs.run("record.chain", worker, at=at)
    for tenant in (ours, theirs):
        with tenant.session() as session:
            assert session.scalars(sa.select(JournalEntry.position)).all() == [1]
        assert look(tenant, Outside(), at).is_whole


def test_chaining_twice_changes_nothing(ours: Tenant, at: datetime) -> None:
    record_facts(ours, 3, at=at)
    with ours.session() as session, session.begin():
        before = queries.find_head(session)
        assert commands.chain(session) == 0
        assert queries.find_head(session) == before == (3, before[1])


def test_a_long_standstill_is_chained_in_short_transactions(
    ours: Tenant, worker: jobs.Worker, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("accountability.record.queries.stored", "accountability.record.queries"):
        monkeypatch.setattr(f"{module}.CHAINED_AT_ONCE", 2)
    with ours.session() as session, session.begin():
        for number in range(5):
            journal.record(session, Planted(number=number), by=None, at=at)
    jobs.run("record.chain", worker, at=at)
    assert look(ours, Outside(), at).entries == 5
    assert look(ours, Outside(), at).is_whole


def test_a_long_journal_is_read_piece_by_piece(ours: Tenant, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("stored", "reading"):
        monkeypatch.setattr(f"accountability.record.queries.{module}.AT_ONCE", 2)
    record_facts(ours, 5, at=at)
    assert look(ours, put_outside(ours, at=at + DAY), at).entries == 5
    with ours.session() as session:
        assert len([line for line in queries.list_lines(session) if line.values["number"] in range(5)]) == 5


@pytest.mark.parametrize("statement", [*BENT.values(), "UPDATE journal_anchor SET position = 9", "DELETE FROM journal_anchor"])
def test_the_database_refuses_to_bend_the_journal(ours: Tenant, at: datetime, statement: str) -> None:
    record_facts(ours, 3, at=at)
    put_outside(ours, at=at)
    given = sa.text(statement)
    given = given.bindparams(sa.bindparam("o", ours.organisation_id, sa.Uuid())) if ":o" in statement else given
    with ours.session() as session, pytest.raises(DBAPIError, match="only added to"):
        session.execute(given)


def test_the_database_refuses_an_entry_that_comes_with_a_place(session: Session, at: datetime) -> None:
    session.add(JournalEntry(kind="Planted", happened_at=at, details={}, position=7, digest="0"))
    with pytest.raises(DBAPIError, match="only added to"):
        session.flush()


@pytest.mark.parametrize("name", BENT)
def test_a_bent_journal_is_found(ours: Tenant, at: datetime, name: str) -> None:
    record_facts(ours, 5, at=at)
    outside = put_outside(ours, at=at + timedelta(minutes=5))
    assert look(ours, outside, at).is_whole
    bend(ours, BENT[name])
    assert not look(ours, outside, at).is_whole


def test_a_journal_cut_and_written_on_is_found_only_with_the_anchor(ours: Tenant, at: datetime) -> None:
    record_facts(ours, 5, at=at)
    outside = put_outside(ours, at=at)
    bend(ours, BENT["truncate"])
    record_facts(ours, 5, at=at, first=10)
    assert Tampering.REWRITTEN in {fault.kind for fault in look(ours, outside, at).faults}
    assert look(ours, Outside(), at).is_whole


def test_another_organisations_anchor_says_nothing_of_ours(ours: Tenant, theirs: Tenant, at: datetime) -> None:
    record_facts(ours, 1, at=at)
    record_facts(theirs, 3, at=at)
    assert look(ours, put_outside(theirs, at=at), at).is_whole


def test_an_erased_member_leaves_the_journal_whole(ours: Tenant, at: datetime) -> None:
    record_facts(ours, 3, at=at)
    outside = put_outside(ours, at=at)
    with ours.session() as session, session.begin():
        journal.forget_member(session, ours.actor("officer").member_id)
    with ours.session() as session:
        assert session.scalars(sa.select(JournalPersonal)).all() == []
    assert look(ours, outside, at).is_whole
    assert look(ours, outside, at).erased == 6


def test_words_that_name_a_member_are_erased_with_them(session: Session, ours: Tenant, theirs: Tenant, at: datetime) -> None:
    fact = Planted(number=1, about="ana@example.org")
    journal.record(session, fact, by=ours.actor("owner"), at=at)
    journal.forget_member(session, ours.actor("officer").member_id, words=["ana@example.org"])
    assert [part.name for part in session.scalars(sa.select(JournalPersonal))] == ["who"]


def test_a_journal_goes_only_while_it_is_unlocked(session: Session, ours: Tenant, at: datetime) -> None:
    journal.record(session, Planted(number=1), by=ours.actor(), at=at)
    journal.unlock(session)
    session.execute(sa.delete(JournalPersonal))
    session.execute(sa.delete(JournalEntry))
    journal.lock(session)
    journal.record(session, Planted(number=2), by=None, at=at)
    session.flush()
    with pytest.raises(DBAPIError, match="only added to"):
        session.execute(sa.delete(JournalEntry))


def test_the_head_is_signed_once_a_day_if_something_was_added(ours: Tenant, worker: jobs.Worker, at: datetime) -> None:
    def signed() -> list[int]:
        with ours.session() as session:
            return list(session.scalars(sa.select(JournalAnchor.position)))

    record_facts(ours, 2, at=at)
    jobs.run("record.sign_heads", worker, at=at)
    record_facts(ours, 1, at=at, first=2)
    jobs.run("record.sign_heads", worker, at=at + DAY / 2)
    assert signed() == [2]
    for days in (1, 2):
        jobs.run("record.sign_heads", worker, at=at + days * DAY)
    assert signed() == [2, 3]


def test_the_signed_head_stands_outside_and_is_mailed_to_the_owners(ours: Tenant, session: Session, at: datetime) -> None:
    owner = ours.actor(Role.OWNER)
    record_facts(ours, 2, at=at)
    outside = put_outside(ours, at=at)
    [(key, _text)] = outside.files.items()
    assert key == f"anchors/{ours.organisation_id}/2026-05-04.json"
    [mail] = session.scalars(sa.select(OutboxMail).where(OutboxMail.recipient.like(f"owner@{ours.organisation_id}%")))
    assert read_anchor(mail.text, trusted=TRUSTED) == outside.anchors[0]
    assert owner.name not in mail.text


def test_what_happens_to_an_account_enters_the_record_of_each_organisation(
    ours: Tenant, theirs: Tenant, worker: jobs.Worker, database: PinnedDatabase, at: datetime
) -> None:
    class SignedIn(PersonFact):
        pass

    person = ours.actor("officer").person_id
    with database.transaction() as session:
        journal.tell(session, SignedIn(), about=person, at=at)
    jobs.run("record.bring_in", worker, at=at)
    jobs.run("record.bring_in", worker, at=at)
    for tenant, expected in ((ours, ["SignedIn"]), (theirs, [])):
        with tenant.session() as session:
            assert list(session.scalars(sa.select(JournalEntry.kind))) == expected
    with ours.session() as session:
        [who] = session.scalars(sa.select(JournalPersonal))
        assert (who.member_id, who.value) == (ours.actor("officer").member_id, ours.actor("officer").name)


def test_each_record_gets_what_happened_to_its_own_people(
    ours: Tenant, theirs: Tenant, worker: jobs.Worker, database: PinnedDatabase, at: datetime
) -> None:
    class SignedIn(PersonFact):
        pass

    with database.transaction() as session:
        for tenant in (ours, theirs):
            journal.tell(session, SignedIn(), about=tenant.actor("officer").person_id, at=at)
    jobs.run("record.bring_in", worker, at=at)
    for tenant in (ours, theirs):
        with tenant.session() as session:
            [who] = session.scalars(sa.select(JournalPersonal))
            assert who.member_id == tenant.actor("officer").member_id
            assert list(session.scalars(sa.select(JournalEntry.kind))) == ["SignedIn"]


def test_the_id_of_an_organisation_is_part_of_its_chain(ours: Tenant, at: datetime) -> None:
    record_facts(ours, 1, at=at)
    with ours.session() as session:
        entries = list(queries.list_entries(session))
    assert verify(ours.organisation_id, entries, [], at=at).is_whole
    assert not verify(UUID(int=1), entries, [], at=at).is_whole


def test_nothing_is_signed_when_nothing_was_added(ours: Tenant, at: datetime) -> None:
    record_facts(ours, 1, at=at)
    assert put_outside(ours, at=at).files
    assert not put_outside(ours, at=at + DAY).files


def test_a_place_in_the_chain_is_held_by_one_entry_only(session: Session, at: datetime) -> None:
    journal.unlock(session)
    session.add_all(JournalEntry(kind="Planted", happened_at=at, details={}, position=1, digest=digest) for digest in "01")
    with pytest.raises(IntegrityError):
        session.flush()
