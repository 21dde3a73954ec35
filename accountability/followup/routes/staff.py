"""Writing a reply: themes, decisions, the words around them, the look of a stranger, publishing, updates."""

import uuid
from typing import Any

import flask
from flask import current_app, request
from flask.typing import ResponseReturnValue

from accountability.followup import commands, domain, queries
from accountability.followup.access import DECIDE_THEME, PUBLISH_REPLY, READ_FOLLOWUP, WRITE_REPLY
from accountability.followup.models import Theme
from accountability.language import format_date
from accountability.language import gettext as _
from accountability.survey.domain import SurveyId
from accountability.web import Pages, go, here, page, say, submitted
from forms.followup import DECISIONS, PEOPLE, AddUpdateForm, DecideThemeForm, PublishReplyForm, ReplyWordsForm, ThemeForm

pages = Pages("followup", __name__, url_prefix="/surveys/<uuid:survey_id>/reply")
WORDS = {"people": PEOPLE, "decisions": DECISIONS}


@pages.get("", access=READ_FOLLOWUP)
def show_followup(survey_id: uuid.UUID) -> ResponseReturnValue:
    """The reply as it stands: what was heard, what is decided, what is missing."""
    listening = _listening(survey_id)
    reply = queries.find_reply(here.session, listening.survey_id)
    themes = queries.list_themes(here.session, listening.survey_id)
    open_themes = [theme.as_open for theme in themes]
    return page(
        listening=listening,
        reply=reply,
        updates=queries.list_updates(here.session, reply) if reply else [],
        themes=themes,
        state=_state(listening, reply.published_at if reply else None),
        stage=domain.stage_of(open_themes).value,
        obstacles=domain.list_obstacles(closed_at=listening.closed_at, themes=open_themes),
        public_address=f"{current_app.extensions['config'].survey_root}/{listening.code}/reply",
        **WORDS,
    )


@pages.get("/themes/add", access=WRITE_REPLY)
@pages.post("/themes/add", access=WRITE_REPLY)
def write_theme(survey_id: uuid.UUID) -> ResponseReturnValue:
    """Write down one thing that was heard."""
    listening = _listening(survey_id)
    form = ThemeForm(request.form, questions=dict(listening.questions))
    if submitted(form):
        with form.showing_refusals():
            commands.write_theme(here.session, listening, form.draft, by=here.actor, at=here.now)
            say(_("Theme saved."))
            return go("followup.show_followup", survey_id=survey_id)
    return page(form=form, listening=listening)


@pages.get("/themes/<uuid:theme_id>", access=WRITE_REPLY)
@pages.post("/themes/<uuid:theme_id>", access=WRITE_REPLY)
def reword_theme(survey_id: uuid.UUID, theme_id: uuid.UUID) -> ResponseReturnValue:
    """Say the same thing better."""
    listening, theme = _listening(survey_id), _theme(survey_id, theme_id)
    now = {"heard": theme.heard, "people": theme.people.value, "question_id": str(theme.question_id or "")}
    form = ThemeForm(request.form, data=now, questions=dict(listening.questions))
    if submitted(form):
        with form.showing_refusals():
            commands.reword_theme(here.session, listening, theme, form.draft, by=here.actor, at=here.now)
            say(_("Theme saved."))
            return go("followup.show_followup", survey_id=survey_id)
    return page(form=form, listening=listening, theme=theme)


@pages.get("/themes/<uuid:theme_id>/decide", access=DECIDE_THEME)
@pages.post("/themes/<uuid:theme_id>/decide", access=DECIDE_THEME)
def decide_theme(survey_id: uuid.UUID, theme_id: uuid.UUID) -> ResponseReturnValue:
    """Accept, partly accept or decline, with the reason."""
    listening, theme = _listening(survey_id), _theme(survey_id, theme_id)
    now = {"decision": theme.decision.value if theme.decision else None, "reason": theme.reason, "due_on": theme.due_on}
    form = DecideThemeForm(request.form, data=now)
    if submitted(form):
        with form.showing_refusals():
            commands.decide_theme(here.session, listening, theme, form.draft, by=here.actor, at=here.now)
            say(_("Decision saved."))
            return go("followup.show_followup", survey_id=survey_id)
    return page(form=form, listening=listening, theme=theme, people=PEOPLE)


