"""The record: read it, find something in it, take it out."""

from datetime import date, datetime
from functools import partial
from itertools import groupby
from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accountability import language
from accountability.database import NotFound
from accountability.record import commands, queries
from accountability.record.access import EXPORT_RECORD, READ_RECORD
from accountability.record.domain import Format, months_between, next_month
from accountability.record.routes import leaving, words
from accountability.tenancy import act_for
from accountability.web import Pages, here, page, record_first
from forms.record import FindInRecordForm

pages = Pages("record", __name__)


@pages.get("/record", access=READ_RECORD)
def show_record() -> ResponseReturnValue:
    """Who did what to which object when, the newest first."""
    first = queries.find_first(here.session) or here.now
    form = FindInRecordForm(
        request.args,
        months=months_between(language.day_of(first), language.day_of(here.now)),
        members=queries.list_who(here.session),
    )
    wanted = form.draft
    since, until = _bounds(wanted.month)
    found = queries.get_page(here.session, wanted, since=since, until=until)
    return page(
        form=form,
        days=_by_day(found),
        has_more=found.has_more,
        wanted=wanted,
        entries=queries.count_chained(here.session),
        anchor=queries.find_last_anchor(here.session),
        here_url=partial(_same_search, wanted.page),
    )


@pages.get("/record/export", access=EXPORT_RECORD)
def export_record() -> ResponseReturnValue:
    """The whole record as a file. That it leaves is written into it first."""
    form = next((form for form in Format if form.value == request.args.get("form")), None)
    if form is None:
        raise NotFound("format")
    record_first(partial(_note_export, form=form))
    act_for(here.session, here.actor.organisation_id)
    content, content_type = leaving.written(here.session, form, organisation_id=here.actor.organisation_id)
    name = f"record-{here.now.date().isoformat()}.{form.value}"
    response = flask.Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _note_export(session: Session, *, form: Format) -> None:
    act_for(session, here.actor.organisation_id)
    commands.export_record(session, form, by=here.actor, at=here.now)


def _bounds(month: date | None) -> tuple[datetime | None, datetime | None]:
    if month is None:
        return None, None
    return language.start_of(month), language.start_of(next_month(month))


def _by_day(found: queries.Page) -> list[tuple[datetime, list[dict[str, Any]]]]:
    """The entries as (a moment of the day, lines)."""
    days = groupby(found.lines, key=lambda line: language.day_of(line.entry.happened_at))
    grouped = [(day, list(lines)) for day, lines in days]
    return [(lines[0].entry.happened_at, [words.shown(line) for line in lines]) for _day, lines in grouped]


def _same_search(number: int, step: int) -> str:
    """The address of another page of the same search."""
    asked = {name: value for name, value in request.args.items() if name in {"month", "area", "member"} and value}
    return flask.url_for("record.show_record", **asked, page=number + step)  # type: ignore[arg-type]
