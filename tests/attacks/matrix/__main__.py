"""The whole matrix on PostgreSQL, three times: with both walls between organisations, and with either of them taken away.

`python -m tests.attacks.matrix` has everybody of A1 ask, which convenes a network and belongs to another; words such as
`A2 B3`, or `all`, have others ask. `--propose` prints the lines that permissions.csv lacks.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import product
from multiprocessing import get_context
from pathlib import Path

from tests.attacks.matrix.layers import AT, LAYERS, Result, make_askers, run_layer
from tests.attacks.matrix.permissions import measure_all, propose
from tests.factories.world import make_universe
from tests.factories.world.universe import KEYS
from tests.support.databases import make_sqlite, pinned
from tests.support.postgres import running_postgres

SHOWN, WIDTH = 100, 500


def main(words: Sequence[str]) -> int:
    """0 without a leak, 1 with one."""
    if "--propose" in words:
        print("\n".join(proposals()))
        return 0
    totals = {layer: Result() for layer in LAYERS}
    started = time.monotonic()
    asking = KEYS if "all" in words else [key for key in KEYS if key in words] or KEYS[:1]
    for done, (layer, key, result) in enumerate(results(asking), start=1):
        totals[layer].add(result)
        print(f"{time.monotonic() - started:5.0f} s  {done:2}  {key} asks, {layer}: {result}", flush=True)
    return report(totals)


def results(keys: Sequence[str]) -> Iterator[tuple[str, str, Result]]:
    """Each wall left standing × whose members ask, as they end."""
    with (
        running_postgres() as server,
        ProcessPoolExecutor(max(os.cpu_count() or 1, len(LAYERS)), mp_context=get_context("spawn"), max_tasks_per_child=1) as pool,
    ):
        running = {pool.submit(run_layer, server, layer, key): (layer, key) for layer, key in product(LAYERS, keys)}
        for each in as_completed(running):
            yield *running[each], each.result()


def report(totals: dict[str, Result]) -> int:
    """Print what was found, the sums in the last lines."""
    whole = Result()
    for layer, result in totals.items():
        whole.add(result)
        for leak in sorted(set(result.leaks))[:SHOWN]:
            print(f"{layer}: {leak}"[:WIDTH])
    if whole.times:
        mean, far = statistics.mean(whole.times), max(whole.times, key=lambda area: abs(area - 0.5))
        print(f"time tells apart (0.5: not at all): mean of {len(whole.times)} pages {mean:.3f},", f"farthest {far:.3f}")
    for layer, result in totals.items():
        print(f"{layer}: {result}")
    print(whole)
    return 1 if whole.leaks else 0


def proposals() -> list[str]:
    """Lines for the routes that the written table lacks, as the apps behave now."""
    with tempfile.TemporaryDirectory() as folder:
        database = make_sqlite(Path(folder))
        universe = make_universe(database, at=AT)
        with pinned(database) as held:
            return propose(measure_all(*make_askers(universe.on(held), held, Path(folder))))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
