"""Help for somebody who lost every second factor: two people, a delay, word to all, and a way to stop it."""

import re
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from accountability import clock, jobs
from accountability.access import Role
from accountability.database import new_id
from accountability.identity.commands.links import write_link
from accountability.identity.domain import LinkHasLapsed, LinkPurpose
from accountability.identity.models import MailLink, Person, SignInSession
from accountability.identity.queries import token_hash
from accountability.journal import JournalEntry
from accountability.organisation.commands.factor_reset import cancel_reset_by_link, start_reset_as_operator
from accountability.organisation.domain import factor_reset as domain
from accountability.organisation.models import FactorReset, Member, Membership, Organisation
from accountability.organisation.queries import get_member
from accountability.throttle import Throttle
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase
from tests.support.factors import Somebody, somebody
from tests.support.letters import letters_to, link_to
from tests.support.tenants import Tenant

PAGE = "/organisation/second-factors"
HOUR = timedelta(hours=1)


@pytest.fixture
def lost(client: CheckingClient, ours: Tenant) -> Somebody:
    """An officer with a code generator, signed out; there is one owner."""
    client.app.extensions["throttle"] = Throttle()
    ours.actor("owner")
    found = somebody(client, ours)
    found.set_up()
    found.leave()
    return found


@pytest.fixture
def owner(client: CheckingClient, ours: Tenant) -> CheckingClient:
    """The owner's browser."""
    return CheckingClient(client.app, at=client.at).sign_in(ours, "owner")


def second_owner(ours: Tenant, like: str = "viewer") -> None:
    """Another member becomes an owner, too."""
    ours.actor(like)
    with ours.session() as session, session.begin():
        session.execute(sa.update(Member).where(Member.id == ours.actor(like).member_id).values(role=Role.OWNER))


def ask(lost: Somebody, *, expect: int = 303) -> str:
    lost.give_password()
    typed = {"organisation": str(lost.tenant.organisation_id)}
    return lost.client.post("/sign-in/second-factor/lost", typed, expect=expect).text


def reset_of(ours: Tenant) -> FactorReset:
    with ours.session(read_only=True) as session:
        return session.scalars(sa.select(FactorReset).order_by(FactorReset.asked_at.desc())).first()


def facts_of(ours: Tenant) -> list[str]:
    with ours.session(read_only=True) as session:
        kinds = session.scalars(sa.select(JournalEntry.kind).order_by(JournalEntry.id))
        return [kind for kind in kinds if kind.startswith("FactorReset")]


def approve(owner: CheckingClient, ours: Tenant, *, expect: int = 303) -> str:
    return owner.post(f"{PAGE}/resets/{reset_of(ours).id}/approve", expect=expect).text


def has_factor(lost: Somebody, database: PinnedDatabase) -> bool:
    with database.transaction(read_only=True) as session:
        return session.scalar(sa.select(Person.second_factor_since).where(Person.email == lost.email)) is not None


def test_the_member_asks_an_owner_approves_and_a_day_later_it_is_done(
    lost: Somebody, owner: CheckingClient, ours: Tenant, worker: jobs.Worker, database: PinnedDatabase, at: datetime
) -> None:
    lost.give_password()
    assert "An owner of Otvorena Vrata" in lost.client.get("/sign-in/second-factor/lost").text
    ask(lost)
    assert "Waits for a second person" in owner.get(PAGE).text
    approve(owner, ours)
    jobs.run("organisation.carry_out_factor_resets", worker, at=at + 23 * HOUR)
    assert has_factor(lost, database)
    jobs.run("organisation.carry_out_factor_resets", worker, at=at + 24 * HOUR)
    assert not has_factor(lost, database)
    assert facts_of(ours) == ["FactorResetAsked", "FactorResetApproved", "FactorResetDone"]
    assert lost.give_password().location == "/"


