"""The provider that vouches for members: what owners decide about it."""

import uuid
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from accountability import web
from accountability.access import OWN_ACCOUNT, MemberId
from accountability.id_token import NotBelieved
from accountability.language import gettext as _
from accountability.oidc import SECONDS, find_provider, host_of
from accountability.organisation.access import CHOOSE_SIGN_IN
from accountability.organisation.commands import single_sign_on as commands
from accountability.organisation.domain import single_sign_on as domain
from accountability.organisation.queries import get_organisation
from accountability.organisation.queries import single_sign_on as queries
from accountability.organisation.routes.pages import pages
from accountability.organisation.routes.vouching import lead_there, outside, seal
from accountability.outside import NoAnswer, NotAllowedOutside, Patience
from accountability.web import go, here, local_path, page, say, submitted
from forms.organisation.single_sign_on import ChooseProviderForm


@pages.get("/organisation/single-sign-on", access=CHOOSE_SIGN_IN)
def show_single_sign_on() -> ResponseReturnValue:
    """Which provider vouches for members, at which address, and what follows."""
    provider = queries.find_provider(here.session)
    return page(
        provider=provider,
        host=provider and host_of(provider.issuer),
        address=provider and web.absolute_url("organisation.sign_in_with", code=provider.code),
        return_address=provider and web.absolute_url("organisation.return_from_provider", code=provider.code),
        held=queries.list_vouched_members(here.session),
    )


@pages.get("/organisation/single-sign-on/choose", access=CHOOSE_SIGN_IN)
@pages.post("/organisation/single-sign-on/choose", access=CHOOSE_SIGN_IN)
def choose_provider() -> ResponseReturnValue:
    """Choose the provider; it is asked who it is before anything is kept."""
    provider = queries.find_provider(here.session)
    kept = _as_typed(provider) if provider else {}
    form = ChooseProviderForm(request.form, data=kept, has_secret=provider is not None)
    if submitted(form):
        with form.showing_refusals():
            _ask_who_it_is(form.draft.issuer)
            commands.choose_provider(here.session, form.draft, seal=seal(), by=here.actor, at=here.now)
            say(_("Saved. Now register the return address at the provider, and try it."))
            return go("organisation.show_single_sign_on")
    return page(form=form, has_secret=bool(kept))


@pages.get("/organisation/single-sign-on/try", access=CHOOSE_SIGN_IN)
def try_provider() -> ResponseReturnValue:
    """To the provider and back, to see whether it works; one's own sign-in stays as it is."""
    provider = queries.get_provider(here.session)
    return lead_there(provider, purpose="try", host=host_of(provider.issuer))


@pages.post("/organisation/single-sign-on/require", access=CHOOSE_SIGN_IN)
def require_provider() -> ResponseReturnValue:
    """From now on members other than owners sign in through the provider only."""
    commands.require_provider(here.session, queries.get_provider(here.session), by=here.actor, at=here.now)
    say(_("From now on members sign in through the provider only. Owners keep their other ways in."))
    return go("organisation.show_single_sign_on")


@pages.post("/organisation/single-sign-on/stop-requiring", access=CHOOSE_SIGN_IN)
def stop_requiring_provider() -> ResponseReturnValue:
    """Members may sign in in other ways again."""
    commands.stop_requiring_provider(here.session, queries.get_provider(here.session), by=here.actor, at=here.now)
    say(_("Members may sign in in other ways again."))
    return go("organisation.show_single_sign_on")


@pages.get("/organisation/single-sign-on/remove", access=CHOOSE_SIGN_IN)
@pages.post("/organisation/single-sign-on/remove", access=CHOOSE_SIGN_IN)
def remove_provider() -> ResponseReturnValue:
    """No provider vouches for members any more."""
    provider = queries.get_provider(here.session)
    if request.method == "POST":
        commands.remove_provider(here.session, provider, by=here.actor, at=here.now)
        say(_("The provider is removed. Everybody who was signed in through it is signed out."))
        return go("organisation.show_single_sign_on")
    return page(host=host_of(provider.issuer))


@pages.post("/organisation/single-sign-on/members/<uuid:member_id>/release", access=CHOOSE_SIGN_IN)
def release_member(member_id: uuid.UUID) -> ResponseReturnValue:
    """Let a member be somebody else at the provider, such as after it gave them a new account."""
    commands.release_member(here.session, MemberId(member_id), by=here.actor, at=here.now)
    say(_("Released. Whoever signs in with this mail address next is this member from then on."))
    return go("organisation.show_single_sign_on")


@pages.get("/organisation/use-provider", access=OWN_ACCOUNT)
def use_provider() -> ResponseReturnValue:
    """For members whose organisation lets in through its provider only."""
    provider = queries.get_provider(here.session)
    after = local_path(request.args.get("after"))
    return page(organisation=get_organisation(here.session), code=provider.code, after=after)


def _as_typed(provider: Any) -> dict[str, object]:
    """The form's fields as they are kept; never the secret."""
    return {
        "issuer": provider.issuer,
        "client_id": provider.client_id,
        "asks_second_factor": provider.asks_second_factor,
    }


def _ask_who_it_is(issuer: str) -> None:
    """Refuses CannotBeAsked, IsNotReached or DoesNotFit."""
    # Nothing is written yet; nobody waits for the database while another machine thinks.
    here.session.rollback()
    try:
        find_provider(outside(), issuer, patience=Patience(SECONDS))
    except NotAllowedOutside as error:
        raise domain.CannotBeAsked from error
    except NoAnswer as error:
        raise domain.IsNotReached from error
    except NotBelieved as error:
        raise domain.DoesNotFit(reason=error) from error
