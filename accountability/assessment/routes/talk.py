"""What is said about a key action: how far the work is, remarks in threads, what a reviewer from outside would say."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from accountability.assessment import commands, queries
from accountability.assessment.access import COMMENT_ON_ASSESSMENT, RATE_KEY_ACTION, READ_ASSESSMENTS, SUGGEST_LEVEL
from accountability.assessment.domain.ids import CommentId
from accountability.assessment.domain.talk import REMOVABLE
from accountability.assessment.models import Assessment, Comment
from accountability.assessment.routes.pages import in_words, load, names, pages
from accountability.database import NotFound
from accountability.language import gettext as _
from accountability.web import go, here, page, say, submitted
from forms.assessment.talk import SuggestLevelForm, WriteCommentForm, read_work


@pages.post("/<uuid:assessment_id>/work", access=RATE_KEY_ACTION)
def mark_work(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """How far the work on one key action is, from its card or from the list; back to where it was pressed."""
    assessment, sent = load(assessment_id), read_work(request.form.get("work"))
    if sent is None:
        raise NotFound("work")
    key_action, work = sent
    commands.mark_work(here.session, assessment, key_action=key_action, work=work, by=here.actor, at=here.now)
    if request.form.get("from") == "card":
        return go("assessment.rate_key_action", assessment_id=assessment.id, key_action=key_action, _anchor="work")
    shown = {name: request.form[name] for name in ("show", "status") if request.form.get(name)}
    return go("assessment.show_assessment", assessment_id=assessment.id, _anchor=f"item-{key_action}", **shown)


@pages.get("/<uuid:assessment_id>/comments", access=READ_ASSESSMENTS)
def show_comments(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """Every thread that is not done, in the order of the standard."""
    assessment = load(assessment_id)
    threads = queries.list_open_threads(here.session, assessment)
    asked = {str(each.slug): each for each in queries.get_seen_pack(here.session, assessment).key_actions}
    groups = [(asked[slug], found) for slug, found in threads.items()]
    return page(assessment=assessment, groups=groups, names=names())


@pages.get("/<uuid:assessment_id>/key-actions/<key_action>/comments", access=READ_ASSESSMENTS)
@pages.post("/<uuid:assessment_id>/key-actions/<key_action>/comments", access=COMMENT_ON_ASSESSMENT)
def write_comment(assessment_id: uuid.UUID, key_action: str) -> ResponseReturnValue:
    """All that was said about one key action, done or not, and a new thread."""
    assessment = load(assessment_id)
    asked = queries.get_key_action(here.session, assessment, slug=key_action)
    form = WriteCommentForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            commands.write_comment(here.session, assessment, key_action=key_action, words=form.draft, by=here.actor, at=here.now)
            return _to_card(assessment, key_action)
    return page(
        assessment=assessment,
        key_action=asked,
        form=form,
        threads=queries.list_threads(here.session, assessment, key_action=key_action),
        standing=queries.get_standing(here.session, assessment, member_id=here.actor.member_id),
        names=names(),
    )


@pages.get("/<uuid:assessment_id>/comments/<uuid:comment_id>", access=READ_ASSESSMENTS)
@pages.post("/<uuid:assessment_id>/comments/<uuid:comment_id>", access=COMMENT_ON_ASSESSMENT)
def answer_comment(assessment_id: uuid.UUID, comment_id: uuid.UUID) -> ResponseReturnValue:
    """One thread, and what to write on."""
    assessment, thread_id = load(assessment_id), CommentId(comment_id)
    thread = queries.get_thread(here.session, assessment, thread_id=thread_id)
    form = WriteCommentForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            commands.answer_comment(here.session, assessment, thread_id=thread_id, words=form.draft, by=here.actor, at=here.now)
            return go("assessment.answer_comment", assessment_id=assessment.id, comment_id=thread_id)
    return page(
        assessment=assessment,
        thread=thread,
        key_action=queries.get_key_action(here.session, assessment, slug=thread.first.key_action),
        form=form,
        standing=queries.get_standing(here.session, assessment, member_id=here.actor.member_id),
        removable=_find_removable(thread),
        minutes=REMOVABLE.seconds // 60,
        names=names(),
    )


@pages.post("/<uuid:assessment_id>/comments/<uuid:comment_id>/done", access=COMMENT_ON_ASSESSMENT)
def resolve_thread(assessment_id: uuid.UUID, comment_id: uuid.UUID) -> ResponseReturnValue:
    """Mark a thread as done."""
    assessment = load(assessment_id)
    thread = commands.resolve_thread(here.session, assessment, thread_id=CommentId(comment_id), by=here.actor, at=here.now)
    say(_("The thread is marked as done. It stays readable."))
    return _to_card(assessment, thread.key_action)


@pages.post("/<uuid:assessment_id>/comments/<uuid:comment_id>/open-again", access=COMMENT_ON_ASSESSMENT)
def reopen_thread(assessment_id: uuid.UUID, comment_id: uuid.UUID) -> ResponseReturnValue:
    """Go on with a thread that was done."""
    assessment = load(assessment_id)
    thread = commands.reopen_thread(here.session, assessment, thread_id=CommentId(comment_id))
    return go("assessment.answer_comment", assessment_id=assessment.id, comment_id=thread.id)


@pages.post("/<uuid:assessment_id>/comments/<uuid:comment_id>/remove", access=COMMENT_ON_ASSESSMENT)
def remove_comment(assessment_id: uuid.UUID, comment_id: uuid.UUID) -> ResponseReturnValue:
    """Take one's own words back."""
    assessment = load(assessment_id)
    gone = commands.remove_comment(here.session, assessment, comment_id=CommentId(comment_id), by=here.actor, at=here.now)
    say(_("Your comment is removed."))
    return _to_card(assessment, gone.key_action)