def test_everybody_concerned_is_told_at_every_step(
    lost: Somebody, owner: CheckingClient, ours: Tenant, worker: jobs.Worker, database: PinnedDatabase, at: datetime
) -> None:
    second_owner(ours)
    ask(lost)
    approve(owner, ours)
    jobs.run("organisation.carry_out_factor_resets", worker, at=at + 24 * HOUR)
    for role in ("officer", "owner", "viewer"):
        subjects = [letter.subject for letter in letters_to(database, f"{role}@{ours.organisation_id}.example")]
        asked, approved, done = (
            "Somebody asked to remove a second factor",
            "A second factor will be removed",
            "A second factor was removed",
        )
        assert subjects[-3:] == [asked, approved, done]


def test_all_sign_ins_end_when_it_is_carried_out(
    lost: Somebody, owner: CheckingClient, ours: Tenant, worker: jobs.Worker, database: PinnedDatabase, at: datetime
) -> None:
    ask(lost)
    approve(owner, ours)
    lost.give_password()
    jobs.run("organisation.carry_out_factor_resets", worker, at=at + 24 * HOUR)
    with database.transaction(read_only=True) as session:
        person_id = ours.actor("officer").person_id
        assert session.scalars(sa.select(SignInSession).where(SignInSession.person_id == person_id)).all() == []


def test_nobody_can_do_both_halves(lost: Somebody, owner: CheckingClient, ours: Tenant) -> None:
    second_owner(ours)
    owner.post(f"{PAGE}/resets/start", {"member": str(ours.actor("officer").member_id)})
    assert "A second person has to approve" in approve(owner, ours, expect=409)
    assert "Approve</button>" not in owner.get(PAGE).text
    approve(owner.sign_in(ours, "viewer"), ours)


def test_an_owner_does_not_approve_their_own(owner: CheckingClient, client: CheckingClient, ours: Tenant) -> None:
    client.app.extensions["throttle"] = Throttle()
    second_owner(ours)
    boss = somebody(client, ours, "owner")
    boss.set_up()
    boss.leave()
    ask(boss)
    assert "A second person has to approve" in approve(owner.sign_in(ours, "owner"), ours, expect=409)


def test_the_database_holds_that_it_takes_two(lost: Somebody, ours: Tenant, at: datetime) -> None:
    who = ours.actor("officer").member_id
    with ours.session() as session:
        session.add(FactorReset(member_id=who, asked_by=who, asked_at=at, approved_by=who))
        with pytest.raises(sa.exc.IntegrityError, match="takes_two"):
            session.flush()


def test_one_owner_alone_cannot_start_it_for_somebody(lost: Somebody, owner: CheckingClient, ours: Tenant) -> None:
    page = owner.post(f"{PAGE}/resets/start", {"member": str(ours.actor("officer").member_id)}, expect=409)
    assert "no other owner who could approve" in page.text


def test_it_is_asked_for_once_at_a_time(lost: Somebody, ours: Tenant) -> None:
    ask(lost)
    assert "asked for already" in ask(lost, expect=422)


@pytest.mark.parametrize("way", ["owner", "link"])
def test_it_can_be_stopped_until_it_is_carried_out(
    way: str, lost: Somebody, owner: CheckingClient, ours: Tenant, worker: jobs.Worker, database: PinnedDatabase, at: datetime
) -> None:
    ask(lost)
    approve(owner, ours)
    if way == "owner":
        owner.post(f"{PAGE}/resets/{reset_of(ours).id}/cancel")
        owner.post(f"{PAGE}/resets/{reset_of(ours).id}/cancel", expect=409)
    else:
        path = link_to(database, lost.email)
        assert "Stop it" in lost.client.get(path).text
        lost.client.post(path)
        assert "no longer open" in lost.client.get(path).text
        lost.client.post(path, expect=422)
    jobs.run("organisation.carry_out_factor_resets", worker, at=at + 99 * HOUR)
    assert has_factor(lost, database)
    assert facts_of(ours)[-1] == "FactorResetCancelled"
    assert letters_to(database, lost.email)[-1].subject == "A second factor stays as it is"


