"""Entries of a pack's items, taken one by one; what is missing, wrong or left over is noted by the item's name.

A reader goes on after a mistake with a neutral value, so that whoever wrote a pack is told of everything at once.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TypeVar

from accountability.refusal import Refusal
from accountability.standard.domain.pack import LEVELS

# Bounded digits: a fraction is read exactly, and an exponent would make a number of any length.
_WEIGHT = re.compile(r"\d{1,3}(/[1-9]\d{0,2}|\.\d{1,3})?")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")  # stands in addresses of pages and files
_VERSION = re.compile(r"[0-9a-z]([0-9a-z.-]{0,18}[0-9a-z])?")
TEXT_LENGTH = 4000  # characters of one text
ENTRIES = 500  # of one list


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong with one item of a pack; `item` is its slug, file or place."""

    item: str
    problem: str

    def __str__(self) -> str:
        return f"{self.item} {self.problem}"


class PackIsBroken(Refusal):
    """A pack whose content cannot be used; `item` names the slug or file, `problem` what is wrong; `problems` are all there are."""

    message = "The pack cannot be used: %(item)s %(problem)s."

    def __init__(self, *, item: str, problem: str, more: Iterable[Problem] = ()) -> None:
        super().__init__(item=item, problem=problem)
        self.problems = (Problem(item=item, problem=problem), *more)


Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=Enum)


