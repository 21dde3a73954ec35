"""Every page with a list asks the database as often for 1,000 rows as for 10. A list page that is not measured fails."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from accountability.organisation.models import Member
from accountability.survey import commands as surveys
from tests.factories import many
from tests.factories import network as make
from tests.factories.survey import make_open
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant

Add = Callable[[Tenant, range], None]
SignIn = Callable[[str], CheckingClient]


def add_everything(tenant: Tenant, numbers: range) -> None:
    for add in (many.add_assessments, many.add_surveys, many.add_actions, many.add_networks):
        add(tenant, numbers)


LISTS: dict[str, Add] = {
    "/": add_everything,
    "/assessments": many.add_assessments,
    "/evidence": many.add_evidence,
    "/surveys": many.add_surveys,
    "/organisation": many.add_colleagues,
    "/organisation/roles": many.add_roles,
    "/tokens": many.add_tokens,
    "/plan": many.add_actions,
    "/plan/board": many.add_actions,
    "/plan/timeline": many.add_actions,
    "/networks": many.add_networks,
    "/benchmarks": many.add_networks,
    "/standard": many.add_versions,
    "/standard/crosswalks": many.add_versions,
}
# Who reads the most there; an officer elsewhere.
READERS = {"/organisation": "owner", "/organisation/roles": "owner", "/tokens": "owner"}
MOST = 15  # queries, those of the sign-in and of who is acting among them


def costs(client: CheckingClient, paths: tuple[str, ...]) -> list[int]:
    """How many queries each page takes."""
    found = []
    for path in paths:
        client.get(path)
        found.append(client.queries)
    return found


def faults(client: CheckingClient, paths: tuple[str, ...], add: Callable[[range], None]) -> list[tuple[str, int, int]]:
    """The pages that ask too often or not equally often, with their queries for 10 rows and for 1,000."""
    add(range(10))
    few = costs(client, paths)
    add(range(10, 1_000))
    found = zip(paths, few, costs(client, paths), strict=True)
    return [(path, before, after) for path, before, after in found if before != after or after > MOST]


@pytest.mark.parametrize(("path", "add"), LISTS.items(), ids=LISTS)
def test_a_list_costs_the_same_for_10_rows_and_for_1000(sign_in: SignIn, ours: Tenant, path: str, add: Add) -> None:
    client = sign_in(READERS.get(path, "officer"))
    assert not faults(client, (path,), lambda numbers: add(ours, numbers))


def test_the_coordinators_pages_cost_the_same_for_10_organisations_and_for_1000(
    sign_in: SignIn, ours: Tenant, at: datetime
) -> None:
    circle = make.convene(ours, at=at)
    round_id = make.open_round(circle, at=at)
    client = sign_in("coordinator")
    board = f"/networks/rounds/{round_id}/progress"
    paths = ("/", "/networks", f"/networks/{circle.network_id}", "/benchmarks", board)
    assert not faults(client, paths, lambda numbers: many.add_members(circle, round_id, numbers))
    assert "Udruga A0999" in client.get(board).text


def test_a_reply_costs_the_same_for_10_themes_and_for_1000(sign_in: SignIn, ours: Tenant, at: datetime) -> None:
    with ours.session() as session, session.begin():
        survey = make_open(session, ours.actor("officer"), at - timedelta(days=9))
        surveys.close_survey(session, survey, by=ours.actor("officer"), at=at)
    paths = (f"/surveys/{survey.id}/reply", f"/surveys/{survey.id}/reply/preview")
    assert not faults(sign_in("officer"), paths, lambda numbers: many.add_themes(ours, survey.id, numbers))


def test_every_list_page_is_measured(app: Flask) -> None:
    listed = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.partition(".")[2].startswith("list_")}
    assert listed <= set(LISTS)


def test_a_page_that_asks_once_a_row_is_noticed(sign_in: SignIn, ours: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    def list_members(session: Session) -> list[Member]:
        return [session.scalars(sa.select(Member).where(Member.id == key)).one() for key in session.scalars(sa.select(Member.id))]

    monkeypatch.setattr("accountability.organisation.queries.list_members", list_members)
    [(_path, few, more)] = faults(sign_in("officer"), ("/organisation",), lambda numbers: many.add_colleagues(ours, numbers))
    assert more == few + 990
