"""Starting an assessment, seeing where it stands, what it asks, growing it, removing it."""

import uuid
from collections.abc import Collection, Mapping
from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability.assessment import commands, queries
from accountability.assessment.access import READ_ASSESSMENTS, RUN_ASSESSMENT
from accountability.assessment.domain.closing import finished_class
from accountability.assessment.domain.progress import Filter
from accountability.assessment.domain.talk import ReviewKind, WorkStatus
from accountability.assessment.domain.ways import Sheet, Standing, Way
from accountability.assessment.models import Assessment
from accountability.assessment.queries.marks import list_marks
from accountability.assessment.routes.beside import HAPPENED, can_work, work_words
from accountability.assessment.routes.pages import in_words, load, names, pages
from accountability.assessment.routes.steps import STAGES, list_steps, waits_in_words
from accountability.language import gettext as _
from accountability.language import lazy
from accountability.standard.domain import Depth
from accountability.web import go, here, page, say, submitted
from forms.assessment import DeepenAssessmentForm, StartAssessmentForm

FILTERS = {
    Filter.ALL: lazy("All"),
    Filter.TO_REVISIT: lazy("To come back to"),
    Filter.UNANSWERED: lazy("Not answered"),
    Filter.DONT_KNOW: lazy("Don’t know"),
}


@pages.get("", access=READ_ASSESSMENTS)
def list_assessments() -> ResponseReturnValue:
    """All cycles, the latest first: where each stands, who waits for whom, the next step."""
    cycles = queries.list_cycles(here.session)
    return page(
        cycles=cycles,
        stages=STAGES,
        waits={each.assessment.id: waits_in_words(each.standpoint, way=each.assessment.way) for each in cycles},
        # One goes on from the newest; of older cycles there is only to read.
        steps={
            each.assessment.id: list_steps(each.assessment, each.standpoint)[:1] if each is cycles[0] or each.is_open else []
            for each in cycles
        },
        names=names(),
    )


@pages.get("/start", access=RUN_ASSESSMENT)
@pages.post("/start", access=RUN_ASSESSMENT)
def start_assessment() -> ResponseReturnValue:
    """Name, depth, mandate and way on one page, then the first card is one step away."""
    cycles = queries.list_startable(here.session)
    before = _asked_for(cycles)
    first = {"name": str(here.now.year), "depth": Depth.QUICK.value, "previous": before, **_as_before(before)}
    form = StartAssessmentForm(request.form, data=first, cycles=cycles)
    if submitted(form):
        with form.showing_refusals():
            given = form.draft
            started = commands.start_assessment(
                here.session,
                name=given.name,
                depth=given.depth,
                way=given.rating.way,
                least_raters=given.rating.least,
                rate_by=given.rating.rate_by,
                mandate=given.mandate,
                mandate_on=given.mandate_on,
                previous_id=given.previous_id,
                by=here.actor,
                at=here.now,
            )
            return go("assessment.show_assessment", assessment_id=started.id)
    return page(form=form, cycles=cycles)


def _asked_for(cycles: Collection[tuple[Any, str]]) -> str:
    """The cycle that the address names, else the one that was signed last: people seldom want to begin afresh."""
    known = [str(each) for each, _name in cycles]
    named = request.args.get("from", "")
    return named if named in known else next(iter(known), "")


def _as_before(previous: str) -> dict[str, Any]:
    """How the last cycle was rated, which the next one seldom changes."""
    if not previous:
        return {}
    last = load(uuid.UUID(previous))
    return {"way": last.way.value, "least_raters": last.least_raters}


