"""A constituent with nothing but curl: counted once however often they send, and traced nowhere afterwards."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from accountability.database import Database, load_models
from accountability.survey import commands, queries
from tests.factories.survey import PROMISE, make_draft
from tests.journeys import plain_http, sweeping
from tests.journeys.plain_http import Curl
from tests.journeys.site import Site, wait_until
from tests.journeys.sweeping import MINUTE
from tests.support.tenants import make_tenant

pytestmark = pytest.mark.journey

AGENT, ADDRESS, REFERRER = "CanaryCurl/7.7", "203.0.113.99", "https://canary-referrer.example/page"
SENDER = Curl(
    {"User-Agent": AGENT, "X-Forwarded-For": ADDRESS, "Referer": REFERRER, "Accept-Language": "xx-CANARY", "Cookie": "crumb=CANARY"}
)
MARKS = (AGENT, ADDRESS, "canary-referrer", "CANARY")
SENDS = 4


@dataclass
class Sent:
    """What came of sending: the pages that answered, what was kept before, and the minutes in which all of it took place."""

    pages: list[str]
    kept_aside: str
    before: set[tuple[str, str]]
    minutes: set[str]
    counted: int


@pytest.fixture(scope="module")
def sent(site: Site) -> Sent:
    """One sends the same form again and again, and once another; nine others send theirs; then all are mixed."""
    address = _publish_yesterday(site)
    before = sweeping.find_moments(site)
    began = datetime.now(UTC)
    with site.worker_away():
        form = SENDER.get(address)
        fields = plain_http.fill_in(form, pick=3, words="More benches, please")
        pages = [SENDER.post(address, fields) for _ in range(SENDS)]
        kept_aside = SENDER.post(address, plain_http.fill_in(form, pick=0))
        for number in range(9):
            plain_http.answer(address, pick=number % 5)
    minutes = {(began + timedelta(seconds=second)).strftime(MINUTE) for second in range(_seconds_since(began) + 1)}
    counted = wait_until(lambda: _count_mixed(site), what="the answers to be mixed")
    pages.append(SENDER.post(address, fields))
    return Sent(pages=pages, kept_aside=kept_aside, before=before, minutes=minutes, counted=counted)


@pytest.fixture
def naive_log(site: Site, sent: Sent) -> Iterator[None]:
    """What a web server writes if nobody tells it not to."""
    log = site.instance / "access.log"
    when = datetime.strptime(min(sent.minutes), MINUTE).replace(tzinfo=UTC).strftime("%d/%b/%Y:%H:%M:07 +0000")
    log.write_text(f'{ADDRESS} - - [{when}] "POST /s/x HTTP/1.1" 200 "{REFERRER}" "{AGENT}"\n')
    yield
    log.unlink()


def test_an_answer_counts_once_however_often_it_is_sent(sent: Sent) -> None:
    assert sent.counted == 10
    assert len({plain_http.receipt_in(page) for page in sent.pages}) == 1


def test_sending_again_is_answered_with_the_very_same_page_until_the_mix(sent: Sent) -> None:
    *waiting, mixed = sent.pages
    assert len(set(waiting)) == 1
    assert "Thank you, your answers are here" in waiting[0]
    assert "We already have your answers" in mixed


def test_another_answer_from_the_same_form_is_said_to_be_kept_aside(sent: Sent) -> None:
    assert "Your first answers count" in sent.kept_aside


def test_nothing_that_is_kept_names_the_sender(site: Site, sent: Sent) -> None:
    assert sweeping.find_marks(site, MARKS) == []


def test_nothing_that_is_kept_names_the_minute(site: Site, sent: Sent) -> None:
    assert _new_moments(site, sent) == set()


def test_the_same_search_finds_a_naive_log(site: Site, sent: Sent, naive_log: None) -> None:
    assert len(sweeping.find_marks(site, MARKS)) == 3
    assert len(_new_moments(site, sent)) == 1


def test_the_same_search_finds_a_timed_id_beside_an_answer(site: Site, sent: Sent) -> None:
    milliseconds = int(datetime.strptime(min(sent.minutes), MINUTE).replace(tzinfo=UTC).timestamp() * 1000)
    (site.instance / "naive.txt").write_text(f"{milliseconds:012x}7abc8def0123456789ab")
    assert len(_new_moments(site, sent)) == 1
    (site.instance / "naive.txt").unlink()


def _new_moments(site: Site, sent: Sent) -> set[str]:
    """How the minutes of sending are written anywhere, save what was written there before and the day's seals of records."""
    found = {written for minute, written in sweeping.find_moments(site) - sent.before if minute in sent.minutes}
    return {written for written in found if written.replace("T", " ") not in _sealed_at(site)}


def _sealed_at(site: Site) -> set[str]:
    """When the worker signed the heads of records: once a day, for what staff did, whoever answers."""
    with sqlite3.connect(f"file:{site.database}?mode=ro", uri=True) as connection:
        return {moment for (moment,) in connection.execute("SELECT signed_at FROM journal_anchor")}


def _publish_yesterday(site: Site) -> str:
    """A survey prepared and published on an earlier day, so that nothing of staff's own falls into the minutes of sending."""
    at = datetime.now(UTC) - timedelta(days=1)
    load_models()
    database = Database(f"sqlite:///{site.database}")
    ours = make_tenant(database, "Otvorena Vrata", at=at)
    by = ours.actor("officer")
    with ours.session() as session, session.begin():
        survey = make_draft(session, by, at)
        commands.make_promise(session, survey, replace(PROMISE, reply_by=at.date() + timedelta(days=60)))
        commands.publish_survey(session, survey, by=by, at=at)
        code = queries.find_code(session, survey)
    database.engine.dispose()
    return f"{site.address}/s/{code}"


def _count_mixed(site: Site) -> int:
    """Responses that are mixed, of the one survey of this story."""
    with closing(sqlite3.connect(f"file:{site.database}?mode=ro", uri=True)) as connection:
        count: int = connection.execute(
            "SELECT count(*) FROM response JOIN survey_version ON survey_version.survey_id = response.survey_id"
            " JOIN organisation ON organisation.organisation_id = response.organisation_id"
            " WHERE organisation.name = 'Otvorena Vrata'"
        ).fetchone()[0]
        return count


def _seconds_since(began: datetime) -> int:
    return int((datetime.now(UTC) - began).total_seconds()) + 1
