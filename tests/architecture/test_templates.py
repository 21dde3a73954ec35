"""Templates parse, hold no code and are each named after something that shows them."""

import re
from pathlib import Path

import pytest
from flask import Flask

TEMPLATES = Path(__file__).parents[2] / "templates"
ALL = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"})
PLACES = ("layout/", "components/", "email/", "error/", "survey/answer/")
BANNED = re.compile(r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<script(?![^>]*\ssrc=)|javascript:|\|\s*safe\b""")


def inline_code(text: str) -> list[str]:
    """Inline style, inline script and unescaped output."""
    return BANNED.findall(text)


@pytest.mark.parametrize("name", ALL)
def test_a_template_parses_and_holds_no_code(name: str, app: Flask) -> None:
    app.jinja_env.get_template(name)
    if not name.startswith("components/"):
        assert not inline_code((TEMPLATES / name).read_text())


def test_planted_code_is_seen() -> None:
    for planted in ('<p style="color:red">', '<a onclick="x()">', "<script>x()</script>", "{{ x|safe }}"):
        assert inline_code(planted)


def unused_imports(text: str) -> list[str]:
    """Macros that a template imports and never calls."""
    lines = re.findall(r'{% from "[^"]+" import ([\w, ]+?)(?: with context)? %}', text)
    names = [name.strip() for line in lines for name in line.split(",")]
    return [name for name in names if not re.search(rf"(?<!import ){name}\s*\(", text)]


@pytest.mark.parametrize("name", ALL)
def test_a_template_imports_only_what_it_uses(name: str) -> None:
    assert unused_imports((TEMPLATES / name).read_text()) == []


def test_a_planted_unused_import_is_seen() -> None:
    planted = '{% from "components/card.html" import card %}{% from "components/badge.html" import badge %}{{ badge("x") }}'
    assert unused_imports(planted) == ["card"]


def test_every_page_is_named_after_its_route(app: Flask, constituents_app: Flask) -> None:
    endpoints = {rule.endpoint for some in (app, constituents_app) for rule in some.url_map.iter_rules()}
    pages = [name for name in ALL if not name.startswith(PLACES) and not Path(name).name.startswith("_")]
    assert [name for name in pages if name.removesuffix(".html").replace("/", ".") not in endpoints] == []
