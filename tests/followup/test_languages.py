"""The public reply can be read in every language of the interface."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

from accountability import language
from forms.followup import DECISIONS, PEOPLE

TEMPLATES = Path(__file__).parents[2] / "templates/followup"
PAGES = ("show_reply.html", "_said.html", "_promise.html", "_asked.html")
OTHERS = [each for each in language.LANGUAGES.values() if each.code != "en"]


def messages() -> set[str]:
    """Every text of the public page."""
    found = {str(text) for page in PAGES for _, text, _, _ in extract_from_file("jinja2.ext.babel_extract", str(TEMPLATES / page))}
    return found | {str(label) for label in (*PEOPLE.values(), *DECISIONS.values())}


def untranslated(chosen: language.Language, texts: set[str]) -> set[str]:
    with language.using(chosen):
        return {text for text in texts if language.gettext(text) == text}


@pytest.mark.parametrize("chosen", OTHERS, ids=lambda each: each.code)
def test_every_text_of_the_public_reply_is_translated(chosen: language.Language) -> None:
    assert untranslated(chosen, messages()) == set()


def test_a_planted_text_is_found_untranslated() -> None:
    assert untranslated(OTHERS[0], {"A planted text"}) == {"A planted text"}
