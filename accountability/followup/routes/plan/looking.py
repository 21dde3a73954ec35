"""Looks at the plan: a list, a board by status, a line of months, and one action with its history."""

import re
import uuid
from datetime import date, timedelta
from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability.assessment import queries as assessments
from accountability.followup import queries
from accountability.followup.access import READ_FOLLOWUP
from accountability.followup.domain.plan import CLOSED_SHOWN, Shown, Status
from accountability.followup.domain.plan.calendar import Window, window_around, window_from
from accountability.followup.domain.plan.merging import changed_parts
from accountability.followup.models import Action, ActionVersion
from accountability.followup.routes.plan.pages import load, names, pages, pieces_of, sees_assessments, today, words
from accountability.language import day_of, format_date, lazy, month_name
from accountability.web import here, page
from forms.followup import STATUSES

SHOWN = {
    Shown.OPEN: lazy("To do"),
    Shown.MINE: lazy("Mine"),
    Shown.OVERDUE: lazy("Overdue"),
    Shown.CLOSED: lazy("Done and dropped"),
    Shown.ALL: lazy("All"),
}
PARTS = {
    "title": lazy("what will be done"),
    "note": lazy("notes"),
    "commitment": lazy("what it is for"),
    "owner": lazy("who carries it"),
    "day": lazy("the day"),
    "effort": lazy("effort"),
    "cost": lazy("cost"),
    "impact": lazy("what it changes"),
    "priority": lazy("priority"),
}


@pages.get("", access=READ_FOLLOWUP)
def list_actions() -> ResponseReturnValue:
    """The plan as a list: what is to do first, narrowed as asked."""
    shown = next((each for each in Shown if each.value == request.args.get("show")), Shown.OPEN)
    actions = queries.list_actions(here.session)
    wording = queries.get_wording(here.session, actions)
    commitment = next((slug for slug in wording.commitments if slug == request.args.get("commitment")), None)
    counts = {each: len(queries.narrow(actions, each, me=here.actor.member_id, today=today())) for each in Shown}
    return page(
        actions=queries.narrow(actions, shown, me=here.actor.member_id, today=today(), commitment=commitment),
        looks=[(each.value, str(label), counts[each]) for each, label in SHOWN.items()],
        shown=shown.value,
        commitment=commitment,
        commitments=[each for each in wording.commitments.values() if any(one.commitment == each.slug for one in actions)],
        is_empty=not actions,
        wording=wording,
        names=names(),
        today=today(),
        unplanned=_unplanned(),
        **words(),
    )


@pages.get("/board", access=READ_FOLLOWUP)
def show_board() -> ResponseReturnValue:
    """The plan in columns by status; what was closed long ago stands in the list."""
    actions, since = queries.list_actions(here.session), today() - timedelta(days=CLOSED_SHOWN)
    recent = [each for each in actions if each.closed_on is None or each.closed_on >= since]
    return page(
        columns=[(status, [each for each in recent if each.status is status]) for status in Status],
        older=len(actions) - len(recent),
        days=CLOSED_SHOWN,
        wording=queries.get_wording(here.session, actions),
        names=names(),
        today=today(),
        **words(),
    )


@pages.get("/timeline", access=READ_FOLLOWUP)
def show_timeline() -> ResponseReturnValue:
    """The plan on a line of twelve months."""
    window = _window(request.args.get("from"))
    actions = queries.list_actions(here.session)
    inside = [each for each in actions if window.shows(day_of(each.made_at), _end(each))]
    return page(
        rows=[_bar(each, window) for each in inside],
        months=[_month(month) for month in window.months],
        now=window.place(today()) if window.shows(today(), today()) else None,
        title=f"{month_name(window.first)} – {month_name(window.months[-1])}",
        earlier=f"{window.earlier:%Y-%m}",
        later=f"{window.later:%Y-%m}",
        elsewhere=len(actions) - len(inside),
        is_empty=not actions,
        **words(),
    )


@pages.get("/actions/<uuid:action_id>", access=READ_FOLLOWUP)
def show_action(action_id: uuid.UUID) -> ResponseReturnValue:
    """One action with everything it says, and what became of it when."""
    action = load(action_id)
    versions = queries.list_versions(here.session, action)
    origin = assessments.names_of(here.session, [action.assessment_id]) if action.assessment_id and sees_assessments() else {}
    return page(
        action=action,
        history=[_entry(before, after) for before, after in zip([None, *versions], versions, strict=False)][::-1],
        origin=next(iter(origin.items()), None),
        pieces=pieces_of([action]).get(action.id, []),
        wording=queries.get_wording(here.session, [action]),
        names=names(),
        today=today(),
        **words(),
    )


def _unplanned() -> Any:
    """The assessment that was signed off last, if nothing was planned from it and the reader may see it."""
    signed = next(iter(assessments.list_signed_assessments(here.session)), None) if sees_assessments() else None
    if signed is None or signed.signed_at is None:
        return None
    return None if queries.has_plan(here.session, assessment_id=signed.id, signed_at=signed.signed_at) else signed


def _window(asked: str | None) -> Window:
    month = re.fullmatch(r"(\d{4})-(\d{2})", asked or "", re.ASCII)
    found = window_from(int(month[1]), int(month[2])) if month else None
    return found or window_around(today())


def _end(action: Action) -> date:
    """The last day of its bar: done or dropped, or due, or today while it is overdue."""
    return action.closed_on or (today() if action.is_overdue(today()) else action.due_on)


def _bar(action: Action, window: Window) -> dict[str, Any]:
    begin, end = window.place(day_of(action.made_at)), window.place(_end(action))
    return {
        "href": flask.url_for("plan.show_action", action_id=action.id),
        "title": action.title,
        "kind": "late" if action.is_overdue(today()) else action.status.value.replace(" ", "-"),
        "begin": begin,
        "width": max(round(end - begin, 2), 0.8),
        "due": window.place(action.due_on) if window.first <= action.due_on < window.end else None,
        "said": str(STATUSES[action.status]),
        "from_day": format_date(action.made_at),
        "due_day": format_date(action.due_on),
        "closed_day": format_date(action.closed_on) if action.closed_on else None,
    }


def _month(month: date) -> dict[str, str]:
    return {"number": f"{month.month}", "year": f"{month.year}" if month.month == 1 else "", "name": month_name(month)}


def _entry(before: ActionVersion | None, after: ActionVersion) -> dict[str, Any]:
    """One step of the history: who, when, from where to where, why, and which of its words changed."""
    return {
        "who": after.member_id,
        "at": after.saved_at,
        "was": before.status if before and before.status is not after.status else None,
        "now": after.status if before is None or before.status is not after.status else None,
        "is_first": before is None,
        "reason": after.reason if before is None or before.reason != after.reason else "",
        "parts": [str(PARTS[part]) for part in changed_parts(before.draft, after.draft)] if before else [],
        "due": (before.due_on, after.due_on) if before and before.due_on != after.due_on else None,
    }
