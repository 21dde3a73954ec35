"""The card of one key action: without script, by script, and in a dispute."""

import json

import pytest

from tests.factories.assessment import (
    DONT_KNOW,
    FIRST,
    LAST,
    NOT_APPLICABLE,
    SECOND,
    latest,
    level,
    rated,
    signed,
)


def test_a_card_shows_its_levels_as_radios(sign_in, card):
    text = sign_in("contributor").get(card).text
    assert text.count('type="radio"') == 7
    assert "1 of 24" in text


def test_the_last_card_leads_back_to_the_list(sign_in, address):
    client = sign_in("contributor")
    client.get(f"{address}/key-actions/{LAST}")
    assert client.post(f"{address}/key-actions/{LAST}", {"choice": "2", "version": "0"}).location == address


def test_without_script_a_card_is_saved_and_the_next_one_follows(sign_in, ours, assessment, address, card):
    client = sign_in("contributor")
    answer = client.post(card, {"choice": "3", "note": "see minutes", "is_to_revisit": "y", "version": "0"})
    assert answer.location == f"{address}/key-actions/{SECOND}"
    assert (latest(ours, assessment).level, latest(ours, assessment).is_to_revisit) == (3, True)
    assert "see minutes" in client.get(card).text


def test_an_unknown_key_action_is_not_found(sign_in, address):
    sign_in("contributor").get(f"{address}/key-actions/no-such", expect=404)
    sign_in("contributor").post(f"{address}/key-actions/no-such/save", {"version": "0"}, expect=404)


@pytest.mark.parametrize("role", ["viewer", "board"])
def test_readers_see_the_answer_and_no_form(sign_in, ours, assessment, card, role):
    rated(ours, assessment, FIRST, level(2))
    assert 'type="radio"' not in sign_in(role).get(card).text
    sign_in(role).post(card, {"choice": "2", "version": "1"}, expect=403)
    sign_in(role).post(f"{card}/save", {"choice": "2", "version": "1"}, expect=403)


def test_what_was_typed_is_shown_again_when_it_is_refused(sign_in, ours, assessment, card):
    text = sign_in("contributor").post(card, {"choice": "not-applicable", "note": "long text", "version": "0"}, expect=422).text
    assert "long text" in text
    assert "Enter why this does not apply" in text
    assert latest(ours, assessment) is None


def test_an_answer_that_is_not_offered_is_refused(sign_in, card):
    sign_in("contributor").post(card, {"choice": "5", "version": "0"}, expect=422)


@pytest.mark.parametrize("field", ["version", "keep_mine"])
def test_a_version_that_no_answer_can_have_is_refused(sign_in, card, field):
    sign_in("contributor").post(card, {"choice": "3", "version": "0", field: "9" * 20}, expect=422)


def test_a_dispute_shows_mine_and_theirs(sign_in, ours, assessment, card):
    rated(ours, assessment, FIRST, NOT_APPLICABLE)
    text = sign_in("officer").post(card, {"choice": "4", "note": "mine", "version": "0"}, expect=409).text
    for words in (
        "We have no staff",
        "Contributor of Otvorena Vrata",
        "4 May 2026, 14:05",
        "Keep mine",
        "Take theirs",
        "mine</textarea>",
    ):
        assert words in text, words


def test_keeping_mine_stores_it_upon_theirs(sign_in, ours, assessment, card):
    rated(ours, assessment, FIRST, level(1))
    sign_in("officer").post(card, {"choice": "4", "version": "0", "keep_mine": "1"})
    assert (latest(ours, assessment).level, latest(ours, assessment).version) == (4, 2)


def test_after_signing_off_the_typed_text_is_still_on_the_page(sign_in, ours, assessment, card):
    signed(ours, assessment)
    text = sign_in("contributor").post(card, {"choice": "4", "note": "typed for long", "version": "0"}, expect=422).text
    assert "typed for long" in text
    assert "signed off" in text


# Saving by script


def test_the_script_is_told_when_and_which_version(sign_in, card):
    said = json.loads(sign_in("contributor").post(f"{card}/save", {"choice": "2", "version": "0"}, expect=200).text)
    assert said == {"saved_at": "14:05", "version": 1, "joined": None}


def test_the_script_is_given_what_was_joined(sign_in, ours, assessment, card):
    rated(ours, assessment, FIRST, level(2))
    said = json.loads(sign_in("officer").post(f"{card}/save", {"note": "mine", "version": "0"}, expect=200).text)
    assert said["joined"] == {"choice": "2", "reason": "", "note": "mine", "is_to_revisit": False, "knowledge": None, "version": 2}


def test_the_script_is_told_what_is_missing(sign_in, card):
    said = json.loads(sign_in("officer").post(f"{card}/save", {"choice": "not-applicable", "version": "0"}, expect=422).text)
    assert said == {"errors": {"reason": "Enter why this does not apply to your organisation"}}


def test_the_script_is_given_both_sides_of_a_dispute(sign_in, ours, assessment, card):
    rated(ours, assessment, FIRST, DONT_KNOW)
    said = json.loads(sign_in("officer").post(f"{card}/save", {"choice": "2", "version": "0"}, expect=409).text)
    assert said["dispute"]["mine"]["answer"] == "2 · Taking shape"
    assert (said["dispute"]["theirs"]["answer"], said["dispute"]["version"]) == ("Don’t know", 1)


def test_the_script_is_told_that_all_is_frozen(sign_in, ours, assessment, card):
    signed(ours, assessment)
    said = json.loads(sign_in("officer").post(f"{card}/save", {"choice": "2", "version": "0"}, expect=409).text)
    assert "signed off" in said["message"]
    assert said["dispute"] is None
