"""What happens to contributions: taken, withdrawn, frozen into a panel, published as a release or held back."""

import random
import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor
from accountability.assessment import queries as assessment_queries
from accountability.benchmark import domain, queries
from accountability.benchmark.domain import Band, ContributorKey, Hidden, Panel
from accountability.benchmark.models import Contribution, ContributionLink, FrozenPanel, Release, WithheldRelease
from accountability.database import NotFound, random_id
from accountability.network import commands as network_commands
from accountability.network import domain as network_domain
from accountability.network import queries as network_queries
from accountability.network.domain import MembershipState, NetworkId, Phase

if TYPE_CHECKING:
    from accountability.assessment.models import Assessment
    from accountability.network.models import Round, RoundMember

_shuffle = random.SystemRandom().shuffle
_AT_ONCE = 1000  # keys in one statement; both databases limit them


def contribute_assessment(
    session: Session, row: "RoundMember", assessment: "Assessment", *, by: Actor, at: datetime
) -> ContributionLink:
    """Share the bands of a signed-off assessment into a round; contributing again replaces what was there.

    Raises RoundDoesNotTakeContributions, ConsentIsMissing, MemberIsNotVerified, NetworkIsNotHome, AssessmentIsNotSigned,
    AssessmentIsIncomplete or AssessmentIsUsedElsewhere.
    """
    # Two people who send at once must not leave two contributions, nor a contribution after a withdrawal.
    session.refresh(row, with_for_update=True)
    _check_round(session, row, at=at)
    scores = _complete_scores(session, assessment)
    if queries.is_used_elsewhere(session, assessment, network_id=row.network_id):
        raise domain.AssessmentIsUsedElsewhere
    link = queries.find_link(session, row.round_id) or _new_link(session, row)
    link.assessment_id, link.contributed_at, link.withdrawn_at = assessment.id, at, None
    session.add(link)
    _take_out(session, link)
    session.add(_contribution(link, domain.bands_of(scores)))
    network_commands.mark_contributed(session, row, at=at)
    fact = domain.ContributionTaken(round_id=row.round_id, assessment_id=assessment.id)
    journal.record(session, fact, by=by, at=at, subject_id=row.round_id)
    session.flush()
    return link


def _check_round(session: Session, row: "RoundMember", *, at: datetime) -> None:
    if network_domain.phase_of(row.dates, today=at.date()) is not Phase.OPEN:
        raise domain.RoundDoesNotTakeContributions
    if not row.consent.holds:
        raise domain.ConsentIsMissing
    member = network_queries.get_membership(session, row.network_id)
    if member.state is not MembershipState.VERIFIED:
        raise domain.MemberIsNotVerified
    if not member.is_home:
        raise domain.NetworkIsNotHome


def _complete_scores(session: Session, assessment: "Assessment") -> dict[str, float]:
    found = assessment_queries.get_shared_scores(session, assessment.id)
    scores = {slug: found.get(slug) for slug in queries.commitments()}
    missing = domain.missing_scores(scores)
    if missing:
        titles = queries.commitment_titles()
        raise domain.AssessmentIsIncomplete(missing=", ".join(titles[slug] for slug in missing))
    return {slug: score for slug, score in scores.items() if score is not None}


def _new_link(session: Session, row: "RoundMember") -> ContributionLink:
    key = queries.find_contributor_key(session, row.network_id) or ContributorKey(random_id())
    return ContributionLink(network_id=row.network_id, round_id=row.round_id, contributor_key=key)


def _contribution(link: ContributionLink, bands: Mapping[str, Band]) -> Contribution:
    return Contribution(
        network_key=link.network_id, round_key=link.round_id, contributor_key=link.contributor_key, bands=dict(bands)
    )


def _take_out(session: Session, link: ContributionLink) -> None:
    session.execute(
        sa.delete(Contribution).where(Contribution.round_key == link.round_id, Contribution.contributor_key == link.contributor_key)
    )


def withdraw_contribution(session: Session, fact: network_domain.ConsentWithdrawn, at: datetime) -> None:
    """Listens to a consent being withdrawn. While the round is open the contribution goes at once; after its closing
    date the panel keeps the last band until five have left, as the organisation read before it agreed."""
    row = network_queries.get_participation(session, network_domain.RoundId(fact.round_id))
    link = queries.find_link(session, row.round_id)
    if link is None or link.withdrawn_at is not None:
        return
    link.withdrawn_at = at
    frozen = queries.find_frozen(session, row.round_id)
    if frozen is None and network_domain.phase_of(row.dates, today=at.date()) is Phase.OPEN:
        _take_out(session, link)
        network_commands.unmark_contributed(session, row, at=at)
    withdrawn = domain.ContributionWithdrawn(round_id=row.round_id, bands_remain=queries.has_bands(session, link))
    journal.record(session, withdrawn, by=None, at=at, subject_id=row.round_id)
    session.flush()


def freeze_panel(session: Session, closed: "Round", *, at: datetime) -> Panel | None:
    """Fix who counts in a closed round, from numbers and random keys alone; None, with the reason stored, when nobody can.

    Everything of the network's panels is rewritten in random order under new ids in this one transaction, so that the
    order of arrival is lost.
    """
    active = queries.list_bands(session, closed.id)
    earlier = queries.list_published_panels(session, closed.network_id)
    bands = {**queries.list_frozen_bands(session, closed.network_id), **active}
    gone = earlier[-1].members - set(bands) if earlier else frozenset()
    panel = domain.choose_panel(active, earlier=earlier, seed=str(closed.id), gone=gone)
    network_commands.close_round(session, closed, at=at)
    if panel is None:
        _pause(session, closed, active=active, at=at)
        return None
    _rewrite(session, closed, bands)
    session.add(
        FrozenPanel(
            round_key=closed.id,
            network_key=closed.network_id,
            active=sorted(map(str, active)),
            gone=sorted(map(str, gone)),
            members=sorted(map(str, panel.members)),
            ranks=list(panel.ranks),
        )
    )
    journal.record(session, domain.PanelFrozen(round_id=closed.id), by=None, at=at, subject_id=closed.id)
    session.flush()
    return panel


