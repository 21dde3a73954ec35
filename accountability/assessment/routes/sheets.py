"""Spreadsheets of an assessment: out as a file, back in after a look at every row, and taken back if it was a mistake."""

import uuid

import flask
from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from accountability.assessment import queries
from accountability.assessment.access import RATE_KEY_ACTION, READ_ASSESSMENTS
from accountability.assessment.commands import sheets as commands
from accountability.assessment.commands.rating import RUNS_IT
from accountability.assessment.domain.ids import BroughtInId
from accountability.assessment.domain.sheets.columns import mark_of
from accountability.assessment.domain.sheets.deciding import CAN_BE_TAKEN_BACK_FOR, remarks_of_plain
from accountability.assessment.domain.sheets.proposing import Fate, Proposal, fingerprint
from accountability.assessment.models import Assessment, BroughtIn
from accountability.assessment.queries import brought_in as stored
from accountability.assessment.queries import sheets_out
from accountability.assessment.routes.pages import in_words, load, names, pages
from accountability.assessment.routes.sheet_files import as_csv, as_workbook
from accountability.assessment.routes.sheet_words import groups, say_remark
from accountability.database import NotFound
from accountability.language import gettext as _
from accountability.language import ngettext
from accountability.standard.domain import KeyAction
from accountability.web import go, here, page, say, submitted
from forms.assessment.sheets import BringInSheetForm, ChooseSheetForm

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@pages.get("/<uuid:assessment_id>/sheets", access=READ_ASSESSMENTS)
@pages.post("/<uuid:assessment_id>/sheets", access=RATE_KEY_ACTION, most_files=1)
def choose_sheet(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """Take the assessment out as a file, or choose one to bring in."""
    assessment = load(assessment_id)
    form = ChooseSheetForm(CombinedMultiDict([request.form, request.files]))
    if submitted(form):
        with form.showing_refusals():
            held = commands.hold_sheet(
                here.session,
                assessment,
                spreadsheet=form.draft.spreadsheet,
                file_name=form.draft.name,
                by=here.actor,
                at=here.now,
            )
            next_page = "bring_in_sheet" if stored.is_ours(held) else "understand_columns"
            return go(f"assessment.{next_page}", assessment_id=assessment.id, brought_in_id=held.id)
    return page(
        form=form,
        assessment=assessment,
        standing=queries.get_standing(here.session, assessment, member_id=here.actor.member_id),
        earlier=stored.list_brought_in(here.session, assessment, member_id=here.actor.member_id),
        names=names(),
    )


@pages.get("/<uuid:assessment_id>/sheets/assessment.<form>", access=READ_ASSESSMENTS)
def export_sheet(assessment_id: uuid.UUID, form: str) -> ResponseReturnValue:
    """The sheet this person works on, as XLSX or CSV."""
    assessment = load(assessment_id)
    if form not in MEDIA_TYPES:
        raise NotFound(form)
    member_id = here.actor.member_id
    standing = queries.get_standing(here.session, assessment, member_id=member_id)
    sheet, lines = standing.sheet, sheets_out.list_lines(here.session, assessment, standing=standing, member_id=member_id)
    mark = mark_of(assessment.id, sheet=sheet, member_id=member_id)
    if form == "csv":
        content = as_csv(lines, sheet=sheet, mark=mark)
    else:
        pack = queries.get_pack(here.session, assessment)
        content = as_workbook(assessment, pack, lines, sheet=sheet, mark=mark, at=here.now)
    response = flask.make_response(content)
    response.content_type = MEDIA_TYPES[form]
    response.headers["Content-Disposition"] = f'attachment; filename="assessment-{here.now:%Y-%m-%d}.{form}"'
    return response


@pages.get("/<uuid:assessment_id>/sheets/<uuid:brought_in_id>", access=RATE_KEY_ACTION)
@pages.post("/<uuid:assessment_id>/sheets/<uuid:brought_in_id>", access=RATE_KEY_ACTION)
def bring_in_sheet(assessment_id: uuid.UUID, brought_in_id: uuid.UUID) -> ResponseReturnValue:
    """What the file would change, row by row; then the button that does it. Afterwards: what it changed."""
    assessment = load(assessment_id)
    held = load_sheet(assessment, brought_in_id)
    if not held.is_applied and not stored.list_said(assessment, held) and not stored.is_ours(held):
        return go("assessment.understand_columns", assessment_id=assessment.id, brought_in_id=held.id)
    form = BringInSheetForm(request.form)
    if submitted(form):
        seen, taken = form.draft
        with form.showing_refusals():
            changed = commands.bring_in_sheet(here.session, assessment, held, seen=seen, taken=taken, by=here.actor, at=here.now)
            say(ngettext("One key action was brought in.", "%(number)s key actions were brought in.", changed))
            return go("assessment.bring_in_sheet", assessment_id=assessment.id, brought_in_id=held.id)
    return _show(assessment, held, form)


def _show(assessment: Assessment, held: BroughtIn, form: BringInSheetForm) -> ResponseReturnValue:
    proposals: list[Proposal] = []
    if not held.is_applied:
        runs_it = here.actor.role in RUNS_IT
        proposals = stored.list_proposals(here.session, assessment, held, by=here.actor, runs_it=runs_it)
    # What is shown now is what the button stands on, also after a refusal.
    form.seen.data, form.seen.raw_data = fingerprint(proposals), None
    return page(
        form=form,
        assessment=assessment,
        held=held,
        groups=groups(proposals, in_words(assessment)),
        ready=sum(each.fate in {Fate.NEW, Fate.CHANGED} for each in proposals),
        conflicts=sum(each.fate is Fate.CONFLICT for each in proposals),
        total=len(proposals),
        remarks=[say_remark(each) for each in remarks_of_plain(held.remarks)],
        is_ours=held.is_applied or stored.is_ours(held),
        can_be_taken_back=held.applied_at is not None
        and here.now - held.applied_at <= CAN_BE_TAKEN_BACK_FOR
        and not assessment.is_signed,
        changed=_list_changed(assessment, held),
        names=names(),
    )


def _list_changed(assessment: Assessment, held: BroughtIn) -> list[KeyAction]:
    slugs = {each["key_action"] for each in held.changes}
    return [each for each in queries.list_asked(here.session, assessment) if each.slug in slugs]


@pages.post("/<uuid:assessment_id>/sheets/<uuid:brought_in_id>/take-back", access=RATE_KEY_ACTION)
def take_back_sheet(assessment_id: uuid.UUID, brought_in_id: uuid.UUID) -> ResponseReturnValue:
    """Write what was before, where nobody has changed it since."""
    assessment = load(assessment_id)
    held = load_sheet(assessment, brought_in_id)
    stayed = commands.take_back_sheet(here.session, assessment, held, by=here.actor, at=here.now)
    say(_("Taken back. The answers of before are here again."))
    if stayed:
        say(_("Somebody changed these since, so they stayed: %(codes)s.", codes=", ".join(stayed)), kind="warning")
    return go("assessment.bring_in_sheet", assessment_id=assessment.id, brought_in_id=held.id)


@pages.post("/<uuid:assessment_id>/sheets/<uuid:brought_in_id>/discard", access=RATE_KEY_ACTION)
def discard_sheet(assessment_id: uuid.UUID, brought_in_id: uuid.UUID) -> ResponseReturnValue:
    """Throw away what was read; nothing of the assessment changes."""
    assessment = load(assessment_id)
    commands.discard_sheet(here.session, load_sheet(assessment, brought_in_id))
    say(_("Thrown away. Nothing was changed."))
    return go("assessment.choose_sheet", assessment_id=assessment.id)


def load_sheet(assessment: Assessment, brought_in_id: uuid.UUID) -> BroughtIn:
    """The file of the address. Raises NotFound."""
    member_id = here.actor.member_id
    return stored.get_brought_in(here.session, assessment, BroughtInId(brought_in_id), member_id=member_id)
