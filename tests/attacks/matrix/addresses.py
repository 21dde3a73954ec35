"""Addresses with the ids of others in them, each beside the same address with ids that never were."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from pathlib import Path
from string import ascii_letters
from typing import Any
from uuid import UUID, uuid5
from zlib import crc32

from flask import Flask

from tests.attacks.matrix.rows import plain
from tests.factories.world import World
from tests.factories.world.worlds import NotInTheWorld, is_id
from tests.support.routes import PARTS, filled_in, rules

# Whoever holds one may use it: links in letters and the public addresses of surveys. They are nobody's own.
BEARERS = {"token", "code"}
NEVER_WAS = UUID("0e7e4a5c-0000-4000-8000-000000000000")
SOURCES = Path(__file__).parents[3] / "accountability"


@dataclass(frozen=True)
class Route:
    """One method of one route."""

    method: str
    rule: str
    endpoint: str

    @property
    def names(self) -> list[str]:
        """The places in its address."""
        return PARTS.findall(self.rule)

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"

    def missing_in(self, world: World) -> str | None:
        """The place in its address for which the World holds nothing, with what to do."""
        try:
            self.own_values(world)
        except NotInTheWorld as fault:
            return str(fault)
        return None

    def path(self, values: Mapping[str, str]) -> str:
        """Its address with these values."""
        return filled_in(self.rule, values)

    def own_paths(self, world: World) -> list[str]:
        """Its addresses with everything that an organisation has."""
        return [self.path(values) for values in self.own_values(world)]

    def own_values(self, world: World) -> list[dict[str, str]]:
        """All choices of an organisation's own values."""
        chosen = product(*(world.values(self.endpoint, name) for name in self.names))
        return [dict(zip(self.names, values, strict=True)) for values in chosen]


@dataclass(frozen=True)
class Attempt:
    """An address with something of others in it, and its twin with ids that never were."""

    path: str
    twin: str
    foreign: tuple[tuple[str, str], ...]


def routes(app: Flask, world: World, methods: tuple[str, ...] = ("GET", "POST")) -> list[Route]:
    """Every method of every route of an app for which the World has values; a test of its own names the others."""
    found = [Route(method, rule.rule, rule.endpoint) for method in methods for rule in rules(app, method)]
    return [route for route in found if not route.missing_in(world)]


def ids_in(route: Route, mine: World, other: World) -> list[str]:
    """The places that hold something of one organisation, and not a word that all share or a key that opens for its holder.

    In one's own organisation too there is what belongs to other people.
    """
    values = {name: (mine.values(route.endpoint, name), other.values(route.endpoint, name)) for name in route.names}
    return [
        name
        for name, (ours, theirs) in values.items()
        if name not in BEARERS and (set(ours) != set(theirs) or (mine is other and is_id(theirs[0])))
    ]


def attempts(route: Route, mine: World, other: World, known: frozenset[str]) -> Iterator[Attempt]:
    """Every address with something of `other` that `known` does not hold: all of it theirs, and each part of it theirs.

    Everything of theirs stands at least once in its place, a part beside what it is a part of: both are noted in one order.
    """
    ids = ids_in(route, mine, other)
    for size in range(len(ids), 0, -1):
        for theirs in combinations(ids, size):
            held = {name: (other if name in theirs else mine).values(route.endpoint, name) for name in route.names}
            for turn in range(max(len(held[name]) for name in theirs)):
                # From the end: the first surveys have no themes yet.
                chosen = {name: values[-1 - turn % len(values)] for name, values in held.items()}
                if not any(plain(chosen[name]) in known for name in theirs):
                    yield _attempt(route, chosen, theirs)


def _attempt(route: Route, chosen: dict[str, str], theirs: tuple[str, ...]) -> Attempt:
    twin = chosen | {name: never_was(chosen[name], name) for name in theirs}
    return Attempt(route.path(chosen), route.path(twin), tuple((name, chosen[name]) for name in theirs))


def never_was(value: str, name: str) -> str:
    """A value of the same form that never was; the same one for all values in a place."""
    if is_id(value):
        return str(uuid5(NEVER_WAS, name))
    letters = f"{crc32(name.encode()):010}" + ascii_letters
    return "".join(letters[index % len(letters)] for index in range(len(value)))


def invented(value: str, name: str) -> str:
    """The like of an id that never was; it keeps the beginning, which tells only the time."""
    return value[:13] + never_was(value, name)[13:]


@cache
def asked_names() -> tuple[str, ...]:
    """Every name that any page reads from the question part of an address, found in the source."""
    found: set[str] = set()
    for path in SOURCES.rglob("*.py"):
        found |= names_read(ast.parse(path.read_text()), "args")
    return tuple(sorted(found))


def names_read(tree: ast.AST, source: str) -> set[str]:
    """The names read as `request.<source>.get("name")`, `.getlist("name")`, `["name"]` or `"name" in`."""
    found: set[str] = set()
    for node in ast.walk(tree):
        read: Any = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            read = node.args[0] if _is_request(node.func.value, source) else None
        elif isinstance(node, ast.Subscript):
            read = node.slice if _is_request(node.value, source) else None
        elif isinstance(node, ast.Compare):
            read = node.left if _is_request(node.comparators[0], source) else None
        if isinstance(read, ast.Constant) and isinstance(read.value, str):
            found.add(read.value)
    return found


def _is_request(node: ast.expr, source: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == source and ast.unparse(node.value).endswith("request")
