"""What constituents read exists in every language of the interface, with the same places to fill."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

from accountability import language
from accountability.survey.domain import STEPS, YesNoUnsure, refusals
from accountability.survey.routes.constituent import ComesFromElsewhere

ROOT = Path(__file__).parents[2]
PAGES = [*(ROOT / "templates/constituent").glob("*.html"), *(ROOT / "templates/survey/answer").glob("*.html")]
REFUSALS = (
    refusals.AnswerIsNotOffered,
    refusals.TextIsTooLong,
    refusals.NothingIsAnswered,
    refusals.FormIsIncomplete,
    refusals.ReceiptIsMistyped,
    ComesFromElsewhere,
)
LABELS = {label for labels in STEPS.values() for label in labels} | {option.label for option in YesNoUnsure().options}
OTHERS = [each for each in language.LANGUAGES.values() if each.code != "en"]
PLACE = re.compile(r"%\(\w+\)s")


def messages_of(path):
    return {message for _, message, _, _ in extract_from_file("jinja2.ext.babel_extract", path)}


MESSAGES = {message for path in PAGES for message in messages_of(path)} | {each.message for each in REFUSALS} | LABELS


def untranslated(chosen, messages):
    with language.using(chosen):
        return {message for message in messages if language.gettext(message) == message}


def test_the_pages_have_messages_to_look_for():
    assert len(MESSAGES) > 60


@pytest.mark.parametrize("chosen", OTHERS, ids=lambda each: each.code)
def test_every_text_of_the_constituents_page_is_translated(chosen):
    assert untranslated(chosen, MESSAGES) == set()


@pytest.mark.parametrize("chosen", OTHERS, ids=lambda each: each.code)
def test_every_translation_fills_the_same_places(chosen):
    with language.using(chosen):
        assert [
            message for message in MESSAGES if set(PLACE.findall(message)) != set(PLACE.findall(language.gettext(message)))
        ] == []


def test_a_planted_text_is_found_untranslated():
    assert untranslated(OTHERS[0], {"A planted text"}) == {"A planted text"}


@pytest.mark.parametrize("chosen", OTHERS, ids=lambda each: each.code)
def test_every_catalogue_says_that_no_native_speaker_has_read_it(chosen):
    text = (language.CATALOGUES / chosen.code / "LC_MESSAGES/messages.po").read_text(encoding="utf-8")
    assert chosen.is_reviewed or "Not yet reviewed by a native speaker" in text
