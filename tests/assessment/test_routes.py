"""The pages of assessments as members of different roles meet them."""

import json

import pytest

from accountability.assessment import queries
from accountability.survey.domain import HiddenReason, Voice
from tests.factories.assessment import DONT_KNOW, NOT_APPLICABLE, level, rate, sign, start

FIRST = "c01-b-claim-rights"
SECOND = "c01-d-inclusion-inside"
LAST = "c12-c-leaders-answer"


@pytest.fixture
def assessment(ours):
    with ours.session() as session, session.begin():
        return start(ours, session)


@pytest.fixture
def address(assessment):
    return f"/assessments/{assessment.id}"


@pytest.fixture
def card(address):
    return f"{address}/key-actions/{FIRST}"


def latest(ours, assessment, slug=FIRST):
    with ours.session() as session:
        return queries.find_rating(session, assessment, key_action=slug)


def rated(ours, assessment, slug, answer, *, seen=0):
    with ours.session() as session, session.begin():
        rate(ours, session, queries.get_assessment(session, assessment.id), slug, answer, seen=seen)


def signed(ours, assessment):
    with ours.session() as session, session.begin():
        found = queries.get_assessment(session, assessment.id)
        rate(ours, session, found, SECOND, level(2))
        sign(ours, session, found)


# Starting and growing


def test_an_officer_starts_an_assessment(sign_in):
    client = sign_in("officer")
    answer = client.post("/assessments/start", {"name": "2026", "depth": "quick"})
    assert "0 of 24" in client.get(answer.location).text
    assert "2026" in client.get("/assessments").text


def test_a_name_is_asked_for(sign_in):
    client = sign_in("officer")
    client.get("/assessments/start")
    assert "Enter a name" in client.post("/assessments/start", {"name": " ", "depth": "quick"}, expect=422).text


@pytest.mark.parametrize("role", ["contributor", "viewer", "board", "data_entry", "safeguarding", "reviewer", "coordinator"])
def test_only_owners_and_officers_start(sign_in, role):
    sign_in(role).post("/assessments/start", {"name": "2026", "depth": "quick"}, expect=403)


@pytest.mark.parametrize("role", ["data_entry", "safeguarding", "reviewer", "coordinator"])
def test_some_roles_see_no_assessments(sign_in, address, role):
    sign_in(role).get(address, expect=403)
    sign_in(role).get("/assessments", expect=403)


def test_an_empty_list_says_what_to_do(sign_in):
    assert "Start an assessment" in sign_in("owner").get("/assessments").text
    assert "An officer or an owner" in sign_in("viewer").get("/assessments").text


def test_a_quick_scan_grows_once(sign_in, address):
    client = sign_in("officer")
    assert "stay as they are" in client.get(f"{address}/deepen").text
    assert "0 of 48" in client.get(client.post(f"{address}/deepen").location).text
    assert "already holds all" in client.post(f"{address}/deepen", expect=422).text
    sign_in("contributor").post(f"{address}/deepen", expect=403)


# The neighbour


@pytest.mark.parametrize("path", ["", "/deepen", "/sign-off", "/profile", "/gap", f"/key-actions/{FIRST}"])
def test_the_neighbours_assessment_does_not_exist(sign_in, theirs, path):
    with theirs.session() as session, session.begin():
        foreign = start(theirs, session)
    sign_in("owner").get(f"/assessments/{foreign.id}{path}", expect=404)


@pytest.mark.parametrize("path", ["/deepen", "/sign-off", f"/key-actions/{FIRST}", f"/key-actions/{FIRST}/save"])
def test_nothing_is_posted_to_the_neighbours_assessment(sign_in, theirs, path):
    with theirs.session() as session, session.begin():
        foreign = start(theirs, session)
    sign_in("owner").post(f"/assessments/{foreign.id}{path}", {"choice": "2", "version": "0"}, expect=404)


# The card


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
    assert said["joined"] == {"choice": "2", "reason": "", "note": "mine", "is_to_revisit": False, "version": 2}


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


# The list of key actions


def test_a_filter_shows_only_what_it_names(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, DONT_KNOW)
    text = sign_in("viewer").get(f"{address}?show=dont-know").text
    assert FIRST in text
    assert SECOND not in text
    assert "No key action fits" in sign_in("viewer").get(f"{address}?show=to-revisit").text


def test_progress_says_what_it_counts(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, NOT_APPLICABLE)
    text = sign_in("viewer").get(address).text
    assert "1 of 24" in text
    assert "Answered means: has a level, is not applicable, or is a don’t know." in text


