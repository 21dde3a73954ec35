"""One request of anybody to an app: what came back, without what differs each time, and what it changed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from accountability import clock
from accountability.access import Actor, Forbidden, Role
from tests.attacks.matrix.rows import Raw, Row, all_rows, changes, known_ids, read_raw
from tests.factories.world import Universe, World
from tests.factories.world.universe import WORD
from tests.support.client import CheckingClient, text_of
from tests.support.databases import PinnedDatabase

# `receive_response` is PostgreSQL's own way in for answers.
WRITING = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|WITH\b.*\b(INSERT|UPDATE|DELETE)\b|SELECT receive_response)",
    re.IGNORECASE | re.DOTALL,
)
CHANGING = re.compile(r"""name="csrf_token" value="[^"]*"|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}""")
NOW = timedelta()
SIGNED_OUT = "signed out"


@dataclass(frozen=True)
class Who:
    """A member of one organisation by role, or somebody who is not signed in (`role` None) but knows its addresses."""

    key: str
    role: Role | None

    def __str__(self) -> str:
        return f"{self.key} {self.role.value if self.role else SIGNED_OUT}"


@dataclass(frozen=True)
class Answer:
    """What came back, and the rows that it changed: as they were before, and as they are after.

    `is_refused`: a rule said that this person may not.
    """

    status: int
    location: str
    text: str
    changes: frozenset[Row] = frozenset()
    is_refused: bool = False

    @cached_property
    def same(self) -> tuple[int, str, str]:
        """What must be the same for an id of others and one that never was."""
        return self.status, CHANGING.sub("", self.location), CHANGING.sub("", self.text)

    def is_like(self, twin: "Answer", again: Callable[[], "Answer"]) -> bool:
        """Whether it is the same as its twin, but for lines in which two twins differ, such as a new secret to scan."""
        if self.same == twin.same:
            return True
        mine, one, other = (each.same[2].splitlines() for each in (self, twin, again()))
        if self.same[:2] != twin.same[:2] or not len(mine) == len(one) == len(other):
            return False
        return all(line == first for line, first, second in zip(mine, one, other, strict=True) if first == second)

    @property
    def words(self) -> set[str]:
        """The words of organisations that it shows."""
        return set(WORD.findall(self.text))


@dataclass
class Asker:
    """Asks one app as anybody of the World. Whatever a request writes is taken back, and `rows` stays as it was."""

    app: Flask
    universe: Universe
    database: PinnedDatabase
    asked: int = 0
    _cookies: dict[Who, tuple[str, str]] = field(default_factory=dict)
    _wrote: bool = False

    def __post_init__(self) -> None:
        self.browser = self.app.test_client(use_cookies=False)
        self.cookie_name = self.app.config["SESSION_COOKIE_NAME"]
        self._refusals = note_refusals(self.app)

    @cached_property
    def rows(self) -> frozenset[Row]:
        """All rows as the World was made."""
        return all_rows(self._made)

    @cached_property
    def owners(self) -> frozenset[str]:
        """Everybody who owns something in the World."""
        return frozenset(owner for row in self.rows for owner in row.owners)

    @cached_property
    def _made(self) -> Raw:
        return read_raw(self.database.connection)

    def changes(self) -> frozenset[Row]:
        """What is not as the World was made."""
        return changes(self._made, read_raw(self.database.connection))

    def world(self, who: Who) -> World:
        return self.universe.worlds[who.key]

    def actor(self, who: Who) -> Actor | None:
        return self.world(who).tenant.actor(who.role) if who.role else None

    def known(self, who: Who) -> frozenset[str]:
        """The ids that this person may know of."""
        return self._known.setdefault(who, known_ids(self.own_rows(who)))

    def known_words(self, who: Who) -> frozenset[str]:
        """The words of organisations that stand in this person's own rows."""
        return self._words.setdefault(who, frozenset(word for row in self.own_rows(who) for word in WORD.findall(row.text)))

    def own_rows(self, who: Who) -> list[Row]:
        """What is this person's own. The operator sees which organisations let them in, and what these are called."""
        actor, lists = self.actor(who), {"operator_grant_address", "organisation"} if who.role is Role.OPERATOR else set()
        return [row for row in self.rows if row.table in lists or row.is_seen_by(actor)]

    @cached_property
    def _known(self) -> dict[Who, frozenset[str]]:
        return {}

    @cached_property
    def _words(self) -> dict[Who, frozenset[str]]:
        return {}

    def ask(self, who: Who, method: str, path: str, data: Any = None, *, later: timedelta = NOW, **options: Any) -> Answer:
        """One request of somebody, so much later than the World was made. A POST carries their browser's token."""
        cookie, token = self._signed_in(who)
        if method == "POST" and self.app.secret_key:
            data = {"csrf_token": token, **(data or {})}
        headers = {"Cookie": cookie, **options.pop("headers", {})} if cookie else options.pop("headers", {})
        self.asked, self._wrote, _ = self.asked + 1, False, self._made
        self._refusals.clear()
        point = self.database.connection.begin_nested()
        sa.event.listen(self.database.engine, "before_cursor_execute", self._watch)
        try:
            with clock.fixed(self.universe.at + later):
                response = self.browser.open(path, method=method, data=data, headers=headers, **options)
        finally:
            sa.event.remove(self.database.engine, "before_cursor_execute", self._watch)
        return self._answer(response, point)

    def _answer(self, response: TestResponse, point: Any) -> Answer:
        """What was written is read and taken back; if nothing was, `changes` at the end of a test shows that it is so."""
        changed = self.changes() if self._wrote else frozenset()
        point.rollback() if self._wrote else point.commit()
        return Answer(response.status_code, response.location or "", text_of(response), changed, bool(self._refusals))

    def _watch(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self._wrote = self._wrote or WRITING.match(statement) is not None

    def _signed_in(self, who: Who) -> tuple[str, str]:
        if not self.app.secret_key:
            return "", ""
        if who not in self._cookies:
            client = CheckingClient(self.app, at=self.universe.at)
            if who.role:
                client.sign_in(self.world(who).tenant, who.role)  # type: ignore[arg-type]
            token = client.csrf_token()
            held = client.browser.get_cookie(self.cookie_name)
            assert held, "the browser holds no cookie"
            self._cookies[who] = f"{self.cookie_name}={held.value}", token
        return self._cookies[who]


def note_refusals(app: Flask) -> list[Forbidden]:
    """A list to which the app adds every refusal of a rule, however it is then told to the person."""
    handlers = app.error_handler_spec[None][None]
    if "refusals" not in app.extensions:
        noted: list[Forbidden] = []
        told = handlers[Forbidden]

        def note(refusal: Forbidden) -> Any:
            noted.append(refusal)
            return told(refusal)

        app.extensions["refusals"], handlers[Forbidden] = noted, note  # type: ignore[assignment]
    found: list[Forbidden] = app.extensions["refusals"]
    return found


def everybody(key: str) -> list[Who]:
    """Everybody of one organisation, the operator whom it let in, and somebody who is not signed in."""
    return [*(Who(key, role) for role in Role), Who(key, None)]
