"""The client that checks every page it sees, so that no test has to."""

import io
import re
import zipfile
from datetime import datetime
from typing import Any

import html5lib
import sqlalchemy as sa
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from accountability import clock
from accountability.access import Actor
from tests.support.tenants import NEIGHBOUR, Tenant

NAMESPACE = "{http://www.w3.org/1999/xhtml}"


class CheckingClient:
    """A browser without a screen. `get` and `post` assert the status and everything that must hold on any page."""

    def __init__(self, app: Flask, *, at: datetime) -> None:
        self.app, self.at = app, at
        self.browser = app.test_client()
        self.actor: Actor | None = None
        self.queries = 0  # SQL statements of the last request, savepoints and settings not counted
        self.may_see_neighbour = False

    def sign_in(self, tenant: Tenant, role: str) -> "CheckingClient":
        """Be this member from now on."""
        self.actor = tenant.actor(role)
        token = tenant.token(role)
        with self.browser.session_transaction() as cookie:
            cookie.clear()
            cookie["_user_id"], cookie["_fresh"] = token, True
        return self

    def get(self, path: str, *, expect: int = 200, **options: Any) -> TestResponse:
        return self._check(self._open("GET", path, **options), expect)

    def post(self, path: str, data: dict[str, Any] | None = None, *, expect: int = 303, **options: Any) -> TestResponse:
        fields = {**({"csrf_token": self.csrf_token()} if self.app.secret_key else {}), **(data or {})}
        if self.actor:
            fields.setdefault("acting_for", str(self.actor.organisation_id))
        return self._check(self._open("POST", path, data=fields, **options), expect)

    def csrf_token(self) -> str:
        """The token that a form of this browser would carry."""
        with self.browser.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", "0" * 40)
        return str(URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(raw))

    def _open(self, method: str, path: str, **options: Any) -> TestResponse:
        engine = self.app.extensions["database"].engine
        statements: list[str] = []

        def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not re.match(r"(SAVEPOINT|RELEASE|ROLLBACK|PRAGMA|SET|BEGIN|SELECT set_config)", statement):
                statements.append(statement)

        sa.event.listen(engine, "before_cursor_execute", count)
        try:
            with clock.fixed(self.at):
                return self.browser.open(path, method=method, **options)
        finally:
            sa.event.remove(engine, "before_cursor_execute", count)
            self.queries = len(statements)

    def _check(self, response: TestResponse, expect: int) -> TestResponse:
        assert response.status_code == expect, f"{response.status_code} {response.request.path}\n{text_of(response)[:3000]}"
        if response.mimetype == "text/html" and response.text and response.status_code != 303:
            check_page(response.text)
            policy = response.headers.get("Content-Security-Policy", "")
            assert 'href="data:' not in response.text or "data:" in policy, "an icon that the page's own policy forbids"
        if not self.may_see_neighbour:
            assert NEIGHBOUR not in text_of(response), "a page shows something of another organisation"
        return response


def text_of(response: TestResponse) -> str:
    """What an answer says; of an archive or a workbook what is packed in it."""
    content = response.get_data()
    if not content.startswith(b"PK\x03\x04"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def check_page(text: str) -> None:
    """Assert what holds on every page: valid HTML, one h1 that the title begins with, unique ids, labels, no inline code."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), strict=False)
    root = parser.parse(text)
    faults = [error for error in parser.errors if error[1] not in {"unexpected-end-tag-implies"}]
    assert not faults, faults[:3]
    elements = list(root.iter())
    headings = ["".join(element.itertext()).strip() for element in elements if element.tag == f"{NAMESPACE}h1"]
    assert len(headings) == 1, f"one h1, not {headings}"
    title = "".join(next(root.iter(f"{NAMESPACE}title")).itertext()).strip()
    assert _words(title).startswith(_words(headings[0])), f"title {title!r} does not begin with {headings[0]!r}"
    ids = [element.attrib["id"] for element in elements if "id" in element.attrib]
    assert len(ids) == len(set(ids)), sorted(name for name in set(ids) if ids.count(name) > 1)
    assert not [element.tag for element in elements if "style" in element.attrib], "inline style"
    assert not [key for element in elements for key in element.attrib if key.startswith("on")], "inline script"
    _check_forms(elements, set(ids))


def _words(text: str) -> str:
    return " ".join(text.split())


def _check_forms(elements: list[Any], ids: set[str]) -> None:
    labelled = {element.attrib.get("for") for element in elements if element.tag == f"{NAMESPACE}label"}
    inside = {id(child) for element in elements if element.tag == f"{NAMESPACE}label" for child in element.iter()}
    for element in elements:
        if element.tag.removeprefix(NAMESPACE) in {"input", "select", "textarea"}:
            kind = element.attrib.get("type", "text")
            is_named = (
                element.attrib.get("id") in labelled
                or id(element) in inside
                or {"aria-label", "aria-labelledby"} & set(element.attrib)
            )
            assert kind in {"hidden", "submit"} or is_named, f"no label: {element.attrib}"
    for form in (element for element in elements if element.tag == f"{NAMESPACE}form"):
        names = {child.attrib.get("name") for child in form.iter()}
        is_signed = form.attrib.get("method", "get").lower() == "get" or {"csrf_token", "submission_key"} & names
        assert is_signed or form.attrib.get("data-open") is not None, f"a form without CSRF token: {form.attrib}"
