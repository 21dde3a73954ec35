"""Reads the journal as its owners see it: entries with who and what they are about, filtered and in pages."""

import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import MemberId
from accountability.assessment.queries import names_of as assessment_names
from accountability.followup.queries import titles_of as action_titles
from accountability.journal import WHO, JournalEntry, JournalPersonal
from accountability.network.queries import network_names, round_names
from accountability.organisation.queries import names_of_members
from accountability.record.domain import PER_PAGE, Entry, Filter
from accountability.record.domain.sentences import SENTENCES, Subject, kinds_of
from accountability.record.models import JournalAnchor
from accountability.record.queries.stored import AT_ONCE, as_entry, parts_of
from accountability.survey.queries.authoring import titles_of as survey_titles


def _member_names(session: Session, member_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    names = names_of_members(session)
    return {key: names[key] for key in map(MemberId, member_ids) if key in names}


NAMES: dict[Subject, Callable[[Session, Collection[uuid.UUID]], dict[uuid.UUID, str]]] = {
    Subject.SURVEY: survey_titles,
    Subject.ACTION: action_titles,
    Subject.ASSESSMENT: assessment_names,
    Subject.NETWORK: network_names,
    Subject.ROUND: round_names,
    Subject.MEMBER: _member_names,
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry with what it takes to read it. `name` is None for an object that is gone."""

    entry: Entry
    subject: tuple[Subject, uuid.UUID] | None
    name: str | None

    @property
    def values(self) -> dict[str, object]:
        """Everything the fact says, those personal parts that were not erased among it."""
        return {**self.entry.details, **{part.name: part.value for part in self.entry.parts}}

    @property
    def erased(self) -> frozenset[str]:
        """The names of the personal parts that were erased."""
        return frozenset(self.entry.personal) - {part.name for part in self.entry.parts}


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of the record, the newest entry first."""

    lines: tuple[Line, ...]
    has_more: bool


def get_page(session: Session, wanted: Filter, *, since: datetime | None, until: datetime | None) -> Page:
    """The page of the record that was asked for; `since` and `until` are where the wanted month begins and ends."""
    asked = _asked(wanted, since=since, until=until).limit(PER_PAGE + 1).offset((wanted.page - 1) * PER_PAGE)
    rows = list(session.scalars(asked))
    return Page(lines=tuple(_lines(session, rows[:PER_PAGE])), has_more=len(rows) > PER_PAGE)


def list_lines(session: Session) -> Iterator[Line]:
    """The whole record, the oldest entry first, read piece by piece."""
    asked = sa.select(JournalEntry).order_by(JournalEntry.happened_at, JournalEntry.id)
    for rows in session.scalars(asked.execution_options(yield_per=AT_ONCE)).partitions():
        yield from _lines(session, rows)


def _asked(wanted: Filter, *, since: datetime | None, until: datetime | None) -> sa.Select[JournalEntry]:
    asked = sa.select(JournalEntry).order_by(JournalEntry.happened_at.desc(), JournalEntry.id.desc())
    if since:
        asked = asked.where(JournalEntry.happened_at >= since)
    if until:
        asked = asked.where(JournalEntry.happened_at < until)
    if wanted.area:
        asked = asked.where(JournalEntry.kind.in_(kinds_of(wanted.area)))
    if wanted.member_id:
        done = sa.select(JournalPersonal.entry_id).where(JournalPersonal.name == WHO, JournalPersonal.member_id == wanted.member_id)
        asked = asked.where(JournalEntry.id.in_(done))
    return asked


def _lines(session: Session, rows: Collection[JournalEntry]) -> Iterator[Line]:
    parts = parts_of(session, [row.id for row in rows])
    subjects = {row.id: _subject_of(row, parts[row.id]) for row in rows}
    wanted = {kind: _ids_of(kind, subjects.values()) for kind in NAMES}
    names = {kind: look(session, wanted[kind]) if wanted[kind] else {} for kind, look in NAMES.items()}
    for row in rows:
        subject = subjects[row.id]
        name = names[subject[0]].get(subject[1]) if subject else None
        yield Line(entry=as_entry(row, parts[row.id]), subject=subject, name=name)


def _ids_of(kind: Subject, subjects: Collection[tuple[Subject, uuid.UUID] | None]) -> set[uuid.UUID]:
    return {subject[1] for subject in subjects if subject and subject[0] is kind}


def _subject_of(row: JournalEntry, parts: Collection[JournalPersonal]) -> tuple[Subject, uuid.UUID] | None:
    sentence = SENTENCES.get(row.kind)
    if sentence is None or sentence.about is None:
        return None
    subject, field = sentence.about
    said = {**row.details, **{part.name: part.value for part in parts}}
    found = said.get(field) if field else row.subject_id
    return (subject, uuid.UUID(str(found))) if found else None


def list_who(session: Session) -> dict[uuid.UUID, str]:
    """Everybody who stands in the record as having done something, by name; whose name was erased does not."""
    asked = sa.select(JournalPersonal.member_id, sa.func.max(JournalPersonal.value).label("name"))
    done = asked.where(JournalPersonal.name == WHO, JournalPersonal.member_id.is_not(None)).group_by(JournalPersonal.member_id)
    return {row.member_id: row.name for row in session.execute(done.order_by("name"))}


def find_first(session: Session) -> datetime | None:
    """When the oldest entry happened."""
    first: datetime | None = session.scalar(sa.select(sa.func.min(JournalEntry.happened_at)))
    return first


def find_last_anchor(session: Session) -> JournalAnchor | None:
    """What was last signed and put outside."""
    return session.scalars(sa.select(JournalAnchor).order_by(JournalAnchor.position.desc()).limit(1)).first()


def count_chained(session: Session) -> int:
    """How many entries the chain holds."""
    return session.scalar(sa.select(sa.func.max(JournalEntry.position))) or 0
