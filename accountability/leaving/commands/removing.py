"""Erasing: an organisation with everything it has here, a person wherever they are. What goes follows from what columns hold.

First the erasure is kept outside the database, then files go, then rows. Whatever breaks in between is done again, because the
request still stands or the ledger is replayed.
"""

import logging
import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import jobs, journal, trash
from accountability.access import PersonId
from accountability.jobs import Worker
from accountability.leaving import domain, ledger, queries
from accountability.leaving.commands.clearing import clear_member, clear_person, clear_shared, delete_rows
from accountability.leaving.domain import Erased
from accountability.leaving.holdings import holding
from accountability.leaving.ledger import Entry
from accountability.leaving.models import AccountErasure
from accountability.network import commands as network
from accountability.network import queries as networks
from accountability.network.domain import MembershipState
from accountability.storage import Storage
from accountability.tenancy import OrganisationId, act_for

log = logging.getLogger(__name__)


def erase_if_due(worker: Worker, organisation_id: OrganisationId, *, at: datetime) -> None:
    """Erase the organisation if the days to think are over and nobody took it back."""
    with worker.database.transaction() as session:
        act_for(session, organisation_id)
        request = queries.find_erasure_request(session)
        if request is None:
            return
        session.refresh(request, with_for_update=True)
        if not domain.erasing.is_due(request.due_at, cancelled_at=request.cancelled_at, at=at):
            return
        erase_organisation(session, worker.storage, organisation_id, at=at)
    log.info("an organisation was erased")
    worker.database.forget_deleted()


def erase_organisation(session: Session, storage: Storage, organisation_id: OrganisationId, *, at: datetime) -> None:
    """Remove everything of an organisation; its members without another one are erased next."""
    entry = Entry(Erased.ORGANISATION, organisation_id)
    ledger.write(storage, entry, at=at)
    for key in (*storage.keys(str(organisation_id)), *storage.keys(f"anchors/{organisation_id}")):
        storage.delete(key)
    act_for(session, organisation_id)
    _leave_networks(session, at=at)
    is_remembered = clear_shared(session)
    persons = _persons_of_only(session, organisation_id)
    act_for(session, organisation_id)
    journal.unlock(session)
    with trash.looking_into_trash(session):
        delete_rows(session, is_remembered=is_remembered)
    session.add_all(AccountErasure(person_id=person_id, asked_at=at) for person_id in persons)
    ledger.note(session, entry, at=at)


def erase_accounts(worker: Worker, person_ids: Collection[PersonId], *, at: datetime) -> None:
    """Remove people from every organisation, then their accounts. What they wrote stays under a former member."""
    with worker.database.transaction(read_only=True) as session:
        mails = {person_id: queries.mail_of(session, person_id) for person_id in person_ids}
    for person_id in mails:
        ledger.write(worker.storage, Entry(Erased.PERSON, person_id), at=at)
    for organisation_id in jobs.list_organisations(worker, at=at) if mails else ():
        with worker.database.transaction() as session:
            act_for(session, organisation_id)
            for person_id, mail in mails.items():
                clear_member(session, person_id, mail=mail, at=at)
    with worker.database.transaction() as session:
        for person_id, mail in mails.items():
            clear_person(session, person_id, mail=mail)
            ledger.note(session, Entry(Erased.PERSON, person_id), at=at)
    if mails:
        worker.database.forget_deleted()


def replay(worker: Worker, *, at: datetime) -> int:
    """Erase again what was erased after this database was saved; return how many. Keeps both halves of the ledger equal."""
    with worker.database.transaction(read_only=True) as session:
        entries, noted = ledger.missing(session, worker.storage), ledger.noted(session)
    kept = set(ledger.written(worker.storage))
    for entry in noted:
        if entry not in kept:
            ledger.write(worker.storage, entry, at=at)
    for entry in entries:
        if entry.kind is Erased.ORGANISATION:
            _erase_again(worker, OrganisationId(entry.subject_id), at=at)
    erase_accounts(worker, [PersonId(entry.subject_id) for entry in entries if entry.kind is Erased.PERSON], at=at)
    return len(entries)


def _erase_again(worker: Worker, organisation_id: OrganisationId, *, at: datetime) -> None:
    with worker.database.transaction() as session:
        erase_organisation(session, worker.storage, organisation_id, at=at)
    worker.database.forget_deleted()


def _leave_networks(session: Session, *, at: datetime) -> None:
    """Take back what was agreed, so that open rounds lose what was contributed to them."""
    for row in networks.list_memberships(session):
        if row.state is not MembershipState.LEFT:
            network.leave_network(session, row, by=None, at=at)


def _persons_of_only(session: Session, organisation_id: OrganisationId) -> Sequence[uuid.UUID]:
    """The members who act for no other organisation."""
    membership: Any = holding("membership").model
    elsewhere = sa.select(membership.person_id).where(membership.organisation_id != organisation_id)
    asked = sa.select(membership.person_id).where(
        membership.organisation_id == organisation_id, membership.person_id.not_in(elsewhere)
    )
    waiting = set(session.scalars(sa.select(AccountErasure.person_id)))
    return [person_id for person_id in session.scalars(asked) if person_id not in waiting]
