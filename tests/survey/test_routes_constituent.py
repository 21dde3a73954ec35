"""The constituent's page: what it shows, what it accepts, what it never does."""

import re
from dataclasses import replace

import pytest
import sqlalchemy as sa

from accountability.survey import commands, domain, queries
from accountability.survey.models import IntakeAside, IntakeResponse
from accountability.throttle import Throttle
from tests.factories.survey import fill, make_open

GOOD = {"q1": "9", "q2": "4", "q3": "1", "q4": ["1", "2"], "q5": "yes", "q6": "More benches"}


@pytest.fixture
def survey(session, ours, at):
    with session.begin():
        return make_open(session, ours.actor("officer"), at)


@pytest.fixture
def code(session, survey):
    with session.begin():
        return queries.find_code(session, survey)


def hidden(page):
    return dict(re.findall(r'name="(submission_key|version)" type="hidden" value="([^"]+)"', page.text))


def send(constituent, code, *, expect=200, fields=None, **changes):
    given = fields or hidden(constituent.get(f"/{code}"))
    return constituent.post(f"/{code}", GOOD | given | changes, expect=expect)


def receipt(page):
    return re.search(r"[0-9]{4} [0-9]{4} [0-9]{4} [0-9]{4}", page.text)[0]


def waiting(session):
    with session.begin():
        return session.scalar(sa.select(sa.func.count()).select_from(IntakeResponse))


def test_promise_and_who_sees_stand_before_the_first_question(constituent, code, ours):
    text = constituent.get(f"/{code}").text
    order = [text.index(part) for part in ("Our opening hours", "Who sees your answers", "A question of kind scale_0_10?")]
    assert order == sorted(order)
    assert ours.name in text


def test_the_threshold_people_are_told_is_the_chosen_one(constituent, code):
    assert "only from 10 answers" in constituent.get(f"/{code}").text


@pytest.mark.parametrize("kind", domain.KINDS)
def test_every_kind_of_question_is_asked(constituent, code, kind):
    assert f"A question of kind {kind}?" in constituent.get(f"/{code}").text


def test_every_closed_question_can_be_skipped_again(constituent, code):
    text = constituent.get(f"/{code}").text
    assert len(re.findall(r'value="" checked>', text)) == 4


def test_sent_answers_are_acknowledged_with_a_receipt(constituent, code, session):
    page = send(constituent, code)
    assert len(receipt(page)) == 19
    assert waiting(session) == 1


def test_sending_again_gives_the_very_same_page_and_counts_once(constituent, code, session):
    fields = hidden(constituent.get(f"/{code}"))
    pages = {send(constituent, code, fields=fields).text for _ in range(3)}
    assert len(pages) == 1
    assert waiting(session) == 1


def test_other_answers_from_the_same_form_are_kept_aside_and_the_page_says_so(constituent, code, session):
    fields = hidden(constituent.get(f"/{code}"))
    first = send(constituent, code, fields=fields)
    other = send(constituent, code, fields=fields, q5="no")
    assert "Your first answers count" in other.text
    assert receipt(other) == receipt(first)
    with session.begin():
        assert session.scalar(sa.select(sa.func.count()).select_from(IntakeAside)) == 1


def test_after_the_mix_the_form_is_known_by_its_key_alone(constituent, code, session, survey, at):
    fields = hidden(constituent.get(f"/{code}"))
    first = send(constituent, code, fields=fields)
    with session.begin():
        fill(session, survey, at, 9)
        commands.mix_survey(session, queries.get_survey(session, survey.id), at=at)
    again = send(constituent, code, fields=fields, q5="no")
    assert "We already have your answers" in again.text
    assert receipt(again) == receipt(first)


@pytest.mark.parametrize("field", ["q1", "q2", "q3", "q4", "q5"])
def test_a_tampered_answer_is_refused_and_nothing_typed_is_lost(constituent, code, session, field):
    page = send(constituent, code, expect=422, **{field: "tampered"})
    assert "Select one of the answers shown" in page.text
    assert "More benches" in page.text
    assert waiting(session) == 0


def test_a_text_that_is_too_long_stays_on_the_page(constituent, code):
    assert "y" * 2001 in send(constituent, code, expect=422, q6="y" * 2001).text


def test_a_form_without_its_key_is_not_counted(constituent, code, session):
    page = send(constituent, code, expect=422, submission_key="short")
    assert "did not come whole" in page.text
    assert waiting(session) == 0


@pytest.mark.parametrize("version", ["", "0", "2", "-1", "x", "9" * 5000])
def test_an_unknown_version_is_not_counted(constituent, code, session, version):
    send(constituent, code, expect=422, version=version)
    assert waiting(session) == 0


def test_a_form_with_nothing_filled_in_is_sent_back(constituent, code, session):
    nothing = dict.fromkeys(GOOD, "")
    assert "Nothing is filled in yet" in send(constituent, code, expect=422, **nothing).text


def test_one_answer_is_enough(constituent, code):
    send(constituent, code, **dict.fromkeys(GOOD, "") | {"q5": "unsure"})


