"""Benchmarks as people read them: member, coordinator, stranger; and what is never on a page."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from accountability import jobs
from accountability.access import RULES, Role
from accountability.benchmark import domain, queries
from accountability.network.domain import RoundId
from tests.factories import network as make
from tests.factories.network import Circle
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase
from tests.support.tenants import Tenant

SignIn = Callable[[str], CheckingClient]


def _read(client: CheckingClient, tenant: Tenant, path: str, *, role: str, at: datetime, expect: int = 200) -> str:
    tenant.at = client.at = at
    return client.sign_in(tenant, role).get(path, expect=expect).text


def test_a_member_sees_its_place_beside_the_bands_with_the_number_as_a_class(
    client: CheckingClient, ours: Tenant, run: Callable[..., RoundId], at: datetime
) -> None:
    page = _read(client, ours, f"/benchmarks/{run(days=60)}", role="viewer", at=at + timedelta(days=60))
    assert "10–13 organisations" in page
    assert "in the band of the middle" in page
    assert "has room for 1 of three figures" in page
    assert "You are" not in page


def test_a_coordinator_sees_the_picture_without_a_position(
    client: CheckingClient, ten: Circle, run: Callable[..., RoundId], at: datetime
) -> None:
    page = _read(client, ten.convenor, f"/benchmarks/{run(days=60)}", role="coordinator", at=at + timedelta(days=60))
    assert "60–80" in page
    assert "10–13 organisations" in page
    assert "Our position beside" not in page


def test_an_open_round_says_when_it_is_published(
    client: CheckingClient, ours: Tenant, run: Callable[..., RoundId], at: datetime
) -> None:
    page = _read(client, ours, f"/benchmarks/{run(days=0)}", role="viewer", at=at)
    assert "Nothing is published yet" in page
    assert "The group is frozen" not in page


def test_a_closed_round_shows_numbers_in_words_and_no_figure(
    client: CheckingClient, ours: Tenant, run: Callable[..., RoundId], at: datetime
) -> None:
    page = _read(client, ours, f"/benchmarks/{run(days=40)}", role="viewer", at=at + timedelta(days=40))
    assert "The group is frozen: 10–13 organisations. One figure for each commitment will be shown." in page
    assert "60–80" not in page


def test_too_few_are_hidden_with_the_reason_and_what_would_show_it(
    client: CheckingClient, ours: Tenant, run: Callable[..., RoundId], at: datetime
) -> None:
    page = _read(client, ours, f"/benchmarks/{run(days=60, contributors=9)}", role="viewer", at=at + timedelta(days=60))
    assert "Fewer than ten confirmed organisations contributed" in page
    assert "A benchmark is shown from ten confirmed organisations" in page


def test_who_did_not_contribute_is_told_so(
    client: CheckingClient, ten: Circle, database: PinnedDatabase, run: Callable[..., RoundId], at: datetime
) -> None:
    [late] = make.gather(ten, database, 1, at=at)
    path, then = f"/benchmarks/{run(days=60)}", at + timedelta(days=60)
    assert "Sign off an assessment to see your own position" in _read(client, late, path, role="viewer", at=then)
    with late.session() as session, session.begin():
        make.sign_assessment(session, late, at=at)
    assert "Your organisation did not contribute to this round" in _read(client, late, path, role="viewer", at=then)


def test_the_release_is_a_file_that_can_be_checked(
    client: CheckingClient, ours: Tenant, run: Callable[..., RoundId], at: datetime
) -> None:
    file = json.loads(_read(client, ours, f"/benchmarks/{run(days=60)}.json", role="viewer", at=at + timedelta(days=60)))
    assert set(file["release"]) == {"group", "organisations", "figures", "round"}
    assert list(file["release"]["figures"]) == sorted(queries.commitments())
    assert domain.digest_of(file["release"], previous=file["previous"]) == file["digest"]


def test_nobody_downloads_what_is_not_published(
    client: CheckingClient, ours: Tenant, run: Callable[..., RoundId], at: datetime
) -> None:
    _read(client, ours, f"/benchmarks/{run(days=40)}.json", role="viewer", at=at + timedelta(days=40), expect=404)


def test_a_neighbour_finds_nothing(client: CheckingClient, theirs: Tenant, run: Callable[..., RoundId], at: datetime) -> None:
    round_id, then = run(days=60), at + timedelta(days=60)
    client.may_see_neighbour = True
    assert "No benchmark yet" in _read(client, theirs, "/benchmarks", role="owner", at=then)
    for path in (f"/benchmarks/{round_id}", f"/benchmarks/{round_id}.json", f"/benchmarks/{round_id}/contribute"):
        _read(client, theirs, path, role="owner", at=then, expect=404)


def test_a_member_contributes_its_signed_assessment(sign_in: SignIn, ten: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(ten, at=at)
    client, path = sign_in("officer"), f"/benchmarks/{round_id}/contribute"
    assert "has not agreed to share" in client.get(path).text
    make.agree(ours, round_id, at=at)
    assert "No signed-off assessment yet" in client.get(path).text
    with ours.session() as session, session.begin():
        assessment_id = make.sign_assessment(session, ours, at=at)
    assert str(assessment_id) in client.get(path).text
    client.post(path, {"assessment_id": "nonsense"}, expect=422)
    client.post(path, {"assessment_id": str(assessment_id)})
    assert "You have contributed." in client.get(f"/networks/rounds/{round_id}").text


def test_an_incomplete_assessment_is_refused_and_the_missing_commitment_named(
    sign_in: SignIn, ten: Circle, ours: Tenant, at: datetime
) -> None:
    round_id = make.open_round(ten, at=at)
    make.agree(ours, round_id, at=at)
    with ours.session() as session, session.begin():
        assessment_id = make.sign_assessment(session, ours, at=at, blank=queries.commitments()[0])
    page = sign_in("officer").post(f"/benchmarks/{round_id}/contribute", {"assessment_id": str(assessment_id)}, expect=422)
    assert "This assessment has no score for: " in page.text


def test_a_viewer_does_not_contribute(sign_in: SignIn, ten: Circle, at: datetime) -> None:
    sign_in("viewer").get(f"/benchmarks/{make.open_round(ten, at=at)}/contribute", expect=403)


def test_a_check_that_was_not_passed_is_named_to_the_coordinator(
    client: CheckingClient, ten: Circle, ours: Tenant, worker: jobs.Worker, run: Callable[..., RoundId], at: datetime
) -> None:
    round_id, then = run(days=40), at + timedelta(days=60)
    _break_panel(ten, round_id)
    jobs.run("benchmark.publish_due_releases", worker, at=then)
    assert "A08 outlier" in _read(client, ten.convenor, f"/benchmarks/{round_id}", role="coordinator", at=then)
    page = _read(client, ours, f"/benchmarks/{round_id}", role="viewer", at=then)
    assert "did not pass the checks" in page
    assert "A08" not in page


def _break_panel(circle: Circle, round_id: RoundId) -> None:
    with circle.convenor.session() as session, session.begin():
        frozen = queries.find_frozen(session, round_id)
        assert frozen
        frozen.ranks = [1]


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        ("READ_BENCHMARKS", {"owner", "officer", "contributor", "viewer", "board", "coordinator"}),
        ("CONTRIBUTE_ASSESSMENT", {"owner", "officer"}),
    ],
)
def test_roles_are_a_truth_table(rule: str, allowed: set[str], ours: Tenant) -> None:
    members = [role for role in Role if role is not Role.OPERATOR]
    assert {role.value for role in members if RULES[rule].allows(ours.actor(role))} == allowed
    assert not RULES[rule].allows(None)


CANARY = re.compile(r"\b(?:8[1-9]|9[1-9])(?:\.\d+)?\b")  # no mark of a scale, no band, no day: only a score looks like this


def _canaries(text: str) -> list[str]:
    inside = re.sub(r"<svg.*?</svg>|<head.*?</head>|[0-9a-f]{8}-[0-9a-f-]{27}", "", text, flags=re.S)
    return CANARY.findall(re.sub(r"<[^>]+>", " ", inside))


def test_no_page_of_the_coordinator_holds_a_members_score(
    client: CheckingClient, ten: Circle, run: Callable[..., RoundId], at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = dict.fromkeys(queries.commitments(), 93.0)
    monkeypatch.setattr("accountability.assessment.queries.get_shared_scores", lambda *_a: scores)
    round_id, then = run(days=60), at + timedelta(days=60)
    pages = (
        "/",
        "/networks",
        f"/networks/{ten.network_id}",
        f"/networks/rounds/{round_id}/progress",
        f"/networks/rounds/{round_id}/extend",
    )
    more = (*pages, "/benchmarks", f"/benchmarks/{round_id}", f"/benchmarks/{round_id}.json")
    assert not [path for path in more if _canaries(_read(client, ten.convenor, path, role="coordinator", at=then))]
    assert _canaries(_read(client, ten.members[0], f"/benchmarks/{round_id}", role="viewer", at=then))


def test_a_release_costs_the_same_whatever_its_group(
    client: CheckingClient, ten: Circle, database: PinnedDatabase, worker: jobs.Worker, ours: Tenant, at: datetime
) -> None:
    found: list[Any] = []
    for year, more in ((0, 0), (1, 20)):
        start = at + timedelta(days=365 * year)
        make.gather(ten, database, more, at=start)
        round_id = make.open_round(ten, at=start, name=str(year))
        for tenant in ten.members:
            make.contribute(tenant, round_id, at=start)
        for job in ("close_due_rounds", "publish_due_releases"):
            jobs.run(f"benchmark.{job}", worker, at=start + timedelta(days=60))
        _read(client, ours, f"/benchmarks/{round_id}", role="viewer", at=start + timedelta(days=60))
        found.append(client.queries)
    assert found[0] == found[1] <= 14
