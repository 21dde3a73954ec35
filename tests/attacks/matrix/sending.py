"""One request of anybody, taken back at once and looked at no further than its answer."""

from typing import Any

from werkzeug.test import TestResponse

from accountability import clock
from tests.attacks.matrix.asking import Asker, Who
from tests.support.routes import undone


def send(asker: Asker, who: Who, method: str, path: str, **options: Any) -> TestResponse:
    """Ask with the browser's token, so that it gets as far as it can; whatever it wrote is taken back."""
    cookie, token = asker._signed_in(who)
    headers = {"Cookie": cookie, "X-CSRFToken": token} if cookie else {}
    with undone(asker.database), clock.fixed(asker.universe.at):
        return asker.browser.open(path, method=method, headers=headers, **options)
