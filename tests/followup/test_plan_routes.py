"""The pages of the plan: who may do what, what they show, what is refused, and what leaves as a file."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.assessment.commands import close_rating
from accountability.assessment.models import Assessment
from accountability.evidence.commands.pieces import add_piece
from accountability.evidence.domain import PieceDraft, Source
from accountability.followup import queries
from accountability.followup.domain.plan import Status
from accountability.followup.models import Action
from accountability.organisation.models import CustomRole
from accountability.separated import read_separated
from tests.factories import many
from tests.followup.plan import COMMITMENT, DONE, DROPPED, KEY_ACTION, OTHER, assess, due_in, move, plan, rate_apart
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant

SignIn = Callable[[str], CheckingClient]
FORM = {
    "title": "Write down who may complain",
    "serves": f"{COMMITMENT} {KEY_ACTION}",
    "due_on": "2026-08-04",
    "priority": "normal",
    "expected_level": "3",
}
ODD = ["=1+1", "+a", "-a", "@a", "\ttab", " =1", "＝1", "'a", 'say "it"', "a,b;c", "two\nlines", "ћирилица", "x'\"><svg>{{7*7}}%s"]


@pytest.fixture
def action(session: Session, ours: Tenant, officer: Actor, at: datetime) -> Action:
    """An action that the contributor carries."""
    made = plan(session, by=officer, at=at, owner_id=ours.actor("contributor").member_id, note="Ask the board.")
    session.commit()
    return made


@pytest.fixture
def assessment(session: Session, ours: Tenant) -> Assessment:
    made = assess(ours, session, {KEY_ACTION: 0, OTHER: 1})
    session.commit()
    return made


def stored(session: Session) -> list[Action]:
    session.expire_all()
    return queries.list_actions(session)


def test_an_officer_plans_changes_moves_and_finishes_an_action(sign_in: SignIn, session: Session) -> None:
    officer = sign_in("officer")
    assert "Nothing planned yet" in officer.get("/plan").text
    officer.get("/plan/actions/add")
    officer.post("/plan/actions/add", FORM)
    (action,) = stored(session)
    page = f"/plan/actions/{action.id}"
    assert "Write down who may complain" in officer.get(page).text
    officer.get(f"{page}/change")
    officer.post(f"{page}/change", {**FORM, "title": "Write it on the door", "version": "1"})
    officer.get(f"{page}/move")
    officer.post(f"{page}/move", {"status": "done", "evidence": "It hangs there.", "version": "2"})
    text = officer.get(page).text
    assert "It hangs there." in text
    assert "From planned to done." in text
    assert "Changed: what will be done." in text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": " "}, "Enter what will be done"),
        ({"title": "x" * 241}, "240 characters or fewer"),
        ({"serves": ""}, "Select what it is for"),
        ({"serves": "c99 c99-a"}, "Not a valid choice"),
        ({"due_on": ""}, "Enter by when it will be done"),
        ({"due_on": "soon"}, "Enter by when it will be done"),
        ({"due_on": "2026-05-03"}, "today or later"),
        ({"due_on": "2206-05-03"}, "within 10 years"),
        ({"serves": f"whole:{COMMITMENT}"}, "Select the key action whose level you expect"),
        ({"owner_id": "nobody"}, "Not a valid choice"),
        ({"cost": "x" * 121}, "120 characters or fewer"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_it(
    sign_in: SignIn, session: Session, fields: dict[str, str], message: str
) -> None:
    assert message in sign_in("officer").post("/plan/actions/add", FORM | fields, expect=422).text
    assert stored(session) == []


def test_from_a_key_action_the_form_begins_with_it(sign_in: SignIn, assessment: Assessment, session: Session) -> None:
    officer = sign_in("officer")
    path = f"/plan/actions/add?for={KEY_ACTION}&assessment={assessment.id}"
    text = officer.get(path).text
    assert f'selected value="{COMMITMENT} {KEY_ACTION}"' in text
    assert 'value="2026-08-04"' in text
    officer.post(f"/plan/actions/add?assessment={assessment.id}", FORM)
    assert stored(session)[0].assessment_id == assessment.id


@pytest.mark.parametrize("asked", ["00000000-0000-0000-0000-000000000001", "none", ""])
def test_an_assessment_that_is_not_ours_is_no_origin(sign_in: SignIn, session: Session, asked: str) -> None:
    sign_in("officer").post(f"/plan/actions/add?assessment={asked}", FORM)
    assert stored(session)[0].assessment_id is None


def test_a_contributor_moves_and_notes_their_own(sign_in: SignIn, action: Action, session: Session) -> None:
    contributor, page = sign_in("contributor"), f"/plan/actions/{action.id}"
    assert "Write notes" in contributor.get(page).text
    contributor.post(f"{page}/move", {"status": "in progress", "version": "1"})
    contributor.post(f"{page}/note", {"note": "Half of it is there.", "version": "2"})
    (now,) = stored(session)
    assert (now.status, now.note) == (Status.IN_PROGRESS, "Half of it is there.")


def test_a_contributor_moves_nobody_elses(sign_in: SignIn, session: Session, officer: Actor, at: datetime) -> None:
    others = plan(session, by=officer, at=at, owner_id=officer.member_id)
    session.commit()
    contributor, page = sign_in("contributor"), f"/plan/actions/{others.id}"
    assert "Move it on" not in contributor.get(page).text
    for path in (f"{page}/move", f"{page}/note"):
        contributor.get(path, expect=403)
        contributor.post(path, {"status": "in progress", "note": "x", "version": "1"}, expect=403)
    assert stored(session)[0].version == 1


@pytest.mark.parametrize("role", ["viewer", "board"])
def test_who_only_reads_changes_nothing(sign_in: SignIn, action: Action, role: str) -> None:
    reader, page = sign_in(role), f"/plan/actions/{action.id}"
    for path in ("/plan", "/plan/board", "/plan/timeline", "/plan/report/2026", "/plan/what-if", page):
        assert "Move" not in reader.get(path).text.replace("Move one with", "")
    for path in (f"{page}/move", f"{page}/change", f"{page}/remove", "/plan/actions/add"):
        reader.post(path, FORM, expect=403)


def test_the_board_asks_for_what_a_status_needs(sign_in: SignIn, action: Action, session: Session) -> None:
    officer, page = sign_in("officer"), f"/plan/actions/{action.id}/move"
    board = {"from_board": "yes", "version": "1"}
    asked = officer.post(page, board | {"status": "dropped"})
    assert asked.headers["Location"].endswith("/move?to=dropped")
    assert 'value="dropped" checked' in officer.get(f"{page}?to=dropped").text
    assert officer.post(page, board | {"status": "blocked"}).headers["Location"].endswith("/plan/board")
    assert stored(session)[0].status is Status.BLOCKED


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"status": ""}, "Select where it stands"),
        ({"status": "dropped"}, "Enter why it is dropped"),
        ({"status": "done"}, "Enter how one can see that it is done"),
        ({"status": "done", "link": "javascript:alert(1)"}, "Enter a whole web address"),
        ({"status": "done", "evidence": "There.", "closed_on": "2026-05-05"}, "today or earlier"),
    ],
)
def test_a_move_says_what_is_missing(sign_in: SignIn, action: Action, fields: dict[str, str], message: str) -> None:
    sent = {"version": "1"} | fields
    assert message in sign_in("officer").post(f"/plan/actions/{action.id}/move", sent, expect=422).text


def test_a_piece_of_evidence_shows_that_it_is_done(
    sign_in: SignIn, session: Session, action: Action, officer: Actor, at: datetime
) -> None:
    piece = add_piece(session, PieceDraft(title="Photo of the door", source=Source.DOCUMENT), by=officer, at=at)
    session.commit()
    client, page = sign_in("officer"), f"/plan/actions/{action.id}"
    assert "Photo of the door" in client.get(f"{page}/move").text
    client.post(f"{page}/move", {"status": "done", "version": "1", "pieces": str(piece.id)})
    for path in (page, "/plan/report/2026", f"/evidence/{piece.id}"):
        assert "Photo of the door" in client.get(path).text
    assert "Photo of the door" in client.get("/plan/export").text
    assert 'name="pieces" value="' + str(piece.id) + '" checked' in client.get(f"{page}/move").text
    assert action.title in client.get(f"/evidence/{piece.id}").text


def test_who_moves_what_was_moved_meanwhile_looks_first(
    sign_in: SignIn, session: Session, action: Action, officer: Actor, at: datetime
) -> None:
    move(session, action, DROPPED, by=officer, at=at)
    session.commit()
    client, path = sign_in("officer"), f"/plan/actions/{action.id}/move"
    refused = client.post(path, {"status": "in progress", "version": "1"}, expect=422).text
    assert "Somebody else moved this action meanwhile" in refused
    assert 'name="version" type="hidden" value="2"' in refused
    client.post(path, {"status": "in progress", "version": "2"})


def test_two_who_change_the_same_words_are_shown_both(sign_in: SignIn, session: Session, action: Action) -> None:
    officer, path = sign_in("officer"), f"/plan/actions/{action.id}/change"
    officer.post(path, FORM | {"title": "This", "cost": "1 EUR", "version": "1"})
    text = officer.post(path, FORM | {"title": "That", "version": "1"}, expect=409).text
    assert "Somebody else changed the same part" in text
    assert 'value="That"' in text
    assert 'value="1 EUR"' in text
    officer.post(path, FORM | {"title": "That", "cost": "1 EUR", "version": "2"})
    assert (stored(session)[0].title, stored(session)[0].cost) == ("That", "1 EUR")


def test_two_who_note_the_same_action_are_shown_both(sign_in: SignIn, action: Action) -> None:
    officer, path = sign_in("officer"), f"/plan/actions/{action.id}/note"
    assert "Ask the board." in officer.get(path).text
    officer.post(path, {"note": "One.", "version": "1"})
    text = officer.post(path, {"note": "Two.", "version": "1"}, expect=409).text
    assert "Theirs, saved now" in text
    assert "One." in text
    assert "Two.</textarea>" in text
    assert "4000 characters" in officer.post(path, {"note": "x" * 4001, "version": "2"}, expect=422).text


def test_what_both_changed_apart_is_joined_and_said(sign_in: SignIn, action: Action) -> None:
    officer, path = sign_in("officer"), f"/plan/actions/{action.id}/change"
    officer.get(path)
    base = FORM | {
        "title": action.title,
        "serves": f"whole:{COMMITMENT}",
        "expected_level": "",
        "note": "Ask the board.",
        "cost": "",
        "impact": "",
    }
    owner = {"owner_id": str(action.owner_id)}
    officer.post(path, base | owner | {"cost": "1 EUR", "version": "1"})
    officer.post(path, base | owner | {"impact": "high", "version": "1"})
    assert "together with what somebody else changed" in officer.get(f"/plan/actions/{action.id}").text


def test_a_removed_action_can_be_taken_back(sign_in: SignIn, session: Session, action: Action) -> None:
    officer = sign_in("officer")
    officer.post(f"/plan/actions/{action.id}/remove")
    officer.get(f"/plan/actions/{action.id}", expect=404)
    assert "Action of the plan" in officer.get("/trash").text
    officer.post(f"/trash/action/{action.id}/take-back")
    officer.get(f"/plan/actions/{action.id}")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Late", "Soon", "Mine"]),
        ("?show=mine", ["Mine"]),
        ("?show=overdue", ["Late"]),
        ("?show=closed", ["Done"]),
        ("?show=all", ["Late", "Done", "Soon", "Mine"]),
        ("?show=nonsense", ["Late", "Soon", "Mine"]),
        ("?show=all&commitment=c02-gender-equality", ["Soon"]),
    ],
)
def test_the_list_shows_what_is_asked_for(
    sign_in: SignIn, session: Session, officer: Actor, at: datetime, query: str, titles: list[str]
) -> None:
    before = at - timedelta(days=9)
    plan(session, by=officer, at=before, title="Late", due_on=due_in(2, before))
    move(session, plan(session, by=officer, at=at, title="Done", due_on=due_in(1, at)), DONE, by=officer, at=at)
    plan(session, by=officer, at=at, title="Soon", due_on=due_in(3, at), commitment="c02-gender-equality")
    plan(session, by=officer, at=at, title="Mine", due_on=due_in(4, at), owner_id=officer.member_id)
    session.commit()
    text = sign_in("officer").get(f"/plan{query}").text
    found = sorted((text.find(f">{title}</a>"), title) for title in ("Late", "Done", "Soon", "Mine") if f">{title}</a>" in text)
    assert [title for _, title in found] == titles


@pytest.mark.parametrize("query", ["", "?from=2026-08", "?from=1999-01", "?from=2026-13", "?from=x", "?from=２０２６-08"])
def test_the_timeline_shows_bars_and_the_same_as_a_table(sign_in: SignIn, action: Action, query: str) -> None:
    text = sign_in("viewer").get(f"/plan/timeline{query}").text
    assert text.count("Write down who may complain") >= 3
    assert "from 4 May 2026, due on 4 August 2026" in text


def test_the_timeline_says_what_lies_outside(
    sign_in: SignIn, session: Session, action: Action, officer: Actor, at: datetime
) -> None:
    before = at - timedelta(days=30)
    late = plan(session, by=officer, at=before, title="Late", due_on=due_in(1, before))
    move(session, plan(session, by=officer, at=at, title="Over"), DONE, by=officer, at=at)
    session.commit()
    assert late.is_overdue(at.date())
    client = sign_in("viewer")
    assert "bar-late" in client.get("/plan/timeline").text
    assert "3 more actions lie outside" in client.get("/plan/timeline?from=2030-01").text


def test_a_year_is_reported_by_commitment(sign_in: SignIn, session: Session, action: Action, officer: Actor, at: datetime) -> None:
    move(session, plan(session, by=officer, at=at, title="Hang it up"), DONE, by=officer, at=at)
    move(session, plan(session, by=officer, at=at, title="Build a house"), DROPPED, by=officer, at=at)
    session.commit()
    text = sign_in("board").get("/plan/report/2026").text
    for words in (
        "1 Justice and Equality",
        "It hangs at the door.",
        "The grant has ended.",
        "Still to do",
        "as it stands on 4 May",
    ):
        assert words in text
    assert "Nothing was planned in 2025" in sign_in("board").get("/plan/report/2025").text


@pytest.mark.parametrize("year", ["1999", "2100", "99999999999", "x"])
def test_a_year_that_is_none_is_not_found(sign_in: SignIn, year: str) -> None:
    sign_in("board").get(f"/plan/report/{year}", expect=404)


def test_the_plan_leaves_with_everything_and_as_text(sign_in: SignIn, session: Session, officer: Actor, at: datetime) -> None:
    for odd in ODD:
        plan(session, by=officer, at=at, title=f"{odd}", note=odd, cost=odd, owner_id=officer.member_id)
    session.commit()
    response = sign_in("viewer").get("/plan/export")
    assert response.headers["Content-Disposition"] == 'attachment; filename="plan-2026-05-04.csv"'
    rows = [[cell.text for cell in row] for row in read_separated(response.data).sheets[0].rows]
    assert sorted(row[12] for row in rows[1:]) == sorted(odd.strip() for odd in ODD)
    assert {len(row) for row in rows} == {24}
    raw = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))
    assert not [cell for row in raw for cell in row if cell.strip()[:1] in set("=+-@＝")]


def test_the_file_says_what_the_pages_say(
    sign_in: SignIn, session: Session, action: Action, officer: Actor, assessment: Assessment, at: datetime
) -> None:
    made = plan(session, by=officer, at=at, key_action=KEY_ACTION, expected_level=2, assessment_id=assessment.id, title="Done")
    move(session, made, DONE, by=officer, at=at)
    session.commit()
    rows = list(csv.DictReader(io.StringIO(sign_in("officer").get("/plan/export").data.decode("utf-8-sig"))))
    done = next(row for row in rows if row["What will be done"] == "Done")
    assert done["From the assessment"] == "Cycle 2026"
    assert (done["Status"], done["How one can see that it is done"], done["Done or dropped on"], done["Level hoped for"]) == (
        "Done",
        "It hangs at the door.",
        "2026-05-04",
        "2",
    )


# What an assessment suggests


def test_from_a_finished_assessment_a_plan_is_one_click(sign_in: SignIn, session: Session, assessment: Assessment) -> None:
    officer, path = sign_in("officer"), f"/plan/suggestions/{assessment.id}"
    text = officer.get(path).text
    assert "Start here" in text
    assert "At level 0" in text
    assert "Make a plan of it" in officer.get("/plan").text
    officer.post(f"{path}/take", {"suggestion": KEY_ACTION})
    officer.post(f"{path}/take", {"suggestion": OTHER})
    assert [each.key_action for each in stored(session)] == [KEY_ACTION, OTHER]
    assert "Everything this assessment suggests is planned" in officer.get(path).text
    assert "Make a plan of it" not in officer.get("/plan").text


def test_a_second_click_plans_nothing_more(sign_in: SignIn, session: Session, assessment: Assessment) -> None:
    officer, path = sign_in("officer"), f"/plan/suggestions/{assessment.id}/take"
    officer.post(path, {"suggestion": KEY_ACTION})
    officer.post(path, {"suggestion": KEY_ACTION})
    assert "This suggestion is no longer there" in officer.get("/plan").text
    assert len(stored(session)) == 1


def test_an_assessment_without_anything_low_says_so(sign_in: SignIn, session: Session, ours: Tenant) -> None:
    made = assess(ours, session, {KEY_ACTION: 4})
    session.commit()
    assert "Nothing stands out" in sign_in("officer").get(f"/plan/suggestions/{made.id}").text


def test_raters_far_apart_are_a_reason_once_they_may_be_seen(sign_in: SignIn, session: Session, ours: Tenant, at: datetime) -> None:
    made = rate_apart(ours, session, KEY_ACTION, levels=(1, 3))
    session.commit()
    officer, path = sign_in("officer"), f"/plan/suggestions/{made.id}"
    assert "Nothing stands out" in officer.get(path).text
    close_rating(session, made, words="We are few.", by=ours.actor("officer"), at=at)
    session.commit()
    text = officer.get(path).text
    assert "Raters far apart" in text
    assert "raters 2 levels apart" in text
    officer.post(f"{path}/take", {"suggestion": KEY_ACTION})
    assert stored(session)[0].expected_level is None


def test_raters_one_level_apart_are_no_reason(sign_in: SignIn, session: Session, ours: Tenant, at: datetime) -> None:
    made = rate_apart(ours, session, KEY_ACTION, levels=(2, 3))
    close_rating(session, made, words="We are few.", by=ours.actor("officer"), at=at)
    session.commit()
    assert "Nothing stands out" in sign_in("officer").get(f"/plan/suggestions/{made.id}").text


def test_the_dry_run_shows_the_mean_now_and_then(
    sign_in: SignIn, session: Session, officer: Actor, assessment: Assessment, at: datetime
) -> None:
    plan(session, by=officer, at=at, key_action=KEY_ACTION, expected_level=4)
    plan(session, by=officer, at=at, title="No change", key_action=OTHER, expected_level=1)
    session.commit()
    text = sign_in("board").get("/plan/what-if").text
    assert '<td class="number">0.5</td><td class="number"><strong>2.5</strong></td>' in text
    assert "level 0 → 4" in text
    assert "Hoped for, and no change of a mean" in text


def test_without_an_assessment_nothing_is_reckoned(sign_in: SignIn) -> None:
    assert "Without an assessment there is no mean" in sign_in("viewer").get("/plan/what-if").text


def test_a_role_of_ones_own_that_reads_the_plan_sees_no_levels(
    sign_in: SignIn, session: Session, ours: Tenant, assessment: Assessment, officer: Actor, at: datetime
) -> None:
    made = plan(session, by=officer, at=at, assessment_id=assessment.id)
    ours.actor("custom")
    role = session.query(CustomRole).one()
    role.permissions = ["READ_FOLLOWUP", "EDIT_PLAN"]
    session.commit()
    custom = sign_in("custom")
    assert "Cycle 2026" not in custom.get("/plan").text + custom.get(f"/plan/actions/{made.id}").text
    assert b"Cycle 2026" not in custom.get("/plan/export").data
    custom.get("/plan/what-if", expect=403)
    custom.get(f"/plan/suggestions/{assessment.id}", expect=403)
    custom.post(f"/plan/suggestions/{assessment.id}/take", {"suggestion": KEY_ACTION}, expect=403)


def test_pages_of_the_plan_cost_the_same_for_10_actions_and_for_300(
    sign_in: SignIn, ours: Tenant, assessment: Assessment, session: Session
) -> None:
    client, found = sign_in("officer"), []
    for numbers in (range(10), range(10, 300)):
        many.add_actions(ours, numbers)
        action = stored(session)[0]
        paths = ("report/2026", "what-if", "export", f"suggestions/{assessment.id}", f"actions/{action.id}")
        costs = []
        for path in paths:
            client.get(f"/plan/{path}")
            costs.append(client.queries)
        found.append(costs)
    assert found[0] == found[1]


def test_another_organisations_actions_are_not_found(sign_in: SignIn, theirs: Tenant, at: datetime) -> None:
    with theirs.session() as session, session.begin():
        foreign = plan(session, by=theirs.actor("officer"), at=at)
    officer = sign_in("officer")
    for path in ("", "/change", "/move", "/note"):
        officer.get(f"/plan/actions/{foreign.id}{path}", expect=404)
    officer.post(f"/plan/actions/{foreign.id}/remove", expect=404)
