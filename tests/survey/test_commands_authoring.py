"""Preparing and publishing a survey, on both databases."""

from dataclasses import replace
from datetime import date

import pytest

from accountability.database import NotFound
from accountability.survey import commands, domain, queries
from accountability.survey.commands import authoring
from accountability.survey.domain import ProtectionDraft, QuestionDraft, SurveyState, YesNoUnsure
from accountability.survey.models import SurveyAddress
from tests.factories.survey import PROMISE, make_draft, make_open

PLAIN = QuestionDraft(kind=YesNoUnsure(), wording="Were you heard?")


@pytest.fixture
def draft(session, officer, at):
    return make_draft(session, officer, at)


def test_a_started_survey_is_a_draft(session, officer, at):
    survey = commands.start_survey(session, " Listening ", language="sr", closes_on=None, by=officer, at=at)
    assert (survey.title, survey.state, survey.version) == ("Listening", SurveyState.DRAFT, 0)
    assert queries.list_surveys(session) == [survey]


def test_a_survey_without_title_is_not_started(session, officer, at):
    with pytest.raises(domain.TitleIsMissing):
        commands.start_survey(session, "", language="en", closes_on=None, by=officer, at=at)


def test_a_survey_is_described_anew(session, draft):
    commands.describe_survey(session, draft, "Other", language="mk", closes_on=date(2026, 6, 1))
    assert (draft.title, draft.language, draft.closes_on) == ("Other", "mk", date(2026, 6, 1))


def test_the_last_day_of_an_open_survey_moves_only_by_extending(session, officer, at):
    survey = make_open(session, officer, at)
    commands.describe_survey(session, survey, "Other", language="en", closes_on=date(2026, 6, 1))
    assert survey.closes_on is None


def test_questions_keep_their_number_when_others_go(session, draft, officer, at):
    first, *_ = queries.list_questions(session, draft)
    commands.remove_question(session, draft, first, by=officer, at=at)
    added = commands.add_question(session, draft, PLAIN)
    assert [question.number for question in queries.list_questions(session, draft)] == [2, 3, 4, 5, 6, 7]
    assert added.number == 7


def test_the_first_question_of_an_empty_draft_has_number_one(session, officer, at):
    survey = make_draft(session, officer, at, kinds={})
    assert commands.add_question(session, survey, PLAIN).number == 1


def test_a_question_is_changed(session, draft):
    question = queries.list_questions(session, draft)[0]
    commands.change_question(session, draft, question, replace(PLAIN, hint="Think of last year"))
    assert question.asked.kind == YesNoUnsure()
    assert (question.wording, question.hint) == ("Were you heard?", "Think of last year")


def test_a_question_moves_up(session, draft):
    question = queries.list_questions(session, draft)[2]
    commands.move_question(session, draft, question, steps=-1)
    assert [each.number for each in queries.list_questions(session, draft)] == [1, 3, 2, 4, 5, 6]


def test_bank_questions_are_added_once(session, officer, at):
    survey = make_draft(session, officer, at, kinds={})
    chosen = [question.id for question in queries.list_bank_questions() if question.draft.is_core]
    assert len(commands.add_bank_questions(session, survey, chosen)) == len(chosen)
    assert commands.add_bank_questions(session, survey, chosen) == []


def test_a_bank_question_keeps_where_it_came_from(session, officer, at):
    survey = make_draft(session, officer, at, kinds={})
    [question] = commands.add_bank_questions(session, survey, ["q-recommend"])
    assert (question.asked.bank_id, question.asked.is_core, question.asked.kind.is_recommendation) == ("q-recommend", True, True)


def test_a_survey_stops_at_sixty_questions(session, officer, at):
    survey = make_draft(session, officer, at, kinds={})
    for _ in range(60):
        commands.add_question(session, survey, PLAIN)
    with pytest.raises(domain.QuestionsAreTooMany):
        commands.add_question(session, survey, PLAIN)


def test_publishing_opens_the_survey_at_an_address_that_cannot_be_guessed(session, draft, officer, at):
    version = commands.publish_survey(session, draft, by=officer, at=at)
    code = queries.find_code(session, draft)
    assert (draft.state, version.number, draft.published_at) == (SurveyState.OPEN, 1, at)
    assert len(code) == 22
    assert queries.get_address(session, code).survey_id == draft.id


