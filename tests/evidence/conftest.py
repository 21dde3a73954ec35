"""A piece of evidence, and files to put into it."""

import uuid
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from accountability import jobs
from accountability.access import Actor
from accountability.config import Config
from accountability.evidence import commands, queries
from accountability.evidence.domain import EvidenceId, FileDraft, PieceDraft, Room, Source
from accountability.evidence.models import Evidence, EvidenceVersion
from accountability.storage import Storage
from tests.support.tenants import Tenant

ROOM = Room(most=25_000_000, quota=100_000_000)
Send = Callable[..., EvidenceVersion]


def begin_piece(session: Session, *, by: Actor, at: datetime, title: str = "Code of conduct", **said: object) -> Evidence:
    """A piece without files."""
    draft = PieceDraft(title=title, source=Source.DOCUMENT, **said)  # type: ignore[arg-type]
    return commands.add_piece(session, draft, by=by, at=at)


def draft(name: str = "minutes.txt", size: int = 5, **said: object) -> FileDraft:
    return FileDraft(**({"name": name, "size": size, "upload_key": uuid.uuid4()} | said))  # type: ignore[arg-type]


@pytest.fixture
def officer(ours: Tenant) -> Actor:
    return ours.actor("officer")


@pytest.fixture
def storage(worker: jobs.Worker) -> Storage:
    return worker.storage


@pytest.fixture
def piece_id(session: Session, officer: Actor, at: datetime) -> EvidenceId:
    """A piece without files."""
    piece = begin_piece(session, by=officer, at=at)
    session.commit()
    return piece.id


@pytest.fixture
def piece(session: Session, piece_id: EvidenceId, at: datetime) -> Evidence:
    return queries.get_piece(session, piece_id)


@pytest.fixture
def send(session: Session, piece: Evidence, storage: Storage, officer: Actor, at: datetime) -> Send:
    """`send("a.txt", b"…")`: the file is there and waits to be checked."""

    def send(name: str, content: bytes, **options: object) -> EvidenceVersion:
        version = commands.send_through(
            session, piece, name, content, storage, **({"room": ROOM, "by": officer, "at": at} | options)
        )  # type: ignore[arg-type]
        session.commit()
        return version

    return send


@pytest.fixture
def keep(send: Send, session: Session, worker: jobs.Worker, at: datetime) -> Send:
    """`keep("a.txt", b"…")`: the file as the worker left it."""

    def keep(name: str, content: bytes, **options: object) -> EvidenceVersion:
        version = send(name, content, **options)
        jobs.run("evidence.check_uploads", worker, at=at)
        session.expire_all()
        return version

    return keep


@pytest.fixture
def folder(config: Config) -> str:
    """Where files lie."""
    return config.storage_url.removeprefix("folder:")
