"""Rows of a sheet in words: what becomes of each, what would change, and what was noticed while reading."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accountability.assessment.domain.ratings import Answer
from accountability.assessment.domain.sheets.columns import FLAGS, KNOWN, WORKS, Aim, word_of
from accountability.assessment.domain.sheets.proposing import Fate, Proposal
from accountability.language import gettext as _
from accountability.language import lazy
from accountability.spreadsheet.rows import Remark, column_name
from accountability.standard.domain import KeyAction

InWords = Callable[[Answer], str]
# In the order in which people want to read them.
GROUPS = (
    (Fate.PROBLEM, lazy("Problems"), lazy("These rows stay out. Put them right in the file and choose it again, or leave them.")),
    (
        Fate.CONFLICT,
        lazy("Changed here too"),
        lazy("These were answered differently here since, or before. What is here stays, unless you tick the row."),
    ),
    (Fate.CHANGED, lazy("Changed"), lazy("What is here becomes what the file says. The answers of before are kept.")),
    (Fate.NEW, lazy("New"), lazy("There is no answer here yet.")),
    (Fate.SAME, lazy("The same"), lazy("Nothing happens to these.")),
)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One part of a row: what stands there, and what the file makes of it."""

    part: str
    before: str
    after: str
    is_disputed: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row as the page shows it."""

    numbers: str
    first: int
    key_action: KeyAction | None
    code: str
    differences: tuple[Difference, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """All rows with the same fate."""

    fate: str
    title: str
    text: str
    rows: tuple[Row, ...]


def groups(proposals: Iterable[Proposal], in_words: InWords) -> list[Group]:
    """The rows by fate, those that need a look first; what is empty is left out."""
    proposals = list(proposals)
    made = (
        Group(
            fate=fate.value,
            title=str(title),
            text=str(text),
            rows=tuple(_row(each, in_words) for each in proposals if each.fate is fate),
        )
        for fate, title, text in GROUPS
    )
    return [group for group in made if group.rows]


def _row(each: Proposal, in_words: InWords) -> Row:
    return Row(
        numbers=", ".join(str(row) for row in each.rows),
        first=each.said.row,
        key_action=each.key_action,
        code=each.said.code,
        differences=() if each.fate is Fate.PROBLEM else tuple(_differences(each, in_words)),
        problems=tuple(_(problem.message, **problem.params) for problem in each.problems),
    )


def _differences(each: Proposal, in_words: InWords) -> Iterable[Difference]:
    was, will = _parts(each.stored.answer, each.stored.aim, in_words), _parts(each.answer, each.aim, in_words)
    for name, (part, before) in was.items():
        after = will[name][1]
        if before != after:
            yield Difference(part=part, before=before, after=after, is_disputed=name in each.disputed)


def _parts(answer: Answer, aim: Aim, in_words: InWords) -> dict[str, tuple[str, str]]:
    return {
        "answer": (_("Answer"), in_words(answer)),
        "note": (_("Note"), answer.note or _("none")),
        "minority": (_("Minority note"), answer.minority_note or _("none")),
        "flag": (_("Come back to this"), word_of(answer.is_to_revisit, FLAGS)),
        "knowledge": (_("Policy known"), word_of(answer.knowledge, KNOWN) or _("none")),
        "target": (_("Target level"), _("none") if aim.target is None else str(aim.target)),
        "work": (_("Work status"), word_of(aim.work, WORKS)),
    }


def say_remark(remark: Remark) -> str:
    """A remark with its place before it."""
    sentence = _(remark.sentence, **remark.params)
    place = [_("sheet “%(name)s”", name=remark.sheet)] if remark.sheet else []
    place += [_("row %(row)s", row=remark.row)] if remark.row else []
    place += [_("column %(column)s", column=column_name(remark.column))] if remark.column else []
    where = ", ".join(place)
    return f"{where[0].upper()}{where[1:]}: {sentence}" if where else sentence
