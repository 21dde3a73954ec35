"""Every route × every id in its address × every object of others × every role: nothing may be told, nothing may be changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from zlib import crc32

from accountability.access import Role
from tests.attacks.matrix.addresses import Attempt, Route, attempts, routes
from tests.attacks.matrix.asking import Answer, Asker, Who
from tests.attacks.matrix.leaks import Leak, compare
from tests.factories.world import World
from tests.support.routes import fields


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
        return [route for route in routes(self.asker.app) if any(attempts(route, worlds["A1"], worlds["B1"], frozenset()))]

    def others(self, who: Who) -> list[World]:
        """All organisations but one's own."""
        return [world for key, world in self.asker.universe.worlds.items() if key != who.key]

    def cross(self, who: Who, route: Route) -> None:
        """Everything of every other organisation in every place of one route."""
        self._twins.clear()
        for attempt in self._all(who, route):
            self._try(who, route, attempt)

    def cross_one(self, who: Who, route: Route) -> None:
        """One thing of one other organisation; which one differs from route to route and from role to role."""
        self._twins.clear()
        found = list(self._all(who, route))
        if found:
            self._try(who, route, found[crc32(f"{route} {who}".encode()) % len(found)])

    def _all(self, who: Who, route: Route) -> Iterator[Attempt]:
        mine, known = self.asker.world(who), self.asker.known(who)
        for other in self.others(who):
            yield from attempts(route, mine, other, known)

    def _try(self, who: Who, route: Route, attempt: Attempt) -> None:
        data = self.form(who.key, route) if route.method == "POST" else None
        if (who.key, attempt.twin) not in self._twins:
            self._twins[who.key, attempt.twin] = self.asker.ask(who, route.method, attempt.twin, data)
        answer = self.asker.ask(who, route.method, attempt.path, data)
        self.objects |= set(attempt.foreign)
        twin = self._twins[who.key, attempt.twin]
        self.leaks += compare(self.asker, who, f"{route.method} {attempt.path}", answer, twin)

    def form(self, key: str, route: Route) -> dict[str, str]:
        """What the route's own form would send, as somebody sees it who may open it; nothing if it has no form."""
        found = self._forms.get((key, str(route)))
        if found is None:
            found = self._forms[key, str(route)] = form_of(self.asker, key, route)
        return found


def form_of(asker: Asker, key: str, route: Route) -> dict[str, str]:
    """The fields of a route's own form with something plausible in each, looked for on its page and on those above it."""
    for path in route.own_paths(asker.universe.worlds[key]):
        for role in (Role.OWNER, Role.COORDINATOR):
            for above in (path, path.rpartition("/")[0]):
                page = asker.ask(Who(key, role), "GET", above)
                found = fields(page) if page.status == 200 else {}
                if found:
                    return {name: value for name, value in found.items() if name != "csrf_token"}
    return {}


def run(crossing: Crossing, everybody: Iterable[Who], chosen: Iterable[Route], *, is_sample: bool = False) -> None:
    """Ask as everybody about everything, or about one thing each."""
    for route in chosen:
        for who in everybody:
            crossing.cross_one(who, route) if is_sample else crossing.cross(who, route)
