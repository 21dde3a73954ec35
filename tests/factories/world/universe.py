"""Two networks of three organisations each, made once and then only looked at."""

import importlib
import re
from dataclasses import dataclass, replace
from datetime import datetime

from accountability.app import STAFF
from accountability.database import Database
from tests.factories.world import filling, network
from tests.factories.world.doors import MEMBERS, open_doors
from tests.factories.world.worlds import Place, World
from tests.support.databases import PinnedDatabase, PostgresDatabase
from tests.support.tenants import NEIGHBOUR, make_tenant

POLYGLOT = "x'\"><svg onload=alert(1)>{{7*7}}%(x)s%s"
# In names and titles, which others may see, and in texts, which nobody else may.
WORD = re.compile(r"\b(?:Udruga|Krug|Tajna)-[AB][123]\b")
KEYS = ("A1", "A2", "A3", "B1", "B2", "B3")


@dataclass(frozen=True, kw_only=True)
class Universe:
    """All organisations by key: A1 convenes the network of A2 and A3, B1 that of B2 and B3; A and B know nothing of each other."""

    at: datetime
    worlds: dict[str, World]

    def on(self, database: Database) -> "Universe":
        """The same organisations, seen through another connection to the database they lie in."""
        seen = {key: replace(world, tenant=replace(world.tenant, database=database)) for key, world in self.worlds.items()}
        return replace(self, worlds=seen)

    def names(self) -> dict[str, str]:
        """Every value of every organisation → its place in the World, the same in every World; shared ones are named once."""
        found: dict[str, str] = {}
        for key, world in self.worlds.items():
            found.setdefault(str(world.tenant.organisation_id), f"{key} organisation")
            found |= {str(actor.member_id): f"{key} {role.value}" for role, actor in world.tenant.actors.items()}
            for name, values in sorted(world.ids.items()):
                for number, value in enumerate(values):
                    found.setdefault(value, f"{key} {name.rpartition('.')[2]} {number}")
        return found


def words_of(key: str, first: str) -> str:
    """A text of this organisation: it begins with a word of its own, and goes on with what must not break or show."""
    return f"{first}-{key} {POLYGLOT if key.startswith('A') else NEIGHBOUR}"


def make_universe(database: Database, *, at: datetime) -> Universe:
    """Fill an empty database for good. Takes a second or two; do it once."""
    for name in STAFF:
        # A role can be given only permissions that some page asks for.
        importlib.import_module(f"accountability.{name}.routes")
    engine = database.administrator if isinstance(database, PostgresDatabase) else database.engine
    with engine.connect() as connection, connection.begin():
        return _fill(PinnedDatabase(connection), at=at)


def _fill(database: Database, *, at: datetime) -> Universe:
    places = {key: _make_place(database, key, at=at) for key in KEYS}
    for place in places.values():
        for fill in filling.FILLERS:
            fill(place)
    for letter in "AB":
        network.connect([place for key, place in places.items() if key.startswith(letter)])
    tenants = open_doors(places.values())
    worlds = {key: World(key=key, tenant=tenants[key], at=at, ids=place.ids, sent=place.sent) for key, place in places.items()}
    return Universe(at=at, worlds=worlds)


def _make_place(database: Database, key: str, *, at: datetime) -> Place:
    tenant = make_tenant(database, words_of(key, "Udruga"), at=at, country="XK" if key.startswith("B") else "MK")
    for role in MEMBERS:
        tenant.actor(role)
    return Place(key=key, tenant=tenant, at=at, text=words_of(key, "Tajna"), title=words_of(key, "Krug"))
