"""Staff's pages: preparing, publishing, sharing, closing, reading. Every kind of question in every view."""

import re
from datetime import timedelta

import pytest

from accountability.survey import commands, domain, queries
from accountability.survey.domain import SurveyState
from forms.survey.questions import FORMS
from forms.survey.words import KINDS, score_in_words
from tests.factories.survey import answers, close_and_mix, fill, make_draft, make_open

PROMISE = {
    "can_change": "Opening hours",
    "who_decides": "The board",
    "off_the_table": "The rent",
    "reply_by": "2026-07-01",
}
SETTINGS = {
    "scale_0_10": {"low": "Never", "high": "Always", "is_recommendation": "y"},
    "five_point": {"steps": "own", "labels": "one\ntwo\nthree\nfour\nfive"},
    "single_choice": {"labels": "Tea\nCoffee"},
    "multiple_choice": {"labels": "By bus\nOn foot"},
    "yes_no_unsure": {},
    "open_text": {},
}


@pytest.fixture
def officer(sign_in):
    return sign_in("officer")


def make(session, build, *arguments, **changes):
    with session.begin():
        return build(session, *arguments, **changes)


@pytest.fixture
def draft(session, ours, at):
    return make(session, make_draft, ours.actor("officer"), at)


@pytest.fixture
def survey(session, ours, at):
    return make(session, make_open, ours.actor("officer"), at)


def path(survey, rest=""):
    return f"/surveys/{survey.id}{rest}"


def reload(session, survey):
    with session.begin():
        session.expire_all()
        return queries.get_survey(session, survey.id)


def test_a_survey_is_made_from_the_bank_and_published(officer, session):
    started = officer.post("/surveys/start", {"title": "What you think", "language": "en"})
    here = started.location.removesuffix("/questions/choose")
    page = officer.get(f"{here}/questions/choose")
    core = re.findall(r'value="(q-[a-z-]+)"[^>]* checked', page.text)
    assert "q-recommend" in core
    officer.post(f"{here}/questions/choose", {"questions": core})
    assert "not complete" in officer.get(f"{here}/publish").text
    officer.post(f"{here}/promise", PROMISE)
    assert officer.post(f"{here}/publish").location.endswith("/share")
    assert "/s/" in officer.get(f"{here}/share").text


def test_the_list_of_a_stranger_to_surveys_says_how_to_begin(officer):
    assert "No survey yet" in officer.get("/surveys").text


def test_the_list_says_where_each_survey_stands(officer, draft, survey, session, ours, at):
    make(session, make_open, ours.actor("officer"), at, closes_on=at.date())
    make(session, commands.close_survey, make(session, make_open, ours.actor("officer"), at), by=None, at=at)
    text = officer.get("/surveys").text
    for words in ("Draft", "Open", "Closed on", "Takes answers until", "Started on", "Open since"):
        assert words in text


@pytest.mark.parametrize("kind", domain.KINDS)
def test_every_kind_of_question_is_written_changed_and_shown(officer, session, draft, kind):
    officer.post(path(draft, f"/questions/add/{kind}"), {"wording": "How was it?", "commitments": "c08-open-org", **SETTINGS[kind]})
    with session.begin():
        question = queries.list_questions(session, draft)[-1]
    edit = officer.get(path(draft, f"/questions/{question.id}"))
    assert "How was it?" in edit.text
    officer.post(path(draft, f"/questions/{question.id}"), {"wording": "How is it now?", **SETTINGS[kind]})
    assert "How is it now?" in officer.get(path(draft)).text
    assert "How is it now?" in officer.get(path(draft, "/preview")).text


@pytest.mark.parametrize("kind", ["five_point", "single_choice", "multiple_choice"])
def test_settings_nobody_could_answer_are_refused_beside_the_field(officer, draft, kind):
    page = officer.post(path(draft, f"/questions/add/{kind}"), {"wording": "How?", "steps": "own", "labels": "one"}, expect=422)
    assert "one on each line" in page.text
    assert "How?" in page.text


def test_a_question_changed_into_nonsense_is_refused(officer, draft, session):
    with session.begin():
        question = next(each for each in queries.list_questions(session, draft) if each.kind == "single_choice")
    officer.post(path(draft, f"/questions/{question.id}"), {"wording": "How?", "labels": "one"}, expect=422)


def test_the_kinds_are_offered_and_an_unknown_one_is_not_found(officer, draft):
    assert "Own words" in officer.get(path(draft, "/questions/add")).text
    officer.get(path(draft, "/questions/add/riddle"), expect=404)


def test_a_survey_that_is_full_says_so(officer, draft, monkeypatch):
    monkeypatch.setattr("accountability.survey.domain.questionnaire.QUESTION_LIMIT", 6)
    assert "6 questions at most" in officer.post(path(draft, "/questions/choose"), {"questions": "q-trust"}, expect=422).text


