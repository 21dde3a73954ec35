"""What goes wrong with an answer is logged without the answer, although PostgreSQL prints every row that it refuses."""

import logging
import traceback

import pytest
import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

from accountability import errors
from accountability.survey import queries
from accountability.survey.mixer import Mixer
from accountability.survey.models import IntakeResponse
from tests.factories.survey import make_open

WORDS = "Canary: benches by the river"


@pytest.fixture
def code(session, ours, at):
    code = queries.find_code(session, make_open(session, ours.actor("officer"), at))
    session.commit()
    return code


def stumbling(self, given, *, version, key_hash, received_hour):
    """An intake that forgets the hour, which the table refuses."""
    row = {"version": version, "body": given.body(), "key_hash": key_hash}
    self.connection.execute(sa.insert(IntakeResponse.__table__).values(**self.key, **row))


def misreading(_self, given, **_):
    """An intake that takes words for a number."""
    return int(given.body())


def send_canary(constituent, code):
    fields = {"submission_key": "k" * 24, "version": "1", "q6": WORDS}
    return constituent.post(f"/{code}", fields, expect=500)


@pytest.mark.parametrize("intake", [stumbling, misreading])
def test_an_answer_that_could_not_be_stored_is_in_no_log(constituent, code, caplog, monkeypatch, intake):
    monkeypatch.setattr(Mixer, "take_in", intake)
    assert WORDS not in send_canary(constituent, code).text
    assert "trouble" in caplog.text
    assert "take_in" in caplog.text or intake.__name__ in caplog.text
    assert WORDS not in caplog.text


def test_a_log_of_whole_messages_would_hold_it(constituent, code, caplog, monkeypatch):
    def naive(log, message, *params, error):
        log.error("".join(traceback.format_exception(error)))

    monkeypatch.setattr(Mixer, "take_in", misreading)
    monkeypatch.setattr(errors.trouble, "report", naive)
    with caplog.at_level(logging.ERROR):
        send_canary(constituent, code)
    assert WORDS in caplog.text


def test_what_is_gone_meanwhile_is_said_so(client, monkeypatch):
    def overtaken(**_):
        raise StaleDataError

    monkeypatch.setitem(client.app.view_functions, "identity.sign_in", overtaken)
    assert "at the same moment" in client.get("/sign-in", expect=409).text
