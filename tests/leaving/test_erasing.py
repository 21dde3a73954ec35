"""Erasing an organisation takes two owners, a week and a sentence typed; erasing an account leaves what was written."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from accountability.access import Actor, Role
from accountability.assessment.models import AgreedLevel
from accountability.identity.models import Person
from accountability.journal import JournalPersonal
from accountability.leaving import commands, domain, queries
from accountability.leaving.domain.erasing import DAYS_TO_THINK
from accountability.leaving.holdings import holding, holdings
from accountability.leaving.models import AccountErasure, Erasure
from accountability.organisation import commands as organisation
from accountability.organisation.models import FormerMembership, Invitation, Member
from accountability.outbox import OutboxMail
from accountability.record import queries as record
from tests.factories.world import Universe
from tests.leaving.arriving import bring
from tests.leaving.conftest import Site, export
from tests.support.databases import all_seeing
from tests.support.tenants import Tenant, make_tenant

WEEK = DAYS_TO_THINK


def second_owner(tenant: Tenant) -> Actor:
    """Another owner: the viewer, promoted."""
    viewer = tenant.actor("viewer")
    with tenant.session() as session, session.begin():
        session.get_one(Member, (tenant.organisation_id, viewer.member_id)).role = Role.OWNER
    return viewer


def ask(tenant: Tenant, *, at: datetime, typed: str | None = None) -> None:
    with tenant.session() as session, session.begin():
        by = tenant.actor("owner")
        commands.ask_to_erase(session, typed or by.organisation_name, by=by, at=at, address=lambda: "https://example.org/x")


def confirm(tenant: Tenant, by: Actor, *, at: datetime) -> None:
    with tenant.session() as session, session.begin():
        commands.confirm_erasure(session, by.organisation_name, by=by, at=at, address=lambda: "x")


def keep(tenant: Tenant, *, at: datetime) -> None:
    with tenant.session() as session, session.begin():
        commands.cancel_erasure(session, by=tenant.actor("owner"), at=at, address=lambda: "x")


def is_here(tenant: Tenant) -> bool:
    with tenant.session() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Member)) != 0


def letters(site: Site, subject: str) -> set[str]:
    with site.worker.database.session() as session:
        return set(session.scalars(sa.select(OutboxMail.recipient).where(OutboxMail.subject.contains(subject))))


def test_a_single_owner_waits_a_week_and_no_less(site: Site, leaver: Tenant, at: datetime) -> None:
    ask(leaver, at=at)
    site.run("leaving.erase_organisations", at=at + WEEK - timedelta(minutes=1))
    assert is_here(leaver)
    site.run("leaving.erase_organisations", at=at + WEEK)
    assert not is_here(leaver)


def test_with_two_owners_the_week_begins_when_the_other_agrees(site: Site, leaver: Tenant, at: datetime) -> None:
    other = second_owner(leaver)
    ask(leaver, at=at)
    assert letters(site, "wants to erase") == {f"{role}@{leaver.organisation_id}.example" for role in ("owner", "viewer")}
    site.run("leaving.erase_organisations", at=at + 2 * WEEK)
    with pytest.raises(domain.AskedByTheSame):
        confirm(leaver, leaver.actor("owner"), at=at)
    confirm(leaver, other, at=at + 2 * WEEK)
    with pytest.raises(domain.IsAskedAlready):
        confirm(leaver, other, at=at + 2 * WEEK)
    site.run("leaving.erase_organisations", at=at + 3 * WEEK - timedelta(minutes=1))
    assert is_here(leaver)
    site.run("leaving.erase_organisations", at=at + 3 * WEEK)
    assert not is_here(leaver)


def test_what_was_taken_back_is_kept(site: Site, leaver: Tenant, at: datetime) -> None:
    ask(leaver, at=at)
    with pytest.raises(domain.IsAskedAlready):
        ask(leaver, at=at)
    keep(leaver, at=at)
    assert letters(site, "will not be erased")
    site.run("leaving.erase_organisations", at=at + 2 * WEEK)
    assert is_here(leaver)
    with pytest.raises(domain.NothingIsAsked):
        keep(leaver, at=at)


def test_another_name_erases_nothing(leaver: Tenant, at: datetime) -> None:
    with pytest.raises(domain.NameDiffers):
        ask(leaver, at=at, typed="Another name")


def test_only_this_organisation_goes_and_its_members_with_no_other_one(site: Site, universe: Universe, at: datetime) -> None:
    leaver, staying = universe.worlds["A2"].tenant, universe.worlds["A3"].tenant
    with leaver.session() as session:
        members = set(queries.list_persons(session).values())
    ask(leaver, at=at)
    before = rows_of_others(site, leaver)
    site.run("leaving.erase_organisations", at=at + WEEK)
    assert is_here(staying)
    assert rows_of_others(site, leaver) == before
    with site.worker.database.session() as session:
        waiting = set(session.scalars(sa.select(AccountErasure.person_id)))
    assert waiting == members


@pytest.mark.parametrize("kind", ["sqlite"])
def test_who_was_in_no_network_leaves_no_row_at_all(site: Site, universe: Universe, at: datetime) -> None:
    alone = make_tenant(site.database, "Samotnjak", at=at)
    ask(alone, at=at)
    site.run("leaving.erase_organisations", at=at + WEEK)
    with all_seeing(site.database).connect() as connection:
        organisation = holding("organisation").table
        asked = sa.select(organisation.c.name).where(organisation.c.organisation_id == alone.organisation_id)
        assert connection.scalar(asked) is None


@pytest.mark.parametrize("kind", ["sqlite"])
def test_who_left_no_row_comes_back_with_no_archive_either(site: Site, universe: Universe, at: datetime) -> None:
    alone = make_tenant(site.database, "Samotnjak", at=at)
    archive = export(site, alone, at=at)
    ask(alone, at=at)
    site.run("leaving.erase_organisations", at=at + WEEK)
    with pytest.raises(domain.IsHereAlready):
        bring(site, archive, at=at)


@pytest.mark.parametrize("kind", ["sqlite"])
def test_what_was_taken_back_while_the_worker_came_is_kept(site: Site, leaver: Tenant, at: datetime) -> None:
    """The worker looks again, with the request held, before it erases."""
    commands.erase_if_due(site.worker, leaver.organisation_id, at=at)
    ask(leaver, at=at)
    commands.erase_if_due(site.worker, leaver.organisation_id, at=at)
    assert is_here(leaver)


def rows_of_others(site: Site, leaver: Tenant) -> dict[str, list[str]]:
    """What other organisations keep of their own; shared rows lose our name."""
    with all_seeing(site.database).connect() as connection:
        return {
            table.name: sorted(
                str(row)
                for row in connection.execute(sa.select(table.table).where(table.table.c.organisation_id != leaver.organisation_id))
            )
            for table in holdings()
            if table.is_owned
        }


def erase_account(site: Site, tenant: Tenant, role: str, *, at: datetime) -> None:
    actor = tenant.actor(role)
    with tenant.session() as session, session.begin():
        typed = queries.mail_of(session, actor.person_id)
        commands.ask_to_erase_account(session, typed, by=actor, at=at)
    site.run("leaving.erase_accounts", at=at)


def test_who_erases_their_account_leaves_their_work_under_a_former_member(site: Site, leaver: Tenant, at: datetime) -> None:
    officer = leaver.actor("officer")
    with leaver.session() as session:
        rated = session.scalar(
            sa.select(sa.func.count()).select_from(AgreedLevel).where(AgreedLevel.member_id == officer.member_id)
        )
    erase_account(site, leaver, "officer", at=at)
    with leaver.session() as session:
        member = session.get_one(Member, (leaver.organisation_id, officer.member_id))
        still = session.scalar(
            sa.select(sa.func.count()).select_from(AgreedLevel).where(AgreedLevel.member_id == officer.member_id)
        )
    assert (member.name, member.email) == ("A former member", f"{officer.member_id}@erased.invalid")
    assert member.left_at == at
    assert rated == still != 0


def leave_and_move(tenant: Tenant, role: str, *, at: datetime) -> None:
    """Leave the organisation, and only then take another address."""
    actor = tenant.actor(role)
    with tenant.session() as session, session.begin():
        member = session.get_one(Member, (tenant.organisation_id, actor.member_id))
        organisation.end_membership(session, member, by=tenant.actor("owner"), at=at)
        session.get_one(Person, actor.person_id).email = "elsewhere@example.org"
        session.add(AccountErasure(person_id=actor.person_id, asked_at=at))


def test_who_left_before_their_address_changed_is_erased_there_too(site: Site, leaver: Tenant, at: datetime) -> None:
    leave_and_move(leaver, "viewer", at=at)
    site.run("leaving.erase_accounts", at=at)
    member_id = leaver.actor("viewer").member_id
    with leaver.session() as session:
        member = session.get_one(Member, (leaver.organisation_id, member_id))
    assert (member.name, member.email) == ("A former member", f"{member_id}@erased.invalid")


def test_without_the_trace_of_a_former_membership_they_would_stay(site: Site, leaver: Tenant, at: datetime) -> None:
    leave_and_move(leaver, "viewer", at=at)
    with all_seeing(site.database).begin() as connection:
        connection.execute(sa.delete(FormerMembership.__table__))
    site.run("leaving.erase_accounts", at=at)
    with leaver.session() as session:
        assert session.get_one(Member, (leaver.organisation_id, leaver.actor("viewer").member_id)).name != "A former member"


@pytest.mark.parametrize("role", ["custom", "reviewer", "coordinator"])
@pytest.mark.parametrize("kind", ["sqlite"])
def test_whatever_role_somebody_holds_their_account_can_be_erased(role: str, site: Site, leaver: Tenant, at: datetime) -> None:
    """One that could not be would stand in the way of everybody else's, and of starting again."""
    erase_account(site, leaver, role, at=at)
    with site.worker.database.session() as session:
        assert queries.mail_of(session, leaver.actor(role).person_id) == ""


