"""What a first visit costs on a bad line: every byte of every file of the page, headers included."""

import re

import pytest

from accountability.survey import commands, queries
from tests.factories.survey import PROMISE, make_draft

FIRST_WINDOW = 14_000
SERVER_LINES = len(b"HTTP/1.1 200 OK\r\nServer: gunicorn\r\nDate: Mon, 04 May 2026 12:05:00 GMT\r\nConnection: keep-alive\r\n\r\n")


@pytest.fixture
def code(session, ours, at):
    """A survey of fourteen questions of the bank, two of them open, with a long promise."""
    with session.begin():
        by = ours.actor("officer")
        survey = make_draft(session, by, at, kinds={})
        chosen = [question.id for question in queries.list_bank_questions()]
        commands.add_bank_questions(session, survey, [*chosen[:12], "q-good", "q-better"])
        commands.make_promise(session, survey, type(PROMISE)(**{**vars(PROMISE), "can_change": "Our opening hours. " * 30}))
        commands.publish_survey(session, survey, by=by, at=at)
        assert len(queries.list_questions(session, survey)) == 14
        return queries.find_code(session, survey)


def weight(response):
    """Bytes on the line: start line, headers, body as compressed."""
    return SERVER_LINES + sum(len(f"{name}: {value}\r\n".encode()) for name, value in response.headers) + len(response.data)


@pytest.mark.parametrize("lang", ["en", "sr", "ar"])
def test_the_first_view_with_all_its_files_fits_the_first_window(constituent, code, lang):
    packed = {"headers": {"Accept-Encoding": "gzip"}}
    page = constituent.browser.get(f"/{code}?lang={lang}", **packed)
    text = constituent.get(f"/{code}?lang={lang}").text
    files = re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="(/[^"]+)"', text)
    assert len(files) == 1
    answers = [page, *(constituent.browser.get(each, **packed) for each in files)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert sum(weight(answer) for answer in answers) <= FIRST_WINDOW
    for answer in answers:
        answer.close()


def test_the_page_is_packed_when_the_browser_can_unpack(constituent, code):
    assert constituent.browser.get(f"/{code}", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
