"""The reply as people read it: at the survey's own address, without account, cookie or script."""

from flask import request
from flask.typing import ResponseReturnValue

from accountability import language
from accountability.access import ANYONE
from accountability.followup import domain, queries
from accountability.survey import queries as surveys
from accountability.survey.domain import SurveyCode
from accountability.web import Pages, here, page
from forms.followup import DECISIONS, PEOPLE

pages = Pages("followup", __name__)


@pages.get("/<code>/reply", access=ANYONE)
def show_reply(code: str) -> ResponseReturnValue:
    """What was heard and decided; before that, what was promised and by when the reply comes."""
    address = surveys.get_address(here.session, SurveyCode(code))
    here.enter(address.organisation_id)
    listening = queries.get_listening(here.session, address.survey_id)
    language.use(language.find_language(request.args.get("lang") or listening.language) or language.DEFAULT)
    reply = queries.find_reply(here.session, address.survey_id)
    said = queries.find_said(reply)
    state = domain.reply_state(
        closed_at=listening.closed_at, reply_by=listening.reply_by, is_published=said is not None, today=here.now.date()
    )
    return page(
        listening=listening,
        said=said,
        published_at=reply.published_at if reply else None,
        updates=queries.list_updates(here.session, reply) if reply and said else [],
        state=state,
        people=PEOPLE,
        decisions=DECISIONS,
    )
