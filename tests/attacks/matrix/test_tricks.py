"""Other methods, headers that name a method, and other spellings of an address open nothing, and reading changes nothing."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit
from zlib import crc32

import pytest
from flask import Flask

from accountability.access import CONFIRMED_TO_CHANGE, Role
from tests.attacks.matrix.addresses import Route, routes
from tests.attacks.matrix.asking import Answer, Asker, Who
from tests.attacks.matrix.crossing import form_of
from tests.attacks.matrix.permissions import is_hidden, is_sensitive

# How an address is read is decided without the database.
on_one_database = pytest.mark.parametrize("filled", ["postgresql"], indirect=True)
OWNER, NOBODY = Who("A1", Role.OWNER), Who("A1", Role.CUSTOM)
METHODS = ("PUT", "DELETE", "PATCH")
OVERRIDES = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")


def own(asker: Asker, who: Who, route: Route) -> str:
    """One of the addresses that a route has in this person's organisation; which one differs from person to person."""
    found = route.own_paths(asker.world(who))
    return found[crc32(f"{route} {who}".encode()) % len(found)]


def spellings(path: str) -> Iterator[str]:
    """The same address, written otherwise."""
    yield from (
        f"{path}/",
        f"/{path}",
        f"{path}.json",
        f"{path}.csv",
        f"{path}%20",
        f"{path};.css",
        f"/v1{path}",
        f"{path}/../edit",
    )
    yield path.upper() if path.upper() != path else f"{path}/."


def is_opened(answer: Answer) -> bool:
    """Whether it shows what only members of the organisation may read, or is a trouble of ours."""
    return answer.status >= 500 or bool(answer.changes) or any(word.startswith("Tajna") for word in answer.words)


@on_one_database
def test_no_other_method_does_anything(asker: Asker) -> None:
    paths = {own(asker, OWNER, route) for route in routes(asker.app, asker.world(OWNER))}
    answers = [asker.ask(OWNER, method, path) for path in paths for method in METHODS]
    assert {answer.status for answer in answers} == {405}
    assert not [row for answer in answers for row in answer.changes]


@on_one_database
def test_no_header_makes_a_reading_request_write(asker: Asker) -> None:
    for route in routes(asker.app, asker.world(OWNER), ("POST",)):
        path = own(asker, OWNER, route)
        headers = dict.fromkeys(OVERRIDES, "POST")
        answer = asker.ask(OWNER, "GET", f"{path}?_method=POST", form_of(asker, "A1", route), headers=headers)
        assert not answer.changes, path


@on_one_database
def test_no_spelling_of_an_address_opens_what_the_role_may_not_read(asker: Asker) -> None:
    for who in (NOBODY, Who("A1", None)):
        for route in routes(asker.app, asker.world(who), ("GET",)):
            for path in spellings(own(asker, who, route)) if route.rule != "/" else ():
                assert not is_opened(asker.ask(who, "GET", path)), f"{who} {path}"


@on_one_database
def test_asking_for_the_head_tells_what_asking_for_the_page_tells(asker: Asker) -> None:
    for who in (OWNER, NOBODY, Who("A1", None)):
        for route in routes(asker.app, asker.world(who), ("GET",)):
            path = own(asker, who, route)
            head, page = asker.ask(who, "HEAD", path), asker.ask(who, "GET", path)
            assert (head.status, urlsplit(head.location).path, head.text) == (page.status, urlsplit(page.location).path, ""), path


@on_one_database
def test_reading_changes_nothing(asker: Asker, public: Asker) -> None:
    for each in (asker, public):
        for route in routes(each.app, each.world(OWNER), ("GET",)):
            assert not [path for path in route.own_paths(each.world(OWNER)) if each.ask(OWNER, "GET", path).changes]
        assert not each.changes()


@on_one_database
def test_what_is_sensitive_asks_again_half_an_hour_later(asker: Asker, app: Flask) -> None:
    later = CONFIRMED_TO_CHANGE + timedelta(minutes=1)
    sensitive = [route for route in routes(app, asker.world(OWNER)) if is_sensitive(asker, route)]
    sensitive = [route for route in sensitive if not is_hidden(asker, route)]
    assert len(sensitive) > 20
    for route in sensitive:
        answer = asker.ask(OWNER, route.method, own(asker, OWNER, route), form_of(asker, "A1", route), later=later)
        assert {row.table for row in answer.changes} <= {"sign_in_session"}, str(route)  # it notes when it was last seen
        assert answer.status == 303, str(route)
        assert answer.location.startswith("/account/confirm"), str(route)