def test_an_account_is_gone_with_all_that_opened_it(site: Site, leaver: Tenant, at: datetime) -> None:
    officer = leaver.actor("officer")
    erase_account(site, leaver, "officer", at=at)
    with site.worker.database.session() as session:
        assert queries.mail_of(session, officer.person_id) == ""
        assert queries.list_findings(session, officer.person_id) == []
        assert session.scalars(sa.select(Erasure.subject_id)).all() == [officer.person_id]
        assert not session.scalars(sa.select(AccountErasure)).all()


def test_an_erased_person_is_gone_from_the_record_and_its_chain_still_holds(site: Site, leaver: Tenant, at: datetime) -> None:
    officer = leaver.actor("officer")
    site.run("record.chain", at=at)
    before = faults_of_record(leaver)
    erase_account(site, leaver, "officer", at=at)
    with leaver.session() as session:
        named = session.scalars(sa.select(JournalPersonal.value).where(JournalPersonal.member_id == officer.member_id)).all()
    assert named == []
    after = faults_of_record(leaver)
    assert after.faults == before.faults
    assert after.erased > before.erased


def faults_of_record(tenant: Tenant) -> Any:
    """What verifying the record finds."""
    with tenant.session() as session:
        return record.check(session, record.list_anchored(session), at=tenant.at)


