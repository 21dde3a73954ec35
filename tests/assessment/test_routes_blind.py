"""The pages of blind rating, from asking people to the level they agree on."""

import json

import pytest

from accountability.assessment import queries
from accountability.assessment.domain.ways import Way
from tests.factories.assessment import FIRST, SECOND, level
from tests.factories.raters import add_colleagues, ask, close, finish, rate_alone, says, start_blind

POLICY = "c01-d-inclusion-inside"


@pytest.fixture
def people(ours, session):
    made = add_colleagues(ours, session, 12, at=ours.at)
    session.commit()
    return made


def blind(ours, session, team, *, way=Way.NAMED, finished=0, answers=lambda number: {FIRST: level(number % 5)}):
    """An assessment with this team, of whom so many have answered and finished; and its address."""
    assessment = start_blind(ours, session, way=way, least=3)
    if team:
        ask(ours, session, assessment, team)
    for number, each in enumerate(team[:finished]):
        rate_alone(session, assessment, each, answers(number), at=ours.at)
        finish(session, assessment, each, at=ours.at)
    session.commit()
    return assessment, f"/assessments/{assessment.id}"


def test_an_officer_starts_a_blind_cycle_and_asks_people(sign_in, ours, people):
    client = sign_in("officer")
    sent = {"name": "2026", "depth": "quick", "way": "named", "least_raters": "3", "rate_by": "2026-06-01"}
    place = client.post("/assessments/start", sent).location.split("/team")[0]
    asked = client.post(f"{place}/team", {"members": [str(each.member_id) for each in people[:3]], "sections": []})
    text = client.get(asked.location).text
    assert "3 people were asked by mail" in text
    assert "Each alone, with names" in text
    client.post(f"{place}/team", {}, expect=422)


def test_the_way_is_chosen_anew_until_somebody_rates(sign_in, ours, session, people):
    assessment, place = blind(ours, session, people[:3])
    client = sign_in("officer")
    client.post(f"{place}/how-we-rate", {"way": "named", "least_raters": "2"}, expect=422)
    client.post(f"{place}/how-we-rate", {"way": "anonymous", "least_raters": "5", "rate_by": ""})
    assert "The team is too small to close" in client.get(f"{place}/team").text
    rate_alone(session, assessment, people[0], {FIRST: level(1)}, at=ours.at)
    session.commit()
    assert "so this stays" in client.get(f"{place}/how-we-rate").text
    client.post(f"{place}/how-we-rate", {"rate_by": "2026-07-01"})
    assert "Rate by" in client.get(f"{place}/team").text


def test_a_rater_sees_their_own_sheet_and_finishes(sign_in, ours, session, people):
    _assessment, place = blind(ours, session, [*people[:3], ours.actor("contributor")], finished=2)
    client = sign_in("contributor")
    assert "Waiting for you" in client.get("/").text
    assert "Do you know this policy?" in client.get(f"{place}/key-actions/{POLICY}").text
    assert "Do you know this policy?" not in client.get(f"{place}/key-actions/{FIRST}").text
    sent = {"choice": "2", "knowledge": "knows", "version": "0"}
    saved = json.loads(client.post(f"{place}/key-actions/{POLICY}/save", sent, expect=200).text)
    assert saved["version"] == 1
    assert "1 of 24" in client.get(place).text
    client.post(f"{place}/finish", {}, expect=422)
    assert "Your answers stand now" in client.get(client.post(f"{place}/finish", {"is_sure": "y"}).location).text
    assert "your answers stand as they are" in client.get(f"{place}/key-actions/{POLICY}").text
    assert "Waiting for you" not in client.get("/").text


def test_a_made_up_state_of_knowledge_is_refused(sign_in, ours, session, people):
    _assessment, place = blind(ours, session, [ours.actor("contributor")])
    sign_in("contributor").post(
        f"{place}/key-actions/{POLICY}/save", {"choice": "2", "knowledge": "all", "version": "0"}, expect=422
    )


def test_who_is_not_on_the_team_is_told_so(sign_in, ours, session, people):
    _assessment, place = blind(ours, session, people[:3])
    assert "You are not on the team" in sign_in("contributor").get(f"{place}/key-actions/{FIRST}").text
    sign_in("contributor").post(f"{place}/key-actions/{FIRST}", {"choice": "2", "version": "0"}, expect=422)


def test_sections_make_a_list_of_ones_own(sign_in, ours, session):
    assessment, place = blind(ours, session, [])
    ask(ours, session, assessment, [ours.actor("contributor")], "c01-justice-equality")
    session.commit()
    assert "0 of 2" in sign_in("contributor").get(place).text
    member = ours.actor("contributor").member_id
    client = sign_in("officer")
    assert "Sections of" in client.get(f"{place}/team/{member}").text
    client.post(f"{place}/team/{member}", {"sections": ["c12-leadership"]})
    assert "12 " in client.get(f"{place}/team").text
    client.get(f"{place}/team/{ours.organisation_id}", expect=404)