@pytest.mark.parametrize("way", ["owner", "link"])
def test_stopping_one_leaves_the_links_that_stop_another(
    way: str, lost: Somebody, owner: CheckingClient, ours: Tenant, database: PinnedDatabase, at: datetime
) -> None:
    """Owners of another organisation could else close them by asking and stopping there themselves."""
    ask(lost)
    person_id, payload = ours.actor("officer").person_id, {"organisation_id": str(ours.organisation_id), "reset_id": str(new_id())}
    with database.transaction() as session:
        elsewhere = write_link(session, LinkPurpose.CANCEL_RESET, person_id=person_id, payload=payload, at=at)
    if way == "owner":
        owner.post(f"{PAGE}/resets/{reset_of(ours).id}/cancel")
    else:
        owner.post(link_to(database, lost.email))
    with database.transaction(read_only=True) as session:
        open_ones = session.scalars(sa.select(MailLink.token_hash).where(MailLink.used_at.is_(None))).all()
    assert open_ones == [token_hash(elsewhere)]


def test_looking_at_the_link_stops_nothing(lost: Somebody, ours: Tenant, database: PinnedDatabase) -> None:
    ask(lost)
    path = link_to(database, lost.email)
    lost.client.get(path), lost.client.get(path)
    assert reset_of(ours).ended_at is None


def test_what_nobody_approves_lapses_after_a_week(
    lost: Somebody, owner: CheckingClient, ours: Tenant, worker: jobs.Worker, database: PinnedDatabase, at: datetime
) -> None:
    ask(lost)
    owner.at = at + timedelta(days=7, minutes=1)
    owner.sign_in(Tenant(ours.database, ours.organisation_id, ours.name, owner.at, ours.actors), "owner")
    approve(owner, ours, expect=409)
    jobs.run("organisation.carry_out_factor_resets", worker, at=owner.at)
    assert reset_of(ours).ended_as is domain.ResetEnd.LAPSED
    assert has_factor(lost, database)


@pytest.mark.parametrize(
    ("role", "memberships", "hours"), [("viewer", 1, 24), ("owner", 1, 72), ("coordinator", 1, 72), ("viewer", 2, 72)]
)
def test_where_more_is_at_stake_there_is_more_time_to_stop_it(role: str, memberships: int, hours: int) -> None:
    assert domain.delay_for(role, memberships=memberships) == hours * HOUR


def test_owners_of_the_person_s_other_organisations_hear_of_it_and_can_stop_it(
    lost: Somebody, owner: CheckingClient, ours: Tenant, theirs: Tenant, database: PinnedDatabase, at: datetime
) -> None:
    theirs.actor("owner")
    with theirs.session() as session, session.begin():
        member = Member(name="Lule there", email=lost.email, role=Role.VIEWER, joined_at=at)
        session.add(member)
        session.flush()
        person_id = ours.actor("officer").person_id
        session.add(Membership(person_id=person_id, organisation_id=theirs.organisation_id, member_id=member.id))
    ask(lost)
    letter = letters_to(database, f"owner@{theirs.organisation_id}.example")[-1]
    assert "In another organisation somebody asked" in letter.text
    assert ours.name not in letter.text + letter.subject
    approve(owner, ours)
    assert reset_of(ours).due_at == at + 72 * HOUR
    CheckingClient(owner.app, at=at).post(link_to(database, f"owner@{theirs.organisation_id}.example"))
    assert reset_of(ours).ended_as is domain.ResetEnd.CANCELLED


