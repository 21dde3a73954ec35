"""What an assessment adds up to: the profile, and the gap to what constituents say."""

import uuid
from fractions import Fraction
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from accountability.assessment import queries
from accountability.assessment.access import READ_ASSESSMENTS, READ_GAP
from accountability.assessment.domain.confidence import Behind, SourceKind, kinds_of_source
from accountability.assessment.domain.rounding import one_decimal
from accountability.assessment.domain.scores import CommitmentScore, Mean, MeanState, Profile
from accountability.assessment.models import Assessment
from accountability.assessment.queries.behind import count_members
from accountability.assessment.routes.pages import in_words, load, names, pages
from accountability.language import gettext as _
from accountability.language import ngettext
from accountability.standard.domain import Cluster, Counting
from accountability.survey import queries as survey
from accountability.survey.domain import HiddenReason, Voice
from accountability.web import here, page


@pages.get("/<uuid:assessment_id>/profile", access=READ_ASSESSMENTS)
def show_profile(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """Twelve commitments, policy and practice apart, with the arithmetic of every number."""
    assessment = load(assessment_id)
    counting = Counting.AS_ZERO if request.args.get("not-applicable") == Counting.AS_ZERO.value else Counting.LEFT_OUT
    profile = queries.get_profile(here.session, assessment, counting=counting)
    return page(
        assessment=assessment,
        counting=counting.value,
        profile=profile,
        clusters=[(each, _one_decimal(profile.mean_of_cluster(each))) for each in _whole_clusters(assessment, profile)],
        progress_now=queries.get_progress(here.session, assessment),
        rows=[_profile_row(each) for each in profile.scores],
        axes=[{"label": each.commitment.title, "value": each.mean.value, "maximum": 4} for each in profile.scores],
        sources=_sources(assessment, profile),
        mean_in_words=mean_in_words,
        in_words=in_words(assessment),
        names=names(),
    )


@pages.get("/gap", access=READ_GAP)
@pages.get("/<uuid:assessment_id>/gap", access=READ_GAP)
def show_gap(assessment_id: uuid.UUID | None = None) -> ResponseReturnValue:
    """What the organisation says of itself beside what constituents say, never blended. Without an id: the latest."""
    assessment = load(assessment_id) if assessment_id else queries.find_latest_assessment(here.session)
    profile = queries.get_profile(here.session, assessment) if assessment else None
    voices = survey.voice_by_commitment(here.session)
    rows = [_gap_row(each, voices.get(each.commitment.slug)) for each in profile.scores] if profile else []
    return page(
        assessment=assessment,
        rows=rows,
        bases=[[row["label"], row["ours"], row["theirs"]] for row in rows],
        too_few=[row["label"] for row in rows if row["why_hidden"] is HiddenReason.TOO_FEW_ANSWERS],
        is_asked=any(row["why_hidden"] is not HiddenReason.NOT_ASKED for row in rows),
    )


def _whole_clusters(assessment: Assessment, profile: Profile) -> list[Cluster]:
    """The clusters of which every commitment is in the profile: a reviewer sees no mean of what they see a part of."""
    shown = {each.commitment.slug for each in profile.scores}
    return [each for each in queries.get_pack(here.session, assessment).clusters if shown >= {one.slug for one in each.commitments}]


def _sources(assessment: Assessment, profile: Profile) -> dict[str, tuple[SourceKind, ...]]:
    """By commitment slug: the kinds of source behind its numbers."""
    voices = survey.voice_by_commitment(here.session)
    heard = {slug for slug, voice in voices.items() if voice.score is not None}
    behind = Behind(heard=heard, members=count_members(here.session, assessment))
    return {each.commitment.slug: kinds_of_source(each, behind) for each in profile.scores}


def _profile_row(score: CommitmentScore) -> dict[str, Any]:
    return {
        "label": score.commitment.title,
        "policy": score.policy.value,
        "practice": score.practice.value,
        "mean": score.mean.value,
        "has_zero": bool(score.zeros),
    }


def _gap_row(score: CommitmentScore, voice: Voice | None) -> dict[str, Any]:
    ours, theirs = _our_basis(score.mean), _their_basis(voice)
    return {
        "label": score.commitment.title,
        "self_score": score.mean.share,
        "voice_score": voice.score if voice else None,
        "note": f"{ours} · {theirs}",
        "ours": ours,
        "theirs": theirs,
        "why_hidden": _why_hidden(voice),
    }


def _our_basis(mean: Mean) -> str:
    if mean.state is MeanState.KNOWN:
        return ngettext("we rated 1 key action", "we rated %(number)s key actions", len(mean.levels))
    return mean_in_words(mean)


def _their_basis(voice: Voice | None) -> str:
    if voice is not None and voice.score is not None:
        return _("%(answers)s answers from people", answers=voice.answers_class)
    if _why_hidden(voice) is HiddenReason.NOT_ASKED:
        return _("people were not asked")
    if _why_hidden(voice) is HiddenReason.TOO_FEW_ANSWERS:
        return _("too few answers from people")
    return _("what people answered gives no score")


def _why_hidden(voice: Voice | None) -> HiddenReason | None:
    return HiddenReason.NOT_ASKED if voice is None else voice.reason_hidden


def mean_in_words(mean: Mean) -> str:
    """A mean with one decimal, or the reason why there is none."""
    return {
        MeanState.KNOWN: _one_decimal(mean.exact),
        MeanState.NO_KEY_ACTION: _("no key action of this kind"),
        MeanState.NOT_APPLICABLE: _("not applicable"),
        MeanState.NOT_RATED: _("not rated yet"),
    }[mean.state]


def _one_decimal(mean: Fraction | None) -> str:
    return _("not rated yet") if mean is None else one_decimal(mean)
