"""`python -m tests.performance.telling 5000`: whether the time of an answer tells who has an account.

For each page that takes an address it asks so many times with one that has an account and with one that has none, in an
order made by chance, and prints how well the time alone tells them apart: the area under the curve, 0.5 when not at all.
Figures of one machine, not a pass mark: on a busy one they wander by a few hundredths.
"""

import gc
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from accountability import clock
from accountability.app import create_app
from accountability.database import Database
from accountability.identity.commands import make_account
from accountability.identity.domain import NewPerson
from accountability.identity.models import Guessing, MailLink
from accountability.outbox import OutboxMail
from accountability.throttle import Throttle
from tests.conftest import make_config
from tests.support.databases import make_sqlite

AT = datetime(2026, 5, 4, 12, 5, tzinfo=UTC)
PAIRS = 300  # unless another number is given
WARM_UP = 10
KNOWN, UNKNOWN = "mira@example.org", "nema@example.org"  # of one length
PASSWORD, WRONG = "a long and good sentence", "a long and wrong sentence"
SIGN_UP = {"organisation_name": "Zelena", "country": "AL", "size_band": "0", "name": "Mira", "password": PASSWORD}
DOORS: dict[str, dict[str, str]] = {
    "/sign-in": {"password": WRONG},
    "/sign-up": SIGN_UP,
    "/sign-in/link": {},
    "/forgotten-password": {},
}


def main(pairs: int) -> None:
    """Ask, and print a line a page."""
    with tempfile.TemporaryDirectory() as folder, clock.fixed(AT):
        database = make_sqlite(Path(folder))
        app = create_app(make_config(Path(folder)), database=database)
        app.config["WTF_CSRF_ENABLED"] = False
        app.extensions["throttle"] = _Open()
        with database.transaction() as session:
            make_account(session, NewPerson(name="Mira", email=KNOWN, password=PASSWORD), at=AT)
        print(f"{'page':<22}{'known ms':>10}{'unknown ms':>12}{'area':>8}   ({pairs} pairs)")
        for door in DOORS:
            known, unknown = _ask(app, database, door, pairs)
            print(f"{door:<22}{_median(known):>10.2f}{_median(unknown):>12.2f}{area(known, unknown):>8.3f}")


class _Open(Throttle):
    """Lets everybody knock as often as they like."""

    def knock(self, door: str, who: str, limit: str) -> None:
        """Count nothing."""


def _ask(app: Flask, database: Database, door: str, pairs: int) -> tuple[list[float], list[float]]:
    """Seconds for each answer, as (known, unknown)."""
    times: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    client = app.test_client()
    for number in range(pairs + WARM_UP):
        if number % 5 == 0:
            _forget(database)
        for email in random.sample([KNOWN, UNKNOWN], 2):
            spent = _time(client, door, DOORS[door] | {"email": email})
            if number >= WARM_UP:
                times[email].append(spent)
    return times[KNOWN], times[UNKNOWN]


def _time(client: FlaskClient, door: str, typed: dict[str, str]) -> float:
    gc.disable()
    began = time.perf_counter()
    status = client.post(door, data=typed).status_code
    spent = time.perf_counter() - began
    gc.enable()
    assert status == (422 if door == "/sign-in" else 303), f"{status} {door}"
    return spent


def _forget(database: Database) -> None:
    """Let nothing pile up, and nobody be paused."""
    gc.collect()
    with database.transaction() as session:
        for table in (Guessing, MailLink, OutboxMail):
            session.execute(sa.delete(table))


def area(some: list[float], others: list[float]) -> float:
    """How often a value of one list is above one of the other, ties counted half; never below 0.5, whichever is above."""
    ranked = sorted([(value, True) for value in some] + [(value, False) for value in others])
    ranks = sum(rank for rank, (_, is_one) in enumerate(ranked, start=1) if is_one)
    above = (ranks - len(some) * (len(some) + 1) / 2) / (len(some) * len(others))
    return max(above, 1 - above)


def _median(times: list[float]) -> float:
    return statistics.median(times) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
