"""What pages seldom come to: lost races, passkeys of nobody, housekeeping."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import jobs
from accountability.access import PersonId
from accountability.identity import commands
from accountability.identity.commands import factors, passkeys
from accountability.identity.domain import NewPerson
from accountability.identity.domain import factors as domain
from accountability.identity.domain.passkeys import NewPasskey
from accountability.identity.models import SpentChallenge
from accountability.identity.queries import list_factors
from accountability.outbox import OutboxMail
from accountability.sealing import Seal
from tests.support.databases import PinnedDatabase

SEAL, SECRET = Seal(["a-sealing-key-of-the-tests-0123456789"]), domain.new_secret()
KEY = NewPasskey(id="AAAA", public_key="AAAA", sign_count=0)


@pytest.fixture
def ana(session: Session, at: datetime) -> PersonId:
    """Somebody with a code generator and a passkey."""
    new = NewPerson(name="Ana", email="ana@example.org", password="a long and good sentence")
    person_id = PersonId(commands.make_account(session, new, at=at).person_id)
    factors.add_totp(session, person_id, SECRET, domain.code_at(SECRET, at=at), seal=SEAL, at=at)
    passkeys.add_passkey(session, person_id, KEY, name="", fallback="Key", at=at)
    return person_id


def test_a_code_whose_step_another_request_has_just_used_is_wrong(
    session: Session, ana: PersonId, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(domain, "right_step", lambda *_, after, **__: after)
    with pytest.raises(domain.CodeIsWrong):
        factors.use_code(session, ana, "000000", seal=SEAL, at=at)


def test_a_code_of_somebody_without_generator_is_wrong(session: Session, ana: PersonId, at: datetime) -> None:
    factors.remove_totp(session, ana, is_required=True, at=at)
    with pytest.raises(domain.CodeIsWrong):
        factors.use_code(session, ana, domain.code_at(SECRET, at=at + timedelta(minutes=1)), seal=SEAL, at=at)


def test_recovery_codes_stay_while_there_is_another_factor(session: Session, ana: PersonId, at: datetime) -> None:
    factors.make_recovery_codes(session, ana, at=at)
    factors.remove_passkey(session, ana, KEY.id, is_required=True, at=at)
    assert list_factors(session, ana).codes_left == 10
    with pytest.raises(domain.LastFactorStays):
        factors.remove_totp(session, ana, is_required=True, at=at)


def test_nobody_is_told_of_a_passkey_that_is_nobody_s(session: Session, ana: PersonId, at: datetime) -> None:
    before = session.scalar(sa.select(sa.func.count()).select_from(OutboxMail))
    passkeys.note_copied_passkey(session, '{"id": "BBBB"}', at=at)
    assert session.scalar(sa.select(sa.func.count()).select_from(OutboxMail)) == before


def test_the_worker_forgets_spent_challenges(database: PinnedDatabase, worker: jobs.Worker, at: datetime) -> None:
    with database.transaction() as session:
        passkeys.spend_challenge(session, "old", asked_at=at, at=at)
        passkeys.spend_challenge(session, "new", asked_at=at, at=at + timedelta(minutes=5))
    jobs.run("identity.forget_spent_challenges", worker, at=at + timedelta(minutes=12))
    with database.transaction(read_only=True) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(SpentChallenge)) == 1
