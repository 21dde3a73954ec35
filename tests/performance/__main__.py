"""`make performance`: the constituents' page beside the bare limit, and what its first view weighs."""

import contextlib
import gzip
import http.client
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from accountability import roles
from accountability.database import Database
from accountability.survey.domain import OpenText, ScaleTo10, SingleChoice
from accountability.survey.models import SurveyAddress
from tests.factories.survey import make_open
from tests.performance.visits import Figures, measure
from tests.support.databases import make_postgres
from tests.support.postgres import free_port, running_postgres
from tests.support.tenants import make_tenant

RUNS = 3
BUDGET = 14_000  # bytes of the first view, headers included
KINDS = {
    **{f"scale {number}": ScaleTo10(low="Not at all", high="Fully") for number in range(12)},
    "choice": SingleChoice(labels=("One", "Two", "Three")),
    "text": OpenText(),
}


def main() -> None:
    """Measure, print a table, write build/performance.json."""
    # As durable as an installation: nothing of the tests' own speed-ups.
    with running_postgres(settings=("max_connections=60",)) as server, tempfile.TemporaryDirectory() as folder:
        product_database = make_postgres(server, "product")
        with psycopg.connect(f"{server}/postgres".replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("CREATE DATABASE bare")
        path = _prepare_product(product_database)
        _prepare_bare(f"{server}/bare".replace("+psycopg", ""))
        addresses = {roles.VARIABLES[role]: product_database.as_role(role).url for role in roles.ROLES if role != roles.QUEUE}
        settings = {"DEVELOPMENT": "1", "INSTANCE_PATH": folder, "ANSWERS_PER_HOUR": "1000000"}
        with (
            _serving("wsgi:app", **settings, **addresses) as product,
            _serving("tests.performance.bare:app", BARE_URL=f"{server}/bare".replace("+psycopg", "")) as bare,
        ):
            pairs = [(measure(product, path), measure(bare, "/")) for _ in range(RUNS)]
            _report(pairs, _weigh(product, path))


def _prepare_product(database: Database) -> str:
    at = datetime(2026, 5, 4, 12, 5, tzinfo=UTC)  # before the sample promise falls due
    tenant = make_tenant(database, "Measured", at=at)
    by = tenant.actor("officer")
    with tenant.session() as session, session.begin():
        survey = make_open(session, by, at, kinds=KINDS)
        code = session.query(SurveyAddress.code).filter(SurveyAddress.survey_id == survey.id).scalar()
    database.engine.dispose()
    return f"/s/{code}"


def _prepare_bare(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE bare (id bigserial PRIMARY KEY, answers jsonb NOT NULL)")


@contextlib.contextmanager
def _serving(app: str, **environment: str) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", app, "--log-level", "error"]
    process = subprocess.Popen(command, env=os.environ | environment | {"PORT": str(port)})
    try:
        for _ in range(200):
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{port}/{'healthz' if app == 'wsgi:app' else ''}"),
            ):
                break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=40)


def _weigh(port: int, path: str) -> int:
    """Bytes of the first view as transferred: the page and its style sheet, compressed, with their headers."""
    line, total, asked = http.client.HTTPConnection("127.0.0.1", port), 0, [path]
    while asked:
        line.request("GET", asked.pop(), headers={"Accept-Encoding": "gzip"})
        answer = line.getresponse()
        body = answer.read()
        total += len(body) + len(str(answer.headers)) + len("HTTP/1.1 200 OK\r\n\r\n")
        if (answer.headers["Content-Type"] or "").startswith("text/html"):
            asked += re.findall(r'<link rel="stylesheet" href="([^"]+)"', gzip.decompress(body).decode())
    return total


def _report(pairs: list[tuple[Figures, Figures]], weight: int) -> None:
    ratios = [product.per_second / bare.per_second for product, bare in pairs]
    slower = [product.p99 / bare.p99 for product, bare in pairs]
    print(f"{'visits per second':34}{'product':>10}{'limit':>10}{'ratio':>8}")
    for product, bare in pairs:
        print(f"{'':34}{product.per_second:>10}{bare.per_second:>10}{product.per_second / bare.per_second:>8.2f}")
    print(f"median ratio {statistics.median(ratios):.2f} (goal 0.60), from {min(ratios):.2f} to {max(ratios):.2f}")
    print(f"p99 of a visit: {statistics.median(slower):.1f} times the limit's (goal 3)")
    print(f"first view of 14 questions: {weight} bytes (limit {BUDGET})")
    Path("build").mkdir(exist_ok=True)
    figures = {
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()},
        "visits": [[vars(product), vars(bare)] for product, bare in pairs],
        "first_view_bytes": weight,
    }
    Path("build/performance.json").write_text(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