@pages.get("/<uuid:assessment_id>/key-actions/<key_action>/suggest", access=SUGGEST_LEVEL)
@pages.post("/<uuid:assessment_id>/key-actions/<key_action>/suggest", access=SUGGEST_LEVEL)
def suggest_level(assessment_id: uuid.UUID, key_action: str) -> ResponseReturnValue:
    """The level that a reviewer would give, and why; beside the organisation's own."""
    assessment = load(assessment_id)
    asked = queries.get_key_action(here.session, assessment, slug=key_action)
    mine = queries.find_suggestion(here.session, assessment, key_action=key_action, member_id=here.actor.member_id)
    stored = {"level": str(mine.level), "words": mine.words} if mine else {}
    levels = queries.get_pack(here.session, assessment).levels
    form = SuggestLevelForm(request.form, data=stored, levels=levels, key_action=asked)
    if submitted(form):
        with form.showing_refusals():
            given = form.draft
            commands.suggest_level(
                here.session, assessment, key_action=key_action, level=given.level, words=given.words, by=here.actor, at=here.now
            )
            say(_("Your suggestion is kept. The organisation sees it beside its own level."))
            return go("assessment.rate_key_action", assessment_id=assessment.id, key_action=key_action)
    agreed = queries.find_agreed(here.session, assessment, key_action=key_action)
    return page(assessment=assessment, key_action=asked, form=form, mine=mine, agreed=agreed, in_words=in_words(assessment))


def _to_card(assessment: Assessment, key_action: str) -> ResponseReturnValue:
    return go("assessment.rate_key_action", assessment_id=assessment.id, key_action=key_action, _anchor="comments")


def _find_removable(thread: queries.Thread) -> Comment | None:
    """What may still be taken back: the last word, if it is one's own and fresh."""
    last = thread.last
    is_fresh = here.now - last.written_at <= REMOVABLE
    return last if last.member_id == here.actor.member_id and is_fresh else None
