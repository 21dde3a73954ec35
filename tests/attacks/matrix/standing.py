"""The World with its two apps, for the commands that run outside of pytest."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from accountability.app import create_app, create_constituents_app
from accountability.database import Database
from accountability.throttle import Throttle
from tests.attacks.matrix.asking import Asker
from tests.attacks.matrix.conftest import AT
from tests.conftest import make_config
from tests.factories.world import make_universe
from tests.support.databases import pinned


@contextmanager
def standing(database: Database, folder: Path) -> Iterator[tuple[Asker, Asker]]:
    """Fill an empty database, and ask the members' and the constituents' app on it; no limit turns anybody away."""
    Throttle.knock = lambda *_: None  # type: ignore[method-assign, assignment]
    config = make_config(folder)
    # Before the World is made: the rules that its roles hold come with the routes.
    apps = create_app(config, database=database), create_constituents_app(config, database=database)
    universe = make_universe(database, at=AT)
    with pinned(database) as held:
        for app in apps:
            app.extensions["database"] = held
        members, constituents = (Asker(app, universe.on(held), held) for app in apps)
        yield members, constituents
    database.engine.dispose()
