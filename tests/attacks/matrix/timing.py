"""Does the time of an answer tell what exists elsewhere from what never was?"""

import time

from accountability.access import Role
from tests.attacks.matrix.addresses import Attempt, Route, attempts
from tests.attacks.matrix.asking import Asker, Who
from tests.attacks.matrix.crossing import Crossing

TIMES = 60


def measure_times(asker: Asker, key: str) -> list[float]:
    """For each page the area under the curve, 0 to 1; 0.5 says that the two cannot be told apart."""
    return [
        area for route in Crossing(asker).routes() if route.method == "GET" and (area := _area(asker, Who(key, Role.OWNER), route))
    ]


def _area(asker: Asker, who: Who, route: Route) -> float | None:
    foreign = _first(asker, who, route)
    if foreign is None:
        return None
    there, never = [], []
    for _ in range(TIMES):
        there.append(_seconds(asker, who, foreign.path))
        never.append(_seconds(asker, who, foreign.twin))
    return area_of(there, never)


def _first(asker: Asker, who: Who, route: Route) -> Attempt | None:
    worlds = asker.universe.worlds
    return next(attempts(route, worlds[who.key], worlds["B1"], asker.known(who)), None)


def _seconds(asker: Asker, who: Who, path: str) -> float:
    start = time.perf_counter()
    asker.ask(who, "GET", path)
    return time.perf_counter() - start


def area_of(one: list[float], other: list[float]) -> float:
    """The chance that a value of `one` is above a value of `other`; ties count half."""
    above = sum((a > b) + (a == b) / 2 for a in one for b in other)
    return above / (len(one) * len(other))
