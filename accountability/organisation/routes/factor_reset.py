"""Second factors of the whole organisation: who has one, whether all must, and what is done for those who lost theirs."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from accountability.access import ANYONE, MemberId, PersonId
from accountability.database import NotFound
from accountability.identity import domain as identity
from accountability.identity import queries as people
from accountability.identity.routes.proving import find_waiting
from accountability.language import gettext as _
from accountability.organisation import queries
from accountability.organisation.access import (
    CANCEL_FACTOR_RESET,
    DEMAND_SECOND_FACTOR,
    RESET_SECOND_FACTOR,
    SEE_MEMBERS,
)
from accountability.organisation.commands import factor_reset as commands
from accountability.organisation.domain import factor_reset as domain
from accountability.organisation.queries import factor_reset as reading
from accountability.organisation.routes.pages import pages
from accountability.tenancy import OrganisationId
from accountability.web import absolute_url, go, here, knock, page, say
from forms.base import Form


@pages.get("/organisation/second-factors", access=SEE_MEMBERS)
def show_second_factors() -> ResponseReturnValue:
    """Who has a second factor, whether all members must, and which resets are under way."""
    open_resets = reading.list_open_resets(here.session)
    under_way = {each.reset.member_id for each in open_resets}
    members = reading.list_guarded_members(here.session)
    return page(
        organisation=queries.get_organisation(here.session),
        without=[member for member, has_one in members if not has_one],
        count=len(members),
        resettable=[member for member, has_one in members if has_one and member.id not in under_way | {here.actor.member_id}],
        resets=open_resets,
        may_approve=lambda reset: here.actor.member_id not in (reset.member_id, reset.asked_by),
    )


@pages.post("/organisation/second-factors/demand", access=DEMAND_SECOND_FACTOR)
def demand_second_factor() -> ResponseReturnValue:
    """Ask all members for a second factor, or only those whose role needs one."""
    of_all = request.form.get("of_all") == "yes"
    address = absolute_url("identity.set_up_second_factor")
    commands.demand_second_factor(here.session, of_all=of_all, by=here.actor, at=here.now, address=address)
    say(_("All members are asked for a second factor from now on, and have been told by mail.") if of_all else _("Saved."))
    return go("organisation.show_second_factors")


@pages.post("/organisation/second-factors/resets/start", access=RESET_SECOND_FACTOR)
def start_factor_reset() -> ResponseReturnValue:
    """Ask for a member who lost theirs; another owner has to approve."""
    member = queries.get_member(here.session, MemberId(_posted_id("member")))
    commands.ask_for_reset(here.session, member, by=here.actor, at=here.now, address=_address)
    say(_("Asked for. Another owner has to approve it; everybody concerned has been told by mail."))
    return go("organisation.show_second_factors")


@pages.post("/organisation/second-factors/resets/<uuid:reset_id>/approve", access=RESET_SECOND_FACTOR)
def approve_factor_reset(reset_id: uuid.UUID) -> ResponseReturnValue:
    """Be the second of the two people it takes."""
    reset = reading.get_reset(here.session, domain.ResetId(reset_id))
    commands.approve_reset(here.session, reset, by=here.actor, at=here.now, address=_address)
    say(_("Approved. It is carried out after the delay, unless somebody stops it; everybody concerned has been told by mail."))
    return go("organisation.show_second_factors")


@pages.post("/organisation/second-factors/resets/<uuid:reset_id>/cancel", access=CANCEL_FACTOR_RESET)
def cancel_factor_reset(reset_id: uuid.UUID) -> ResponseReturnValue:
    """Stop it."""
    commands.cancel_reset(here.session, reading.get_reset(here.session, domain.ResetId(reset_id)), by=here.actor, at=here.now)
    say(_("Stopped. The second factor stays as it is."))
    return go("organisation.show_second_factors")


@pages.get("/sign-in/second-factor/lost", access=ANYONE)
@pages.post("/sign-in/second-factor/lost", access=ANYONE)
def ask_for_factor_reset() -> ResponseReturnValue:
    """What to do when every second factor is lost: ask for help, after the first proof was right."""
    waiting = find_waiting()
    # What one organisation's provider vouches for asks nothing for the account, and sees no other organisation.
    if waiting is None or waiting.is_bound:
        return go("identity.sign_in")
    person_id, form = PersonId(waiting.person_id), Form(request.form)
    if request.method == "POST":
        knock("factor reset", "10/hour")
        with form.showing_refusals():
            _ask_as_member(person_id)
            say(_("Asked for. An owner has to approve it, and then it takes a day or three. You get a mail at every step."))
            return go("identity.sign_in")
    return page(form=form, organisations=_organisations_of(person_id))


@pages.get("/second-factor-resets/<token>/cancel", access=ANYONE)
@pages.post("/second-factor-resets/<token>/cancel", access=ANYONE)
def cancel_factor_reset_by_link(token: str) -> ResponseReturnValue:
    """Stop it by a link from a mail, with a button press and without signing in: stopping opens nothing."""
    form = Form(request.form)
    link = people.find_link(here.session, token, identity.LinkPurpose.CANCEL_RESET, at=here.now)
    if request.method == "POST":
        knock("link", "30/15 minute")
        with form.showing_refusals():
            commands.cancel_reset_by_link(here.session, token, at=here.now)
            say(_("Stopped. The second factor stays as it is."))
            return go("identity.sign_in")
    is_open = link is not None and commands.enter_reset(here.session, link.payload).ended_at is None
    return page(form=form, is_open=is_open, token=token)


def _ask_as_member(person_id: PersonId) -> None:
    chosen = OrganisationId(_posted_id("organisation"))
    membership = next((row for row in queries.list_memberships(here.session, person_id) if row.organisation_id == chosen), None)
    acting = queries.find_acting(here.session, membership, at=here.now) if membership else None
    if acting is None:
        raise NotFound("organisation")
    member = queries.get_member(here.session, acting.actor.member_id)
    commands.ask_for_reset(here.session, member, by=acting.actor, at=here.now, address=_address)


def _organisations_of(person_id: PersonId) -> list[tuple[OrganisationId, str]]:
    """Where somebody could help: the person's organisations with another owner."""
    found = []
    memberships = queries.list_memberships(here.session, person_id)
    with here.database.session(read_only=True) as session:
        for membership in memberships:
            acting = queries.find_acting(session, membership, at=here.now)
            if acting and any(owner.id != membership.member_id for owner in reading.list_owners(session)):
                found.append((membership.organisation_id, acting.actor.organisation_name))
    return sorted(found, key=lambda pair: pair[1].casefold())


def _posted_id(name: str) -> uuid.UUID:
    try:
        return uuid.UUID(request.form.get(name, ""))
    except ValueError as error:
        raise NotFound(name) from error


def _address(token: str) -> str:
    return absolute_url("organisation.cancel_factor_reset_by_link", token=token)
