"""One mail a morning, only when there is something new, and never the same twice: with the clock moved on, on both databases."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import jobs
from accountability.access import Actor, Role
from accountability.followup import commands
from accountability.followup.access import READ_FOLLOWUP
from accountability.followup.domain.plan import Move, Status
from accountability.followup.domain.plan.reminding import Reminder
from accountability.organisation.models import Member
from accountability.outbox import OutboxMail
from tests.followup.plan import DONE, due_in, move, plan
from tests.support.tenants import Tenant

MORNING = 6  # UTC: eight o'clock in Skopje in summer
Look = Callable[[int], list[str]]


@pytest.fixture
def look(session: Session, worker: jobs.Worker, at: datetime) -> Look:
    """`look(3)`: the job's look on the third morning from now; who was written to since the last look, and about how many."""
    seen: set[object] = set()

    def looked(days: int, *, hour: int = MORNING, minute: int = 0) -> list[str]:
        session.commit()
        jobs.run("followup.send_plan_digests", worker, at=(at + timedelta(days=days)).replace(hour=hour, minute=minute))
        session.expire_all()
        new = [mail for mail in session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id)) if mail.id not in seen]
        seen.update(mail.id for mail in new)
        return sorted(f"{mail.recipient.partition('@')[0]}: {mail.text.count('/plan/actions/')}" for mail in new)

    return looked


def carried(
    session: Session, by: Actor, at: datetime, *, owner: Actor | None, due: int = 20, title: str = "Write it down"
) -> object:
    owner_id = owner.member_id if owner else None
    return plan(session, by=by, at=at, owner_id=owner_id, due_on=due_in(due, at), title=title)


def test_whoever_carries_an_action_is_reminded_a_week_before_the_day_after_and_weekly(
    session: Session, ours: Tenant, officer: Actor, at: datetime, look: Look
) -> None:
    carried(session, officer, at, owner=ours.actor("contributor"))
    told = [day for day in range(1, 45) if look(day)]
    assert told == [13, 21, 28, 35, 42]


def test_one_mail_holds_everything_of_a_morning(session: Session, ours: Tenant, officer: Actor, at: datetime, look: Look) -> None:
    for number in range(3):
        carried(session, officer, at, owner=ours.actor("contributor"), due=8 + number, title=f"Do {number}")
    carried(session, officer, at, owner=officer, due=8)
    assert look(4) == ["contributor: 3", "officer: 1"]


def test_the_same_morning_writes_once_however_often_the_job_looks(
    session: Session, ours: Tenant, officer: Actor, at: datetime, look: Look
) -> None:
    carried(session, officer, at, owner=officer, due=3)
    assert look(1) == ["officer: 1"]
    carried(session, officer, at, owner=officer, due=3)
    assert [look(1, minute=minute) for minute in (1, 2, 59)] == [[], [], []]
    assert look(2) == ["officer: 1"]
    carried(session, officer, at, owner=officer, due=3)
    assert (look(2, minute=1), look(3)) == ([], ["officer: 1"])


def test_of_two_workers_that_look_at_once_the_second_writes_nothing(session: Session, officer: Actor, at: datetime) -> None:
    carried(session, officer, at, owner=officer, due=3)
    morning = (at + timedelta(days=1)).replace(hour=MORNING)
    looks = [commands.send_reminders(session, rule=READ_FOLLOWUP, base_url="", at=morning) for _ in range(2)]
    carried(session, officer, at, owner=officer, due=3)
    looks.append(commands.send_reminders(session, rule=READ_FOLLOWUP, base_url="", at=morning))
    assert looks == [1, 0, 0]


def test_a_mark_that_is_lost_would_write_twice(
    session: Session, officer: Actor, at: datetime, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accountability.followup.commands.reminding.reminder_of", lambda *_args, **_more: Reminder.SOON)
    carried(session, officer, at, owner=officer, due=3)
    assert (look(1), look(2)) == (["officer: 1"], ["officer: 1"])


@pytest.mark.parametrize(("hour", "is_written"), [(3, False), (5, True), (9, True), (11, False), (23, False)])
def test_mails_leave_in_the_morning_of_the_organisation(
    session: Session, officer: Actor, at: datetime, look: Look, hour: int, is_written: bool
) -> None:
    carried(session, officer, at, owner=officer, due=3)
    assert bool(look(1, hour=hour)) is is_written
    if not is_written:
        assert look(2) == ["officer: 1"]


def test_what_is_over_reminds_nobody(session: Session, officer: Actor, at: datetime, look: Look) -> None:
    move(session, carried(session, officer, at, owner=officer, due=3), DONE, by=officer, at=at)
    blocked = carried(session, officer, at, owner=officer, due=3)
    move(session, blocked, Move(status=Status.BLOCKED, reason="No answer."), by=officer, at=at)
    commands.remove_action(session, carried(session, officer, at, owner=officer, due=3), by=officer, at=at)
    assert look(1) == ["officer: 1"]


def test_what_nobody_carries_goes_to_the_officers(session: Session, ours: Tenant, officer: Actor, at: datetime, look: Look) -> None:
    ours.actor("owner")
    carried(session, officer, at, owner=None, due=3)
    assert look(1) == ["officer: 1"]
    assert "nobody carries it yet" in session.scalars(sa.select(OutboxMail.text)).one()


def test_without_an_officer_the_owners_are_told(session: Session, ours: Tenant, officer: Actor, at: datetime, look: Look) -> None:
    ours.actor("owner")
    carried(session, officer, at, owner=None, due=3)
    session.get_one(Member, (ours.organisation_id, officer.member_id)).left_at = at
    assert look(1) == ["owner: 1"]


@pytest.mark.parametrize("has_left", [True, False])
def test_who_left_or_may_no_longer_read_the_plan_is_not_written_to(
    session: Session, ours: Tenant, officer: Actor, at: datetime, look: Look, has_left: bool
) -> None:
    gone = ours.actor("contributor")
    carried(session, officer, at, owner=gone, due=3)
    member = session.get_one(Member, (ours.organisation_id, gone.member_id))
    if has_left:
        member.left_at = at
    else:
        member.role = Role.DATA_ENTRY
    assert look(1) == ["officer: 1"]


def test_a_new_day_reminds_again(session: Session, officer: Actor, at: datetime, look: Look) -> None:
    action = carried(session, officer, at, owner=officer, due=3)
    assert look(1) == ["officer: 1"]
    action.due_on = due_in(20, at)
    assert [day for day in range(2, 25) if look(day)] == [13, 21]


def test_the_mail_says_what_when_and_where(session: Session, officer: Actor, at: datetime, look: Look) -> None:
    action = carried(session, officer, at, owner=officer, due=3, title="Tell <people>")
    look(4)
    mail = session.scalars(sa.select(OutboxMail)).one()
    assert mail.subject == "One action of the plan is overdue"
    assert "Tell <people> (was due on 7 May 2026)" in mail.text
    assert f"http://localhost/plan/actions/{action.id}" in mail.text
    assert "Tell &lt;people&gt;" in mail.html


def test_nobody_is_told_of_another_organisations_plan(
    session: Session, theirs: Tenant, officer: Actor, at: datetime, look: Look
) -> None:
    with theirs.session() as other, other.begin():
        plan(other, by=theirs.actor("officer"), at=at, owner_id=theirs.actor("officer").member_id, due_on=due_in(3, at))
    carried(session, officer, at, owner=officer, due=3)
    look(1)
    found = {mail.organisation_id: mail.recipient for mail in session.scalars(sa.select(OutboxMail))}
    assert {key: f"officer@{key}.example" for key in found} == found
    assert len(found) == 2
