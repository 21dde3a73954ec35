"""The tenant belongs to the session: every query is narrowed to it, every new row is filled with it, crossing has a name."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Literal, NewType

import sqlalchemy as sa
from sqlalchemy import ForeignKey, event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, UOWTransaction, mapped_column, with_loader_criteria

from accountability.transaction import say_locally

OrganisationId = NewType("OrganisationId", uuid.UUID)
NOBODY = OrganisationId(uuid.UUID(int=0))  # matches no row


class NoTenant(Exception):
    """A tenant's rows were asked for by a session that acts for no organisation."""


class ForeignRow(Exception):
    """A row of another organisation was about to be written."""


class TenantOwned:
    """Mixin for rows of one organisation; the organisation comes first in the key."""

    organisation_id: Mapped[OrganisationId] = mapped_column(
        ForeignKey("organisation.organisation_id"), primary_key=True, sort_order=-100
    )


class Shared:
    """Mixin for rows between a convening organisation and another one.

    Either side reads and may end the row; one side makes it, each changes its own columns, nobody the keys.
    """

    made_by: ClassVar[Literal["convenor_id", "organisation_id"]]
    of_convenor: ClassVar[frozenset[str]]
    of_member: ClassVar[frozenset[str]]

    convenor_id: Mapped[OrganisationId] = mapped_column(
        ForeignKey("organisation.organisation_id"), primary_key=True, sort_order=-101
    )
    organisation_id: Mapped[OrganisationId] = mapped_column(
        ForeignKey("organisation.organisation_id"), primary_key=True, sort_order=-100
    )


class Directory:
    """Mixin for what is looked up before the tenant is known: a key that leads to an organisation."""


class Installation:
    """Mixin for what belongs to the installation as a whole, such as the outbox and published releases."""


def act_for(session: Session, organisation_id: OrganisationId) -> None:
    """From now on the session sees and writes this organisation's rows only."""
    if session.info.get("organisation_id") not in (None, organisation_id):
        # get() answers from the identity map, which would still hold the other tenant's rows.
        session.expunge_all()
    session.info["organisation_id"] = organisation_id
    say_locally(session, organisation=str(organisation_id))


def acting_for(session: Session) -> OrganisationId:
    """The organisation the session acts for; NoTenant when there is none."""
    organisation_id: OrganisationId | None = session.info.get("organisation_id")
    if organisation_id is None:
        raise NoTenant("this session acts for no organisation")
    return organisation_id


@contextmanager
def across_tenants(session: Session, reason: str) -> Iterator[None]:
    """Lift the guard for the block. Only for the worker; a test lists every use with its reason."""
    session.info["across_tenants"] = reason
    say_locally(session, across_tenants="on")
    try:
        yield
    finally:
        del session.info["across_tenants"]
        if session.is_active:
            say_locally(session, across_tenants="")


@event.listens_for(Session, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    info = state.session.info
    if "across_tenants" in info or state.is_column_load:
        return
    owned = [mapper for mapper in state.all_mappers if issubclass(mapper.class_, TenantOwned | Shared)]
    if owned and (state.is_insert or isinstance(state.parameters, list)):
        raise ForeignRow("rows of a tenant are added to the session, not written by a statement with a list of rows")
    if state.is_update and [mapper for mapper in owned if issubclass(mapper.class_, Shared)]:
        raise ForeignRow("shared rows are changed one by one, each side its own columns")
    if owned and "organisation_id" not in info:
        raise NoTenant(f"{owned[0].class_.__name__} was asked for without an organisation")
    organisation_id = info.get("organisation_id", NOBODY)
    if not state.is_relationship_load:
        state.statement = state.statement.options(*_criteria(organisation_id))


def _criteria(organisation_id: OrganisationId) -> tuple[Any, Any]:
    return (
        with_loader_criteria(TenantOwned, lambda cls: cls.organisation_id == organisation_id, include_aliases=True),
        with_loader_criteria(
            Shared,
            lambda cls: sa.or_(cls.organisation_id == organisation_id, cls.convenor_id == organisation_id),
            include_aliases=True,
        ),
    )


@event.listens_for(Session, "before_flush")
def _hold_writes(session: Session, _context: UOWTransaction, _instances: object) -> None:
    if "across_tenants" in session.info:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, TenantOwned):
            _hold_owned(session, row)
        elif isinstance(row, Shared):
            _hold_shared(session, row)


def _hold_owned(session: Session, row: TenantOwned) -> None:
    organisation_id = acting_for(session)
    if row.organisation_id is None:
        row.organisation_id = organisation_id
    elif row.organisation_id != organisation_id:
        raise ForeignRow(type(row).__name__)


def _hold_shared(session: Session, row: Shared) -> None:
    us = acting_for(session)
    if us not in (row.organisation_id, row.convenor_id):
        raise ForeignRow(type(row).__name__)
    ours: frozenset[str] = frozenset()
    if us == row.convenor_id:
        ours |= row.of_convenor
    if us == row.organisation_id:
        ours |= row.of_member
    if row in session.new and getattr(row, row.made_by) != us:
        raise ForeignRow(f"the other side makes a {type(row).__name__}")
    changed = {attribute.key for attribute in sa.inspect(row).attrs if attribute.history.has_changes()}
    if row not in session.new and not changed <= ours:
        raise ForeignRow(f"{', '.join(sorted(changed - ours))} of {type(row).__name__} is for the other side to change")
