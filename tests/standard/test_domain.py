"""A pack is read whole or refused by the name of the item that is wrong. No database."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from accountability.standard.domain import Depth, Kind, Pack, PackIsBroken, read_pack

Content = dict[str, Any]


def key_action(slug: str, *, quick: bool) -> Content:
    """A key action as it stands in a file."""
    return {
        "slug": slug,
        "kind": "practice",
        "quick_scan": quick,
        "text": "We listen.",
        "guiding_question": "Who listens?",
        "descriptors": {level: f"{slug} at level {level}" for level in range(5)},
        "evidence_examples": ["Notes", "A photo"],
        "provenance": "own wording",
        "review_status": "not yet reviewed",
    }


def content() -> Content:
    """A small whole pack: one cluster, one commitment, two key actions."""
    return {
        "header": {
            "id": "small",
            "version": "1",
            "title": "Small",
            "status": "draft",
            "languages": ["en"],
            "licence": "own",
            "provenance": "own wording",
            "review_status": "not yet reviewed",
            "levels": {level: {"name": f"Level {level}", "meaning": "As it is."} for level in range(5)},
            "clusters": [
                {
                    "slug": "a-listening",
                    "letter": "A",
                    "title": "Listening",
                    "provenance": "own wording",
                    "review_status": "not yet reviewed",
                    "commitments": ["c01-listen"],
                }
            ],
        },
        "commitments": {
            "c01-listen": {
                "slug": "c01-listen",
                "number": 1,
                "title": "Listen",
                "promise": "We listen.",
                "provenance": "own wording",
                "review_status": "not yet reviewed",
                "key_actions": [key_action("c01-a-ask", quick=True), key_action("c01-b-answer", quick=False)],
            }
        },
    }


def read(source: Content) -> Pack:
    """The pack of this content."""
    return read_pack(source["header"], source["commitments"])


def first_action(source: Content) -> Content:
    """The first key action, to break it."""
    action: Content = source["commitments"]["c01-listen"]["key_actions"][0]
    return action


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
]


@pytest.mark.parametrize(("damage", "message"), BREAKS, ids=[message for _, message in BREAKS])
def test_a_broken_pack_is_refused_by_the_name_of_the_item(damage: Callable[[Content], object], message: str) -> None:
    source = copy.deepcopy(content())
    damage(source)
    with pytest.raises(PackIsBroken) as refusal:
        read(source)
    assert message in str(refusal.value)
