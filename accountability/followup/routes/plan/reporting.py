"""The report of a year of the plan, for people and for print."""

from collections.abc import Mapping
from typing import Any

from flask.typing import ResponseReturnValue

from accountability.database import NotFound
from accountability.followup import queries
from accountability.followup.access import READ_FOLLOWUP
from accountability.followup.domain.plan import ActionId
from accountability.followup.domain.plan.calendar import EARLIEST, LATEST
from accountability.followup.domain.plan.reporting import Fate, Line, Told, report, years
from accountability.followup.models import Action
from accountability.followup.routes.plan.pages import names, pages, pieces_of, today, words
from accountability.language import day_of, lazy
from accountability.web import here, page

FATES = {
    Fate.DONE: (lazy("Done"), "brand"),
    Fate.DROPPED: (lazy("Dropped"), "warm"),
    Fate.OPEN: (lazy("Still to do"), "sky"),
    Fate.CARRIED: (lazy("Carried over"), "sun"),
}


@pages.get("/report/<int:year>", access=READ_FOLLOWUP)
def show_report(year: int) -> ResponseReturnValue:
    """What was planned, done, late, dropped and carried over in a year, commitment by commitment."""
    if not EARLIEST <= year < LATEST:
        raise NotFound("year")
    actions = queries.list_actions(here.session)
    wording = queries.get_wording(here.session, actions)
    pieces = pieces_of(actions)
    told = [_told(number, action) for number, action in enumerate(actions)]
    found = report(told, year=year, today=today(), order=list(wording.commitments))
    return page(
        report=found,
        sections=[(section.commitment, [_row(line, actions, pieces) for line in section.lines]) for section in found.sections],
        years=years(told, today=today()),
        fates=FATES,
        wording=wording,
        names=names(),
        today=today(),
        **words(),
    )


def _told(number: int, action: Action) -> Told:
    return Told(
        key=number,
        commitment=action.commitment,
        status=action.status,
        made_on=day_of(action.made_at),
        due_on=action.due_on,
        closed_on=action.closed_on,
    )


def _row(line: Line, actions: list[Action], pieces: Mapping[ActionId, list[Any]]) -> dict[str, Any]:
    action = actions[line.key]
    return {"action": action, "fate": line.fate, "is_late": line.is_late, "pieces": pieces.get(action.id, [])}
