"""Reading personal tokens, and who acts by one."""

from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import Actor, MemberId
from accountability.database import NotFound
from accountability.identity.queries import token_hash
from accountability.organisation.domain import tokens as domain
from accountability.organisation.models import Membership, PersonalToken, TokenAddress
from accountability.organisation.queries.membership import find_acting
from accountability.tenancy import act_for, acting_for


@dataclass(frozen=True, kw_only=True)
class Bearer:
    """Who acts by a token, and which token it is; `used_on` is the last day on which it was used before."""

    actor: Actor
    token_id: domain.TokenId
    used_on: date | None


def find_bearer(session: Session, token: str, *, at: datetime) -> Bearer | None:
    """The member behind a personal token, limited to its scope; from here on the session acts for their organisation."""
    if not domain.is_well_formed(token):
        return None
    presented = token_hash(token)
    address = session.get(TokenAddress, presented)
    if address is None:
        return None
    act_for(session, address.organisation_id)
    row = session.get(PersonalToken, (address.organisation_id, address.token_id))
    if row is None or not domain.opens(_secrets(row), presented, at=at):
        return None
    is_theirs = (Membership.organisation_id == row.organisation_id, Membership.member_id == row.member_id)
    membership = session.scalar(sa.select(Membership).where(*is_theirs))
    acting = find_acting(session, membership, at=at) if membership else None
    if acting is None:
        return None
    actor = replace(acting.actor, scope=frozenset(row.scope) & frozenset(domain.READING))
    return Bearer(actor=actor, token_id=row.id, used_on=row.used_on)


def list_tokens(session: Session, *, member_id: MemberId | None = None) -> list[PersonalToken]:
    """The tokens of a member, or of everybody in the organisation; the newest first."""
    asked = sa.select(PersonalToken).order_by(PersonalToken.made_at.desc(), PersonalToken.id)
    return list(session.scalars(asked if member_id is None else asked.where(PersonalToken.member_id == member_id)))


def get_token(session: Session, token_id: domain.TokenId, *, member_id: MemberId | None = None) -> PersonalToken:
    """A token of this organisation, of this member when one is given."""
    found = session.get(PersonalToken, (acting_for(session), token_id))
    if found is None or member_id not in (None, found.member_id):
        raise NotFound("token")
    return found


def _secrets(row: PersonalToken) -> domain.Secrets:
    return domain.Secrets(
        current=row.token_hash, lapses_at=row.lapses_at, previous=row.previous_hash, previous_lapses_at=row.previous_lapses_at
    )
