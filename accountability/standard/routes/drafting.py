"""Operators work on a draft: begin it, change its items, discard it. A change by somebody else in between is shown, never lost."""

from flask import request
from flask.typing import ResponseReturnValue

from accountability.language import gettext as _
from accountability.standard import commands, queries
from accountability.standard.access import EDIT_STANDARD
from accountability.standard.domain import Pack, PackIsBroken
from accountability.standard.domain.editing import ItemWasChanged
from accountability.standard.routes.pages import get_commitment, get_key_action, get_readable, get_stored, pages
from accountability.web import go, here, page, say, submitted
from forms.standard import (
    AddKeyActionForm,
    BeginVersionForm,
    CommitmentForm,
    ConfirmForm,
    HeaderForm,
    KeyActionForm,
    RemoveForm,
)
from forms.standard.items import ItemForm

MARKED = commands.mark_of


@pages.get("/<pack_slug>/<version>/begin", access=EDIT_STANDARD)
@pages.post("/<pack_slug>/<version>/begin", access=EDIT_STANDARD)
def begin_version(pack_slug: str, version: str) -> ResponseReturnValue:
    """A new draft with the content of this version."""
    base, form = get_readable(pack_slug, version), BeginVersionForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            draft = commands.begin_version(here.session, base, form.draft, by=here.actor, at=here.now)
            say(_("Version %(version)s is begun. Nobody else sees it before it is published.", version=draft.version))
            return go("standard.show_version", pack_slug=draft.pack_id, version=draft.version)
    return page(form=form, pack=base)


@pages.get("/<pack_slug>/<version>/describe", access=EDIT_STANDARD)
@pages.post("/<pack_slug>/<version>/describe", access=EDIT_STANDARD)
def describe_version(pack_slug: str, version: str) -> ResponseReturnValue:
    """Change what stands before all commitments."""
    row, pack = get_stored(pack_slug, version), _opened(pack_slug, version)
    form = HeaderForm(request.form, data={**HeaderForm.filled(pack), "seen": MARKED(commands.header_of(pack))})
    if submitted(form):
        with _Showing(form):
            changed = form.changed(pack)
            commands.describe_pack(here.session, row, changed, seen=form.seen.data or "", by=here.actor, at=here.now)
            return _saved("standard.show_version", pack)
    return page(form=form, pack=pack, now=_after_conflict(form, MARKED(commands.header_of(pack))))


@pages.get("/<pack_slug>/<version>/commitments/<slug>/describe", access=EDIT_STANDARD)
@pages.post("/<pack_slug>/<version>/commitments/<slug>/describe", access=EDIT_STANDARD)
def describe_commitment(pack_slug: str, version: str, slug: str) -> ResponseReturnValue:
    """Change what stands on top of a commitment."""
    row, pack = get_stored(pack_slug, version), _opened(pack_slug, version)
    commitment = get_commitment(pack, slug)
    mark = MARKED(commands.top_of(commitment))
    form = CommitmentForm(request.form, data={**CommitmentForm.filled(commitment), "seen": mark})
    if submitted(form):
        with _Showing(form):
            changed = form.changed(commitment)
            commands.describe_commitment(here.session, row, changed, seen=form.seen.data or "", by=here.actor, at=here.now)
            return _saved("standard.show_commitment", pack, slug=slug)
    return page(form=form, pack=pack, commitment=commitment, now=_after_conflict(form, mark))


@pages.get("/<pack_slug>/<version>/key-actions/<slug>/describe", access=EDIT_STANDARD)
@pages.post("/<pack_slug>/<version>/key-actions/<slug>/describe", access=EDIT_STANDARD)
def describe_key_action(pack_slug: str, version: str, slug: str) -> ResponseReturnValue:
    """Change a key action."""
    row, pack = get_stored(pack_slug, version), _opened(pack_slug, version)
    action = get_key_action(pack, slug)
    commitment = get_commitment(pack, action.commitment)
    form = KeyActionForm(request.form, data={**KeyActionForm.filled(action), "seen": MARKED(action)})
    if submitted(form):
        with _Showing(form):
            changed = form.changed(slug, commitment)
            commands.describe_key_action(here.session, row, changed, seen=form.seen.data or "", by=here.actor, at=here.now)
            return _saved("standard.show_key_action", pack, slug=slug)
    return page(form=form, pack=pack, action=action, commitment=commitment, now=_after_conflict(form, MARKED(action)))


@pages.get("/<pack_slug>/<version>/commitments/<slug>/add", access=EDIT_STANDARD)
@pages.post("/<pack_slug>/<version>/commitments/<slug>/add", access=EDIT_STANDARD)
def add_key_action(pack_slug: str, version: str, slug: str) -> ResponseReturnValue:
    """A new key action at the end of a commitment."""
    row, pack = get_stored(pack_slug, version), _opened(pack_slug, version)
    commitment = get_commitment(pack, slug)
    form = AddKeyActionForm(request.form)
    if submitted(form):
        with _Showing(form):
            added = form.changed(form.slug.data or "", commitment)
            commands.add_key_action(here.session, row, added, by=here.actor, at=here.now)
            return _saved("standard.show_key_action", pack, slug=added.slug)
    return page(form=form, pack=pack, commitment=commitment)


@pages.get("/<pack_slug>/<version>/key-actions/<slug>/remove", access=EDIT_STANDARD)
@pages.post("/<pack_slug>/<version>/key-actions/<slug>/remove", access=EDIT_STANDARD)
def remove_key_action(pack_slug: str, version: str, slug: str) -> ResponseReturnValue:
    """Take a key action out of a draft."""
    row, pack = get_stored(pack_slug, version), _opened(pack_slug, version)
    action = get_key_action(pack, slug)
    form = RemoveForm(request.form, data={"seen": MARKED(action)})
    if submitted(form):
        with form.showing_refusals():
            seen = form.seen.data or ""
            commands.remove_key_action(here.session, row, slug, seen=seen, by=here.actor, at=here.now)
            return _saved("standard.show_commitment", pack, slug=action.commitment)
    return page(form=form, pack=pack, action=action)


@pages.get("/<pack_slug>/<version>/discard", access=EDIT_STANDARD)
@pages.post("/<pack_slug>/<version>/discard", access=EDIT_STANDARD)
def discard_draft(pack_slug: str, version: str) -> ResponseReturnValue:
    """Remove a draft for good."""
    row, form = get_stored(pack_slug, version), ConfirmForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            commands.discard_draft(here.session, row)
            say(_("The draft is removed."))
            return go("standard.list_versions")
    return page(form=form, pack=get_readable(pack_slug, version))


class _Showing:
    """Shows a refusal in the form; all problems of what was typed at once."""

    def __init__(self, form: ItemForm) -> None:
        self.form = form

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, raised: BaseException | None, trace: object) -> bool:
        if isinstance(raised, PackIsBroken):
            self.form.refuse_broken(raised)
            return True
        if isinstance(raised, ItemWasChanged):
            self.form.was_changed = True
        return self.form.showing_refusals().__exit__(None, raised, None)


def _opened(pack_slug: str, version: str) -> Pack:
    return queries.get_pack(here.session, pack_slug, version)


def _saved(endpoint: str, pack: Pack, **values: str) -> ResponseReturnValue:
    say(_("Saved."))
    return go(endpoint, pack_slug=pack.id, version=pack.version, **values)


def _after_conflict(form: ItemForm, mark: str) -> bool:
    """Whether somebody else was faster; then the form goes on from what stands there now, with what was typed."""
    if form.was_changed:
        form.seen.data = mark
    return form.was_changed
