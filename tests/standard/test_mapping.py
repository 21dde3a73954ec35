"""How versions carry over: rules as truth tables. No database."""

from collections.abc import Mapping as Mapped
from dataclasses import replace

import pytest

from accountability.standard.domain.mapping import (
    Fate,
    Mapping,
    MappingIsBroken,
    carry_over,
    comparable_answers,
    holds_all,
    make_mapping,
    read_mapping,
    suggest_mapping,
    write_mapping,
)
from tests.factories.standard import content, read

OLD = ("kept", "wide", "left", "right", "gone")
NEW = ("kept", "narrow-1", "narrow-2", "both", "fresh")
ORIGINS = {"kept": ("kept",), "narrow-1": ("wide",), "narrow-2": ("wide",), "both": ("left", "right")}


def mapping() -> Mapping:
    """One of each fate."""
    return make_mapping(ORIGINS, old=OLD, new=NEW)


def fates(found: Mapping) -> dict[Fate, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    return {fate: [(row.was, row.becomes) for row in found.rows_of(fate)] for fate in Fate}


def test_each_key_action_has_one_fate() -> None:
    assert fates(mapping()) == {
        Fate.SAME: [(("kept",), ("kept",))],
        Fate.SPLIT: [(("wide",), ("narrow-1", "narrow-2"))],
        Fate.MERGED: [(("left", "right"), ("both",))],
        Fate.NEW: [((), ("fresh",))],
        Fate.DROPPED: [(("gone",), ())],
    }


def test_a_first_suggestion_goes_by_the_short_name() -> None:
    found = suggest_mapping(OLD, NEW)
    assert fates(found)[Fate.SAME] == [(("kept",), ("kept",))]
    assert len(found.rows_of(Fate.NEW)) == 4
    assert len(found.rows_of(Fate.DROPPED)) == 4


@pytest.mark.parametrize(
    ("origins", "message"),
    [
        ({"strange": ("kept",)}, "strange is not in the newer version"),
        ({"kept": ("strange",)}, "strange is not in the older version"),
        ({"kept": ("kept", "kept")}, "kept names a key action twice"),
        ({"both": ("left", "right"), "fresh": ("left",)}, "left is split and merged at once"),
    ],
)
def test_a_mapping_that_does_not_hold_is_refused(origins: Mapped[str, tuple[str, ...]], message: str) -> None:
    with pytest.raises(MappingIsBroken, match=message):
        make_mapping(origins, old=OLD, new=NEW)


@pytest.mark.parametrize(
    ("answers", "slug", "answer", "beside"),
    [
        ({"kept": 3}, "kept", 3, {"kept": 3}),
        ({}, "kept", None, {}),
        ({"wide": 2}, "narrow-1", None, {"wide": 2}),
        ({"left": 2, "right": 2}, "both", 2, {"left": 2, "right": 2}),
        ({"left": 2, "right": 3}, "both", None, {"left": 2, "right": 3}),
        ({"left": 2}, "both", None, {"left": 2}),
        ({"left": 0, "right": 0}, "both", 0, {"left": 0, "right": 0}),
        ({"gone": 4}, "fresh", None, {}),
    ],
)
def test_what_carries_over(answers: dict[str, int], slug: str, answer: int | None, beside: dict[str, int]) -> None:
    carried = carry_over(mapping(), answers)
    assert (carried[slug].answer, carried[slug].answers) == (answer, beside)
    assert carried[slug].is_comparable is (answer is not None)
    assert set(carried) == set(NEW)


def test_the_fate_of_each_is_told_with_it() -> None:
    assert {slug: each.fate for slug, each in carry_over(mapping(), {"wide": 1}).items()} == {
        "kept": Fate.SAME,
        "narrow-1": Fate.SPLIT,
        "narrow-2": Fate.SPLIT,
        "both": Fate.MERGED,
        "fresh": Fate.NEW,
    }


def test_trends_go_over_several_versions_through_each_mapping() -> None:
    later = make_mapping({"end": ("kept", "both")}, old=NEW, new=("end",))
    assert comparable_answers([mapping(), later], {"kept": 2, "left": 2, "right": 2}) == {"end": 2}
    assert comparable_answers([mapping(), later], {"kept": 3, "left": 2, "right": 2}) == {}
    assert comparable_answers([], {"kept": 2}) == {"kept": 2}


def test_a_mapping_is_stored_and_read_again() -> None:
    assert read_mapping(write_mapping(mapping())) == mapping()


def test_a_mapping_holds_all_of_two_versions_or_does_not() -> None:
    pack = read(content())
    slugs = [str(action.slug) for action in pack.key_actions]
    whole = suggest_mapping(slugs, slugs)
    assert holds_all(whole, pack, pack)
    assert not holds_all(whole, pack, pack.without({slugs[0]}))
    assert not holds_all(whole, pack.without({slugs[0]}), pack)
    assert not holds_all(replace(whole, rows=whole.rows[1:]), pack, pack)


def test_origins_are_told_for_each_newer_key_action() -> None:
    assert mapping().origins() == {**ORIGINS, "fresh": ()}
