"""`make planted-bugs`: every planted fault, one at a time. Ends with `planted N, caught N`; fails when one slips through."""

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import Queue

from tests.planted.bug import Bug, copy_tree, is_caught, run_tests
from tests.planted.bugs import BUGS
from tests.support.postgres import running_postgres

AT_ONCE = 2
AN_HOUR = 3600


def main(names: list[str]) -> int:
    chosen = [bug for bug in BUGS if not names or any(name in bug.name for name in names)]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as servers:
        # A server for each copy: tests change PostgreSQL's roles, which all databases of a server share.
        places: Queue[tuple[Path, str]] = Queue()
        for number in range(AT_ONCE):
            places.put((copy_tree(Path(folder) / str(number)), servers.enter_context(running_postgres())))
        needed = tuple(sorted({test for bug in chosen for test in bug.tests}))
        sound = run_tests(places.queue[0][0], (*needed, "-n", str(AT_ONCE)), postgres="", patience=AN_HOUR)
        if sound.returncode:
            print(sound.stdout[-4000:], "\nThe tests fail without a fault; nothing can be said.")
            return 1

        def plant(bug: Bug) -> bool:
            tree, postgres = places.get()
            try:
                caught = is_caught(bug, tree, postgres=postgres)
            finally:
                places.put((tree, postgres))
            print(f"{'caught' if caught else 'SLIPPED THROUGH':16}{bug.name}", flush=True)
            return caught

        with ThreadPoolExecutor(AT_ONCE) as pool:
            caught = sum(pool.map(plant, chosen))
    print(f"planted {len(chosen)}, caught {caught}")
    return 0 if caught == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
