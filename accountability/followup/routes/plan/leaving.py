"""The plan as a file for a spreadsheet: everything that pages show of it, as text that nothing calculates."""

import flask
from flask.typing import ResponseReturnValue

from accountability.assessment import queries as assessments
from accountability.followup import queries
from accountability.followup.access import READ_FOLLOWUP
from accountability.followup.models import Action
from accountability.followup.routes.plan.pages import names, pages, pieces_of, sees_assessments, today
from accountability.language import day_of
from accountability.language import gettext as _
from accountability.spreadsheet.separated import write_separated
from accountability.web import here
from forms.followup import EFFORTS, IMPACTS, PRIORITIES, STATUSES


@pages.get("/export", access=READ_FOLLOWUP)
def export_plan() -> ResponseReturnValue:
    """The whole plan as CSV."""
    response = flask.make_response(write_separated([_headings(), *_rows()]))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="plan-{today().isoformat()}.csv"'
    return response


def _headings() -> list[str]:
    return [
        *(_("What will be done"), _("Commitment"), _("Key action"), _("Status"), _("Overdue"), _("Who carries it"), _("By when")),
        *(_("Priority"), _("Effort"), _("What it costs"), _("What it changes for people"), _("Level hoped for")),
        *(
            _("Why, and notes"),
            _("Why blocked or dropped"),
            _("How one can see that it is done"),
            _("Link"),
            _("Evidence"),
            _("Done or dropped on"),
        ),
        *(_("From the assessment"), _("Planned by"), _("Planned on"), _("Last changed by"), _("Last changed on"), _("Id")),
    ]


def _rows() -> list[list[str]]:
    actions = queries.list_actions(here.session)
    wording, known = queries.get_wording(here.session, actions), names()
    origins = {each.assessment_id for each in actions if each.assessment_id} if sees_assessments() else set()
    from_ = assessments.names_of(here.session, origins) if origins else {}

    pieces = pieces_of(actions)

    def row(action: Action) -> list[str]:
        return [
            *(action.title, wording.title_of(action.commitment), wording.text_of(action.key_action)),
            *(str(STATUSES[action.status]), _("yes") if action.is_overdue(today()) else _("no")),
            *(known.get(action.owner_id, "") if action.owner_id else "", action.due_on.isoformat()),
            *(str(PRIORITIES[action.priority]), str(EFFORTS[action.effort]) if action.effort else "", action.cost),
            *(str(IMPACTS[action.impact]) if action.impact else "", _text(action.expected_level)),
            *(action.note, action.reason, action.evidence, action.link),
            *("; ".join(piece.title for piece in pieces.get(action.id, [])), _text(action.closed_on)),
            *(from_.get(action.assessment_id, "") if action.assessment_id else "", known.get(action.made_by_id, "")),
            *(day_of(action.made_at).isoformat(), known.get(action.changed_by_id, ""), day_of(action.changed_at).isoformat()),
            str(action.id),
        ]

    return [row(action) for action in actions]


def _text(value: object) -> str:
    return "" if value is None else str(value)
