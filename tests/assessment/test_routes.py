"""The pages of assessments as members of different roles meet them."""

import pytest

from accountability.assessment.domain.scores import Mean, MeanState
from accountability.assessment.routes.words import mean_in_words
from accountability.survey.domain import HiddenReason, Voice
from tests.factories.assessment import DONT_KNOW, FIRST, LAST, NOT_APPLICABLE, SECOND, level, rated, start

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


@pytest.mark.parametrize("role", ["data_entry", "safeguarding", "coordinator"])
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


@pytest.mark.parametrize(("levels", "words"), [((0, 1, 2, 2), "1.3"), ((3, 3, 3, 4), "3.3"), ((3, 3, 4), "3.3")])
def test_a_mean_is_rounded_as_by_hand(levels, words):
    assert mean_in_words(Mean(state=MeanState.KNOWN, levels=levels)) == words


def test_the_profile_says_on_how_many_kinds_of_source_a_commitment_stands(sign_in, ours, assessment, address, monkeypatch):
    voices = {
        "c01-justice-equality": Voice(score=60, answers_class="30–49", reason_hidden=None),
        "c02-gender-equality": Voice(score=None, answers_class=None, reason_hidden=HiddenReason.TOO_FEW_ANSWERS),
    }
    monkeypatch.setattr("accountability.assessment.routes.results.survey.voice_by_commitment", lambda _session: voices)
    rated(ours, assessment, FIRST, level(3))
    client = sign_in("viewer")
    text = client.get(f"{address}/profile").text
    assert (text.count("one kind of source"), text.count("no source yet")) == (1, 11)  # one member alone is no source
    rated(ours, assessment, SECOND, level(3), by="officer")
    assert client.get(f"{address}/profile").text.count("2 kinds of source") == 1


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
