"""Removing what is over, as the table of lifetimes says."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.leaving.domain import KINDS, Kept
from accountability.leaving.holdings import Holding, holding
from accountability.storage import Storage


def forget(session: Session, storage: Storage, *, at: datetime, owned: bool) -> int:
    """Delete the rows that are over: of the organisation the session acts for (`owned`), or of the installation."""
    due = [kept for kept in KINDS if holding(kept.table).is_owned is owned]
    return sum(_forget(session, storage, kept, at=at) for kept in due)


def _forget(session: Session, storage: Storage, kept: Kept, *, at: datetime) -> int:
    table = holding(kept.table)
    is_over = [table.of(kept.since) < kept.over(at)]
    is_over += [table.of(kept.unless).is_(None)] if kept.unless else []
    keys = [tuple(row) for row in session.execute(sa.select(*(table.of(key) for key in table.keys)).where(*is_over))]
    if kept.table == "export_job":
        for organisation_id, export_id in keys:
            storage.delete(f"{organisation_id}/exports/{export_id}.zip")
    for key in keys:
        session.execute(sa.delete(table.model).where(*_is_row(table, key)), execution_options={"synchronize_session": False})
    return len(keys)


def _is_row(table: Holding, key: tuple[Any, ...]) -> list[Any]:
    return [table.of(name) == value for name, value in zip(table.keys, key, strict=True)]
