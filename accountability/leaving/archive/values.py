"""A stored value as JSON holds it, and back again by the column's type."""

import enum
import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from accountability.database import UtcDateTime
from accountability.leaving.domain import ArchiveIsDamaged

PLAIN: dict[type[sa.types.TypeEngine[Any]], type] = {sa.Boolean: bool, sa.Integer: int, sa.Text: str}


def plain(value: Any) -> Any:
    """The value in JSON's own types: ids and moments as text, enumerations by their value."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def line(row: Mapping[str, Any]) -> bytes:
    """A row as one line of JSON."""
    text = json.dumps(
        {name: plain(value) for name, value in row.items()}, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    return text.encode() + b"\n"


def stored(column: sa.Column[Any], value: Any) -> Any:
    """The value as the column's type wants it. Raises ArchiveIsDamaged."""
    try:
        return _stored(column, value)
    except (TypeError, ValueError, AttributeError, LookupError) as error:
        raise ArchiveIsDamaged(what=f"{column.table.name}.{column.name}") from error


def _stored(column: sa.Column[Any], value: Any) -> Any:
    kind = column.type
    if value is None:
        return _empty(column)
    if isinstance(kind, sa.Uuid):
        return uuid.UUID(value)
    if isinstance(kind, UtcDateTime):
        return _moment(value)
    if isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    if isinstance(kind, sa.Enum):
        return kind.enum_class(value) if kind.enum_class else str(value)
    if isinstance(kind, sa.JSON):
        return value
    return _plain(kind, value)


def _empty(column: sa.Column[Any]) -> None:
    if not column.nullable:
        raise ValueError("empty")


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone")
    return moment


def _plain(kind: sa.types.TypeEngine[Any], value: Any) -> Any:
    expected = next(python for found, python in PLAIN.items() if isinstance(kind, found))
    if type(value) is not expected or (isinstance(value, str) and "\0" in value):
        raise TypeError("another kind of value")
    return value
