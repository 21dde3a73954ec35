"""Other standards beside ours: complete, honest about what is not known, and naming only what there is."""

import copy
from dataclasses import replace
from typing import Any

import pytest

from accountability.database import NotFound
from accountability.standard.domain import PackIsBroken
from accountability.standard.domain.crosswalk import Crosswalk, Strength, beside, read_crosswalk, strangers, strongest, untouched
from accountability.standard.queries import get_crosswalk, list_crosswalks, shipped_pack
from tests.factories.standard import content, read

THEME = {
    "slug": "voice",
    "title": "Voice",
    "words": "People are heard.",
    "covers": ["c01-listen"],
    "touches": ["c01-b-answer"],
    "provenance": "own",
    "review_status": "not yet",
}
SOURCE = {
    "slug": "other",
    "title": "Other",
    "issuer": "Somebody",
    "about": "About.",
    "unknown": "Much.",
    "source": "https://example.org",
    "provenance": "own",
    "review_status": "not yet",
    "is_whole": True,
    "themes": [THEME],
}


def crosswalk(**changes: Any) -> Crosswalk:
    """A small crosswalk with other entries in its theme."""
    return read_crosswalk({**SOURCE, "themes": [{**THEME, **changes}]})


def test_what_stands_beside_a_theme_is_told_with_its_strength() -> None:
    found = beside(crosswalk().themes[0], read(content()))
    assert found.commitments == (("c01-listen", Strength.COVERS),)
    assert found.key_actions == (("c01-b-answer", Strength.TOUCHES),)


def test_a_key_action_alone_touches_its_commitment() -> None:
    theme = crosswalk(covers=["c01-a-ask"], touches=[]).themes[0]
    assert beside(theme, read(content())).commitments == (("c01-listen", Strength.TOUCHES),)


def test_of_several_themes_the_strongest_counts() -> None:
    touching = {**THEME, "slug": "more", "covers": [], "touches": ["c01-listen"]}
    for themes in ([THEME, touching], [touching, THEME]):
        assert strongest(read_crosswalk({**SOURCE, "themes": themes}), read(content())) == {"c01-listen": Strength.COVERS}
    assert strongest(crosswalk(covers=["c99"], touches=[]), read(content())) == {}


def test_commitments_that_no_theme_speaks_of_are_told_only_of_a_standard_that_is_known_whole() -> None:
    silent = crosswalk(covers=["c99"], touches=[])
    assert untouched(silent, read(content())) == ("c01-listen",)
    assert untouched(crosswalk(), read(content())) == ()
    assert untouched(replace(silent, is_whole=False), read(content())) == ()


def test_a_theme_is_found_by_its_short_name() -> None:
    assert crosswalk().theme("voice") == crosswalk().themes[0]
    assert crosswalk().theme("other") is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "voice needs “title” as text"),
        ({"covers": [], "touches": []}, "names nothing of ours"),
        ({"covers": ["c01-b-answer"]}, "has “c01-b-answer” twice"),
        ({"colour": "red"}, "unknown entry “colour”"),
        ({"slug": ""}, "a theme needs “slug” as text"),
    ],
)
def test_a_broken_theme_is_refused_by_its_name(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(PackIsBroken, match=message):
        crosswalk(**changes)


def test_a_theme_stands_there_once() -> None:
    with pytest.raises(PackIsBroken, match="has “voice” twice"):
        read_crosswalk({**copy.deepcopy(SOURCE), "themes": [THEME, THEME]})


def test_ours_name_only_what_there_is() -> None:
    assert [strangers(each, shipped_pack()) for each in list_crosswalks()] == [{}] * 4


def test_a_stranger_would_be_noticed() -> None:
    assert strangers(crosswalk(covers=["c13-luck"], touches=[]), shipped_pack()) == {"c13-luck": "voice"}


def test_ours_are_four_and_all_say_what_is_not_known_and_that_nobody_reviewed_them() -> None:
    found = {each.slug: each for each in list_crosswalks()}
    assert set(found) == {"chs", "istanbul-principles", "albania-code", "north-macedonia-code"}
    assert all(each.unknown and "not yet reviewed" in each.review_status for each in found.values())
    assert all("not yet reviewed" in theme.review_status for each in found.values() for theme in each.themes)


def test_counts_of_themes_are_those_of_the_standards_that_are_known() -> None:
    assert [len(get_crosswalk(slug).themes) for slug in ("chs", "istanbul-principles")] == [9, 8]
    assert not any(get_crosswalk(slug).is_whole for slug in ("albania-code", "north-macedonia-code"))


def test_standards_of_national_codes_are_not_made_up() -> None:
    for slug in ("albania-code", "north-macedonia-code"):
        assert all(not theme.number and "was at hand" in theme.provenance for theme in get_crosswalk(slug).themes)


def test_an_unknown_crosswalk_is_not_found() -> None:
    with pytest.raises(NotFound):
        get_crosswalk("none")
