"""How the numbers come about: every rule of the arithmetic, worked on the organisation's own numbers."""

import uuid
from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from accountability.assessment.access import READ_ASSESSMENTS
from accountability.assessment.domain import worked
from accountability.assessment.domain.formulas import formula_of
from accountability.assessment.domain.marks import furthest
from accountability.assessment.domain.scores import CommitmentScore, Profile, mean_of_means
from accountability.assessment.domain.trends import Change
from accountability.assessment.domain.worked import EXAMPLE, WEIGHTED_EXAMPLE, Worked
from accountability.assessment.models import Assessment
from accountability.assessment.queries.results import get_results, list_changes
from accountability.assessment.routes import words
from accountability.assessment.routes.pages import load, pages
from accountability.assessment.routes.results import sources_of, usual_counting, whole_clusters
from accountability.web import here, page


@dataclass(frozen=True, kw_only=True)
class ClusterSum:
    """The mean of a cluster: its title, and the sum it comes from."""

    title: str
    sum: str


@pages.get("/<uuid:assessment_id>/arithmetic", access=READ_ASSESSMENTS)
def show_arithmetic(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """Every rule with a sum: of one's own where there is one that shows it, else of a small example."""
    assessment = load(assessment_id)
    results = get_results(here.session, assessment, by=here.actor)
    changes = list_changes(here.session, assessment, results)
    return page(
        assessment=assessment,
        formula=formula_of(assessment.formula),
        usual_counting=usual_counting(assessment).value,
        shown=_shown(results.profile),
        countings=worked.both_countings(worked.show_on(results.profile, worked.leaves_out, example=EXAMPLE).score),
        cluster=_cluster(assessment, results.profile),
        hundredths=words.hundredths_in_words,
        change=_change(changes, results.profile),
        distance=next(iter(furthest(results.profile, results.targets)), None),
        shown_scores=results.profile.scores,
        sources=sources_of(assessment, results),
        words=words,
    )


def _shown(profile: Profile) -> dict[str, Worked]:
    """By rule: the commitment it is shown on."""
    rules = {
        "mean": (worked.has_a_sum, EXAMPLE),
        "weights": (worked.has_weights, WEIGHTED_EXAMPLE),
        "kinds": (worked.has_both_kinds, EXAMPLE),
        "not_applicable": (worked.leaves_out, EXAMPLE),
        "no_answer": (worked.does_not_know, EXAMPLE),
        "rounding": (worked.is_rounded, EXAMPLE),
        "zero": (worked.has_a_zero, EXAMPLE),
    }
    return {rule: worked.show_on(profile, holds, example=example) for rule, (holds, example) in rules.items()}


def _cluster(assessment: Assessment, profile: Profile) -> ClusterSum | None:
    """The first cluster with two means to add up."""
    for cluster in whole_clusters(assessment, profile):
        slugs = {each.slug for each in cluster.commitments}
        means = [score.mean for score in profile.scores if score.commitment.slug in slugs]
        if sum(mean.exact is not None for mean in means) > 1:
            return ClusterSum(title=cluster.title, sum=words.mean_of_means_in_words(means, mean_of_means(means)))
    return None


def _change(changes: dict[str, Change | None], profile: Profile) -> tuple[CommitmentScore, Change] | None:
    """The first commitment that can be compared with the cycle before."""
    for score in profile.scores:
        change = changes.get(score.commitment.slug)
        if change is not None:
            return score, change
    return None
