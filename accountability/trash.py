"""What people remove by mistake waits in the trash: hidden from every query, and back with one press for thirty days."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, with_loader_criteria

from accountability import journal
from accountability.access import Actor
from accountability.database import Base, NotFound
from accountability.fact import Fact, PlainText
from accountability.tenancy import TenantOwned, acting_for

KEPT = timedelta(days=30)


class Trashable:
    """Mixin for rows that can be taken back after they were removed; the key of such a table ends with `id`.

    `trash_title` names the column that people recognise the thing by, `trash_rule` the rule that lets them take it back.
    """

    trash_title: ClassVar[str]
    trash_rule: ClassVar[str]

    trashed_at: Mapped[datetime | None] = mapped_column(sort_order=100)
    trashed_by: Mapped[uuid.UUID | None] = mapped_column(sort_order=101)


Row = TypeVar("Row", bound=Trashable)


@dataclass(frozen=True, kw_only=True)
class Removed:
    """One thing in the trash; `kind` is the name of its table."""

    kind: str
    id: uuid.UUID
    title: str
    rule: str
    removed_at: datetime
    removed_by: uuid.UUID | None

    @property
    def gone_on(self) -> datetime:
        """When it goes for good."""
        return self.removed_at + KEPT


@dataclass(frozen=True)
class TakenFromTrash(Fact):
    """Somebody took back what had been removed."""

    kind: PlainText


def put_away(row: Trashable, *, by: Actor, at: datetime) -> None:
    """Hide the row from now on."""
    row.trashed_at, row.trashed_by = at, by.member_id


def list_removed(session: Session, *, at: datetime) -> list[Removed]:
    """What can still be taken back, the last removed first."""
    with looking_into_trash(session):
        found = [
            _removed(kind, row)
            for kind, model in kinds().items()
            for row in session.scalars(sa.select(model).where(model.trashed_at > at - KEPT))
        ]
    return sorted(found, key=lambda each: (each.removed_at, each.id), reverse=True)


def get_removed(session: Session, kind: str, row_id: uuid.UUID) -> Removed:
    """One thing in the trash; NotFound when it is not there."""
    return _removed(kind, _get_row(session, kind, row_id))


def take_back(session: Session, removed: Removed, *, by: Actor, at: datetime) -> None:
    """Put a thing back where it was."""
    row = _get_row(session, removed.kind, removed.id)
    row.trashed_at = row.trashed_by = None
    journal.record(session, TakenFromTrash(kind=removed.kind), by=by, at=at, subject_id=removed.id)
    session.flush()


def empty(session: Session, *, at: datetime) -> None:
    """Delete for good what has waited long enough, with everything that belongs to it."""
    with looking_into_trash(session):
        for model in kinds().values():
            for row in session.scalars(sa.select(model).where(model.trashed_at <= at - KEPT)):
                _delete_with_children(session, row)


def kinds() -> dict[str, Any]:
    """The tables whose rows can be taken back, by name."""
    models: list[Any] = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Trashable)]
    return {model.__tablename__: model for model in sorted(models, key=lambda model: model.__tablename__)}


def _get_row(session: Session, kind: str, row_id: uuid.UUID) -> Any:
    model = kinds().get(kind)
    if model is None:
        raise NotFound("kind")
    with looking_into_trash(session):
        row = session.get(model, (acting_for(session), row_id))
    if row is None or row.trashed_at is None:
        raise NotFound(kind)
    return row


def _removed(kind: str, row: Any) -> Removed:
    return Removed(
        kind=kind,
        id=row.id,
        title=getattr(row, row.trash_title),
        rule=row.trash_rule,
        removed_at=row.trashed_at,
        removed_by=row.trashed_by,
    )


def _delete_with_children(session: Session, row: Any) -> None:
    parent = sa.inspect(type(row)).local_table
    for mapper in Base.registry.mappers:
        for key in getattr(mapper.local_table, "foreign_key_constraints", ()):
            if key.referred_table is parent and issubclass(mapper.class_, TenantOwned):
                pairs = {mapper.get_property_by_column(e.parent).key: getattr(row, e.column.key) for e in key.elements}
                loose = [mapper.get_property_by_column(e.parent).key for e in key.elements if e.parent.nullable]
                for child in session.scalars(sa.select(mapper.class_).filter_by(**pairs)):
                    if loose and mapper.local_table is parent:
                        # One that follows another of its kind, such as the next cycle, stands by itself.
                        for name in loose:
                            setattr(child, name, None)
                    else:
                        _delete_with_children(session, child)
    session.delete(row)
    session.flush()


@contextmanager
def looking_into_trash(session: Session) -> Iterator[None]:
    """See in the block what waits in the trash too: who leaves takes it along, and it goes with who is erased."""
    session.info["looking_into_trash"] = True
    try:
        yield
    finally:
        del session.info["looking_into_trash"]


@event.listens_for(Session, "do_orm_execute")
def _hide(state: ORMExecuteState) -> None:
    if not (state.session.info.get("looking_into_trash") or state.is_column_load or state.is_relationship_load):
        criteria = with_loader_criteria(Trashable, lambda cls: cls.trashed_at.is_(None), include_aliases=True)
        state.statement = state.statement.options(criteria)
