"""What a member or a coordinator reads of a round. No rank is ever asked of the benchmark's tables."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment import queries as assessment_queries
from accountability.benchmark import domain
from accountability.benchmark.domain import Position
from accountability.benchmark.models import ContributionLink, Release, WithheldRelease
from accountability.benchmark.queries.stored import commitments, find_link, find_panel, find_release
from accountability.database import NotFound
from accountability.network import domain as network_domain
from accountability.network import queries as network_queries
from accountability.network.domain import NetworkId, Phase, RoundDates, RoundId

if TYPE_CHECKING:
    from accountability.assessment.domain.ids import AssessmentId
    from accountability.assessment.models import Assessment


@dataclass(frozen=True, kw_only=True)
class BenchmarkRound:
    """A round whose release the organisation may read, as a member or as the convenor."""

    round_id: RoundId
    network_id: NetworkId
    round_name: str
    network_name: str
    dates: RoundDates
    phase: Phase
    is_ours: bool  # we convene it


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A round in the list of benchmarks, with what came of it."""

    round: BenchmarkRound
    release: Release | None
    withheld: WithheldRelease | None


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What is known of a closed round before its publication: numbers in words, no figure."""

    organisations: str | None  # a class; None: too few
    figures: int


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """A round's release with the reader's own place, or why there is none."""

    round: BenchmarkRound
    release: Release | None
    withheld: WithheldRelease | None
    preview: Preview | None
    positions: tuple[Position, ...]
    own: "Assessment | None"
    is_contributor: bool


def list_benchmarks(session: Session, *, today: date) -> list[Listed]:
    """Every round that the organisation takes part in or convenes, the latest first."""
    rounds = _rounds(session, today=today)
    keys = [each.round_id for each in rounds]
    releases = {found.round_key: found for found in session.scalars(sa.select(Release).where(Release.round_key.in_(keys)))}
    asked = sa.select(WithheldRelease).where(WithheldRelease.round_key.in_(keys))
    withheld = {found.round_key: found for found in session.scalars(asked)}
    return [Listed(round=each, release=releases.get(each.round_id), withheld=withheld.get(each.round_id)) for each in rounds]


def _rounds(session: Session, *, today: date) -> list[BenchmarkRound]:
    found = {
        each.row.round_id: BenchmarkRound(
            round_id=each.row.round_id,
            network_id=each.row.network_id,
            round_name=each.row.round_name,
            network_name=each.row.network_name,
            dates=each.row.dates,
            phase=each.phase,
            is_ours=False,
        )
        for each in network_queries.list_participations(session, today=today)
    }
    for network, convened in network_queries.list_convened_rounds(session):
        found[convened.id] = BenchmarkRound(
            round_id=convened.id,
            network_id=network.id,
            round_name=convened.name,
            network_name=network.name,
            dates=convened.dates,
            phase=network_domain.phase_of(convened.dates, today=today),
            is_ours=True,
        )
    return sorted(found.values(), key=lambda each: (each.dates.publishes_on, str(each.round_id)), reverse=True)


def get_round(session: Session, round_id: RoundId, *, today: date) -> BenchmarkRound:
    """A round that the organisation takes part in or convenes. Raises NotFound."""
    for each in _rounds(session, today=today):
        if each.round_id == round_id:
            return each
    raise NotFound("round")


def get_benchmark(session: Session, round_id: RoundId, *, today: date) -> Benchmark:
    """What the organisation may read of a round. Raises NotFound."""
    shown = get_round(session, round_id, today=today)
    release = find_release(session, round_id)
    link = find_link(session, round_id)
    own = _own_assessment(session, link)
    return Benchmark(
        round=shown,
        release=release,
        withheld=session.get(WithheldRelease, round_id),
        preview=_preview(session, shown) if release is None else None,
        positions=_positions(session, release, own),
        own=own,
        is_contributor=link is not None and link.withdrawn_at is None,
    )


def _own_assessment(session: Session, link: ContributionLink | None) -> "Assessment | None":
    if link is not None:
        return assessment_queries.get_assessment(session, cast("AssessmentId", link.assessment_id))
    signed = assessment_queries.list_signed_assessments(session)
    return signed[0] if signed else None


def _positions(session: Session, release: Release | None, own: "Assessment | None") -> tuple[Position, ...]:
    if release is None:
        return ()
    scores = assessment_queries.get_shared_scores(session, own.id) if own else {}
    found = {each.commitment: each for each in domain.position_in(release.document["figures"], scores=scores)}
    return tuple(found[slug] for slug in commitments() if slug in found)


def _preview(session: Session, closed: BenchmarkRound) -> Preview | None:
    if closed.phase is not Phase.CLOSED:
        return None
    panel = find_panel(session, closed.round_id)
    if panel is None:
        return Preview(organisations=None, figures=0)
    return Preview(organisations=domain.size_class(len(panel.members)), figures=len(panel.ranks))


def get_release(session: Session, round_id: RoundId, *, today: date) -> Release:
    """The release of a round that the organisation takes part in or convenes. Raises NotFound."""
    get_round(session, round_id, today=today)
    release = find_release(session, round_id)
    if release is None:
        raise NotFound("release")
    return release


def why_fewer(shown: Benchmark) -> tuple[str, str] | None:
    """Why the release shows fewer than three figures per commitment, and what would show more; None without release or gap."""
    if shown.release is None or not shown.positions:
        return None
    return domain.fewer_figures_because(shown.release.document["organisations"], len(shown.positions[0].places))
