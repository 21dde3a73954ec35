"""Reading releases: who may, and what stands beside them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from accountability.benchmark import queries
from accountability.database import NotFound
from accountability.network.domain import Phase, RoundId
from tests.factories import network as make
from tests.factories.network import Circle
from tests.support.databases import PinnedDatabase
from tests.support.tenants import Tenant

Run = Callable[..., RoundId]


def _today(at: datetime, days: int) -> date:
    return (at + timedelta(days=days)).date()


def test_a_member_finds_its_place_beside_the_bands(ten: Circle, ours: Tenant, run: Run, at: datetime) -> None:
    round_id = run(days=60)
    with ours.session() as session:
        found = queries.get_benchmark(session, round_id, today=_today(at, 60))
    assert [position.commitment for position in found.positions] == list(queries.commitments())
    assert {position.own for position in found.positions} == {75.0}
    assert {position.words for position in found.positions} == {"in the band of the middle"}
    assert found.is_contributor


def test_a_coordinator_sees_the_same_figures_and_no_position(ten: Circle, ours: Tenant, run: Run, at: datetime) -> None:
    round_id = run(days=60)
    with ours.session() as session:
        mine = queries.get_benchmark(session, round_id, today=_today(at, 60))
    with ten.convenor.session() as session:
        theirs = queries.get_benchmark(session, round_id, today=_today(at, 60))
    assert [position.places for position in mine.positions] == [position.places for position in theirs.positions]
    assert {position.own for position in theirs.positions} == {None}


def test_a_member_that_did_not_contribute_compares_its_latest_assessment(
    ten: Circle, database: PinnedDatabase, run: Run, at: datetime
) -> None:
    [late] = make.gather(ten, database, 1, at=at)
    round_id = run(days=60)
    with late.session() as session, session.begin():
        make.sign_assessment(session, late, at=at, level=4)
        found = queries.get_benchmark(session, round_id, today=_today(at, 60))
        assert not found.is_contributor
        assert {position.own for position in found.positions} == {100.0}


def test_a_stranger_finds_neither_round_nor_release(ten: Circle, theirs: Tenant, run: Run, at: datetime) -> None:
    round_id = run(days=60)
    with theirs.session() as session:
        assert queries.list_benchmarks(session, today=_today(at, 60)) == []
        with pytest.raises(NotFound):
            queries.get_benchmark(session, round_id, today=_today(at, 60))
        with pytest.raises(NotFound):
            queries.get_release(session, round_id, today=_today(at, 60))


def test_before_publication_the_group_is_described_without_figures(ten: Circle, ours: Tenant, run: Run, at: datetime) -> None:
    round_id = run(days=40)
    with ours.session() as session:
        found = queries.get_benchmark(session, round_id, today=_today(at, 40))
        assert found.preview == queries.Preview(organisations="10–13", figures=1)
        assert (found.release, found.positions) == (None, ())
        with pytest.raises(NotFound):
            queries.get_release(session, round_id, today=_today(at, 40))


def test_an_open_round_has_no_preview(ten: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(ten, at=at)
    with ours.session() as session:
        assert queries.get_benchmark(session, round_id, today=at.date()).preview is None


def test_a_closed_round_with_too_few_says_so_at_once(ten: Circle, ours: Tenant, run: Run, at: datetime) -> None:
    round_id = run(days=40, contributors=9)
    with ours.session() as session:
        found = queries.get_benchmark(session, round_id, today=_today(at, 40))
        assert found.withheld
        assert found.preview == queries.Preview(organisations=None, figures=0)
        assert queries.why_fewer(found) is None


def test_the_list_names_what_came_of_every_round(ten: Circle, ours: Tenant, run: Run, at: datetime) -> None:
    run(days=60)
    make.open_round(ten, at=at + timedelta(days=60), name="next")
    for reader in (ours, ten.convenor):
        with reader.session() as session:
            listed = queries.list_benchmarks(session, today=_today(at, 60))
            assert [(each.round.phase, each.release is None) for each in listed] == [(Phase.OPEN, True), (Phase.PUBLISHED, False)]


def test_fewer_figures_than_three_are_explained(ten: Circle, ours: Tenant, run: Run, at: datetime) -> None:
    round_id = run(days=60)
    with ours.session() as session:
        why = queries.why_fewer(queries.get_benchmark(session, round_id, today=_today(at, 60)))
        assert why
        assert "has room for 1 of three figures" in why[0]