def test_other_organisations_cannot_see_approve_or_stop_it(
    lost: Somebody, ours: Tenant, theirs: Tenant, owner: CheckingClient
) -> None:
    ask(lost)
    reset_id = reset_of(ours).id
    owner.sign_in(theirs, "owner")
    owner.post(f"{PAGE}/resets/{reset_id}/approve", expect=404)
    owner.post(f"{PAGE}/resets/{reset_id}/cancel", expect=404)
    owner.post(f"{PAGE}/resets/start", {"member": str(ours.actor("officer").member_id)}, expect=404)
    owner.post(f"{PAGE}/resets/start", {"member": "nonsense"}, expect=404)


def test_only_an_organisation_of_one_s_own_can_be_asked(lost: Somebody, theirs: Tenant) -> None:
    lost.give_password()
    lost.client.post("/sign-in/second-factor/lost", {"organisation": str(theirs.organisation_id)}, expect=404)


def test_without_the_first_proof_nobody_is_asked(lost: Somebody, ours: Tenant) -> None:
    assert lost.client.get("/sign-in/second-factor/lost", expect=303).location == "/sign-in"
    lost.client.post("/sign-in/second-factor/lost", {"organisation": str(ours.organisation_id)})
    assert reset_of(ours) is None


def test_there_is_nothing_to_reset_without_a_second_factor(lost: Somebody, owner: CheckingClient, ours: Tenant) -> None:
    second_owner(ours)
    page = owner.post(f"{PAGE}/resets/start", {"member": str(ours.actor("contributor").member_id)}, expect=409)
    assert "nothing to remove" in page.text


def test_no_organisation_resets_whoever_runs_the_service(
    lost: Somebody, owner: CheckingClient, ours: Tenant, worker: jobs.Worker, database: PinnedDatabase, at: datetime
) -> None:
    ask(lost)
    approve(owner, ours)
    with database.transaction() as session:
        session.execute(sa.update(Person).where(Person.email == lost.email).values(is_operator=True))
    jobs.run("organisation.carry_out_factor_resets", worker, at=at + 24 * HOUR)
    assert has_factor(lost, database)
    assert "runs the service" in ask(lost, expect=422)


def test_somebody_who_left_meanwhile_is_left_alone(
    lost: Somebody, owner: CheckingClient, ours: Tenant, worker: jobs.Worker, database: PinnedDatabase, at: datetime
) -> None:
    ask(lost)
    approve(owner, ours)
    with database.transaction() as session:
        session.execute(sa.delete(Membership).where(Membership.member_id == ours.actor("officer").member_id))
    owner.post(f"{PAGE}/resets/{reset_of(ours).id}/cancel")
    assert has_factor(lost, database)


def test_the_only_owner_is_told_to_write_to_the_operator(client: CheckingClient, ours: Tenant) -> None:
    client.app.extensions["throttle"] = Throttle()
    boss = somebody(client, ours, "owner")
    boss.set_up()
    boss.leave()
    boss.give_password()
    assert "Write to whoever runs this service" in client.get("/sign-in/second-factor/lost").text
    assert "no other owner" in ask(boss, expect=422)


def test_an_organisation_asks_all_its_members_and_tells_them(owner: CheckingClient, ours: Tenant, database: PinnedDatabase) -> None:
    viewer = CheckingClient(owner.app, at=owner.at)
    somebody(viewer, ours, "viewer")
    viewer.get("/account")
    owner.post(f"{PAGE}/demand", {"of_all": "yes"})
    owner.post(f"{PAGE}/demand", {"of_all": "yes"})
    assert viewer.get("/organisation", expect=303).location.startswith("/account/second-factor/set-up")
    letters = letters_to(database, f"viewer@{ours.organisation_id}.example")
    assert [letter.subject for letter in letters] == ["Otvorena Vrata asks for a second factor"]
    assert "Needed before you go on" in viewer.get("/account/second-factor/set-up").text
    owner.post(f"{PAGE}/demand", {"of_all": "no"})
    viewer.get("/organisation")


