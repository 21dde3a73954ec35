"""Languages: what is not translated stays English, what is formatted follows the language, catalogues keep their places."""

import re
from datetime import UTC, datetime

import pytest
from babel.messages.pofile import read_po

from accountability import language
from accountability.language import CATALOGUES, LANGUAGES, using

PLACES = re.compile(r"%\((\w+)\)s")
CODES = sorted(path.parent.parent.name for path in CATALOGUES.glob("*/LC_MESSAGES/messages.po"))


@pytest.fixture(autouse=True)
def _start_in_utc() -> None:
    language.use_zone(language.UTC_ZONE)


def test_an_unknown_message_stays_as_it_is() -> None:
    with using(LANGUAGES["sr"]):
        assert language.gettext("Nobody translated this %(n)s", n=1) == "Nobody translated this 1"


def test_a_name_written_the_other_way_round_keeps_its_own_direction() -> None:
    message = "Reply: %(title)s"
    assert language.gettext(message, title="Who decides?") == "Reply: Who decides?"
    assert language.gettext(message, title="من يقرّر؟") == "Reply: \u2068من يقرّر؟\u2069"
    with using(LANGUAGES["ar"]):
        assert language.gettext(message, title="Who decides?").endswith("\u2068Who decides?\u2069")
        assert language.gettext(message, title="200–499").endswith(" 200–499")


def test_no_sentence_ends_with_two_full_stops() -> None:
    with using(LANGUAGES["sr"]):
        day = language.format_date(datetime(2026, 5, 4, tzinfo=UTC))
        said = language.gettext(
            "Promised by %(promised)s, said on %(said)s. What was said stays as it is; news is added with its date.",
            promised=day,
            said=day,
        )
        assert ".." not in said


def test_dates_and_numbers_follow_the_language() -> None:
    day = datetime(2026, 5, 4, 14, 5, tzinfo=UTC)
    assert (language.format_date(day), language.format_number(1250), language.format_time(day)) == (
        "4 May 2026",
        "1,250",
        "14:05 UTC",
    )
    with using(LANGUAGES["sr"]):
        assert (language.format_date(day), language.format_number(1250)) == ("4. 5. 2026.", "1.250")


def test_times_are_those_of_the_organisations_clock() -> None:
    late = datetime(2026, 5, 4, 23, 30, tzinfo=UTC)
    language.use_zone(language.zone_of("MK"))
    assert (language.format_date(late), language.format_time(late)) == ("5 May 2026", "01:30")
    assert language.zone_of("US") == language.UTC_ZONE


def test_kosovo_has_a_name_in_every_language() -> None:
    for one in LANGUAGES.values():
        with using(one):
            assert language.country_name("XK") != "XK"


def test_a_lazy_label_is_translated_when_it_is_shown() -> None:
    assert str(language.lazy("Hello %(name)s", name="Ana")) == "Hello Ana"


def test_an_unknown_code_is_no_language() -> None:
    assert language.find_language("xx") is None
    assert language.find_language("ar") is LANGUAGES["ar"]


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_is_honest_and_keeps_its_places(code: str) -> None:
    path = CATALOGUES / code / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as source:
        catalogue = read_po(source, locale=LANGUAGES[code].locale)
    assert LANGUAGES[code].is_reviewed or "not yet reviewed by a native speaker" in path.read_text().lower()
    for message in catalogue:
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in filter(None, strings):
            assert set(PLACES.findall(text)) <= set(PLACES.findall(" ".join(ids))), message.id
