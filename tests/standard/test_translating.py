"""Translations and mappings as they are stored, on both databases."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.standard import commands, queries
from accountability.standard.domain.editing import ItemWasChanged
from accountability.standard.domain.mapping import MappingIsBroken, read_mapping
from accountability.standard.domain.texts import LanguageIsUnknown, texts_of
from accountability.standard.models import StandardPack
from tests.standard.conftest import Publish, map_all

SHIPPED = queries.shipped_pack()
FIRST = SHIPPED.key_actions[0]
ADDRESS = f"{FIRST.slug}.text"


def translate(session: Session, text: str, *, by: Actor, at: datetime, address: str = ADDRESS) -> int:
    """Put one sentence of the shipped version into Albanian."""
    return commands.translate(session, SHIPPED, {address: text}, language="sq", by=by, at=at)


def test_a_shipped_version_is_put_into_a_language(session: Session, operator: Actor, at: datetime) -> None:
    assert translate(session, " Kërkojmë shkaqet. ", by=operator, at=at) == 1
    translated = queries.translate_pack(session, SHIPPED, language="sq")
    assert translated.pack.key_actions[0].text == "Kërkojmë shkaqet."
    assert translated.done == 1


def test_what_is_the_same_or_unknown_changes_nothing(session: Session, operator: Actor, at: datetime) -> None:
    translate(session, "Një", by=operator, at=at)
    assert translate(session, "Një", by=operator, at=at) == 0
    assert translate(session, "", by=operator, at=at, address="c01-b-claim-rights.text") == 0
    assert translate(session, "Një", by=operator, at=at, address="c99.text") == 0
    with pytest.raises(LanguageIsUnknown):
        commands.translate(session, SHIPPED, {ADDRESS: "x"}, language="tlh", by=operator, at=at)


def test_an_emptied_translation_is_taken_away(session: Session, operator: Actor, at: datetime) -> None:
    translate(session, "Një", by=operator, at=at)
    assert translate(session, "", by=operator, at=at) == 1
    assert queries.list_translations(session, SHIPPED, language="sq") == {}


def test_what_is_written_anew_has_not_been_read(session: Session, operator: Actor, at: datetime) -> None:
    translate(session, "Një", by=operator, at=at)
    assert commands.mark_read(session, SHIPPED, language="sq", by=operator, at=at) == 1
    assert commands.mark_read(session, SHIPPED, language="sq", by=operator, at=at) == 0
    assert queries.translate_pack(session, SHIPPED, language="sq").is_reviewed
    translate(session, "Dy", by=operator, at=at)
    assert not queries.translate_pack(session, SHIPPED, language="sq").is_reviewed


def test_progress_counts_what_fits_the_original_of_today(
    session: Session, draft: StandardPack, operator: Actor, at: datetime
) -> None:
    pack = queries.read_content(draft.content)
    commands.translate(session, pack, {ADDRESS: "Një", "title": "Dymbëdhjetë"}, language="sq", by=operator, at=at)
    changed = replace(FIRST, text="We ask why.")
    commands.describe_key_action(session, draft, changed, seen=commands.mark_of(FIRST), by=operator, at=at)
    pack = queries.read_content(draft.content)
    found = queries.list_progress(session, pack, texts_of(pack))
    assert [(each.language, each.done, each.reviewed) for each in found] == [("sq", 1, 0)]


def test_a_new_version_takes_its_translations_along(session: Session, operator: Actor, at: datetime) -> None:
    translate(session, "Një", by=operator, at=at)
    row = commands.begin_version(session, SHIPPED, "1.1", by=operator, at=at)
    pack = queries.read_content(row.content)
    assert queries.list_translations(session, pack, language="sq") == queries.list_translations(session, SHIPPED, language="sq")
    assert queries.translate_pack(session, pack, language="sq").done == 1


def test_a_mapping_is_written_again_by_who_saw_the_last_one(
    session: Session, draft: StandardPack, operator: Actor, at: datetime
) -> None:
    map_all(session, draft, by=operator, at=at)
    with pytest.raises(ItemWasChanged):
        map_all(session, draft, by=operator, at=at)
    commands.map_version(session, draft, SHIPPED, {}, seen=1, by=operator, at=at)
    stored = queries.find_mapping(session, "twelve-commitments", "1.1", older="1.0")
    assert stored is not None
    assert len(read_mapping(stored.rows).rows) == 96


def test_a_mapping_that_does_not_hold_is_not_stored(session: Session, draft: StandardPack, operator: Actor, at: datetime) -> None:
    with pytest.raises(MappingIsBroken):
        commands.map_version(session, draft, SHIPPED, {FIRST.slug: ("c99",)}, seen=0, by=operator, at=at)


def test_mappings_lead_from_version_to_version_once_they_are_published(
    session: Session, draft: StandardPack, publish: Publish, operator: Actor, at: datetime
) -> None:
    def between(older: str, newer: str) -> int | None:
        found = queries.mappings_between(session, "twelve-commitments", older=older, newer=newer)
        return None if found is None else len(found)

    map_all(session, draft, by=operator, at=at)
    assert between("1.0", "1.1") is None
    commands.discard_draft(session, draft)
    publish(commands.begin_version(session, SHIPPED, "1.1", by=operator, at=at))
    publish(commands.begin_version(session, queries.current_pack(session), "1.2", by=operator, at=at))
    assert [between("1.0", "1.0"), between("1.0", "1.1"), between("1.0", "1.2"), between("1.2", "1.0")] == [0, 1, 2, None]
