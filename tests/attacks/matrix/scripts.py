"""Whether anything that people typed runs, or could run at a press, in a real browser without the protection of a policy."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, Page, Route
from werkzeug.test import TestResponse

from accountability.outbox import OutboxMail
from tests.attacks.matrix.addresses import asked_names, routes
from tests.attacks.matrix.asking import CHANGING, Asker, Who
from tests.attacks.matrix.sending import send
from tests.factories.world.universe import POLYGLOT
from tests.support.routes import fields

SITE = "http://localhost"
# Counts what runs, and finds what waits for a press: handlers, addresses that are scripts, scripts that are not files of ours.
WATCH = """window.ran = []; for (const name of ["alert", "confirm", "prompt"]) window[name] = (...said) => ran.push(name);"""
LOOK = """() => [...window.ran, ...[...document.querySelectorAll("*")].flatMap(element => [
  ...[...element.attributes].filter(({name, value}) => name.startsWith("on") || (
      ["href", "src", "action", "formaction", "xlink:href"].includes(name) && /^\\s*(javascript|data:text|vbscript)/i.test(value)))
    .map(({name}) => element.tagName + " " + name),
  ...(element.tagName == "SCRIPT" && !(element.src || "").startsWith(location.origin + "/static/") ? ["inline script"] : []),
  ...(["IFRAME", "OBJECT", "EMBED", "BASE"].includes(element.tagName) ? [element.tagName] : []),
])]"""


@dataclass
class Viewer:
    """A browser that is given pages as they are, without any header; files come from the app."""

    browser: Browser
    files: Flask
    seen: int = 0
    _text: str = ""
    _kept: dict[str, tuple[int, bytes, str]] = field(default_factory=dict)

    def __enter__(self) -> "Viewer":
        self.context = self.browser.new_context()
        self.context.add_init_script(WATCH)
        self.context.route("**/*", self._serve)
        self.page: Page = self.context.new_page()
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def runs_in(self, text: str) -> list[str]:
        """What ran or could run in a page with this text."""
        self._text = text
        self.seen += 1
        self.page.goto(f"{SITE}/page-{self.seen}", wait_until="load")
        found: list[str] = self.page.evaluate(LOOK)
        return found

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/page-"):
            route.fulfill(status=200, body=self._text, content_type="text/html; charset=utf-8")
            return
        if path not in self._kept:
            with self.files.test_client().get(path) as answer:
                self._kept[path] = answer.status_code, answer.get_data(), answer.content_type
        status, body, kind = self._kept[path]
        route.fulfill(status=status, body=body, content_type=kind)


def texts(asker: Asker, whos: list[Who]) -> Iterator[tuple[str, str]]:
    """Every page as each of them, with what stands there and with everything mistyped, as (where, text); equal texts once."""
    seen: set[str] = set()
    for who in whos:
        for where, answer in _answers(asker, who):
            text = CHANGING.sub("", answer.text) if answer.mimetype == "text/html" else ""
            if text and text not in seen:
                seen.add(text)
                yield f"{who} {where}", answer.text


def _answers(asker: Asker, who: Who) -> Iterator[tuple[str, TestResponse]]:
    world = asker.world(who)
    forms: dict[str, dict[str, str]] = {}
    for path in (path for route in routes(asker.app, world, ("GET",)) for path in route.own_paths(world)):
        shown = send(asker, who, "GET", path)
        forms[path] = fields(shown) if shown.status_code == 200 and shown.mimetype == "text/html" and "<form" in shown.text else {}
        yield f"GET {path}", shown
        yield f"GET {path}?…", send(asker, who, "GET", path, query_string=dict.fromkeys(asked_names(), POLYGLOT))
    for path in (path for route in routes(asker.app, world, ("POST",)) for path in route.own_paths(world)):
        typed = {name: POLYGLOT for name in forms.get(path, {}) if name not in {"csrf_token", "acting_for"}}
        if typed:
            yield f"POST {path}", send(asker, who, "POST", path, data=typed)
    yield "GET nowhere", send(asker, who, "GET", f"/nowhere/{POLYGLOT}")


def letters(asker: Asker) -> Iterator[tuple[str, str]]:
    """Every letter in the outbox, as (where, text)."""
    with asker.database.session(read_only=True) as session:
        for mail in session.scalars(sa.select(OutboxMail)):
            yield f"letter {mail.subject[:40]}", mail.html


def troubles(viewer: Viewer, shown: Iterator[tuple[str, str]]) -> dict[str, Any]:
    """Where something runs or could, and what."""
    found = ((where, viewer.runs_in(text)) for where, text in shown)
    return {where: runs for where, runs in found if runs}
