"""Several at the same moment, with real connections: never above the quota, never two records of one upload."""

import secrets
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from accountability import jobs
from accountability.database import Database
from accountability.evidence import commands, queries
from accountability.evidence.commands import uploads
from accountability.evidence.domain import EvidenceId, FileState, Room
from accountability.evidence.models import EvidenceVersion
from accountability.refusal import Refusal
from tests.conftest import make_config
from tests.evidence.conftest import begin_piece, draft
from tests.support.databases import make_postgres, make_sqlite
from tests.support.tenants import Tenant, make_tenant

AT_ONCE = 8
Deed = Callable[[Any, Any], Any]


@pytest.fixture(params=["sqlite", "postgresql"])
def whole(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        database = make_sqlite(tmp_path)
    else:
        database = make_postgres(request.getfixturevalue("postgres_server"), f"race_{secrets.token_hex(6)}")
    yield database
    database.engine.dispose()


@pytest.fixture
def racing(whole, at) -> Tenant:
    tenant = make_tenant(whole, "Race", at=at)
    tenant.actor("officer")
    return tenant


@pytest.fixture
def evidence_id(racing, at) -> EvidenceId:
    with racing.session() as session, session.begin():
        return begin_piece(session, by=racing.actor("officer"), at=at).id


def at_once(tenant: Tenant, evidence_id: EvidenceId, *deeds: Deed) -> list[str]:
    """Do all deeds in sessions of their own at the same moment; what each came to."""
    gate = Barrier(len(deeds))

    def do(deed: Deed) -> str:
        gate.wait()
        try:
            with tenant.session() as session, session.begin():
                deed(session, queries.get_piece(session, evidence_id))
        except Refusal as refusal:
            return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(do, deeds))


def announce(tenant, at, *, room, **said) -> Deed:
    said = {"size": 10, "upload_key": uuid.uuid4()} | said
    return lambda session, piece: commands.announce_upload(
        session, piece, draft(**said), room=room, by=tenant.actor("officer"), at=at
    )


def taken(tenant) -> int:
    with tenant.session(read_only=True) as session:
        return queries.room_taken(session)


def test_the_last_room_is_given_once(racing, evidence_id, at):
    room = Room(most=100, quota=35)
    outcome = at_once(racing, evidence_id, *(announce(racing, at, room=room) for _each in range(AT_ONCE)))
    assert outcome == ["StoreIsFull"] * (AT_ONCE - 3) + ["done"] * 3
    assert taken(racing) == 30


def test_without_holding_the_room_more_is_given_than_there_is(racing, evidence_id, at, monkeypatch):
    if racing.database.engine.dialect.name == "sqlite":
        return  # one writer at a time: there is nothing to hold
    gate = Barrier(AT_ONCE)
    monkeypatch.setattr(uploads, "hold_room", lambda _session: None)
    count = queries.room_taken

    def count_together(session):
        found = count(session)
        gate.wait()
        return found

    monkeypatch.setattr(uploads.queries, "room_taken", count_together)
    at_once(racing, evidence_id, *(announce(racing, at, room=Room(most=100, quota=35)) for _each in range(AT_ONCE)))
    monkeypatch.undo()
    assert taken(racing) > 35


def test_one_upload_announced_many_times_at_once_is_one(racing, evidence_id, at):
    key, room = uuid.uuid4(), Room(most=100, quota=1_000)
    outcome = at_once(racing, evidence_id, *(announce(racing, at, room=room, upload_key=key) for _each in range(AT_ONCE)))
    assert outcome == ["done"] * AT_ONCE
    assert taken(racing) == 10


def test_confirmed_and_checked_many_times_at_once_it_is_one_record(racing, evidence_id, at, tmp_path):
    config = make_config(tmp_path)
    worker = jobs.make_worker(config, racing.database, benchmark=racing.database)
    with racing.session() as session, session.begin():
        piece = queries.get_piece(session, evidence_id)
        version = announce(racing, at, room=Room(most=100, quota=1_000), size=5)(session, piece)
        worker.storage.put(queries.incoming_key(version), b"words", content_type="text/plain")
    confirm = lambda session, piece: commands.confirm_upload(session, piece, version.id, worker.storage, at=at)  # noqa: E731
    assert at_once(racing, evidence_id, *[confirm] * AT_ONCE) == ["done"] * AT_ONCE
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _n: commands.check_uploads(worker, racing.organisation_id, at=at), range(4)))
    with racing.session(read_only=True) as session:
        [kept] = queries.list_files(session, queries.get_piece(session, evidence_id))
    assert [each.state for each in kept.versions] == [FileState.READY]


@pytest.mark.parametrize("whole", ["sqlite"], indirect=True)
def test_ten_thousand_small_files_stop_at_the_quota(racing, evidence_id, at):
    """By their sum, whatever their number: what would be the file after the last is refused."""
    whose = {"organisation_id": racing.organisation_id}
    with racing.session() as session, session.begin():
        piece, by = queries.get_piece(session, evidence_id), racing.actor("officer")
        first = commands.announce_upload(session, piece, draft(size=1), room=Room(most=1, quota=10_000), by=by, at=at)
        said = {"name": "a", "announced_size": 1, "reserved": 1, "keeps_original": False, "state": FileState.WAITING}
        who = {"file_id": first.file_id, "added_by_id": by.member_id, "added_at": at}
        session.add_all(EvidenceVersion(**whose, **said, **who, number=n, upload_key=uuid.uuid4()) for n in range(2, 10_001))
    outcome = at_once(racing, evidence_id, *[announce(racing, at, room=Room(most=1, quota=10_000), size=1) for _each in range(2)])
    assert outcome == ["StoreIsFull"] * 2
    assert taken(racing) == 10_000