def test_the_key_actions_cost_the_same_blank_or_answered(sign_in, ours, assessment, address):
    client, costs = sign_in("officer"), []
    for slug in (None, FIRST, SECOND, LAST):
        if slug:
            rated(ours, assessment, slug, level(1))
        client.get(address)
        costs.append(client.queries)
    assert len(set(costs)) == 1


# Profile


def test_the_profile_shows_policy_and_practice_apart_and_flags_a_zero(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, level(0))
    rated(ours, assessment, SECOND, level(4))
    text = sign_in("board").get(f"{address}/profile").text
    assert "has a 0" in text
    assert "(0 + 4) ÷ 2 = 2.0" in text
    assert "no key action of this kind" in text


def test_a_reader_chooses_how_not_applicable_counts(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, level(4))
    rated(ours, assessment, SECOND, NOT_APPLICABLE)
    client = sign_in("viewer")
    assert "(4) ÷ 1 = 4.0" in client.get(f"{address}/profile").text
    assert "(0 + 4) ÷ 2 = 2.0" in client.get(f"{address}/profile?not-applicable=as-zero").text
    assert "(4) ÷ 1 = 4.0" in client.get(f"{address}/profile?not-applicable=nonsense").text


def test_an_empty_profile_says_so(sign_in, address):
    text = sign_in("viewer").get(f"{address}/profile").text
    assert "No commitment has a mean of 3 or more yet" in text
    assert "not rated yet" in text


def test_the_profile_costs_at_most_twelve_queries(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, level(3))
    client = sign_in("board")
    client.get(f"{address}/profile")
    assert client.queries <= 12


# Signing off


def test_the_board_sees_what_is_open_and_signs(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, level(0))
    client = sign_in("board")
    text = client.get(f"{address}/sign-off").text
    assert "At level 0" in text
    assert client.post(f"{address}/sign-off", {"has_read": "y", "seen": "1"}).location == f"{address}/profile"
    assert "Signed off by Board of Otvorena Vrata on 4 May 2026" in client.get(address).text


def test_a_signature_needs_the_tick(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, level(0))
    assert "Tick that you have seen" in sign_in("owner").post(f"{address}/sign-off", {"seen": "1"}, expect=422).text


def test_a_signature_on_what_has_changed_is_refused_and_shows_the_new_state(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, level(0))
    rated(ours, assessment, FIRST, level(4), seen=1)
    text = sign_in("owner").post(f"{address}/sign-off", {"has_read": "y", "seen": "1"}, expect=422).text
    assert "Somebody changed an answer" in text
    assert 'name="seen" type="hidden" value="2"' in text


@pytest.mark.parametrize("role", ["officer", "contributor", "viewer"])
def test_only_owners_and_the_board_sign(sign_in, address, role):
    sign_in(role).post(f"{address}/sign-off", {"has_read": "y", "seen": "0"}, expect=403)


# Perception gap


def test_the_gap_says_when_people_were_not_asked(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, level(3))
    text = sign_in("viewer").get(f"{address}/gap").text
    assert "we rated 1 key action · people were not asked" in text
    assert "not rated yet · people were not asked" in text


def test_the_gap_stands_both_sides_apart_with_what_each_stands_on(sign_in, ours, assessment, address, monkeypatch):
    voices = {
        "c01-justice-equality": Voice(score=60, answers_class="30–49", reason_hidden=None),
        "c02-gender-equality": Voice(score=None, answers_class=None, reason_hidden=HiddenReason.TOO_FEW_ANSWERS),
        "c03-healthy-planet": Voice(score=None, answers_class=None, reason_hidden=HiddenReason.NO_SCORE),
    }
    monkeypatch.setattr("accountability.assessment.routes.results.survey.voice_by_commitment", lambda _session: voices)
    rated(ours, assessment, FIRST, level(3))
    text = sign_in("board").get(f"{address}/gap").text
    assert "we rated 1 key action · 30–49 answers from people" in text
    assert "heard 15 lower" in text
    assert "Too few answers from people: Women&#39;s Rights and Gender Equality." in text
    assert "what people answered gives no score" in text


def test_the_gap_without_an_id_is_about_the_latest_assessment(sign_in, ours):
    assert "No assessment yet" in sign_in("viewer").get("/assessments/gap").text
    with ours.session() as session, session.begin():
        start(ours, session, name="The latest one")
    assert "The latest one" in sign_in("viewer").get("/assessments/gap").text
