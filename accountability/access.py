"""Who may do what: an actor, and rules made of facts that read as sentences."""

import enum
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    CUSTOM = "custom"  # made by the organisation itself, by choosing permissions
    OPERATOR = "operator"  # runs the installation; let in by a grant, never a member


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
    permissions: frozenset[str] = frozenset()  # names of the rules a custom role holds
    parts: frozenset[str] | None = None  # slugs of the commitments a reviewer may see; None: all
    confirmed_at: datetime | None = None  # when this sign-in last proved who it is
    needs_second_factor: bool = False  # must set one up before anything else
    must_use_provider: bool = False  # the organisation wants its own provider to vouch, which this sign-in did not have done
    is_bound: bool = False  # vouched for by the organisation's own provider, and only for this organisation
    is_operator: bool = False  # runs the installation and proved it twice in this sign-in; a grant may let them look
    scope: frozenset[str] | None = None  # names of the rules a personal token is limited to; None: a browser


Fact = Callable[[Actor | None, Any], bool]

# How long after proving who they are people may open, and send, what is sensitive. Sending has longer: forms take time.
CONFIRMED_TO_READ = timedelta(minutes=10)
CONFIRMED_TO_CHANGE = timedelta(minutes=30)


@dataclass(frozen=True)
class HoldsRole:
    """The fact that the actor holds one of these roles."""

    allowed: frozenset[Role]

    def __call__(self, actor: Actor | None, _subject: object) -> bool:
        return actor is not None and actor.role in self.allowed


class Forbidden(Exception):
    """The actor may not do this; `rule` is the rule that says so."""

    def __init__(self, rule: "Rule") -> None:
        self.rule = rule
        super().__init__(rule.name)


class ConfirmationIsNeeded(Exception):
    """The actor may do this, but must first prove again who they are."""


class ProviderIsRequired(Exception):
    """The actor may do nothing for this organisation before its own provider has vouched for them."""


class SecondFactorIsMissing(Exception):
    """The actor may do nothing before they set up a second factor."""


@dataclass(frozen=True, init=False)
class Rule:
    """A named permission: every fact must hold for the actor and the subject. What is sensitive wants a fresh proof of who asks.

    Who may not use what is hidden is told that there is no such page.
    """

    name: str
    facts: tuple[Fact, ...]
    is_sensitive: bool
    is_hidden: bool

    def __init__(self, name: str, *facts: Fact, is_sensitive: bool = False, is_hidden: bool = False) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "facts", facts)
        object.__setattr__(self, "is_sensitive", is_sensitive)
        object.__setattr__(self, "is_hidden", is_hidden)
        if RULES.setdefault(name, self) != self:
            raise ValueError(f"two rules are named {name}")

    @property
    def is_grantable(self) -> bool:
        """Whether a custom role may hold it: what only an owner may do stays with the owners."""
        named = [fact for fact in self.facts if isinstance(fact, HoldsRole)]
        return bool(named) and all(fact.allowed - {Role.OWNER} for fact in named)

    def allows(self, actor: Actor | None, subject: object = None) -> bool:
        """Whether the actor may do this to the subject."""
        if actor is not None and actor.scope is not None and self.name not in actor.scope:
            return False
        if actor is not None and actor.role is Role.OPERATOR and not self._knows_operators:
            return False
        return all(self._holds(fact, actor, subject) for fact in self.facts)

    @property
    def _knows_operators(self) -> bool:
        """Whether it speaks of operators. One who was let in is no member: what every member may, they may not."""
        facts = [fact.allowed if isinstance(fact, HoldsRole) else fact for fact in self.facts]
        return not facts or any(fact is is_operator or (isinstance(fact, frozenset) and Role.OPERATOR in fact) for fact in facts)

    def _holds(self, fact: Fact, actor: Actor | None, subject: object) -> bool:
        if isinstance(fact, HoldsRole) and actor is not None and actor.role is Role.CUSTOM:
            return self.is_grantable and self.name in actor.permissions
        return fact(actor, subject)

    def is_confirmed(self, actor: Actor | None, *, at: datetime, within: timedelta) -> bool:
        """Whether the actor proved freshly enough who they are. A personal token was made with such a proof."""
        if not self.is_sensitive or actor is None or actor.scope is not None:
            return True
        return actor.confirmed_at is not None and at - actor.confirmed_at <= within


RULES: dict[str, Rule] = {}


def is_member(actor: Actor | None, _subject: object) -> bool:
    return actor is not None


def is_operator(actor: Actor | None, _subject: object) -> bool:
    return actor is not None and actor.is_operator


def roles(*allowed: Role) -> Fact:
    """The fact that the actor holds one of these roles."""
    return HoldsRole(frozenset(allowed))


def is_in_a_browser(actor: Actor | None, _subject: object) -> bool:
    return actor is not None and actor.scope is None


def is_free(actor: Actor | None, _subject: object) -> bool:
    """Whether the person proved who they are to us. What one organisation's provider vouches for reaches no other organisation."""
    return actor is not None and not actor.is_bound and actor.scope is None


ANYONE = Rule("ANYONE")
SIGNED_IN = Rule("SIGNED_IN", is_member)
# What belongs to the person and not to an organisation: their account, and going from one organisation to another.
OWN_ACCOUNT = Rule("OWN_ACCOUNT", is_free)
CHANGE_ACCOUNT = Rule("CHANGE_ACCOUNT", is_free, is_sensitive=True)
# Open also to those who must still set up a second factor.
SETTING_UP = Rule("SETTING_UP", is_member, is_free)
