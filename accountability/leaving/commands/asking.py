"""Asking for an archive and for erasure, confirming, taking it back."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import jobs, journal, outbox
from accountability.access import Actor
from accountability.database import refusing
from accountability.identity import commands as identity
from accountability.language import format_date
from accountability.leaving import domain, queries
from accountability.leaving.domain.erasing import DAYS_TO_THINK
from accountability.leaving.domain.exporting import KEPT
from accountability.leaving.models import AccountErasure, ErasureRequest, ExportJob
from accountability.organisation import commands as organisation
from accountability.organisation.queries import get_member
from accountability.storage import NoSuchFile, Storage, file_key
from accountability.tenancy import act_for

Address = Callable[[], str]  # the page where owners look


def ask_for_export(session: Session, *, by: Actor, at: datetime) -> ExportJob:
    """Have an archive made. Raises ExportIsUnderWay while another one is."""
    unfinished = {domain.ExportState.WAITING, domain.ExportState.RUNNING}
    if any(export.state in unfinished for export in queries.list_exports(session)):
        raise domain.ExportIsUnderWay
    export = ExportJob(asked_by_id=by.member_id, asked_at=at)
    session.add(export)
    session.flush()
    journal.record(session, domain.ExportAsked(export_id=export.id), by=by, at=at, subject_id=export.id)
    jobs.wake(session, "leaving.make_exports")
    session.flush()
    return export


def fetch_export(session: Session, export: ExportJob, storage: Storage, *, by: Actor, at: datetime) -> bytes:
    """The archive itself. Raises ExportIsNotThere when it is not ready or no longer kept."""
    if not export.is_ready or at - export.asked_at > KEPT:
        raise domain.ExportIsNotThere
    try:
        content = storage.get(file_key(export.organisation_id, "exports", f"{export.id}.zip"))
    except NoSuchFile as error:
        raise domain.ExportIsNotThere from error
    journal.record(session, domain.ExportFetched(export_id=export.id), by=by, at=at, subject_id=export.id)
    session.flush()
    return content


def ask_to_erase(session: Session, typed: str, *, by: Actor, at: datetime, address: Address) -> ErasureRequest:
    """Ask for the organisation to be erased; without a second owner the days to think begin at once.

    Raises NameDiffers or IsAskedAlready.
    """
    domain.erasing.check_typed(typed, by.organisation_name)
    request = ErasureRequest(asked_by_id=by.member_id, asked_at=at)
    with refusing(session, one_erasure_at_a_time=domain.IsAskedAlready):
        session.add(request)
    journal.record(session, domain.ErasureAsked(request_id=request.id), by=by, at=at, subject_id=request.id)
    if domain.erasing.needs_second(len(queries.list_owners(session))):
        _tell_owners(session, request, "ask_to_erase", by=by, at=at, address=address)
    else:
        _confirm(session, request, by=by, at=at, address=address)
    session.flush()
    return request


def confirm_erasure(session: Session, typed: str, *, by: Actor, at: datetime, address: Address) -> ErasureRequest:
    """Agree as another owner. Raises NothingIsAsked, AskedByTheSame or NameDiffers."""
    request = _held(session)
    if request.confirmed_at is not None:
        raise domain.IsAskedAlready
    domain.erasing.check_second(asked_by=request.asked_by_id, confirmed_by=by.member_id)
    domain.erasing.check_typed(typed, by.organisation_name)
    _confirm(session, request, by=by, at=at, address=address)
    return request


def cancel_erasure(session: Session, *, by: Actor, at: datetime, address: Address) -> None:
    """Keep the organisation after all. Raises NothingIsAsked."""
    request = _held(session)
    request.cancelled_by_id, request.cancelled_at = by.member_id, at
    journal.record(session, domain.ErasureCancelled(request_id=request.id), by=by, at=at, subject_id=request.id)
    _tell_owners(session, request, "cancel_erasure", by=by, at=at, address=address)
    session.flush()


def ask_to_erase_account(session: Session, typed: str, *, by: Actor, at: datetime) -> None:
    """Have one's account erased within a minute; all its sign-ins end now. Raises MailDiffers, IsLastOwner or LastOwnerStays."""
    if typed.strip().casefold() != queries.mail_of(session, by.person_id).casefold():
        raise domain.MailDiffers
    memberships = queries.list_memberships(session, by.person_id)
    alone = [each.name for each in memberships if each.is_only_owner]
    act_for(session, by.organisation_id)
    if alone:
        raise domain.IsLastOwner(names=", ".join(alone))
    try:
        # From now on nobody counts on them as an owner, nor does somebody who asks for the same at the same moment.
        for each in memberships:
            act_for(session, each.organisation_id)
            organisation.step_down(session, get_member(session, each.member_id), at=at)
    finally:
        act_for(session, by.organisation_id)
    session.merge(AccountErasure(person_id=by.person_id, asked_at=at))
    identity.end_sign_ins(session, by.person_id)
    jobs.wake(session, "leaving.erase_accounts")
    session.flush()


def _held(session: Session) -> ErasureRequest:
    """The open request, held so that it is not confirmed, cancelled and carried out at once."""
    asked = sa.select(ErasureRequest).where(ErasureRequest.cancelled_at.is_(None)).with_for_update()
    found = session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise domain.NothingIsAsked
    return found


def _confirm(session: Session, request: ErasureRequest, *, by: Actor, at: datetime, address: Address) -> None:
    request.confirmed_by_id, request.confirmed_at, request.due_at = by.member_id, at, at + DAYS_TO_THINK
    fact = domain.ErasureConfirmed(request_id=request.id, due_at=request.due_at)
    journal.record(session, fact, by=by, at=at, subject_id=request.id)
    _tell_owners(session, request, "confirm_erasure", by=by, at=at, address=address)
    session.flush()


def _tell_owners(session: Session, request: ErasureRequest, mail: str, *, by: Actor, at: datetime, address: Address) -> None:
    subjects = {
        "ask_to_erase": f"{by.name} wants to erase {by.organisation_name}",
        "confirm_erasure": f"{by.organisation_name} will be erased",
        "cancel_erasure": f"{by.organisation_name} will not be erased",
    }
    for owner in queries.list_owners(session):
        outbox.post_mail(
            session,
            to=owner.email,
            subject=subjects[mail],
            template=f"email/leaving/{mail}",
            at=at,
            who=by.name,
            organisation=by.organisation_name,
            day=format_date(request.due_at) if request.due_at else "",
            link=address(),
        )
