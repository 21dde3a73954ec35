"""Working on the plan: plan an action, change it, move it on, note something, remove it."""

import uuid
from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability.assessment import queries as assessments
from accountability.evidence.access import READ_EVIDENCE
from accountability.evidence.domain import EvidenceId
from accountability.evidence.queries import list_pieces
from accountability.followup import commands, queries
from accountability.followup.access import EDIT_PLAN, READ_FOLLOWUP, WORK_ON_ACTION
from accountability.followup.domain.plan import ActionIsDisputed, Priority, Serves, Status, default_day
from accountability.followup.models import Action
from accountability.followup.queries import Wording
from accountability.followup.routes.plan.disputing import sides
from accountability.followup.routes.plan.pages import (
    bounds,
    load,
    load_own,
    names,
    pages,
    sees_assessments,
    today,
    words,
)
from accountability.language import gettext as _
from accountability.refusal import Refusal
from accountability.standard import queries as standard
from accountability.web import go, here, page, say, submitted
from forms.followup import ActionForm, MoveActionForm, WriteNoteForm, moved, serves_as, typed


@pages.get("/actions/add", access=EDIT_PLAN)
@pages.post("/actions/add", access=EDIT_PLAN)
def plan_action() -> ResponseReturnValue:
    """An action by hand, begun from a key action if somebody came from there."""
    wording, limits, origin = queries.get_wording(here.session), bounds(), _origin()
    form = _form(wording, data=_begun(wording))
    if submitted(form):
        with form.showing_refusals():
            action = commands.plan_action(here.session, form.draft, bounds=limits, assessment_id=origin, by=here.actor, at=here.now)
            say(_("Planned."))
            return go("plan.show_action", action_id=action.id)
    return page(form=form, origin=origin)


@pages.get("/actions/<uuid:action_id>/change", access=EDIT_PLAN)
@pages.post("/actions/<uuid:action_id>/change", access=EDIT_PLAN)
def change_action(action_id: uuid.UUID) -> ResponseReturnValue:
    """Say it better, or give it another owner or day; what two people changed at once is joined."""
    action = load(action_id)
    wording, limits = queries.get_wording(here.session, [action]), bounds()
    form = _form(wording, data=typed(action.draft, version=action.version), kept=action)
    if submitted(form):
        try:
            saved = commands.change_action(
                here.session, action, form.draft, seen=form.seen, bounds=limits, by=here.actor, at=here.now
            )
        except ActionIsDisputed as dispute:
            return _ask_again(action, dispute, wording=wording)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _saved(saved)
    return page(form=form, action=action, dispute=None)


@pages.get("/actions/<uuid:action_id>/note", access=WORK_ON_ACTION)
@pages.post("/actions/<uuid:action_id>/note", access=WORK_ON_ACTION)
def write_note(action_id: uuid.UUID) -> ResponseReturnValue:
    """The notes alone, for whoever carries the action."""
    action = load_own(action_id)
    form = WriteNoteForm(request.form, data={"note": action.note, "version": action.version})
    if submitted(form):
        try:
            saved = commands.write_note(
                here.session, action, form.draft, seen=form.seen, bounds=bounds(), by=here.actor, at=here.now
            )
        except ActionIsDisputed as dispute:
            shown = sides(dispute, wording=queries.get_wording(here.session, [action]), names=names())
            again = WriteNoteForm(data={"note": form.draft, "version": shown["version"]})
            return _conflict(page(form=again, action=action, dispute=shown))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _saved(saved)
    return page(form=form, action=action, dispute=None)


