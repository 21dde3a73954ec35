"""Pages of owners, who let the operator look, and of the operator, who looks and whose every look is written down first."""

import uuid
from functools import partial

import flask
from flask import Response, request
from flask.typing import ResponseReturnValue

from accountability.access import Role
from accountability.database import NotFound
from accountability.identity.commands.switching import switch_sign_in
from accountability.language import gettext as _
from accountability.operating import commands, queries
from accountability.operating.access import LET_OPERATOR_IN, OPERATE
from accountability.tenancy import OrganisationId
from accountability.web import Pages, go, here, page, record_first, say, sign_in_browser, sign_out_browser, submitted
from forms.operating import LetOperatorInForm

pages = Pages("operating", __name__)


@pages.get("/organisation/operator", access=LET_OPERATOR_IN)
@pages.post("/organisation/operator", access=LET_OPERATOR_IN)
def let_operator_in() -> ResponseReturnValue:
    """Let the operator look for a while, and see when they were let in before."""
    form = LetOperatorInForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            commands.let_operator_in(here.session, form.draft, by=here.actor, at=here.now)
            say(_("The operator may look now. You can end it here at any time."))
            return go("operating.let_operator_in")
    grants = queries.list_grants(here.session)
    now = next((grant for grant in grants if queries.is_open(grant, at=here.now)), None)
    return page(form=form, now=now, past=[grant for grant in grants if grant is not now])


@pages.post("/organisation/operator/<uuid:grant_id>/end", access=LET_OPERATOR_IN)
def shut_operator_out(grant_id: uuid.UUID) -> ResponseReturnValue:
    """End the operator's look before its time."""
    commands.shut_operator_out(here.session, queries.get_grant(here.session, grant_id), by=here.actor, at=here.now)
    say(_("The operator can no longer look."))
    return go("operating.let_operator_in")


@pages.get("/operator", access=OPERATE)
def choose_organisation() -> ResponseReturnValue:
    """The organisations that let the operator look now."""
    with here.database.session(read_only=True) as session:
        granted = queries.list_granted(session, at=here.now)
    inside = here.actor.organisation_name if here.actor.role is Role.OPERATOR else None
    return page(granted=granted, inside=inside)


@pages.post("/operator/<uuid:grant_id>/enter", access=OPERATE)
def enter_organisation(grant_id: uuid.UUID) -> ResponseReturnValue:
    """Begin to look at an organisation: the sign-in is made anew and stands on its grant."""
    person_id = here.actor.person_id
    grant = queries.enter_granted(here.session, grant_id, at=here.now)
    operator = queries.as_actor(here.session, grant, person_id=person_id)
    commands.enter(here.session, grant, by=operator, at=here.now)
    _sign_in_anew(operator.organisation_id, grant_id=grant.id)
    return go("organisation.show_organisation")


@pages.post("/operator/leave", access=OPERATE)
def leave_organisation() -> ResponseReturnValue:
    """Stop looking, and act for one's own organisation again."""
    if here.actor.role is not Role.OPERATOR:
        raise NotFound("grant")
    commands.leave(here.session, by=here.actor, at=here.now)
    _sign_in_anew(None, grant_id=None)
    return go("operating.choose_organisation")


def _sign_in_anew(organisation_id: OrganisationId | None, *, grant_id: uuid.UUID | None) -> None:
    old = sign_out_browser() or ""
    new = switch_sign_in(here.session, old, acting_for=organisation_id, grant_id=grant_id, at=here.now)
    sign_in_browser(new)


def write_down_look(response: Response) -> Response:
    """Before a page leaves to an operator: write into the organisation's record that they look at it. No record, no page."""
    opened = flask.g.get("here")
    actor = opened.actor if opened else None
    is_page = response.status_code < 300 and request.endpoint != "static" and request.blueprint != pages.name
    if actor is not None and actor.role is Role.OPERATOR and is_page:
        record_first(partial(commands.look, page=request.path, by=actor, at=opened.now))
    return response
