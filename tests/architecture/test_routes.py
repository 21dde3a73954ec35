"""Every route carries its rule, tells the truth in its path, and a GET cannot write in either database."""

import re
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from accountability.access import Rule
from accountability.identity.models import Person
from accountability.web import Pages
from tests.support.databases import PinnedDatabase


def routes(app: Flask) -> list[tuple[str, str, set[str]]]:
    """(endpoint, path, methods) of every page of the app."""
    return [(rule.endpoint, rule.rule, set(rule.methods or ()) - {"HEAD", "OPTIONS"}) for rule in app.url_map.iter_rules()]


def faults(endpoint: str, path: str, methods: set[str], view: object) -> list[str]:
    """What is wrong with a route."""
    rules: dict[str, Rule] = getattr(view, "access", {})
    found = [f"{method} of {endpoint} has no access rule" for method in methods if method not in rules]
    found += [f"{path}: every id is a uuid" for name in re.findall(r"<(\w+_id)>", path) if name]
    bare = re.sub(r"<[^>]+>", "", path)
    return found + ([f"{path} is not in kebab-case"] if not re.fullmatch(r"[a-z0-9/.-]*", bare) else [])


def test_every_route_has_its_rule_and_an_honest_path(app: Flask, constituents_app: Flask) -> None:
    for some in (app, constituents_app):
        for endpoint, path, methods in routes(some):
            if endpoint != "static":
                assert not faults(endpoint, path, methods, some.view_functions[endpoint])


def test_planted_faults_of_routes_are_seen() -> None:
    def view() -> str:
        return ""

    assert faults("x", "/surveys/<survey_id>", {"GET"}, view) == [
        "GET of x has no access rule",
        "/surveys/<survey_id>: every id is a uuid",
    ]
    assert faults("x", "/Surveys_list", set(), view)


def test_a_route_without_a_rule_cannot_be_written() -> None:
    pages = Pages("planted", __name__)
    with pytest.raises(TypeError):
        pages.route("/planted")
    with pytest.raises(TypeError):
        pages.get("/planted")  # type: ignore[call-arg]


def test_a_look_cannot_write(database: PinnedDatabase, at: datetime) -> None:
    with database.session(read_only=True) as session:
        session.add(Person(email="x@example.org", password_hash="-", joined_at=at))
        with pytest.raises(DBAPIError):
            session.flush()


def test_the_constituents_app_keeps_no_session(constituents_app: Flask) -> None:
    assert constituents_app.secret_key is None
    assert not hasattr(constituents_app, "login_manager")
