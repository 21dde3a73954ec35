"""What owners decide about the provider that vouches for members, and how members get in by it."""

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor, MemberId, PersonId
from accountability.database import NotFound, refusing
from accountability.id_token import Vouched
from accountability.identity import commands as identity
from accountability.identity import queries as people
from accountability.identity.commands.bound import end_bound_sign_ins
from accountability.identity.domain import NAME_LENGTH
from accountability.organisation.commands.invitations import accept_invitation
from accountability.organisation.domain import single_sign_on as domain
from accountability.organisation.models import Membership
from accountability.organisation.models.single_sign_on import SignInAddress, SignInProvider, VouchedMember
from accountability.organisation.queries import find_acting
from accountability.organisation.queries import single_sign_on as queries
from accountability.sealing import Seal
from accountability.tenancy import acting_for

PURPOSE = "client secret"  # what sealed secrets of providers are bound to


@dataclass(frozen=True, kw_only=True)
class LetIn:
    """Who came in: the sign-in's token, and whether it still waits for a second factor."""

    token: str
    awaits_factor: bool


def choose_provider(session: Session, choice: domain.ProviderChoice, *, seal: Seal, by: Actor, at: datetime) -> SignInProvider:
    """Have this provider vouch for members. Whatever another one vouched for ends, and it must prove itself anew."""
    provider = queries.find_provider(session)
    if provider is None:
        provider = _add_provider(session, choice, at=at)
    elif domain.is_another_provider(issuer=provider.issuer, client_id=provider.client_id, choice=choice):
        provider.is_required, provider.worked_at, provider.chosen_at = False, None, at
        end_bound_sign_ins(session, acting_for(session))
    provider.issuer, provider.client_id = choice.issuer, choice.client_id
    provider.asks_second_factor = choice.asks_second_factor
    if choice.client_secret is not None:
        provider.sealed_secret = seal.seal(choice.client_secret, purpose=PURPOSE, owner=acting_for(session))
    journal.record(session, domain.ProviderChosen(issuer=choice.issuer), by=by, at=at)
    session.flush()
    return provider


def open_secret(provider: SignInProvider, seal: Seal) -> str:
    """What the provider knows us by."""
    return seal.unseal(provider.sealed_secret, purpose=PURPOSE, owner=provider.organisation_id)


def remove_provider(session: Session, provider: SignInProvider, *, by: Actor, at: datetime) -> None:
    """No provider vouches for members any more; what it vouched for ends."""
    for row in session.scalars(sa.select(VouchedMember)):
        session.delete(row)
    session.delete(provider)
    end_bound_sign_ins(session, acting_for(session))
    journal.record(session, domain.ProviderRemoved(), by=by, at=at)
    session.flush()


def require_provider(session: Session, provider: SignInProvider, *, by: Actor, at: datetime) -> None:
    """Members other than owners sign in through the provider only. Refuses HasNotWorkedYet."""
    if provider.worked_at is None:
        raise domain.HasNotWorkedYet
    provider.is_required = True
    journal.record(session, domain.ProviderMadeRequired(), by=by, at=at)
    session.flush()


def stop_requiring_provider(session: Session, provider: SignInProvider, *, by: Actor, at: datetime) -> None:
    """Members may sign in in other ways again."""
    provider.is_required = False
    journal.record(session, domain.ProviderMadeOptional(), by=by, at=at)
    session.flush()


def note_provider_works(session: Session, vouched: Vouched, *, by: Actor, at: datetime) -> None:
    """An owner tried the provider and got back as themselves. Refuses as a sign-in would."""
    provider = _get_provider_of(session, vouched)
    membership = _find_membership(session, vouched)
    if membership is None or membership.member_id != by.member_id:
        raise domain.IsNoMember
    provider.worked_at = at
    journal.record(session, domain.ProviderTried(), by=by, at=at)
    session.flush()


def release_member(session: Session, member_id: MemberId, *, by: Actor, at: datetime) -> None:
    """Let a member be somebody else at the provider; what it vouched for them ends. NotFound when they are not held."""
    held = queries.find_vouched_member(session, member_id)
    if held is None:
        raise NotFound("member")
    session.delete(held)
    end_bound_sign_ins(session, acting_for(session), person_id=queries.person_behind(session, member_id))
    journal.record(session, domain.MemberReleased(member_id=member_id), by=by, at=at, subject_id=member_id)
    session.flush()


