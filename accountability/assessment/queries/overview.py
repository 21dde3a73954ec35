"""Reads what an assessment adds up to: progress, the whole list as one look, one card in its place, the profile, what is shared."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.assessment.domain.formulas import formula_of
from accountability.assessment.domain.ids import AssessmentId
from accountability.assessment.domain.progress import Filter, Progress, progress
from accountability.assessment.domain.ratings import Answer
from accountability.assessment.domain.refusals import AssessmentIsNotSigned
from accountability.assessment.domain.scores import Item, Profile, score
from accountability.assessment.domain.ways import Sheet, Standing
from accountability.assessment.models import Assessment
from accountability.assessment.queries.assessments import get_assessment
from accountability.assessment.queries.packs import get_seen_pack, list_asked
from accountability.assessment.queries.sheets import list_answers, list_own_answers
from accountability.database import NotFound
from accountability.standard.domain import Commitment, Counting, KeyAction


def get_progress(session: Session, assessment: Assessment) -> Progress:
    """How many key actions are answered."""
    slugs = [each.slug for each in list_asked(session, assessment)]
    return progress(slugs, depth=assessment.depth, answers=list_answers(session, assessment))


def get_profile(
    session: Session,
    assessment: Assessment,
    *,
    counting: Counting | None = None,
    answers: Mapping[str, Answer] | None = None,
) -> Profile:
    """The twelve commitments with their means, by the formula that the assessment was started with. Over what is agreed unless
    other answers are given; "not applicable" counts as the pack says unless a reader chose. Raises FormulaIsUnknown."""
    return score(
        get_seen_pack(session, assessment),
        depth=assessment.depth,
        answers=list_answers(session, assessment) if answers is None else answers,
        counting=counting,
        formula=formula_of(assessment.formula),
    )


def get_shared_scores(session: Session, assessment_id: AssessmentId) -> dict[str, float | None]:
    """What a signed assessment gives into a comparison: 0–100 by commitment slug, None when nothing is rated.

    Raises NotFound or AssessmentIsNotSigned.
    """
    assessment = get_assessment(session, assessment_id)
    if not assessment.is_signed:
        raise AssessmentIsNotSigned
    return get_profile(session, assessment).shares()


@dataclass(frozen=True, kw_only=True)
class Group:
    """A commitment with the key actions of it that are shown, and how many of all are answered."""

    commitment: Commitment
    items: tuple[Item, ...]
    answered: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Overview:
    """All key actions of an assessment by commitment, with the answers. `next_open` is the first that has none."""

    progress: Progress
    groups: tuple[Group, ...]
    counts: Mapping[Filter, int]
    next_open: KeyAction | None


def list_answers_before(session: Session, assessment: Assessment, *, standing: Standing, by: Actor) -> Mapping[str, Answer]:
    """The answers of the sheet that this person works on: their own while they rate blind, else what is agreed."""
    if standing.sheet is Sheet.OWN:
        return list_own_answers(session, assessment, member_id=by.member_id)
    return list_answers(session, assessment)


def get_overview(
    session: Session,
    assessment: Assessment,
    *,
    shown: Filter = Filter.ALL,
    answers: Mapping[str, Answer] | None = None,
    sections: Collection[str] | None = None,
) -> Overview:
    """The whole list as one look, over what is agreed unless other answers are given. Empty groups are left out.

    `sections`: commitment slugs to stay within.
    """
    profile = get_profile(session, assessment, answers=answers)
    scores = [each for each in profile.scores if sections is None or each.commitment.slug in sections]
    items = [item for each in scores for item in each.items]
    answered = sum(not item.answer.is_blank for item in items)
    groups = (_group(each.commitment, each.items, shown) for each in scores)
    return Overview(
        progress=Progress(answered=answered, total=len(items), depth=assessment.depth),
        groups=tuple(group for group in groups if group.items),
        counts={each: sum(each.admits(item.answer) for item in items) for each in Filter},
        next_open=next((item.key_action for item in items if item.answer.is_blank), None),
    )


def _group(commitment: Commitment, items: tuple[Item, ...], shown: Filter) -> Group:
    return Group(
        commitment=commitment,
        items=tuple(item for item in items if shown.admits(item.answer)),
        answered=sum(not item.answer.is_blank for item in items),
        total=len(items),
    )


@dataclass(frozen=True, kw_only=True)
class Card:
    """One key action in its place. `position` counts from 1."""

    commitment: Commitment
    key_action: KeyAction
    position: int
    previous: KeyAction | None
    next: KeyAction | None


def get_card(session: Session, assessment: Assessment, *, slug: str, sections: Collection[str] | None = None) -> Card:
    """The card of a key action, among those of the `sections` if it is in one of them. Raises NotFound."""
    asked = [
        (commitment, each)
        for commitment in get_seen_pack(session, assessment).commitments
        for each in commitment.key_actions_at(assessment.depth)
    ]
    within = [pair for pair in asked if sections is not None and pair[0].slug in sections]
    asked = within if any(each.slug == slug for _commitment, each in within) else asked
    for index, (commitment, key_action) in enumerate(asked):
        if key_action.slug == slug:
            return Card(
                commitment=commitment,
                key_action=key_action,
                position=index + 1,
                previous=asked[index - 1][1] if index else None,
                next=asked[index + 1][1] if index + 1 < len(asked) else None,
            )
    raise NotFound
