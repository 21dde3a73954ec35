"""Questions and questionnaires: what may be asked, what comes back, what is frozen."""

from datetime import date
from uuid import UUID

import pytest

from accountability.survey import domain
from accountability.survey.domain import (
    Answers,
    AskedQuestion,
    OpenText,
    Promise,
    Protection,
    QuestionDraft,
    Questionnaire,
    YesNoUnsure,
)


def asked(number, kind=None, wording="Were you heard?"):
    return AskedQuestion(
        id=UUID(int=number),
        number=number,
        kind=kind or YesNoUnsure(),
        wording=wording,
        commitments=("c11",),
    )


def questionnaire(*questions):
    promise = Promise(
        can_change="Hours",
        who_decides="The board",
        off_the_table="Rent",
        reply_by=date(2026, 5, 4),
    )
    return Questionnaire(
        title="Listening",
        language="sr",
        promise=promise,
        protection=Protection(),
        questions=questions,
    )


@pytest.mark.parametrize("draft", [questionnaire(asked(1), asked(2, OpenText())), questionnaire()])
def test_a_questionnaire_survives_being_frozen(draft):
    assert Questionnaire.restored(draft.stored()) == draft


def test_a_draft_without_a_reply_date_survives_too():
    draft = Questionnaire(
        title="t",
        language="en",
        promise=Promise(),
        protection=Protection(),
        questions=(),
    )
    assert Questionnaire.restored(draft.stored()) == draft


def test_free_text_is_kept_apart_from_the_other_answers():
    answers = questionnaire(asked(1), asked(2, OpenText())).check_answers({"q1": ("yes",), "q2": ("More buses",)})
    assert answers == Answers(choices={"1": ("yes",)}, texts={"2": "More buses"})


def test_answers_survive_being_written_as_a_body():
    answers = Answers(choices={"1": ("yes",)}, texts={"2": "Више аутобуса"})
    assert Answers.from_body(answers.body()) == answers


def test_the_same_answers_give_the_same_body_in_any_order():
    one = Answers(choices={"1": ("a",), "2": ("b",)}, texts={})
    assert one.body() == Answers(choices={"2": ("b",), "1": ("a",)}, texts={}).body()


def test_a_form_with_every_question_skipped_is_refused():
    with pytest.raises(domain.NothingIsAnswered):
        questionnaire(asked(1)).check_answers({"q1": (), "q9": ("yes",)})


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (QuestionDraft(kind=YesNoUnsure(), wording=" "), domain.WordingIsMissing),
        (QuestionDraft(kind=YesNoUnsure(), wording="x" * 301), domain.WordingIsTooLong),
        (
            QuestionDraft(kind=YesNoUnsure(), wording="x", hint="x" * 301),
            domain.WordingIsTooLong,
        ),
        (
            QuestionDraft(kind=domain.SingleChoice(), wording="x"),
            domain.OptionsAreTooFew,
        ),
    ],
)
def test_a_question_nobody_could_answer_is_refused(draft, refusal):
    with pytest.raises(refusal):
        draft.checked()


def test_a_good_question_is_accepted():
    draft = QuestionDraft(kind=YesNoUnsure(), wording="Were you heard?")
    assert draft.checked() is draft


def test_answers_to_two_wordings_are_not_counted_together():
    assert asked(1).asks_the_same(asked(1))
    assert not asked(1).asks_the_same(asked(1, wording="Did we listen?"))


def test_a_survey_holds_sixty_questions():
    domain.refuse_more_questions(59)
    with pytest.raises(domain.QuestionsAreTooMany):
        domain.refuse_more_questions(59, wanted=2)


@pytest.mark.parametrize(("steps", "order"), [(-1, "bac"), (1, "acb"), (9, "acb"), (-9, "bac")])
def test_a_moved_question_stops_at_the_ends(steps, order):
    assert "".join(domain.move(list("abc"), "b", steps=steps)) == order
