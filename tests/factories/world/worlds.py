"""One organisation of the World: what may stand in each place of an address."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from accountability import roles
from accountability.access import Role
from tests.support.databases import as_role
from tests.support.tenants import Tenant

# What an address calls a part of something else; its last id, in an address with several.
CHILDREN = {"question_id", "theme_id", "text_id", "invitation_id", "organisation_id"}


class NotInTheWorld(KeyError):
    """A place in an address for which the World holds nothing; says what to add."""

    def __str__(self) -> str:
        return f"{self.args[0]}: tests/factories/world holds no value for this; make one there and note its id"


@dataclass(frozen=True, kw_only=True)
class World:
    """One organisation with everything in it.

    `ids`: name of an address's part → values; "endpoint.name" is more exact.
    `sent`: endpoint → fields of its form that must hold something certain to get past the door; `{role}` stands for who asks.
    """

    key: str
    tenant: Tenant
    at: datetime
    ids: dict[str, list[str]] = field(default_factory=dict)
    sent: dict[str, dict[str, str]] = field(default_factory=dict)

    def values(self, endpoint: str, name: str) -> list[str]:
        """What may stand in an address in this place; NotInTheWorld names the place when nothing does."""
        found = self.ids.get(f"{endpoint}.{name}") or self.ids.get(name)
        if not found:
            raise NotInTheWorld(f"{endpoint}.{name}")
        return found

    def sent_by(self, endpoint: str, role: Role | None) -> dict[str, str]:
        """What must stand in the form of an endpoint when somebody with this role sends it."""
        asks = role.value if role else ""
        return {name: value.replace("{role}", asks) for name, value in self.sent.get(endpoint, {}).items()}

    def random(self) -> "World":
        """The same addresses with ids that never were."""
        return replace(self, ids={name: [_like(values[0])] for name, values in self.ids.items()})

    def with_children_of(self, other: "World") -> "World":
        """Our own things with another's parts in them."""
        theirs = {name: values for name, values in other.ids.items() if name.rpartition(".")[2] in CHILDREN}
        return replace(self, ids=self.ids | theirs)


def _like(value: str) -> str:
    return str(uuid4()) if is_id(value) else value


def is_id(value: str) -> bool:
    """Whether a value is an id, and not a word or number that all organisations share."""
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


@dataclass(kw_only=True)
class Place:
    """An organisation while it is being filled.

    `text` stands wherever people may write, `title` only in what others get to see, such as the name of a network. Each
    begins with a word that nobody else's texts hold.
    """

    key: str
    tenant: Tenant
    at: datetime
    text: str
    title: str
    ids: dict[str, list[str]] = field(default_factory=dict)
    sent: dict[str, dict[str, str]] = field(default_factory=dict)

    def note(self, name: str, *values: Any) -> None:
        """These values may stand in an address in the place `name`, or `endpoint.name`."""
        self.ids.setdefault(name, []).extend(str(value) for value in values)

    def send(self, endpoint: str, **fields: Any) -> None:
        """The form of this endpoint is sent with these fields, in place of what is plausible."""
        self.sent.setdefault(endpoint, {}).update({name: str(value) for name, value in fields.items()})

    @contextmanager
    def working(self, role: str = roles.WEB) -> Iterator[Session]:
        """A session of this organisation with the rights of one of the processes, committed at the end of the block."""
        with replace(self.tenant, database=as_role(self.tenant.database, role)).session() as session, session.begin():
            yield session
