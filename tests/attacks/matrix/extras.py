"""Fields that no form has, named like columns of the database: a form that took them would let people give themselves rights."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from accountability.database import Base, load_models
from tests.attacks.matrix.addresses import Route, invented
from tests.attacks.matrix.asking import CHANGING, Asker, Who
from tests.attacks.matrix.crossing import find_form
from tests.attacks.matrix.rows import plain

WORD, NUMBER, DAY = "Planted-word", 424242, "2031-02-03"
ID = invented("00000000-0000-0000-0000-000000000000", "planted")
SAMPLES: dict[type[sa.types.TypeEngine[Any]], str] = {
    sa.Boolean: "1",
    sa.Integer: str(NUMBER),
    sa.Date: DAY,
    sa.DateTime: f"{DAY}T04:05:06+00:00",
    sa.Uuid: ID,
    sa.JSON: f'["{WORD}"]',
}
PLANTED = re.compile(rf"{WORD}|(?<![0-9a-f]){NUMBER}(?![0-9a-f])|{DAY}|{ID}|{plain(ID)}")


@cache
def columns() -> dict[str, str]:
    """Every column's name with a value that no row has: what a form could wrongly take. Choices get their last value."""
    load_models()
    return {column.name: _sample(column.type) for table in Base.metadata.tables.values() for column in table.columns}


def _sample(kind: Any) -> str:
    kind = getattr(kind, "impl_instance", kind)
    if isinstance(kind, sa.Enum):
        return str(kind.enums[-1])
    return next((sample for each, sample in SAMPLES.items() if isinstance(kind, each)), WORD)


@dataclass(frozen=True)
class Extra:
    """A post in which fields that the form does not have did something."""

    request: str
    detail: str

    def __str__(self) -> str:
        return f"{self.request}: {self.detail}"


def taken(asker: Asker, key: str, route: Route) -> Extra | None:
    """What a post with all columns' names in it does otherwise than the same post without."""
    who, path, sent = find_form(asker, key, route)
    extras = {name: value for name, value in columns().items() if name not in sent}
    first, second, planted = (_changes(asker, who, path, each) for each in (sent, sent, extras | sent))
    stable = {table for table in first.keys() | second.keys() if first.get(table) == second.get(table)}
    other = {table for table in stable | (planted.keys() - first.keys()) if planted.get(table) != first.get(table)}
    found = {word for rows in planted.values() for row in rows for word in PLANTED.findall(row)}
    detail = [*(f"another {table}" for table in sorted(other)), *(f"stores {word}" for word in sorted(found))]
    return Extra(f"POST {path}", ", ".join(detail)) if detail else None


def _changes(asker: Asker, who: Who, path: str, sent: dict[str, str]) -> dict[str, list[str]]:
    """Table → its changed rows, without ids that are new each time."""
    found: dict[str, list[str]] = {}
    for row in asker.ask(who, "POST", path, sent).changes:
        is_new = not PLANTED.search(row.text)
        found.setdefault(row.table, []).append(CHANGING.sub("", row.text) if is_new else row.text)
    return {table: sorted(rows) for table, rows in found.items()}
