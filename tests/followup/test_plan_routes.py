"""Working on the plan: planning, changing, moving, noting and removing, who may, and what is refused."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.assessment.models import Assessment
from accountability.evidence.commands.pieces import add_piece
from accountability.evidence.domain import PieceDraft, Source
from accountability.followup.domain.plan import Status
from accountability.followup.models import Action
from tests.followup.plan import COMMITMENT, DROPPED, KEY_ACTION, move, plan, stored
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


def test_another_organisations_actions_are_not_found(sign_in: SignIn, theirs: Tenant, at: datetime) -> None:
    with theirs.session() as session, session.begin():
        foreign = plan(session, by=theirs.actor("officer"), at=at)
    officer = sign_in("officer")
    for path in ("", "/change", "/move", "/note"):
        officer.get(f"/plan/actions/{foreign.id}{path}", expect=404)
    officer.post(f"/plan/actions/{foreign.id}/remove", expect=404)
