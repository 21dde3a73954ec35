"""The first page after signing in, and the trash."""

import uuid

from flask.typing import ResponseReturnValue

from accountability import trash
from accountability.access import RULES, SIGNED_IN
from accountability.home import queries
from accountability.home.access import SEE_TRASH
from accountability.language import gettext as _
from accountability.language import lazy
from accountability.leaving import queries as leaving
from accountability.leaving.access import KEEP_ORGANISATION
from accountability.organisation.queries import names_of_members
from accountability.web import Pages, demand, go, here, page, say

pages = Pages("home", __name__)

KINDS = {
    "action": lazy("Action of the plan"),
    "assessment": lazy("Assessment"),
    "evidence": lazy("Evidence"),
    "evidence_file": lazy("File of a piece of evidence"),
    "question": lazy("Question"),
    "survey": lazy("Survey"),
    "theme": lazy("Theme of a reply"),
}


@pages.get("/", access=SIGNED_IN)
def show_dashboard() -> ResponseReturnValue:
    """Where we are in the cycle, and what comes next. Owners are warned of an erasure."""
    warned = KEEP_ORGANISATION.allows(here.actor)
    dashboard = queries.get_dashboard(here.session, here.actor, today=here.now.date())
    return page(
        dashboard=dashboard,
        names=names_of_members(here.session) if dashboard.threads else {},
        **(leaving.describe_erasure(here.session, by=here.actor) if warned else {"erasure": None}),
    )


@pages.get("/trash", access=SEE_TRASH)
def show_trash() -> ResponseReturnValue:
    """What was removed and can still be taken back, as far as the member may."""
    removed = [each for each in trash.list_removed(here.session, at=here.now) if RULES[each.rule].allows(here.actor)]
    names = names_of_members(here.session)
    return page(removed=removed, kinds=KINDS, names=names, days=trash.KEPT.days)


@pages.post("/trash/<kind>/<uuid:removed_id>/take-back", access=SEE_TRASH)
def take_back(kind: str, removed_id: uuid.UUID) -> ResponseReturnValue:
    """Put something back where it was."""
    removed = trash.get_removed(here.session, kind, removed_id)
    demand(RULES[removed.rule])
    trash.take_back(here.session, removed, by=here.actor, at=here.now)
    say(_("It is back: %(title)s", title=removed.title))
    return go("home.show_trash")
