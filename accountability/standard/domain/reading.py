"""How a pack is read from plain mappings, and when it is refused.

Only what any version must have is held here. How many commitments or words a pack has is its own affair, so that official wording
can replace ours; the tests hold our own packs to that.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import TypeVar

from accountability.refusal import Refusal
from accountability.standard.domain.pack import (
    LEVELS,
    Cluster,
    Commitment,
    CommitmentSlug,
    Depth,
    KeyAction,
    KeyActionSlug,
    Kind,
    Level,
    Pack,
    PackId,
    PackStatus,
)


class PackIsBroken(Refusal):
    """A pack whose content cannot be used; `item` names the slug or file, `problem` what is wrong with it."""

    message = "The pack cannot be used: %(item)s %(problem)s."


Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=Enum)


class _Entries:
    """The entries of one item of a pack, taken one by one; what is missing, wrong or left over is refused by the item's name."""

    def __init__(self, source: object, *, item: str) -> None:
        self.item = item
        if not isinstance(source, Mapping):
            raise PackIsBroken(item=item, problem="must be a list of named entries")
        self._left = dict(source)

    def refuse(self, problem: str) -> PackIsBroken:
        return PackIsBroken(item=self.item, problem=problem)

    def take(self, name: object, kind: type[Value]) -> Value:
        value = self._left.pop(name, None)
        # A yes or no would pass as a number.
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool) or value in ("", [], {}):
            raise self.refuse(f"needs “{name}” as {_NAMES_OF_TYPES.get(kind, 'text')}")
        return value

    def text(self, name: object) -> str:
        value = self.take(name, str).strip()
        if not value:
            raise self.refuse(f"needs “{name}” as text")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        values = self.take(name, list)
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.refuse(f"may have only text in “{name}”")
        _refuse_doubles(values, item=self.item)
        return tuple(value.strip() for value in values)

    def choice(self, name: str, kind: type[Choice]) -> Choice:
        value = self.text(name)
        try:
            return kind(value)
        except ValueError:
            known = ", ".join(str(member.value) for member in kind)
            raise self.refuse(f"has the {name} “{value}”, known are {known}") from None

    def per_level(self, name: str, read: Callable[["_Entries", int], Value]) -> tuple[Value, ...]:
        entries = _Entries(self.take(name, dict), item=f"{self.item}, {name}")
        values = tuple(read(entries, level) for level in LEVELS)
        entries.close()
        return values

    def close(self) -> None:
        if self._left:
            raise self.refuse(f"has the unknown entry “{next(iter(self._left))}”")


_NAMES_OF_TYPES: dict[type, str] = {int: "a number", bool: "true or false", list: "a list", dict: "named entries"}


def read_pack(header: object, commitments: Mapping[str, object]) -> Pack:
    """The pack described by the header and by one mapping per commitment, keyed by slug. Raises PackIsBroken."""
    entries = _Entries(header, item="the header")
    sources = dict(commitments)
    pack = Pack(
        id=PackId(entries.text("id")),
        version=entries.text("version"),
        title=entries.text("title"),
        status=entries.choice("status", PackStatus),
        languages=entries.texts("languages"),
        licence=entries.text("licence"),
        levels=entries.per_level("levels", _read_level),
        clusters=tuple(_read_cluster(cluster, sources) for cluster in entries.take("clusters", list)),
        provenance=entries.text("provenance"),
        review_status=entries.text("review_status"),
    )
    entries.close()
    if sources:
        raise PackIsBroken(item=next(iter(sources)), problem="is in no cluster")
    _refuse_doubles([action.slug for action in pack.key_actions], item="the pack")
    return pack


def _read_level(entries: _Entries, value: int) -> Level:
    level = _Entries(entries.take(value, dict), item=f"level {value}")
    read = Level(value=value, name=level.text("name"), meaning=level.text("meaning"))
    level.close()
    return read


def _read_cluster(source: object, sources: dict[str, object]) -> Cluster:
    entries = _Entries(source, item="a cluster")
    entries.item = slug = entries.text("slug")
    cluster = Cluster(
        slug=slug,
        letter=entries.text("letter"),
        title=entries.text("title"),
        commitments=tuple(_read_commitment(name, sources) for name in entries.texts("commitments")),
        provenance=entries.text("provenance"),
        review_status=entries.text("review_status"),
    )
    entries.close()
    return cluster


def _read_commitment(slug: str, sources: dict[str, object]) -> Commitment:
    if slug not in sources:
        raise PackIsBroken(item=slug, problem="is listed in a cluster but missing, or listed twice")
    entries = _Entries(sources.pop(slug), item=slug)
    if entries.text("slug") != slug:
        raise entries.refuse("lies under another slug")
    commitment = Commitment(
        slug=CommitmentSlug(slug),
        number=entries.take("number", int),
        title=entries.text("title"),
        promise=entries.text("promise"),
        key_actions=tuple(_read_key_action(action, CommitmentSlug(slug)) for action in entries.take("key_actions", list)),
        provenance=entries.text("provenance"),
        review_status=entries.text("review_status"),
    )
    entries.close()
    if not commitment.key_actions_at(Depth.QUICK):
        raise entries.refuse("has no key action in the quick scan, which could not score it")
    return commitment


def _read_key_action(source: object, commitment: CommitmentSlug) -> KeyAction:
    entries = _Entries(source, item=f"a key action of {commitment}")
    entries.item = slug = entries.text("slug")
    action = KeyAction(
        slug=KeyActionSlug(slug),
        commitment=commitment,
        text=entries.text("text"),
        kind=entries.choice("kind", Kind),
        descriptors=entries.per_level("descriptors", _Entries.text),
        guiding_question=entries.text("guiding_question"),
        evidence_examples=entries.texts("evidence_examples"),
        is_quick=entries.take("quick_scan", bool),
        provenance=entries.text("provenance"),
        review_status=entries.text("review_status"),
    )
    entries.close()
    _refuse_doubles(action.descriptors, item=slug)
    return action


def _refuse_doubles(values: Iterable[str], *, item: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise PackIsBroken(item=item, problem=f"has “{value}” twice")
        seen.add(value)
