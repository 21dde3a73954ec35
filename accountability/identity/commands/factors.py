"""What people do about their second factors: set them up, use them, remove them."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import journal, outbox
from accountability.access import PersonId
from accountability.identity.commands.devices import end_sign_ins
from accountability.identity.commands.guessing import hold_door
from accountability.identity.commands.passwords import hold_person
from accountability.identity.domain import factors as domain
from accountability.identity.domain.guessing import failures_after
from accountability.identity.models import Guessing, Passkey, Person, RecoveryCode, Totp
from accountability.identity.queries.factors import list_factors
from accountability.language import gettext as _
from accountability.sealing import CannotUnseal, Seal


def add_totp(session: Session, person_id: PersonId, secret: str, code: str, *, seal: Seal, at: datetime) -> None:
    """Set up a code generator, in place of an earlier one; refuses CodeIsWrong until it shows the right code."""
    person = hold_person(session, person_id)
    step = domain.right_step(secret, code, at=at)
    if step is None:
        raise domain.CodeIsWrong
    sealed = seal.seal(secret, purpose=domain.PURPOSE, owner=person_id)
    session.execute(sa.delete(Totp).where(Totp.person_id == person_id))
    session.add(Totp(person_id=person_id, sealed_secret=sealed, last_step=step, added_at=at))
    note_added(session, person, domain.FactorKind.TOTP, at=at)


def note_added(session: Session, person: Person, kind: domain.FactorKind, *, at: datetime) -> None:
    """Say that somebody has another second factor, in the record and by mail."""
    person.second_factor_since = person.second_factor_since or at
    journal.tell(session, domain.SecondFactorAdded(kind=kind), about=person.id, at=at)
    _post(session, person, _("A second factor was added to your account"), "factor_added", at=at, kind=kind.value)
    session.flush()


def remove_totp(session: Session, person_id: PersonId, *, is_required: bool, at: datetime) -> None:
    """Remove the code generator; refuses LastFactorStays."""
    _remove(session, person_id, domain.FactorKind.TOTP, sa.delete(Totp).where(Totp.person_id == person_id), is_required, at)


def remove_passkey(session: Session, person_id: PersonId, passkey_id: str, *, is_required: bool, at: datetime) -> None:
    """Remove one of the person's passkeys; refuses LastFactorStays. Nothing happens when it is nobody's or another's."""
    gone = sa.delete(Passkey).where(Passkey.person_id == person_id, Passkey.id == passkey_id)
    _remove(session, person_id, domain.FactorKind.PASSKEY, gone, is_required, at)


def _remove(
    session: Session, person_id: PersonId, kind: domain.FactorKind, gone: sa.Delete, is_required: bool, at: datetime
) -> None:
    # Held, so that of two removals at once the second sees that it would take the last.
    person = hold_person(session, person_id)
    before = list_factors(session, person_id)
    if session.execute(gone).rowcount != 1:  # type: ignore[attr-defined]
        return
    domain.check_removal(before, is_required=is_required)
    if before.count == 1:
        _forget_rest(session, person)
    journal.tell(session, domain.SecondFactorRemoved(kind=kind), about=person_id, at=at)
    _post(session, person, _("A second factor was removed from your account"), "factor_removed", at=at, kind=kind.value)
    session.flush()


def remove_all_factors(session: Session, person_id: PersonId, *, at: datetime) -> None:
    """Remove every second factor of somebody who lost them, and end all their sign-ins; they set up new ones next time."""
    person = hold_person(session, person_id)
    for table in (Totp, Passkey):
        session.execute(sa.delete(table).where(table.person_id == person_id))
    _forget_rest(session, person)
    end_sign_ins(session, person_id)
    journal.tell(session, domain.SecondFactorsReset(), about=person_id, at=at)
    session.flush()


def _forget_rest(session: Session, person: Person) -> None:
    """What has no meaning without a second factor goes with the last one."""
    person.second_factor_since = None
    session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    session.execute(sa.delete(Guessing).where(Guessing.key_hash == domain.door_of_factor(person.id)))


def make_recovery_codes(session: Session, person_id: PersonId, *, at: datetime) -> tuple[str, ...]:
    """Ten new recovery codes, shown now and never again; earlier ones no longer work."""
    hold_person(session, person_id)
    session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = domain.new_recovery_codes()
    session.add_all(RecoveryCode(person_id=person_id, code_hash=domain.recovery_hash(person_id, code)) for code in codes)
    journal.tell(session, domain.RecoveryCodesMade(), about=person_id, at=at)
    session.flush()
    return codes


def use_recovery_code(session: Session, person_id: PersonId, code: str, *, at: datetime) -> int:
    """Take one recovery code, also of two at once only one; return how many are left. Refuses RecoveryCodeIsWrong."""
    hashed = domain.recovery_hash(person_id, code)
    gone = sa.delete(RecoveryCode).where(RecoveryCode.person_id == person_id, RecoveryCode.code_hash == hashed)
    if session.execute(gone).rowcount != 1:  # type: ignore[attr-defined]
        raise domain.RecoveryCodeIsWrong
    left = list_factors(session, person_id).codes_left
    person = session.get_one(Person, person_id)
    journal.tell(session, domain.RecoveryCodeUsed(left=left), about=person_id, at=at)
    _post(session, person, _("A recovery code was used"), "recovery_code_used", at=at, left=left)
    session.flush()
    return left


def count_code(session: Session, person_id: uuid.UUID, *, at: datetime) -> None:
    """Count a code before it is looked at; refuses CodesPause after five wrong ones. To be committed before looking."""
    guessed = hold_door(session, domain.door_of_factor(person_id), at=at)
    if domain.must_wait(failures=guessed.failures, failed_at=guessed.failed_at, at=at):
        raise domain.CodesPause
    guessed.failures = failures_after(failures=guessed.failures, failed_at=guessed.failed_at, at=at)
    guessed.failed_at = at
    session.flush()


def use_code(session: Session, person_id: PersonId, code: str, *, seal: Seal, at: datetime) -> None:
    """Take the code that the person's code generator shows, once. Refuses CodeIsWrong."""
    row = session.get(Totp, person_id, populate_existing=True)
    step = domain.right_step(_unsealed(row, seal), code, at=at, after=row.last_step) if row else None
    if step is None:
        raise domain.CodeIsWrong
    # Asked of the row as it is when its lock is got: of two requests with one code, one finds its step used.
    taken = sa.update(Totp).where(Totp.person_id == person_id, Totp.last_step < step).values(last_step=step)
    if session.execute(taken).rowcount != 1:  # type: ignore[attr-defined]
        raise domain.CodeIsWrong
    session.execute(sa.delete(Guessing).where(Guessing.key_hash == domain.door_of_factor(person_id)))
    session.flush()


def _unsealed(row: Totp, seal: Seal) -> str:
    try:
        return seal.unseal(row.sealed_secret, purpose=domain.PURPOSE, owner=row.person_id)
    except CannotUnseal as error:
        # Sealed with a key that this installation no longer has: the code cannot be right, other ways still are.
        raise domain.CodeIsWrong from error


def _post(session: Session, person: Person, subject: str, name: str, *, at: datetime, **words: object) -> None:
    template = f"email/identity/{name}"
    outbox.post_mail(session, to=person.email, subject=subject, template=template, at=at, email=person.email, **words)
