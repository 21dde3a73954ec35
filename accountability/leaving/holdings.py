"""The tables of the product, each with what its columns hold: read from `columns.yaml` and tied to the models."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from accountability.database import Base, load_models
from accountability.leaving.domain import Holds
from accountability.leaving.domain.holding import LEAVES
from accountability.tenancy import Directory, Installation, Shared, TenantOwned

WRITTEN = Path(__file__).parent / "columns.yaml"
# What never leaves keeps its whole row here when it is part of the row's key.
BOUND = {Holds.SECRET, Holds.ANONYMOUS, Holds.SHOWN}


@dataclass(frozen=True)
class Holding:
    """One table: its model, and what each column holds."""

    name: str
    model: Any
    columns: Mapping[str, Holds]

    @property
    def table(self) -> sa.Table:
        """The table as the metadata knows it."""
        return Base.metadata.tables[self.name]

    def named(self, *kinds: Holds) -> list[str]:
        """The columns that hold one of these, in the table's order."""
        return [column.name for column in self.table.columns if self.columns.get(column.name) in kinds]

    def of(self, name: str) -> Any:
        """The model's attribute of this column."""
        return getattr(self.model, name)

    @property
    def keys(self) -> list[str]:
        """The columns of its primary key."""
        return [column.name for column in self.table.primary_key.columns]

    @property
    def is_owned(self) -> bool:
        """Whether each row belongs to one organisation."""
        return issubclass(self.model, TenantOwned)

    @property
    def is_shared(self) -> bool:
        """Whether each row stands between two organisations."""
        return issubclass(self.model, Shared)

    @property
    def leads_to_organisation(self) -> bool:
        """Whether rows outside the tenants' tables name the organisation they are about."""
        return issubclass(self.model, Directory | Installation) and "organisation_id" in self.columns

    @property
    def is_shown_only(self) -> bool:
        """Whether it leaves only as pages show it."""
        return bool(self.named(Holds.SHOWN, Holds.OWN))

    @property
    def travels(self) -> bool:
        """Whether its rows are part of an organisation's archive."""
        is_ours = self.is_owned or self.is_shared or self.leads_to_organisation
        is_bound = bool({self.columns.get(key) for key in self.keys} & BOUND) or bool(self.named(Holds.INSTALLATION))
        return is_ours and not is_bound and bool(self.named(*LEAVES))

    @property
    def leaving(self) -> list[str]:
        """The columns that an archive holds."""
        return self.named(*LEAVES, Holds.NOTHING)

    @property
    def is_restorable(self) -> bool:
        """Whether rows can be written again from what an archive holds of them."""
        missing = [column for column in self.table.columns if column.name not in self.leaving]
        return self.travels and not self.is_shared and all(column.nullable for column in missing)


@cache
def written() -> Mapping[str, Mapping[str, Holds]]:
    """What the file says: table → column → what it holds."""
    found = yaml.safe_load(WRITTEN.read_text(encoding="utf-8"))
    return {table: {column: Holds(kind) for kind, columns in kinds.items() for column in columns} for table, kinds in found.items()}


@cache
def holdings() -> tuple[Holding, ...]:
    """Every table, each after those it points at."""
    metadata = load_models()
    models = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
    return tuple(
        Holding(table.name, models[table.name], written().get(table.name, {}))
        for table in metadata.sorted_tables
        if table.name in models
    )


def holding(name: str) -> Holding:
    """One table by its name."""
    return next(each for each in holdings() if each.name == name)


@cache
def restorable() -> tuple[Holding, ...]:
    """The tables that an archive can fill again: nothing in them points at a row that does not come along."""
    found = {holding.name: holding for holding in holdings() if holding.is_restorable or holding.is_shown_only}
    while True:
        lost = {name for name, holding in found.items() if _leans_on_others(holding, found)}
        if not lost:
            return tuple(found.values())
        found = {name: holding for name, holding in found.items() if name not in lost}


def _leans_on_others(holding: Holding, found: Mapping[str, Holding]) -> bool:
    return any(key.referred_table.name not in found for key in holding.table.foreign_key_constraints)