def test_questions_are_moved_and_removed(officer, session, draft):
    with session.begin():
        first, second, *_ = queries.list_questions(session, draft)
    officer.post(path(draft, f"/questions/{second.id}/move"), {"to": "up"})
    officer.post(path(draft, f"/questions/{second.id}/move"), {"to": "down"})
    officer.post(path(draft, f"/questions/{first.id}/remove"))
    with session.begin():
        session.expire_all()
        assert [each.number for each in queries.list_questions(session, draft)] == [2, 3, 4, 5, 6]


def test_nothing_chosen_adds_nothing(officer, draft):
    officer.post(path(draft, "/questions/choose"), {})
    assert "Nothing added" in officer.get(path(draft)).text


def test_a_survey_is_described_anew(officer, session, draft, survey):
    assert "Last day" in officer.get(path(draft, "/describe")).text
    officer.post(path(draft, "/describe"), {"title": "Other", "language": "sr", "closes_on": "2026-06-01"})
    assert reload(session, draft).language == "sr"
    assert "closes_on" not in officer.get(path(survey, "/describe")).text
    officer.post(path(survey, "/describe"), {"title": "Other", "language": "sr"})


def test_a_title_is_needed(officer, draft):
    officer.post("/surveys/start", {"title": "", "language": "en"}, expect=422)
    assert "Enter a title" in officer.post(path(draft, "/describe"), {"title": "", "language": "en"}, expect=422).text


def test_half_a_promise_is_kept_and_not_called_complete(officer, draft):
    half = {**PROMISE, "off_the_table": ""}
    assert "not complete yet" in officer.get(officer.post(path(draft, "/promise"), half).location).text
    assert "People will read it" in officer.get(officer.post(path(draft, "/promise"), PROMISE).location).text


def test_a_given_promise_stays(officer, survey):
    assert "stays as it was said" in officer.post(path(survey, "/promise"), PROMISE, expect=422).text


def test_five_is_refused_without_both_statements(officer, session, draft):
    assert "open context" in officer.post(path(draft, "/protection"), {"threshold": "5"}, expect=422).text
    officer.post(path(draft, "/protection"), {"threshold": "5", "is_without_sensitive_questions": "y", "is_open_context": "y"})
    assert reload(session, draft).threshold == 5
    assert "checked" in officer.get(path(draft, "/protection")).text


def test_what_is_missing_for_publishing_leads_to_where_it_is_mended(officer, session, ours, at):
    empty = make(session, make_draft, ours.actor("officer"), at, kinds={}, off_the_table="")
    text = officer.get(path(empty, "/publish")).text
    assert path(empty, "/promise") in text
    assert path(empty, "/questions/choose") in text
    officer.post(path(empty, "/publish"), expect=422)


def test_a_survey_whose_reply_day_has_passed_is_not_called_ready(officer, session, ours, at):
    late = make(session, make_draft, ours.actor("officer"), at, reply_by=at.date())
    text = officer.get(path(late)).text
    assert "Not ready to publish yet" in text
    assert "Ready to publish" not in text


def test_a_change_of_an_open_survey_is_announced_and_published(officer, session, survey):
    with session.begin():
        question = queries.list_questions(session, survey)[0]
    officer.post(path(survey, f"/questions/{question.id}/remove"))
    assert "do not see your changes yet" in officer.get(path(survey)).text
    assert "version 2" in officer.get(path(survey, "/publish")).text
    officer.post(path(survey, "/publish"))
    assert reload(session, survey).version == 2


def test_the_code_to_scan_is_a_drawing_and_can_be_saved(officer, survey):
    assert officer.get(path(survey, "/qr.svg")).mimetype == "image/svg+xml"
    assert "code.svg" in officer.get(path(survey, "/qr.svg?download=1")).headers["Content-Disposition"]


@pytest.mark.parametrize("rest", ["/share", "/qr.svg"])
def test_a_draft_has_no_address_yet(officer, draft, rest):
    officer.get(path(draft, rest), expect=404)


def test_a_survey_is_closed_after_a_second_look(officer, session, survey):
    assert "no longer answer" in officer.get(path(survey, "/close")).text
    officer.post(path(survey, "/close"))
    assert reload(session, survey).state is SurveyState.CLOSED
    assert "answer back" in officer.get(path(survey)).text
    assert "closed" in officer.get(path(survey, "/share")).text


@pytest.fixture
def hidden(session, survey, at):
    make(session, fill, survey, at, 9)
    make(session, close_and_mix, survey, at)
    return survey


def test_too_few_answers_are_explained_and_more_time_is_offered(officer, hidden):
    text = officer.get(path(hidden)).text
    assert "too few to be shown" in text
    assert path(hidden, "/extend") in text
    assert path(hidden, "/destroy") not in text


def test_people_are_given_more_time(officer, session, hidden, at):
    officer.get(path(hidden, "/extend"))
    officer.post(path(hidden, "/extend"), {"closes_on": "2026-05-20", "reply_by": "2026-05-19"}, expect=422)
    officer.post(path(hidden, "/extend"), {"closes_on": "", "reply_by": ""}, expect=422)
    officer.post(path(hidden, "/extend"), {"closes_on": "2026-05-20", "reply_by": "2026-07-01"})
    assert reload(session, hidden).state is SurveyState.OPEN