def let_in(session: Session, vouched: Vouched, *, at: datetime, label: str = "") -> LetIn:
    """Sign in whom the provider vouches for, for this organisation only; an open invitation is accepted by it.

    Refuses AddressIsNotVerified, IsNoMember, HasAnAccount, IsAnotherPerson, IsVouchedForAlready or SecondFactorIsAsked.
    """
    provider = _get_provider_of(session, vouched)
    membership = _find_membership(session, vouched) or _join(session, vouched, at=at)
    acting = find_acting(session, membership, at=at)
    if acting is None:
        raise domain.IsNoMember
    has_factor = people.get_account(session, membership.person_id).has_second_factor
    if acting.must_prove_twice and not has_factor and not provider.asks_second_factor:
        raise domain.SecondFactorIsAsked
    _hold(session, acting.actor, vouched, at=at)
    provider.worked_at = at
    journal.record(session, domain.SignedInThroughProvider(), by=acting.actor, at=at)
    awaits = has_factor and not provider.asks_second_factor
    token = identity.sign_in(
        session,
        membership.person_id,
        at=at,
        acting_for=acting_for(session),
        label=label,
        factor_at=at if provider.asks_second_factor else None,
        awaits_factor=awaits,
        is_bound=True,
    )
    return LetIn(token=token, awaits_factor=awaits)


def check_same_person(session: Session, vouched: Vouched, *, actor: Actor) -> None:
    """Refuses IsAnotherPerson unless the provider speaks of who acts."""
    held = queries.find_vouched_member(session, actor.member_id)
    if held is None or (held.issuer, held.subject) != (vouched.issuer, vouched.subject):
        raise domain.IsAnotherPerson


def _add_provider(session: Session, choice: domain.ProviderChoice, *, at: datetime) -> SignInProvider:
    code = secrets.token_urlsafe(24)
    provider = SignInProvider(
        code=code,
        issuer=choice.issuer,
        client_id=choice.client_id,
        sealed_secret="",
        asks_second_factor=choice.asks_second_factor,
        chosen_at=at,
    )
    session.add(provider)
    session.flush()
    session.add(SignInAddress(code=code, organisation_id=acting_for(session)))
    return provider


def _get_provider_of(session: Session, vouched: Vouched) -> SignInProvider:
    """The provider who vouches, unless an owner chose another one while it was asked."""
    provider = queries.get_provider(session)
    if provider.issuer != vouched.issuer:
        raise domain.AttemptIsOver
    return provider


def _find_membership(session: Session, vouched: Vouched) -> Membership | None:
    """Whom the provider speaks of: by whom it knows them as, else by the mail address that it verified."""
    known = queries.find_membership_vouched_for(session, issuer=vouched.issuer, subject=vouched.subject)
    if known:
        return known
    if vouched.email is None:
        raise domain.AddressIsNotVerified
    membership = queries.find_membership_at(session, email=vouched.email)
    if membership and queries.find_vouched_member(session, membership.member_id):
        raise domain.IsAnotherPerson
    return membership


def _join(session: Session, vouched: Vouched, *, at: datetime) -> Membership:
    """The membership of somebody new who was invited and now comes through the provider. Refuses IsNoMember or HasAnAccount."""
    email = vouched.email or ""
    invitation = queries.find_open_invitation(session, email=email, at=at)
    if invitation is None:
        raise domain.IsNoMember
    if people.find_account(session, email=email):
        # Whoever chose the provider could else bring anybody's account in, hear what happens to it and decide about its factors.
        raise domain.HasAnAccount
    account = identity.add_account(session, email=email, password_hash=None, at=at)
    name = invitation.name or vouched.name[:NAME_LENGTH].strip() or email
    actor = accept_invitation(session, invitation, account=account, name=name, at=at)
    return session.get_one(Membership, (PersonId(account.person_id), actor.organisation_id))


def _hold(session: Session, actor: Actor, vouched: Vouched, *, at: datetime) -> None:
    """From now on the member is this one of the provider's people and nobody else."""
    held = queries.find_vouched_member(session, actor.member_id)
    if held and (held.issuer, held.subject) == (vouched.issuer, vouched.subject):
        return
    new = VouchedMember(member_id=actor.member_id, issuer=vouched.issuer, subject=vouched.subject, held_at=at)
    with refusing(session, vouched_member_is_another=domain.IsVouchedForAlready, vouched_member_pkey=domain.IsAnotherPerson):
        session.add(new)
    journal.record(session, domain.MemberHeld(member_id=actor.member_id), by=actor, at=at, subject_id=actor.member_id)
