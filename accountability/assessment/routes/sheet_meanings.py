"""A foreign sheet, in two steps: what its columns are, then what its scores and rows are."""

import uuid
from collections.abc import Sequence
from dataclasses import replace

from flask import request
from flask.typing import ResponseReturnValue

from accountability.assessment import queries
from accountability.assessment.access import RATE_KEY_ACTION
from accountability.assessment.commands import sheets as commands
from accountability.assessment.domain.sheets.deciding import Page, pages_of_plain
from accountability.assessment.domain.sheets.guessing import distinct
from accountability.assessment.domain.sheets.understanding import (
    MOST_SCORES,
    Entry,
    Understanding,
    contested,
    entries,
    first_understanding,
    guessed,
    with_headings,
)
from accountability.assessment.models import BroughtIn
from accountability.assessment.routes.pages import load, pages
from accountability.assessment.routes.sheets import load_sheet
from accountability.language import gettext as _
from accountability.spreadsheet.rows import Cell, column_name
from accountability.web import go, here, page, submitted
from forms.assessment.sheets import columns_form, rows_form

LOOKED_AT = 12  # rows shown to choose the headings from
SHORT = 60


@pages.get("/<uuid:assessment_id>/sheets/<uuid:brought_in_id>/columns", access=RATE_KEY_ACTION)
@pages.post("/<uuid:assessment_id>/sheets/<uuid:brought_in_id>/columns", access=RATE_KEY_ACTION)
def understand_columns(assessment_id: uuid.UUID, brought_in_id: uuid.UUID) -> ResponseReturnValue:
    """Which sheet, which row holds the headings, and what each column is."""
    assessment = load(assessment_id)
    held = load_sheet(assessment, brought_in_id)
    if held.is_applied:
        return go("assessment.bring_in_sheet", assessment_id=assessment.id, brought_in_id=held.id)
    read = pages_of_plain(held.cells)
    understood = _asked(held, read)
    rows = read[understood.sheet].rows
    width = max((len(row) for row in rows), default=0)
    form = columns_form(_labels(rows, understood, width), request.form, understood.columns)
    if submitted(form):
        chosen = replace(understood, columns=form.draft, levels={}, rows={}, counting={})
        commitments = queries.get_seen_pack(here.session, assessment).commitments
        chosen = guessed(chosen, entries(rows, chosen), commitments=commitments)
        commands.understand_sheet(here.session, held, understanding=chosen)
        return go("assessment.understand_rows", assessment_id=assessment.id, brought_in_id=held.id)
    return page(
        form=form,
        assessment=assessment,
        held=held,
        understood=understood,
        sheets=[each.name or _("The file") for each in read],
        letters=[column_name(place + 1) for place in range(width)],
        preview=[[_short(row[place].text if place < len(row) else "") for place in range(width)] for row in rows[:LOOKED_AT]],
    )


def _asked(held: BroughtIn, read: list[Page]) -> Understanding:
    """What is understood so far, with the sheet and the row of headings that the address asks for."""
    stored = Understanding.of_plain(held.understanding) if held.understanding else None
    understood = stored or first_understanding([each.rows for each in read])
    sheet = request.args.get("sheet", type=int, default=understood.sheet)
    sheet = sheet if 0 <= sheet < len(read) else understood.sheet
    if sheet != understood.sheet:
        understood = replace(first_understanding([read[sheet].rows]), sheet=sheet)
    # People count rows from 1.
    heading = request.args.get("row", type=int, default=understood.heading + 1) - 1
    is_other = heading != understood.heading and 0 <= heading < len(read[sheet].rows)
    return with_headings(understood, read[sheet].rows, heading=heading) if is_other else understood


def _labels(rows: Sequence[Sequence[Cell]], understood: Understanding, width: int) -> dict[int, str]:
    headings = rows[understood.heading] if understood.heading < len(rows) else ()
    return {place: _label(place, headings[place].text if place < len(headings) else "") for place in range(width)}


def _label(place: int, heading: str) -> str:
    letter = column_name(place + 1)
    return (
        _("Column %(letter)s: %(heading)s", letter=letter, heading=_short(heading))
        if heading
        else _("Column %(letter)s", letter=letter)
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[: SHORT - 1]}…"


@pages.get("/<uuid:assessment_id>/sheets/<uuid:brought_in_id>/rows", access=RATE_KEY_ACTION)
@pages.post("/<uuid:assessment_id>/sheets/<uuid:brought_in_id>/rows", access=RATE_KEY_ACTION)
def understand_rows(assessment_id: uuid.UUID, brought_in_id: uuid.UUID) -> ResponseReturnValue:
    """Which score is which answer, which row which key action, and where several go to one, which counts."""
    assessment = load(assessment_id)
    held = load_sheet(assessment, brought_in_id)
    if held.is_applied or held.understanding is None:
        next_page = "bring_in_sheet" if held.is_applied else "understand_columns"
        return go(f"assessment.{next_page}", assessment_id=assessment.id, brought_in_id=held.id)
    understood = Understanding.of_plain(held.understanding)
    found = entries(pages_of_plain(held.cells)[understood.sheet].rows, understood)
    pack = queries.get_seen_pack(here.session, assessment)
    form = rows_form(
        request.form,
        understanding=understood,
        scores=distinct(each.score for each in found)[:MOST_SCORES],
        entries=found,
        contested=contested(found, understood),
        key_actions={str(each.slug): each.text for each in pack.key_actions},
    )
    if submitted(form):
        chosen = form.put_on(understood)
        commands.understand_sheet(here.session, held, understanding=chosen)
        undecided = set(contested(found, chosen)) - set(chosen.counting)
        next_page = "understand_rows" if undecided - set(form.contested) else "bring_in_sheet"
        return go(f"assessment.{next_page}", assessment_id=assessment.id, brought_in_id=held.id)
    return page(
        form=form,
        assessment=assessment,
        held=held,
        asked=[
            (each.slug, f"{one.number} {one.title}: {each.text}")
            for one in pack.commitments
            for each in one.key_actions_at(assessment.depth)
        ],
        found=[(each, _named(each), [_short(text) for _heading, text in each.texts]) for each in found],
    )


def _named(entry: Entry) -> str:
    """What the row calls itself, else the commitment it stands under."""
    return _short(" · ".join(text for text in entry.named if text) or entry.commitment)