def test_invitations_of_an_erased_person_no_longer_name_them_anywhere(site: Site, universe: Universe, at: datetime) -> None:
    leaver, inviting = universe.worlds["A2"].tenant, universe.worlds["B1"].tenant
    mail = f"officer@{leaver.organisation_id}.example"
    with inviting.session() as session, session.begin():
        by = inviting.actor("owner").member_id
        session.add(Invitation(email=mail, role=Role.VIEWER, invited_by=by, invited_at=at))
    erase_account(site, leaver, "officer", at=at)
    with inviting.session() as session:
        assert mail not in session.scalars(sa.select(Invitation.email)).all()


def test_the_last_owner_is_told_what_to_do_first(site: Site, leaver: Tenant, at: datetime) -> None:
    with pytest.raises(domain.IsLastOwner, match="Make somebody else an owner"):
        erase_account(site, leaver, "owner", at=at)
    second_owner(leaver)
    erase_account(site, leaver, "owner", at=at)


def test_another_address_erases_no_account(leaver: Tenant, at: datetime) -> None:
    with leaver.session() as session, pytest.raises(domain.MailDiffers):
        commands.ask_to_erase_account(session, "x@example.org", by=leaver.actor("officer"), at=at)


def test_a_person_takes_along_what_they_did_and_nobody_elses_address(leaver: Tenant) -> None:
    with leaver.session(read_only=True) as session:
        found = queries.list_findings(session, leaver.actor("officer").person_id)
    tables = {each.table for each in found}
    assert {"person", "sign_in_session", "membership", "member", "rating", "assessment", "journal_entry"} <= tables
    values = [str(value) for each in found for row in each.rows for value in row]
    mails = {value for value in values if "@" in value and value.endswith(".example")}
    assert mails == {f"officer@{leaver.organisation_id}.example"}
    assert "password_hash" not in {column for each in found for column in each.columns}
