"""The page of trends: what moved, over how many key actions, and what is not compared."""

from datetime import timedelta

from accountability.assessment import commands, queries
from accountability.assessment.domain.formulas import FORMULA
from accountability.standard.domain import Depth
from accountability.standard.queries import shipped_pack
from tests.factories.assessment import FIRST, SECOND, level, rate, start

TRENDS = "/assessments/trends"


def cycle(ours, day, answers, *, name, is_signed=True):
    with ours.session() as session, session.begin():
        at = ours.at + timedelta(days=day)
        made = commands.start_assessment(session, name=name, depth=Depth.QUICK, by=ours.actor("officer"), at=at)
        for slug, answer in answers.items():
            rate(ours, session, made, slug, answer)
        if is_signed:
            seen = queries.count_versions(session, made)
            commands.sign_assessment(session, made, seen=seen, by=ours.actor("board"), at=at)
        return made


def test_the_change_says_over_how_many_key_actions_and_what_is_not_compared(sign_in, ours):
    cycle(ours, -9, {FIRST: level(1)}, name="Cycle 2025")
    cycle(ours, -1, {FIRST: level(2), SECOND: level(4)}, name="Cycle 2026", is_signed=False)
    text = sign_in("viewer").get(TRENDS).text
    assert "Last change: up 1.0 on one shared key action; one new key action is not compared" in text
    assert "open, not signed off" in text
    assert "Cycle 2025: policy –, practice 1.0; Cycle 2026 (open): policy 4.0, practice 2.0" in text


def test_one_cycle_is_no_trend_yet_and_none_says_so(sign_in, ours):
    client = sign_in("viewer")
    assert "No cycle yet" in client.get(TRENDS).text
    cycle(ours, 0, {FIRST: level(1)}, name="Cycle 2026")
    assert "One cycle so far" in client.get(TRENDS).text


def test_a_reviewer_sees_trends_of_their_part_only(sign_in, ours):
    for day in (-9, -1):
        cycle(ours, day, {FIRST: level(1), "c12-c-leaders-answer": level(4)}, name=f"Day {day}")
    text = sign_in("reviewer").get(TRENDS).text
    assert "1 Justice and Equality" in text
    assert "12 Responsible Leadership" not in text


def test_the_neighbours_cycles_are_no_part_of_ours(sign_in, ours, theirs):
    cycle(theirs, -9, {FIRST: level(1)}, name="Theirs")
    cycle(ours, -1, {FIRST: level(1)}, name="Ours")
    assert "One cycle so far" in sign_in("viewer").get(TRENDS).text


def test_trends_cost_the_same_for_two_cycles_and_for_many(sign_in, ours):
    client, costs = sign_in("viewer"), []
    for days in ((-90, -80), range(-70, -10, 10)):
        for day in days:
            cycle(ours, day, {FIRST: level(1)}, name=f"Day {day}")
        client.get(TRENDS)
        costs.append(client.queries)
    assert costs[0] == costs[1] <= 10


def test_cycles_of_a_version_that_nobody_mapped_are_named(sign_in, ours, monkeypatch):
    old = cycle(ours, -9, {FIRST: level(1)}, name="Cycle 2019")
    cycle(ours, -1, {FIRST: level(3)}, name="Cycle 2026")
    monkeypatch.setattr("accountability.standard.queries.get_pack", lambda *_asked: shipped_pack())
    with ours.session() as session, session.begin():
        queries.get_assessment(session, old.id).pack_version = "0.9"
    text = sign_in("viewer").get(TRENDS).text
    assert "nobody has mapped to the newest one: Cycle 2019" in text
    assert "Last change: nothing to compare" in text


def test_a_new_assessment_keeps_the_newest_formula(ours, session):
    assert start(ours, session).formula == FORMULA
