"""What stands in the way of bringing a sheet in or taking it back, what happened, and what is kept in between."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from accountability.assessment.domain.sheets.columns import NO_AIM, Aim
from accountability.assessment.domain.sheets.reading import find_headings
from accountability.assessment.domain.talk import WorkStatus
from accountability.assessment.domain.ways import Sheet, Standing, Way
from accountability.fact import Fact
from accountability.refusal import Refusal
from accountability.spreadsheet.rows import Cell, Finding, Kind, Remark, Spreadsheet

UNDECIDED_FOR = timedelta(hours=24)
CAN_BE_TAKEN_BACK_FOR = timedelta(days=30)
MOST_WAITING = 10  # files of one assessment that wait to be decided


class RatersAreAnonymous(Refusal):
    """What an anonymous rater chose stands in one place only, and goes from there."""

    message = "Raters are anonymous here, and a file would keep what you chose in one more place. Rate on the cards instead."


class TargetsAreNotYours(Refusal):
    """Who rates does not decide what the organisation wants to reach."""

    message = "The target of this row was changed. Only those who run the assessment choose targets."


class AgreeingIsNotYours(Refusal):
    """Where people rated alone, what they settle on is written down by who runs the cycle."""

    message = "Only those who run the assessment write down what is agreed."


class TooManyAreWaiting(Refusal):
    """Rows that nobody decides about pile up."""

    message = "%(most)s files wait here already to be brought in or thrown away. Decide about one of them first."


class NoRowsInFile(Refusal):
    """A file of empty sheets."""

    message = "There is nothing in this file."
    field = "file"


class SheetIsDecided(Refusal):
    """What was brought in once is not brought in again."""

    message = "This file was brought in already."


class RowsHaveChanged(Refusal):
    """What somebody was shown is no longer what would happen."""

    message = "Something changed in the assessment while you were reading. Look at the rows again, then bring them in."


class NothingToBringIn(Refusal):
    """No row is new or changed, and no conflict was decided for the file."""

    message = "There is nothing to bring in."


class SheetIsOver(Refusal):
    """Rating was closed or begun since the file was read: the answers would go elsewhere."""

    message = "Rating went on since this file was read, and its answers would go to another sheet now. Choose the file again."


class SheetIsNotUnderstood(Refusal):
    """A foreign sheet of which nobody has said what its columns are."""

    message = "Say first what the columns of this file are."


class TakingBackIsOver(Refusal):
    """Past thirty days nobody remembers what was before."""

    message = "This was brought in more than 30 days ago, so it cannot be taken back as a whole any more."


class SheetIsTakenBack(Refusal):
    """Once is enough."""

    message = "This was taken back already."


@dataclass(frozen=True, kw_only=True)
class SheetBroughtIn(Fact):
    """Somebody brought answers in from a spreadsheet: how many were new, how many changed, how many rows were left out."""

    new: int
    changed: int
    left_out: int


@dataclass(frozen=True, kw_only=True)
class SheetTakenBack(Fact):
    """Somebody took back what was brought in: how many answers went back, how many stayed because they were changed since."""

    back: int
    stayed: int


@dataclass(frozen=True, kw_only=True)
class Change:
    """What bringing in did to one key action: the versions before and after, and the aim before and after if it changed."""

    key_action: str
    before: int
    after: int
    aim_before: Aim = NO_AIM
    aim_after: Aim = NO_AIM

    def as_plain(self) -> dict[str, Any]:
        """The same as JSON can hold it."""
        aims = [[aim.target, aim.work.value] for aim in (self.aim_before, self.aim_after)]
        return {"key_action": self.key_action, "before": self.before, "after": self.after, "aims": aims}

    @classmethod
    def of_plain(cls, found: Mapping[str, Any]) -> Self:
        """What `as_plain` gave."""
        before, after = (Aim(target=target, work=WorkStatus(work)) for target, work in found["aims"])
        versions = {"before": found["before"], "after": found["after"]}
        return cls(key_action=found["key_action"], **versions, aim_before=before, aim_after=after)


@dataclass(frozen=True, kw_only=True)
class Page:
    """One sheet of a file as it is kept until it is decided."""

    name: str
    rows: tuple[tuple[Cell, ...], ...] = field(repr=False)


def check_bringing(standing: Standing, *, waiting: int) -> None:
    """Raise RatersAreAnonymous or TooManyAreWaiting."""
    if standing.way is Way.ANONYMOUS and standing.sheet is Sheet.OWN:
        raise RatersAreAnonymous
    if waiting >= MOST_WAITING:
        raise TooManyAreWaiting(most=MOST_WAITING)


def check_taking_back(*, applied_at: datetime | None, is_undone: bool, at: datetime) -> None:
    """Raise SheetIsTakenBack or TakingBackIsOver."""
    if is_undone:
        raise SheetIsTakenBack
    if applied_at is None or at - applied_at > CAN_BE_TAKEN_BACK_FOR:
        raise TakingBackIsOver


def pages_as_plain(spreadsheet: Spreadsheet) -> list[dict[str, Any]]:
    """The filled sheets as JSON can hold them; ours alone when one is. A cell is its text, or text and kind. NoRowsInFile."""
    filled = [sheet for sheet in spreadsheet.sheets if any(sheet.rows)]
    if not filled:
        raise NoRowsInFile
    ours = [sheet for sheet in filled if find_headings(sheet.rows)][:1]
    return [{"name": each.name, "rows": [[_plain(cell) for cell in row] for row in each.rows]} for each in ours or filled]


def _plain(cell: Cell) -> str | list[str]:
    return cell.text if cell.kind in {Kind.TEXT, Kind.NUMBER} else [cell.text, cell.kind.value]


def pages_of_plain(found: Iterable[Mapping[str, Any]]) -> list[Page]:
    """What `pages_as_plain` gave."""
    return [Page(name=each["name"], rows=tuple(tuple(_cell(cell) for cell in row) for row in each["rows"])) for each in found]


def _cell(found: str | Sequence[str]) -> Cell:
    return Cell(found) if isinstance(found, str) else Cell(found[0], Kind(found[1]))


def remarks_as_plain(remarks: Iterable[Remark]) -> list[dict[str, Any]]:
    """Remarks as JSON can hold them."""
    return [
        {"finding": each.finding.value, "sheet": each.sheet, "row": each.row, "column": each.column, "params": dict(each.params)}
        for each in remarks
    ]


def remarks_of_plain(found: Iterable[Mapping[str, Any]]) -> list[Remark]:
    """What `remarks_as_plain` gave."""
    return [Remark(**{**each, "finding": Finding(each["finding"])}) for each in found]