@pages.get("/<uuid:assessment_id>", access=READ_ASSESSMENTS)
def show_assessment(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """Progress, every key action with its answer and what stands beside it, and what happened to the whole."""
    assessment = load(assessment_id)
    shown = next((each for each in Filter if each.value == request.args.get("show")), Filter.ALL)
    standing = queries.get_standing(here.session, assessment, member_id=here.actor.member_id)
    answers = queries.list_answers_before(here.session, assessment, standing=standing, by=here.actor)
    overview = queries.get_overview(here.session, assessment, shown=shown, answers=answers, sections=standing.own_sections)
    is_whole = standing.sheet is Sheet.AGREED and standing.own_sections is None
    progress = overview.progress if is_whole else queries.get_progress(here.session, assessment)
    standpoint = queries.get_standpoint(here.session, assessment, progress=progress)
    review = queries.list_review_steps(here.session, assessment)
    return page(
        assessment=assessment,
        overview=overview,
        standing=standing,
        finished=finished_class(standing.finished) if assessment.way is Way.ANONYMOUS else standing.finished,
        stage=STAGES[standpoint.stage],
        waits=waits_in_words(standpoint, way=assessment.way),
        steps=list_steps(assessment, standpoint, standing=standing, next_open=overview.next_open),
        pack=queries.get_pack(here.session, assessment),
        filters=[(each, str(label)) for each, label in FILTERS.items()],
        shown=shown,
        in_words=in_words(assessment),
        names=names(),
        left_out=_list_left_out(assessment),
        review=review,
        happened=HAPPENED,
        was_signed=any(step.kind is ReviewKind.SIGNED for step in review),
        previous=queries.find_previous(here.session, assessment),
        **_beside_items(assessment, overview, standing),
    )


def _beside_items(assessment: Assessment, overview: queries.Overview, standing: Standing) -> dict[str, Any]:
    """Work, remarks and suggestions by key action; and which key actions the chosen work status leaves on the list."""
    work = queries.list_work(here.session, assessment)
    status = next((each for each in WorkStatus if each.value == request.args.get("status")), None)
    suggestions = {} if standing.is_rating else queries.list_suggestions(here.session, assessment)
    slugs = [each.commitment.slug for each in overview.groups]
    return {
        "work": {slug: each.value for slug, each in work.items()},
        "work_words": work_words(),
        "work_counts": {each.value: sum(found is each for found in work.values()) for each in WorkStatus},
        "status": status.value if status else None,
        "groups": _with_status(overview.groups, work, status),
        "workable": {slug for slug in slugs if can_work(assessment, commitment=slug, standing=standing)},
        "threads": queries.count_open_threads(here.session, assessment),
        "suggested": {slug: len(found) for slug, found in suggestions.items()},
        "marks": list_marks(here.session, assessment, is_blind=True),
    }


def _with_status(
    groups: Collection[queries.Group], work: Mapping[str, WorkStatus], status: WorkStatus | None
) -> list[tuple[queries.Group, list[Any]]]:
    """The groups with those of their items that have this work status; groups left with none go."""
    shown = [(group, [item for item in group.items if status in (None, work[item.key_action.slug])]) for group in groups]
    return [(group, items) for group, items in shown if items]


def _list_left_out(assessment: Assessment) -> list[tuple[Any, str]]:
    """What is not asked at this depth, each with why."""
    found = queries.list_left_out(here.session, assessment)
    return [(key_action, because) for key_action, because in found if key_action.belongs_to(assessment.depth)]


@pages.post("/<uuid:assessment_id>/key-actions/<key_action>/ask", access=RUN_ASSESSMENT)
def ask_key_action(assessment_id: uuid.UUID, key_action: str) -> ResponseReturnValue:
    """Ask after all what a rule of the standard leaves out."""
    assessment = load(assessment_id)
    commands.ask_key_action(here.session, assessment, key_action=key_action, by=here.actor, at=here.now)
    say(_("It is asked now, and counts like every other key action."))
    return go("assessment.rate_key_action", assessment_id=assessment.id, key_action=key_action)


@pages.post("/<uuid:assessment_id>/key-actions/<key_action>/leave-out", access=RUN_ASSESSMENT)
def leave_out_key_action(assessment_id: uuid.UUID, key_action: str) -> ResponseReturnValue:
    """Leave out again what a rule of the standard leaves out."""
    assessment = load(assessment_id)
    commands.leave_out_key_action(here.session, assessment, key_action=key_action, by=here.actor, at=here.now)
    say(_("It is not asked any more. What was answered stays stored and counts for nothing."))
    return go("assessment.show_assessment", assessment_id=assessment.id)


@pages.get("/<uuid:assessment_id>/deepen", access=RUN_ASSESSMENT)
@pages.post("/<uuid:assessment_id>/deepen", access=RUN_ASSESSMENT)
def deepen_assessment(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """From the quick scan to all key actions; nothing is typed again."""
    assessment = load(assessment_id)
    form = DeepenAssessmentForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            commands.deepen_assessment(here.session, assessment, by=here.actor, at=here.now)
            say(_("This is the full assessment now. Everything you answered is still here."))
            return go("assessment.show_assessment", assessment_id=assessment.id)
    return page(form=form, assessment=assessment, overview=queries.get_overview(here.session, assessment))


@pages.post("/<uuid:assessment_id>/remove", access=RUN_ASSESSMENT)
def remove_assessment(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """Put an assessment that is not signed off in the trash."""
    assessment = load(assessment_id)
    commands.remove_assessment(here.session, assessment, by=here.actor, at=here.now)
    say(_("Assessment removed."), undo=flask.url_for("home.take_back", kind="assessment", removed_id=assessment.id))
    return go("assessment.list_assessments")
