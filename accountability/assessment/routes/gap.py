"""The gap: what the organisation says of itself beside what constituents say, never blended."""

import uuid
from typing import Any

from flask.typing import ResponseReturnValue

from accountability.assessment import queries
from accountability.assessment.access import READ_GAP
from accountability.assessment.domain.scores import CommitmentScore, Mean, MeanState
from accountability.assessment.routes.pages import load, pages
from accountability.assessment.routes.words import mean_in_words
from accountability.language import gettext as _
from accountability.language import ngettext
from accountability.survey import queries as survey
from accountability.survey.domain import HiddenReason, Voice
from accountability.web import here, page


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
