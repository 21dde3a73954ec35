"""Surveys in every state, with answers mixed and waiting, and what is answered back."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from accountability import roles
from accountability.followup import commands as followup
from accountability.followup.domain import Decision, DecisionDraft, ReplyWords, ThemeDraft
from accountability.followup.queries import get_listening
from accountability.survey import commands, queries
from accountability.survey.domain import Promise, QuestionDraft, SurveyId
from accountability.survey.domain.kinds import OpenText, ScaleTo10, SingleChoice
from tests.factories import survey as factory
from tests.factories.world.worlds import Place

COMMITMENT = "c11-responsive-decisions"


def fill(place: Place) -> None:
    """A draft, an open survey, a closed one with themes, and a closed one whose reply is published."""
    place.note("kind", "single_choice", "open_text")
    place.note("number", "2", "99999999999999999999")
    for state in ("draft", "open", "closed", "replied"):
        survey_id = _start(place, is_draft=state == "draft")
        if state != "draft":
            _answer(place, survey_id)
        if state in {"closed", "replied"}:
            with place.working() as session:
                commands.close_survey(session, queries.get_survey(session, survey_id), by=place.tenant.actor(), at=place.at)
            _mix(place, survey_id)
            with place.working() as session:
                _answer_back(place, session, survey_id, is_said=state == "replied")


def _start(place: Place, *, is_draft: bool) -> SurveyId:
    by, text, at = place.tenant.actor("officer"), place.text, place.at
    with place.working() as session:
        made = commands.start_survey(session, text[:100], language="en", closes_on=None, by=by, at=at)
        kinds = (ScaleTo10(low=text[:80], high=text[:80]), OpenText(), SingleChoice(labels=(text[:70], "Other")))
        drafts = [QuestionDraft(kind=kind, wording=text, hint=text, commitments=(COMMITMENT,)) for kind in kinds]
        questions = [commands.add_question(session, made, draft) for draft in drafts]
        promise = Promise(can_change=text, who_decides=text, off_the_table=text, reply_by=date(2026, 7, 1))
        commands.make_promise(session, made, promise)
        place.note("survey_id", made.id)
        place.note("question_id", questions[0].id)
        if not is_draft:
            commands.publish_survey(session, made, by=by, at=at)
            place.note("code", queries.find_code(session, made))
        return made.id


def _answer(place: Place, survey_id: SurveyId) -> None:
    """Twelve answers that are mixed, one text of them checked and one not, and two more that wait, one of them aside."""
    given = factory.answers(choices={"1": ("9",), "3": ("1",)}, texts={"2": place.text})
    with place.working(roles.INTAKE) as session:
        factory.fill(session, queries.get_survey(session, survey_id), place.at, 12, given=given)
    _mix(place, survey_id)
    with place.working() as session:
        made = queries.get_survey(session, survey_id)
        texts = queries.list_texts(session, made, queries.get_result(session, made, number=2))
        commands.check_text(session, texts[0], redacted=place.text)
        place.note("text_id", texts[1].id)
    with place.working(roles.INTAKE) as session:
        made = queries.get_survey(session, survey_id)
        for other in (given, factory.answers(choices={"1": ("2",)}, texts={"2": f"{place.text} again"})):
            factory.send(session, made, place.at, key="0" * 64, given=other)


def _mix(place: Place, survey_id: SurveyId) -> None:
    with place.working(roles.WORKER) as session:
        commands.mix_survey(session, queries.get_survey(session, survey_id), at=place.at)


def _answer_back(place: Place, session: Session, survey_id: Any, *, is_said: bool) -> None:
    by, listening = place.tenant.actor("officer"), get_listening(session, survey_id)
    theme = followup.write_theme(session, listening, ThemeDraft(heard=place.text), by=by, at=place.at)
    draft = DecisionDraft(decision=Decision.ACCEPTED, reason=place.text, due_on=date(2026, 8, 1))
    followup.decide_theme(session, listening, theme, draft, by=by, at=place.at)
    place.note("theme_id", theme.id)
    followup.write_words(session, listening, ReplyWords(thanks=place.text, talk_more=place.text))
    if is_said:
        followup.publish_reply(session, listening, by=by, at=place.at)
        followup.add_update(session, listening, place.text, by=by, at=place.at)