def test_asking_all_members_is_the_owners_and_wants_a_fresh_proof(owner: CheckingClient, ours: Tenant) -> None:
    owner.at += 31 * timedelta(minutes=1)
    assert owner.post(f"{PAGE}/demand", {"of_all": "yes"}).location.startswith("/account/confirm")
    owner.at -= 31 * timedelta(minutes=1)
    owner.sign_in(ours, "officer").post(f"{PAGE}/demand", {"of_all": "yes"}, expect=403)
    with ours.session(read_only=True) as session:
        assert not session.scalars(sa.select(Organisation.demands_second_factor)).one()


def test_the_last_factor_stays_while_any_organisation_asks_for_one(lost: Somebody, owner: CheckingClient, ours: Tenant) -> None:
    owner.post(f"{PAGE}/demand", {"of_all": "yes"})
    lost.wait(timedelta(minutes=1))
    lost.give_password()
    lost.give("code", lost.code())
    lost.client.actor = ours.actor("officer")
    page = lost.client.post("/account/second-factor/remove", expect=409)
    assert "this is the last one" in page.text
    assert re.search("since", lost.client.get("/account/second-factor").text)


def run(app: Flask, email: str, at: datetime) -> str:
    """What whoever runs the service reads after asking for a reset."""
    with clock.fixed(at):
        return app.test_cli_runner().invoke(args=["identity", "reset-second-factor", email]).output


def test_whoever_runs_the_service_helps_the_only_owner_after_three_days(
    client: CheckingClient, ours: Tenant, worker: jobs.Worker, database: PinnedDatabase, at: datetime
) -> None:
    client.app.extensions["throttle"] = Throttle()
    boss = somebody(client, ours, "owner")
    boss.set_up()
    assert "In 3 days" in run(client.app, boss.email.upper(), at)
    jobs.run("organisation.carry_out_factor_resets", worker, at=at + 71 * HOUR)
    assert has_factor(boss, database)
    assert "will be removed" in letters_to(database, boss.email)[-1].text
    jobs.run("organisation.carry_out_factor_resets", worker, at=at + 72 * HOUR)
    assert not has_factor(boss, database)
    assert facts_of(ours) == ["FactorResetAsked", "FactorResetDone"]


def test_whoever_runs_the_service_does_not_stand_in_for_owners(lost: Somebody, ours: Tenant, at: datetime) -> None:
    ours.actor("owner")
    assert "They decide" in run(lost.client.app, lost.email, at)
    assert "Nobody has an account" in run(lost.client.app, "nobody@example.org", at)
    assert reset_of(ours) is None


def test_nobody_starts_it_from_the_machine_where_owners_could(lost: Somebody, ours: Tenant, at: datetime) -> None:
    ours.actor("owner")
    with ours.session() as session, pytest.raises(domain.OwnersCanApprove):
        start_reset_as_operator(session, get_member(session, ours.actor("officer").member_id), at=at, address=str)


def test_for_somebody_who_is_no_longer_a_member_there_is_nothing_to_do(lost: Somebody, owner: CheckingClient, ours: Tenant) -> None:
    ask(lost)
    with ours.session() as session, session.begin():
        session.execute(sa.delete(Membership).where(Membership.member_id == ours.actor("officer").member_id))
    assert "nothing to remove" in approve(owner, ours, expect=409)


def test_of_two_decisions_at_once_the_second_sees_the_first(lost: Somebody, owner: CheckingClient, ours: Tenant) -> None:
    ask(lost)
    approve(owner, ours)
    assert "approved, carried out or stopped already" in approve(owner, ours, expect=409)


def test_a_link_about_something_else_stops_nothing(lost: Somebody, ours: Tenant, at: datetime) -> None:
    ask(lost)
    with ours.session() as session, session.begin():
        token = write_link(session, LinkPurpose.CANCEL_RESET, person_id=ours.actor("officer").person_id, at=at)
    with ours.session() as session, pytest.raises(LinkHasLapsed):
        cancel_reset_by_link(session, token, at=at)
    assert reset_of(ours).ended_at is None
