"""Every sentence by its address, languages that fall back sentence by sentence, and packs written so that they are read again."""

from dataclasses import replace
from fractions import Fraction

import pytest

from accountability.standard.domain import Counting, Effort, Pack, PackIsBroken, Suggestion, read_pack
from accountability.standard.domain.reading import read_commitment_top, read_header, read_key_action
from accountability.standard.domain.texts import FRAME, Translation, in_language, parts_of, texts_of
from accountability.standard.domain.writing import write_item, write_pack
from accountability.standard.queries import shipped_pack
from tests.factories.standard import content, enriched, first_action, read

RICH = {
    "weight": "3/2",
    "needs_evidence_from": "never",
    "knows_policy_question": "Do you know it?",
    "left_out_for": [{"size_bands": ["0", "1-5"], "countries": ["MK"], "types": ["network"], "because": "Elsewhere."}],
    "suggestions": {0: {"text": "Begin.", "effort": "small"}},
}
SQ = Translation(text="Ne dëgjojmë.", original="We listen.")


def rich() -> Pack:
    """The small pack with everything that may stand in one."""
    source = enriched(**RICH)
    source["header"].update(counting="as-zero", spread_suggestion={"text": "Talk.", "effort": "small"})
    source["commitments"]["c01-listen"]["gap_suggestion"] = {"text": "Ask.", "effort": "large"}
    return read(source)


@pytest.mark.parametrize("pack", [read(content()), rich(), shipped_pack()], ids=["small", "rich", "ours"])
@pytest.mark.parametrize("level_key", [str, int])
def test_what_is_written_is_read_again_as_it_was(pack: Pack, level_key: type) -> None:
    written = write_pack(pack, level_key=level_key)
    assert read_pack(written["pack"], written["commitments"]) == pack


def test_defaults_are_not_written() -> None:
    written = write_pack(read(content()))["commitments"]["c01-listen"]["key_actions"][0]
    assert set(written) == set(first_action(content()))


def test_weights_are_written_exactly() -> None:
    pack = read(enriched(weight=3))
    assert [write_item(action).get("weight") for action in pack.key_actions] == [3, None]
    assert write_item(replace(pack.key_actions[0], weight=Fraction(5, 4)))["weight"] == "5/4"


def test_items_are_read_alone_by_the_same_rules() -> None:
    pack = rich()
    action, commitment = pack.key_actions[0], pack.commitments[0]
    assert read_key_action(write_item(action), commitment.slug) == action
    assert read_commitment_top(write_item(commitment), commitment) == commitment
    assert read_header(write_item(pack), pack) == pack


def test_items_that_are_wrong_are_refused_alone() -> None:
    pack = rich()
    with pytest.raises(PackIsBroken, match="needs “text” as text"):
        read_key_action(write_item(pack.key_actions[0]) | {"text": ""}, pack.commitments[0].slug)
    with pytest.raises(PackIsBroken, match="needs “promise” as text"):
        read_commitment_top(write_item(pack.commitments[0]) | {"promise": ""}, pack.commitments[0])
    with pytest.raises(PackIsBroken, match="the header needs “title” as text"):
        read_header(write_item(pack) | {"title": ""}, pack)


def test_every_sentence_has_an_address_of_its_own() -> None:
    texts = texts_of(rich())
    assert texts["title"] == "Small"
    assert texts["levels.3.name"] == "Level 3"
    assert texts["a-listening.title"] == "Listening"
    assert texts["c01-listen.gap_suggestion"] == "Ask."
    assert texts["c01-a-ask.descriptors.4"] == "c01-a-ask at level 4"
    assert texts["c01-a-ask.left_out_for.0"] == "Elsewhere."
    assert texts["c01-a-ask.suggestions.0"] == "Begin."
    assert "c01-b-answer.knows_policy_question" not in texts
    assert len(texts) == 1 + 10 + 1 + 1 + 3 + (1 + 1 + 5 + 2 + 1 + 1 + 1) + (1 + 1 + 5 + 2)


def test_sentences_are_worked_on_in_parts_that_leave_none_out() -> None:
    pack = rich()
    parts = parts_of(pack)
    assert list(parts) == [FRAME, "c01-listen"]
    assert {**parts[FRAME], **parts["c01-listen"]} == texts_of(pack)
    assert "a-listening.title" in parts[FRAME]


def test_a_language_falls_back_sentence_by_sentence() -> None:
    translated = in_language(read(content()), {"c01-a-ask.text": SQ})
    assert [action.text for action in translated.pack.key_actions] == ["Ne dëgjojmë.", "We listen."]
    assert "c01-a-ask.text" not in translated.missing
    assert "c01-b-answer.text" in translated.missing
    assert (translated.done, translated.total - len(translated.missing)) == (1, 1)


@pytest.mark.parametrize(
    "translation",
    [replace(SQ, original="We listened."), replace(SQ, text="")],
    ids=["the original has changed", "nothing is there"],
)
def test_what_does_not_fit_shows_the_original(translation: Translation) -> None:
    translated = in_language(read(content()), {"c01-a-ask.text": translation})
    assert translated.pack == read(content())
    assert translated.done == 0


def test_a_language_counts_as_read_when_a_native_speaker_read_all_there_is() -> None:
    pack = read(content())
    assert not in_language(pack, {}).is_reviewed
    assert not in_language(pack, {"c01-a-ask.text": SQ}).is_reviewed
    assert in_language(pack, {"c01-a-ask.text": replace(SQ, is_reviewed=True)}).is_reviewed


def test_a_whole_pack_goes_into_a_language_and_keeps_its_shape() -> None:
    pack = rich()
    texts = {address: Translation(text=f"[{text}]", original=text) for address, text in texts_of(pack).items()}
    translated = in_language(pack, texts)
    assert (translated.missing, translated.unread) == (frozenset(), frozenset(texts))
    assert texts_of(translated.pack) == {address: f"[{text}]" for address, text in texts_of(pack).items()}
    assert translated.pack.counting is Counting.AS_ZERO
    assert translated.pack.spread_suggestion == Suggestion(text="[Talk.]", effort=Effort.SMALL)
