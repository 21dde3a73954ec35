"""Removing rows and clearing columns, table after table, by what the columns hold."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import MemberId, PersonId
from accountability.assessment import commands as assessments
from accountability.leaving import domain
from accountability.leaving.domain import Holds, former_mail
from accountability.leaving.domain.erasing import LEFT_NAME
from accountability.leaving.domain.holding import FORMER_NAME
from accountability.leaving.holdings import Holding, holding, holdings
from accountability.tenancy import OrganisationId, act_for, acting_for

AT_ONCE = {"synchronize_session": False}
LAST = ("journal_unlocked", "organisation")  # what others lean on without saying so in a key


def delete_rows(session: Session, *, is_remembered: bool) -> None:
    """Delete all rows of the organisation the session acts for, those that point first. Its journal must be unlocked.

    Who is remembered by a network as somebody who left keeps one empty row for others' keys to point at.
    """
    tables = {table.name: table for table in holdings()}
    for table in [*(each for each in reversed(holdings()) if each.name not in LAST), tables["journal_unlocked"]]:
        _delete_ours(session, table)
    if is_remembered:
        _empty_organisation(session)
    else:
        _delete_ours(session, tables["organisation"])
    session.expire_all()


def _delete_ours(session: Session, table: Holding) -> None:
    us = acting_for(session)
    if table.is_owned:
        session.execute(sa.delete(table.model), execution_options=AT_ONCE)
    elif table.is_shared:
        # The rows of our own networks. Where another convenes, it keeps its side.
        session.execute(sa.delete(table.model).where(table.of("convenor_id") == us), execution_options=AT_ONCE)
    elif table.leads_to_organisation:
        session.execute(sa.delete(table.model).where(table.of("organisation_id") == us), execution_options=AT_ONCE)


def _empty_organisation(session: Session) -> None:
    organisation = session.get_one(holding("organisation").model, acting_for(session))
    table = holding("organisation").table
    for name in holding("organisation").named(Holds.ORGANISATION):
        setattr(organisation, name, empty_value(table.columns[name], getattr(organisation, name)))
    session.flush()


def empty_value(column: sa.Column[Any], now: Any) -> Any:
    """What says nothing and still fits the column."""
    if column.nullable:
        return None
    if isinstance(column.type, sa.JSON):
        return type(now)()
    if isinstance(now, str):
        return LEFT_NAME if column.name.endswith("name") else ""
    return now


def clear_shared(session: Session) -> bool:
    """Take our name out of the rows that other convenors keep; return whether there are any."""
    us, rows = acting_for(session), False
    for table in (each for each in holdings() if each.is_shared):
        keys = [tuple(row) for row in session.execute(_others(table, us))]
        rows = rows or bool(keys)
        _clear(session, table, keys, table.named(Holds.MEMBER_SIDE, Holds.MEMBER))
        for convenor_id in {key[0] for key in keys}:
            # A copy that the convenor wrote is the convenor's to change.
            act_for(session, convenor_id)
            mine = [key for key in keys if key[0] == convenor_id]
            _clear(session, table, mine, table.named(Holds.CONVENOR_COPY))
        act_for(session, us)
    return rows


def _others(table: Holding, us: OrganisationId) -> sa.Select[Any]:
    keys = sa.select(*(table.of(key) for key in table.keys))
    return keys.where(table.of("organisation_id") == us, table.of("convenor_id") != us)


def _clear(session: Session, table: Holding, keys: Iterable[tuple[Any, ...]], columns: list[str]) -> None:
    for key in keys:
        row = session.get_one(table.model, key)
        for name in columns:
            setattr(row, name, empty_value(table.table.columns[name], getattr(row, name)))
    session.flush()


def clear_member(session: Session, person_id: PersonId, *, mail: str, at: datetime) -> None:
    """Take a person's name and address out of the organisation the session acts for."""
    members = _members_of(session, person_id)
    assessments.forget_drafts(session, members)
    mails = {mail, *_mails_of(session, members)} - {""}
    for table in (each for each in holdings() if each.is_owned and each.named(Holds.MAIL)):
        for row in session.scalars(sa.select(table.model).where(sa.or_(*_is_theirs(table, members, mails)))):
            _clear_names(table, row)
            members |= {row.id} if table.name == "member" else set()
    session.flush()
    for member_id in members:
        _end(session, member_id, at=at)
        journal.forget_member(session, member_id, words=sorted(mails))
        journal.record(session, domain.AccountErased(), by=None, at=at, subject_id=member_id)
    session.flush()


def _members_of(session: Session, person_id: PersonId) -> set[MemberId]:
    """What the person is and was in this organisation."""
    found: set[MemberId] = set()
    for kind in ("membership", "former_membership"):
        led: Any = holding(kind).model
        mine = sa.select(led.member_id).where(led.person_id == person_id, led.organisation_id == acting_for(session))
        found |= set(session.scalars(mine))
    return found


def _mails_of(session: Session, members: set[MemberId]) -> Sequence[str]:
    """The addresses under which they are known here: who left before a change of address still has the one of then."""
    member: Any = holding("member").model
    return session.scalars(sa.select(member.email).where(member.id.in_(members))).all()


def _is_theirs(table: Holding, members: set[MemberId], mails: Collection[str]) -> list[Any]:
    by_mail = [table.of(name).in_(mails) for name in table.named(Holds.MAIL) if mails]
    by_id = [table.of("id").in_(members)] if table.columns.get("id") is Holds.MEMBER else []
    return by_mail + by_id or [sa.false()]


def _clear_names(table: Holding, row: Any) -> None:
    for name in table.named(Holds.MAIL):
        setattr(row, name, former_mail(str(row.id)))
    for name in table.named(Holds.NAME):
        setattr(row, name, FORMER_NAME if getattr(row, name) else getattr(row, name))


def _end(session: Session, member_id: MemberId, *, at: datetime) -> None:
    member = session.get_one(holding("member").model, (acting_for(session), member_id))
    member.left_at, member.custom_role_id = member.left_at or at, None


def clear_person(session: Session, person_id: uuid.UUID, *, mail: str) -> None:
    """Delete every row of an account, and the mails that were written to it."""
    for table in reversed(holdings()):
        by_person = [table.of(name) == person_id for name in table.named(Holds.PERSON)]
        outside = not table.is_owned and not table.is_shared
        by_mail = [table.of(name) == mail for name in table.named(Holds.MAIL) if mail and outside]
        if by_person or by_mail:
            session.execute(sa.delete(table.model).where(sa.or_(*by_person, *by_mail)), execution_options=AT_ONCE)
    session.expire_all()
