"""Review, publication and retirement of a version."""

from flask import request
from flask.typing import ResponseReturnValue

from accountability.identity import queries as people
from accountability.language import gettext as _
from accountability.standard import commands, queries
from accountability.standard.access import EDIT_STANDARD, PUBLISH_STANDARD
from accountability.standard.domain.editing import compare_packs
from accountability.standard.routes.pages import get_readable, get_stored, pages, titles_of
from accountability.web import go, here, page, say, submitted
from forms.standard import ConfirmForm, ReviewForm


@pages.get("/<pack_slug>/<version>/send", access=EDIT_STANDARD)
@pages.post("/<pack_slug>/<version>/send", access=EDIT_STANDARD)
def send_to_review(pack_slug: str, version: str) -> ResponseReturnValue:
    """Ask somebody else to read a draft."""
    row, form = get_stored(pack_slug, version), ConfirmForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            commands.send_to_review(here.session, row, by=here.actor, at=here.now)
            say(_("It is in review now. It cannot be changed until it is returned."))
            return go("standard.show_version", pack_slug=pack_slug, version=version)
    has_others = people.has_other_operators(here.session, here.actor.person_id)
    return page(form=form, pack=get_readable(pack_slug, version), has_others=has_others)


@pages.get("/<pack_slug>/<version>/review", access=PUBLISH_STANDARD)
@pages.post("/<pack_slug>/<version>/review", access=PUBLISH_STANDARD)
def review_version(pack_slug: str, version: str) -> ResponseReturnValue:
    """Say whether a version may be published."""
    row, form = get_stored(pack_slug, version), ReviewForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            decide = commands.approve if form.is_approval else commands.return_to_draft
            decide(here.session, row, said=form.sentence.data or "", by=here.actor, at=here.now)
            say(_("It is approved.") if form.is_approval else _("It is a draft again."))
            return go("standard.show_version", pack_slug=pack_slug, version=version)
    is_own = queries.find_sender(here.session, pack_slug, version) == here.actor.person_id
    return page(
        form=form,
        pack=get_readable(pack_slug, version),
        is_own=is_own,
        has_others=people.has_other_operators(here.session, here.actor.person_id),
    )


@pages.get("/<pack_slug>/<version>/publish", access=PUBLISH_STANDARD)
@pages.post("/<pack_slug>/<version>/publish", access=PUBLISH_STANDARD)
def publish_version(pack_slug: str, version: str) -> ResponseReturnValue:
    """Let new assessments start with it, after a look at what changes for them."""
    row, form = get_stored(pack_slug, version), ConfirmForm(request.form)
    pack, before = get_readable(pack_slug, version), queries.current_pack(here.session)
    if submitted(form):
        with form.showing_refusals():
            commands.publish(here.session, row, by=here.actor, at=here.now)
            say(_("Published. New assessments start with version %(version)s.", version=version))
            return go("standard.show_version", pack_slug=pack_slug, version=version)
    return page(
        form=form,
        pack=pack,
        before=before,
        changes=compare_packs(before, pack),
        titles=titles_of(before) | titles_of(pack),
        mapping=queries.find_mapping(here.session, pack_slug, version, older=before.version) if before.id == pack.id else None,
    )


@pages.get("/<pack_slug>/<version>/retire", access=PUBLISH_STANDARD)
@pages.post("/<pack_slug>/<version>/retire", access=PUBLISH_STANDARD)
def retire_version(pack_slug: str, version: str) -> ResponseReturnValue:
    """Let new assessments start with the version that ships again."""
    row, form = get_stored(pack_slug, version), ConfirmForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            commands.retire(here.session, row, by=here.actor, at=here.now)
            say(_("Retired. Assessments that began with it keep its wording."))
            return go("standard.show_version", pack_slug=pack_slug, version=version)
    return page(form=form, pack=get_readable(pack_slug, version), shipped=queries.shipped_pack())