def test_a_published_version_is_frozen(session, draft, officer, at):
    commands.publish_survey(session, draft, by=officer, at=at)
    before = queries.find_published(session, draft)
    commands.change_question(session, draft, queries.list_questions(session, draft)[0], PLAIN)
    assert queries.find_published(session, draft) == before != queries.get_draft(session, draft)


def test_editing_a_published_survey_makes_a_new_version(session, draft, officer, at):
    commands.publish_survey(session, draft, by=officer, at=at)
    address = queries.find_code(session, draft)
    commands.add_question(session, draft, PLAIN)
    assert commands.publish_survey(session, draft, by=officer, at=at).number == 2
    assert len(queries.get_questionnaire(session, draft, version=1).questions) == 6
    assert len(queries.find_published(session, draft).questions) == 7
    assert queries.find_code(session, draft) == address


def test_nothing_new_is_not_published(session, draft, officer, at):
    commands.publish_survey(session, draft, by=officer, at=at)
    with pytest.raises(domain.NothingHasChanged):
        commands.publish_survey(session, draft, by=officer, at=at)


def test_a_survey_without_promise_is_not_published(session, draft, officer, at):
    commands.make_promise(session, draft, replace(PROMISE, off_the_table=""))
    with pytest.raises(domain.PromiseIsIncomplete):
        commands.publish_survey(session, draft, by=officer, at=at)
    assert draft.state is SurveyState.DRAFT


def test_the_promise_stays_once_it_is_given(session, officer, at):
    survey = make_open(session, officer, at)
    with pytest.raises(domain.PromiseIsGiven):
        commands.make_promise(session, survey, PROMISE)


def test_the_threshold_stays_once_people_were_told(session, draft, officer, at):
    commands.choose_protection(
        session, draft, ProtectionDraft(threshold=5, is_without_sensitive_questions=True, is_open_context=True)
    )
    commands.publish_survey(session, draft, by=officer, at=at)
    with pytest.raises(domain.ProtectionIsFixed):
        commands.choose_protection(session, draft, ProtectionDraft())
    assert queries.find_published(session, draft).protection.threshold == 5


def test_a_closed_survey_is_not_edited(session, officer, at):
    survey = make_open(session, officer, at)
    commands.close_survey(session, survey, by=officer, at=at)
    with pytest.raises(domain.SurveyIsClosed):
        commands.add_question(session, survey, PLAIN)


def test_two_surveys_never_share_the_digits_of_their_receipts(session, officer, at, monkeypatch):
    digits = iter([111111, 111111, 222222])
    monkeypatch.setattr(authoring.secrets, "randbelow", lambda _: next(digits))
    one, two = make_open(session, officer, at), make_open(session, officer, at)
    prefixes = {queries.get_address(session, queries.find_code(session, survey)).receipt_prefix for survey in (one, two)}
    assert prefixes == {"111111", "222222"}


def test_publishing_gives_up_when_no_digits_are_left(session, officer, at, monkeypatch):
    monkeypatch.setattr(authoring.secrets, "randbelow", lambda _: 7)
    make_open(session, officer, at)
    with pytest.raises(authoring.PrefixIsTaken):
        make_open(session, officer, at)


def test_a_receipt_s_digits_lead_to_the_survey(session, officer, at):
    survey = make_open(session, officer, at)
    address = queries.get_address(session, queries.find_code(session, survey))
    assert queries.find_address_by_receipt(session, address.receipt_prefix) is address
    assert queries.find_address_by_receipt(session, "x") is None
    assert isinstance(address, SurveyAddress)


def test_a_question_of_another_survey_is_not_found(session, draft, officer, at):
    other = make_draft(session, officer, at)
    with pytest.raises(NotFound):
        queries.get_question(session, other, queries.list_questions(session, draft)[0].id)


def test_the_neighbour_s_survey_is_not_found(session, theirs, at):
    with theirs.session() as other, other.begin():
        survey_id = make_draft(other, theirs.actor("officer"), at).id
    with pytest.raises(NotFound):
        queries.get_survey(session, survey_id)


def test_a_core_question_stays_one_until_it_asks_something_else(session, officer, at):
    survey = make_draft(session, officer, at, kinds={})
    [question] = commands.add_bank_questions(session, survey, ["q-recommend"])
    commands.change_question(session, survey, question, replace(question.asked, commitments=(), bank_id=None, is_core=False))
    assert (question.is_core, question.bank_id) == (True, "q-recommend")
    commands.change_question(session, survey, question, replace(question.asked, wording="Other?", bank_id=None, is_core=False))
    assert (question.is_core, question.bank_id) == (False, None)
