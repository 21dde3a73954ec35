"""What everybody reads: versions, commitments, key actions in their language, and crosswalks to other standards."""

from collections.abc import Mapping

from flask import request
from flask.typing import ResponseReturnValue

from accountability.language import gettext as _
from accountability.standard import queries
from accountability.standard.access import EDIT_STANDARD, READ_STANDARD
from accountability.standard.domain import Pack
from accountability.standard.domain.crosswalk import Crosswalk, Strength, beside, strongest, untouched
from accountability.standard.domain.texts import RIGHT_TO_LEFT, TONGUES, Translated, in_language, texts_of
from accountability.standard.models import StandardPack
from accountability.standard.routes.pages import get_commitment, get_key_action, get_readable, pages, titles_of
from accountability.web import here, page
from forms.organisation import SIZES, TYPES
from forms.standard import ACTS, COUNTINGS, EFFORTS, KINDS, STATUSES, STRENGTHS, ConfirmForm


@pages.get("", access=READ_STANDARD)
def list_versions() -> ResponseReturnValue:
    """All versions, and other standards beside ours."""
    versions = queries.list_versions(here.session, with_drafts=EDIT_STANDARD.allows(here.actor))
    return page(versions=versions, statuses=STATUSES, crosswalks=queries.list_crosswalks())


@pages.get("/<pack_slug>/<version>", access=READ_STANDARD)
def show_version(pack_slug: str, version: str) -> ResponseReturnValue:
    """One version: its commitments, where its wording comes from, and what was done with it."""
    pack = get_readable(pack_slug, version)
    shown = _in_chosen_language(pack)
    stored: StandardPack | None = queries.find_stored(here.session, pack_slug, version)
    return page(
        pack=pack,
        shown=shown,
        stored=stored,
        is_current=pack == queries.current_pack(here.session),
        acts=queries.list_acts(here.session, pack_slug, version),
        statuses=STATUSES,
        act_names=ACTS,
        countings=COUNTINGS,
        form=ConfirmForm(),
        **_language_choices(pack),
    )


@pages.get("/<pack_slug>/<version>/commitments/<slug>", access=READ_STANDARD)
def show_commitment(pack_slug: str, version: str, slug: str) -> ResponseReturnValue:
    """One commitment with its key actions."""
    pack = get_readable(pack_slug, version)
    shown = _in_chosen_language(pack)
    return page(
        pack=pack,
        shown=shown,
        commitment=get_commitment(shown.pack, slug),
        kinds=KINDS,
        efforts=EFFORTS,
        **_language_choices(pack),
    )


@pages.get("/<pack_slug>/<version>/key-actions/<slug>", access=READ_STANDARD)
def show_key_action(pack_slug: str, version: str, slug: str) -> ResponseReturnValue:
    """Everything about one key action: levels, evidence, what to do next, of whom it is not asked, where it comes from."""
    pack = get_readable(pack_slug, version)
    shown = _in_chosen_language(pack)
    action = get_key_action(shown.pack, slug)
    return page(
        pack=pack,
        shown=shown,
        action=action,
        commitment=get_commitment(shown.pack, action.commitment),
        kinds=KINDS,
        efforts=EFFORTS,
        sizes=SIZES,
        types=TYPES,
        **_language_choices(pack),
    )


@pages.get("/crosswalks", access=READ_STANDARD)
def list_crosswalks() -> ResponseReturnValue:
    """All crosswalks, and which commitments each standard speaks of."""
    pack, found = queries.current_pack(here.session), queries.list_crosswalks()
    strengths = {crosswalk.slug: strongest(crosswalk, pack) for crosswalk in found}
    words = {strength: str(text) for strength, text in STRENGTHS.items()}
    rows = [
        [f"{each.number}. {each.title}", *(_in_words(crosswalk, strengths, each.slug, words) for crosswalk in found)]
        for each in pack.commitments
    ]
    return page(crosswalks=found, rows=rows)


def _in_words(
    crosswalk: Crosswalk, strengths: Mapping[str, Mapping[str, Strength]], slug: str, words: Mapping[Strength, str]
) -> str:
    strength = strengths[crosswalk.slug].get(slug)
    if strength is not None:
        return words[strength]
    return _("Does not speak of it") if crosswalk.is_whole else _("Not known")


@pages.get("/crosswalks/<slug>", access=READ_STANDARD)
def show_crosswalk(slug: str) -> ResponseReturnValue:
    """Another standard's themes in our words, each beside commitments and key actions of the current version."""
    crosswalk = queries.get_crosswalk(slug)
    pack = queries.current_pack(here.session)
    return page(
        crosswalk=crosswalk,
        pack=pack,
        besides={theme.slug: beside(theme, pack) for theme in crosswalk.themes},
        titles=titles_of(pack),
        untouched=untouched(crosswalk, pack),
        strengths=STRENGTHS,
    )


def _in_chosen_language(pack: Pack) -> Translated:
    tag = request.args.get("language", "")
    if tag not in TONGUES:
        return in_language(pack, {})
    return queries.translate_pack(here.session, pack, language=tag)


def _language_choices(pack: Pack) -> dict[str, object]:
    tag = request.args.get("language", "")
    return {
        "progress": queries.list_progress(here.session, pack, texts_of(pack)),
        "tongues": TONGUES,
        "language_tag": tag if tag in TONGUES else "",
        "direction": "rtl" if tag in RIGHT_TO_LEFT else "ltr",
    }
