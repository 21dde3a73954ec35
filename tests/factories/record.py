"""Journals for the tests: as values, chained as the job chains them; and stored, with what was signed outside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st

from accountability import journal
from accountability.fact import Fact, Personal, PlainText, digest_of_personal
from accountability.record import commands
from accountability.record.domain import Anchor, Entry, Part, digest_of, genesis, public_key_of, read_anchor
from tests.support.tenants import Tenant

KEY = bytes(range(32))
TRUSTED = [public_key_of(KEY)]


@dataclass(frozen=True)
class Planted(Fact):
    """A fact that exists only in tests."""

    number: int
    label: PlainText = "x"
    about: Personal[str] = "Somebody"


@dataclass
class Outside:
    """Where anchors go: a place that nobody who tampers with the database reaches."""

    files: dict[str, bytes] = field(default_factory=dict)

    def put(self, key: str, content: bytes) -> None:
        self.files[key] = content

    @property
    def anchors(self) -> list[Anchor]:
        return [read_anchor(text.decode(), trusted=TRUSTED) for text in self.files.values()]


def make_entry(number: int, at: datetime, details: dict[str, Any], name: str | None) -> Entry:
    """An entry that is not chained yet."""
    part = Part(name="who", member_id=uuid4(), salt=f"{number:032x}", value=name) if name else None
    digest = part and digest_of_personal(salt=part.salt, member_id=part.member_id, value=part.value)
    return Entry(
        id=uuid4(),
        kind="Planted",
        happened_at=at + timedelta(minutes=number),
        subject_id=None,
        details=details,
        personal={"who": digest} if digest else {},
        position=None,
        digest=None,
        parts=(part,) if part else (),
    )


def chained(organisation_id: UUID, entries: Iterable[Entry]) -> list[Entry]:
    """The entries in this order as a chain from its beginning."""
    done: list[Entry] = []
    previous = genesis(organisation_id)
    for position, entry in enumerate(entries, start=1):
        previous = digest_of(entry, organisation_id=organisation_id, position=position, previous=previous)
        done.append(replace(entry, position=position, digest=previous))
    return done


def head_of(organisation_id: UUID, entries: Sequence[Entry]) -> Anchor:
    """What would be signed of a chain right after its last entry."""
    last = entries[-1]
    return Anchor(organisation_id=organisation_id, position=len(entries), digest=last.digest or "", signed_at=last.happened_at)


words = st.text(st.characters(blacklist_categories=("Cs",)), max_size=12)
details = st.dictionaries(words, st.one_of(words, st.integers(-(10**12), 10**12), st.booleans(), st.none()), max_size=3)


def record_facts(tenant: Tenant, count: int, *, at: datetime, first: int = 0) -> None:
    """Record and chain `count` facts of an officer, one a minute."""
    by = tenant.actor("officer")
    with tenant.session() as session, session.begin():
        for number in range(first, first + count):
            journal.record(session, Planted(number=number), by=by, at=at + timedelta(minutes=number))
        session.flush()
        commands.chain(session)


def put_outside(tenant: Tenant, *, at: datetime) -> Outside:
    """Sign the head of a stored journal."""
    outside = Outside()
    with tenant.session() as session, session.begin():
        commands.anchor(session, key=KEY, put=outside.put, at=at)
    return outside