class Entries:
    """The entries of one item. Problems are added to the list that all items of a pack share."""

    def __init__(self, source: object, *, item: str, problems: list[Problem]) -> None:
        self.item = item
        self.problems = problems
        if not isinstance(source, Mapping):
            self.note("must be a list of named entries")
        self._left = dict(source) if isinstance(source, Mapping) else {}
        # A text where entries belong is one problem, not one for each of them.
        self._is_silent = not isinstance(source, Mapping)

    def note(self, problem: str) -> None:
        self.problems.append(Problem(item=self.item, problem=problem))

    def within(self, source: object, *, item: str) -> "Entries":
        """The entries of something inside this item."""
        return Entries(source, item=item, problems=self.problems)

    def inner(self, name: object, *, item: str) -> "Entries":
        """The entries below a name. When they are missing, that is one problem."""
        source = self.take(name, dict)
        entries = self.within(source, item=item)
        entries._is_silent = not source
        return entries

    def holds(self, name: object) -> bool:
        """Whether the item has this entry; one that is empty counts as none."""
        return self._left.get(name) not in (None, "", [], {})

    def take(self, name: object, kind: type[Value]) -> Value:
        value = self._left.pop(name, None)
        # A yes or no would pass as a number.
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool) or value in ("", [], {}):
            return self._missing(name, kind)
        if isinstance(value, str) and len(value) > TEXT_LENGTH:
            self.note(f"has more than {TEXT_LENGTH} characters in “{name}”")
        if isinstance(value, list) and len(value) > ENTRIES:
            self.note(f"has more than {ENTRIES} entries in “{name}”")
            return kind()
        found: Value = value
        return found

    def _missing(self, name: object, kind: type[Value]) -> Value:
        if not self._is_silent:
            self.note(f"needs “{name}” as {_NAMES_OF_TYPES.get(kind, 'text')}")
        return kind()

    def text(self, name: object) -> str:
        value = self.take(name, str)
        return value.strip() or (self._missing(name, str) if value else "")

    def slug(self, name: str) -> str:
        return self._shaped(name, _NAME, "small letters, digits and dashes")

    def version(self, name: str) -> str:
        return self._shaped(name, _VERSION, "up to 20 digits, small letters, points and dashes")

    def _shaped(self, name: str, shape: re.Pattern[str], words: str) -> str:
        value = self.text(name)
        if value and not shape.fullmatch(value):
            self.note(f"may have only {words} in “{name}”")
            return ""
        return value

    def text_if_any(self, name: object) -> str:
        return self.text(name) if self.holds(name) else self._none(name, "")

    def texts(self, name: str) -> tuple[str, ...]:
        values = self.take(name, list)
        if not all(isinstance(value, str) and value.strip() for value in values):
            self.note(f"may have only text in “{name}”")
            return ()
        if any(len(value) > TEXT_LENGTH for value in values):
            self.note(f"has more than {TEXT_LENGTH} characters in “{name}”")
        self.refuse_doubles(values)
        return tuple(value.strip() for value in values)

    def texts_if_any(self, name: str) -> tuple[str, ...]:
        return self.texts(name) if self.holds(name) else self._none(name, ())

    def choice(self, name: str, kind: type[Choice]) -> Choice:
        value = self.text(name)
        known = {str(member.value): member for member in kind}
        if value and value not in known:
            self.note(f"has the {name} “{_short(value)}”, known are {', '.join(known)}")
        return known.get(value, next(iter(kind)))

    def choice_if_any(self, name: str, kind: type[Choice], *, default: Choice) -> Choice:
        return self.choice(name, kind) if self.holds(name) else self._none(name, default)

    def choices(self, name: str, known: Mapping[str, Value]) -> frozenset[Value]:
        """Which of the known are listed, none when the entry is missing."""
        values = self.texts_if_any(name)
        for value in values:
            if value not in known:
                self.note(f"has the {name} “{_short(value)}”, known are {', '.join(known)}")
        return frozenset(known[value] for value in values if value in known)

    def weight(self, name: str) -> Fraction:
        """A number from 1 to 999, whole, as a fraction or with a decimal point; 1 when it is not there."""
        value = self._left.pop(name, None)
        if value is None:
            return Fraction(1)
        written = str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
        # A number with a point would come as a binary fraction: it must be written as text.
        if not _WEIGHT.fullmatch(written) or Fraction(written) < 1:
            self.note(f"needs “{name}” as a whole number or as a text such as “3/2”, from 1 to 999")
            return Fraction(1)
        return Fraction(written)

    def level(self, name: str, *, default: int) -> int | None:
        """A level, or None where it says “never”."""
        value = self._left.pop(name, None)
        if value is None or value == "never":
            return default if value is None else None
        if isinstance(value, bool) or value not in LEVELS:
            self.note(f"needs “{name}” as a level from 0 to 4, or as “never”")
            return default
        return int(value)

    def per_level(self, name: str, read: Callable[["Entries", object], Value]) -> tuple[Value, ...]:
        entries = self._by_level(name)
        values = tuple(read(entries, level) for level in LEVELS)
        entries.close()
        return values

    def some_levels(
        self, name: str, levels: Iterable[int], read: Callable[["Entries", object], Value]
    ) -> tuple[tuple[int, Value], ...]:
        """What stands there for those of the levels that are named; nothing when the entry is missing."""
        if not self.holds(name):
            return self._none(name, ())
        entries = self._by_level(name)
        values = tuple((level, read(entries, level)) for level in levels if entries.holds(level))
        entries.close()
        return values

    def _by_level(self, name: str) -> "Entries":
        entries = self.inner(name, item=f"{self.item}, {name}")
        # Where content is kept as JSON, a level is a text.
        entries._left = {int(key) if key in ("0", "1", "2", "3", "4") else key: value for key, value in entries._left.items()}
        return entries

    def _none(self, name: object, neutral: Value) -> Value:
        self._left.pop(name, None)
        return neutral

    def refuse_doubles(self, values: Iterable[str]) -> None:
        seen: set[str] = set()
        for value in values:
            if value in seen:
                self.note(f"has “{_short(value)}” twice")
            seen.add(value)

    def close(self) -> None:
        if self._left:
            self.note(f"has the unknown entry “{_short(str(next(iter(self._left))))}”")


def _short(value: str) -> str:
    return value if len(value) <= 60 else value[:60] + "…"


_NAMES_OF_TYPES: dict[type, str] = {int: "a number", bool: "true or false", list: "a list", dict: "named entries"}
