"""Members of an organisation that moved here confirm who they are."""

from flask import request
from flask.typing import ResponseReturnValue

from accountability.access import ANYONE
from accountability.database import NotFound
from accountability.identity import commands as identity
from accountability.identity import queries as people
from accountability.identity.domain import NewPerson
from accountability.identity.routes.entering import let_in
from accountability.leaving import commands, queries
from accountability.leaving.domain.bringing import may_come_back
from accountability.leaving.routes.pages import pages
from accountability.organisation import queries as organisation
from accountability.web import here, knock, page
from forms.leaving import RejoinForm


@pages.get("/rejoin/<token>", access=ANYONE)
@pages.post("/rejoin/<token>", access=ANYONE)
def rejoin(token: str) -> ResponseReturnValue:
    """Come back, with a new account or the one somebody is signed in with."""
    # Whom a provider vouches for, it vouches for at its own organisation only.
    person_id = here.actor.person_id if here.actor and not here.actor.is_bound else None
    found = queries.find_rejoining(here.session, token)
    if found is None:
        raise NotFound("way back")
    here.enter(found.organisation_id)
    member = next((each for each in organisation.list_members(here.session) if each.id == found.member_id), None)
    if member is None:
        raise NotFound("member")
    account = people.get_account(here.session, person_id) if person_id else None
    form = RejoinForm(request.form)
    if request.method == "POST" and (account or form.validate()):
        knock("rejoin", "30/15 minute")
        with form.showing_refusals():
            new = NewPerson(name=member.name, email=member.email, password=form.password.data or "")
            account = account or identity.make_account(here.session, new, at=here.now)
            commands.rejoin(here.session, found, account=account, at=here.now)
            return let_in(account, after=None)
    return page(
        form=form,
        token=token,
        member=member,
        account=account,
        organisation=organisation.get_organisation(here.session),
        is_open=may_come_back(found.sent_at, at=here.now),
        has_account=people.find_account(here.session, email=member.email) is not None,
    )
