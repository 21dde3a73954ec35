"""How the key actions of one version carry over to the next, and what of the answers stays comparable.

The rule, in one place: the same key action compares; several that were merged into one compare when their answers agree; of one
that was split, the old answer is shown beside each part and compared with none; what is new or dropped compares with nothing.
"""

import enum
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Mapped
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from accountability.refusal import Refusal
from accountability.standard.domain.pack import Pack

Answer = TypeVar("Answer")


class Fate(enum.Enum):
    """What became of key actions from one version to the next."""

    SAME = "same"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    DROPPED = "dropped"


class MappingIsBroken(Refusal):
    """`slug` names the key action for which the mapping has no answer, or two."""

    message = "The mapping does not hold: %(slug)s %(problem)s."


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a mapping: which key actions became which."""

    fate: Fate
    was: tuple[str, ...]
    becomes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """All key actions of two versions, each in one row."""

    rows: tuple[Row, ...]

    def origins(self) -> dict[str, tuple[str, ...]]:
        """Of every key action of the newer version: those it comes from."""
        return {slug: row.was for row in self.rows for slug in row.becomes}

    def rows_of(self, fate: Fate) -> tuple[Row, ...]:
        """The rows with one fate."""
        return tuple(row for row in self.rows if row.fate is fate)


def make_mapping(origins: Mapped[str, Sequence[str]], *, old: Sequence[str], new: Sequence[str]) -> Mapping:
    """The mapping in which each new key action comes from those named beside it. Raises MappingIsBroken."""
    _check_slugs(origins, old=old, new=new)
    heirs = {slug: tuple(each for each in new if slug in origins.get(each, ())) for slug in old}
    rows = [_row_of(slug, tuple(origins.get(slug, ())), heirs) for slug in new]
    rows += [Row(fate=Fate.DROPPED, was=(slug,), becomes=()) for slug in old if not heirs[slug]]
    return Mapping(rows=tuple(dict.fromkeys(rows)))


def _check_slugs(origins: Mapped[str, Sequence[str]], *, old: Sequence[str], new: Sequence[str]) -> None:
    for slug, sources in origins.items():
        if slug not in new:
            raise MappingIsBroken(slug=slug, problem="is not in the newer version")
        if len(set(sources)) != len(sources):
            raise MappingIsBroken(slug=slug, problem="names a key action twice")
        for source in sources:
            if source not in old:
                raise MappingIsBroken(slug=source, problem="is not in the older version")


def _row_of(slug: str, sources: tuple[str, ...], heirs: Mapped[str, tuple[str, ...]]) -> Row:
    if not sources:
        return Row(fate=Fate.NEW, was=(), becomes=(slug,))
    shared = [source for source in sources if len(heirs[source]) > 1]
    if len(sources) > 1:
        if shared:
            raise MappingIsBroken(slug=shared[0], problem="is split and merged at once; choose one of the two")
        return Row(fate=Fate.MERGED, was=sources, becomes=(slug,))
    return Row(fate=Fate.SPLIT if shared else Fate.SAME, was=sources, becomes=heirs[sources[0]])


def holds_all(mapping: Mapping, older: Pack, newer: Pack) -> bool:
    """Whether the mapping still speaks of every key action of both versions, and of no other."""
    was = {slug for row in mapping.rows for slug in row.was}
    becomes = {slug for row in mapping.rows for slug in row.becomes}
    return was == {each.slug for each in older.key_actions} and becomes == {each.slug for each in newer.key_actions}


def suggest_mapping(old: Sequence[str], new: Sequence[str]) -> Mapping:
    """A first mapping to correct by hand: the same slug is the same key action."""
    return make_mapping({slug: (slug,) for slug in new if slug in old}, old=old, new=new)


@dataclass(frozen=True, kw_only=True)
class Carried(Generic[Answer]):
    """What one key action of the newer version has from answers to the older one, by the slugs they were given to."""

    fate: Fate
    answers: Mapped[str, Answer]
    answer: Answer | None

    @property
    def is_comparable(self) -> bool:
        """Whether the old answer may stand in one line with new ones."""
        return self.answer is not None


def carry_over(mapping: Mapping, answers: Mapped[str, Answer]) -> dict[str, Carried[Answer]]:
    """Answers to the older version, by slug, as what they are to each key action of the newer one."""
    return {slug: _carry(row, answers) for row in mapping.rows for slug in row.becomes}


def _carry(row: Row, answers: Mapped[str, Answer]) -> Carried[Answer]:
    given = {slug: answers[slug] for slug in row.was if slug in answers}
    values = list(given.values())
    agree = len(values) == len(row.was) and all(value == values[0] for value in values)
    is_comparable = row.fate in (Fate.SAME, Fate.MERGED) and agree
    return Carried(fate=row.fate, answers=given, answer=values[0] if is_comparable else None)


def comparable_answers(mappings: Iterable[Mapping], answers: Mapped[str, Answer]) -> dict[str, Answer]:
    """The answers that are still comparable after one version upon the other, by slug of the last; oldest mapping first."""
    kept = dict(answers)
    for mapping in mappings:
        carried = carry_over(mapping, kept)
        kept = {slug: each.answer for slug, each in carried.items() if each.answer is not None}
    return kept


def write_mapping(mapping: Mapping) -> list[dict[str, Any]]:
    """The mapping as it is stored."""
    return [{"fate": row.fate.value, "was": list(row.was), "becomes": list(row.becomes)} for row in mapping.rows]


def read_mapping(rows: Iterable[Mapped[str, Any]]) -> Mapping:
    """A mapping as it was stored."""
    return Mapping(rows=tuple(Row(fate=Fate(row["fate"]), was=tuple(row["was"]), becomes=tuple(row["becomes"])) for row in rows))
