"""Freezing a panel and publishing its release: on both databases."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from accountability.benchmark import commands, domain, queries
from accountability.benchmark.domain import Hidden
from accountability.benchmark.models import Contribution, FrozenPanel, Release, WithheldRelease
from accountability.database import NotFound
from accountability.journal import JournalEntry
from accountability.network import queries as network_queries
from tests.factories import network as make
from tests.factories.network import Circle
from tests.support.databases import PinnedDatabase
from tests.support.tenants import Tenant

CLOSED, PUBLISHED = timedelta(days=31), timedelta(days=60)


def test_a_frozen_panel_keeps_the_band_of_who_withdraws(
    circle: Circle, ours: Tenant, database: PinnedDatabase, work: Callable[[datetime], None], at: datetime
) -> None:
    round_id = make.contribute_all(circle, database, at=at, count=10)
    work(at + CLOSED)
    make.withdraw(ours, round_id, at=at + CLOSED)
    assert len(make.stored(circle, Contribution)) == 10
    with ours.session() as session:
        details = session.scalars(sa.select(JournalEntry.details).where(JournalEntry.kind == "ContributionWithdrawn")).one()
        assert details["bands_remain"] is True


def test_nothing_is_frozen_before_the_closing_day_is_over(
    circle: Circle, database: PinnedDatabase, work: Callable[[datetime], None], at: datetime
) -> None:
    make.contribute_all(circle, database, at=at, count=10)
    work(at + timedelta(days=30))
    assert make.stored(circle, FrozenPanel) == []


def test_freezing_rewrites_all_contributions_under_new_ids(
    circle: Circle, database: PinnedDatabase, work: Callable[[datetime], None], at: datetime
) -> None:
    make.contribute_all(circle, database, at=at, count=10)
    before = {row.contributor_key: row.id for row in make.stored(circle, Contribution)}
    work(at + CLOSED)
    after = {row.contributor_key: row.id for row in make.stored(circle, Contribution)}
    assert set(before) == set(after)
    assert not set(before.values()) & set(after.values())


def test_a_release_goes_out_on_its_date_and_not_before(
    circle: Circle, database: PinnedDatabase, work: Callable[[datetime], None], at: datetime
) -> None:
    round_id = make.contribute_all(circle, database, at=at)
    work(at + CLOSED)
    work(at + timedelta(days=59))
    assert make.stored(circle, Release) == []
    work(at + PUBLISHED)
    [release] = make.stored(circle, Release)
    assert (release.round_key, release.position, release.previous) == (round_id, 1, domain.FIRST_DIGEST)
    assert release.document["organisations"] == "14–18"
    assert {len(bands) for bands in release.document["figures"].values()} == {2}
    assert release.digest == domain.digest_of(release.document)


def test_a_release_is_never_calculated_again(
    circle: Circle, database: PinnedDatabase, work: Callable[[datetime], None], at: datetime
) -> None:
    make.contribute_all(circle, database, at=at, count=10)
    work(at + PUBLISHED)
    with circle.convenor.session() as session, session.begin():
        session.execute(sa.update(Contribution).values(bands=dict.fromkeys(queries.commitments(), 0)))
        before = session.scalars(sa.select(Release.digest)).one()
    work(at + PUBLISHED + timedelta(days=1))
    assert [release.digest for release in make.stored(circle, Release)] == [before]


def test_fewer_than_ten_are_not_published_and_nothing_of_them_is_kept(
    circle: Circle, database: PinnedDatabase, work: Callable[[datetime], None], at: datetime
) -> None:
    make.contribute_all(circle, database, at=at, count=9)
    work(at + CLOSED)
    [withheld] = make.stored(circle, WithheldRelease)
    assert withheld.reason is Hidden.TOO_FEW
    assert make.stored(circle, Contribution) == []
    work(at + PUBLISHED)
    assert make.stored(circle, Release) == []


def _next_round(
    circle: Circle, who: list[Tenant], work: Callable[[datetime], None], *, at: datetime, level: int | None = None
) -> None:
    round_id = make.open_round(circle, at=at, name=str(at.date()))
    for tenant in who:
        make.contribute(tenant, round_id, at=at, level=level)
    work(at + CLOSED)
    work(at + PUBLISHED)


def test_the_second_release_is_chained_to_the_first(
    circle: Circle, database: PinnedDatabase, work: Callable[[datetime], None], at: datetime
) -> None:
    make.gather(circle, database, 9, at=at)
    for year in range(2):
        _next_round(circle, circle.members, work, at=at + timedelta(days=365 * year))
    first, second = sorted(make.stored(circle, Release), key=lambda release: release.position)
    assert second.previous == first.digest
    assert second.digest == domain.digest_of(second.document, previous=first.digest)


def test_one_newcomer_waits_and_one_who_stays_away_is_still_counted(
    circle: Circle, database: PinnedDatabase, work: Callable[[datetime], None], at: datetime
) -> None:
    make.gather(circle, database, 9, at=at)
    _next_round(circle, circle.members, work, at=at)
    later = at + timedelta(days=365)
    newcomers = make.gather(circle, database, 1, at=later)
    _next_round(circle, [*circle.members[1:10], *newcomers], work, at=later)
    first, second = make.stored(circle, FrozenPanel)
    assert first.members == second.members
    assert len(make.stored(circle, Contribution)) == 10


def test_five_newcomers_enter_together(
    circle: Circle, database: PinnedDatabase, work: Callable[[datetime], None], at: datetime
) -> None:
    make.gather(circle, database, 9, at=at)
    _next_round(circle, circle.members, work, at=at)
    later = at + timedelta(days=365)
    make.gather(circle, database, 5, at=later)
    _next_round(circle, circle.members, work, at=later)
    assert sorted(len(panel.members) for panel in make.stored(circle, FrozenPanel)) == [10, 15]


def test_a_pause_erases_who_no_longer_takes_part_and_the_figure_returns_when_it_is_safe(
    circle: Circle, database: PinnedDatabase, work: Callable[[datetime], None], at: datetime
) -> None:
    make.gather(circle, database, 14, at=at)
    years = [at + timedelta(days=365 * year) for year in range(4)]
    _next_round(circle, circle.members, work, at=years[0])
    _next_round(circle, circle.members[6:], work, at=years[1])
    assert len(make.stored(circle, Contribution)) == 9
    _next_round(circle, circle.members[2:], work, at=years[2])
    assert [row.reason for row in make.stored(circle, WithheldRelease)].count(Hidden.PAUSED) == 1
    _next_round(circle, circle.members[5:], work, at=years[3])
    panels = {tuple(panel.members) for panel in make.stored(circle, FrozenPanel)}
    assert sorted(map(len, panels)) == [10, 15]


def test_the_next_panel_waits_until_the_round_before_is_concluded(
    circle: Circle, database: PinnedDatabase, work: Callable[[datetime], None], at: datetime
) -> None:
    make.contribute_all(circle, database, at=at, count=10)
    second = make.open_round(circle, at=at, name="again", days=40)
    for tenant in circle.members:
        make.contribute(tenant, second, at=at)
    work(at + timedelta(days=45))
    assert len(make.stored(circle, FrozenPanel)) == 1
    work(at + PUBLISHED)
    work(at + PUBLISHED)
    assert len(make.stored(circle, FrozenPanel)) == 2


def test_a_release_that_fails_a_check_is_held_back_with_the_checks_named(
    circle: Circle, database: PinnedDatabase, work: Callable[[datetime], None], at: datetime
) -> None:
    make.contribute_all(circle, database, at=at, count=10)
    work(at + CLOSED)
    with circle.convenor.session() as session, session.begin():
        session.scalars(sa.select(FrozenPanel)).one().ranks = [1]
    work(at + PUBLISHED)
    [withheld] = make.stored(circle, WithheldRelease)
    assert withheld.reason is Hidden.FAILED_CHECK
    assert "A08 outlier" in withheld.failed_checks


def test_a_release_with_lost_contributions_is_held_back(
    circle: Circle, database: PinnedDatabase, work: Callable[[datetime], None], at: datetime
) -> None:
    make.contribute_all(circle, database, at=at, count=10)
    work(at + CLOSED)
    with circle.convenor.session() as session, session.begin():
        session.delete(session.scalars(sa.select(Contribution)).first())
    work(at + PUBLISHED)
    assert [row.failed_checks for row in make.stored(circle, WithheldRelease)] == [["contributions are missing"]]


def test_an_open_round_cannot_be_published(circle: Circle, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    with circle.convenor.session() as session, pytest.raises(NotFound):
        commands.publish_release(session, network_queries.get_round(session, round_id), at=at)


def test_a_waiting_newcomer_is_not_kept_after_publication(
    circle: Circle, database: PinnedDatabase, work: Callable[[datetime], None], at: datetime
) -> None:
    make.gather(circle, database, 9, at=at)
    _next_round(circle, circle.members, work, at=at)
    later = at + timedelta(days=365)
    make.gather(circle, database, 2, at=later)
    _next_round(circle, circle.members, work, at=later)
    assert len(make.stored(circle, Contribution)) == 10


def test_jobs_touch_nothing_of_a_network_without_due_rounds(
    circle: Circle, database: PinnedDatabase, work: Callable[[datetime], None], at: datetime
) -> None:
    round_id = make.open_round(circle, at=at)
    work(at)
    with circle.convenor.session() as session:
        found = network_queries.get_round(session, round_id)
        assert (found.closed_at, found.concluded_at) == (None, None)


def test_who_withdraws_after_the_closing_day_stays_in_the_panel_even_before_it_is_frozen(
    circle: Circle, ours: Tenant, database: PinnedDatabase, work: Callable[[datetime], None], at: datetime
) -> None:
    round_id = make.contribute_all(circle, database, at=at, count=10)
    make.withdraw(ours, round_id, at=at + CLOSED)
    work(at + CLOSED)
    assert [len(panel.members) for panel in make.stored(circle, FrozenPanel)] == [10]


def test_a_panel_is_frozen_only_when_the_last_minute_is_settled(
    circle: Circle, database: PinnedDatabase, work: Callable[[datetime], None], at: datetime
) -> None:
    make.contribute_all(circle, database, at=at, count=10)
    midnight = at.replace(hour=0, minute=0) + CLOSED
    work(midnight + timedelta(minutes=4))
    assert make.stored(circle, FrozenPanel) == []
    work(midnight + timedelta(minutes=5))
    assert len(make.stored(circle, FrozenPanel)) == 1
