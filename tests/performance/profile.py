"""`python -m tests.performance.profile`: the profile of 48 key actions and 30 raters beside the same page without data.

Both are asked of the members' app on PostgreSQL, in turn, many times; ratios pair by pair, since absolute figures drift. In the
same run a bare page of as many bytes, made by Flask and Jinja alone, says what the product itself costs.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import flask
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from accountability import clock
from accountability.app import create_app
from accountability.assessment.models import Assessment
from accountability.standard.domain import Depth
from tests.conftest import make_config
from tests.factories.assessment import start
from tests.factories.large import make_large_cycle
from tests.support.client import CheckingClient
from tests.support.databases import make_postgres
from tests.support.postgres import running_postgres
from tests.support.tenants import Tenant, make_tenant

AT = datetime(2026, 5, 4, 12, 5, tzinfo=UTC)
ROUNDS = 40
WARM_UP = 5
MOST_QUERIES = 12
GOAL = 3.0


def main() -> None:
    """Measure and print a table."""
    with running_postgres() as server, tempfile.TemporaryDirectory() as folder, clock.fixed(AT):
        database = make_postgres(server, "profile")
        app = create_app(make_config(Path(folder)), database=database)
        app.extensions["database"] = database
        full, empty = (_open(app, make_tenant(database, name, at=AT), make) for name, make in CYCLES.items())
        text = full[0].get(full[1]).text
        times = _measure([(full[0].browser, full[1]), (empty[0].browser, empty[1]), (_bare(len(text)), "/")])
        _report(times, queries=full[0].queries, size=len(text))
        database.engine.dispose()


def _open(app: Flask, tenant: Tenant, make: Callable[[Tenant, Session], Assessment]) -> tuple[CheckingClient, str]:
    """Somebody of the board, and the address of the profile of the cycle that is made."""
    with tenant.session() as session, session.begin():
        made = make(tenant, session)
    return CheckingClient(app, at=AT).sign_in(tenant, "board"), f"/assessments/{made.id}/profile"


def _make_empty(tenant: Tenant, session: Session) -> Assessment:
    return start(tenant, session, depth=Depth.FULL)


CYCLES = {"Large": make_large_cycle, "Empty": _make_empty}


PAGE = "<ul>{% for line in lines %}{{ line }}{% endfor %}</ul>"


def _bare(size: int) -> FlaskClient:
    app = Flask(__name__)
    line = "<li class=item><a href=/>A key action of the standard</a> <span>2 · Taking shape</span></li>"

    @app.get("/")
    def page() -> str:
        return flask.render_template_string(PAGE, lines=[line] * (size // len(line)))

    return app.test_client()


def _measure(pages: list[tuple[FlaskClient, str]]) -> list[list[float]]:
    """Seconds of each page, the rounds side by side."""
    times: list[list[float]] = [[] for _ in pages]
    for number in range(ROUNDS + WARM_UP):
        for place, (client, path) in enumerate(pages):
            began = time.perf_counter()
            status = client.get(path).status_code
            spent = time.perf_counter() - began
            assert status == 200, f"{status} {path}"
            if number >= WARM_UP:
                times[place].append(spent)
    return times


def _report(times: list[list[float]], *, queries: int, size: int) -> None:
    full, empty, bare = times
    for name, spent in (("48 key actions, 30 raters", full), ("the same page without data", empty), ("bare page, as large", bare)):
        print(f"{name:<30}{statistics.median(spent) * 1000:>8.1f} ms (from {min(spent) * 1000:.1f} to {max(spent) * 1000:.1f})")
    ratios = [one / other for one, other in zip(full, empty, strict=True)]
    print(f"median ratio {statistics.median(ratios):.2f} (goal {GOAL:.0f}), from {min(ratios):.2f} to {max(ratios):.2f}")
    print(f"{queries} queries (goal {MOST_QUERIES}), {size} bytes")


if __name__ == "__main__":
    main()