def test_reminding_and_taking_off(sign_in, ours, session, people):
    _assessment, place = blind(ours, session, people[:3], finished=1)
    client = sign_in("officer")
    assert "2 people were reminded" in client.get(client.post(f"{place}/team/remind").location).text
    client.post(f"{place}/team/remind", expect=409)
    client.post(f"{place}/team/{people[2].member_id}/remove")
    client.post(f"{place}/team/{people[0].member_id}/remove", expect=409)


def test_closing_settling_and_taking_over(sign_in, ours, session, people):
    def answers(number):
        return {FIRST: says(1 if number else 4, note=f"Word {number}"), SECOND: level(3)}

    _assessment, place = blind(ours, session, people[:4], finished=3, answers=answers)
    client = sign_in("officer")
    client.get(f"{place}/close-rating")
    client.post(f"{place}/close-rating", {}, expect=422)
    spread = client.get(client.post(f"{place}/close-rating", {"is_sure": "y"}).location).text
    assert "3 levels apart" in spread
    assert "2.5" not in spread
    assert client.get(f"{place}/spread/print").text.count("What we heard") == 1
    assert "Word 1" in client.get(f"{place}/agree/{FIRST}").text
    client.post(f"{place}/agree/{FIRST}", {"choice": "1", "version": "0"}, expect=422)
    sent = {"choice": "1", "note": "Seen in the minutes", "minority_note": "One saw 4", "version": "0"}
    client.post(f"{place}/agree/{FIRST}", sent)
    assert "One level was taken over" in client.get(client.post(f"{place}/agree-on-same").location).text
    client.post(f"{place}/agree-on-same", expect=409)
    assert "Seen differently: One saw 4" in client.get(f"{place}/spread").text
    assert "2 of 24" in client.get(place).text


def test_two_who_settle_the_same_at_once_choose(sign_in, ours, session, people):
    assessment, place = blind(ours, session, people[:3], finished=3)
    close(ours, session, assessment)
    session.commit()
    client = sign_in("owner")
    client.post(f"{place}/agree/{FIRST}", {"choice": "1", "note": "Ours", "version": "0"})
    sent = {"choice": "2", "note": "Mine", "version": "0"}
    assert "Two different answers" in client.post(f"{place}/agree/{FIRST}", sent, expect=409).text
    client.post(f"{place}/agree/{FIRST}", {**sent, "keep_mine": "1"})
    with ours.session() as fresh:
        assert queries.find_agreed(fresh, assessment, key_action=FIRST).level == 2


def test_an_anonymous_spread_shows_shares_and_no_name(sign_in, ours, session, people):
    assessment, place = blind(ours, session, people, way=Way.ANONYMOUS, finished=12)
    assert "Fewer than 10" not in sign_in("officer").get(f"{place}/team").text
    assert "10–14 people have finished" in sign_in("officer").get(f"{place}/close-rating").text
    close(ours, session, assessment)
    session.commit()
    text = sign_in("officer").get(f"{place}/spread").text
    assert "10–14 answers" in text
    assert "Shown from 10 answers" in text
    assert "Colleague" not in text


@pytest.mark.parametrize("finished", [0, 9])
def test_with_fewer_than_ten_nobody_learns_how_many(sign_in, ours, session, people, finished):
    _assessment, place = blind(ours, session, people, way=Way.ANONYMOUS, finished=finished)
    client = sign_in("officer")
    assert "Fewer than 10 people have finished" in client.get(f"{place}/team").text
    assert "Rating cannot be closed now" in client.get(f"{place}/close-rating").text
    client.post(f"{place}/close-rating", {"is_sure": "y"}, expect=422)


@pytest.mark.parametrize("path", ["spread", "spread/print", "team", "close-rating", "finish", f"agree/{FIRST}", "how-we-rate"])
def test_on_a_shared_sheet_the_pages_say_that_there_is_nothing(sign_in, assessment, path):
    sign_in("officer").get(f"/assessments/{assessment.id}/{path}")


@pytest.mark.parametrize("path", ["spread", "team", "close-rating", "finish", f"agree/{FIRST}", "how-we-rate"])
def test_the_neighbours_team_does_not_exist(sign_in, theirs, path):
    with theirs.session() as session, session.begin():
        foreign = start_blind(theirs, session)
    sign_in("owner").get(f"/assessments/{foreign.id}/{path}", expect=404)


def test_pages_cost_the_same_for_three_raters_and_for_twelve(sign_in, ours, session, people):
    def costs(team):
        assessment, place = blind(ours, session, team, finished=3, answers=lambda n: {FIRST: level(2), SECOND: level(n)})
        client, found = sign_in("officer"), []
        for path in ("/team", "/spread", "/close-rating", ""):
            client.get(f"{place}{path}")
            found.append(client.queries)
        for each in team[3:]:
            rate_alone(session, assessment, each, {FIRST: level(2)}, at=ours.at)
            finish(session, assessment, each, at=ours.at)
        session.commit()
        client.get(f"{place}/spread")
        return [*found, client.queries]

    few, many = costs(people[:3]), costs(people)
    assert few == many
    assert max(many) <= 20
