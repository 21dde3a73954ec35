"""Weights, rules, suggestions and evidence of key actions, and how much is told of what is wrong. No database."""

import copy
from fractions import Fraction

import pytest

from accountability.organisation.domain import OrganisationType, SizeBand
from accountability.standard.domain import LEVELS, Counting, Effort, LeftOutFor, PackIsBroken, Suggestion
from accountability.standard.domain.reading import MOST_PROBLEMS
from tests.factories.standard import Content, content, enriched, read


@pytest.mark.parametrize(("written", "weight"), [(1, "1"), (3, "3"), ("2", "2"), ("3/2", "3/2"), ("1.25", "5/4"), ("999", "999")])
def test_a_weight_is_read_exactly(written: object, weight: str) -> None:
    assert read(enriched(weight=written)).key_actions[0].weight == Fraction(weight)


@pytest.mark.parametrize("written", [0, "1/2", -1, 1.5, "1e9", "1/0", True, [2], "1000", "one"])
def test_another_weight_is_refused(written: object) -> None:
    with pytest.raises(PackIsBroken, match="needs “weight” as a whole number or as a text such as “3/2”"):
        read(enriched(weight=written))


@pytest.mark.parametrize(
    ("entries", "wanted"),
    [
        ({}, [False, False, True, True, True]),
        ({"needs_evidence_from": 4}, [False] * 4 + [True]),
        ({"needs_evidence_from": 0}, [True] * 5),
        ({"needs_evidence_from": "never"}, [False] * 5),
    ],
)
def test_evidence_is_asked_for_where_the_answer_implies_it(entries: Content, wanted: list[bool]) -> None:
    action = read(enriched(**entries)).key_actions[0]
    assert [action.wants_evidence_at(level) for level in LEVELS] == wanted
    assert action.wants_evidence_at(None) is False


def test_suggestions_are_read_for_the_levels_that_have_one() -> None:
    action = read(
        enriched(suggestions={0: {"text": "Begin.", "effort": "small"}, "2": {"text": "Go on.", "effort": "large"}})
    ).key_actions[0]
    assert action.suggestion_from(0) == Suggestion(text="Begin.", effort=Effort.SMALL)
    assert action.suggestion_from(1) is None
    assert action.suggestion_from(2) == Suggestion(text="Go on.", effort=Effort.LARGE)


def test_rules_are_read_with_their_conditions() -> None:
    rule = {"size_bands": ["0", "1-5"], "countries": ["MK"], "types": ["network"], "because": "They do it elsewhere."}
    assert read(enriched(left_out_for=[rule])).key_actions[0].left_out_for == (
        LeftOutFor(
            because="They do it elsewhere.",
            size_bands=frozenset({SizeBand.VOLUNTEERS, SizeBand.SMALL}),
            countries=frozenset({"MK"}),
            types=frozenset({OrganisationType.NETWORK}),
        ),
    )


def test_a_pack_without_the_newer_entries_means_what_it_meant() -> None:
    pack = read(content())
    assert (pack.counting, pack.spread_suggestion, pack.commitments[0].gap_suggestion) == (Counting.LEFT_OUT, None, None)
    action = pack.key_actions[0]
    assert (action.weight, action.left_out_for, action.suggestions, action.knows_policy_question) == (Fraction(1), (), (), "")


def test_all_that_is_wrong_is_told_at_once() -> None:
    source = enriched(kind="habit", text=7, weight=0)
    source["header"].update(title="", colour="red")
    with pytest.raises(PackIsBroken) as refusal:
        read(source)
    assert [str(problem) for problem in refusal.value.problems] == [
        "the header needs “title” as text",
        "c01-a-ask needs “text” as text",
        "c01-a-ask has the kind “habit”, known are policy, practice",
        "c01-a-ask needs “weight” as a whole number or as a text such as “3/2”, from 1 to 999",
        "the header has the unknown entry “colour”",
    ]


def test_no_more_problems_are_told_than_a_person_reads() -> None:
    source = copy.deepcopy(content())
    source["commitments"].update({f"x{number}": {} for number in range(1000)})
    with pytest.raises(PackIsBroken) as refusal:
        read(source)
    assert len(refusal.value.problems) == MOST_PROBLEMS
