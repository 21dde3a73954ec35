"""The first page after signing in."""

from flask.typing import ResponseReturnValue

from accountability.access import SIGNED_IN
from accountability.home import queries
from accountability.web import Pages, here, page

pages = Pages("home", __name__)


@pages.get("/", access=SIGNED_IN)
def show_dashboard() -> ResponseReturnValue:
    """Where we are in the cycle, and what comes next."""
    return page(dashboard=queries.get_dashboard(here.session, here.actor, today=here.now.date()))
