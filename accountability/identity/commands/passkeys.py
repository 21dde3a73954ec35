"""What people do about their passkeys: add one, sign in with one, give it another name."""

import hashlib
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import journal, outbox
from accountability.access import PersonId
from accountability.database import NotFound, refusing
from accountability.identity.commands.factors import note_added
from accountability.identity.commands.passwords import hold_person
from accountability.identity.domain import passkeys as domain
from accountability.identity.domain.factors import FactorKind, PasskeyRefused, name_of_passkey
from accountability.identity.models import Passkey, Person, SpentChallenge
from accountability.identity.queries.factors import list_factors
from accountability.language import gettext as _


def add_passkey(session: Session, person_id: PersonId, new: domain.NewPasskey, *, name: str, fallback: str, at: datetime) -> None:
    """Keep a passkey that a browser made, called `name` or else as the device is; refuses PasskeyIsThere."""
    person = hold_person(session, person_id)
    taken = [each.name for each in list_factors(session, person_id).passkeys]
    row = Passkey(
        id=new.id,
        person_id=person_id,
        public_key=new.public_key,
        sign_count=new.sign_count,
        name=name_of_passkey(name, taken=taken, fallback=fallback),
        added_at=at,
    )
    with refusing(session, passkey_pkey=domain.PasskeyIsThere):
        session.add(row)
    note_added(session, person, FactorKind.PASSKEY, at=at)


def rename_passkey(session: Session, person_id: PersonId, passkey_id: str, *, name: str) -> None:
    """Give one of the person's passkeys another name; NotFound for anybody else's."""
    row = session.get(Passkey, passkey_id) if domain.is_passkey_id(passkey_id) else None
    if row is None or row.person_id != person_id:
        raise NotFound("passkey")
    row.name = name
    session.flush()


def use_passkey(
    session: Session, answer: str, *, site: domain.Site, challenge: str, of: PersonId | None = None, at: datetime
) -> PersonId:
    """Whose passkey signed the challenge; `of` is who it must be. Refuses PasskeyIsUnknown, PasskeyIsWrong, PasskeyWasCopied."""
    row = session.get(Passkey, domain.id_in(answer), with_for_update=True, populate_existing=True)
    if row is None or (of is not None and row.person_id != of):
        raise domain.PasskeyIsUnknown
    kept = domain.Kept(id=row.id, public_key=row.public_key, sign_count=row.sign_count)
    row.sign_count = domain.read_known(site, challenge, answer, kept=kept, person_id=row.person_id)
    row.used_at = at
    session.flush()
    return row.person_id


def note_copied_passkey(session: Session, answer: str, *, at: datetime) -> None:
    """Say in the record and by mail that a passkey counted backwards."""
    row = session.get(Passkey, domain.id_in(answer))
    person = session.get(Person, row.person_id) if row else None
    if row is None or person is None:
        return
    journal.tell(session, PasskeyRefused(), about=person.id, at=at)
    subject, template = _("A passkey of yours was refused"), "email/identity/passkey_refused"
    outbox.post_mail(session, to=person.email, subject=subject, template=template, at=at, email=person.email, name=row.name)


def spend_challenge(session: Session, challenge: str, *, asked_at: datetime, at: datetime) -> None:
    """Take a challenge that was asked of this browser, once; refuses ChallengeHasLapsed."""
    if domain.has_lapsed_challenge(asked_at=asked_at, at=at):
        raise domain.ChallengeHasLapsed
    with refusing(session, spent_challenge_pkey=domain.ChallengeHasLapsed):
        session.add(SpentChallenge(challenge_hash=hashlib.sha256(challenge.encode()).hexdigest(), spent_at=at))


def forget_spent_challenges(session: Session, *, at: datetime) -> None:
    """Remove what nobody could answer again anyway."""
    session.execute(sa.delete(SpentChallenge).where(SpentChallenge.spent_at < at - 2 * domain.CHALLENGE_LASTS))
