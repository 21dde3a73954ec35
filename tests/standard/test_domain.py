"""A pack is read whole or refused by the name of the item that is wrong. No database."""

import copy
from collections.abc import Callable

import pytest

from accountability.standard.domain import Depth, Kind, PackIsBroken
from tests.factories.standard import Content, content, first_action, read


def test_a_whole_pack_is_read() -> None:
    pack = read(content())
    action = pack.key_actions[0]
    assert (pack.id, pack.clusters[0].letter, action.commitment, action.kind) == ("small", "A", "c01-listen", Kind.PRACTICE)
    assert action.descriptors[3] == "c01-a-ask at level 3"
    assert pack.levels[4].name == "Level 4"


def test_the_quick_scan_is_a_part_of_the_full_depth() -> None:
    pack = read(content())
    assert [action.slug for action in pack.key_actions_at(Depth.QUICK)] == ["c01-a-ask"]
    assert pack.key_actions_at(Depth.FULL) == pack.key_actions


RULE = {"size_bands": ["0"], "because": "Too small."}


BREAKS: list[tuple[Callable[[Content], object], str]] = [
    (lambda source: first_action(source)["descriptors"].pop(3), "c01-a-ask, descriptors needs “3” as text"),
    (lambda source: first_action(source)["descriptors"].update({2: "  "}), "c01-a-ask, descriptors needs “2” as text"),
    (lambda source: first_action(source)["descriptors"].update({5: "More"}), "c01-a-ask, descriptors has the unknown entry “5”"),
    (
        lambda source: first_action(source)["descriptors"].update({1: "c01-a-ask at level 0"}),
        "c01-a-ask has “c01-a-ask at level 0” twice",
    ),
    (lambda source: first_action(source).update(kind="habit"), "c01-a-ask has the kind “habit”, known are policy, practice"),
    (lambda source: first_action(source).update(quick_scan="yes"), "c01-a-ask needs “quick_scan” as true or false"),
    (lambda source: first_action(source).update(evidence_examples=[]), "c01-a-ask needs “evidence_examples” as a list"),
    (lambda source: first_action(source).update(evidence_examples=[7]), "c01-a-ask may have only text in “evidence_examples”"),
    (lambda source: first_action(source).update(evidence_examples=["Notes", "Notes"]), "c01-a-ask has “Notes” twice"),
    (lambda source: first_action(source).pop("provenance"), "c01-a-ask needs “provenance” as text"),
    (lambda source: first_action(source).pop("review_status"), "c01-a-ask needs “review_status” as text"),
    (lambda source: first_action(source).update(colour="red"), "c01-a-ask has the unknown entry “colour”"),
    (lambda source: first_action(source).update(slug="c01-b-answer"), "the pack has “c01-b-answer” twice"),
    (lambda source: first_action(source).update(slug="a/../b"), "may have only small letters, digits and dashes in “slug”"),
    (lambda source: source["header"].update(version="1 0"), "the header may have only up to 20 digits"),
    (lambda source: first_action(source).pop("slug"), "a key action of c01-listen needs “slug” as text"),
    (lambda source: first_action(source).update(quick_scan=False), "c01-listen has no key action in the quick scan"),
    (lambda source: source["commitments"]["c01-listen"].update(number=True), "c01-listen needs “number” as a number"),
    (lambda source: source["commitments"]["c01-listen"].update(slug="c02"), "c01-listen lies under another slug"),
    (lambda source: source["commitments"]["c01-listen"].update(key_actions=["text"]), "a key action of c01-listen must be"),
    (lambda source: source["commitments"].clear(), "c01-listen is listed in a cluster but missing"),
    (lambda source: source["commitments"].update(c02={}), "c02 is in no cluster"),
    (lambda source: source["header"]["clusters"][0].update(title=""), "a-listening needs “title” as text"),
    (
        lambda source: source["header"]["clusters"].append(source["header"]["clusters"][0]),
        "c01-listen is listed in a cluster but missing",
    ),
    (lambda source: source["header"]["levels"][0].pop("name"), "level 0 needs “name” as text"),
    (lambda source: source["header"].update(status="official"), "the header has the status “official”"),
    (lambda source: source["header"].update(colour="red"), "the header has the unknown entry “colour”"),
    (lambda source: source.update(header=None), "the header must be a list of named entries"),
    (lambda source: first_action(source).update(text="x" * 4001), "c01-a-ask has more than 4000 characters in “text”"),
    (lambda source: first_action(source).update(evidence_examples=["x" * 4001]), "c01-a-ask has more than 4000 characters in"),
    (
        lambda source: first_action(source).update(evidence_examples=[str(n) for n in range(501)]),
        "c01-a-ask has more than 500 entries",
    ),
    (lambda source: first_action(source).update(evidence_examples=["x" * 70] * 2), "c01-a-ask has “" + "x" * 60 + "…” twice"),
    (lambda source: first_action(source).update(needs_evidence_from=5), "c01-a-ask needs “needs_evidence_from” as a level"),
    (lambda source: first_action(source).update(needs_evidence_from=True), "c01-a-ask needs “needs_evidence_from” as a level"),
    (lambda source: first_action(source).update(suggestions={4: {}}), "c01-a-ask, suggestions has the unknown entry “4”"),
    (lambda source: first_action(source).update(suggestions={0: {"text": "Go.", "effort": "huge"}}), "has the effort “huge”"),
    (lambda source: first_action(source).update(suggestions="Go."), "c01-a-ask needs “suggestions” as named entries"),
    (lambda source: first_action(source).update(left_out_for=[{"because": "So."}]), "names no size, country or type"),
    (lambda source: first_action(source).update(left_out_for=[RULE | {"countries": ["ZZ"]}]), "has the countries “ZZ”"),
    (lambda source: first_action(source).update(left_out_for=[{"size_bands": ["0"]}]), "left_out_for needs “because” as text"),
    (lambda source: source["header"].update(counting="twice"), "the header has the counting “twice”, known are left-out, as-zero"),
]


@pytest.mark.parametrize(("damage", "message"), BREAKS, ids=[message for _, message in BREAKS])
def test_a_broken_pack_is_refused_by_the_name_of_the_item(damage: Callable[[Content], object], message: str) -> None:
    source = copy.deepcopy(content())
    damage(source)
    with pytest.raises(PackIsBroken) as refusal:
        read(source)
    assert message in str(refusal.value)
