"""Ids of others where people send values: in fields of forms, in fields that no form has, and in the question of an address."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID
from zlib import crc32

from accountability.access import Role
from tests.attacks.matrix.addresses import Route, asked_names, invented, routes
from tests.attacks.matrix.asking import Answer, Asker, Who
from tests.attacks.matrix.crossing import find_form
from tests.attacks.matrix.leaks import Leak, compare
from tests.attacks.matrix.rows import plain
from tests.factories.world import World
from tests.factories.world.worlds import is_id

Form = tuple[Who, str, dict[str, str]]  # who may send it, where to, and what


@dataclass
class Bodies:
    """The tries of one run on one app, and what they found."""

    asker: Asker
    leaks: list[Leak] = field(default_factory=list)
    objects: set[tuple[str, str]] = field(default_factory=set)
    _twins: dict[tuple[tuple[str, ...], int | None], Answer] = field(default_factory=dict)

    def routes(self, method: str) -> list[Route]:
        return routes(self.asker.app, self.asker.universe.worlds["A1"], (method,))

    def cross(self, key: str, route: Route) -> None:
        """Every kind of thing of others in every field of a form; in a question everything of others, in all names at once."""
        form, found = self._form(key, route), list(self._all_foreign(key))
        if route.method == "GET":
            names = (*self._names(route, form), "sort", "order", "filter")
            for kind, value in found:
                self._try(route, form, names, kind, value)
            return
        # Beside the form's own fields: which organisation one acts for, and fields that no form has, named like ids.
        places = [*((name,) for name in self._names(route, form)), ("acting_for",), ("id", "organisation_id", *route.names)]
        for number, names in enumerate(places):
            for kind in dict(found):
                values = [value for each, value in found if each == kind]
                self._try(route, form, names, kind, values[number % len(values)])

    def cross_one(self, key: str, route: Route) -> None:
        """One thing of others in each place; which one differs from place to place."""
        form, found = self._form(key, route), list(self._all_foreign(key))
        names = self._names(route, form)
        for place in [names] if route.method == "GET" else [(name,) for name in names]:
            self._try(route, form, place, *found[crc32(f"{route} {place}".encode()) % len(found)])

    def _form(self, key: str, route: Route) -> Form:
        self._twins.clear()
        if route.method == "POST":
            return find_form(self.asker, key, route)
        return Who(key, Role.OWNER), route.own_paths(self.asker.universe.worlds[key])[0], {}

    def _names(self, route: Route, form: Form) -> tuple[str, ...]:
        return asked_names() if route.method == "GET" else tuple(form[2])

    def _all_foreign(self, key: str) -> Iterator[tuple[str, str]]:
        known = self.asker.known(Who(key, Role.OWNER))
        for other, world in self.asker.universe.worlds.items():
            if other != key:
                yield from foreign_ids(world, known)

    def _try(self, route: Route, form: Form, names: tuple[str, ...], kind: str, value: str) -> None:
        # Another one that never was, so that what is only made from the value itself, such as a receipt, does not count.
        again = partial(self._send, route, form, dict.fromkeys(names, invented(value, "other")))
        twin = (names, UUID(value).version)
        if twin not in self._twins:
            self._twins[twin] = self._send(route, form, dict.fromkeys(names, invented(value, "thing")))
        answer = self._send(route, form, dict.fromkeys(names, value))
        self.objects.add((kind, value))
        request = f"{route.method} {form[1]} with {'='.join(names)}={value} ({kind})"
        self.leaks += compare(self.asker, form[0], request, answer, self._twins[twin], again)

    def _send(self, route: Route, form: Form, changed: dict[str, str]) -> Answer:
        who, path, sent = form
        if route.method == "GET":
            return self.asker.ask(who, "GET", path, query_string=changed)
        return self.asker.ask(who, "POST", path, sent | changed)


def foreign_ids(world: World, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """One id of each kind that an organisation has and `known` does not hold, with the kind's name."""
    for name, values in world.ids.items():
        unknown = [value for value in values if is_id(value) and plain(value) not in known]
        yield from [(name.rpartition(".")[2], unknown[-1])] if unknown else []
    yield "organisation", str(world.tenant.organisation_id)
    yield "member_id", str(world.tenant.actor(Role.OFFICER).member_id)
