"""Versions in other languages, part by part, the original beside each sentence."""

import json
from hashlib import sha256

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from accountability.database import NotFound
from accountability.language import ngettext
from accountability.standard import commands, queries
from accountability.standard.access import EDIT_STANDARD
from accountability.standard.domain import Pack, PackIsBroken, Problem
from accountability.standard.domain.editing import ItemWasChanged
from accountability.standard.domain.texts import RIGHT_TO_LEFT, TONGUES, Translation, parts_of, texts_of
from accountability.standard.files.tables import read_translations, write_translations
from accountability.standard.routes.files import attached, refuse_file
from accountability.standard.routes.pages import get_readable, pages, titles_of
from accountability.web import go, here, page, say, submitted
from forms.standard import BringInTableForm, ConfirmForm, NewLanguageForm, make_translate_form


@pages.get("/<pack_slug>/<version>/translations", access=EDIT_STANDARD)
@pages.post("/<pack_slug>/<version>/translations", access=EDIT_STANDARD)
def choose_language(pack_slug: str, version: str) -> ResponseReturnValue:
    """The languages of a version, how far each is, and a new one."""
    pack, form = get_readable(pack_slug, version), NewLanguageForm(request.form)
    if submitted(form):
        return go("standard.show_translation", pack_slug=pack_slug, version=version, language=form.language.data)
    originals = texts_of(pack)
    progress = queries.list_progress(here.session, pack, originals)
    return page(form=form, pack=pack, languages=progress, total=len(originals), tongues=TONGUES)


@pages.get("/<pack_slug>/<version>/translations/<language>", access=EDIT_STANDARD)
def show_translation(pack_slug: str, version: str, language: str) -> ResponseReturnValue:
    """How far each part is in a language."""
    pack = _open(pack_slug, version, language)
    translated = queries.translate_pack(here.session, pack, language=language)
    parts = parts_of(pack)
    return page(
        pack=pack,
        tag=language,
        tongue=TONGUES[language],
        translated=translated,
        parts={part: (len(texts), sum(address not in translated.missing for address in texts)) for part, texts in parts.items()},
        titles=titles_of(pack),
        form=ConfirmForm(),
    )


@pages.get("/<pack_slug>/<version>/translations/<language>/<part>", access=EDIT_STANDARD)
@pages.post("/<pack_slug>/<version>/translations/<language>/<part>", access=EDIT_STANDARD)
def translate_part(pack_slug: str, version: str, language: str, part: str) -> ResponseReturnValue:
    """Each sentence of a part beside its translation; what is missing is marked."""
    pack = _open(pack_slug, version, language)
    originals = parts_of(pack).get(part)
    if originals is None:
        raise NotFound(f"part {part}")
    stored = queries.list_translations(here.session, pack, language=language)
    mark = _mark(stored, originals)
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    form_class = make_translate_form(originals, direction=direction, tag=language)
    filled = {name: stored[address].text for name, address in form_class.addresses.items() if address in stored}
    form, is_behind = form_class(request.form, data={**filled, "seen": mark}), False
    if submitted(form):
        is_behind = form.seen.data != mark
        with form.showing_refusals():
            if is_behind:
                raise ItemWasChanged
            number = commands.translate(here.session, pack, form.draft, language=language, by=here.actor, at=here.now)
            say(ngettext("Saved: one sentence changed.", "Saved: %(number)s sentences changed.", number))
            return go("standard.show_translation", pack_slug=pack_slug, version=version, language=language)
    if is_behind:
        form.seen.data = mark
    return page(
        form=form,
        pack=pack,
        part=part,
        tag=language,
        tongue=TONGUES[language],
        originals=originals,
        stored=stored,
        titles=titles_of(pack),
        is_behind=is_behind,
    )


@pages.post("/<pack_slug>/<version>/translations/<language>/read", access=EDIT_STANDARD)
def mark_read(pack_slug: str, version: str, language: str) -> ResponseReturnValue:
    """A native speaker has read what there is."""
    pack = _open(pack_slug, version, language)
    number = commands.mark_read(here.session, pack, language=language, by=here.actor, at=here.now)
    say(ngettext("One sentence is marked as read.", "%(number)s sentences are marked as read.", number))
    return go("standard.show_translation", pack_slug=pack_slug, version=version, language=language)


@pages.get("/<pack_slug>/<version>/translation-tables/<language>", access=EDIT_STANDARD)
def export_translations(pack_slug: str, version: str, language: str) -> ResponseReturnValue:
    """The sentences and what there is of them, as a table."""
    pack = _open(pack_slug, version, language)
    stored = queries.list_translations(here.session, pack, language=language)
    body = write_translations(texts_of(pack), stored)
    return attached(body, name=f"{pack.id}-{pack.version}-{language}.csv", kind="text/csv")


@pages.get("/<pack_slug>/<version>/translations/<language>/bring-in", access=EDIT_STANDARD)
@pages.post("/<pack_slug>/<version>/translations/<language>/bring-in", access=EDIT_STANDARD)
def bring_in_translations(pack_slug: str, version: str, language: str) -> ResponseReturnValue:
    """Translations from a table, whole or not at all."""
    pack = _open(pack_slug, version, language)
    form, problems = BringInTableForm(CombinedMultiDict([request.form, request.files])), list[Problem]()
    if submitted(form):
        with form.showing_refusals():
            try:
                texts = read_translations(form.read(), pack)
                number = commands.translate(here.session, pack, texts, language=language, by=here.actor, at=here.now)
                say(ngettext("Saved: one sentence changed.", "Saved: %(number)s sentences changed.", number))
                return go("standard.show_translation", pack_slug=pack_slug, version=version, language=language)
            except PackIsBroken as broken:
                problems = refuse_file(form, broken)
    return page(form=form, pack=pack, tag=language, tongue=TONGUES[language], problems=problems)


def _open(pack_slug: str, version: str, language: str) -> Pack:
    if language not in TONGUES:
        raise NotFound(f"language {language}")
    return get_readable(pack_slug, version)


def _mark(stored: dict[str, Translation], originals: dict[str, str]) -> str:
    texts = {address: stored[address].text for address in originals if address in stored}
    return sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()[:16]
