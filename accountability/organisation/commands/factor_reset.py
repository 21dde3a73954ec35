"""What people do for somebody who lost every second factor: ask, approve, stop, and, after the delay, carry it out."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from accountability import journal, outbox
from accountability.access import Actor, MemberId, PersonId
from accountability.database import refusing
from accountability.identity import queries as people
from accountability.identity.commands.factors import remove_all_factors
from accountability.identity.commands.links import use_link, void_links
from accountability.identity.domain import LinkHasLapsed, LinkPurpose
from accountability.language import gettext as _
from accountability.organisation import queries
from accountability.organisation.commands.holding import hold_roles
from accountability.organisation.commands.reset_notices import Address, tell_of_reset
from accountability.organisation.domain import factor_reset as domain
from accountability.organisation.models import FactorReset, Member
from accountability.organisation.queries import factor_reset as reading
from accountability.tenancy import OrganisationId, act_for


def ask_for_reset(session: Session, member: Member, *, by: Actor, at: datetime, address: Address) -> FactorReset:
    """Ask that a member's second factors be removed; `by` is the member or an owner.

    Refuses NothingToReset, ResetIsForOperator, ResetIsOpen, or NobodyCanApprove when no second person could.
    """
    owners = {owner.id for owner in reading.list_owners(session)}
    if not owners - {member.id, by.member_id}:
        raise domain.NobodyCanApprove
    person_id = _person_of(session, member)
    reset = _open(session, member, person_id, asked_by=by.member_id, due_at=None, at=at)
    fact = domain.FactorResetAsked(member_id=member.id, by_operator=False, name=member.name)
    journal.record(session, fact, by=by, at=at, subject_id=reset.id)
    tell_of_reset(
        session, reset, person_id, subject=_("Somebody asked to remove a second factor"), name="reset_asked", at=at, address=address
    )
    return reset


def start_reset_as_operator(session: Session, member: Member, *, at: datetime, address: Address) -> FactorReset:
    """Start it for the only owner of an organisation, whom nobody there could help; the longest delay. Refuses OwnersCanApprove."""
    if any(owner.id != member.id for owner in reading.list_owners(session)):
        raise domain.OwnersCanApprove
    person_id = _person_of(session, member)
    reset = _open(session, member, person_id, asked_by=None, due_at=at + domain.LONGER_DELAY, at=at)
    fact = domain.FactorResetAsked(member_id=member.id, by_operator=True, name=member.name)
    journal.record(session, fact, by=None, at=at, subject_id=reset.id)
    tell_of_reset(
        session, reset, person_id, subject=_("A second factor will be removed"), name="reset_approved", at=at, address=address
    )
    return reset


def approve_reset(session: Session, reset: FactorReset, *, by: Actor, at: datetime, address: Address) -> None:
    """Be the second of the two people; carried out after the delay. Refuses ResetNeedsAnother or ResetHasEnded."""
    hold_roles(session, by=by)
    _hold(session, reset)
    if reset.ended_at or reset.due_at or domain.has_lapsed_reset(asked_at=reset.asked_at, at=at):
        raise domain.ResetHasEnded
    domain.check_approval(member_id=reset.member_id, asked_by=reset.asked_by, approver_id=by.member_id)
    member = queries.get_member(session, reset.member_id)
    person_id = _person_of(session, member)
    memberships = len(queries.list_memberships(session, person_id))
    reset.approved_by = by.member_id
    reset.due_at = at + domain.delay_for(member.role.value, memberships=memberships)
    fact = domain.FactorResetApproved(member_id=member.id, due_at=reset.due_at, name=member.name)
    journal.record(session, fact, by=by, at=at, subject_id=reset.id)
    tell_of_reset(
        session, reset, person_id, subject=_("A second factor will be removed"), name="reset_approved", at=at, address=address
    )


def cancel_reset(session: Session, reset: FactorReset, *, by: Actor | None, at: datetime) -> None:
    """Stop it; by an owner, or (`by` None) by a link that was mailed. Refuses ResetHasEnded."""
    _hold(session, reset)
    if reset.ended_at:
        raise domain.ResetHasEnded
    _end(reset, domain.ResetEnd.CANCELLED, at=at)
    member = queries.get_member(session, reset.member_id)
    fact = domain.FactorResetCancelled(member_id=member.id, by_link=by is None, name=member.name)
    journal.record(session, fact, by=by, at=at, subject_id=reset.id)
    person_id = _find_person(session, member)
    if person_id is None:
        return
    void_links(session, person_id, LinkPurpose.CANCEL_RESET, reset_id=reset.id, at=at)
    tell_of_reset(
        session, reset, person_id, subject=_("A second factor stays as it is"), name="reset_cancelled", at=at, address=None
    )


def cancel_reset_by_link(session: Session, token: str, *, at: datetime) -> None:
    """Stop it by a link from a mail, whoever got it. Refuses LinkHasLapsed or ResetHasEnded."""
    link = use_link(session, token, LinkPurpose.CANCEL_RESET, at=at)
    if "reset_id" not in link.payload:
        raise LinkHasLapsed
    cancel_reset(session, enter_reset(session, link.payload), by=None, at=at)


def enter_reset(session: Session, payload: dict[str, str]) -> FactorReset:
    """The reset that a mailed link leads to; the session acts for its organisation."""
    act_for(session, OrganisationId(uuid.UUID(payload["organisation_id"])))
    return reading.get_reset(session, domain.ResetId(uuid.UUID(payload["reset_id"])))


def carry_out_resets(session: Session, *, at: datetime) -> None:
    """Remove the second factors of everybody whose delay is over; end what nobody approved."""
    for reset in reading.list_ripe_resets(session, at=at):
        member = queries.get_member(session, reset.member_id)
        person_id = _find_person(session, member)
        if reset.due_at is None or person_id is None or _is_barred(session, person_id, asked_by=reset.asked_by):
            _end(reset, domain.ResetEnd.LAPSED, at=at)
            fact = domain.FactorResetLapsed(member_id=member.id, name=member.name)
            journal.record(session, fact, by=None, at=at, subject_id=reset.id)
            continue
        _end(reset, domain.ResetEnd.DONE, at=at)
        remove_all_factors(session, person_id, at=at)
        done = domain.FactorResetDone(member_id=member.id, name=member.name)
        journal.record(session, done, by=None, at=at, subject_id=reset.id)
        tell_of_reset(session, reset, person_id, subject=_("A second factor was removed"), name="reset_done", at=at, address=None)
    session.flush()


def demand_second_factor(session: Session, *, of_all: bool, by: Actor, at: datetime, address: str) -> None:
    """Ask every member for a second factor from their next request on, or only those whose role needs one. All are told."""
    organisation = queries.get_organisation(session)
    if organisation.demands_second_factor == of_all:
        return
    organisation.demands_second_factor = of_all
    journal.record(session, domain.SecondFactorDemanded() if of_all else domain.SecondFactorNoLongerDemanded(), by=by, at=at)
    for member, has_one in reading.list_guarded_members(session) if of_all else ():
        outbox.post_mail(
            session,
            to=member.email,
            subject=_("%(organisation)s asks for a second factor", organisation=organisation.name),
            template="email/organisation/second_factor_demanded",
            at=at,
            organisation=organisation.name,
            has_one=has_one,
            link=address,
        )
    session.flush()


def _open(
    session: Session, member: Member, person_id: PersonId, *, asked_by: MemberId | None, due_at: datetime | None, at: datetime
) -> FactorReset:
    if _is_barred(session, person_id, asked_by=asked_by):
        raise domain.ResetIsForOperator
    if not people.get_account(session, person_id).has_second_factor:
        raise domain.NothingToReset
    reset = FactorReset(member_id=member.id, asked_by=asked_by, asked_at=at, due_at=due_at)
    with refusing(session, factor_reset_is_open=domain.ResetIsOpen):
        session.add(reset)
    return reset


def _is_barred(session: Session, person_id: PersonId, *, asked_by: MemberId | None) -> bool:
    """No organisation decides about whoever runs the service for all; only they themselves, from the machine it runs on."""
    return asked_by is not None and people.get_account(session, person_id).is_operator


def _hold(session: Session, reset: FactorReset) -> None:
    """The reset as it is now, held until the transaction ends: of two decisions at once the second sees the first."""
    session.refresh(reset, with_for_update=True)


def _end(reset: FactorReset, how: domain.ResetEnd, *, at: datetime) -> None:
    reset.ended_at, reset.ended_as = at, how


def _find_person(session: Session, member: Member) -> PersonId | None:
    membership = queries.find_membership_of(session, member)
    return membership.person_id if membership else None


def _person_of(session: Session, member: Member) -> PersonId:
    person_id = _find_person(session, member)
    if person_id is None:
        raise domain.NothingToReset
    return person_id
