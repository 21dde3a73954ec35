"""What people do with an assessment: start it, answer key actions, agree, deepen it, sign it off."""

from accountability.assessment.commands.agreeing import settle_level, take_over_same
from accountability.assessment.commands.closing import close_rating
from accountability.assessment.commands.comments import (
    answer_comment,
    remove_comment,
    reopen_thread,
    resolve_thread,
    write_comment,
)
from accountability.assessment.commands.forgetting import forget_drafts
from accountability.assessment.commands.items import mark_work
from accountability.assessment.commands.life import (
    ask_key_action,
    deepen_assessment,
    leave_out_key_action,
    remove_assessment,
    sign_assessment,
    start_assessment,
)
from accountability.assessment.commands.rating import RUNS_IT, Saved, agree_level, rate_key_action
from accountability.assessment.commands.review import reopen_assessment, request_changes, submit_assessment, take_back_assessment
from accountability.assessment.commands.suggesting import suggest_level
from accountability.assessment.commands.team import (
    ask_raters,
    choose_way,
    finish_rating,
    get_rater,
    give_sections,
    remind_raters,
    remove_rater,
)

__all__ = [
    "RUNS_IT",
    "Saved",
    "agree_level",
    "answer_comment",
    "ask_key_action",
    "ask_raters",
    "choose_way",
    "close_rating",
    "deepen_assessment",
    "finish_rating",
    "forget_drafts",
    "get_rater",
    "give_sections",
    "leave_out_key_action",
    "mark_work",
    "rate_key_action",
    "remind_raters",
    "remove_assessment",
    "remove_comment",
    "remove_rater",
    "reopen_assessment",
    "reopen_thread",
    "request_changes",
    "resolve_thread",
    "settle_level",
    "sign_assessment",
    "start_assessment",
    "submit_assessment",
    "suggest_level",
    "take_back_assessment",
    "take_over_same",
    "write_comment",
]
