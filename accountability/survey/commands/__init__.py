"""What people and the calendar do with surveys."""

from accountability.survey.commands.authoring import (
    add_bank_questions,
    add_question,
    change_question,
    choose_protection,
    describe_survey,
    make_promise,
    move_question,
    publish_survey,
    remove_question,
    remove_survey,
    start_survey,
)
from accountability.survey.commands.listening import (
    check_text,
    close_due_surveys,
    close_survey,
    destroy_hidden_answers,
    extend_survey,
    leave_text_out,
    mix_survey,
    receive_response,
)

__all__ = [
    "add_bank_questions",
    "add_question",
    "change_question",
    "check_text",
    "choose_protection",
    "close_due_surveys",
    "close_survey",
    "describe_survey",
    "destroy_hidden_answers",
    "extend_survey",
    "leave_text_out",
    "make_promise",
    "mix_survey",
    "move_question",
    "publish_survey",
    "receive_response",
    "remove_question",
    "remove_survey",
    "start_survey",
]
