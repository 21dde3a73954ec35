"""Everything that has an address, asked and posted with odd and malformed values.

The routes come from the apps themselves, so a new page is swept from the day it exists. No answer may be a trouble of ours
(5xx), and no page of ours may show anything of the neighbour.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any
from uuid import UUID, uuid4

from flask import Flask, request
from werkzeug.test import TestResponse

from accountability.access import SIGNED_IN
from accountability.app import create_app
from accountability.web import Pages
from tests.factories.world import World
from tests.factories.world.universe import POLYGLOT
from tests.support.client import CheckingClient
from tests.support.routes import fields, paths, rules, undone
from tests.support.tenants import NEIGHBOUR

ODD = (
    "a\x00b",
    "x" * 6_000,
    "9" * 5_000,
    "99999999999999999999",
    "-1",
    "9999-12-31",
    "0001-01-01",
    f"{POLYGLOT}\r\nBcc: x@example.org\u202e\ud7ff\U0001f600",
)
MALFORMED = ("%00", "0", "..%2f..", "%ff", "00000000-0000-0000-0000-00000000000g")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def asked(client: CheckingClient, path: str) -> TestResponse:
    response = client._open("GET", path)
    return client._check(response, response.status_code)


def trouble(client: CheckingClient, path: str, posted: dict[str, str]) -> str | None:
    """What is wrong with the answer to a post, if anything."""
    response = client._open("POST", path, data=posted)
    if response.status_code == 303 and response.location.startswith("/") and "/sign" not in path:
        response = client._open("GET", response.location)
    if response.status_code >= 500:
        return f"{response.status_code} {path} { ({key: value[:40] for key, value in posted.items()}) }"
    return f"{path} shows the neighbour" if NEIGHBOUR in response.text else None


def posts(client: CheckingClient, world: World, app: Flask) -> Iterator[tuple[str, dict[str, str]]]:
    """Every post of the app with each of its fields odd in turn, and with all of them odd at once."""
    for rule in rules(app, "POST"):
        for path in paths(rule, world):
            page = client._open("GET", path.removesuffix("/save"))
            plain = {**(fields(page) if page.status_code == 200 else {})}
            if app.secret_key:
                plain["csrf_token"] = client.csrf_token()
            typed = [name for name in plain if name != "csrf_token"]
            yield path, plain
            days = dict.fromkeys((name for name in typed if DAY.fullmatch(plain[name])), "")
            for odd in ODD:
                yield path, plain | dict.fromkeys(typed, odd)
                yield from ((path, plain | {name: odd}) for name in typed)
                yield from ((path, plain | days | {name: odd}) for name in days if DAY.fullmatch(odd))


def sweep(client: CheckingClient, world: World, app: Flask, database: Any) -> list[str]:
    found = []
    for path, posted in posts(client, world, app):
        with undone(database):
            found.append(trouble(client, path, posted))
    return [each for each in found if each]


def test_every_page_of_ours_opens_whatever_people_typed(client: CheckingClient, mine: World, foreign: World, app: Flask) -> None:
    client.sign_in(mine.tenant, "owner")
    seen = [asked(client, path) for rule in rules(app, "GET") for path in paths(rule, mine)]
    # 409: the provider of the World's organisations does not answer.
    assert {response.status_code for response in seen} <= {200, 303, 403, 404, 409}
    assert sum(response.status_code == 200 for response in seen) > 60
    # What is handed out as a file is no page: nothing in it runs.
    shown = [response for response in seen if response.mimetype == "text/html"]
    assert not [response.request.path for response in shown if "<svg onload" in response.text]


def test_every_page_of_constituents_opens_whatever_people_typed(
    constituent: CheckingClient, mine: World, constituents_app: Flask
) -> None:
    seen = [asked(constituent, path) for rule in rules(constituents_app, "GET") for path in paths(rule, mine)]
    assert {response.status_code for response in seen} == {200}
    assert not [response.request.path for response in seen if "<svg onload" in response.text]
    assert not [response.request.path for response in seen if "Set-Cookie" in response.headers]


def test_no_odd_value_breaks_a_form_of_ours(client: CheckingClient, mine: World, app: Flask, database: Any) -> None:
    client.sign_in(mine.tenant, "owner")
    assert not sweep(client, mine, app, database)


def test_no_odd_value_breaks_a_page_of_constituents(
    constituent: CheckingClient, mine: World, constituents_app: Flask, database: Any
) -> None:
    assert not sweep(constituent, mine, constituents_app, database)


def test_a_malformed_id_is_answered_with_a_page(
    client: CheckingClient, constituent: CheckingClient, mine: World, app: Flask, constituents_app: Flask
) -> None:
    client.sign_in(mine.tenant, "owner")
    for browser, swept in ((client, app), (constituent, constituents_app)):
        for rule in rules(swept, "GET"):
            for odd in MALFORMED if "<" in rule.rule else ():
                answer = browser._open("GET", re.sub(r"<[^>]+>", odd, rule.rule))
                assert answer.status_code in {303, 308, 404}, f"{answer.status_code} {rule.rule} {odd}"


def test_odd_questions_in_an_address_are_answered_with_a_page(
    client: CheckingClient, constituent: CheckingClient, mine: World, app: Flask, constituents_app: Flask
) -> None:
    client.sign_in(mine.tenant, "owner")
    for browser, swept in ((client, app), (constituent, constituents_app)):
        for path in {paths(rule, mine)[0] for rule in rules(swept, "GET")}:
            for odd in ("%00", "%ff", "9" * 400, "//example.org"):
                answer = browser._open("GET", f"{path}?lang={odd}&after={odd}&show={odd}&question={odd}")
                assert answer.status_code < 500, f"{path} {odd}"


def test_no_post_is_taken_without_the_browsers_own_token(client: CheckingClient, mine: World, app: Flask) -> None:
    client.sign_in(mine.tenant, "owner")
    for path in chain(*(paths(rule, mine) for rule in rules(app, "POST"))):
        answers = {client._open("POST", path, data=data).status_code for data in ({}, {"csrf_token": "0" * 40})}
        assert answers == {400}, path


# Whoever has the link was written to, or is a member; and a provider that is away is said to be (409).
LINKS = ("/invitations/", "/rejoin/", "/sign-in/with/")


def test_the_signed_out_see_nothing_of_ours(client: CheckingClient, mine: World, app: Flask) -> None:
    secrets = (mine.tenant.name, "svg onload")
    for path in chain(*(paths(rule, mine) for rule in rules(app, "GET"))):
        answer = client._open("GET", path)
        is_addressed = any(link in path for link in LINKS)
        # Pages of the operators are hidden from everybody else.
        hidden = {404} if path == "/operator" else {404, 303} if path.startswith("/standard/") else {303, 200}
        assert answer.status_code in ({200, 303, 409} if is_addressed else hidden), path
        assert is_addressed or not [each for each in secrets if each in answer.text], path


def test_a_planted_stumble_is_seen(mine: World, config: Any, database: Any) -> None:
    pages = Pages("planted", __name__)

    @pages.post("/planted/<uuid:survey_id>", access=SIGNED_IN)
    def stumble(survey_id: UUID) -> tuple[str, int]:
        return str(survey_id), 500 if int("0" + request.form.get("day", "")) else 200

    app = create_app(config, database=database)
    app.register_blueprint(pages)
    planted = CheckingClient(app, at=mine.at).sign_in(mine.tenant, "owner")
    assert trouble(planted, f"/planted/{uuid4()}", {"csrf_token": planted.csrf_token(), "day": ODD[2]})