@pages.get("/actions/<uuid:action_id>/move", access=WORK_ON_ACTION)
@pages.post("/actions/<uuid:action_id>/move", access=WORK_ON_ACTION)
def move_action(action_id: uuid.UUID) -> ResponseReturnValue:
    """Another status, with what it needs. The board's select comes here too, and what needs words is asked for them."""
    action = load_own(action_id)
    wanted = next((each for each in Status if each.value == request.args.get("to")), action.status)
    is_from_board, offered = "from_board" in request.form, _offered()
    tied = [str(piece.id) for piece in queries.list_pieces_of(here.session, [action.id]).get(action.id, [])]
    data = {"status": wanted.value, "pieces": [each for each in tied if each in dict(offered)]}
    form = MoveActionForm(request.form, data=moved(action.move, version=action.version) | data, pieces=offered)
    if is_from_board and form.validate() and form.lacks_words and form.draft.status is not action.status:
        return go("plan.move_action", action_id=action.id, to=form.draft.status.value)
    if submitted(form):
        with form.showing_refusals():
            # Whoever was shown no pieces leaves them as they are.
            pieces = [EvidenceId(each) for each in form.chosen] if offered and not is_from_board else None
            commands.move_action(
                here.session, action, form.draft, seen=form.seen, today=today(), by=here.actor, at=here.now, pieces=pieces
            )
            say(_("Moved: %(title)s", title=action.title) if is_from_board else _("Saved."))
            return go("plan.show_board") if is_from_board else go("plan.show_action", action_id=action.id)
        # What is sent again stands on what is shown now.
        form.version.data, form.version.raw_data = action.version, None
    return page(form=form, action=action, **words())


@pages.post("/actions/<uuid:action_id>/remove", access=EDIT_PLAN)
def remove_action(action_id: uuid.UUID) -> ResponseReturnValue:
    """Put an action that was planned by mistake in the trash."""
    action = load(action_id)
    commands.remove_action(here.session, action, by=here.actor, at=here.now)
    say(_("Action removed."), undo=flask.url_for("home.take_back", kind="action", removed_id=action.id))
    return go("plan.list_actions")


def _offered() -> list[tuple[str, str]]:
    """The pieces of evidence that can show that something is done, for whoever may see them."""
    if not READ_EVIDENCE.allows(here.actor):
        return []
    return [(str(piece.id), piece.title) for piece in list_pieces(here.session, today=today())]


def _saved(saved: commands.Saved) -> ResponseReturnValue:
    say(_("Saved, together with what somebody else changed meanwhile.") if saved.is_joined else _("Saved."))
    return go("plan.show_action", action_id=saved.action.id)


def _ask_again(action: Action, dispute: ActionIsDisputed, *, wording: Wording) -> ResponseReturnValue:
    """The form once more, with theirs joined where it was no dispute, mine where it was, and both sides above."""
    shown = sides(dispute, wording=wording, names=names())
    merge: Any = dispute.params["merge"]
    form = _form(wording, data=typed(merge.draft, version=shown["version"]), kept=action, is_again=True)
    return _conflict(page(form=form, action=action, dispute=shown))


def _conflict(shown: ResponseReturnValue) -> ResponseReturnValue:
    response = flask.make_response(shown)
    response.status_code = 409
    return response


def _form(wording: Wording, *, data: dict[str, object], kept: Action | None = None, is_again: bool = False) -> ActionForm:
    known = names()
    owners: dict[uuid.UUID, str] = {member.member_id: member.name for member in queries.list_carriers(here.session, READ_FOLLOWUP)}
    if kept is not None and kept.owner_id and kept.owner_id not in owners:
        owners[kept.owner_id] = _("%(name)s (no longer reads the plan)", name=known[kept.owner_id])
    return ActionForm(
        None if is_again else request.form,
        data=data,
        commitments=wording.commitments.values(),
        owners=owners,
        levels=[level.name for level in standard.current_pack(here.session).levels],
        kept=kept.serves if kept else None,
    )


def _origin() -> uuid.UUID | None:
    """The assessment that somebody came from, if it is one of ours that they may see."""
    try:
        asked = uuid.UUID(request.args.get("assessment", ""))
    except ValueError:
        return None
    return asked if sees_assessments() and asked in assessments.names_of(here.session, [asked]) else None


def _begun(wording: Wording) -> dict[str, object]:
    """What an empty form begins with: three months, who fills it in, and the key action or commitment it was opened for."""
    asked = request.args.get("for", "")
    key_action = wording.key_actions.get(asked)
    serves = Serves(commitment=key_action.commitment, key_action=key_action.slug) if key_action else None
    if asked in wording.commitments:
        serves = Serves(commitment=asked)
    return {
        "due_on": default_day(today()),
        "owner_id": str(here.actor.member_id),
        "priority": Priority.NORMAL.value,
        "serves": serves_as(serves) if serves else "",
    }
