"""`make bad-bodies`: a hundred thousand bodies, half of them on each database. Ends with `bodies N, answers of 500 and more N`."""

import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.attacks.matrix.bad_bodies import Trials, troubles
from tests.attacks.matrix.standing import standing
from tests.support.databases import make_postgres, make_sqlite
from tests.support.postgres import SPEED, running_postgres

HUNDRED_THOUSAND = 100_000
EVERY = 2_000  # how often progress is said
# Every body is undone by a savepoint of one long transaction, and each that wrote keeps a lock to the end.
ROOM = (*SPEED, "max_connections=25", "max_locks_per_transaction=20000")


def send_all(kind: str, server: str, numbers: range) -> tuple[int, list[str], dict[int, int]]:
    """Send the bodies of these numbers on one database: how many, what broke, and how often each status came."""
    statuses: Counter[int] = Counter()

    def count(status: int) -> None:
        statuses[status] += 1
        if statuses.total() % EVERY == 0:
            print(f"{kind}: {statuses.total()} of {len(numbers)}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        database = make_sqlite(Path(folder)) if kind == "sqlite" else make_postgres(server, "bad_bodies")
        with standing(database, Path(folder)) as (members, constituents):
            split = len(numbers) // 10  # constituents' pages are few
            found = list(troubles(Trials(constituents), numbers[:split], each=count))
            found += troubles(Trials(members), numbers[split:], each=count)
    return statuses.total(), found, dict(sorted(statuses.items()))


def main(bodies: int) -> int:
    with running_postgres(settings=ROOM) as server, ProcessPoolExecutor(2) as pool:
        halves = (("sqlite", range(bodies // 2)), ("postgresql", range(bodies // 2, bodies)))
        done = [waiting.result() for waiting in [pool.submit(send_all, kind, server, numbers) for kind, numbers in halves]]
    broken = [each for _, found, _ in done for each in found]
    print(*broken, *(statuses for _, _, statuses in done), sep="\n")
    print(f"bodies {sum(count for count, _, _ in done)}, answers of 500 and more {len(broken)}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else HUNDRED_THOUSAND))
