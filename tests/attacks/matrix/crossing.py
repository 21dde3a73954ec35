"""Every route × every id in its address × every object of others × every role: nothing may be told, nothing may be changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from zlib import crc32

from accountability.access import Role
from tests.attacks.matrix.addresses import Attempt, Route, attempts, routes
from tests.attacks.matrix.asking import Answer, Asker, Who
from tests.attacks.matrix.leaks import Leak, compare
from tests.support.routes import fields

ENOUGH = 4  # addresses of one route in which a form is looked for


@dataclass
class Crossing:
    """The tries of one run on one app, and what they found."""

    asker: Asker
    leaks: list[Leak] = field(default_factory=list)
    objects: set[tuple[str, str]] = field(default_factory=set)
    _twins: dict[tuple[str, str], Answer] = field(default_factory=dict)
    _forms: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def routes(self) -> list[Route]:
        """The routes with something of one organisation in their address."""
        worlds = self.asker.universe.worlds
        found = routes(self.asker.app, worlds["A1"])
        return [route for route in found if any(attempts(route, worlds["A1"], worlds["B1"], frozenset()))]

    def cross(self, who: Who, route: Route) -> None:
        """Everything of every other organisation in every place of one route."""
        self._twins.clear()
        for attempt in self._all(who, route):
            self._try(who, route, attempt)

    def cross_one(self, who: Who, route: Route) -> None:
        """One thing of one other organisation; which one differs from route to route and from role to role."""
        self._twins.clear()
        number, worlds = crc32(f"{route} {who}".encode()), list(self.asker.universe.worlds.values())
        mine, known = self.asker.world(who), self.asker.known(who)
        turned = worlds[number % len(worlds) :] + worlds[: number % len(worlds)]
        found = next((some for other in turned if (some := list(attempts(route, mine, other, known)))), [])
        if found:
            self._try(who, route, found[number % len(found)])

    def _all(self, who: Who, route: Route) -> Iterator[Attempt]:
        mine, known = self.asker.world(who), self.asker.known(who)
        for other in self.asker.universe.worlds.values():
            yield from attempts(route, mine, other, known)

    def _try(self, who: Who, route: Route, attempt: Attempt) -> None:
        data = self.form(who.key, route) if route.method == "POST" else None
        again = partial(self.asker.ask, who, route.method, attempt.twin, data)
        if (who.key, attempt.twin) not in self._twins:
            self._twins[who.key, attempt.twin] = again()
        answer = self.asker.ask(who, route.method, attempt.path, data)
        self.objects |= set(attempt.foreign)
        request = f"{route.method} {attempt.path}"
        self.leaks += compare(self.asker, who, request, answer, self._twins[who.key, attempt.twin], again)

    def form(self, key: str, route: Route) -> dict[str, str]:
        """What the route's own form would send, as somebody sees it who may open it; nothing if it has no form."""
        found = self._forms.get((key, str(route)))
        if found is None:
            found = self._forms[key, str(route)] = form_of(self.asker, key, route)
        return found


def form_of(asker: Asker, key: str, route: Route) -> dict[str, str]:
    """What a route's own form would send, with something plausible in each field."""
    return find_form(asker, key, route)[2]


def find_form(asker: Asker, key: str, route: Route) -> tuple[Who, str, dict[str, str]]:
    """Somebody who may use a route, one of its own addresses, and the fields of its form, looked for on its page and above."""
    world = asker.universe.worlds[key]
    paths = route.own_paths(world)[:ENOUGH]
    for path, role in product(paths, (Role.OWNER, Role.COORDINATOR)):
        for above in (path, path.rpartition("/")[0]):
            page = asker.ask(Who(key, role), "GET", above)
            found = fields(page) if page.status == 200 else {}
            if found:
                return (
                    Who(key, role),
                    path,
                    {name: value for name, value in found.items() if name != "csrf_token"} | world.sent_by(route.endpoint, role),
                )
    return Who(key, Role.OWNER), paths[0], world.sent_by(route.endpoint, Role.OWNER)


def run(crossing: Crossing, everybody: Iterable[Who], chosen: Iterable[Route], *, is_sample: bool = False) -> None:
    """Ask as everybody about everything, or about one thing each."""
    for route in chosen:
        for who in everybody:
            crossing.cross_one(who, route) if is_sample else crossing.cross(who, route)
