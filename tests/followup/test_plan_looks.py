"""Looks at the plan: its list, its line of months, the report of a year, and the file that leaves."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.assessment.models import Assessment
from accountability.followup.models import Action
from accountability.spreadsheet.separated import read_separated
from tests.factories import many
from tests.followup.plan import DONE, DROPPED, KEY_ACTION, due_in, move, plan, stored
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant

SignIn = Callable[[str], CheckingClient]
ODD = ["=1+1", "+a", "-a", "@a", "\ttab", " =1", "＝1", "'a", 'say "it"', "a,b;c", "two\nlines", "ћирилица", "x'\"><svg>{{7*7}}%s"]


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
