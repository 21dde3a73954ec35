"""The walls between organisations, each taken away in turn; and the whole matrix with what is left standing."""

import logging
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from accountability import roles
from accountability.app import create_app, create_constituents_app
from accountability.throttle import Throttle
from tests.attacks.matrix.addresses import Route, routes
from tests.attacks.matrix.asking import Asker, everybody
from tests.attacks.matrix.bodies import Bodies
from tests.attacks.matrix.crossing import Crossing, run
from tests.attacks.matrix.timing import measure_times
from tests.conftest import make_config
from tests.factories.world import Universe, make_universe
from tests.support.databases import (
    PinnedDatabase,
    drop_postgres,
    make_postgres,
    pinned,
    without_orm_guard,
    without_row_level_security,
)
from tests.support.routes import rules

PROGRESS = 20  # routes from one line to the next
AT = datetime(2026, 5, 4, 12, 5, tzinfo=UTC)
LAYERS: dict[str, Callable[[PinnedDatabase], AbstractContextManager[None]]] = {
    "both walls": lambda _database: nullcontext(),
    "application only": without_row_level_security,
    "database only": lambda _database: without_orm_guard(),
}


@dataclass
class Result:
    """What was tried and found. Objects are named by their place in the World, as their ids are others in each.

    `times`: for each page the area under the curve that tells what exists elsewhere from what never was by time, 0 to 1.
    """

    routes: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    objects: set[str] = field(default_factory=set)
    requests: int = 0
    leaks: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def add(self, other: "Result") -> None:
        """Count another run in."""
        self.routes |= other.routes
        self.roles |= other.roles
        self.objects |= other.objects
        self.requests += other.requests
        self.leaks += other.leaks
        self.times += other.times

    def __str__(self) -> str:
        return (
            f"routes {len(self.routes)}, roles {len(self.roles)}, objects {len(self.objects)}, "
            f"requests {self.requests}, leaks {len(self.leaks)}"
        )


def run_layer(server: str, layer: str, key: str) -> Result:
    """Everybody of one organisation against everything of the five others, in a World of its own."""
    logging.disable(logging.CRITICAL)
    result = Result()
    with _apps(server) as askers, LAYERS[layer](askers[0].database):
        for asker in askers:
            _cross(asker, key, layer, result)
            _send(asker, key, layer, result)
            result.leaks += [f"not tried: {each}" for each in not_tried(asker, key)]
            result.requests += asker.asked
            if asker.changes():
                result.leaks.append(f"write: rows changed by a request that was not seen to write: {asker.changes()}")
        if layer == "both walls" and key == "A1":
            result.times = measure_times(askers[0], key)
    return result


@contextmanager
def _apps(server: str) -> Iterator[list[Asker]]:
    """Both apps on a new World, each with the rights of its own process."""
    database = make_postgres(server, f"matrix_{secrets.token_hex(6)}")
    universe = make_universe(database, at=AT)
    with tempfile.TemporaryDirectory() as folder, pinned(database) as held:
        yield list(make_askers(universe.on(held), held, Path(folder)))
    drop_postgres(database)


def make_askers(universe: Universe, database: PinnedDatabase, folder: Path) -> tuple[Asker, Asker]:
    """The members' and the constituents' app, each with the rights of its own process and without limits on how often."""
    Throttle.knock = lambda *_: None  # type: ignore[assignment, method-assign]
    config, intake = make_config(folder), database.as_role(roles.INTAKE)
    return (
        Asker(create_app(config, database=database), universe, database),
        Asker(create_constituents_app(config, database=intake), universe, intake),
    )


def not_tried(asker: Asker, key: str) -> list[str]:
    """Routes for which the World holds no values."""
    found = [Route(method, rule.rule, rule.endpoint) for method in ("GET", "POST") for rule in rules(asker.app, method)]
    return [fault for route in found if (fault := route.missing_in(asker.universe.worlds[key]))]


def _cross(asker: Asker, key: str, layer: str, result: Result) -> None:
    crossing, asking = Crossing(asker), everybody(key)
    chosen = crossing.routes()
    for number, route in enumerate(chosen, start=1):
        run(crossing, asking, [route])
        if number % PROGRESS == 0 or number == len(chosen):
            print(
                f"  {layer}, {key}: {number} of {len(chosen)} routes, {asker.asked} requests, {len(crossing.leaks)} leaks",
                flush=True,
            )
    result.routes |= {str(route) for route in chosen}
    result.roles |= {str(who).partition(" ")[2] for who in asking}
    _count(result, asker, crossing.objects, [str(leak) for leak in crossing.leaks])


def _send(asker: Asker, key: str, layer: str, result: Result) -> None:
    bodies, chosen = Bodies(asker), routes(asker.app, asker.universe.worlds[key])
    for number, route in enumerate(chosen, start=1):
        bodies.cross(key, route)
        result.routes.add(str(route))
        if number % PROGRESS == 0 or number == len(chosen):
            print(f"  {layer}, {key}, sent: {number} of {len(chosen)} routes, {len(bodies.leaks)} leaks", flush=True)
    _count(result, asker, bodies.objects, [str(leak) for leak in bodies.leaks])


def _count(result: Result, asker: Asker, objects: set[tuple[str, str]], leaks: list[str]) -> None:
    names = asker.universe.names()
    result.objects |= {names[value] for _, value in objects}
    result.leaks += leaks
