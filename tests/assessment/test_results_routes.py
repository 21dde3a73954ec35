"""What an assessment adds up to, as pages: arithmetic, targets, self and peer, checks, crosswalks; on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accountability.assessment import commands, queries
from accountability.standard.domain import Counting, Depth
from accountability.standard.queries import shipped_pack
from tests.factories.assessment import DONT_KNOW, FIRST, LAST, NOT_APPLICABLE, SECOND, level, rated, sign, start
from tests.factories.large import make_large_cycle
from tests.factories.raters import ask, start_blind

PAGES = ("profile", "arithmetic", "targets", "peer", "checks", "crosswalks/istanbul-principles")


def suggest(ours, assessment, slug, number):
    with ours.session() as session, session.begin():
        by = ours.actor("reviewer")
        commands.suggest_level(session, assessment, key_action=slug, level=number, words=f"Seen at {number}", by=by, at=ours.at)


def target(client, address, slug, chosen, seen="", *, expect=303):
    fields = {f"target-{slug}": chosen, f"seen-{slug}": seen}
    return client.post(f"{address}/key-actions/{slug}/target", fields, expect=expect)


# Arithmetic


def test_every_number_leads_to_its_arithmetic_and_from_there_to_its_key_actions(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, level(1))
    rated(ours, assessment, SECOND, level(4))
    client = sign_in("viewer")
    assert f'href="{address}/arithmetic#mean">2.5</a>' in client.get(f"{address}/profile").text
    text = client.get(f"{address}/arithmetic").text
    assert "<strong>(1 + 4) ÷ 2 = 2.5</strong>" in text
    assert f'href="{address}/profile#c01-justice-equality"' in text
    assert "2.5 ÷ 4 × 100 = 63" in text  # 62.5: a half goes up


def test_without_numbers_the_arithmetic_shows_a_small_example(sign_in, address):
    text = sign_in("viewer").get(f"{address}/arithmetic").text
    assert "Formula 2." in text
    assert "<strong>(0 + 2 + 3) ÷ 3 = 1.7</strong>" in text
    assert "<strong>(0 × 1 + 3 × 2) ÷ 3 = 2.0</strong>" in text
    assert "none of your numbers shows this rule yet" in text


def test_own_numbers_take_the_place_of_the_example_rule_by_rule(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, level(0))
    rated(ours, assessment, SECOND, NOT_APPLICABLE)
    rated(ours, assessment, LAST, level(3))
    text = sign_in("viewer").get(f"{address}/arithmetic").text
    assert "left out <strong>(0) ÷ 1 = 0.0</strong>, as 0 <strong>(0 + 0) ÷ 2 = 0.0</strong>" in text
    assert "one of 2 key actions counts, <strong>(3) ÷ 1 = 3.0</strong>" in text


def test_an_assessment_of_the_first_formula_says_so_and_is_computed_by_it(sign_in, ours, assessment, address):
    with ours.session() as session, session.begin():
        queries.get_assessment(session, assessment.id).formula = "1"
    text = sign_in("viewer").get(f"{address}/arithmetic").text
    assert "Formula 1." in text
    assert "Under formula 1 every key action weighs the same." in text


def test_a_pack_may_count_not_applicable_as_0_and_the_reader_may_choose_otherwise(sign_in, ours, assessment, address, monkeypatch):
    rated(ours, assessment, FIRST, level(4))
    rated(ours, assessment, SECOND, NOT_APPLICABLE)
    strict = replace(shipped_pack(), counting=Counting.AS_ZERO)
    monkeypatch.setattr("accountability.standard.queries.get_pack", lambda *_asked: strict)
    client = sign_in("viewer")
    assert "(0 + 4) ÷ 2 = 2.0" in client.get(f"{address}/profile").text
    assert "(4) ÷ 1 = 4.0" in client.get(f"{address}/profile?not-applicable=left-out").text


# Targets


def test_a_target_is_chosen_on_the_card_and_shown_on_its_level(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, level(1))
    client = sign_in("officer")
    target(client, address, FIRST, "3")
    card = client.get(f"{address}/key-actions/{FIRST}").text
    assert '3 · How we work <span class="badge tone-sun">target</span>' in card
    assert "2 levels to go" in client.get(f"{address}/profile").text
    assert "target 3" in client.get(address).text


def test_many_targets_are_chosen_on_one_page_and_taken_away_again(sign_in, ours, assessment, address):
    client = sign_in("owner")
    fields = {f"target-{FIRST}": "3", f"seen-{FIRST}": "", f"target-{SECOND}": "4", f"seen-{SECOND}": ""}
    client.post(f"{address}/targets", fields)
    assert "2 targets changed." in client.get(f"{address}/targets").text
    client.post(f"{address}/targets", {f"target-{FIRST}": "", f"seen-{FIRST}": "3"})
    assert "target 3" not in client.get(f"{address}/targets").text
    assert "target 4" in client.get(f"{address}/targets").text


def test_nobody_chooses_over_a_target_that_somebody_else_chose_meanwhile(sign_in, ours, assessment, address):
    client = sign_in("officer")
    target(client, address, FIRST, "3")
    assert "Somebody else chose another target" in target(client, address, FIRST, "4", expect=409).text
    again = client.post(f"{address}/targets", {f"target-{FIRST}": "4", f"seen-{FIRST}": ""}, expect=422).text
    assert "Somebody else chose another target" in again
    assert f'name="seen-{FIRST}" type="hidden" value="3"' in again
    client.post(f"{address}/targets", {f"target-{FIRST}": "4", f"seen-{FIRST}": "3"})
    assert "target 4" in client.get(f"{address}/targets").text


@pytest.mark.parametrize("chosen", ["9", "x", "-1"])
def test_what_is_no_level_is_no_target(sign_in, address, chosen):
    client = sign_in("officer")
    target(client, address, FIRST, chosen)
    assert "target " + chosen not in client.get(f"{address}/targets").text


def test_targets_are_frozen_with_the_signature(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, level(2))
    with ours.session() as session, session.begin():
        sign(ours, session, queries.get_assessment(session, assessment.id))
    client = sign_in("officer")
    target(client, address, FIRST, "3", expect=409)
    assert "<select" not in client.get(f"{address}/targets").text


@pytest.mark.parametrize("role", ["contributor", "viewer", "board", "reviewer"])
def test_only_those_who_run_it_choose_targets(sign_in, address, role):
    client = sign_in(role)
    target(client, address, FIRST, "3", expect=403)
    assert "<select" not in client.get(f"{address}/targets").text


# Self and peer


def test_self_and_peer_stand_side_by_side_and_no_mean_is_made_of_them(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, level(3))
    suggest(ours, assessment, FIRST, 1)
    client = sign_in("viewer")
    text = client.get(f"{address}/peer").text
    assert "We say: 3 · How we work" in text
    assert "says: 1 · First steps" in text
    assert "2 levels lower" in text
    assert "(3) ÷ 1 = 3.0" in client.get(f"{address}/profile").text
    assert "reviewer 1" in client.get(f"{address}/profile").text


def test_without_a_reviewer_the_page_says_what_would_stand_there(sign_in, address):
    assert "No reviewer has said anything yet" in sign_in("viewer").get(f"{address}/peer").text


def test_a_reviewer_is_a_source_of_the_kind_partner(sign_in, ours, assessment, address):
    suggest(ours, assessment, FIRST, 1)
    text = sign_in("viewer").get(f"{address}/arithmetic").text
    assert "<strong>one kind of source</strong>: partners, or a reviewer from outside" in text


def blind(ours):
    with ours.session() as session, session.begin():
        assessment = start_blind(ours, session)
        ask(ours, session, assessment, [ours.actor("contributor")])
        return assessment


def test_who_rates_blind_is_not_told_what_a_reviewer_sees(sign_in, ours, assessment):
    hidden = blind(ours)
    suggest(ours, hidden, FIRST, 1)
    client = sign_in("contributor")
    for page in ("peer", "profile", "targets", f"key-actions/{FIRST}"):
        assert "Seen at 1" not in client.get(f"/assessments/{hidden.id}/{page}").text
        assert "reviewer 1" not in client.get(f"/assessments/{hidden.id}/{page}").text
    assert "Hidden while you rate" in client.get(f"/assessments/{hidden.id}/peer").text
    assert "Seen at 1" in sign_in("viewer").get(f"/assessments/{hidden.id}/peer").text


# Checks


def test_each_finding_is_one_click_from_its_cure(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, level(3))
    suggest(ours, assessment, FIRST, 1)
    client = sign_in("officer")
    target(client, address, FIRST, "2")
    text = client.get(f"{address}/checks").text
    card = f"{address}/key-actions/{FIRST}"
    for title, cure in (
        ("No evidence", "#evidence"),
        ("A reviewer sees it differently", "#comments"),
        ("Target below the level", "#target"),
    ):
        assert title in text
        assert f'href="{card}{cure}"' in text
    for anchor in ("evidence", "comments", "target"):
        assert f'id="{anchor}"' in client.get(card).text


def test_what_is_found_stops_no_signature(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, level(0))
    rated(ours, assessment, SECOND, DONT_KNOW)
    client = sign_in("board")
    text = client.get(f"{address}/sign-off").text
    assert "At level 0" in text
    assert "Who would know?" in text
    client.post(f"{address}/sign-off", {"has_read": "y", "seen": "2"})


# Other codes


def test_levels_are_seen_through_another_code_without_a_verdict(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, level(3))
    text = sign_in("viewer").get(f"{address}/crosswalks/istanbul-principles").text
    assert "All of the commitment: 3.0" in text
    assert "This is no verdict under that standard." in text
    sign_in("viewer").get(f"{address}/crosswalks/no-such-code", expect=404)


# All of them


@pytest.mark.parametrize("path", PAGES)
def test_the_neighbours_results_do_not_exist(sign_in, theirs, path):
    with theirs.session() as session, session.begin():
        foreign = start(theirs, session)
    sign_in("owner").get(f"/assessments/{foreign.id}/{path}", expect=404)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_results_costs_the_same_with_little_and_with_much(sign_in, ours, assessment, address, path):
    client, costs = sign_in("officer"), []
    for slugs in ((FIRST,), (SECOND, LAST)):
        for slug in slugs:
            rated(ours, assessment, slug, level(2))
            suggest(ours, assessment, slug, 1)
            target(client, address, slug, "3")
        client.get(f"{address}/{path}")
        costs.append(client.queries)
    assert len(set(costs)) == 1


def test_a_reviewer_sees_results_of_their_part_only(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, level(2))
    rated(ours, assessment, LAST, level(4))
    client = sign_in("reviewer")
    for page in ("profile", "arithmetic", "targets", "crosswalks/istanbul-principles"):
        assert LAST not in client.get(f"{address}/{page}").text
        assert FIRST in client.get(f"{address}/profile").text


def test_the_profile_of_48_key_actions_and_30_raters_asks_twelve_times(sign_in, ours):
    with ours.session() as session, session.begin():
        made = make_large_cycle(ours, session)
    client = sign_in("board")
    text = client.get(f"/assessments/{made.id}/profile").text
    assert client.queries <= 12
    assert text.count("4 kinds of source") == 12


def test_the_profile_says_what_moved_since_the_cycle_before(sign_in, ours, assessment, address):
    rated(ours, assessment, FIRST, level(2))
    with ours.session() as session, session.begin():
        sign(ours, session, queries.get_assessment(session, assessment.id))
    with ours.session() as session, session.begin():
        by, at = ours.actor("officer"), ours.at + timedelta(days=1)
        later = commands.start_assessment(session, name="Later", depth=Depth.QUICK, by=by, at=at)
    rated(ours, later, FIRST, level(4))
    client = sign_in("board")
    assert "up 2.0 on one shared key action" in client.get(f"/assessments/{later.id}/profile").text
    assert "2.0 → 4.0" in client.get(f"/assessments/{later.id}/arithmetic").text