def test_answers_to_questions_that_were_not_asked_are_left_out(constituent, code, session):
    send(constituent, code, q99="yes")
    with session.begin():
        assert "99" not in session.scalar(sa.select(IntakeResponse.body))


def test_answers_stay_with_the_version_the_person_saw(constituent, code, session, survey, ours, at):
    fields = hidden(constituent.get(f"/{code}"))
    with session.begin():
        mine = queries.get_survey(session, survey.id)
        commands.remove_question(session, mine, queries.list_questions(session, mine)[0], by=ours.actor("officer"), at=at)
        commands.publish_survey(session, mine, by=ours.actor("officer"), at=at)
    send(constituent, code, fields=fields)
    with session.begin():
        row = session.scalars(sa.select(IntakeResponse)).one()
        assert (row.version, '"1":["9"]' in row.body) == (1, True)


def close(session, survey, at):
    with session.begin():
        commands.close_survey(session, queries.get_survey(session, survey.id), by=None, at=at)


def test_a_closed_survey_says_so_and_leads_to_the_reply(constituent, code, session, survey, at):
    close(session, survey, at)
    page = constituent.get(f"/{code}")
    assert "This survey is closed" in page.text
    assert f"/{code}/reply" in page.text


def test_answers_that_come_after_closing_are_not_stored_and_told_so(constituent, code, session, survey, at):
    fields = hidden(constituent.get(f"/{code}"))
    close(session, survey, at)
    page = send(constituent, code, expect=409, fields=fields)
    assert "were not stored" in page.text
    assert "More benches" in page.text
    assert waiting(session) == 0


def test_a_receipt_leads_to_the_survey(constituent, code):
    page = constituent.post("/receipt", {"code": receipt(send(constituent, code))}, expect=303)
    assert f"/{code}" in page.location


def test_a_mistyped_receipt_is_answered_clearly_and_stays_typed(constituent, code):
    page = constituent.post("/receipt", {"code": "1234 5678 1234 5678"}, expect=422)
    assert "not a code we gave out" in page.text
    assert "1234 5678 1234 5678" in page.text


def test_an_empty_receipt_asks_for_the_digits(constituent, code):
    assert "Enter the 16 digits" in constituent.post("/receipt", {"code": " "}, expect=422).text


def test_a_receipt_of_a_survey_that_is_gone_is_no_code_of_ours(constituent, config):
    code = domain.write_receipt(config.secret_key.encode(), prefix="000000", code="x", submission_key="y")
    constituent.post("/receipt", {"code": code}, expect=422)


@pytest.mark.parametrize("path", ["/nothing-here", "/nothing%00here", "/nothing%ffhere/reply"])
def test_an_unknown_address_is_not_found(constituent, code, path):
    constituent.get(path, expect=404)


@pytest.mark.parametrize("path", ["", "/receipt"])
def test_no_page_sets_a_cookie_or_may_be_kept(constituent, code, path):
    page = constituent.get(path or f"/{code}")
    assert "Set-Cookie" not in page.headers
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_no_acknowledgement_sets_a_cookie(constituent, code):
    assert "Set-Cookie" not in send(constituent, code).headers


def test_the_page_needs_nothing_from_elsewhere(constituent, code):
    text = constituent.get(f"/{code}").text
    assert re.findall(r'<(?:script|img|iframe|link)[^>]*(?:src|href)="(?:https?:)?//', text) == []
    assert "<script" not in text


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}],
)
def test_answers_from_another_website_are_refused(constituent, code, session, headers):
    fields = hidden(constituent.get(f"/{code}"))
    constituent.post(f"/{code}", GOOD | fields, expect=409, headers=headers)
    assert waiting(session) == 0


@pytest.mark.parametrize("headers", [{}, {"Origin": "null"}, {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}])
def test_answers_from_our_own_page_are_taken(constituent, code, headers):
    fields = hidden(constituent.get(f"/{code}"))
    constituent.post(f"/{code}", GOOD | fields, expect=200, headers=headers)


def test_a_flood_is_slowed_down(constituent, code, monkeypatch):
    extensions = constituent.app.extensions
    monkeypatch.setitem(extensions, "throttle", Throttle())
    monkeypatch.setitem(extensions, "config", replace(extensions["config"], answers_per_hour=1))
    send(constituent, code)
    send(constituent, code, expect=429)


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("sr", "ltr"), ("en", "ltr")])
def test_the_page_speaks_the_asked_language(constituent, code, lang, direction):
    assert f'<html lang="{lang}" dir="{direction}">' in constituent.get(f"/{code}?lang={lang}").text


def test_the_next_page_does_not_inherit_the_language_of_the_last(constituent, code):
    constituent.get(f"/{code}?lang=ar")
    assert '<html lang="en"' in constituent.get("/receipt").text


def test_the_browser_s_own_languages_are_not_read(constituent, code):
    page = constituent.get(f"/{code}", headers={"Accept-Language": "sr"})
    assert '<html lang="en"' in page.text
