"""Reads what the profile stands on, in as few questions as it takes: what is agreed, the cycle before, targets, suggestions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.assessment.domain.marks import Marks
from accountability.assessment.domain.ratings import Answer
from accountability.assessment.domain.scores import Profile
from accountability.assessment.domain.trends import Change, compare
from accountability.assessment.models import AgreedLevel, Assessment
from accountability.assessment.queries.items import list_item_states
from accountability.assessment.queries.overview import get_profile
from accountability.assessment.queries.packs import get_pack, get_seen_pack
from accountability.assessment.queries.previous import carried_answers, previous_id_of
from accountability.assessment.queries.sheets import is_newest_agreed, newest_agreed
from accountability.assessment.queries.talk import list_suggestions
from accountability.assessment.queries.team import get_standing
from accountability.standard.domain import Counting


@dataclass(frozen=True, kw_only=True)
class Results:
    """A profile and what stands beside it.

    `agreed` by key action slug; `before` the answers of the cycle before as far as they compare, None without such a cycle;
    `suggested` the levels of reviewers from outside.
    """

    profile: Profile
    agreed: Mapping[str, AgreedLevel]
    before: Mapping[str, Answer] | None
    targets: Mapping[str, int] = field(default_factory=dict)
    suggested: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def answers(self) -> dict[str, Answer]:
        """What is agreed, as answers."""
        return {slug: row.answer for slug, row in self.agreed.items()}

    @property
    def marks(self) -> dict[str, Marks]:
        """What is marked on the levels of every key action that was asked."""
        before = self.before or {}
        slugs = [item.key_action.slug for item in self.profile.items]
        return {
            slug: Marks(
                previous=before[slug].level if slug in before else None,
                target=self.targets.get(slug),
                verified=self.suggested.get(slug, ()),
            )
            for slug in slugs
        }


def get_results(session: Session, assessment: Assessment, *, by: Actor, counting: Counting | None = None) -> Results:
    """Everything the profile of an assessment shows of the organisation's own. Who still rates blind is not told what reviewers
    see."""
    agreed, before = _agreed_and_before(session, assessment)
    answers = {slug: row.answer for slug, row in agreed.items()}
    states = list_item_states(session, assessment)
    suggestions = {} if _rates_blind(session, assessment, by) else list_suggestions(session, assessment)
    return Results(
        profile=get_profile(session, assessment, counting=counting, answers=answers),
        agreed=agreed,
        before=before,
        targets={slug: state.target for slug, state in states.items() if state.target is not None},
        suggested={slug: tuple(sorted({row.level for row in rows})) for slug, rows in suggestions.items()},
    )


def _rates_blind(session: Session, assessment: Assessment, by: Actor) -> bool:
    # Asked only while somebody may: once rating is closed, nobody does.
    is_open = assessment.way.is_blind and not assessment.is_rating_closed
    return is_open and get_standing(session, assessment, member_id=by.member_id).is_rating


def list_changes(session: Session, assessment: Assessment, results: Results) -> dict[str, Change | None]:
    """By commitment slug: how it moved since the cycle before, over the same key actions. Empty without a cycle before."""
    if results.before is None:
        return {}
    earlier = get_profile(session, assessment, answers=results.before)
    pairs = zip(earlier.scores, results.profile.scores, strict=True)
    return {now.commitment.slug: compare(was, now) for was, now in pairs}


def _agreed_and_before(session: Session, assessment: Assessment) -> tuple[dict[str, AgreedLevel], Mapping[str, Answer] | None]:
    """What is agreed, and what was in the cycle before, asked for at once."""
    newest = newest_agreed()
    rows = sa.select(AgreedLevel, Assessment).join(newest, is_newest_agreed(newest))
    rows = rows.join(Assessment, Assessment.id == AgreedLevel.assessment_id)
    rows = rows.where(AgreedLevel.assessment_id.in_([assessment.id, previous_id_of(assessment)]))
    found = [(row[0], row[1]) for row in session.execute(rows.order_by(AgreedLevel.key_action))]
    seen = {each.slug for each in get_seen_pack(session, assessment).key_actions}
    agreed = {row.key_action: row for row, of in found if of is assessment and row.key_action in seen}
    earlier = [of for _, of in found if of is not assessment]
    if not earlier:
        return agreed, None
    then = {row.key_action: row.answer for row, of in found if of is not assessment}
    carried = carried_answers(session, then, asked=earlier[0], pack=get_pack(session, assessment))
    return agreed, None if carried is None else {slug: each for slug, each in carried.items() if slug in seen}