def test_only_an_owner_destroys_hidden_answers_and_only_on_purpose(sign_in, hidden):
    sign_in("officer").get(path(hidden, "/destroy"), expect=403)
    owner = sign_in("owner")
    assert path(hidden, "/destroy") in owner.get(path(hidden)).text
    owner.post(path(hidden, "/destroy"), {}, expect=422)
    owner.post(path(hidden, "/destroy"), {"is_certain": "y"})
    assert "There are no hidden answers" in owner.get(path(hidden, "/destroy")).text


def test_results_say_why_nothing_is_shown(officer, survey, session, at):
    make(session, fill, survey, at, 9)
    text = officer.get(path(survey, "/results")).text
    assert "Shown from 10 answers; there are fewer so far" in text
    assert "%</div>" not in text


@pytest.fixture
def mixed(session, survey, at):
    make(session, fill, survey, at, 12)
    make(session, commands.mix_survey, survey, at=at)
    return survey


def test_results_show_every_kind(officer, mixed):
    text = officer.get(path(mixed, "/results")).text
    assert "+90 or more" in text
    for words in ("over 90 %", "under 10 %", "10–14", "Tea", "Often", "Not sure", "No text has been checked"):
        assert words in text
    assert not re.search(r"[^0-9](0|100) %", text)


def test_nothing_on_the_results_page_moves_before_a_batch(officer, mixed, session, at):
    before = officer.get(path(mixed, "/results")).text
    make(session, fill, mixed, at, 9, given=answers(choices={"1": ("0",)}))
    make(session, commands.mix_survey, mixed, at=at)
    assert re.sub(r'csrf_token" value="[^"]+', "", officer.get(path(mixed, "/results")).text) == re.sub(
        r'csrf_token" value="[^"]+', "", before
    )


def test_results_say_which_version_asked_what(officer, mixed, session, ours, at):
    with session.begin():
        survey = queries.get_survey(session, mixed.id)
        commands.remove_question(session, survey, queries.list_questions(session, survey)[0], by=ours.actor("officer"), at=at)
        commands.add_question(session, survey, domain.QuestionDraft(kind=domain.YesNoUnsure(), wording="Something new?"))
        commands.publish_survey(session, survey, by=ours.actor("officer"), at=at)
    text = officer.get(path(mixed, "/results")).text
    assert "in version 1 only" in text
    assert "since version 2" in text


def test_texts_are_read_checked_and_left_out(officer, mixed, session):
    page = officer.get(path(mixed, "/texts/6"))
    first, second, *_ = re.findall(r'href="([^"]+/texts/6/[^"]+)"', page.text)
    assert "More benches" in officer.get(first).text
    officer.post(first, {"text": "Benches in the park"})
    officer.post(second, {"leave_out": "1"})
    assert "Left out" in officer.get(path(mixed, "/texts/6")).text
    assert "Benches in the park" in officer.get(path(mixed, "/results")).text


def test_an_emptied_text_is_not_released(officer, mixed):
    first = re.findall(r'href="([^"]+/texts/6/[^"]+)"', officer.get(path(mixed, "/texts/6")).text)[0]
    assert "leave it out" in officer.post(first, {"text": " "}, expect=422).text


def test_too_few_texts_cannot_be_read(officer, survey, session, at):
    make(session, fill, survey, at, 10, given=answers(texts={}))
    make(session, commands.mix_survey, survey, at=at)
    assert "Texts are shown from 10 texts" in officer.get(path(survey, "/texts/6")).text
    officer.get(path(survey, f"/texts/6/{survey.id}"), expect=404)
    officer.get(path(survey, "/texts/99"), expect=404)


@pytest.mark.parametrize(
    "rest", ["/promise", "/protection", "/publish", "/close", "/extend", "/describe", "/questions/choose", "/texts/6"]
)
def test_a_viewer_reads_but_does_not_run_surveys(sign_in, survey, rest):
    viewer = sign_in("viewer")
    viewer.get(path(survey, "/results"))
    viewer.get(path(survey))
    viewer.get(path(survey, rest), expect=403)


@pytest.mark.parametrize(("value", "words"), [(0, "0"), (40, "+40"), (-15, "−15"), (90, "+90 or more"), (-90, "−90 or less")])
def test_a_score_is_said_with_its_sign_and_never_as_everybody(value, words):
    assert score_in_words(domain.SafeScore(value=value)) == words


def test_a_viewer_of_nothing_is_told_who_can_begin(sign_in):
    assert "An officer or owner" in sign_in("viewer").get("/surveys").text


def test_the_neighbour_s_survey_is_not_found(officer, theirs, at):
    with theirs.session() as other, other.begin():
        survey_id = make_open(other, theirs.actor("officer"), at + timedelta(hours=1)).id
    for rest in ("", "/results", "/promise", "/close", "/qr.svg"):
        officer.get(f"/surveys/{survey_id}{rest}", expect=404)


@pytest.mark.parametrize("kind", domain.KINDS)
def test_every_kind_has_a_form_words_and_a_look(kind, app):
    assert kind in FORMS
    assert kind in KINDS
    assert app.jinja_env.get_template(f"survey/answer/{kind}.html")
