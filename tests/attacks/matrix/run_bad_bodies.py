"""`make bad-bodies`: a hundred thousand bodies, half of them on each database. Ends with `bodies N, answers of 500 and more N`."""

import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from accountability.throttle import Throttle
from tests.attacks.matrix.asking import Asker
from tests.attacks.matrix.bad_bodies import Trials, troubles
from tests.attacks.matrix.conftest import AT
from tests.attacks.matrix.standing import apps_on
from tests.factories.world import make_universe
from tests.support.databases import make_postgres, make_sqlite, pinned
from tests.support.postgres import running_postgres

HUNDRED_THOUSAND = 100_000
EVERY = 2_000  # how often progress is said


def send_all(kind: str, server: str, numbers: range) -> tuple[int, list[str], dict[int, int]]:
    """Send the bodies of these numbers on one database: how many, what broke, and how often each status came."""
    Throttle.knock = lambda *_: None  # type: ignore[method-assign, assignment]
    with tempfile.TemporaryDirectory() as folder:
        database = make_sqlite(Path(folder)) if kind == "sqlite" else make_postgres(server, "bad_bodies")
        universe = make_universe(database, at=AT)
        with pinned(database) as held:
            members, constituents = (Trials(Asker(app, universe.on(held), held)) for app in apps_on(held, Path(folder)))
            statuses: Counter[int] = Counter()

            def count(status: int) -> None:
                statuses[status] += 1
                if statuses.total() % EVERY == 0:
                    print(f"{kind}: {statuses.total()} of {len(numbers)}", flush=True)

            split = len(numbers) // 10  # constituents' pages are few
            found = list(troubles(constituents, numbers[:split], each=count)) + list(troubles(members, numbers[split:], each=count))
        database.engine.dispose()
    return statuses.total(), found, dict(sorted(statuses.items()))


def main(bodies: int) -> int:
    with running_postgres() as server, ProcessPoolExecutor(2) as pool:
        halves = (("sqlite", range(bodies // 2)), ("postgresql", range(bodies // 2, bodies)))
        done = [waiting.result() for waiting in [pool.submit(send_all, kind, server, numbers) for kind, numbers in halves]]
    broken = [each for _, found, _ in done for each in found]
    print(*broken, *(statuses for _, _, statuses in done), sep="\n")
    print(f"bodies {sum(count for count, _, _ in done)}, answers of 500 and more {len(broken)}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else HUNDRED_THOUSAND))
