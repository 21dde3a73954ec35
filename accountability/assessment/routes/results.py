"""What an assessment adds up to: the profile."""

import uuid
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from accountability.assessment import queries
from accountability.assessment.access import READ_ASSESSMENTS
from accountability.assessment.domain.confidence import Behind, SourceKind, kinds_of_source
from accountability.assessment.domain.formulas import formula_of
from accountability.assessment.domain.marks import furthest
from accountability.assessment.domain.scores import CommitmentScore, Profile, counting_of
from accountability.assessment.models import Assessment
from accountability.assessment.queries.behind import count_members, list_sources
from accountability.assessment.queries.results import Results, get_results, list_changes
from accountability.assessment.routes import words
from accountability.assessment.routes.pages import in_words, load, names, pages
from accountability.standard import queries as standard
from accountability.standard.domain import Cluster, Counting
from accountability.survey import queries as survey
from accountability.web import here, page


@pages.get("/<uuid:assessment_id>/profile", access=READ_ASSESSMENTS)
def show_profile(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """Twelve commitments, policy and practice apart, with the arithmetic of every number."""
    assessment = load(assessment_id)
    counting = chosen_counting(assessment)
    results = get_results(here.session, assessment, by=here.actor, counting=counting)
    profile = results.profile
    return page(
        assessment=assessment,
        counting=counting.value,
        usual_counting=usual_counting(assessment).value,
        profile=profile,
        marks=results.marks,
        changes=list_changes(here.session, assessment, results),
        has_before=results.before is not None,
        distances=furthest(profile, results.targets),
        has_targets=bool(results.targets),
        clusters=[(each, words.decimal_in_words(profile.mean_of_cluster(each))) for each in whole_clusters(assessment, profile)],
        answered=sum(not item.answer.is_blank for item in profile.items),
        left_out=queries.list_left_out(here.session, assessment),
        rows=[_profile_row(each) for each in profile.scores],
        axes=[{"label": each.commitment.title, "value": each.mean.exact, "maximum": 4} for each in profile.scores],
        sources=sources_of(assessment, results),
        crosswalks=standard.list_crosswalks(),
        words=words,
        in_words=in_words(assessment),
        names=names() if assessment.is_signed else {},
    )


def usual_counting(assessment: Assessment) -> Counting:
    """How "not applicable" counts unless a reader chooses."""
    return counting_of(queries.get_pack(here.session, assessment), formula_of(assessment.formula))


def chosen_counting(assessment: Assessment) -> Counting:
    """How "not applicable" counts in the view that was asked for."""
    asked = request.args.get("not-applicable")
    return next((each for each in Counting if each.value == asked), usual_counting(assessment))


def whole_clusters(assessment: Assessment, profile: Profile) -> list[Cluster]:
    """The clusters of which every commitment is in the profile: a reviewer sees no mean of what they see a part of."""
    shown = {each.commitment.slug for each in profile.scores}
    return [each for each in queries.get_pack(here.session, assessment).clusters if shown >= {one.slug for one in each.commitments}]


def sources_of(assessment: Assessment, results: Results) -> dict[str, tuple[SourceKind, ...]]:
    """By commitment slug: the kinds of source behind its numbers."""
    voices = survey.voice_by_commitment(here.session)
    behind = Behind(
        evidence=list_sources(here.session, assessment),
        members=count_members(here.session, assessment, results.agreed),
        reviewed=results.suggested.keys(),
        heard={slug for slug, voice in voices.items() if voice.score is not None},
    )
    return {each.commitment.slug: kinds_of_source(each, behind) for each in results.profile.scores}


def _profile_row(score: CommitmentScore) -> dict[str, Any]:
    return {
        "label": score.commitment.title,
        "policy": score.policy.exact,
        "practice": score.practice.exact,
        "mean": score.mean.exact,
        "has_zero": bool(score.zeros),
    }
