"""Reads what stands beside the agreed answers, and looks for what is open or inconsistent."""

from datetime import date

from sqlalchemy.orm import Session

from accountability.assessment.domain.checks import Beside, Checked, check_profile
from accountability.assessment.domain.spread import Opinion, knows_policy
from accountability.assessment.domain.ways import Standing
from accountability.assessment.models import Assessment
from accountability.assessment.queries.behind import list_shown
from accountability.assessment.queries.marks import list_targets
from accountability.assessment.queries.overview import get_profile
from accountability.assessment.queries.spread import get_spread
from accountability.assessment.queries.talk import count_open_threads, list_suggestions

ALL = 100  # percent


def find_open_matters(session: Session, assessment: Assessment, *, standing: Standing, today: date) -> Checked:
    """Everything that is open or looks inconsistent, as far as this person may see it."""
    found = get_spread(session, assessment, standing=standing)
    opinions = {each.key_action.slug: each.opinion for each in found.items} if found else {}
    suggestions = list_suggestions(session, assessment)
    beside = Beside(
        evidence=list_shown(session, assessment, today=today),
        ranges={slug: (min(each.levels), max(each.levels)) for slug, each in opinions.items() if each.levels},
        known={slug: known for slug, each in opinions.items() if (known := _known(each)) is not None},
        targets=list_targets(session, assessment),
        suggested={slug: tuple(sorted(row.level for row in rows)) for slug, rows in suggestions.items()},
        comments=count_open_threads(session, assessment),
    )
    return check_profile(get_profile(session, assessment), beside)


def _known(opinion: Opinion) -> tuple[int, int] | None:
    """How many know the policy, of how many; of anonymous raters the share that is shown, of a hundred."""
    share = knows_policy(opinion)
    if share is None:
        return None
    return share.weight, (opinion.known_by if isinstance(opinion.known_by, int) else ALL)