@pages.get("/themes/<uuid:theme_id>/remove", access=WRITE_REPLY)
@pages.post("/themes/<uuid:theme_id>/remove", access=WRITE_REPLY)
def remove_theme(survey_id: uuid.UUID, theme_id: uuid.UUID) -> ResponseReturnValue:
    """Take an undecided theme out of the draft, after asking."""
    listening, theme = _listening(survey_id), _theme(survey_id, theme_id)
    if request.method == "POST":
        commands.remove_theme(here.session, listening, theme, by=here.actor, at=here.now)
        say(_("Theme removed."), undo=flask.url_for("home.take_back", kind="theme", removed_id=theme.id))
        return go("followup.show_followup", survey_id=survey_id)
    return page(listening=listening, theme=theme)


@pages.get("/words", access=WRITE_REPLY)
@pages.post("/words", access=WRITE_REPLY)
def write_words(survey_id: uuid.UUID) -> ResponseReturnValue:
    """The thanks, and where people can talk more."""
    listening = _listening(survey_id)
    form = ReplyWordsForm(request.form, obj=queries.find_reply(here.session, listening.survey_id))
    if submitted(form):
        with form.showing_refusals():
            commands.write_words(here.session, listening, form.draft)
            say(_("Words saved."))
            return go("followup.show_followup", survey_id=survey_id)
    return page(form=form, listening=listening)


@pages.get("/preview", access=READ_FOLLOWUP)
def preview_reply(survey_id: uuid.UUID) -> ResponseReturnValue:
    """The reply as a stranger would see it if it were published now."""
    return page(**_preview(_listening(survey_id)))


@pages.get("/publish", access=PUBLISH_REPLY)
@pages.post("/publish", access=PUBLISH_REPLY)
def publish_reply(survey_id: uuid.UUID) -> ResponseReturnValue:
    """Say it in public, after a second look."""
    listening = _listening(survey_id)
    form = PublishReplyForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            commands.publish_reply(here.session, listening, by=here.actor, at=here.now)
            say(_("Reply published. Everybody with the survey’s address or a receipt code can read it now."))
            return go("followup.show_followup", survey_id=survey_id)
    shown = _preview(listening)
    return page(form=form, rows=[_row(theme) for theme in shown["said"].themes], **shown)


@pages.get("/updates/add", access=PUBLISH_REPLY)
@pages.post("/updates/add", access=PUBLISH_REPLY)
def add_update(survey_id: uuid.UUID) -> ResponseReturnValue:
    """Say below a published reply what has happened since."""
    listening = _listening(survey_id)
    form = AddUpdateForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            commands.add_update(here.session, listening, form.draft, by=here.actor, at=here.now)
            say(_("Update published."))
            return go("followup.show_followup", survey_id=survey_id)
    return page(form=form, listening=listening)


def _listening(survey_id: uuid.UUID) -> domain.Listening:
    return queries.get_listening(here.session, SurveyId(survey_id))


def _theme(survey_id: uuid.UUID, theme_id: uuid.UUID) -> Theme:
    return queries.get_theme(here.session, SurveyId(survey_id), domain.ThemeId(theme_id))


def _state(listening: domain.Listening, published_at: object) -> domain.ReplyState:
    return domain.reply_state(
        closed_at=listening.closed_at, reply_by=listening.reply_by, is_published=published_at is not None, today=here.now.date()
    )


def _preview(listening: domain.Listening) -> dict[str, Any]:
    """What the reply's piece of template needs, as it would read if it went out now."""
    reply = queries.find_reply(here.session, listening.survey_id)
    themes = queries.list_themes(here.session, listening.survey_id)
    said = queries.find_said(reply) or queries.compose(reply, themes, listening)
    return {
        "listening": listening,
        "said": said,
        "published_at": reply.published_at if reply else None,
        "updates": queries.list_updates(here.session, reply) if reply else [],
        "undecided": len([theme for theme in themes if not theme.decision]),
        "obstacles": domain.list_obstacles(closed_at=listening.closed_at, themes=[theme.as_open for theme in themes]),
        **WORDS,
    }


def _row(theme: domain.SaidTheme) -> list[str | None]:
    return [theme.heard, str(DECISIONS[theme.decision]), format_date(theme.due_on) if theme.due_on else None]
