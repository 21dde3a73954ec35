"""What bringing a sheet in would do, row by row: something new, a change, nothing, a conflict, or a problem."""

import enum
import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from accountability.assessment.domain.ratings import BLANK, PARTS, Answer, checked, merge
from accountability.assessment.domain.sheets.columns import NO_AIM, PLAIN_PARTS, Aim, Column
from accountability.assessment.domain.sheets.reading import Problem, Said
from accountability.refusal import Refusal
from accountability.standard.domain import KeyAction

NO_CODE = "No key action stands in this row."
UNKNOWN_CODE = "There is no key action “%(code)s” in this assessment."
NOT_ASKED = "This key action is not asked in this assessment."
TWICE = "This key action stands in more than one row: %(rows)s."
FROM_NOWHERE = "The version of this row is not known here. Export the assessment again."
T = TypeVar("T")


class Fate(enum.Enum):
    """What happens to a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"
    PROBLEM = "problem"


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What is there about a key action. `version` 0: no answer yet."""

    answer: Answer = BLANK
    version: int = 0
    aim: Aim = NO_AIM


NOTHING = Stored()


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a row of the file would make of what is stored. In a conflict `answer` and `aim` are what the file would make of it."""

    said: Said
    fate: Fate
    stored: Stored = NOTHING
    key_action: KeyAction | None = None
    answer: Answer = BLANK
    aim: Aim = NO_AIM
    disputed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows of the file it is made of."""
        return (self.said.row, *self.said.also)

    def is_taken(self, rows: Collection[int]) -> bool:
        """Whether it is brought in: what is new or changed always, a conflict when its first row is among these."""
        return self.fate in {Fate.NEW, Fate.CHANGED} or (self.fate is Fate.CONFLICT and self.said.row in rows)


@dataclass(frozen=True, kw_only=True)
class Place:
    """The assessment as far as rows are held against it. `known` are the key actions of its standard, `asked` those it asks.

    `bases` are the versions that rows were exported from, by key action and version. `barred` says why this person may not write
    what a proposal changes, if so.
    """

    known: Mapping[str, KeyAction]
    asked: Collection[str]
    stored: Mapping[str, Stored]
    bases: Mapping[tuple[str, int], Answer]
    barred: Callable[["Proposal"], Refusal | None]


def propose(rows: Iterable[Said], place: Place) -> list[Proposal]:
    """One proposal for each row, in the order of the rows."""
    rows = list(rows)
    where: dict[str, list[int]] = defaultdict(list)
    for each in rows:
        where[each.code].append(each.row)
    return [_propose(each, place, twice=where[each.code]) for each in rows]


def _propose(said: Said, place: Place, *, twice: Sequence[int]) -> Proposal:
    key_action = place.known.get(said.code)
    problem = _why_not(said, key_action, place, twice)
    if key_action is None or problem or said.problems:
        problems = (*((problem,) if problem else ()), *said.problems)
        return Proposal(said=said, key_action=key_action, fate=Fate.PROBLEM, problems=problems)
    stored = place.stored.get(said.code, NOTHING)
    try:
        answer, parts = _join_answers(said, place, stored.answer)
    except Refusal as refusal:
        return _refused(said, key_action, refusal, stored)
    aim, aims = _join_aims(said, stored.aim)
    fate = _fate(stored, answer, aim, disputed := (*parts, *aims))
    found = Proposal(said=said, key_action=key_action, fate=fate, stored=stored, answer=answer, aim=aim, disputed=disputed)
    bar = None if fate is Fate.SAME else place.barred(found)
    return _refused(said, key_action, bar, stored) if bar else found


def _join_answers(said: Said, place: Place, stored: Answer) -> tuple[Answer, tuple[str, ...]]:
    """The answer with what the row says, by the rules of the cards, and the parts both sides changed. Raises as `checked` does."""
    if said.seen is None:
        base = _base_from_elsewhere(said, stored)
    else:
        base = place.bases[said.code, said.seen] if said.seen else BLANK
    joined = merge(base, mine=checked(said.put_on(base)), theirs=stored)
    return checked(joined.answer), joined.disputed


def _refused(said: Said, key_action: KeyAction, refusal: Refusal, stored: Stored) -> Proposal:
    told = Problem(message=refusal.message, params=refusal.params)  # type: ignore[arg-type]
    return Proposal(said=said, key_action=key_action, fate=Fate.PROBLEM, stored=stored, problems=(told,))


def _why_not(said: Said, key_action: KeyAction | None, place: Place, twice: Sequence[int]) -> Problem | None:
    if not said.code:
        return Problem(message=NO_CODE, column=Column.CODE)
    if key_action is None:
        return Problem(message=UNKNOWN_CODE, column=Column.CODE, params={"code": said.code[:60]})
    if said.code not in place.asked:
        return Problem(message=NOT_ASKED, column=Column.CODE)
    if len(twice) > 1:
        return Problem(message=TWICE, column=Column.CODE, params={"rows": ", ".join(map(str, twice))})
    if said.seen and (said.code, said.seen) not in place.bases:
        return Problem(message=FROM_NOWHERE, column=Column.VERSION)
    return None


def _base_from_elsewhere(said: Said, stored: Answer) -> Answer:
    """What a row that was not exported from here is held against: where it says something, nothing; elsewhere what is there."""
    spoken = {PLAIN_PARTS[column] for column in said.values if column in PLAIN_PARTS}
    spoken |= {"verdict", "level"} if Column.ANSWER in said.values else set()
    parts = [fields for fields in PARTS.values() if spoken & set(fields)]
    blank: dict[str, Any] = {name: getattr(BLANK, name) for fields in parts for name in fields}
    return replace(stored, **blank)


def _join_aims(said: Said, now: Aim) -> tuple[Aim, tuple[str, ...]]:
    then = said.aim_then or Aim(
        target=None if Column.TARGET in said.values else now.target,
        work=NO_AIM.work if Column.WORK in said.values else now.work,
    )
    mine = said.put_beside(then)
    target, is_target_disputed = _join(then.target, mine.target, now.target)
    work, is_work_disputed = _join(then.work, mine.work, now.work)
    disputed = (*(("target",) if is_target_disputed else ()), *(("work",) if is_work_disputed else ()))
    return Aim(target=target, work=work), disputed


def _join(then: T, mine: T, now: T) -> tuple[T, bool]:
    if mine == then:
        return now, False
    return mine, now not in (then, mine)


def _fate(stored: Stored, answer: Answer, aim: Aim, disputed: Sequence[str]) -> Fate:
    if (answer, aim) == (stored.answer, stored.aim):
        return Fate.SAME
    if disputed:
        return Fate.CONFLICT
    return Fate.NEW if (stored.answer, stored.aim) == (BLANK, NO_AIM) else Fate.CHANGED


def fingerprint(proposals: Iterable[Proposal]) -> str:
    """Tells whether the rows would still do what somebody was shown."""
    shown = [(each.rows, each.fate, each.stored, each.answer, each.aim) for each in proposals]
    return hashlib.sha256(repr(shown).encode(errors="surrogatepass")).hexdigest()[:32]
