"""How an organisation signs up: asked for on a page, made when a button behind a mailed link is pressed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from accountability import outbox
from accountability.identity import commands as identity
from accountability.identity import queries as people
from accountability.identity.domain import Account, LinkPurpose, NewPerson
from accountability.language import gettext as _
from accountability.organisation import domain
from accountability.organisation.commands.membership import sign_up


def ask_to_sign_up(
    session: Session, profile: domain.Profile, new: NewPerson, *, browser: str, at: datetime, address: Callable[[str], str]
) -> None:
    """Mail a link that makes the organisation, and the account unless there is one; the same work is done either way.

    `browser` is random and known to the browser that asks. Refuses a password that is easily guessed.
    """
    password_hash = identity.hash_new_password(new.password, words=(new.email, new.name, profile.name))
    account = people.find_account(session, email=new.email)
    token = identity.write_link(
        session,
        LinkPurpose.CONFIRM_SIGN_UP,
        person_id=account.person_id if account else None,
        payload=_written(profile) | {"name": new.name, "email": new.email, "password_hash": password_hash, "browser": browser},
        at=at,
    )
    outbox.post_mail(
        session,
        to=new.email,
        subject=_("Confirm your mail address"),
        template=f"email/organisation/{'add_to_account' if account else 'confirm_sign_up'}",
        at=at,
        email=new.email,
        organisation=profile.name,
        link=address(token),
    )
    session.flush()


def confirm_sign_up(session: Session, token: str, *, browser: str | None, at: datetime) -> tuple[Account, bool]:
    """Make what was asked for; the account that owns it, and whether it is new. Refuses LinkHasLapsed or AddressIsTaken.

    The password is kept only for the `browser` in which it was typed. Else somebody may have asked in another person's name,
    and their password must not open the account that this person now makes.
    """
    asked = identity.use_link(session, token, LinkPurpose.CONFIRM_SIGN_UP, at=at).payload
    known = people.find_account(session, email=asked["email"])
    password_hash = asked["password_hash"] if browser and browser == asked.get("browser") else None
    account = known or identity.add_account(session, email=asked["email"], password_hash=password_hash, at=at)
    sign_up(session, read_profile(asked), account=account, name=asked["name"], at=at)
    return account, known is None


def read_profile(payload: dict[str, Any]) -> domain.Profile:
    """The organisation as it was described when the link was asked for."""
    return domain.Profile(
        name=payload["organisation"],
        country=payload["country"],
        size_band=domain.SizeBand(payload["size_band"]),
        themes=tuple(payload["themes"]),
        # A sign-up that was begun before organisations said what they are has none.
        kind=domain.OrganisationType(payload["kind"]) if payload.get("kind") else None,
    )


def _written(profile: domain.Profile) -> dict[str, Any]:
    return {
        "organisation": profile.name,
        "country": profile.country,
        "size_band": profile.size_band.value,
        "themes": list(profile.themes),
        "kind": profile.kind.value if profile.kind else None,
    }
