"""Addresses and forms of an app, found from its own routes and pages."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import product
from typing import Any, Protocol
from uuid import uuid4

import html5lib
from flask import Flask

from tests.factories.world import World
from tests.support.client import NAMESPACE

SKIPPED = {"static", "identity.sign_out", "health.readyz"}  # files; ends the sweep's own sign-in; asks the queue too
PARTS = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")


class Page(Protocol):
    """Whatever holds the text of a page."""

    @property
    def text(self) -> str: ...


@contextmanager
def undone(database: Any) -> Iterator[None]:
    """Whatever is written in the block is taken back."""
    point = database.connection.begin_nested()
    try:
        yield
    finally:
        point.rollback()


def rules(app: Flask, method: str) -> list[Any]:
    """The routes of an app that answer to a method, by path."""
    found = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()) and rule.endpoint not in SKIPPED]
    return sorted(found, key=lambda rule: rule.rule)


def paths(rule: Any, world: World) -> list[str]:
    """The route's addresses with every fitting id of the world."""
    names = PARTS.findall(rule.rule)
    chosen = product(*(world.values(rule.endpoint, name) for name in names))
    return [filled_in(rule.rule, dict(zip(names, values, strict=True))) for values in chosen]


def filled_in(rule: str, values: Mapping[str, str]) -> str:
    """The rule's address with these values in its places."""
    return PARTS.sub(lambda place: values[place[1]], rule)


def fields(response: Page) -> dict[str, str]:
    """The fields of the page's longest form with something plausible in each."""
    root = html5lib.parse(response.text)
    forms = [form for form in root.iter(f"{NAMESPACE}form") if form.attrib.get("method", "get") == "post"]
    found: list[dict[str, str]] = [{}]
    for form in forms:
        found.append({})
        for element in form.iter():
            name, tag = element.attrib.get("name"), element.tag.removeprefix(NAMESPACE)
            if name and tag in {"input", "select", "textarea"}:
                found[-1].setdefault(name, _plausible(element, tag))
    return max(found, key=len)


def _plausible(element: Any, tag: str) -> str:
    kind = element.attrib.get("type", "text")
    if tag == "select":
        return next((o.attrib["value"] for o in element.iter(f"{NAMESPACE}option") if o.attrib.get("value")), "")
    typed = {"date": "2026-09-01", "email": f"{uuid4()}@example.org", "password": "a good long sentence"}
    return str(element.attrib.get("value") or typed.get(kind) or ("Words" if kind != "file" else ""))
