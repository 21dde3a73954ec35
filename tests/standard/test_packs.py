"""What our own packs promise: complete, distinct, short, and honest about where each item comes from."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from accountability.organisation.domain import OrganisationType, SizeBand, Traits
from accountability.standard.domain import LEVELS, Commitment, Depth, Effort, KeyAction, Kind, Pack, PackStatus, asked_of
from accountability.standard.queries import PACKS, load_packs, shipped_pack

MOST_WORDS = {"text": 25, "guiding question": 25, "descriptor": 30, "example": 15, "promise": 30, "suggestion": 30, "reason": 30}
JARGON = ("stakeholder", "mainstream", "beneficiar", "disaggregat", "sustainab", "leverag", "capacity", "framework", "empower")


@pytest.fixture
def pack() -> Pack:
    """The pack new assessments start with."""
    return shipped_pack()


def texts_of(action: KeyAction) -> Iterator[tuple[str, str]]:
    """Everything a rater reads about a key action, with what it is."""
    yield "text", action.text
    yield "guiding question", action.guiding_question
    yield from (("descriptor", descriptor) for descriptor in action.descriptors)
    yield from (("example", example) for example in action.evidence_examples)
    yield from (("suggestion", suggestion.text) for _, suggestion in action.suggestions)
    yield from (("reason", rule.because) for rule in action.left_out_for)
    yield from (("guiding question", question) for question in [action.knows_policy_question] if question)


def suggestions_of(pack: Pack) -> list[str]:
    """All suggestions of a pack, as text."""
    found = [suggestion.text for action in pack.key_actions for _, suggestion in action.suggestions]
    found += [commitment.gap_suggestion.text for commitment in pack.commitments if commitment.gap_suggestion]
    return [*found, *([pack.spread_suggestion.text] if pack.spread_suggestion else [])]


def without_a_next_step(pack: Pack) -> list[str]:
    """Key actions that leave somebody below the highest level without a suggestion."""
    return [action.slug for action in pack.key_actions if not all(action.suggestion_from(level) for level in LEVELS[:-1])]


def long_texts(pack: Pack) -> list[str]:
    """Texts of a pack with more words than a reader on a phone should meet."""
    texts: list[tuple[str, str, str]] = [(action.slug, *text) for action in pack.key_actions for text in texts_of(action)]
    texts += [(commitment.slug, "promise", commitment.promise) for commitment in pack.commitments]
    return [f"{slug} {what}" for slug, what, text in texts if len(text.split()) > MOST_WORDS[what]]


def test_it_has_three_clusters_of_four_commitments(pack: Pack) -> None:
    assert [(cluster.letter, len(cluster.commitments)) for cluster in pack.clusters] == [("A", 4), ("B", 4), ("C", 4)]
    assert [commitment.number for commitment in pack.commitments] == list(range(1, 13))


def test_it_has_forty_eight_key_actions_four_to_each_commitment(pack: Pack) -> None:
    assert len(pack.key_actions) == 48
    assert {len(commitment.key_actions) for commitment in pack.commitments} == {4}


def test_the_quick_scan_takes_two_key_actions_of_each_commitment(pack: Pack) -> None:
    assert sum(action.is_quick for action in pack.key_actions) == 24
    assert {sum(action.is_quick for action in commitment.key_actions) for commitment in pack.commitments} == {2}


def test_the_quick_scan_asks_for_a_rule_and_a_practice_where_there_are_both(pack: Pack) -> None:
    def kinds(commitment: Commitment, *, quick: bool) -> set[Kind]:
        return {action.kind for action in commitment.key_actions if action.is_quick or not quick}

    assert all(kinds(commitment, quick=True) == kinds(commitment, quick=False) for commitment in pack.commitments)


def test_slugs_are_unique_and_begin_with_their_commitment(pack: Pack) -> None:
    slugs = [action.slug for action in pack.key_actions]
    assert len(set(slugs)) == 48
    assert all(action.slug[:4] == action.commitment[:4] for action in pack.key_actions)
    assert all(commitment.slug[:3] == f"c{commitment.number:02}" for commitment in pack.commitments)


def test_no_two_descriptors_of_the_pack_are_the_same(pack: Pack) -> None:
    counted = Counter(descriptor.casefold() for action in pack.key_actions for descriptor in action.descriptors)
    assert [descriptor for descriptor, times in counted.items() if times > 1] == []
    assert sum(counted.values()) == 48 * len(LEVELS)


def test_questions_and_texts_are_not_repeated_either(pack: Pack) -> None:
    assert len({action.text for action in pack.key_actions}) == 48
    assert len({action.guiding_question for action in pack.key_actions}) == 48


def test_every_key_action_has_two_to_four_examples_of_evidence(pack: Pack) -> None:
    assert {len(action.evidence_examples) for action in pack.key_actions} <= {2, 3, 4}


def test_texts_are_short(pack: Pack) -> None:
    assert long_texts(pack) == []


def test_a_long_text_would_be_noticed(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MOST_WORDS, "descriptor", 5)
    assert "c01-a-root-causes descriptor" in long_texts(pack)


def test_texts_are_sentences_and_guiding_questions_ask(pack: Pack) -> None:
    sentences = [text for action in pack.key_actions for text in (action.text, *action.descriptors)]
    assert [text for text in sentences if not text.endswith(".")] == []
    assert [action.slug for action in pack.key_actions if not action.guiding_question.endswith("?")] == []


def test_descriptors_do_without_jargon(pack: Pack) -> None:
    descriptors = [descriptor.casefold() for action in pack.key_actions for descriptor in action.descriptors]
    assert [(word, text) for text in descriptors for word in JARGON if word in text] == []


def test_no_item_claims_to_be_official_or_reviewed(pack: Pack) -> None:
    assert all("Own wording" in action.provenance for action in pack.key_actions)
    assert {action.review_status for action in pack.key_actions} == {"own wording, not yet reviewed by a subject expert"}


def test_the_five_levels_have_names_of_their_own(pack: Pack) -> None:
    assert tuple(level.value for level in pack.levels) == LEVELS
    assert len({level.name for level in pack.levels}) == 5


def test_exactly_one_pack_is_current() -> None:
    assert [pack.status for pack in load_packs(PACKS)].count(PackStatus.CURRENT) == 1


def test_every_key_action_says_what_to_do_next_from_every_level_but_the_highest(pack: Pack) -> None:
    assert without_a_next_step(pack) == []
    assert all(action.suggestion_from(4) is None for action in pack.key_actions)


def test_a_missing_next_step_would_be_noticed(pack: Pack) -> None:
    action = replace(pack.key_actions[0], suggestions=pack.key_actions[0].suggestions[:3])
    commitment = replace(pack.commitments[0], key_actions=(action,))
    planted = replace(pack, clusters=(replace(pack.clusters[0], commitments=(commitment,)),))
    assert without_a_next_step(planted) == [action.slug]


def test_every_commitment_says_what_to_do_about_a_gap_and_the_pack_about_a_spread(pack: Pack) -> None:
    assert [commitment.slug for commitment in pack.commitments if commitment.gap_suggestion is None] == []
    assert pack.spread_suggestion is not None


def test_suggestions_are_sentences_of_their_own_without_jargon(pack: Pack) -> None:
    suggestions = suggestions_of(pack)
    assert len(set(suggestions)) == len(suggestions) == 48 * 4 + 12 + 1
    assert [text for text in suggestions if not text.endswith((".", "?"))] == []
    assert [text for text in suggestions for word in JARGON if word in text.casefold()] == []


def test_what_is_small_comes_first(pack: Pack) -> None:
    assert {action.suggestions[0][1].effort for action in pack.key_actions} == {Effort.SMALL}


def test_a_rater_is_asked_whether_they_know_every_policy_and_no_practice(pack: Pack) -> None:
    asked = {action.slug for action in pack.key_actions if action.knows_policy_question}
    assert asked == {action.slug for action in pack.key_actions if action.kind is Kind.POLICY}


def test_reasons_to_leave_something_out_are_sentences(pack: Pack) -> None:
    reasons = [rule.because for action in pack.key_actions for rule in action.left_out_for]
    assert reasons
    assert [reason for reason in reasons if not reason.endswith(".")] == []


def test_volunteers_are_not_asked_about_pay(pack: Pack) -> None:
    left_out = asked_of(pack, Traits(size_band=SizeBand.VOLUNTEERS)).left_out
    assert {"c09-a-fair-recruitment", "c03-b-own-footprint"} == set(left_out)
    assert "no paid posts" in left_out["c09-a-fair-recruitment"]


@pytest.mark.parametrize("kind", [None, *OrganisationType])
@pytest.mark.parametrize("size", SizeBand)
def test_every_commitment_is_asked_of_everybody_at_both_depths(pack: Pack, size: SizeBand, kind: OrganisationType | None) -> None:
    asked = asked_of(pack, Traits(size_band=size, country="MK", kind=kind)).pack
    assert [each.slug for each in asked.commitments if not each.key_actions_at(Depth.QUICK)] == []