def _pause(session: Session, closed: "Round", *, active: Collection[ContributorKey], at: datetime) -> None:
    """Nothing is published: what was contributed goes, and so do the last bands of those who no longer take part."""
    session.execute(sa.delete(Contribution).where(Contribution.round_key == closed.id))
    frozen = queries.list_frozen_bands(session, closed.network_id)
    _erase(session, set(frozen) - set(active), network_id=closed.network_id)
    _hold_back(session, closed, Hidden.TOO_FEW if len(active) < domain.K_MIN else Hidden.PAUSED, failed=[], at=at)


def _erase(session: Session, keys: Collection[ContributorKey], *, network_id: NetworkId) -> None:
    """Remove these contributors' bands from the network's frozen panels."""
    frozen = sa.select(FrozenPanel.round_key).where(FrozenPanel.network_key == network_id)
    ordered = sorted(keys)
    for start in range(0, len(ordered), _AT_ONCE):
        session.execute(
            sa.delete(Contribution).where(
                Contribution.round_key.in_(frozen), Contribution.contributor_key.in_(ordered[start : start + _AT_ONCE])
            ),
            execution_options={"synchronize_session": False},
        )


def _rewrite(session: Session, closed: "Round", bands: Mapping[ContributorKey, Mapping[str, Band]]) -> None:
    frozen = sa.select(FrozenPanel.round_key).where(FrozenPanel.network_key == closed.network_id)
    session.execute(
        sa.delete(Contribution).where(sa.or_(Contribution.round_key == closed.id, Contribution.round_key.in_(frozen))),
        execution_options={"synchronize_session": False},
    )
    rows = [
        Contribution(id=random_id(), network_key=closed.network_id, round_key=closed.id, contributor_key=key, bands=dict(found))
        for key, found in bands.items()
    ]
    _shuffle(rows)
    session.add_all(rows)
    session.flush()


def publish_release(session: Session, due: "Round", *, at: datetime) -> Release | None:
    """Publish a closed round's release, or hold it back and store why."""
    frozen = queries.find_frozen(session, due.id)
    panel = queries.find_panel(session, due.id)
    if frozen is None or panel is None:
        raise NotFound("frozen panel")
    stored = queries.list_bands(session, due.id)
    bands = [stored[key] for key in sorted(panel.members) if key in stored]
    if len(bands) < len(panel.members):
        _hold_back(session, due, Hidden.FAILED_CHECK, failed=["contributions are missing"], at=at)
        return None
    tested = _under_test(session, due, frozen=frozen, panel=panel, bands=bands)
    failed = domain.failed_checks(tested)
    if failed:
        _hold_back(session, due, Hidden.FAILED_CHECK, failed=failed, at=at)
        return None
    return _publish(session, due, tested, at=at)


def _under_test(
    session: Session, due: "Round", *, frozen: FrozenPanel, panel: Panel, bands: list[dict[str, Band]]
) -> domain.ReleaseUnderTest:
    earlier = queries.list_published_panels(session, due.network_id)
    active, gone = ([ContributorKey(uuid.UUID(key)) for key in keys] for keys in (frozen.active, frozen.gone))
    commitments = queries.commitments()
    document = domain.release_document(
        group=network_queries.get_network(session, due.network_id).name,
        size=len(panel.members),
        figures=domain.figures_of(bands, commitments=commitments, ranks=panel.ranks),
        round_name=due.name,
    )
    return domain.ReleaseUnderTest(
        document=document,
        panel=panel,
        chosen_again=domain.choose_panel(active, earlier=earlier, seed=str(due.id), gone=gone),
        earlier=earlier,
        bands=bands,
        commitments=commitments,
    )


def _publish(session: Session, due: "Round", tested: domain.ReleaseUnderTest, *, at: datetime) -> Release:
    last = queries.find_last_release(session, due.network_id)
    sealed = domain.seal(dict(tested.document), previous=last.digest if last else domain.FIRST_DIGEST)
    release = Release(
        network_key=due.network_id,
        round_key=due.id,
        position=last.position + 1 if last else 1,
        document=sealed.document,
        previous=sealed.previous,
        digest=sealed.digest,
    )
    session.add(release)
    stored = queries.list_bands(session, due.id)
    _erase(session, set(stored) - tested.panel.members, network_id=due.network_id)
    network_commands.conclude_round(session, due, at=at)
    fact = domain.ReleasePublished(round_id=due.id, digest=sealed.digest)
    journal.record(session, fact, by=None, at=at, subject_id=due.id)
    session.flush()
    return release


def _hold_back(session: Session, due: "Round", reason: Hidden, *, failed: Iterable[str], at: datetime) -> None:
    session.add(WithheldRelease(round_key=due.id, network_key=due.network_id, reason=reason, failed_checks=list(failed)))
    network_commands.conclude_round(session, due, at=at)
    fact = domain.ReleaseHeldBack(round_id=due.id, reason=reason.value)
    journal.record(session, fact, by=None, at=at, subject_id=due.id)
    session.flush()
