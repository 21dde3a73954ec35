"""Who may do what: an actor, and rules made of facts that read as sentences."""

import enum
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NewType

from accountability.tenancy import OrganisationId

PersonId = NewType("PersonId", uuid.UUID)
MemberId = NewType("MemberId", uuid.UUID)


class Role(enum.Enum):
    """What a member is to an organisation."""

    OWNER = "owner"
    OFFICER = "officer"
    CONTRIBUTOR = "contributor"
    VIEWER = "viewer"
    DATA_ENTRY = "data_entry"
    SAFEGUARDING = "safeguarding"
    BOARD = "board"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A member acting for an organisation; all that a rule may ask about a person."""

    person_id: PersonId
    organisation_id: OrganisationId
    member_id: MemberId
    role: Role
    name: str
    organisation_name: str
    country: str = ""  # the organisation's, for its time zone


Fact = Callable[[Actor | None, Any], bool]


class Forbidden(Exception):
    """The actor may not do this; `rule` is the rule that says so."""

    def __init__(self, rule: "Rule") -> None:
        self.rule = rule
        super().__init__(rule.name)


@dataclass(frozen=True, init=False)
class Rule:
    """A named permission: every fact must hold for the actor and the subject."""

    name: str
    facts: tuple[Fact, ...]

    def __init__(self, name: str, *facts: Fact) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "facts", facts)
        if RULES.setdefault(name, self).facts != facts:
            raise ValueError(f"two rules are named {name}")

    def allows(self, actor: Actor | None, subject: object = None) -> bool:
        """Whether the actor may do this to the subject."""
        return all(fact(actor, subject) for fact in self.facts)


RULES: dict[str, Rule] = {}


def is_member(actor: Actor | None, _subject: object) -> bool:
    return actor is not None


def roles(*allowed: Role) -> Fact:
    """The fact that the actor holds one of these roles."""

    def holds_role(actor: Actor | None, _subject: object) -> bool:
        return actor is not None and actor.role in allowed

    return holds_role


ANYONE = Rule("ANYONE")
SIGNED_IN = Rule("SIGNED_IN", is_member)
