"""Who may use which route: the written table, and what the apps really do."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from accountability.access import Role, Rule
from tests.attacks.matrix.addresses import Route
from tests.attacks.matrix.asking import Answer, Asker, Who, everybody
from tests.attacks.matrix.crossing import form_of

WRITTEN = Path(__file__).with_name("permissions.csv")
KEYS = ("method", "path", "sensitive")
# What may be written when somebody only reads: into the record, that the operator looked, and that the record left.
NOTES, NOTED = {"journal_entry", "journal_personal", "journal_waiting"}, {"record.export_record"}
YES, NO = "yes", "no"


class NotTheDoor(Exception):
    """A rule refused, and the person got something else than a refusal."""


class ReadingChanges(Exception):
    """A page that was only read changed what is stored."""


@dataclass(frozen=True)
class Row:
    """One line of the table: method and path, whether it asks again who you are, and column → yes or no."""

    method: str
    path: str
    sensitive: str
    allowed: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def as_text(self) -> str:
        """The line as it is written."""
        return ",".join([self.method, self.path, self.sensitive, *(value for _, value in self.allowed)])


def read_table(path: Path = WRITTEN) -> dict[str, Row]:
    """The written table by method and path."""
    with path.open(newline="") as lines:
        rows = [_row(line) for line in csv.DictReader(lines)]
    return {row.name: row for row in rows}


def _row(line: dict[str, str]) -> Row:
    allowed = tuple((name, value) for name, value in line.items() if name not in KEYS)
    return Row(line["method"], line["path"], line["sensitive"], allowed)


def column_of(who: Who) -> str:
    """The table's name for somebody; who is not signed in is, to us, a constituent."""
    return who.role.value if who.role else "constituent"


def all_routes(asker: Asker) -> list[Route]:
    """Every method of every route that runs code of ours, and for which the World has values."""
    found = [
        Route(method, rule.rule, rule.endpoint)
        for rule in asker.app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]
    there = [route for route in found if not route.missing_in(asker.universe.worlds["A1"])]
    return sorted(there, key=lambda route: (route.rule, route.method))


def measure(asker: Asker, route: Route, *, prefix: str = "", key: str = "A1") -> Row:
    """What the app does with everybody of one organisation at its own things."""
    data = form_of(asker, key, route) if route.method == "POST" else None
    allowed = tuple((column_of(who), YES if is_allowed(asker, who, route, data) else NO) for who in everybody(key))
    return Row(route.method, prefix + route.rule, YES if is_sensitive(asker, route) else NO, allowed)


def is_allowed(asker: Asker, who: Who, route: Route, data: dict[str, str] | None) -> bool:
    """Whether somebody gets further than the door; of their own things the first that is there says it."""
    sent = asker.world(who).sent_by(route.endpoint, who.role)
    asked, posted = (sent, None) if data is None else ({}, data | sent)
    for path in route.own_paths(asker.world(who)):
        answer = asker.ask(who, route.method, path, posted, query_string=asked)
        if route.method == "GET" and not is_only_noted(answer, who, route):
            raise ReadingChanges(f"{who}: {path}")
        if answer.is_refused and not is_door(answer):
            raise NotTheDoor(f"{who}: {path}: {answer.status}")
        if answer.is_refused or answer.status != 404:
            return not answer.is_refused
    return False


def is_only_noted(answer: Answer, who: Who, route: Route) -> bool:
    """Whether reading changed nothing but, where it must be written down, the record."""
    allowed = NOTES if who.role is Role.OPERATOR or route.endpoint in NOTED else set()
    return {row.table for row in answer.changes} <= allowed


def is_door(answer: Answer) -> bool:
    """Whether a refusal was told as it must be: in words, with the page where people sign in, or as if nothing were there."""
    return answer.status in {403, 404} or (answer.status == 303 and urlsplit(answer.location).path == "/sign-in")


def is_sensitive(asker: Asker, route: Route) -> bool:
    """Whether the route's rule asks again who somebody is."""
    rules: dict[str, Rule] = getattr(asker.app.view_functions[route.endpoint], "access", {})
    return rules[route.method].is_sensitive


def is_hidden(asker: Asker, route: Route) -> bool:
    """Whether the route is as if it were not there for those whom its rule does not let in."""
    rules: dict[str, Rule] = getattr(asker.app.view_functions[route.endpoint], "access", {})
    return rules[route.method].is_hidden


def measure_all(asker: Asker, public: Asker) -> list[Row]:
    """What both apps do; the constituents' pages stand below /s."""
    return [
        *(measure(asker, route) for route in all_routes(asker)),
        *(measure(public, route, prefix="/s") for route in all_routes(public)),
    ]


def propose(rows: Iterable[Row]) -> list[str]:
    """Lines for routes that the table does not hold."""
    written = read_table()
    return [row.as_text for row in rows if row.name not in written]
