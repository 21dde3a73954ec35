"""Interface languages: catalogues, plural rules, and how dates, times and numbers are written.

Catalogues are read from their .po sources when first used, so there is nothing to compile and nothing to forget.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_time as babel_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import LazyProxy, NullTranslations, Translations

CATALOGUES = Path(__file__).parent / "translations"


@dataclass(frozen=True)
class Language:
    """A language people may choose: our code, its own name, the CLDR locale for formats, its direction."""

    code: str
    name: str
    locale: str
    direction: str = "ltr"
    date: str = "long"  # CLDR pattern of a day
    is_reviewed: bool = False  # by a native speaker


LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "English", "en_GB", date="d MMMM y", is_reviewed=True),
        # A month in words would have to be declined (до 4. маја), and CLDR only has the dictionary form.
        Language("sr", "српски", "sr_Cyrl", date="d. M. y."),
        Language("sq", "shqip", "sq"),
        Language("mk", "македонски", "mk", date="d MMMM y"),
        Language("ar", "العربية", "ar", "rtl"),
    )
}
DEFAULT = LANGUAGES["en"]
UTC_ZONE = ZoneInfo("UTC")
# Of the region; elsewhere times are written in UTC and say so.
ZONES = {
    "AL": "Europe/Tirane",
    "BA": "Europe/Sarajevo",
    "BG": "Europe/Sofia",
    "GR": "Europe/Athens",
    "HR": "Europe/Zagreb",
    "ME": "Europe/Podgorica",
    "MK": "Europe/Skopje",
    "RO": "Europe/Bucharest",
    "RS": "Europe/Belgrade",
    "SI": "Europe/Ljubljana",
    "TR": "Europe/Istanbul",
    "XK": "Europe/Belgrade",
}
_current: ContextVar[Language] = ContextVar("language", default=DEFAULT)
_zone: ContextVar[ZoneInfo] = ContextVar("zone", default=UTC_ZONE)


def find_language(code: str | None) -> Language | None:
    """The language of this code, or None when we do not speak it."""
    return LANGUAGES.get(code or "")


def current() -> Language:
    """The language of the page being written."""
    return _current.get()


def use(language: Language) -> None:
    """Write in this language from here on (the rest of the request)."""
    _current.set(language)


@contextmanager
def using(language: Language) -> Iterator[None]:
    """Write in this language inside the block."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


@cache
def _catalogue(code: str) -> NullTranslations:
    path = CATALOGUES / code / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=LANGUAGES[code].locale)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def gettext(message: str, **params: object) -> str:
    """The message in the current language, its `%(name)s` places filled."""
    text = str(_catalogue(current().code).ugettext(message)) if message else ""
    return text % _isolated(params) if params else text


def _isolated(params: dict[str, object]) -> dict[str, object]:
    """Names written against the direction of the language, each held together by Unicode isolates (UAX 9)."""
    against = {"R", "AL"} if current().direction == "ltr" else {"L"}
    return {
        name: f"\u2068{value}\u2069"
        if isinstance(value, str) and any(bidirectional(letter) in against for letter in value)
        else value
        for name, value in params.items()
    }


def ngettext(singular: str, plural: str, number: int, **params: object) -> str:
    """The message in the plural form that `number` takes; `%(number)s` is filled too."""
    return plural_of(singular, plural, number) % {"number": format_number(number), **_isolated(params)}


def plural_of(singular: str, plural: str, number: int) -> str:
    """The plural form that `number` takes, its places not filled yet."""
    return str(_catalogue(current().code).ungettext(singular, plural, number))


def lazy(message: str, **params: object) -> Any:
    """The message, translated when it is shown: for labels of forms, which are written before the language is known."""
    return LazyProxy(gettext, message, enable_cache=False, **params)


def country_name(code: str) -> str:
    """A country in the current language; XK is known."""
    return str(Locale.parse(current().locale).territories[code])


def format_number(number: float) -> str:
    """A number as the language writes it: 1,250 or 1.250."""
    return str(format_decimal(number, locale=current().locale))


def format_date(day: date | datetime) -> str:
    """A day in words: 4 May 2026; of a moment the day it was where the reader's organisation is."""
    day = day.astimezone(_zone.get()) if isinstance(day, datetime) else day
    return str(babel_date(day, format=current().date, locale=current().locale))


def format_time(moment: datetime) -> str:
    """Hour and minute where the reader's organisation is: 14:05, and 14:05 UTC when that is not known."""
    zone = _zone.get()
    text = str(babel_time(moment, format="HH:mm", tzinfo=zone, locale=current().locale))
    return f"{text} UTC" if zone == UTC_ZONE else text


def month_name(day: date) -> str:
    """The month of a day: May 2026."""
    return str(babel_date(day, format="LLLL y", locale=current().locale))


def day_of(moment: datetime) -> date:
    """The day it was where the reader's organisation is."""
    return moment.astimezone(_zone.get()).date()


def start_of(day: date) -> datetime:
    """The moment when a day begins where the reader's organisation is."""
    return datetime.combine(day, time.min, tzinfo=_zone.get())


def zone_of(country: str) -> ZoneInfo:
    """The time zone of a country of the region, else UTC."""
    return ZoneInfo(ZONES[country]) if country in ZONES else UTC_ZONE


def use_zone(zone: ZoneInfo) -> None:
    """Write times as the clock shows them there (the rest of the request)."""
    _zone.set(zone)
