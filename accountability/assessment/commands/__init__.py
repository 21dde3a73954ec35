"""What people do with an assessment: start it, answer key actions, agree, deepen it, sign it off."""

from accountability.assessment.commands.items import mark_work
from accountability.assessment.commands.life import deepen_assessment, remove_assessment, sign_assessment, start_assessment
from accountability.assessment.commands.rating import Saved, agree_level, rate_key_action

__all__ = [
    "Saved",
    "agree_level",
    "deepen_assessment",
    "mark_work",
    "rate_key_action",
    "remove_assessment",
    "sign_assessment",
    "start_assessment",
]
