"""Second factors: setting one up, giving it, and proving again who one is."""

from flask import request
from flask.typing import ResponseReturnValue

from accountability.access import ANYONE, SETTING_UP
from accountability.identity.routes.pages import pages
from accountability.web import go, local_path, page


@pages.get("/account/second-factor/set-up", access=SETTING_UP)
def set_up_second_factor() -> ResponseReturnValue:
    """What to do for somebody who must have a second factor."""
    return page(after=local_path(request.args.get("after")))


@pages.get("/account/confirm", access=SETTING_UP)
def confirm_identity() -> ResponseReturnValue:
    """Prove again who one is, then go on to what was wanted."""
    return page(after=local_path(request.args.get("after")))


@pages.get("/sign-in/second-factor", access=ANYONE)
def give_second_factor() -> ResponseReturnValue:
    """The second step of signing in; without the first one there is nothing to give."""
    return go("identity.sign_in")
