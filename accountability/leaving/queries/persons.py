"""Every row that holds a person, found by what the columns hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import trash
from accountability.access import MemberId, PersonId
from accountability.leaving.domain import Holds
from accountability.leaving.domain.holding import PERSONS_OWN
from accountability.leaving.holdings import Holding, holding, holdings
from accountability.leaving.queries.asking import list_owners
from accountability.organisation import queries as organisation
from accountability.tenancy import OrganisationId, act_for


@dataclass(frozen=True, kw_only=True)
class Membership:
    """One organisation that a person acts for."""

    organisation_id: OrganisationId
    member_id: MemberId
    name: str  # of the organisation
    is_only_owner: bool


@dataclass(frozen=True)
class Found:
    """The rows of one table that hold a person; `organisation` is the name of the one they belong to, "" for the account's own."""

    organisation: str
    table: str
    columns: list[str]
    rows: list[list[Any]]


def list_memberships(session: Session, person_id: PersonId) -> list[Membership]:
    """The organisations a person acts for. The session acts for the last of them afterwards."""
    found = []
    for row in organisation.list_memberships(session, person_id):
        name = organisation.name_of(session, row.organisation_id)
        owners = [owner.id for owner in list_owners(session)]
        found.append(
            Membership(
                organisation_id=row.organisation_id, member_id=row.member_id, name=name, is_only_owner=owners == [row.member_id]
            )
        )
    return found


def list_findings(session: Session, person_id: PersonId) -> list[Found]:
    """All that holds a person here: their account, and in every organisation they act for what they are and did."""
    mail = mail_of(session, person_id)
    tables = [each for each in holdings() if not each.named(Holds.INSTALLATION)]
    found = []
    for each in tables:
        found += _found("", each, session, [each.of(name) == person_id for name in each.named(Holds.PERSON)], mail)
    owned = [each for each in tables if each.is_owned or each.is_shared]
    places = [(each.organisation_id, each.name, each.member_id) for each in list_memberships(session, person_id)]
    for organisation_id, name, member_id in [*places, *_list_left(session, person_id)]:
        act_for(session, organisation_id)
        with trash.looking_into_trash(session):
            for each in owned:
                found += _found(name, each, session, conditions(each, member_id, mail), mail, member_id)
    return [each for each in found if each.rows]


def _list_left(session: Session, person_id: PersonId) -> list[tuple[OrganisationId, str, MemberId]]:
    """The organisations a person left, as (organisation, its name, who they were there)."""
    former: Any = holding("former_membership").model
    asked = sa.select(former.organisation_id, former.member_id).where(former.person_id == person_id)
    rows = session.execute(asked.order_by(former.organisation_id, former.member_id)).all()
    return [(row.organisation_id, organisation.name_of(session, row.organisation_id), row.member_id) for row in rows]


def mail_of(session: Session, person_id: PersonId) -> str:
    """The mail address of an account; "" when there is no such account."""
    person: Any = holding("person").model
    return session.scalar(sa.select(person.email).where(person.id == person_id)) or ""


def conditions(table: Holding, member_id: MemberId | None, mail: str) -> list[Any]:
    """What a row of a tenant's table must have one of to hold this person."""
    by_mail = [table.of(name) == mail for name in table.named(Holds.MAIL) if mail]
    return by_mail + ([table.of(name) == member_id for name in table.named(Holds.MEMBER)] if member_id else [])


def _found(
    organisation_name: str, table: Holding, session: Session, held: Sequence[Any], mail: str, member_id: MemberId | None = None
) -> list[Found]:
    columns = [name for name in table.named(*PERSONS_OWN) if name != "organisation_id"]
    if not held or not columns:
        return []
    asked = sa.select(table.model).where(sa.or_(*held)).order_by(*(table.of(key) for key in table.keys))
    rows = list(session.scalars(asked))
    others = table.named(Holds.NAME, Holds.MAIL)
    mine = []
    for row in rows:
        hidden = _hidden(table, row, others, mail, member_id)
        mine.append([None if name in hidden else getattr(row, name) for name in columns])
    found = [Found(organisation_name, table.name, columns, mine)]
    return found + (_told_apart(organisation_name, table, session, rows) if table.named(Holds.APART) else [])


def _hidden(table: Holding, row: Any, others: list[str], mail: str, member_id: MemberId | None) -> list[str]:
    """The columns that are not theirs to have: who else it names, and what another member wrote for themselves alone."""
    mails = [getattr(row, name) for name in table.named(Holds.MAIL)]
    own = table.named(Holds.OWN)
    return (others if mails and mail not in mails else []) + (own if own and row.member_id != member_id else [])


def _told_apart(organisation_name: str, table: Holding, session: Session, rows: list[Any]) -> list[Found]:
    """What the rows are about whose names stand apart: what somebody did, beside that it was them."""
    found = []
    for key in (key for key in table.table.foreign_key_constraints if key.referred_table.name != "organisation"):
        about = holding(key.referred_table.name)
        columns = [name for name in about.named(*PERSONS_OWN) if name != "organisation_id"]
        keys = {tuple(getattr(row, element.parent.name) for element in key.elements) for row in rows}
        met = [session.get_one(about.model, each) for each in sorted(keys)]
        found.append(Found(organisation_name, about.name, columns, [[getattr(row, name) for name in columns] for row in met]))
    return found
