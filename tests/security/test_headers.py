"""Every kind of answer of both apps carries its headers: pages, redirects, errors, files, JSON."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, Response

from accountability import headers
from accountability.app import create_app, create_constituents_app
from accountability.config import Config
from tests.conftest import make_config
from tests.support.databases import PinnedDatabase

MEMBERS = ("/sign-in", "/assessments", "/nothing", "/sign-out", "/healthz", "/static/css/tokens.css", "/static/nothing.css")
CONSTITUENTS = ("/nothing", "/receipt", "/static/nothing.css")
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}
DIRECTIVES = ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")


@pytest.fixture
def config_of_https(config: Config) -> Config:
    return make_config(config.instance_path, development=False, base_url="https://example.org")


@pytest.fixture
def apps(config_of_https: Config, database: PinnedDatabase) -> list[tuple[Flask, tuple[str, ...]]]:
    members = create_app(config_of_https, database=database)
    members.add_url_rule("/breaks", endpoint="breaks", view_func=_break)
    return [(members, (*MEMBERS, "/breaks")), (create_constituents_app(config_of_https, database=database), CONSTITUENTS)]


SAID = "postgresql://user:password@host said: SELECT password_hash FROM person"


def _break() -> str:
    raise RuntimeError(SAID)


def answers(apps: list[tuple[Flask, tuple[str, ...]]]) -> Iterator[tuple[str, Any]]:
    for app, paths in apps:
        for path in paths:
            yield path, app.test_client().get(path, base_url="https://example.org")
    yield "foreign host", apps[0][0].test_client().get("/sign-in", base_url="https://evil.example")


def faults(apps: list[tuple[Flask, tuple[str, ...]]]) -> list[str]:
    """What is missing from which answer."""
    found = []
    for path, answer in answers(apps):
        given = answer.headers
        found += [f"{path} {name}" for name, value in ALWAYS.items() if given.get(name) != value]
        found += [f"{path} {each}" for each in DIRECTIVES if each not in given.get("Content-Security-Policy", "").split("; ")]
        found += [f"{path} shared" for name, _ in given if name.startswith("Access-Control-")]
        found += [f"{path} referrer" for _ in (1,) if given.get("Referrer-Policy") not in {"same-origin", "no-referrer"}]
        is_text = answer.mimetype.startswith("text/")
        found += [f"{path} charset" for _ in (1,) if is_text and "charset=utf-8" not in given["Content-Type"]]
    return found


def test_every_answer_carries_its_headers(apps: list[tuple[Flask, tuple[str, ...]]]) -> None:
    assert {answer.status_code for _, answer in answers(apps)} >= {200, 303, 400, 404, 405, 500}
    assert not faults(apps)


def without(response: Response) -> Response:
    response.headers.remove("X-Content-Type-Options")
    return response


def test_a_header_that_is_missing_is_seen(apps: list[tuple[Flask, tuple[str, ...]]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(headers, "_compress", lambda response, _asked: without(response))
    assert faults(apps)


def test_what_broke_is_not_told_to_who_asked(apps: list[tuple[Flask, tuple[str, ...]]], caplog: pytest.LogCaptureFixture) -> None:
    app = apps[0][0]
    page = app.test_client().get("/breaks", base_url="https://example.org")
    assert page.status_code == 500
    assert not [word for word in ("postgresql", "password", "SELECT", "RuntimeError", "Traceback") if word in page.text]
    assert "RuntimeError" in caplog.text
    assert "postgresql://" not in caplog.text


def test_with_the_doors_of_development_open_it_would_be(apps: list[tuple[Flask, tuple[str, ...]]]) -> None:
    app = apps[0][0]
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.error_handler_spec[None][None].pop(Exception)
    with pytest.raises(RuntimeError, match="postgresql"):
        app.test_client().get("/breaks", base_url="https://example.org")


def test_no_page_for_debugging_is_served(apps: list[tuple[Flask, tuple[str, ...]]]) -> None:
    for app, _ in apps:
        assert not app.debug
        assert app.test_client().get("/console", base_url="https://example.org").status_code == 404
        assert app.test_client().get("/static/", base_url="https://example.org").status_code == 404
        assert app.test_client().get("/.git/HEAD", base_url="https://example.org").status_code == 404
        assert app.test_client().get("/static/../config.py", base_url="https://example.org").status_code == 404
