"""What members do about their personal tokens: make one, change its secret, end it."""

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import journal, outbox
from accountability.access import RULES, Actor
from accountability.identity.queries import token_hash
from accountability.language import gettext as _
from accountability.organisation.domain import tokens as domain
from accountability.organisation.models import PersonalToken, TokenAddress
from accountability.organisation.queries import get_member
from accountability.organisation.queries import tokens as queries
from accountability.tenancy import OrganisationId, act_for, acting_for


def scope_of(actor: Actor) -> tuple[str, ...]:
    """The rules that a token of this member may hold: those that read, and that the member holds now."""
    return tuple(name for name in domain.READING if name in RULES and RULES[name].allows(actor))


def make_token(session: Session, new: domain.NewToken, *, by: Actor, at: datetime) -> str:
    """A new token of the member, returned once and kept nowhere; a mail says so. Refuses TooManyTokens or ScopeIsWider."""
    if len(queries.list_tokens(session, member_id=by.member_id)) >= domain.MOST_TOKENS:
        raise domain.TooManyTokens
    if not new.scope or not set(new.scope) <= set(scope_of(by)):
        raise domain.ScopeIsWider
    token = _new_secret()
    row = PersonalToken(
        member_id=by.member_id,
        name=new.name,
        scope=list(new.scope),
        lasts_days=new.lasts_days,
        made_at=at,
        lapses_at=domain.lapses(at=at, lasts_days=new.lasts_days),
        token_hash=token_hash(token),
    )
    session.add(row)
    session.flush()
    _add_address(session, row)
    fact = domain.TokenMade(scope=" ".join(new.scope), lasts_days=new.lasts_days)
    journal.record(session, fact, by=by, at=at, subject_id=row.id)
    _tell_by_mail(session, row, by=by, at=at)
    session.flush()
    return token


def rotate_token(session: Session, row: PersonalToken, *, grace_hours: int, by: Actor, at: datetime) -> str:
    """A new secret for a token, returned once; the one before works on for `grace_hours`, and no older one does."""
    session.refresh(row, with_for_update=True)
    _forget_addresses(session, row, but=row.token_hash if grace_hours else None)
    row.previous_hash = row.token_hash if grace_hours else None
    # What has lapsed is not woken by the change.
    row.previous_lapses_at = min(at + timedelta(hours=grace_hours), row.lapses_at) if grace_hours else None
    token = _new_secret()
    row.token_hash, row.made_at = token_hash(token), at
    row.lapses_at = domain.lapses(at=at, lasts_days=row.lasts_days)
    session.flush()
    _add_address(session, row)
    journal.record(session, domain.TokenRotated(grace_hours=grace_hours), by=by, at=at, subject_id=row.id)
    session.flush()
    return token


def end_token(session: Session, row: PersonalToken, *, by: Actor, at: datetime) -> None:
    """A token opens nothing any more, and is gone."""
    journal.record(session, domain.TokenEnded(), by=by, at=at, subject_id=row.id)
    session.delete(row)
    session.flush()


def note_token_used(session: Session, token_id: domain.TokenId, *, organisation_id: OrganisationId, at: datetime) -> None:
    """Write the day on which a token was used."""
    act_for(session, organisation_id)
    row = session.get(PersonalToken, (organisation_id, token_id))
    if row:
        row.used_on = at.date()


def _new_secret() -> str:
    return domain.write_token("".join(secrets.choice(domain.LETTERS) for _each in range(domain.BODY_LENGTH)))


def _add_address(session: Session, row: PersonalToken) -> None:
    session.add(TokenAddress(token_hash=row.token_hash, organisation_id=acting_for(session), token_id=row.id))


def _forget_addresses(session: Session, row: PersonalToken, *, but: str | None) -> None:
    asked = sa.delete(TokenAddress).where(TokenAddress.organisation_id == acting_for(session), TokenAddress.token_id == row.id)
    session.execute(asked if but is None else asked.where(TokenAddress.token_hash != but))


def _tell_by_mail(session: Session, row: PersonalToken, *, by: Actor, at: datetime) -> None:
    outbox.post_mail(
        session,
        to=get_member(session, by.member_id).email,
        subject=_("A personal token was made for %(organisation)s", organisation=by.organisation_name),
        template="email/organisation/token_made",
        at=at,
        name=row.name,
        organisation=by.organisation_name,
    )
