"""What is done with the journal: chain it, sign its head and put that outside, bring in what happened to people's accounts."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from accountability import journal, outbox
from accountability.access import Actor, MemberId, PersonId, Role
from accountability.fact import PersonFact, parts_of
from accountability.organisation import queries as organisation
from accountability.record import queries
from accountability.record.domain import Anchor, Format, RecordExported, digest_of, public_key_of, sign_head
from accountability.record.models import JournalAnchor, JournalWaiting
from accountability.tenancy import acting_for

Put = Callable[[str, bytes], None]


def chain(session: Session) -> int:
    """Give entries that have none their places in the organisation's chain, as many as one transaction should; return how many.

    Two who do it at once cannot both succeed: a place is held by one entry only.
    """
    position, digest = queries.find_head(session)
    rows = queries.list_unchained(session)
    for row in rows:
        position += 1
        digest = digest_of(queries.as_entry(row), organisation_id=acting_for(session), position=position, previous=digest)
        row.position, row.digest = position, digest
    session.flush()
    return len(rows)


def anchor(session: Session, *, key: bytes, put: Put, at: datetime) -> Anchor | None:
    """Sign the head of the chain, mail it to the owners and `put` it outside under a key; None when nothing was added since.

    The copy outside is written first: if the transaction then fails, the next round signs again and writes over it.
    """
    position, digest = queries.find_head(session)
    if position <= max((old.position for old in queries.list_anchored(session)), default=0):
        return None
    head = Anchor(organisation_id=acting_for(session), position=position, digest=digest, signed_at=at)
    text = sign_head(head, key=key)
    put(anchor_key(head), text.encode())
    session.add(JournalAnchor(position=position, digest=digest, signed_at=at, signature=text))
    _mail_to_owners(session, head, text, at=at)
    session.flush()
    return head


def anchor_key(head: Anchor) -> str:
    """Where an anchor stands outside: one a day for an organisation."""
    return f"anchors/{head.organisation_id}/{head.signed_at.date().isoformat()}.json"


def _mail_to_owners(session: Session, head: Anchor, text: str, *, at: datetime) -> None:
    name = organisation.get_organisation(session).name
    for member in organisation.list_members(session):
        if member.role is Role.OWNER:
            outbox.post_mail(
                session,
                to=member.email,
                subject=f"Seal of the record of {name}, {at.date().isoformat()}",
                template="email/record/send_anchor",
                at=at,
                organisation=name,
                entries=head.position,
                day=at.date().isoformat(),
                seal=text,
            )


def spread(session: Session, fact: PersonFact, person_id: PersonId, at: datetime) -> None:
    """Send what happened to a person's account on its way into the records of all their organisations."""
    details, _personal = parts_of(fact)
    for row in organisation.list_memberships(session, person_id):
        waiting = JournalWaiting(
            organisation_id=row.organisation_id,
            member_id=row.member_id,
            kind=type(fact).__name__,
            details=details,
            happened_at=at,
        )
        session.add(waiting)
    session.flush()


def bring_in(session: Session) -> None:
    """Write what is on its way into the record of the organisation the session acts for."""
    names = organisation.names_of_members(session)
    for row in queries.list_waiting(session):
        name = names.get(row.member_id)
        parts: list[tuple[str, MemberId | None, str]] = [(journal.WHO, row.member_id, name)] if name else []
        journal.store(session, row.kind, row.details, parts, at=row.happened_at)
        session.delete(row)
    session.flush()


def export_record(session: Session, form: Format, *, by: Actor, at: datetime) -> None:
    """Note that the record leaves; written before it does, so that the export holds its own entry."""
    journal.record(session, RecordExported(form=form), by=by, at=at)
    session.flush()


__all__ = ["anchor", "anchor_key", "bring_in", "chain", "export_record", "public_key_of", "spread"]
