"""An assessment as rows of a spreadsheet: which columns, and in which words.

The columns are the same for every assessment and both ways, in the order of the standard; a column stays when it is empty.
Headings and fixed values are English words that never change, so that a file of any year can be brought back in.
"""

import enum
import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from accountability.assessment.domain.ratings import BLANK, Answer, Knowledge, Verdict
from accountability.assessment.domain.talk import WorkStatus
from accountability.assessment.domain.ways import Sheet
from accountability.standard.domain import LEVELS, Commitment, KeyAction

FORMAT = "1"


class Column(enum.Enum):
    """The columns in their order, by heading."""

    NUMBER = "commitment number"
    COMMITMENT = "commitment"
    CODE = "code"
    KEY_ACTION = "key action"
    KIND = "kind"
    ANSWER = "answer"
    REASON = "reason not applicable"
    NOTE = "note"
    MINORITY = "minority note"
    FLAG = "come back to this"
    KNOWLEDGE = "policy known"
    TARGET = "target level"
    WORK = "work status"
    EVIDENCE = "evidence"
    BEFORE = "previous answer"
    OUTSIDE = "view from outside"
    COMMENTS = "open comments"
    VERSION = "version"


ANSWERS: dict[str, tuple[Verdict, int | None]] = {str(level): (Verdict.LEVEL, level) for level in LEVELS}
ANSWERS |= {"not applicable": (Verdict.NOT_APPLICABLE, None), "don't know": (Verdict.DONT_KNOW, None)}
ALSO = {
    "n/a": "not applicable",
    "na": "not applicable",
    "not-applicable": "not applicable",
    "dont know": "don't know",
    "?": "don't know",
}
FLAGS = {"yes": True, "no": False}
KNOWN = {"knows it": Knowledge.KNOWS, "has heard of it": Knowledge.HEARD_OF, "does not know it": Knowledge.DOES_NOT_KNOW}
WORKS = {"to do": WorkStatus.TO_DO, "working on it": WorkStatus.WORKING, "waiting": WorkStatus.WAITING, "ready": WorkStatus.READY}
LEVEL_WORDS = {str(level): level for level in LEVELS}
CHOICES: Mapping[Column, tuple[str, ...]] = {
    Column.ANSWER: tuple(ANSWERS),
    Column.FLAG: tuple(FLAGS),
    Column.KNOWLEDGE: tuple(KNOWN),
    Column.TARGET: tuple(LEVEL_WORDS),
    Column.WORK: tuple(WORKS),
}
TEXTS = {Column.REASON: "reason", Column.NOTE: "note", Column.MINORITY: "minority_note"}
PLAIN_PARTS = TEXTS | {Column.FLAG: "is_to_revisit", Column.KNOWLEDGE: "knowledge"}
# Where a column has no place on a sheet, what it says there is left alone.
ONLY_ON = {Column.MINORITY: Sheet.AGREED, Column.TARGET: Sheet.AGREED, Column.WORK: Sheet.AGREED, Column.KNOWLEDGE: Sheet.OWN}
VERSION = re.compile(r"v(\d{1,9})\.([0-9a-f]{8})\.([0-4-])\.([0-3])")


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What stands beside an answer: the level the organisation wants to reach, and how far the work is."""

    target: int | None = None
    work: WorkStatus = WorkStatus.TO_DO


NO_AIM = Aim()


@dataclass(frozen=True, kw_only=True)
class Line:
    """All that a sheet says about one key action. `version` counts the answers given so far; 0 is none."""

    commitment: Commitment
    key_action: KeyAction
    answer: Answer = BLANK
    version: int = 0
    aim: Aim = NO_AIM
    evidence: tuple[str, ...] = ()
    before: Answer | None = None
    outside: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


def answer_word(answer: Answer) -> str:
    """The answer as its cell says it: 0 to 4, "not applicable", "don't know" or nothing."""
    return next((word for word, meant in ANSWERS.items() if meant == (answer.verdict, answer.level)), "")


def word_of(value: object, words: Mapping[str, object]) -> str:
    """The word that stands for a value, or nothing."""
    return next((word for word, meant in words.items() if meant == value), "")


def mark_of(assessment_id: uuid.UUID, *, sheet: Sheet, member_id: uuid.UUID) -> str:
    """Tells whether a row was exported from this sheet of this assessment; one's own sheet is nobody else's."""
    of_whom = member_id if sheet is Sheet.OWN else ""
    return hashlib.sha256(f"{assessment_id} {sheet.value} {of_whom}".encode()).hexdigest()[:8]


def version_word(line: Line, *, mark: str) -> str:
    """Which answer and aim a row was exported from: v3.1f9c2a7b.2.0 is version 3, target 2, to do."""
    target = "-" if line.aim.target is None else line.aim.target
    return f"v{line.version}.{mark}.{target}.{list(WorkStatus).index(line.aim.work)}"


def cells_of(line: Line, *, sheet: Sheet, mark: str) -> tuple[str, ...]:
    """One row, a text for each column in order."""
    cells = {
        Column.NUMBER: str(line.commitment.number),
        Column.COMMITMENT: line.commitment.title,
        Column.CODE: str(line.key_action.slug),
        Column.KEY_ACTION: line.key_action.text,
        Column.KIND: line.key_action.kind.value,
        Column.ANSWER: answer_word(line.answer),
        Column.FLAG: word_of(line.answer.is_to_revisit, FLAGS),
        Column.KNOWLEDGE: word_of(line.answer.knowledge, KNOWN),
        Column.TARGET: "" if line.aim.target is None else str(line.aim.target),
        Column.WORK: word_of(line.aim.work, WORKS),
        Column.EVIDENCE: "\n".join(line.evidence),
        Column.BEFORE: answer_word(line.before or BLANK),
        Column.OUTSIDE: "\n".join(line.outside),
        Column.COMMENTS: "\n".join(line.comments),
        Column.VERSION: version_word(line, mark=mark),
    }
    cells |= {column: str(getattr(line.answer, part)) for column, part in TEXTS.items()}
    return tuple("" if ONLY_ON.get(column, sheet) is not sheet else cells[column] for column in Column)
