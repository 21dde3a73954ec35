"""Inviting people, one or many, and coming in by an invitation."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from accountability import language, parts, web
from accountability.access import ANYONE
from accountability.database import NotFound
from accountability.identity import commands as identity
from accountability.identity import domain as people
from accountability.identity import queries as accounts
from accountability.identity.commands.switching import switch_sign_in
from accountability.identity.routes.entering import end_sign_in, remember_device, token_here
from accountability.language import gettext as _
from accountability.language import ngettext
from accountability.organisation import commands, domain, queries
from accountability.organisation.access import INVITE_COLLEAGUE
from accountability.organisation.models import Invitation
from accountability.organisation.routes.pages import pages
from accountability.web import go, here, page, say, submitted
from forms.organisation import (
    ROLES,
    STATES,
    AcceptInvitationForm,
    ConfirmManyForm,
    InviteColleagueForm,
    InviteManyForm,
    roles_by_words,
)

LIMIT = "60/hour"  # requests of one sender that may each send mail


@pages.get("/organisation/colleagues/invite", access=INVITE_COLLEAGUE)
@pages.post("/organisation/colleagues/invite", access=INVITE_COLLEAGUE)
def invite_colleague() -> ResponseReturnValue:
    """Ask a colleague to join, by mail."""
    form = InviteColleagueForm(request.form)
    form.offer(parts=parts.offered(), own_roles=_own_roles())
    if submitted(form):
        web.knock("invite", LIMIT)
        with form.showing_refusals():
            commands.invite_colleague(here.session, form.draft, by=here.actor, at=here.now, address=_address)
            say(_("Invitation to %(email)s is on its way. It is open for two weeks.", email=form.draft.email))
            return go("organisation.show_organisation")
    return page(form=form)


@pages.get("/organisation/colleagues/invite-many", access=INVITE_COLLEAGUE)
@pages.post("/organisation/colleagues/invite-many", access=INVITE_COLLEAGUE)
def invite_many() -> ResponseReturnValue:
    """A list of people: first what would become of each row, then, once looked at, the invitations."""
    form, looked_at = InviteManyForm(CombinedMultiDict([request.form, request.files])), ConfirmManyForm(request.form)
    if request.method == "POST" and "looked_at" in request.form:
        web.knock("invite", LIMIT)
        if looked_at.validate():
            with looked_at.showing_refusals():
                return _carry_out(_judge(looked_at.draft))
        return page(form=looked_at, judged=None, text="")
    if submitted(form):
        return page(form=form, judged=_judge(form.draft), states=STATES, roles=ROLES, text=form.text)
    return page(form=form, judged=None, text="")


def _judge(rows: list[domain.Row]) -> list[domain.Judged]:
    members, invited = queries.list_addresses(here.session, at=here.now)
    words = roles_by_words(_own_roles())
    return domain.judge(rows, roles=words, languages=language.LANGUAGES, members=members, invited=invited)


def _carry_out(judged: list[domain.Judged]) -> ResponseReturnValue:
    sent = commands.invite_many(here.session, judged, by=here.actor, at=here.now, address=_address)
    said = ngettext("One invitation is on its way.", "%(number)s invitations are on their way.", len(sent))
    left_out = len(judged) - len(sent)
    more = ngettext("One row was left out.", "%(number)s rows were left out.", left_out) if left_out else ""
    say(f"{said} {more}".strip())
    return go("organisation.show_organisation")


@pages.post("/organisation/invitations/<uuid:invitation_id>/send-again", access=INVITE_COLLEAGUE)
def send_again(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """The same invitation with a new link, for another two weeks."""
    web.knock("invite", LIMIT)
    invitation = _load(invitation_id)
    commands.send_again(here.session, invitation, by=here.actor, at=here.now, address=_address)
    say(_("The invitation to %(email)s is sent again. The link in the earlier mail no longer works.", email=invitation.email))
    return go("organisation.show_organisation")


@pages.post("/organisation/invitations/<uuid:invitation_id>/withdraw", access=INVITE_COLLEAGUE)
def withdraw_invitation(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Take an invitation back."""
    commands.withdraw_invitation(here.session, _load(invitation_id), by=here.actor, at=here.now)
    say(_("The invitation is withdrawn. Its link no longer works."))
    return go("organisation.show_organisation")


@pages.get("/invitations/<token>", access=ANYONE)
@pages.post("/invitations/<token>", access=ANYONE)
def accept_invitation(token: str) -> ResponseReturnValue:
    """Join the organisation that sent the invitation, with a new account or the one somebody is signed in with."""
    account = accounts.get_account(here.session, here.actor.person_id) if here.actor else None
    invitation = _get_invited(token)
    language.use(language.find_language(invitation.language) or language.DEFAULT)
    form = AcceptInvitationForm(request.form, data={"name": invitation.name})
    if request.method == "POST":
        web.knock("invitation", "30/15 minute")
        with form.showing_refusals():
            if account:
                return _join(invitation, account, name=here.actor.name)
            if form.validate():
                return _join_anew(invitation, form)
    return page(
        form=form,
        invitation=invitation,
        organisation=queries.get_organisation(here.session),
        account=account,
        is_open=queries.is_open(invitation, at=here.now),
        is_theirs=account is not None and account.email == invitation.email,
        has_account=account is None and accounts.find_account(here.session, email=invitation.email) is not None,
        token=token,
    )


def _join(invitation: Invitation, account: people.Account, *, name: str) -> ResponseReturnValue:
    """With the account somebody is signed in with; what they proved goes along."""
    if here.actor.is_bound:
        raise domain.SignInIsBound
    actor = commands.accept_invitation(here.session, invitation, account=account, name=name, at=here.now)
    web.sign_in_browser(switch_sign_in(here.session, token_here(), acting_for=actor.organisation_id, at=here.now))
    return go("home.show_dashboard")


def _join_anew(invitation: Invitation, form: AcceptInvitationForm) -> ResponseReturnValue:
    """With a new account; the link came to the address, so it is theirs."""
    if not queries.is_open(invitation, at=here.now):
        raise domain.InvitationHasLapsed
    name, password = form.draft
    new = people.NewPerson(name=name, email=invitation.email, password=password)
    account = identity.make_account(here.session, new, at=here.now)
    actor = commands.accept_invitation(here.session, invitation, account=account, name=name, at=here.now)
    end_sign_in()
    label = people.label_of(request.user_agent.string)
    token = identity.sign_in(here.session, account.person_id, at=here.now, label=label, acting_for=actor.organisation_id)
    web.sign_in_browser(token)
    response = go("home.show_dashboard")
    remember_device(response, account)
    return response


def _get_invited(token: str) -> Invitation:
    address = queries.find_invitation_address(here.session, token)
    if address is None:
        raise NotFound("invitation")
    here.enter(address.organisation_id)
    return queries.get_invitation(here.session, address.invitation_id)


def _load(invitation_id: uuid.UUID) -> Invitation:
    return queries.get_invitation(here.session, domain.InvitationId(invitation_id))


def _own_roles() -> list[tuple[uuid.UUID, str]]:
    return [(role.id, role.name) for role in queries.list_roles(here.session)]


def _address(token: str) -> str:
    return web.absolute_url("organisation.accept_invitation", token=token)
