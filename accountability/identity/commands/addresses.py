"""What people do about the mail address they sign in with."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from accountability import journal, outbox
from accountability.access import PersonId
from accountability.database import refusing
from accountability.identity import domain, queries
from accountability.identity.commands.devices import end_sign_ins
from accountability.identity.commands.links import use_link, void_links, write_link
from accountability.identity.commands.passwords import hold_person
from accountability.identity.domain import LinkPurpose
from accountability.identity.models import Person
from accountability.language import gettext as _

Address = Callable[[str], str]


def ask_to_change_address(
    session: Session, person_id: PersonId, *, email: str, at: datetime, confirm: Address, keep: Address
) -> None:
    """Mail a link to the new address that confirms it, and one to the old address that stops it.

    Whoever has the new address already is told so by mail; the page that asked looks the same.
    """
    account = queries.get_account(session, person_id)
    is_taken = queries.find_account(session, email=email) is not None
    token = write_link(session, LinkPurpose.CHANGE_ADDRESS, person_id=person_id, payload={"email": email}, at=at)
    stop = write_link(session, LinkPurpose.KEEP_ADDRESS, person_id=person_id, payload={"email": account.email}, at=at)
    subject, to_new = _("Confirm your new mail address"), "address_is_taken" if is_taken else "confirm_address"
    outbox.post_mail(
        session, to=email, subject=subject, template=f"email/identity/{to_new}", at=at, email=email, link=confirm(token)
    )
    outbox.post_mail(
        session,
        to=account.email,
        subject=_("Your mail address is about to change"),
        template="email/identity/address_changes",
        at=at,
        email=email,
        link=keep(stop),
    )
    session.flush()


def confirm_address(session: Session, token: str, *, at: datetime) -> None:
    """Sign in with the new address from now on. Refuses LinkHasLapsed or NewAddressIsTaken."""
    link = use_link(session, token, LinkPurpose.CHANGE_ADDRESS, at=at)
    _rename(session, link, at=at)


def keep_address(session: Session, token: str, *, at: datetime) -> None:
    """Stop a change of address, or take it back if it was made; all sign-ins end, because somebody else may hold one."""
    link = use_link(session, token, LinkPurpose.KEEP_ADDRESS, at=at)
    person = _rename(session, link, at=at)
    void_links(session, person.id, LinkPurpose.CHANGE_ADDRESS, at=at)
    end_sign_ins(session, person.id)


def _rename(session: Session, link: domain.Link, *, at: datetime) -> Person:
    if link.person_id is None:
        raise domain.LinkHasLapsed
    person = hold_person(session, PersonId(link.person_id))
    if person.email != link.payload["email"]:
        with refusing(session, person_email_is_taken=domain.NewAddressIsTaken):
            person.email = link.payload["email"]
        void_links(session, person.id, LinkPurpose.SIGN_IN, LinkPurpose.FORGOTTEN, at=at)
        journal.tell(session, domain.AddressChanged(), about=person.id, at=at)
    session.flush()
    return person
