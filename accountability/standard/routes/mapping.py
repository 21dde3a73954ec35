"""How one version carries over to the next: written by operators, read by everybody once it is published."""

from flask import request
from flask.typing import ResponseReturnValue

from accountability.language import gettext as _
from accountability.standard import commands, queries
from accountability.standard.access import EDIT_STANDARD, READ_STANDARD
from accountability.standard.domain import Pack
from accountability.standard.domain.editing import ItemWasChanged
from accountability.standard.domain.mapping import Fate, Mapping, read_mapping, suggest_mapping
from accountability.standard.routes.pages import get_readable, get_stored, pages, titles_of
from accountability.web import go, here, page, say, submitted
from forms.standard import FATES, MapVersionForm

# What needs a look comes first.
SHOWN = (Fate.SPLIT, Fate.MERGED, Fate.NEW, Fate.DROPPED, Fate.SAME)


@pages.get("/<pack_slug>/<version>/mapping/<older>", access=READ_STANDARD)
def show_mapping(pack_slug: str, version: str, older: str) -> ResponseReturnValue:
    """What of an older version's answers stays comparable in this one, and why."""
    newer, former = get_readable(pack_slug, version), get_readable(pack_slug, older)
    stored = queries.find_mapping(here.session, pack_slug, version, older=older)
    mapping = read_mapping(stored.rows) if stored else Mapping(rows=())
    return page(
        pack=newer,
        older=former,
        rows={fate: mapping.rows_of(fate) for fate in SHOWN if mapping.rows_of(fate)},
        fates=FATES,
        titles=titles_of(former),
        new_titles=titles_of(newer),
        stored=stored,
    )


@pages.get("/<pack_slug>/<version>/mapping/<older>/write", access=EDIT_STANDARD)
@pages.post("/<pack_slug>/<version>/mapping/<older>/write", access=EDIT_STANDARD)
def map_version(pack_slug: str, version: str, older: str) -> ResponseReturnValue:
    """Say for each key action where it comes from."""
    row, newer, former = get_stored(pack_slug, version), get_readable(pack_slug, version), get_readable(pack_slug, older)
    stored = queries.find_mapping(here.session, pack_slug, version, older=older)
    form_class = MapVersionForm.made_for(newer)
    begun = read_mapping(stored.rows) if stored else suggest_mapping(_slugs(former), _slugs(newer))
    revision = stored.revision if stored else 0
    form = form_class(request.form, data={**form_class.filled(begun), "seen": str(revision)})
    if submitted(form):
        with form.showing_refusals():
            if form.revision != revision:
                form.seen.data = str(revision)
                raise ItemWasChanged
            commands.map_version(here.session, row, former, form.draft, seen=revision, by=here.actor, at=here.now)
            say(_("Saved. This is what carries over."))
            return go("standard.show_mapping", pack_slug=pack_slug, version=version, older=older)
    return page(form=form, pack=newer, older=former, counts=_counts(begun), fates=FATES)


def _slugs(pack: Pack) -> list[str]:
    return [str(action.slug) for action in pack.key_actions]


def _counts(mapping: Mapping) -> dict[Fate, int]:
    return {fate: len(mapping.rows_of(fate)) for fate in Fate}
