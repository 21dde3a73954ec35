"""The log: one line for each thing said, in UTC; attempts on members' pages are in it, and nobody's address."""

import json
import logging
import socket
import sys
import time
from collections.abc import Callable

import pytest
from flask import Flask

from accountability import logs, throttle
from accountability.throttle import Throttle, TooMany
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant


def written(message: str, *, error: bool = False) -> str:
    try:
        raise ValueError("forged\n{}")
    except ValueError:
        found = sys.exc_info() if error else None
    record = logging.LogRecord("accountability.web", logging.ERROR, __file__, 1, message, (), found)
    record.created = 1_777_896_300.5  # 4 May 2026, 12:05 UTC
    return logs.OneLine().format(record)


def test_a_line_says_when_how_bad_where_and_what() -> None:
    assert json.loads(written("it broke")) == {
        "at": "2026-05-04T12:05:00Z",
        "level": "ERROR",
        "from": "accountability.web",
        "says": "it broke",
    }


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\x85b", "a\u2028b", '"}\n{"at": "', "\x1b[31m"])
def test_no_text_passes_for_a_line_of_its_own(text: str) -> None:
    line = written(text, error=True)
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["says"].startswith(text)


def test_a_plain_format_would_let_it() -> None:
    record = logging.LogRecord("accountability.web", logging.ERROR, __file__, 1, "a\n2026 ERROR b", (), None)
    assert len(logging.Formatter("%(asctime)s %(message)s").format(record).splitlines()) == 2


def test_what_somebody_may_not_do_is_in_the_log(
    sign_in: Callable[[str], CheckingClient], ours: Tenant, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in("viewer").get("/organisation/describe", expect=403)
    member = ours.actor("viewer").member_id
    assert f"DESCRIBE_ORGANISATION was refused to member {member} at organisation.describe_organisation" in caplog.text
    assert "127.0.0.1" not in caplog.text
    assert ours.actor("viewer").name not in caplog.text


def test_forms_and_tokens_that_are_not_ours_are_in_the_log(client: CheckingClient, caplog: pytest.LogCaptureFixture) -> None:
    client.post("/sign-in", {"csrf_token": ""}, expect=400)
    client.get("/organisation", expect=401, headers={"Authorization": "Bearer nonsense"})
    assert "a form came without its browser's token at identity.sign_in" in caplog.text
    assert "a token was wrong" in caplog.text
    assert "nonsense" not in caplog.text


def test_of_constituents_nothing_is_noted(constituents_app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with constituents_app.test_request_context("/x"):
        constituents_app.preprocess_request()
        answer = constituents_app.make_response(constituents_app.handle_user_exception(TooMany(5)))
    assert answer.status_code == 429
    assert not caplog.text


def test_a_store_that_hangs_holds_up_no_page() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        Throttle(f"redis://127.0.0.1:{silent.getsockname()[1]}/0").knock("door", "192.0.2.7", "1/minute")
        assert time.monotonic() - began < throttle.PATIENCE["socket_timeout"] * 8
