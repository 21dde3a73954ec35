"""Types, ids, constraint names that become refusals, and sessions that keep their promise."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from accountability.database import Database, new_id, random_id, refusing
from accountability.identity.models import Person
from accountability.refusal import Refusal
from tests.support.databases import PinnedDatabase


class Taken(Refusal):
    message = "This is taken by %(who)s."


def person(at: datetime, email: str = "a@example.org") -> Person:
    return Person(email=email, password_hash="-", joined_at=at)


def test_a_named_constraint_becomes_its_refusal_and_the_rest_goes_on(database: PinnedDatabase, at: datetime) -> None:
    class AddressIsTaken(Refusal):
        message = "Taken."

    with database.session() as session:
        session.add(person(at))
        session.flush()
        with pytest.raises(AddressIsTaken), refusing(session, person_email_is_taken=AddressIsTaken):
            session.add(person(at))
        assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 1


def test_another_constraint_is_not_mistaken_for_it(database: PinnedDatabase, at: datetime) -> None:
    with database.session() as session:
        session.add(person(at))
        session.flush()
        with pytest.raises(IntegrityError), refusing(session, something_else=Taken):
            session.add(person(at))


def test_moments_come_back_in_utc_and_naive_ones_are_refused(database: PinnedDatabase) -> None:
    there = datetime(2026, 5, 4, 14, 5, tzinfo=timezone(timedelta(hours=2)))
    with database.session() as session:
        session.add(person(there))
        session.flush()
        session.expire_all()
        assert session.scalars(sa.select(Person.joined_at)).one() == datetime(2026, 5, 4, 12, 5, tzinfo=UTC)
        session.add(person(datetime(2026, 5, 4, 12, 5), "b@example.org"))
        with pytest.raises(sa.exc.StatementError):
            session.flush()


def test_ids_sort_by_time_but_random_ones_do_not_tell() -> None:
    assert new_id() < new_id()
    assert random_id().version == 4


def test_a_refusal_fills_its_words() -> None:
    assert str(Taken(who="Ana")) == "This is taken by Ana."


def test_sqlite_is_durable_and_holds_foreign_keys(sqlite_database: Database) -> None:
    with sqlite_database.engine.connect() as connection:
        read = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert read == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_updates_of_many_writers_are_not_lost_on_sqlite(tmp_path: object) -> None:
    import threading

    database = Database(f"sqlite:///{tmp_path}/count.db")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE counter (n INTEGER)")
        connection.exec_driver_sql("INSERT INTO counter VALUES (0)")

    def count() -> None:
        for _ in range(25):
            with database.transaction() as session:
                n = session.scalar(sa.text("SELECT n FROM counter"))
                session.execute(sa.text("UPDATE counter SET n = :n"), {"n": n + 1})

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.transaction(read_only=True) as session:
        assert session.scalar(sa.text("SELECT n FROM counter")) == 100
    database.engine.dispose()
