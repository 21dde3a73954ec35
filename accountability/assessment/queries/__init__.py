"""Reads assessments: lists, sheets, teams, progress, profiles, and what may be shared."""

from accountability.assessment.queries.assessments import (
    Summary,
    find_latest_assessment,
    get_assessment,
    list_assessments,
    list_signed_assessments,
    names_of,
)
from accountability.assessment.queries.items import find_item_state, list_item_states, list_work
from accountability.assessment.queries.overview import (
    Card,
    Group,
    Overview,
    get_card,
    get_overview,
    get_profile,
    get_progress,
    get_shared_scores,
    list_answers_before,
)
from accountability.assessment.queries.packs import (
    get_key_action,
    get_pack,
    get_seen_pack,
    list_asked,
    list_left_out,
    list_parts,
)
from accountability.assessment.queries.sheets import (
    count_versions,
    find_agreed,
    find_own,
    list_agreed,
    list_answers,
    list_of_all,
    list_own,
    list_own_answers,
)
from accountability.assessment.queries.team import find_rater, get_standing, list_raters

__all__ = [
    "Card",
    "Group",
    "Overview",
    "Summary",
    "count_versions",
    "find_agreed",
    "find_item_state",
    "find_latest_assessment",
    "find_own",
    "find_rater",
    "get_assessment",
    "get_card",
    "get_key_action",
    "get_overview",
    "get_pack",
    "get_profile",
    "get_progress",
    "get_seen_pack",
    "get_shared_scores",
    "get_standing",
    "list_agreed",
    "list_answers",
    "list_answers_before",
    "list_asked",
    "list_assessments",
    "list_item_states",
    "list_left_out",
    "list_of_all",
    "list_own",
    "list_own_answers",
    "list_parts",
    "list_raters",
    "list_signed_assessments",
    "list_work",
    "names_of",
]
