"""How a fact may be said: every field is plain or personal, and both have one written form that hashes are made of.

A fact is a frozen dataclass named in the past tense, a subclass of `Fact`. Ids, numbers, days and enumerations are plain by
their type. Words must say what they are: `PlainText` for what names a thing or a choice (a role, the name of an assessment),
`Personal[...]` for what names a human being or leads to one; `member_id`, whom a fact is about, always is personal. Personal
parts are stored apart, so that erasing a person leaves the record whole. Never a field for answers, codes, tokens, passwords.
"""

import enum
import hashlib
import json
import types
import typing
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, TypeVar

T = TypeVar("T")
PLAIN, PERSONAL = "plain", "personal"
PlainText = Annotated[str, PLAIN]
Personal = Annotated[T, PERSONAL]
ABOUT = "member_id"  # the field that says whom a fact is about; always personal


@dataclass(frozen=True)
class Fact:
    """Something that happened. Subclasses are named in the past tense: `SurveyPublished`."""


@dataclass(frozen=True)
class PersonFact(Fact):
    """Something that happened to a person's account, which belongs to no organisation: each that the person is in records it."""


def classes_of(kind: type) -> Mapping[str, str | None]:
    """Field → "plain", "personal", or None when nobody has said which; for a kind of fact."""
    hints = typing.get_type_hints(kind, include_extras=True)
    return {name: PERSONAL if name == ABOUT else _class_of(hint) for name, hint in hints.items()}


def _class_of(hint: Any) -> str | None:
    if typing.get_origin(hint) is Annotated:
        return next((mark for mark in hint.__metadata__ if mark in (PLAIN, PERSONAL)), None)
    parts = typing.get_args(hint)
    if parts and typing.get_origin(hint) in (typing.Union, types.UnionType, tuple, list):
        found = {_class_of(part) for part in parts if part not in (type(None), Ellipsis)}
        return found.pop() if len(found) == 1 else None
    kind = getattr(hint, "__supertype__", hint)
    return PLAIN if isinstance(kind, type) and issubclass(kind, uuid.UUID | int | float | date | enum.Enum) else None


def parts_of(fact: Fact) -> tuple[dict[str, Any], dict[str, str]]:
    """What a fact says, as (plain, personal). What nobody has classified counts as personal: kept, and erasable."""
    classes = classes_of(type(fact))
    values = {name: plain(getattr(fact, name)) for name in classes}
    personal = {name: str(value) for name, value in values.items() if classes[name] != PLAIN and value is not None}
    return {name: value for name, value in values.items() if classes[name] == PLAIN}, personal


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, uuid.UUID | date | datetime):
        return str(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def moment(at: datetime) -> str:
    """A moment in its one written form: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(value: Any) -> bytes:
    """The one written form of a value: JSON in UTF-8, keys sorted, no spaces, no escapes but those JSON demands."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def digest_of_personal(*, salt: str, member_id: uuid.UUID | None, value: str) -> str:
    """What stays of a personal part when it is erased: SHA-256 over salt ‖ canonical {member, value}, in hex.

    The salt is 16 random bytes in hex. It is erased with the part, so that nobody can guess names against the digest.
    """
    said = {"member": str(member_id) if member_id else None, "value": value}
    return hashlib.sha256(salt.encode() + canonical(said)).hexdigest()
