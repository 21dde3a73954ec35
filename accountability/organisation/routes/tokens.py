"""Personal tokens: making them, changing their secret, ending them."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from accountability.language import gettext as _
from accountability.organisation.access import KEEP_TOKENS, MAKE_TOKEN, SEE_ALL_TOKENS
from accountability.organisation.commands import tokens as commands
from accountability.organisation.domain import tokens as domain
from accountability.organisation.models import PersonalToken
from accountability.organisation.queries import names_of_members
from accountability.organisation.queries import tokens as queries
from accountability.organisation.routes.pages import pages
from accountability.web import go, here, page, say, submitted
from forms.organisation.tokens import LASTS, READING, MakeTokenForm, RotateTokenForm


@pages.get("/tokens", access=KEEP_TOKENS)
def list_tokens() -> ResponseReturnValue:
    """One's own tokens; an owner sees below them those of everybody else."""
    tokens = queries.list_tokens(here.session, member_id=None if _sees_all() else here.actor.member_id)
    return page(
        tokens=[row for row in tokens if row.member_id == here.actor.member_id],
        of_others=[row for row in tokens if row.member_id != here.actor.member_id],
        names=names_of_members(here.session) if _sees_all() else {},
        reading=READING,
        now=here.now,
    )


@pages.get("/tokens/make", access=MAKE_TOKEN)
@pages.post("/tokens/make", access=MAKE_TOKEN)
def make_token() -> ResponseReturnValue:
    """Make a token; it is shown on the page that answers, and never again."""
    form = MakeTokenForm(request.form, scope=commands.scope_of(here.actor))
    made = None
    if submitted(form):
        with form.showing_refusals():
            made = commands.make_token(here.session, form.draft, by=here.actor, at=here.now)
    return page(form=form, made=made)


@pages.get("/tokens/<uuid:token_id>/change", access=MAKE_TOKEN)
@pages.post("/tokens/<uuid:token_id>/change", access=MAKE_TOKEN)
def rotate_token(token_id: uuid.UUID) -> ResponseReturnValue:
    """A new secret for one of one's own tokens, shown once."""
    token = queries.get_token(here.session, domain.TokenId(token_id), member_id=here.actor.member_id)
    form = RotateTokenForm(request.form)
    made = None
    if submitted(form):
        made = commands.rotate_token(here.session, token, grace_hours=form.draft, by=here.actor, at=here.now)
    return page(form=form, token=token, made=made, lasts=LASTS[token.lasts_days])


@pages.post("/tokens/<uuid:token_id>/end", access=KEEP_TOKENS)
def end_token(token_id: uuid.UUID) -> ResponseReturnValue:
    """End a token at once: one's own, or as an owner anybody's."""
    commands.end_token(here.session, _get_token(token_id), by=here.actor, at=here.now)
    say(_("The token is ended. It opens nothing any more."))
    return go("organisation.list_tokens")


def _get_token(token_id: uuid.UUID) -> PersonalToken:
    return queries.get_token(here.session, domain.TokenId(token_id), member_id=None if _sees_all() else here.actor.member_id)


def _sees_all() -> bool:
    return SEE_ALL_TOKENS.allows(here.actor)
